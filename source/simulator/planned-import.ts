import {isFinished} from '../imports/task.ts';
import {cancellation, type ImportPlan} from './import-plan.ts';
import {activeMs, divertedCourse, positionIn} from './phase.ts';

/**
The progress that `GetImportTask` tells, as it stands on the wire.
*/
export type WireTaskDetails = {
	/**
	Free text; not one of the statuses of a task.
	*/
	readonly status?: string;

	/**
	In epoch seconds; a string is what the service never sends, and what clients choke on.
	*/
	readonly startTime?: number | string;
	readonly timeElapsedSeconds?: number;

	/**
	Whole per cent.
	*/
	readonly progressPercentage?: number;
	readonly errorCount?: number;
	readonly errorDetails?: string;
	readonly statementCount?: number;
	readonly dictionaryEntryCount?: number;
	readonly [field: string]: unknown;
};

/**
An import task as it stands on the wire. Any field but the id may be absent, and there may be more than these.
*/
export type WireTask = {
	readonly taskId: string;
	readonly graphId?: string;
	readonly source?: string;
	readonly format?: string;
	readonly parquetType?: string;
	readonly roleArn?: string;
	readonly status?: string;

	/**
	Only `GetImportTask` gives this and what follows.
	*/
	readonly importOptions?: Readonly<Record<string, unknown>>;
	readonly attemptNumber?: number;
	readonly statusReason?: string;
	readonly importTaskDetails?: WireTaskDetails;
	readonly [field: string]: unknown;
};

/**
The task as `ListImportTasks` and `CancelImportTask` give it: without what only `GetImportTask` tells.
*/
export const listedTask = ({importOptions, attemptNumber, statusReason, importTaskDetails, ...listed}: WireTask): WireTask => listed;

/**
An import that moves by its plan.
*/
export type PlannedImport = {
	readonly kind: 'planned';
	readonly plan: ImportPlan;

	/**
	In epoch milliseconds.
	*/
	readonly startedAt: number;
};

/**
The status of the import at a moment.
*/
export const plannedStatus = ({plan, startedAt}: PlannedImport, at: number): string => positionIn(plan.course, at - startedAt).phase.status;

/*
The words are the simulator's own, but for IN_PROGRESS, which the service has been seen to send.
*/
const detailsStatus = (status: string): string => {
	if (!isFinished(status)) {
		return 'IN_PROGRESS';
	}

	return status === 'SUCCEEDED' ? 'COMPLETED' : status;
};

/**
The import as `GetImportTask` gives it at a moment. The details begin when the graph is there.
*/
export const plannedTask = ({plan, startedAt}: PlannedImport, at: number): WireTask => {
	const {phase, loaded, errorCount} = positionIn(plan.course, at - startedAt);
	const elapsedMs = Math.min(Math.max(0, at - startedAt), activeMs(plan.course));

	return {
		...(phase.isProvisioned && {graphId: plan.graphId}),
		taskId: plan.taskId,
		source: plan.source,
		...(plan.format !== undefined && {format: plan.format}),
		...(plan.parquetType !== undefined && {parquetType: plan.parquetType}),
		roleArn: plan.roleArn,
		status: phase.status,
		...(plan.importOptions !== undefined && {importOptions: plan.importOptions}),
		...(phase.isProvisioned && {
			importTaskDetails: {
				status: detailsStatus(phase.status),
				startTime: startedAt / 1000,
				timeElapsedSeconds: Math.floor(elapsedMs / 1000),
				progressPercentage: Math.floor(loaded * 100),
				errorCount: Math.floor(errorCount),
				...(errorCount >= 1 && {errorDetails: plan.errorDetails}),
				statementCount: Math.floor(plan.statementCount * loaded),
				dictionaryEntryCount: Math.floor(plan.dictionaryEntryCount * loaded),
			},
		}),
		attemptNumber: phase.attemptNumber,
		...(phase.statusReason !== undefined && {statusReason: phase.statusReason}),
	};
};

/**
The import as it goes on when it is asked to stop at a moment: CANCELLING for some seconds, then CANCELLED.
*/
export const cancelledImport = ({plan, startedAt}: PlannedImport, at: number): PlannedImport => ({
	kind: 'planned',
	plan: {...plan, course: divertedCourse(plan.course, at - startedAt, cancellation(plan.cancellingMs))},
	startedAt,
});
