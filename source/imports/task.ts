/**
An import task as the list of the service gives it: `ImportTaskSummary`, and whatever else came with it.

Statuses and formats are plain strings: the service may use ones that this version has never heard of, and they are shown as they came.
*/
export type ImportTask = {
	/**
	`t-` and ten characters. Unique within one account and region.
	*/
	readonly taskId: string;

	/**
	`g-` and ten characters. Absent while the graph that the import creates does not exist yet.
	*/
	readonly graphId?: string;

	/**
	Where the data comes from: an `s3://` path, a Neptune endpoint, or a snapshot.
	*/
	readonly source: string;

	/**
	`CSV`, `OPEN_CYPHER`, `PARQUET`, `NTRIPLES`, or what the service says.
	*/
	readonly format?: string;

	/**
	`COLUMNAR`, for Parquet.
	*/
	readonly parquetType?: string;

	/**
	The IAM role that the service reads the source with.
	*/
	readonly roleArn: string;

	/**
	`INITIALIZING`, `IMPORTING`, …, or what the service says.
	*/
	readonly status: string;

	/**
	Fields that this version does not know, by their names on the wire.
	*/
	readonly extra?: Readonly<Record<string, unknown>>;
};

/**
Identifies an import: a task ID is unique only within its target.
*/
export type ImportRef = {
	readonly targetId: string;
	readonly taskId: string;
};

/**
Whether the service returned the same fields as before.
*/
export const isSameTask = (before: ImportTask, after: ImportTask): boolean => before === after || (
	before.status === after.status
	&& before.graphId === after.graphId
	&& before.source === after.source
	&& before.format === after.format
	&& before.parquetType === after.parquetType
	&& before.roleArn === after.roleArn
	&& (before.extra === after.extra || JSON.stringify(before.extra) === JSON.stringify(after.extra))
);

/**
What a person asks about an import: is it under way, and if not, how did it end?
*/
export type StatusGroup = 'active' | 'failed' | 'succeeded' | 'cancelled';

/**
The groups in the order in which they are shown.
*/
export const statusGroups: readonly StatusGroup[] = ['active', 'failed', 'succeeded', 'cancelled'];

type StatusFacts = {
	readonly group: StatusGroup;

	/**
	In words, lower case.
	*/
	readonly label: string;

	/**
	How far along its way an import with this status is: orders statuses, nothing else.
	*/
	readonly stage: number;
};

/*
The statuses of API version 2023-11-29, in the order in which an import goes through them.
*/
const statuses: ReadonlyMap<string, StatusFacts> = new Map<string, StatusFacts>([
	['INITIALIZING', {group: 'active', label: 'initializing', stage: 1}],
	['EXPORTING', {group: 'active', label: 'exporting', stage: 2}],
	['ANALYZING_DATA', {group: 'active', label: 'analyzing data', stage: 3}],
	['REPROVISIONING', {group: 'active', label: 'reprovisioning', stage: 4}],
	['IMPORTING', {group: 'active', label: 'importing', stage: 5}],
	['ROLLING_BACK', {group: 'active', label: 'rolling back', stage: 6}],
	['CANCELLING', {group: 'active', label: 'cancelling', stage: 7}],
	['FAILED', {group: 'failed', label: 'failed', stage: 8}],
	['CANCELLED', {group: 'cancelled', label: 'cancelled', stage: 9}],
	['DELETED', {group: 'cancelled', label: 'deleted', stage: 10}],
	['SUCCEEDED', {group: 'succeeded', label: 'succeeded', stage: 11}],
]);

/**
A status that this version does not know counts as active: nothing says that the import is over.
*/
const unknownStage = 0;

/**
The key of an import in a map that covers several targets.
*/
export const taskKey = ({targetId, taskId}: ImportRef): string => `${targetId}/${taskId}`;

/**
The group of a status; `active` for one that this version does not know.
*/
export const groupOf = (status: string): StatusGroup => statuses.get(status)?.group ?? 'active';

/**
Whether an import with this status has ended, and will not change again.
*/
export const isFinished = (status: string): boolean => groupOf(status) !== 'active';

/**
A status in words (`analyzing data`); one that this version does not know is given as it came.
*/
export const statusLabel = (status: string): string => statuses.get(status)?.label ?? status;

/**
How far along its way an import with this status is; statuses that are not known come first.
*/
export const statusStage = (status: string): number => statuses.get(status)?.stage ?? unknownStage;

/**
All statuses that this version knows, in the order in which an import goes through them.
*/
export const knownStatuses: readonly string[] = statuses.keys().toArray();

/**
A format in words (`open cypher`); `–` where the service gave none.
*/
export const formatLabel = (format: string | undefined): string => {
	if (format === undefined) {
		return '–';
	}

	return /^[\dA-Z_]+$/v.test(format) ? format.toLowerCase().replaceAll('_', ' ') : format;
};

/**
What came of asking the service to cancel an import.
*/
export type CancelAnswer =
	| {readonly kind: 'accepted'}
	| {
		readonly kind: 'refused';

		/**
		Why, in words, with a full stop.
		*/
		readonly sentence: string;
	};

/**
How many characters of the task id have to be typed before an import is cancelled.
*/
export const confirmationLength = 4;

/**
What has to be typed to cancel an import: the end of its id, so that nobody cancels one import for another.
*/
export const confirmationOf = (taskId: string): string => taskId.slice(-confirmationLength);
