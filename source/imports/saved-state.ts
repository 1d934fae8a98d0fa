import {type ObservedChange} from './change.ts';
import {type ImportTask} from './task.ts';

/**
State of a list that an earlier run, or another watcher, recorded. Times are epoch milliseconds.
*/
export type SavedState = {
	/**
	The imports that were listed.
	*/
	readonly imports: readonly SavedImport[];

	/**
	Newest first; bounded.
	*/
	readonly changes: readonly ObservedChange[];

	/**
	When the whole list was last seen. If undefined, imports that turn up are not new.
	*/
	readonly until: number | undefined;
};

/**
Times are epoch milliseconds.
*/
export type SavedImport = {
	readonly task: ImportTask;

	/**
	Only for imports that were listed when watching began. For others, a change says when they appeared.
	*/
	readonly firstSeen?: FirstSeen | undefined;

	/**
	When the last change was seen.
	*/
	readonly changedAt?: number | undefined;

	/**
	The start of the gap in which the last change happened, if it did happen in one.
	*/
	readonly changedAfter?: number | undefined;
};

/**
When an import was seen for the first time, and its status then.
*/
export type FirstSeen = {
	readonly at: number;
	readonly status: string;
};
