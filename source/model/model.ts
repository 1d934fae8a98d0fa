import {type ObservedChange} from '../domain/change.ts';
import {type Errand} from '../domain/errand.ts';
import {type Filter, parseFilter} from '../domain/filter.ts';
import {type Followed, type Goal, type Outcome} from '../domain/goal.ts';
import {type Line, lineOf} from '../domain/line-editor.ts';
import {type SortOrder} from '../domain/order.ts';
import {type FirstSeen} from '../domain/remembered.ts';
import {firstScanDelayMs} from '../domain/schedule.ts';
import {type AskedTarget, firstTargetId, targetIdOf} from '../domain/target.ts';
import {type ImportTask, type StatusGroup} from '../domain/task.ts';
import {newWatched, type Watched} from './watched.ts';

/**
The size of the terminal, in character cells.
*/
export type Size = {
	readonly columns: number;
	readonly rows: number;
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
	| {readonly kind: 'targets'; readonly index: number}
	| {readonly kind: 'picker'; readonly of: 'profiles' | 'regions'; readonly choices: readonly string[]; readonly index: number}
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
	What is watched, by target id, in the order in which it was asked for; never empty.
	*/
	readonly targets: ReadonlyMap<string, Watched>;

	/**
	The imports of all targets that are not hidden, by task key. The very map of the one target where there is one, and the same map as long as no list is another, so that what is computed from it can be kept.
	*/
	readonly tasks: ReadonlyMap<string, ImportTask>;

	/**
	Whether targets can be neither added nor removed: what is watched is a demo or a recording.
	*/
	readonly hasFixedTargets: boolean;
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

	/**
	The interval that the person asked for, in milliseconds; undefined where the pace follows the work.
	*/
	readonly fixedIntervalMs: number | undefined;

	/**
	How many imports of a target may be asked about for each poll; 0 turns it off.
	*/
	readonly detailsBudget: number;

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

	/**
	What is watched; ids are made of what is asked for where they are not given. Default: the one target that the environment and the configuration say.
	*/
	readonly targets?: ReadonlyArray<AskedTarget & {readonly id?: string}>;
	readonly hasFixedTargets?: boolean;
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

const whatIsConfigured: AskedTarget = {profile: undefined, region: undefined};

/**
The model before anything has happened: the first scan is due.
*/
export const initialModel = ({size, at, isDemo = false, targets = [whatIsConfigured], hasFixedTargets = isDemo, graphId, taskIds = [], goal, query = '', order = 'activity', intervalMs, detailsBudget = defaultDetailsBudget, canCancel = false}: InitialSettings): Model => ({
	size,
	targets: new Map(targets.map(({profile, region, id: givenId}, index) => {
		const asked = {profile, region};
		const id = givenId ?? (index === 0 ? firstTargetId : targetIdOf(asked));
		return [id, newWatched({
			id, asked, at: at + firstScanDelayMs(index, targets.length), isDue: index === 0, fixedIntervalMs: intervalMs, detailsBudget,
		})];
	})),
	tasks: new Map(),
	hasFixedTargets,
	isDemo,
	graphId,
	taskIds,
	goal,
	followed: new Map(),
	outcome: undefined,
	firstSeen: new Map(),
	changedAt: new Map(),
	changedAfter: new Map(),
	recentSince: Infinity,
	marks: new Map(),
	changes: [],
	news: [],
	missed: undefined,
	unseenFailures: new Set(),
	fixedIntervalMs: intervalMs,
	detailsBudget,
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
