import {type Settling} from '../domain/details-plan.ts';
import {type Failure} from '../domain/failure.ts';
import {type ImportDetails} from '../domain/import-details.ts';
import {emptyLedger, type Ledger} from '../domain/ledger.ts';
import {type SignIn} from '../domain/poll.ts';
import {type ProgressHistory} from '../domain/progress.ts';
import {type Pace, paceAt} from '../domain/schedule.ts';
import {type AskedTarget, type Target} from '../domain/target.ts';

/**
Where polling stands.
*/
export type Poll =
	| {
		readonly kind: 'scanning';

		/**
		In epoch milliseconds.
		*/
		readonly startedAt: number;

		/**
		Whether the answer has been awaited for so long that the screen should say so.
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
That the service can't be asked, or not to the end of the list.
*/
export type FailureState = {
	readonly failure: Failure;

	/**
	When the first scan in a row failed, in epoch milliseconds.
	*/
	readonly since: number;

	/**
	How many scans in a row failed in this way.
	*/
	readonly count: number;

	/**
	A number from 0 to 1 that decides how long to back off.
	*/
	readonly chance: number;
};

/**
What is known of an import beyond the list. Times are epoch milliseconds.
*/
export type KnownDetails = {
	/**
	When it was last asked about.
	*/
	readonly askedAt: number;

	/**
	When it last answered.
	*/
	readonly answeredAt?: number;

	/**
	The last answer.
	*/
	readonly details?: ImportDetails;
	readonly history?: ProgressHistory;
	readonly settling: Settling;
};

/**
Where asking for details stands.
*/
export type DetailsState = {
	/**
	How many imports may be asked about for each poll; 0 turns it off.
	*/
	readonly budget: number;

	/**
	How often the budget was halved, and when last.
	*/
	readonly halvings: number;
	readonly throttledAt: number | undefined;

	/**
	When the service last said that asking is not allowed; undefined where it is.
	*/
	readonly deniedAt: number | undefined;

	/**
	By task key.
	*/
	readonly known: ReadonlyMap<string, KnownDetails>;
	readonly round: {readonly number: number; readonly keys: readonly string[]};
};

/**
A target that is watched: what is known of its list, and where asking for it stands. Each has its own schedule, back-off and failures. Times are epoch milliseconds; keys are task keys.
*/
export type Watched = {
	readonly id: string;
	readonly asked: AskedTarget;

	/**
	What that came to; undefined until the connection is made.
	*/
	readonly target: Target | undefined;

	/**
	Whether its imports are left out of the list, and of the counts.
	*/
	readonly isHidden: boolean;

	readonly ledger: Ledger;

	/**
	When the list was last seen before this run, as far as that is remembered.
	*/
	readonly rememberedUntil: number | undefined;

	readonly poll: Poll;

	/**
	How many scans have begun; the number of the one that is under way, or was last.
	*/
	readonly scanNumber: number;

	/**
	How many calls were answered, one way or the other.
	*/
	readonly calls: number;
	readonly isPaused: boolean;

	/**
	The pace as of the last scan or the last key that changed it.
	*/
	readonly pace: Pace;

	/**
	When the last change was seen of an import of it.
	*/
	readonly lastChangeAt: number | undefined;

	/**
	When the last scan began that ended one way or the other.
	*/
	readonly lastStartedAt: number | undefined;

	/**
	When the last scan ended that read the whole list.
	*/
	readonly lastCompleteAt: number | undefined;

	/**
	What the scans reached that broke off since the last complete one: when each import was seen. Empty where the list is as fresh as it can be.
	*/
	readonly reached: ReadonlyMap<string, number>;

	/**
	When the imports were last seen that the last complete scan lacked.
	*/
	readonly missedSince: ReadonlyMap<string, number>;

	/**
	The last scan that read the whole list: when it began, and how long it took, in milliseconds.
	*/
	readonly lastComplete: {readonly startedAt: number; readonly tookMs: number} | undefined;
	readonly failure: FailureState | undefined;
	readonly details: DetailsState;

	/**
	When the sign-in ends, as of the last scan; undefined where that is not known, or no matter.
	*/
	readonly signIn: SignIn | undefined;
};

/**
What watching a target starts from.
*/
export type WatchedSettings = {
	readonly id: string;
	readonly asked: AskedTarget;

	/**
	When its first scan begins: now, or later where several targets begin at the same time.
	*/
	readonly at: number;
	readonly isDue: boolean;
	readonly fixedIntervalMs: number | undefined;
	readonly detailsBudget: number;
	readonly isHidden?: boolean;
};

/**
A target of which nothing is known yet. Its first scan is under way where it is due.
*/
export const newWatched = ({id, asked, at, isDue, fixedIntervalMs, detailsBudget, isHidden = false}: WatchedSettings): Watched => ({
	id,
	asked,
	target: undefined,
	isHidden,
	ledger: emptyLedger,
	rememberedUntil: undefined,
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
	reached: new Map(),
	missedSince: new Map(),
	lastComplete: undefined,
	failure: undefined,
	details: {
		budget: detailsBudget,
		halvings: 0,
		throttledAt: undefined,
		deniedAt: undefined,
		known: new Map(),
		round: {number: 0, keys: []},
	},
	signIn: undefined,
});
