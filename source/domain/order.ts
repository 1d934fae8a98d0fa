import {
	type ImportTask,
	isOver,
	statusStage,
	taskKey,
} from './task.ts';

/**
What the list can be sorted by.

- `activity`: imports under way first, and among them, for a while, those that have just ended, so that they are seen to end; then those that are over. In either half those that changed last come first, and those that were never seen to change come last; then what is under way, the furthest along first, and of what is over what failed first.
- `status`: in the order in which an import goes through them; those that this version does not know come first.
- `graph`: by graph id; imports without a graph come last.
- `task`: by task id.
- `source`: by source.
- `listed`: as the service listed them.

Where that leaves two imports equal, the task key decides, so that an order other than `listed` does not depend on how the service listed them. Text is compared by code unit: the same everywhere, and quick.
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
How to sort.
*/
export type Sorting = {
	readonly order: SortOrder;
	readonly isReversed: boolean;

	/**
	When a change of an import was last seen, in epoch milliseconds, by task key.
	*/
	readonly changedAt: ReadonlyMap<string, number>;

	/**
	What changed since this time, in epoch milliseconds, has just ended if it is over; nothing has where it is absent.
	*/
	readonly recentSince?: number;
};

/*
What an import is compared by, worked out once for each import and not once for each comparison. The first difference decides; the lesser comes first.
*/
type Rank = {
	readonly task: ImportTask;
	readonly key: string;
	readonly major: number;
	readonly middle: number;
	readonly minor: number;
	readonly text: string;
};

type RankOf = (task: ImportTask, sorting: Sorting) => Rank;

/*
Among imports of the same age: those under way before those that are over, what is furthest along first; and of those that are over, what failed first.
*/
const activityRank = (status: string): number => isOver(status) ? statusStage(status) : -statusStage(status);

const rankByActivity: RankOf = (task, {changedAt, recentSince = Infinity}) => {
	const key = taskKey(task);
	const at = changedAt.get(key);
	const isPast = isOver(task.status) && (at === undefined || at < recentSince);
	return {
		task,
		key,
		major: (isPast ? 2 : 0) + (at === undefined ? 1 : 0),
		middle: at === undefined ? 0 : -at,
		minor: activityRank(task.status),
		text: '',
	};
};

const rankBy = (task: ImportTask, text: string, major = 0): Rank => ({
	task,
	key: taskKey(task),
	major,
	middle: 0,
	minor: 0,
	text,
});

const ranksOf: Readonly<Record<Exclude<SortOrder, 'listed'>, RankOf>> = {
	activity: rankByActivity,
	// Statuses that are not known share a stage: the text keeps those of a kind together.
	status: task => rankBy(task, task.status, statusStage(task.status)),
	graph: task => rankBy(task, task.graphId ?? '', task.graphId === undefined ? 1 : 0),
	task: task => rankBy(task, task.taskId),
	source: task => rankBy(task, task.source),
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

	return one.text === other.text ? compareText(one.key, other.key) : compareText(one.text, other.text);
};

const sortByRank = (tasks: readonly ImportTask[], rankOf: RankOf, sorting: Sorting): readonly ImportTask[] => tasks
	.map(task => rankOf(task, sorting))
	.toSorted(compareRanks)
	.map(({task}) => task);

/**
Sorts imports, which are given in the order in which the service listed them. The reversed order is the exact reverse, ties and all.
*/
export const sortTasks = (tasks: readonly ImportTask[], sorting: Sorting): readonly ImportTask[] => {
	const {order, isReversed} = sorting;
	const sorted = order === 'listed' ? tasks : sortByRank(tasks, ranksOf[order], sorting);
	return isReversed ? sorted.toReversed() : sorted;
};
