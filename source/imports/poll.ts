import {type Failure} from './failure.ts';
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

/**
What polling should be doing: have scan number n under way, wait, or nothing.
*/
export type PollPlan =
	| {readonly kind: 'scan'; readonly scanNumber: number}
	| {
		readonly kind: 'wait';

		/**
		In epoch milliseconds.
		*/
		readonly until: number;
	}
	| {readonly kind: 'rest'};

/**
That the credentials come to an end which nothing but the person renews.
*/
export type SignIn = {
	/**
	In epoch milliseconds.
	*/
	readonly endsAt: number;

	/**
	The command that renews it, or what else to do.
	*/
	readonly renewal: string;
};

/**
What one scan of the list brought.
*/
export type ScanOutcome = {
	readonly snapshot: Snapshot;

	/**
	Why the scan broke off; undefined where it is complete.
	*/
	readonly failure?: Failure | undefined;

	/**
	When the sign-in ends; undefined where that is not known, or no matter.
	*/
	readonly signIn?: SignIn | undefined;

	/**
	How many calls it took; undefined where that is not known.
	*/
	readonly calls?: number | undefined;
};

/**
What happened while a plan was carried out. `at` is when, in epoch milliseconds; `scanNumber` says of which scan; `chance` is a number from 0 to 1, at random, for whoever decides what comes next.
*/
export type PollReport =
	| {readonly type: 'pollDue'; readonly at: number}

	/**
	The response takes so long that the screen should say so.
	*/
	| {readonly type: 'scanDelayed'; readonly scanNumber: number}
	| ({readonly type: 'scanEnded'; readonly at: number; readonly scanNumber: number; readonly chance: number} & ScanOutcome);
