import {type ObservedChange} from './change.ts';
import {type ImportTask} from './task.ts';

/**
State of a list from earlier runs and other instances, up to its last complete scan at `until`. Maps use task keys. Changes are newest first. Times are epoch milliseconds.
*/
export type SavedState = {
	readonly tasks: ReadonlyMap<string, ImportTask>;
	readonly firstSeen: ReadonlyMap<string, FirstSeen>;
	readonly changedAt: ReadonlyMap<string, number>;
	readonly changedAfter: ReadonlyMap<string, number>;
	readonly changes: readonly ObservedChange[];
	readonly until: number | undefined;
};

export type FirstSeen = {
	readonly at: number;
	readonly status: string;
};
