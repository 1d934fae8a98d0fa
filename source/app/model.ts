import {type TargetChange} from '../imports/change.ts';
import {type SuggestedCommand} from '../imports/failures/commands.ts';
import {type Filter, parseFilter} from '../imports/filter/filter.ts';
import {type UntilDone, type Outcome} from '../imports/polling/until-done.ts';
import {type InputLine, inputLineOf} from '../text/line-editor.ts';
import {type ColumnName} from '../imports/column-names.ts';
import {type SortOrder} from '../imports/order.ts';
import {firstScanDelayMs} from '../imports/polling/schedule.ts';
import {type Target, targetIdOf, type TargetSpec} from '../imports/target.ts';
import {type ImportRef, type StatusGroup, type ImportTask} from '../imports/task.ts';
import {type ObservedImport} from '../imports/timeline/timeline.ts';
import {type NamedFilter} from './keys/keymap.ts';
import {newTargetState, type TargetState} from './targets/target-state.ts';

export type Size = {
	readonly columns: number;
	readonly rows: number;
};

type GroupChoice = 'all' | StatusGroup;

export type Cursor = {
	/**
	The import that the cursor follows when the list is re-sorted.
	*/
	readonly ref: ImportRef | undefined;

	/**
	The row of the cursor if `ref` is undefined or not shown.
	*/
	readonly index: number;
};

/**
The initial cursor, and the cursor after `cursorFirst`. It stays on the top row, so an unattended screen shows the newest activity.
*/
export const topCursor: Cursor = {ref: undefined, index: 0};

/**
The text that the lines of a screen must contain.
*/
export type Search = {
	readonly line: InputLine;
	readonly isEditing: boolean;
};

export const noSearch: Search = {line: inputLineOf(''), isEditing: false};

export type Screen =
	| {readonly kind: 'list'}
	| {readonly kind: 'details'; readonly ref: ImportRef; readonly scroll: number}

	/**
	Without a selected change, the cursor stays on the newest.
	*/
	| {readonly kind: 'changes'; readonly selected: TargetChange | undefined}
	| {readonly kind: 'targets'; readonly index: number}
	| {readonly kind: 'picker'; readonly of: 'profiles' | 'regions'; readonly choices: readonly string[]; readonly index: number; readonly search: Search}
	| {readonly kind: 'commands'; readonly ref: ImportRef; readonly choices: readonly SuggestedCommand[]; readonly index: number}
	| {readonly kind: 'help'; readonly scroll: number; readonly search: Search}

	/**
	`at` is the time of the last key. `endAt` is undefined if the window ends now. `spanMs` and `isFolded` are undefined until the user chooses them.
	*/
	| {readonly kind: 'timeline'; readonly at: number; readonly endAt: number | undefined; readonly spanMs: number | undefined; readonly isFolded: boolean | undefined};

/**
Alternatives for the text in the filter prompt. `from` is the text before the first one, at index -1.
*/
export type Browsing = {
	readonly of: 'suggestions' | 'earlier';
	readonly from: InputLine;
	readonly index: number;
};

/**
Why the terminal belongs to another program: the shell after Ctrl+Z, or a sign-in command.
*/
export type Suspension =
	| {readonly kind: 'stopped'}
	| {readonly kind: 'signIn'; readonly command: readonly string[]};

