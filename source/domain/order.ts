import {
	type ImportTask,
	isOver,
	statusStage,
	taskKey,
} from './task.ts';

/**
What the list can be sorted by.

- `activity`: imports under way first, then those that are over. In either half those that changed last come first, and those that were never seen to change come last; then what is furthest along.
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

/*
What an import is compared by, the first difference deciding: worked out once for each import, not once for each comparison. The lesser comes first.
*/
type Rank = {
	readonly major: number;
	readonly middle: number;
	readonly minor: number;
	readonly text: string;
};

const equalRank: Rank = {
	major: 0,
	middle: 0,
	minor: 0,
	text: '',
};

const activityRank = ({status}: ImportTask, changedAt: number | undefined): Rank => ({
	major: (isOver(status) ? 2 : 0) + (changedAt === undefined ? 1 : 0),
	middle: -(changedAt ?? 0),
	minor: -statusStage(status),
	text: '',
});

const rankOf = (task: ImportTask, order: Exclude<SortOrder, 'listed'>, changedAt: number | undefined): Rank => {
	switch (order) {
		case 'activity': {
			return activityRank(task, changedAt);
		}

		case 'status': {
			return {...equalRank, major: statusStage(task.status), text: task.status};
		}

		case 'graph': {
			return {...equalRank, major: task.graphId === undefined ? 1 : 0, text: task.graphId ?? ''};
		}

		case 'task': {
			return {...equalRank, text: task.taskId};
		}

		case 'source': {
			return {...equalRank, text: task.source};
		}
	}
};

const compareText = (one: string, other: string): number => {
	if (one === other) {
		return 0;
	}

	return one < other ? -1 : 1;
};

type Ranked = Rank & {readonly task: ImportTask; readonly key: string};

const compareRanked = (one: Ranked, other: Ranked): number =>
	one.major - other.major
	|| one.middle - other.middle
	|| one.minor - other.minor
	|| compareText(one.text, other.text)
	|| compareText(one.key, other.key);

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
};

/**
Sorts imports, which are given in the order in which the service listed them. The reversed order is the exact reverse, ties and all.
*/
export const sortTasks = (tasks: readonly ImportTask[], {order, isReversed, changedAt}: Sorting): readonly ImportTask[] => {
	const sorted = order === 'listed'
		? tasks
		: tasks
			.map((task): Ranked => {
				const key = taskKey(task);
				return {...rankOf(task, order, changedAt.get(key)), task, key};
			})
			.toSorted(compareRanked)
			.map(({task}) => task);

	return isReversed ? sorted.toReversed() : sorted;
};
