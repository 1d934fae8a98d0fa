import {type TargetChange} from '../imports/change.ts';
import {type Filter, parseFilter} from '../imports/filter.ts';
import {type UntilDone, type Outcome} from '../imports/until-done.ts';
import {type InputLine, inputLineOf} from '../text/line-editor.ts';
import {type SortOrder} from '../imports/order.ts';
import {firstScanDelayMs} from '../imports/schedule.ts';
import {type Target, targetIdOf, type TargetSpec} from '../imports/target.ts';
import {type ImportRef, type StatusGroup, type ImportTask} from '../imports/task.ts';
import {newTargetState, type TargetState} from './target-state.ts';

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
	readonly ref: ImportRef | undefined;

	/**
	Where the cursor stands when it follows none, or one that the list does not show.
	*/
	readonly index: number;
};

/**
The cursor until it is moved: at the top of the list, whatever comes there, so that a pane that nobody touches shows what moved last.
*/
export const restingCursor: Cursor = {ref: undefined, index: 0};

/**
The screen that is open.
*/
export type Screen =
	| {readonly kind: 'list'}
	| {readonly kind: 'details'; readonly ref: ImportRef; readonly scroll: number}
	| {readonly kind: 'changes'; readonly scroll: number}
	| {readonly kind: 'targets'; readonly index: number}
	| {readonly kind: 'picker'; readonly of: 'profiles' | 'regions'; readonly choices: readonly string[]; readonly index: number}
	| {readonly kind: 'help'; readonly scroll: number};

/**
The state of the program. Times are epoch milliseconds.
*/
export type Model = {
	readonly size: Size;

	/**
	By target ID, in the order in which they were added; never empty.
	*/
	readonly targets: ReadonlyMap<string, TargetState>;

	/**
	Whether targets can be added and removed: not in a demo or a recording.
	*/
	readonly canEditTargets: boolean;
	readonly isDemo: boolean;

	/**
	The names that events show for the parts of a target that are not known yet.
	*/
	readonly environmentTarget: Target;

	/**
	The one graph that is watched; undefined where all are.
	*/
	readonly graphId: string | undefined;

	/**
	The imports that are watched, by task id; none where all are.
	*/
	readonly taskIds: readonly string[];

	/**
	The condition of `--until-done`; undefined if the program runs until the user quits.
	*/
	readonly untilDone: UntilDone | undefined;

	/**
	How the waiting ended; undefined while it goes on.
	*/
	readonly outcome: Outcome | undefined;

	/**
	When the first of the changes was seen that are still recent, in epoch milliseconds; `Infinity` where none is.
	*/
	readonly recentSince: number;

	/**
	Newest first.
	*/
	readonly changes: readonly TargetChange[];

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
	readonly query: InputLine;

	/**
	The parsed query.
	*/
	readonly filter: Filter;
	readonly isEditingFilter: boolean;
	readonly order: SortOrder;
	readonly isReversed: boolean;

	readonly cursor: Cursor;

	readonly screen: Screen;

	/**
	The screen below the help, shown again when the help closes.
	*/
	readonly screenBelow: Screen;

	/**
	The screen that was open when the user asked for the profiles, which are still being read; undefined otherwise.
	*/
	readonly profilesRequestedOn: Screen['kind'] | undefined;

	/**
	Reports what the last key did, if the screen does not show it. The next key clears it.
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
	readonly confirming: {readonly ref: ImportRef; readonly typed: string} | undefined;

	/**
	Whether the terminal is, or is about to be, the shell's.
	*/
	readonly isSuspended: boolean;
	readonly isQuitting: boolean;
};

/**
Settings of the initial model.
*/
export type InitialSettings = {
	readonly size: Size;

	/**
	When the program started, in epoch milliseconds.
	*/
	readonly at: number;
	readonly isDemo?: boolean;

	/**
	IDs are derived from the specs unless given. Default: the target of the environment and the AWS configuration.
	*/
	readonly targets?: ReadonlyArray<TargetSpec & {readonly id?: string}>;
	readonly canEditTargets?: boolean;
	readonly environmentTarget?: Target;
	readonly graphId?: string | undefined;
	readonly taskIds?: readonly string[];
	readonly untilDone?: UntilDone | undefined;
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

const unknownTarget: Target = {profile: 'default', region: 'unknown'};

const defaultTarget: TargetSpec = {profile: undefined, region: undefined};

/**
The model before anything has happened: the first scan is due.
*/
export const initialModel = ({size, at, isDemo = false, targets = [defaultTarget], canEditTargets = !isDemo, environmentTarget = unknownTarget, graphId, taskIds = [], untilDone, query = '', order = 'activity', intervalMs, detailsBudget = defaultDetailsBudget, canCancel = false}: InitialSettings): Model => ({
	size,
	targets: new Map(targets.map(({profile, region, id: givenId}, index) => {
		const spec = {profile, region};
		const id = givenId ?? targetIdOf(spec);
		return [id, newTargetState({
			id, spec, at: at + firstScanDelayMs(index, {count: targets.length, intervalMs}), isDue: index === 0, fixedIntervalMs: intervalMs, detailsBudget,
		})];
	})),
	canEditTargets,
	isDemo,
	environmentTarget,
	graphId,
	taskIds,
	untilDone,
	outcome: undefined,
	recentSince: Infinity,
	changes: [],
	fixedIntervalMs: intervalMs,
	detailsBudget,
	group: 'all',
	query: inputLineOf(query),
	filter: parseFilter(query),
	isEditingFilter: false,
	order,
	isReversed: false,
	cursor: restingCursor,
	screen: {kind: 'list'},
	screenBelow: {kind: 'list'},
	profilesRequestedOn: undefined,
	notice: undefined,
	isMuted: false,
	canCancel,
	confirming: undefined,
	isSuspended: false,
	isQuitting: false,
});

/**
Whether something narrower than the whole list is watched.
*/
export const hasScope = ({graphId, taskIds}: Pick<Model, 'graphId' | 'taskIds'>): boolean => graphId !== undefined || taskIds.length > 0;

/**
Whether an import is among those that are watched.
*/
export const isInScope = ({graphId, taskIds}: Pick<Model, 'graphId' | 'taskIds'>, task: ImportTask): boolean =>
	(graphId === undefined || task.graphId === graphId) && (taskIds.length === 0 || taskIds.includes(task.taskId));
