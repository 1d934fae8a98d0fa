import {type ObservedChange} from './change.ts';
import {type ImportTask} from './task.ts';

/**
State of a list from earlier runs and other instances. The maps use task keys. Times are epoch milliseconds. Changes are newest first, limited in number.
*/
export type SavedState = {
	readonly tasks: ReadonlyMap<string, ImportTask>;

	/**
	Only for imports that were already listed when watching began; the others have an `appeared` change.
	*/
	readonly firstSeen: ReadonlyMap<string, FirstSeen>;
	readonly changedAt: ReadonlyMap<string, number>;

	/**
	Start of the gap in observation during which the last change happened, if any.
	*/
	readonly changedAfter: ReadonlyMap<string, number>;
	readonly changes: readonly ObservedChange[];

	/**
	End of the last complete scan. If undefined, listed imports do not count as new.
	*/
	readonly until: number | undefined;
};

export type FirstSeen = {
	readonly at: number;
	readonly status: string;
};