/**
The state of the program. Times are in epoch milliseconds.
*/
export type Model = {
	readonly size: Size;

	/**
	By target ID, in insertion order; never empty.
	*/
	readonly targets: ReadonlyMap<string, TargetState>;
	readonly canEditTargets: boolean;
	readonly isDemo: boolean;
	readonly environmentTarget: Target;
	readonly graphId: string | undefined;
	readonly taskIds: readonly string[];
	readonly untilDone: UntilDone | undefined;
	readonly outcome: Outcome | undefined;

	/**
	How long to wait for the reasons of failed imports, once `--until-done` has its outcome.
	*/
	readonly settleUntil: number | undefined;

	/**
	Whether to request the reason of each import that fails, even if details are off.
	*/
	readonly asksReasons: boolean;

	/**
	Time of the oldest recent change; `Infinity` if there is none.
	*/
	readonly recentSince: number;
	readonly changes: readonly TargetChange[];

	/**
	The imports in the history database, read when the timeline opens.
	*/
	readonly history: readonly ObservedImport[];
	readonly fixedIntervalMs: number | undefined;

	/**
	When the last `estimate` event was emitted.
	*/
	readonly estimatedAt: number | undefined;

	/**
	Maximum GetImportTask requests per target and poll; 0 turns details off.
	*/
	readonly detailsBudget: number;

	readonly group: GroupChoice;
	readonly query: InputLine;
	readonly filter: Filter;
	readonly isEditingFilter: boolean;
	readonly browsing: Browsing | undefined;

	/**
	Filters that the user kept, newest first.
	*/
	readonly earlierFilters: readonly string[];

	/**
	The filters of the config file.
	*/
	readonly namedFilters: readonly NamedFilter[];
	readonly order: SortOrder;
	readonly isReversed: boolean;

	/**
	Undefined for the default columns.
	*/
	readonly columns: readonly ColumnName[] | undefined;

	readonly cursor: Cursor;

	readonly screen: Screen;

	/**
	The screens to go back to, the nearest last.
	*/
	readonly screensBelow: readonly Screen[];

	/**
	The screen that was open when the user requested the profiles; undefined if no request is pending.
	*/
	readonly profilesRequestedOn: Screen['kind'] | undefined;

	/**
	Feedback on the last key. The next key or `noticeExpired` clears it.
	*/
	readonly notice: string | undefined;
	readonly isMuted: boolean;

	/**
	If false, the program makes only read requests.
	*/
	readonly canCancel: boolean;
	readonly confirming: {readonly ref: ImportRef; readonly typed: string} | undefined;

	/**
	Whether a key may run the sign-in command that the banner names.
	*/
	readonly canSignIn: boolean;

	/**
	The addresses opened in the last second, and when.
	*/
	readonly openedUrls: ReadonlyMap<string, number>;
	readonly suspension: Suspension | undefined;
	readonly isQuitting: boolean;
};

/**
Settings that the model keeps as they are, and those from which it derives its first state.
*/
export type InitialSettings = Pick<
	Model,
	'size' | 'isDemo' | 'canEditTargets' | 'environmentTarget' | 'graphId' | 'taskIds' | 'untilDone' | 'order' | 'columns' | 'detailsBudget'
	| 'asksReasons' | 'canCancel' | 'canSignIn' | 'namedFilters'
> & {
	readonly at: number;

	/**
	An ID defaults to one derived from the spec.
	*/
	readonly targets: ReadonlyArray<TargetSpec & {readonly id?: string}>;
	readonly query: string;
	readonly intervalMs: number | undefined;
};

/**
Returns the model at the start, with the first scan running.
*/
export const initialModel = ({at, targets, query, intervalMs, ...settings}: InitialSettings): Model => ({
	...settings,
	targets: new Map(targets.map(({profile, region, id: givenId}, index) => {
		const spec = {profile, region};
		const id = givenId ?? targetIdOf(spec);
		return [id, newTargetState({
			id,
			spec,
			at: at + firstScanDelayMs(index, {count: targets.length, intervalMs}),
			isDue: index === 0,
			fixedIntervalMs: intervalMs,
			detailsBudget: settings.detailsBudget,
		})];
	})),
	outcome: undefined,
	settleUntil: undefined,
	recentSince: Infinity,
	changes: [],
	history: [],
	fixedIntervalMs: intervalMs,
	estimatedAt: undefined,
	group: 'all',
	query: inputLineOf(query),
	filter: parseFilter(query),
	isEditingFilter: false,
	browsing: undefined,
	earlierFilters: [],
	isReversed: false,
	cursor: topCursor,
	screen: {kind: 'list'},
	screensBelow: [],
	profilesRequestedOn: undefined,
	notice: undefined,
	isMuted: false,
	confirming: undefined,
	openedUrls: new Map(),
	suspension: undefined,
	isQuitting: false,
});

export const hasScope = ({graphId, taskIds}: Pick<Model, 'graphId' | 'taskIds'>): boolean => graphId !== undefined || taskIds.length > 0;

export const isInScope = ({graphId, taskIds}: Pick<Model, 'graphId' | 'taskIds'>, task: ImportTask): boolean =>
	(graphId === undefined || task.graphId === graphId) && (taskIds.length === 0 || taskIds.includes(task.taskId));
