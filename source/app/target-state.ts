import {type Failure} from '../imports/failure.ts';
import {emptyImportList, type ImportList} from '../imports/import-list.ts';
import {type SignIn} from '../imports/poll.ts';
import {type SavedImport} from '../imports/saved-state.ts';
import {type Pace, paceAt} from '../imports/schedule.ts';
import {type Target, type TargetSpec} from '../imports/target.ts';
import {type ImportTask} from '../imports/task.ts';

/**
The state of polling.
*/
export type Poll =
	| {
		readonly kind: 'scanning';

		/**
		In epoch milliseconds.
		*/
		readonly startedAt: number;

		/**
		Whether the response takes so long that the screen should say so.
		*/
		readonly isSlow: boolean;
	}
	| {
		readonly kind: 'waiting';

		/**
		When the next scan begins, in epoch milliseconds.
		*/
		readonly nextAt: number;
	};

/**
Why the list can't be read, or not to its end.
*/
export type FailureState = {
	readonly failure: Failure;

	/**
	When the first scan in a row failed, in epoch milliseconds.
	*/
	readonly since: number;

	/**
	How many scans in a row failed with this kind of failure.
	*/
	readonly count: number;

	/**
	A number from 0 to 1 that decides how long to back off.
	*/
	readonly chance: number;
};

/**
The state of the requests for details.
*/
export type DetailsState = {
	/**
	How many imports may be requested for each poll; 0 turns details off.
	*/
	readonly budget: number;

	/**
	How often the budget was halved, and when last.
	*/
	readonly halvings: number;
	readonly throttledAt: number | undefined;

	/**
	When the service last denied the request; undefined while it allows it.
	*/
	readonly deniedAt: number | undefined;
	readonly round: {readonly number: number; readonly taskIds: readonly string[]};
};

/**
The state of a target. Each has its own schedule, back-off and failures. Times are epoch milliseconds.
*/
export type TargetState = {
	readonly id: string;
	readonly spec: TargetSpec;

	/**
	The account and region that the spec stands for; undefined until the connection is made.
	*/
	readonly resolved: Target | undefined;

	/**
	Whether the list and the counts leave out its imports.
	*/
	readonly isHidden: boolean;

	readonly imports: ImportList;

	/**
	Imports that the program waited for and that are no longer listed.
	*/
	readonly goneFollowed: readonly ImportTask[];

	/**
	Imports of an earlier run that never saw the whole list, by task ID. Applied as imports turn up, until the whole list was read.
	*/
	readonly savedImports: ReadonlyMap<string, SavedImport> | undefined;

	/**
	When an earlier run last saw the list.
	*/
	readonly savedUntil: number | undefined;

	readonly poll: Poll;

	/**
	The number of the current or last scan, counting from 1.
	*/
	readonly scanNumber: number;

	/**
	How many requests were answered, successfully or not.
	*/
	readonly calls: number;
	readonly isPaused: boolean;

	/**
	The pace as of the last scan or the last key that changed it.
	*/
	readonly pace: Pace;

	/**
	When the last change of one of its imports was seen.
	*/
	readonly lastChangeAt: number | undefined;

	/**
	When the last scan began that ended, successfully or not.
	*/
	readonly lastStartedAt: number | undefined;

	/**
	When the last scan ended that read the whole list.
	*/
	readonly lastCompleteAt: number | undefined;

	/**
	Whether an incomplete scan saw imports since then.
	*/
	readonly isPartlyRead: boolean;

	/**
	The last scan that read the whole list: when it began, and how long it took, in milliseconds.
	*/
	readonly lastComplete: {readonly startedAt: number; readonly tookMs: number} | undefined;
	readonly failure: FailureState | undefined;
	readonly details: DetailsState;

	/**
	When the sign-in ends, as of the last scan; undefined if unknown or irrelevant.
	*/
	readonly signIn: SignIn | undefined;
};

/**
The start of a target's state.
*/
export type TargetSettings = {
	readonly id: string;
	readonly spec: TargetSpec;

	/**
	When its first scan begins: now, or later if several targets begin at the same time.
	*/
	readonly at: number;
	readonly isDue: boolean;
	readonly fixedIntervalMs: number | undefined;
	readonly detailsBudget: number;
};

/**
A target before its first scan, which is under way if it is due.
*/
export const newTargetState = ({id, spec, at, isDue, fixedIntervalMs, detailsBudget}: TargetSettings): TargetState => ({
	id,
	spec,
	resolved: undefined,
	isHidden: false,
	imports: emptyImportList,
	goneFollowed: [],
	savedImports: undefined,
	savedUntil: undefined,
	poll: isDue ? {kind: 'scanning', startedAt: at, isSlow: false} : {kind: 'waiting', nextAt: at},
	scanNumber: isDue ? 1 : 0,
	calls: 0,
	isPaused: false,
	pace: paceAt({
		fixedIntervalMs,
		lastChangeAt: undefined,
		isRead: false,
		isCancelling: false,
		isActive: false,
	}, at),
	lastChangeAt: undefined,
	lastStartedAt: undefined,
	lastCompleteAt: undefined,
	isPartlyRead: false,
	lastComplete: undefined,
	failure: undefined,
	details: {
		budget: detailsBudget,
		halvings: 0,
		throttledAt: undefined,
		deniedAt: undefined,
		round: {number: 0, taskIds: []},
	},
	signIn: undefined,
});
