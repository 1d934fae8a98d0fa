import {
	endedAt,
	estimatedLeftMs,
	type TargetImport,
	loadedPercentage,
} from './import-facts.ts';
import {isFinished, statusStage} from './task.ts';

/**
- `activity`: active and recently finished imports first, then the other finished ones. Each half has the latest change first, and imports without a change last.
- `status`: in lifecycle order, unknown statuses first.
- `left`: running imports with the least time left first, then the latest end first. Imports without an estimate or an end come last in each half.
- `progress`: the most advanced first, then other running imports, then finished ones.
- `elapsed`: the longest first, unknown times last.
- `graph`: imports without a graph last.
- `listed`: in API order.

Ties are broken by task ID, then by target ID, so that only `listed` depends on the API order. Text is compared by code unit, which is fast and independent of the locale.
*/
export type SortOrder = 'activity' | 'status' | 'left' | 'progress' | 'elapsed' | 'source' | 'graph' | 'task' | 'listed';

export const sortOrders: readonly SortOrder[] = ['activity', 'status', 'left', 'progress', 'elapsed', 'source', 'graph', 'task', 'listed'];

/**
Whether new details can change the order.
*/
export const requiresDetails = (order: SortOrder): boolean => ['left', 'progress', 'elapsed'].includes(order);

const orderLabels: Readonly<Partial<Record<SortOrder, string>>> = {left: 'time left or ended', elapsed: 'elapsed time', listed: 'listed order'};

export const sortOrderLabel = (order: SortOrder): string => orderLabels[order] ?? order;

export const sortOrderText = (order: SortOrder, isReversed: boolean): string => order === 'activity'
	? `${isReversed ? 'oldest' : 'newest'} change first`
	: `by ${sortOrderLabel(order)}${isReversed ? ', reversed' : ''}`;

type Sorting = {
	readonly order: SortOrder;
	readonly isReversed: boolean;

	/**
	Imports that finished since this time (epoch milliseconds) count as recently finished. Default: none.
	*/
	readonly recentSince?: number;
	readonly usualMsOf?: (shown: TargetImport) => number | undefined;

	/**
	The indexes in an earlier order, which is likely to be almost right. Sorting from it is several times as fast, and gives the same result.
	*/
	readonly before?: readonly number[] | undefined;
};

// Sort keys, most significant first.
type Values = {
	readonly major: number;
	readonly middle: number;
	readonly minor: number;
	readonly text: string;
};

type Rank = Values & {readonly index: number; readonly targetId: string; readonly taskId: string};
type ValuesOf = (shown: TargetImport, sorting: Sorting) => Values;

// Puts the most advanced active import first, and failures before other finished imports.
const activityRank = (status: string): number => isFinished(status) ? statusStage(status) : -statusStage(status);

const activityValues: ValuesOf = ({task, changedAt: at}, {recentSince = Infinity}) => {
	const isPast = isFinished(task.status) && (at === undefined || at < recentSince);
	return {
		major: (isPast ? 2 : 0) + (at === undefined ? 1 : 0),
		middle: at === undefined ? 0 : -at,
		minor: activityRank(task.status),
		text: '',
	};
};

const textValues = (text: string, major = 0): Values => ({
	major, middle: 0, minor: 0, text,
});

const numberValues = (value: number | undefined, major = 0): Values => ({
	major: major + (value === undefined ? 1 : 0), middle: value ?? 0, minor: 0, text: '',
});

const negated = (value: number | undefined): number | undefined => value === undefined ? undefined : -value;

const valuesOf: Readonly<Record<Exclude<SortOrder, 'listed'>, ValuesOf>> = {
	activity: activityValues,
	// Unknown statuses share a stage; the text groups equal ones.
	status: ({task}) => textValues(task.status, statusStage(task.status)),
	left: (shown, {usualMsOf}) => isFinished(shown.task.status) ? numberValues(negated(endedAt(shown)), 2) : numberValues(estimatedLeftMs(shown, usualMsOf?.(shown))),
	progress: shown => numberValues(negated(loadedPercentage(shown)), isFinished(shown.task.status) ? 1 : 0),
	elapsed: ({known}) => numberValues(negated(known?.details?.progress?.elapsedMs)),
	graph: ({task}) => textValues(task.graphId ?? '', task.graphId === undefined ? 1 : 0),
	task: ({task}) => textValues(task.taskId),
	source: ({task}) => textValues(task.source),
};

const compareText = (one: string, other: string): number => {
	if (one < other) {
		return -1;
	}

	return one > other ? 1 : 0;
};

const compareRanks = (one: Rank, other: Rank): number => {
	if (one.major !== other.major) {
		return one.major - other.major;
	}

	if (one.middle !== other.middle) {
		return one.middle - other.middle;
	}

	if (one.minor !== other.minor) {
		return one.minor - other.minor;
	}

	if (one.text !== other.text) {
		return compareText(one.text, other.text);
	}

	return one.taskId === other.taskId ? compareText(one.targetId, other.targetId) : compareText(one.taskId, other.taskId);
};

const sortByValues = (imports: readonly TargetImport[], toValues: ValuesOf, sorting: Sorting): readonly number[] => {
	const {before} = sorting;
	const ranks = imports.map((shown, index): Rank => ({
		index, targetId: shown.targetId, taskId: shown.task.taskId, ...toValues(shown, sorting),
	}));
	const start = before?.length === ranks.length ? before.map(index => ranks[index]).filter(rank => rank !== undefined) : ranks;
	return start.toSorted(compareRanks).map(({index}) => index);
};

/**
Returns indexes of `imports`, which are in API order. `isReversed` also reverses ties.
*/
export const sortedIndexes = (imports: readonly TargetImport[], sorting: Sorting): readonly number[] => {
	const {order, isReversed} = sorting;
	const indexes = order === 'listed' ? imports.map((_, index) => index) : sortByValues(imports, valuesOf[order], sorting);
	return isReversed ? indexes.toReversed() : indexes;
};

export const sortImports = <Import extends TargetImport>(imports: readonly Import[], sorting: Sorting): readonly Import[] =>
	sortedIndexes(imports, sorting).map(index => imports[index]).filter(one => one !== undefined);
