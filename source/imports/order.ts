import {
	type ImportTask,
	isFinished,
	statusStage,
} from './task.ts';

/**
What the list can be sorted by.

- `activity`: imports under way first, and among them, for a while, those that have just ended, so that they are seen to end; then those that are over. In either half those that changed last come first, and those that were never seen to change come last; then what is under way, the furthest along first, and of what is over what failed first.
- `status`: in the order in which an import goes through them; those that this version does not know come first.
- `graph`: by graph id; imports without a graph come last.
- `task`: by task id.
- `source`: by source.
- `listed`: as the service listed them.

Where that leaves two imports equal, the task ID decides, then the target ID, so that an order other than `listed` does not depend on how the service listed them. Text is compared by code unit: the same everywhere, and quick.
*/
export type SortOrder = 'activity' | 'status' | 'graph' | 'task' | 'source' | 'listed';

const labels: Readonly<Record<SortOrder, string>> = {
	activity: 'activity',
	status: 'status',
	graph: 'graph',
	task: 'task',
	source: 'source',
	listed: 'the service\'s order',
};

/**
In the order in which a person turns through them.
*/
export const sortOrders: readonly SortOrder[] = ['activity', 'status', 'graph', 'task', 'source', 'listed'];

/**
The name of an order, as it follows “sorted by”.
*/
export const sortOrderLabel = (order: SortOrder): string => labels[order];

/**
Whether a text, as of a command line, names an order.
*/
export const isSortOrder = (text: string): text is SortOrder => Object.hasOwn(labels, text);

/**
An import that can be sorted.
*/
export type Sortable = {
	readonly targetId: string;
	readonly task: ImportTask;

	/**
	When its last change was seen, in epoch milliseconds.
	*/
	readonly changedAt?: number | undefined;
};

/**
How to sort.
*/
export type Sorting = {
	readonly order: SortOrder;
	readonly isReversed: boolean;

	/**
	An import that is over and changed since this time, in epoch milliseconds, has just ended. Default: none has.
	*/
	readonly recentSince?: number;
};

/*
The values to compare an import by, computed once for each import. The first difference decides; the lesser comes first.
*/
type Rank = {
	readonly index: number;
	readonly targetId: string;
	readonly taskId: string;
	readonly major: number;
	readonly middle: number;
	readonly minor: number;
	readonly text: string;
};

type Values = Pick<Rank, 'major' | 'middle' | 'minor' | 'text'>;
type ValuesOf = (sortable: Sortable, sorting: Sorting) => Values;

/*
Among imports of the same age: those under way before those that are over, what is furthest along first; and of those that are over, what failed first.
*/
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

const valuesOf: Readonly<Record<Exclude<SortOrder, 'listed'>, ValuesOf>> = {
	activity: activityValues,
	// Unknown statuses share a stage: the text keeps those of a kind together.
	status: ({task}) => textValues(task.status, statusStage(task.status)),
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

const sortByValues = (imports: readonly Sortable[], toValues: ValuesOf, sorting: Sorting): readonly number[] => imports
	.map((sortable, index): Rank => ({
		index, targetId: sortable.targetId, taskId: sortable.task.taskId, ...toValues(sortable, sorting),
	}))
	.toSorted(compareRanks)
	.map(({index}) => index);

/**
The indexes of these imports in sorted order. The imports are given in the service's order. The reversed order is the exact reverse, including ties.
*/
export const sortedIndexes = (imports: readonly Sortable[], sorting: Sorting): readonly number[] => {
	const {order, isReversed} = sorting;
	const indexes = order === 'listed' ? imports.map((_, index) => index) : sortByValues(imports, valuesOf[order], sorting);
	return isReversed ? indexes.toReversed() : indexes;
};

/**
These imports in sorted order.
*/
export const sortImports = <Import extends Sortable>(imports: readonly Import[], sorting: Sorting): readonly Import[] =>
	sortedIndexes(imports, sorting).map(index => imports[index]).filter(one => one !== undefined);
