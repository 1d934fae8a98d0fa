import {type ObservedChange} from './change.ts';
import {type ImportTask} from './task.ts';

/**
What was observed of a list before this run began, by this program or another one that watched the same. Times are epoch milliseconds.
*/
export type SavedState = {
	/**
	The imports that were listed, as they were last seen, by task key.
	*/
	readonly tasks: ReadonlyMap<string, ImportTask>;

	/**
	When each import was first seen that was listed already when watching began, and with which status; by task key. Of the others the changes say when they appeared.
	*/
	readonly firstSeen: ReadonlyMap<string, FirstSeen>;

	/**
	When the last change of an import was seen, by task key.
	*/
	readonly changedAt: ReadonlyMap<string, number>;

	/**
	By task key, for changes that happened in a gap: when that gap began.
	*/
	readonly changedAfter: ReadonlyMap<string, number>;

	/**
	Newest first; bounded.
	*/
	readonly changes: readonly ObservedChange[];

	/**
	When the whole list was last seen; undefined where it never was, and what turns up is no news.
	*/
	readonly until: number | undefined;
};

/**
When an import was seen for the first time, and how it was then.
*/
export type FirstSeen = {
	readonly at: number;
	readonly status: string;
};
