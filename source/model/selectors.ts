import {matchesFilter, isEmptyFilter} from '../domain/filter.ts';
import {sortTasks} from '../domain/order.ts';
import {clampIndex} from '../domain/paging.ts';
import {type PollPlan} from '../domain/poll.ts';
import {
	groupOf,
	type ImportTask,
	statusGroups,
	type StatusGroup,
	taskKey,
} from '../domain/task.ts';
import {layoutOf} from './layout.ts';
import {type Model} from './model.ts';

/**
How many imports there are in each group, whatever the filter.
*/
export type Counts = Readonly<Record<StatusGroup, number>> & {readonly all: number};

type Tasks = Model['ledger']['tasks'];

const countTasks = (tasks: Tasks): Counts => {
	const counts = {
		active: 0,
		succeeded: 0,
		failed: 0,
		cancelled: 0,
		all: tasks.size,
	};

	for (const task of tasks.values()) {
		counts[groupOf(task.status)]++;
	}

	return counts;
};

const countsOfTasks = new WeakMap<Tasks, Counts>();

/**
Counted once for each list.
*/
export const countsOf = ({ledger: {tasks}}: Pick<Model, 'ledger'>): Counts => {
	const counts = countsOfTasks.get(tasks) ?? countTasks(tasks);
	countsOfTasks.set(tasks, counts);
	return counts;
};

type View = Pick<Model, 'ledger' | 'changedAt' | 'filter' | 'group' | 'order' | 'isReversed'>;

const isSameView = (one: View, other: View): boolean =>
	one.filter === other.filter
	&& one.group === other.group
	&& one.order === other.order
	&& one.isReversed === other.isReversed
	&& one.changedAt === other.changedAt;

const viewOfTasks = new WeakMap<Tasks, {readonly view: View; readonly tasks: readonly ImportTask[]}>();

const viewTasks = ({ledger, changedAt, filter, group, order, isReversed}: View): readonly ImportTask[] => {
	const hasEveryMatch = group === 'all' && isEmptyFilter(filter);
	const matching = hasEveryMatch
		? ledger.tasks.values().toArray()
		: ledger.tasks.values().filter(task => (group === 'all' || groupOf(task.status) === group) && matchesFilter(filter, task)).toArray();
	return sortTasks(matching, {order, isReversed, changedAt});
};

/**
The imports that the list shows: those of the group that match the filter, in order. Computed once for each list, filter and order.
*/
export const shownTasks = (model: View): readonly ImportTask[] => {
	const kept = viewOfTasks.get(model.ledger.tasks);

	if (kept !== undefined && isSameView(kept.view, model)) {
		return kept.tasks;
	}

	const {ledger, changedAt, filter, group, order, isReversed} = model;
	const tasks = viewTasks(model);
	viewOfTasks.set(ledger.tasks, {
		view: {
			ledger, changedAt, filter, group, order, isReversed,
		},
		tasks,
	});
	return tasks;
};

/**
Where the cursor stands in the list: on the import that it follows, or where that one was.
*/
export const cursorIndex = (model: Model): number => {
	const tasks = shownTasks(model);
	const {key, index} = model.cursor;
	const found = key === undefined ? -1 : tasks.findIndex(task => taskKey(task) === key);
	return found === -1 ? clampIndex(index, tasks.length) : found;
};

/**
The import under the cursor; undefined where the list is empty.
*/
export const selectedTask = (model: Model): ImportTask | undefined => shownTasks(model)[cursorIndex(model)];

/**
The number of imports on a page.
*/
export const pageSizeOf = (model: Model): number => layoutOf(model).tableRows;

/**
Groups in the order in which `Tab` turns through them.
*/
export const groupChoices: ReadonlyArray<Model['group']> = ['all', ...statusGroups];

/**
What the watcher has to do for this model: the one place where polling is steered from.
*/
export const pollPlanOf = ({poll, scanNumber, isPaused, isQuitting}: Model): PollPlan => {
	if (isQuitting) {
		return {kind: 'rest'};
	}

	if (poll.kind === 'scanning') {
		return {kind: 'scan', scanNumber};
	}

	return isPaused ? {kind: 'rest'} : {kind: 'wait', until: poll.nextAt};
};
