import {matchesFilter, isEmptyFilter} from '../domain/filter.ts';
import {type Moment} from '../domain/moment.ts';
import {sortTasks} from '../domain/order.ts';
import {clampIndex, pageOf, pageWindow} from '../domain/paging.ts';
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

type Sorted = Pick<Model, 'ledger' | 'changedAt' | 'recentSince' | 'order' | 'isReversed'>;
type View = Sorted & Pick<Model, 'filter' | 'group'>;

type Kept<Input> = {readonly input: Input; readonly tasks: readonly ImportTask[]};

const sortedOfTasks = new WeakMap<Tasks, Kept<Sorted>>();
const shownOfSorted = new WeakMap<readonly ImportTask[], Kept<View>>();

/*
All imports, in order.
*/
const sortedTasks = (model: Sorted): readonly ImportTask[] => {
	const {ledger, order, isReversed, changedAt, recentSince} = model;
	const kept = sortedOfTasks.get(ledger.tasks);

	if (kept?.input.order === order && kept.input.isReversed === isReversed && kept.input.changedAt === changedAt && kept.input.recentSince === recentSince) {
		return kept.tasks;
	}

	const tasks = sortTasks(ledger.tasks.values().toArray(), {
		order, isReversed, changedAt, recentSince,
	});
	sortedOfTasks.set(ledger.tasks, {input: model, tasks});
	return tasks;
};

/**
The imports that the list shows: those of the group that match the filter, in order. Sorted once for each list and order, and filtered once for each filter: a key that is typed into the filter does not sort.
*/
export const shownTasks = (model: View): readonly ImportTask[] => {
	const sorted = sortedTasks(model);
	const {filter, group} = model;

	if (group === 'all' && isEmptyFilter(filter)) {
		return sorted;
	}

	const kept = shownOfSorted.get(sorted);

	if (kept?.input.filter === filter && kept.input.group === group) {
		return kept.tasks;
	}

	const tasks = sorted.filter(task => (group === 'all' || groupOf(task.status) === group) && matchesFilter(filter, task));
	shownOfSorted.set(sorted, {input: model, tasks});
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
The imports of the page that the cursor is on.
*/
export const pageTasks = (model: Model): readonly ImportTask[] => {
	const tasks = shownTasks(model);
	const pageSize = pageSizeOf(model);
	const {start, end} = pageWindow(pageOf(cursorIndex(model), pageSize), pageSize, tasks.length);
	return tasks.slice(start, end);
};

/**
Whether anything of the list is known, be it from an earlier run: before that there is nothing to count.
*/
export const isListKnown = ({lastCompleteAt, ledger}: Model): boolean => lastCompleteAt !== undefined || ledger.tasks.size > 0;

/**
Whether anything of the list has been read in this run.
*/
export const hasRead = ({lastCompleteAt, reached}: Model): boolean => lastCompleteAt !== undefined || reached.size > 0;

/**
When imports failed that were seen to fail, by task key.
*/
export const failedMoments = ({changes}: Model): ReadonlyMap<string, Moment> => new Map(changes
	.filter(({change}) => change.kind === 'changed' && change.to === 'FAILED')
	.toReversed()
	.map(({change, at, notBefore = at}) => [taskKey(change.task), {earliest: notBefore, latest: at}]));

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
