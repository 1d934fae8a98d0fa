import {type Filter} from './filter.ts';
import {type ImportTask, isFinished} from './task.ts';

/**
What is waited for: that every import that matches is over.
*/
export type UntilDone = {
	readonly filter: Filter;

	/**
	How many imports have to match before they can all be over.
	*/
	readonly expected: number;

	/**
	Whether the first failure ends the waiting.
	*/
	readonly isFailFast: boolean;

	/**
	Whether nobody is there to set right what keeps the service from answering, such as a sign-in: before the first answer it ends the waiting.
	*/
	readonly isUnattended: boolean;
};

/**
An import that matched once. The program waits for it however it changes, so that `is:active` means the imports that are active now.
*/
export type Followed = {
	readonly targetId: string;

	/**
	As it was last seen.
	*/
	readonly task: ImportTask;

	/**
	Whether it is no longer listed.
	*/
	readonly isGone: boolean;
};

/**
What came of the imports.
*/
export type DoneResult = 'succeeded' | 'failed';

/**
How the waiting ended: `unanswered` where the service could not be asked.
*/
export type Outcome = DoneResult | 'timedOut' | 'unanswered';

/**
Whether nothing more is to be waited for: the import is over, or was deleted before it was.
*/
export const isDone = ({task, isGone}: Followed): boolean => isGone || isFinished(task.status);

const hasFailed = (one: Followed): boolean => isDone(one) && one.task.status !== 'SUCCEEDED';

/**
Whether the import did not succeed, or can't any more: one that rolls back ends as failed, without exception.
*/
export const isFailing = (one: Followed): boolean => one.task.status === 'ROLLING_BACK' || hasFailed(one);

/**
The result; undefined while something is to be waited for. That all are over can be said only when the whole list has been seen: `isWhole`.
*/
export const resultOf = ({expected, isFailFast}: UntilDone, followed: readonly Followed[], isWhole: boolean): DoneResult | undefined => {
	if (isFailFast && followed.some(one => isFailing(one))) {
		return 'failed';
	}

	if (!isWhole || followed.length < expected || followed.some(one => !isDone(one))) {
		return undefined;
	}

	return followed.some(one => hasFailed(one)) ? 'failed' : 'succeeded';
};
