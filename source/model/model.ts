import {type ObservedChange} from '../domain/change.ts';
import {type Settling} from '../domain/details-plan.ts';
import {type Errand} from '../domain/errand.ts';
import {type Failure} from '../domain/failure.ts';
import {type Filter, parseFilter} from '../domain/filter.ts';
import {type ImportDetails} from '../domain/import-details.ts';
import {type Followed, type Goal, type Outcome} from '../domain/goal.ts';
import {emptyLedger, type Ledger} from '../domain/ledger.ts';
import {type Line, lineOf} from '../domain/line-editor.ts';
import {type SortOrder} from '../domain/order.ts';
import {type ProgressHistory} from '../domain/progress.ts';
import {type SignIn} from '../domain/poll.ts';
import {type FirstSeen} from '../domain/remembered.ts';
import {type Pace, paceAt} from '../domain/schedule.ts';
import {type Target} from '../domain/target.ts';
import {type StatusGroup} from '../domain/task.ts';

/**
The size of the terminal, in character cells.
*/
export type Size = {
	readonly columns: number;
	readonly rows: number;
};

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
Which groups the list shows.
*/
export type GroupChoice = 'all' | StatusGroup;

/**
Where the person is in the list.
*/
export type Cursor = {
	/**
	The import that the cursor follows when the list moves.
	*/
	readonly key: string | undefined;

	/**
	Where the cursor stands when it follows none, or one that the list does not show.
	*/
	readonly index: number;
};

/**
The cursor until it is moved: at the top of the list, whatever comes there, so that a pane that nobody touches shows what moved last.
*/
export const restingCursor: Cursor = {key: undefined, index: 0};

/**
What fills the screen.
*/
export type Screen =
	| {readonly kind: 'list'}
	| {readonly kind: 'details'; readonly key: string; readonly scroll: number}
	| {readonly kind: 'changes'; readonly scroll: number}
	| {readonly kind: 'help'; readonly scroll: number};

/**
What happened while nobody observed it, be it that the program did not run, the machine slept, or the service could not be asked; until it is seen.
*/
export type Missed = {
	/**
	When the list was last observed before, in epoch milliseconds.
	*/
	readonly since: number;

	/**
	The last of what happened to each import, by task key; without those that are no longer listed.
	*/
	readonly changes: ReadonlyMap<string, ObservedChange>;
};

