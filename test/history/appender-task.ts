import {type HistoryLimits} from '../../source/history/shared-history.ts';

/**
What a test asks of a process that writes to a history.
*/
export type AppenderTask = {
	readonly file: string;
	readonly stream: number;

	/**
	How many changes it writes.
	*/
	readonly length: number;

	/**
	How many it gives to the history at a time; 1 where nothing is said.
	*/
	readonly atOnce?: number;
	readonly limits?: Partial<HistoryLimits>;
};
