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
