import {type Filter, isEmptyFilter, matchesFilter} from '../imports/filter.ts';
import {type ImportList, type ImportRecord, type MissedChange} from '../imports/import-list.ts';
import {sortedIndexes} from '../imports/order.ts';
import {
	groupOf,
	type ImportRef,
	type StatusGroup,
	isFinished,
} from '../imports/task.ts';
import {memoize} from './memoize.ts';
import {type Model} from './model.ts';
import {type TargetState} from './target-state.ts';
import {placesOf} from './targets.ts';

/**
Facts about a list that the screen needs often.
*/
export type ListSummary = {
	readonly active: readonly ImportRecord[];
	readonly missed: readonly MissedChange[];
	readonly unseenFailureCount: number;

	/**
	Whether any import has a mark, a missed change or an unseen failure.
	*/
	readonly hasUnseen: boolean;
};

/**
Summarizes each list once.
*/
export const summaryOf = memoize((list: ImportList): ListSummary => {
	const active: ImportRecord[] = [];
	const missed: MissedChange[] = [];
	let unseenFailureCount = 0;
	let hasUnseen = false;

	for (const record of list.records) {
		if (!isFinished(record.task.status)) {
			active.push(record);
		}

		if (record.missed !== undefined) {
			missed.push(record.missed);
		}

		if (record.isUnseenFailure) {
			unseenFailureCount++;
		}

		hasUnseen ||= record.mark !== undefined || record.missed !== undefined || record.isUnseenFailure;
	}

	return {
		active, missed, unseenFailureCount, hasUnseen,
	};
});

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

/**
The imports in the list, as indexes, and what they were computed from. New details replace a record and leave the indexes.
*/
export type ListView = {
	readonly input: ViewInput;
	readonly targets: readonly TargetState[];

	/**
	The records of all targets that are not hidden.
	*/
	readonly records: readonly ImportRecord[];

	/**
	Indexes of `records`, in the order of the list.
	*/
	readonly sorted: readonly number[];

	/**
	Those of them that match the group and the filter.
	*/
	readonly shown: readonly number[];
};

const isSameView = (view: ListView, input: ViewInput, targets: readonly TargetState[]): boolean =>
	isSameOrder(view.input, input)
	&& isSameFilter(view.input, input)
	&& targets.length === view.targets.length
	&& targets.every((target, index) => target.imports === view.targets[index]?.imports && target.resolved === view.targets[index]?.resolved);

const isSameOrder = (before: ViewInput, after: ViewInput): boolean =>
	before.order === after.order && before.isReversed === after.isReversed && before.recentSince === after.recentSince;

const isSameFilter = (before: ViewInput, after: ViewInput): boolean => before.filter === after.filter && before.group === after.group;

const hasSameRank = (one: ImportRecord | undefined, other: ImportRecord | undefined): boolean => one === other
	|| (one?.task === other?.task && one?.changedAt === other?.changedAt && one?.targetId === other?.targetId);

/*
Whether records sort as before: most changes, such as new details, leave the order as it is. A loop without a callback, since this runs for each answer.
*/
const isSortedAlike = (before: readonly ImportRecord[], after: readonly ImportRecord[]): boolean => {
	let index = 0;

	while (index < after.length && (before[index] === after[index] || hasSameRank(before[index], after[index]))) {
		index++;
	}

	return index === after.length && before.length === after.length;
};

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

const viewAfter = (before: ListView | undefined, input: ViewInput, targets: readonly TargetState[]): ListView => {
	const [only, another] = targets;
	const records = only !== undefined && another === undefined ? only.imports.records : targets.flatMap(({imports}) => imports.records);
	const isAlike = before !== undefined && isSortedAlike(before.records, records);
	const sorted = isAlike && isSameOrder(before.input, input)
		? before.sorted
		: sortedIndexes(records, {order: input.order, isReversed: input.isReversed, recentSince: input.recentSince});
	const hasSamePlaces = targets.every((target, index) => target.resolved === before?.targets[index]?.resolved) && input.targets.size === before?.input.targets.size;
	const shown = isAlike && hasSamePlaces && sorted === before.sorted && isSameFilter(before.input, input) ? before.shown : filtered(input, records, sorted);
	return {
		input, targets, records, sorted, shown,
	};
};

/*
A cache of one view, since the program has one model at a time.
*/
let latest: ListView | undefined;

/**
The list: the imports of the group that match the filter, in order. Sorts and filters again only if something changed that matters: a key typed into the filter does not sort, and new details do neither.
*/
export const listViewOf = (model: ViewInput): ListView => {
	const targets = shownTargets(model);

	if (latest === undefined || !isSameView(latest, model, targets)) {
		latest = viewAfter(latest, model, targets);
	}

	return latest;
};

/**
The imports that the list shows, from one position to another.
*/
export const shownImports = (model: ViewInput, start?: number, end?: number): readonly ImportRecord[] => {
	const {records, shown} = listViewOf(model);
	return shown.slice(start, end).map(index => records[index]).filter(record => record !== undefined);
};

/**
How many imports the list shows.
*/
export const shownCount = (model: ViewInput): number => listViewOf(model).shown.length;

/**
The position of an import in the list; -1 if the list does not show it.
*/
export const shownPosition = (model: ViewInput, {targetId, taskId}: ImportRef): number => {
	const {targets, shown} = listViewOf(model);
	let offset = 0;

	for (const {id, imports} of targets) {
		if (id === targetId) {
			const position = imports.positions.get(taskId);
			return position === undefined ? -1 : shown.indexOf(offset + position);
		}

		offset += imports.records.length;
	}

	return -1;
};