/**
Everything that the screen is a function of. Times are epoch milliseconds.
*/
export type Model = {
	readonly size: Size;

	/**
	Undefined until the connection is made.
	*/
	readonly target: Target | undefined;
	readonly isDemo: boolean;

	/**
	The one graph that is watched; undefined where all are.
	*/
	readonly graphId: string | undefined;

	/**
	The imports that are watched, by task id; none where all are.
	*/
	readonly taskIds: readonly string[];

	/**
	What is waited for; undefined where the program goes on until it is ended.
	*/
	readonly goal: Goal | undefined;

	/**
	The imports that are waited for, by task key.
	*/
	readonly followed: ReadonlyMap<string, Followed>;

	/**
	How the waiting ended; undefined while it goes on.
	*/
	readonly outcome: Outcome | undefined;

	readonly ledger: Ledger;

	/**
	When the list was last seen before this run, as far as that is remembered.
	*/
	readonly rememberedUntil: number | undefined;

	/**
	Of the imports that were listed already when they were first seen, when that was, by task key.
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
	When the first of the changes was seen that are still recent, in epoch milliseconds; `Infinity` where none is.
	*/
	readonly recentSince: number;

	/**
	The changes that are marked in the list, by task key: for a minute, or until they have been on the screen when a key was pressed. What was missed stays marked until then.
	*/
	readonly marks: ReadonlyMap<string, ObservedChange>;

	/**
	Newest first.
	*/
	readonly changes: readonly ObservedChange[];

	/**
	The changes that the last scan with any showed, all of them, in the order of the list.
	*/
	readonly news: readonly ObservedChange[];

	/**
	Undefined where nothing was missed, or all of it has been seen.
	*/
	readonly missed: Missed | undefined;

	/**
	Keys of the imports whose failing was observed, and that the person has not had on the screen since.
	*/
	readonly unseenFailures: ReadonlySet<string>;

	readonly poll: Poll;

	/**
	How many scans have begun; the number of the one that is under way, or was last.
	*/
	readonly scanNumber: number;
	readonly isPaused: boolean;

	/**
	The interval that the person asked for, in milliseconds; undefined where the pace follows the work.
	*/
	readonly fixedIntervalMs: number | undefined;

	/**
	The pace as of the last scan or the last key that changed it.
	*/
	readonly pace: Pace;

	/**
	When the last scan began that ended one way or the other.
	*/
	readonly lastStartedAt: number | undefined;

	/**
	When the last scan ended that read the whole list.
	*/
	readonly lastCompleteAt: number | undefined;

	/**
	What the scans reached that broke off since the last complete one: when each import was seen, by task key. Empty where the list is as fresh as it can be.
	*/
	readonly reached: ReadonlyMap<string, number>;

	/**
	When the imports were last seen that the last complete scan lacked, by task key.
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

	readonly group: GroupChoice;

	/**
	The filter as it is written.
	*/
	readonly query: Line;

	/**
	The same, understood.
	*/
	readonly filter: Filter;
	readonly isEditingFilter: boolean;
	readonly order: SortOrder;
	readonly isReversed: boolean;

	readonly cursor: Cursor;

	readonly screen: Screen;

	/**
	What the help covers, and gives way to.
	*/
	readonly screenBelow: Screen;

	/**
	What the last key did where the screen does not show it by itself, in words; gone with the next key.
	*/
	readonly notice: string | undefined;

	/**
	Whether notifications are off for now.
	*/
	readonly isMuted: boolean;

	/**
	Whether imports may be cancelled; without it nothing is ever written to the account.
	*/
	readonly canCancel: boolean;

	/**
	The import that is asked about whether to cancel it, and what was typed in answer.
	*/
	readonly confirming: {readonly key: string; readonly typed: string} | undefined;

	/**
	Keys of the imports that the service was asked to cancel.
	*/
	readonly cancelAsked: ReadonlySet<string>;

	/**
	The last thing to be done outside of the model; they are numbered.
	*/
	readonly errand: {readonly number: number; readonly errand: Errand} | undefined;

	/**
	Whether the terminal is, or is about to be, the shell's.
	*/
	readonly isSuspended: boolean;
	readonly isQuitting: boolean;
};

/**
What a watcher starts from.
*/
export type InitialSettings = {
	readonly size: Size;

	/**
	When the program started, in epoch milliseconds.
	*/
	readonly at: number;
	readonly isDemo?: boolean;
	readonly graphId?: string | undefined;
	readonly taskIds?: readonly string[];
	readonly goal?: Goal | undefined;
	readonly query?: string | undefined;
	readonly order?: SortOrder | undefined;

	/**
	In milliseconds.
	*/
	readonly intervalMs?: number | undefined;

	/**
	How many imports may be asked about for each poll; default 20.
	*/
	readonly detailsBudget?: number | undefined;
	readonly canCancel?: boolean;
};

const defaultDetailsBudget = 20;

/**
The model before anything has happened: the first scan is due.
*/
export const initialModel = ({size, at, isDemo = false, graphId, taskIds = [], goal, query = '', order = 'activity', intervalMs, detailsBudget = defaultDetailsBudget, canCancel = false}: InitialSettings): Model => ({
	size,
	target: undefined,
	isDemo,
	graphId,
	taskIds,
	goal,
	followed: new Map(),
	outcome: undefined,
	ledger: emptyLedger,
	rememberedUntil: undefined,
	firstSeen: new Map(),
	changedAt: new Map(),
	changedAfter: new Map(),
	recentSince: Infinity,
	marks: new Map(),
	changes: [],
	news: [],
	missed: undefined,
	unseenFailures: new Set(),
	poll: {kind: 'scanning', startedAt: at, isSlow: false},
	scanNumber: 1,
	isPaused: false,
	fixedIntervalMs: intervalMs,
	pace: paceAt({
		fixedIntervalMs: intervalMs,
		lastChangeAt: undefined,
		isRead: false,
		isCancelling: false,
		isActive: false,
	}, at),
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
	group: 'all',
	query: lineOf(query),
	filter: parseFilter(query),
	isEditingFilter: false,
	order,
	isReversed: false,
	cursor: restingCursor,
	screen: {kind: 'list'},
	screenBelow: {kind: 'list'},
	notice: undefined,
	isMuted: false,
	canCancel,
	confirming: undefined,
	cancelAsked: new Set(),
	errand: undefined,
	isSuspended: false,
	isQuitting: false,
});
