import {type Failure} from './failure.ts';
import {isFinished} from './task.ts';

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

/**
Which imports to ask more about: a round, which takes the place of what is left of the round before. At most `callsPerSecond` calls begin in any second.
*/
export type DetailsPlan = {
	/**
	Counts up.
	*/
	readonly round: number;

	/**
	Task ids, the most wanted first.
	*/
	readonly keys: readonly string[];
	readonly callsPerSecond: number;
};

/**
What came of asking about one import.
*/
export type DetailsAnswer =
	| {readonly kind: 'details'; readonly details: ImportDetails}
	| {readonly kind: 'failure'; readonly failure: Failure};

/**
The same, with the task id of the import that was asked about, and when the answer came, in epoch milliseconds.
*/
export type DetailsReport = {
	readonly type: 'detailsAnswered';
	readonly key: string;
	readonly at: number;
	readonly answer: DetailsAnswer;
};

/**
How far asking about an import that is over has come.
*/
export type RecheckState = {
	/**
	How many answers have come since it is over.
	*/
	readonly answers: number;

	/**
	Whether the last answer said the same as the one before it, and nothing more is expected.
	*/
	readonly isSettled: boolean;
};

/*
An import may be said to have failed before its reason and its final numbers stand: asked again at once, and then ever later.
*/
const recheckDelaysMs: readonly number[] = [0, 10_000, 30_000, 60_000, 120_000];

/**
Nothing is known of an import that is over.
*/
export const initialRecheck: RecheckState = {answers: 0, isSettled: false};

/**
After one more answer. It has settled when an import that is over gives the same answer twice, with a reason where it failed, or when it was asked often enough.
*/
export const nextRecheck = (recheck: RecheckState, before: ImportDetails | undefined, now: ImportDetails): RecheckState => {
	if (!isFinished(now.status)) {
		return initialRecheck;
	}

	const answers = recheck.answers + 1;
	const isSame = before !== undefined && JSON.stringify(before) === JSON.stringify(now);
	const hasReason = now.status !== 'FAILED' || now.statusReason !== undefined;
	return {answers, isSettled: answers >= recheckDelaysMs.length || (isSame && hasReason)};
};

/**
Whether an import that is over is due to be asked about again; times in epoch milliseconds.
*/
export const isRecheckDue = ({answers, isSettled}: RecheckState, lastAskedAt: number | undefined, at: number): boolean =>
	!isSettled && (lastAskedAt === undefined || at - lastAskedAt >= (recheckDelaysMs[answers] ?? 0));
