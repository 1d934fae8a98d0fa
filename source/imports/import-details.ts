/**
How far an import is: `importTaskDetails` of GetImportTask. Every field may be absent; numbers are as the service counts them.
*/
export type ImportProgress = {
	/**
	Free text of the service (`IN_PROGRESS` has been seen), not one of the statuses.
	*/
	readonly status?: string | undefined;

	/**
	When the import began, in epoch milliseconds.
	*/
	readonly startedAt?: number | undefined;

	/**
	How long it has run, or ran, in milliseconds; the service gives whole seconds.
	*/
	readonly elapsedMs?: number | undefined;

	/**
	From 0 to 100, whole.
	*/
	readonly percentage?: number | undefined;
	readonly errorCount?: number | undefined;
	readonly errorDetails?: string | undefined;

	/**
	How many statements (vertices, edges, properties) have been loaded.
	*/
	readonly statementCount?: number | undefined;
	readonly dictionaryEntryCount?: number | undefined;
};

/**
What GetImportTask says of an import beyond what the list does.
*/
export type ImportDetails = {
	/**
	The status at the time of this answer; the list may not have it yet.
	*/
	readonly status: string;

	/**
	Counts from 1; rises where the service starts over with a larger graph.
	*/
	readonly attemptNumber?: number | undefined;

	/**
	Why the import has its status. May still be absent just after a failure.
	*/
	readonly statusReason?: string | undefined;
	readonly progress?: ImportProgress | undefined;

	/**
	Options of an import from Neptune (`s3ExportPath`, …), by their names on the wire, as text.
	*/
	readonly options?: Readonly<Record<string, string>> | undefined;

	/**
	Fields that this version does not know, by their names on the wire.
	*/
	readonly extra?: Readonly<Record<string, unknown>> | undefined;
};
