import {isFinished} from '../imports/task.ts';
import {cancellation, type ImportPlan} from './import-plan.ts';
import {activeMs, divertCourse, positionAt} from './phase.ts';

type WireTaskDetails = {
	readonly status?: string;

	/**
	In epoch seconds. The service never sends a string; tests do, to check that clients accept it.
	*/
	readonly startTime?: number | string;
	readonly timeElapsedSeconds?: number;
	readonly progressPercentage?: number;
	readonly errorCount?: number;
	readonly errorDetails?: string;
	readonly statementCount?: number;
	readonly dictionaryEntryCount?: number;
	readonly [field: string]: unknown;
};

/**
An import task in a response. All fields except the ID are optional, and others may follow.
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
	This and the following fields appear only in `GetImportTask` responses.
	*/
	readonly importOptions?: Readonly<Record<string, unknown>>;
	readonly attemptNumber?: number;
	readonly statusReason?: string;
	readonly importTaskDetails?: WireTaskDetails;
	readonly [field: string]: unknown;
};

export type WireGraph = {
	readonly id: string;
	readonly name?: string;
	readonly status?: string;
	readonly provisionedMemory?: number;
	readonly [field: string]: unknown;
};

/**
Removes the fields that only `GetImportTask` returns.
*/
export const listedTask = ({importOptions, attemptNumber, statusReason, importTaskDetails, ...listed}: WireTask): WireTask => listed;

export type PlannedImport = {
	readonly kind: 'planned';
	readonly plan: ImportPlan;
	readonly startedAt: number;
};

export const plannedStatus = ({plan, startedAt}: PlannedImport, at: number): string => positionAt(plan.course, at - startedAt).phase.status;

// The real service was seen to send IN_PROGRESS. The other values are guesses.
const detailsStatus = (status: string): string => {
	if (!isFinished(status)) {
		return 'IN_PROGRESS';
	}

	return status === 'SUCCEEDED' ? 'COMPLETED' : status;
};

/**
Returns the task as in `GetImportTask`. The progress is missing until the graph exists.
*/
export const plannedTask = ({plan, startedAt}: PlannedImport, at: number): WireTask => {
	const {phase, loaded, errorCount} = positionAt(plan.course, at - startedAt);
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
				status: phase.isSettling === true ? 'IN_PROGRESS' : detailsStatus(phase.status),
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
Cancels the import at `at` (epoch milliseconds): it is CANCELLING for some seconds, then CANCELLED.
*/
export const cancelledImport = ({plan, startedAt}: PlannedImport, at: number): PlannedImport => ({
	kind: 'planned',
	plan: {...plan, course: divertCourse(plan.course, at - startedAt, cancellation(plan.cancellingMs))},
	startedAt,
});
