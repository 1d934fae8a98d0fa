/**
`ImportTaskSummary` of ListImportTasks. `extra` holds unknown fields. Statuses and formats are strings, because the service may add values.
*/
export type ImportTask = {
	readonly taskId: string;

	/**
	Undefined until the import has created its graph.
	*/
	readonly graphId?: string;
	readonly source: string;
	readonly format?: string;
	readonly parquetType?: string;
	readonly roleArn: string;
	readonly status: string;
	readonly extra?: Readonly<Record<string, unknown>>;
};

/**
Identifies an import: a task ID is unique only within its target.
*/
export type ImportRef = {
	readonly targetId: string;
	readonly taskId: string;
};

export const isSameRef = (one: ImportRef, other: ImportRef | undefined): boolean => one.taskId === other?.taskId && one.targetId === other.targetId;

export const isSameTask = (before: ImportTask, after: ImportTask): boolean => before === after || (
	before.status === after.status
	&& before.graphId === after.graphId
	&& before.source === after.source
	&& before.format === after.format
	&& before.parquetType === after.parquetType
	&& before.roleArn === after.roleArn
	&& (before.extra === after.extra || JSON.stringify(before.extra) === JSON.stringify(after.extra))
);

export const accountOf = (roleArn: string): string | undefined => /^arn:[^:]*:iam::(?<account>\d+):/v.exec(roleArn)?.groups?.['account'];

export type StatusGroup = 'active' | 'failed' | 'succeeded' | 'cancelled';

export const groupLabels: Readonly<Record<StatusGroup | 'all', {readonly label: string; readonly shortLabel: string}>> = {
	all: {label: 'All', shortLabel: 'All'},
	active: {label: 'Running', shortLabel: 'Run'},
	failed: {label: 'Failed', shortLabel: 'Fail'},
	succeeded: {label: 'Succeeded', shortLabel: 'Ok'},
	cancelled: {label: 'Cancelled', shortLabel: 'Canc'},
};

/**
The name of a group in a sentence: `running`.
*/
export const groupName = (group: StatusGroup | 'all'): string => groupLabels[group].label.toLowerCase();

export const statusGroups: readonly StatusGroup[] = ['active', 'failed', 'succeeded', 'cancelled'];

type StatusFacts = {
	readonly group: StatusGroup;
	readonly label: string;

	/**
	For narrow columns, which have room for nine characters. Default: `label`.
	*/
	readonly shortLabel?: string;
};

// API version 2023-11-29, in lifecycle order.
const statuses: ReadonlyMap<string, StatusFacts> = new Map<string, StatusFacts>([
	['INITIALIZING', {group: 'active', label: 'initializing', shortLabel: 'starting'}],
	['EXPORTING', {group: 'active', label: 'exporting'}],
	['ANALYZING_DATA', {group: 'active', label: 'analyzing data', shortLabel: 'analyzing'}],
	['REPROVISIONING', {group: 'active', label: 'reprovisioning', shortLabel: 'resizing'}],
	['IMPORTING', {group: 'active', label: 'importing'}],
	['ROLLING_BACK', {group: 'active', label: 'rolling back', shortLabel: 'rollback'}],
	['CANCELLING', {group: 'active', label: 'cancelling'}],
	['FAILED', {group: 'failed', label: 'failed'}],
	['CANCELLED', {group: 'cancelled', label: 'cancelled'}],
	['DELETED', {group: 'cancelled', label: 'deleted'}],
	['SUCCEEDED', {group: 'succeeded', label: 'succeeded'}],
]);

export const taskKey = ({targetId, taskId}: ImportRef): string => `${targetId}/${taskId}`;

/**
Unknown statuses count as active, because the import may still be running.
*/
export const groupOf = (status: string): StatusGroup => statuses.get(status)?.group ?? 'active';

export const isFinished = (status: string): boolean => groupOf(status) !== 'active';

export const statusLabel = (status: string): string => statuses.get(status)?.label ?? status;

export const shortStatusLabel = (status: string): string => statuses.get(status)?.shortLabel ?? statusLabel(status);

export const knownStatuses: readonly string[] = statuses.keys().toArray();

/**
The position of a status in the life of an import, from 0; -1 for an unknown status.
*/
export const statusStage = (status: string): number => knownStatuses.indexOf(status);

// API version 2023-11-29.
export const knownFormats = ['CSV', 'OPEN_CYPHER', 'PARQUET', 'NTRIPLES'] as const;

export const formatLabel = (format: string | undefined): string => {
	if (format === undefined) {
		return '–';
	}

	return /^[\dA-Z_]+$/v.test(format) ? format.toLowerCase().replaceAll('_', ' ') : format;
};

/**
`unknown`: AWS may have accepted a request to which no response came.
*/
export type CancelAnswer =
	| {readonly kind: 'accepted'}
	| {readonly kind: 'refused' | 'unknown'; readonly sentence: string};

/**
The characters that the user types to confirm a cancellation: the end of the task ID.
*/
export const confirmationOf = (taskId: string): string => taskId.slice(-4);
