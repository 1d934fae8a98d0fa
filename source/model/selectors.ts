import {matchesFilter, isEmptyFilter} from '../domain/filter.ts';
import {type Moment} from '../domain/moment.ts';
import {sortTasks} from '../domain/order.ts';
import {clampIndex, pageOf, pageWindow} from '../domain/paging.ts';
import {type PollPlan} from '../domain/poll.ts';
import {type Pace} from '../domain/schedule.ts';
import {
	groupOf,
	type ImportTask,
	statusGroups,
	taskKey,
} from '../domain/task.ts';
import {type Counts, countTasks} from './counts.ts';
import {layoutOf} from './layout.ts';
import {type Model} from './model.ts';
import {placesOf} from './places.ts';
import {watchedOf} from './targets.ts';
import {type KnownDetails, type Watched} from './watched.ts';

type Tasks = Model['tasks'];

/**
How many imports of the targets that are not hidden there are in each group, whatever the filter.
*/
export const countsOf = ({tasks}: Pick<Model, 'tasks'>): Counts => countTasks(tasks);

type Sorted = Pick<Model, 'tasks' | 'changedAt' | 'recentSince' | 'order' | 'isReversed'>;
type View = Sorted & Pick<Model, 'filter' | 'group' | 'targets'>;

type Kept<Input> = {readonly input: Input; readonly tasks: readonly ImportTask[]};

const sortedOfTasks = new WeakMap<Tasks, Kept<Sorted>>();
const shownOfSorted = new WeakMap<readonly ImportTask[], Kept<View>>();

/*
All imports, in order.
*/
const sortedTasks = (model: Sorted): readonly ImportTask[] => {
	const {tasks, order, isReversed, changedAt, recentSince} = model;
	const kept = sortedOfTasks.get(tasks);

	if (kept?.input.order === order && kept.input.isReversed === isReversed && kept.input.changedAt === changedAt && kept.input.recentSince === recentSince) {
		return kept.tasks;
	}

	const sorted = sortTasks(tasks.values().toArray(), {
		order, isReversed, changedAt, recentSince,
	});
	sortedOfTasks.set(tasks, {input: model, tasks: sorted});
	return sorted;
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

	const placeOf = placesOf(model);
	const tasks = sorted.filter(task => (group === 'all' || groupOf(task.status) === group) && matchesFilter(filter, task, placeOf(task)));
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
The targets whose imports are shown.
*/
export const shownTargets = ({targets}: Pick<Model, 'targets'>): readonly Watched[] => targets.values().filter(({isHidden}) => !isHidden).toArray();

/**
Whether anything of the list is known, be it from an earlier run: before that there is nothing to count.
*/
export const isListKnown = (model: Pick<Model, 'targets'>): boolean => shownTargets(model).some(({lastCompleteAt, ledger}) => lastCompleteAt !== undefined || ledger.tasks.size > 0);

/**
Whether anything of the list has been read in this run.
*/
export const hasRead = ({targets}: Pick<Model, 'targets'>): boolean => targets.values().some(({lastCompleteAt, reached}) => lastCompleteAt !== undefined || reached.size > 0);

/**
Whether nothing is asked until the person says so.
*/
export const isPaused = ({targets}: Pick<Model, 'targets'>): boolean => targets.values().every(watched => watched.isPaused);

/**
The pace of the target that is asked most often.
*/
export const fastestPace = ({targets}: Pick<Model, 'targets'>): Pace => targets.values().map(({pace}) => pace).reduce((one, other) => other.intervalMs < one.intervalMs ? other : one);

/**
What is known of an import beyond the list; undefined where it was not asked about.
*/
export const detailsOf = (model: Pick<Model, 'targets'>, task: ImportTask): KnownDetails | undefined => watchedOf(model, task)?.details.known.get(taskKey(task));

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
What the watcher of a target has to do: the one place where polling is steered from.
*/
export const pollPlanOf = ({poll, scanNumber, isPaused: isResting}: Watched, {isQuitting}: Pick<Model, 'isQuitting'>): PollPlan => {
	if (isQuitting) {
		return {kind: 'rest'};
	}

	if (poll.kind === 'scanning') {
		return {kind: 'scan', scanNumber};
	}

	return isResting ? {kind: 'rest'} : {kind: 'wait', until: poll.nextAt};
};
