import {type Filter, matchesFilter} from './filter.ts';
import {type ListedPlace} from './target.ts';
import {type ImportTask, isOver, taskKey} from './task.ts';

/**
What is waited for: that every import that matches is over.
*/
export type Goal = {
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
An import that has matched once. It is waited for however it changes, so that “those that are under way now” can be asked for.
*/
export type Followed = {
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
export type GoalResult = 'succeeded' | 'failed';

/**
How the waiting ended: `unanswered` where the service could not be asked.
*/
export type Outcome = GoalResult | 'timedOut' | 'unanswered';

/**
The imports that are waited for, by task key, after a scan. `listed` are those that count as listed, `seen` those that the scan saw: what was listed in an earlier run alone is not waited for, since what came of it may never be seen. `placeOf` says where imports are.
*/
export const follow = (
	followed: ReadonlyMap<string, Followed>,
	{filter}: Goal,
	{listed, seen, placeOf}: {
		readonly listed: ReadonlyMap<string, ImportTask>;
		readonly seen: ReadonlyMap<string, ImportTask>;
		readonly placeOf?: (task: ImportTask) => ListedPlace;
	},
): ReadonlyMap<string, Followed> => new Map([
	...followed.entries().map(([key, {task}]) => [key, {task: listed.get(key) ?? task, isGone: !listed.has(key)}] as const),
	...seen.values()
		.filter(task => !followed.has(taskKey(task)) && matchesFilter(filter, task, placeOf?.(task)))
		.map(task => [taskKey(task), {task, isGone: false}] as const),
]);

/**
Whether nothing more is to be waited for: the import is over, or was deleted before it was.
*/
export const isFinished = ({task, isGone}: Followed): boolean => isGone || isOver(task.status);

const hasFailed = (one: Followed): boolean => isFinished(one) && one.task.status !== 'SUCCEEDED';

/**
Whether the import did not succeed, or can't any more: one that rolls back ends as failed, without exception.
*/
export const isFailing = (one: Followed): boolean => one.task.status === 'ROLLING_BACK' || hasFailed(one);

/**
The result; undefined while something is to be waited for. That all are over can be said only when the whole list has been seen: `isWhole`.
*/
export const resultOf = ({expected, isFailFast}: Goal, followed: ReadonlyMap<string, Followed>, isWhole: boolean): GoalResult | undefined => {
	const all = followed.values().toArray();

	if (isFailFast && all.some(one => isFailing(one))) {
		return 'failed';
	}

	if (!isWhole || all.length < expected || all.some(one => !isFinished(one))) {
		return undefined;
	}

	return all.some(one => hasFailed(one)) ? 'failed' : 'succeeded';
};
