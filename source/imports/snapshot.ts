import {type ImportTask} from './task.ts';

/**
What one scan saw: all pages of the list, or as many as could be read before it broke off.
*/
export type Snapshot = {
	/**
	By task ID, in the service's order.
	*/
	readonly tasks: ReadonlyMap<string, ImportTask>;

	/**
	Whether every page was read. A scan that broke off proves nothing about what it did not reach.
	*/
	readonly isComplete: boolean;
};
