import {type Filter, isEmptyFilter, matchesFilter} from '../domain/filter.ts';
import {type ImportList, type ImportRecord} from '../domain/import-list.ts';
import {memoize} from '../domain/memoize.ts';
import {sortedIndexes} from '../domain/order.ts';
import {groupOf, type StatusGroup} from '../domain/task.ts';
import {type Model} from './model.ts';
import {type TargetState} from './target-state.ts';
import {placesOf} from './targets.ts';

/**
How many imports there are in each group.
*/
export type Counts = Readonly<Record<StatusGroup, number>> & {readonly all: number};

const noCounts: Counts = {
	active: 0, succeeded: 0, failed: 0, cancelled: 0, all: 0,
};

/**
The counts of a list. Counts each list once.
*/
export const countImports = memoize((list: ImportList): Counts => {
	const counts = {...noCounts, all: list.records.length};

	for (const {task} of list.records) {
		counts[groupOf(task.status)]++;
	}

	return counts;
});

/**
The targets that are not hidden.
*/
export const shownTargets = ({targets}: Pick<Model, 'targets'>): readonly TargetState[] => targets.values().filter(({isHidden}) => !isHidden).toArray();

/**
The counts of all targets that are not hidden, whatever the filter.
*/
export const countsOf = (model: Pick<Model, 'targets'>): Counts => {
	const counts = {...noCounts};

	for (const {imports} of shownTargets(model)) {
		const {active, succeeded, failed, cancelled, all} = countImports(imports);
		counts.active += active;
		counts.succeeded += succeeded;
		counts.failed += failed;
		counts.cancelled += cancelled;
		counts.all += all;
	}

	return counts;
};

type ViewInput = Pick<Model, 'targets' | 'order' | 'isReversed' | 'recentSince' | 'filter' | 'group'>;

/*
The imports in the list, and the input and the steps that led to them.
*/
type View = {
	readonly input: ViewInput;
	readonly targets: readonly TargetState[];
	readonly records: readonly ImportRecord[];

	/**
	Indexes of `records`.
	*/
	readonly sorted: readonly number[];
	readonly shown: readonly number[];
	readonly imports: readonly ImportRecord[];
};

const isSameView = (view: View, input: ViewInput, targets: readonly TargetState[]): boolean =>
	isSameOrder(view.input, input)
	&& isSameFilter(view.input, input)
	&& targets.length === view.targets.length
	&& targets.every((target, index) => target.imports === view.targets[index]?.imports && target.resolved === view.targets[index]?.resolved);

const isSameOrder = (before: ViewInput, after: ViewInput): boolean =>
	before.order === after.order && before.isReversed === after.isReversed && before.recentSince === after.recentSince;

const isSameFilter = (before: ViewInput, after: ViewInput): boolean => before.filter === after.filter && before.group === after.group;

/*
Whether records sort as before: most changes, such as new details, leave the order as it is.
*/
const isSortedAlike = (before: readonly ImportRecord[], after: readonly ImportRecord[]): boolean => before.length === after.length
	&& after.every((record, index) => {
		const other = before[index];
		return record === other || (record.task === other?.task && record.changedAt === other.changedAt && record.targetId === other.targetId);
	});

const matcherOf = (input: ViewInput, filter: Filter): ((record: ImportRecord) => boolean) => {
	const placeOf = placesOf(input);
	return ({targetId, task}) => (input.group === 'all' || groupOf(task.status) === input.group) && matchesFilter(filter, task, placeOf(targetId));
};

const filtered = (input: ViewInput, records: readonly ImportRecord[], sorted: readonly number[]): readonly number[] => {
	if (input.group === 'all' && isEmptyFilter(input.filter)) {
		return sorted;
	}

	const isMatch = matcherOf(input, input.filter);
	return sorted.filter(index => {
		const record = records[index];
		return record !== undefined && isMatch(record);
	});
};

const viewAfter = (before: View | undefined, input: ViewInput, targets: readonly TargetState[]): View => {
	const [only, another] = targets;
	const records = only !== undefined && another === undefined ? only.imports.records : targets.flatMap(({imports}) => imports.records);
	const isAlike = before !== undefined && isSortedAlike(before.records, records);
	const sorted = isAlike && isSameOrder(before.input, input)
		? before.sorted
		: sortedIndexes(records, {order: input.order, isReversed: input.isReversed, recentSince: input.recentSince});
	const hasSamePlaces = targets.every((target, index) => target.resolved === before?.targets[index]?.resolved) && input.targets.size === before?.input.targets.size;
	const shown = isAlike && hasSamePlaces && sorted === before.sorted && isSameFilter(before.input, input) ? before.shown : filtered(input, records, sorted);
	return {
		input, targets, records, sorted, shown, imports: shown.map(index => records[index]).filter(record => record !== undefined),
	};
};

/*
A cache of one view, since the program has one model at a time.
*/
let latest: View | undefined;

/**
The imports that the list shows: those of the group that match the filter, in order. Sorts and filters again only if something changed that matters: a key typed into the filter does not sort, and new details do neither.
*/
export const shownImports = (model: ViewInput): readonly ImportRecord[] => {
	const targets = shownTargets(model);

	if (latest === undefined || !isSameView(latest, model, targets)) {
		latest = viewAfter(latest, model, targets);
	}

	return latest.imports;
};
