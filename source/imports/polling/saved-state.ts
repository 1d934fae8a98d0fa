import {type ObservedChange} from '../change.ts';
import {type ImportTask} from '../task.ts';

/**
State of a list from earlier runs and other instances, up to its last complete scan at `until`. Changes are newest first. Times are epoch milliseconds.
*/
export type SavedState = {
	readonly imports: readonly SavedImport[];
	readonly changes: readonly ObservedChange[];
	readonly until: number | undefined;
};

/**
`firstSeen` is only set if the import was listed when watching began. `changedAfter` is the start of the gap in which the last change happened, if any.
*/
export type SavedImport = {
	readonly task: ImportTask;
	readonly firstSeen?: FirstSeen | undefined;
	readonly changedAt?: number | undefined;
	readonly changedAfter?: number | undefined;
};

export type FirstSeen = {
	readonly at: number;
	readonly status: string;
};
