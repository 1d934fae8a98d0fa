import {type Failure} from './failures/failure.ts';
import {isFinished} from './task.ts';

/**
`importTaskDetails` of GetImportTask. `status` is free text such as `IN_PROGRESS`; `percentage` is an integer from 0 to 100, and the counts are integers.
*/
export type ImportProgress = {
	readonly status?: string | undefined;
	readonly startedAt?: number | undefined;
	readonly elapsedMs?: number | undefined;
	readonly percentage?: number | undefined;
	readonly errorCount?: number | undefined;
	readonly errorDetails?: string | undefined;
	readonly statementCount?: number | undefined;
	readonly dictionaryEntryCount?: number | undefined;
};

/**
The fields that only GetImportTask returns. `status` may be newer than in the list. `options` and `extra` (unknown fields) use the API names.
*/
export type ImportDetails = {
	readonly status: string;

	/**
	Starts at 1. Increases when the service retries the import on a larger graph.
	*/
	readonly attemptNumber?: number | undefined;
	readonly statusReason?: string | undefined;
	readonly progress?: ImportProgress | undefined;
	readonly options?: Readonly<Record<string, string>> | undefined;
	readonly extra?: Readonly<Record<string, unknown>> | undefined;
};

/**
A round of GetImportTask calls, which replaces the rest of the previous round. `keys` are task IDs, highest priority first.
*/
export type DetailsPlan = {
	readonly round: number;
	readonly keys: readonly string[];
	readonly callsPerSecond: number;

	/**
	When to report `detailsDue`, in epoch milliseconds.
	*/
	readonly wakeAt?: number | undefined;
};

export type DetailsAnswer =
	| {readonly kind: 'details'; readonly details: ImportDetails}
	| {readonly kind: 'failure'; readonly failure: Failure};

export type DetailsReport =
	| {
		readonly type: 'detailsAnswered';
		readonly key: string;
		readonly at: number;
		readonly answer: DetailsAnswer;
	}

	/**
	`wakeAt` of the plan has passed.
	*/
	| {readonly type: 'detailsDue'; readonly at: number};

export type RecheckState = {
	readonly answers: number;
	readonly isSettled: boolean;
};

// A failed import may get its reason and final counts later.
const recheckDelaysMs: readonly number[] = [0, 10_000, 30_000, 60_000, 120_000];

export const initialRecheck: RecheckState = {answers: 0, isSettled: false};

/**
True if the reason is final. A task can be `FAILED` while its details still say `IN_PROGRESS`: the reason may change.
*/
export const isReasonSettled = ({status, statusReason, progress}: ImportDetails): boolean =>
	statusReason !== undefined && (status === 'ROLLING_BACK' || (status === 'FAILED' && progress?.status !== 'IN_PROGRESS'));

/**
Settles after two equal responses (a failure needs a final reason), or after the last recheck.
*/
export const nextRecheck = (recheck: RecheckState, before: ImportDetails | undefined, now: ImportDetails): RecheckState => {
	if (!isFinished(now.status)) {
		return initialRecheck;
	}

	const answers = recheck.answers + 1;
	const isSame = before !== undefined && JSON.stringify(before) === JSON.stringify(now);
	const hasReason = now.status !== 'FAILED' || isReasonSettled(now);
	return {answers, isSettled: answers >= recheckDelaysMs.length || (isSame && hasReason)};
};

export const isRecheckDue = ({answers, isSettled}: RecheckState, lastAskedAt: number | undefined, at: number): boolean =>
	!isSettled && (lastAskedAt === undefined || at - lastAskedAt >= (recheckDelaysMs[answers] ?? 0));
