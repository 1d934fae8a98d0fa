import {type TargetImport} from '../../imports/import-facts.ts';
import {type Filter, isEmptyFilter, matchesFilter} from '../../imports/filter/filter.ts';
import {
	findImport,
	type ImportList,
	type ImportRecord,
	type MissedChange,
} from '../../imports/import-list.ts';
import {sortedIndexes, requiresDetails} from '../../imports/order.ts';
import {
	groupOf,
	type ImportRef,
	type StatusGroup,
	isFinished,
} from '../../imports/task.ts';
import {memoizeLatest} from '../memoize.ts';
import {type Model} from '../model.ts';
import {type TargetState} from '../targets/target-state.ts';
import {placesOf, usualFor} from '../targets/targets.ts';

/**
`cancelled` includes the deleted imports.
*/
export type Counts = Readonly<Record<StatusGroup, number>> & {readonly all: number; readonly deleted: number; readonly unseenFailures: number};

type ListSummary = {
	readonly counts: Counts;

	/**
	Positions of the active imports in the list.
	*/
	readonly active: readonly number[];
	readonly activeStatuses: ReadonlySet<string>;
	readonly missed: readonly MissedChange[];
	readonly newestUnseenFailure: ImportRecord | undefined;
	readonly hasUnseen: boolean;
};

const countNames = ['active', 'succeeded', 'failed', 'cancelled', 'all', 'deleted', 'unseenFailures'] as const;

const noCounts: Counts = {
	active: 0, succeeded: 0, failed: 0, cancelled: 0, all: 0, deleted: 0, unseenFailures: 0,
};

const newerOf = (one: ImportRecord | undefined, other: ImportRecord): ImportRecord => one !== undefined && (one.changedAt ?? 0) >= (other.changedAt ?? 0) ? one : other;

const summarize = (records: readonly ImportRecord[]): ListSummary => {
	const counts = {...noCounts, all: records.length};
	const active: number[] = [];
	const activeStatuses = new Set<string>();
	const missed: MissedChange[] = [];
	let newestUnseenFailure: ImportRecord | undefined;
	let hasUnseen = false;

	for (const [index, record] of records.entries()) {
		counts[groupOf(record.task.status)]++;
		counts.deleted += record.task.status === 'DELETED' ? 1 : 0;

		if (!isFinished(record.task.status)) {
			active.push(index);
			activeStatuses.add(record.task.status);
		}

		if (record.missed !== undefined) {
			missed.push(record.missed);
		}

		if (record.isUnseenFailure) {
			counts.unseenFailures++;
			newestUnseenFailure = newerOf(newestUnseenFailure, record);
		}

		hasUnseen ||= record.mark !== undefined || record.missed !== undefined || record.isUnseenFailure;
	}

	return {
		counts, active, activeStatuses, missed, newestUnseenFailure, hasUnseen,
	};
};

/**
Whether two lists have the same imports, as far as `isAlike` compares them. Runs for each GetImportTask response, so it first compares by identity: nearly all records are the same object.
*/
export const areAlike = (before: readonly ImportRecord[], after: readonly ImportRecord[], isAlike: (one: ImportRecord, other: ImportRecord) => boolean): boolean => {
	let isSame = before.length === after.length;

	for (let index = 0; isSame && index < after.length; index++) {
		const one = before[index];
		const other = after[index];
		isSame = one === other || (one !== undefined && other !== undefined && isAlike(one, other));
	}

	return isSame;
};

const isSummarizedAlike = (one: ImportRecord, other: ImportRecord): boolean =>
	one.task === other.task && one.mark === other.mark && one.missed === other.missed && one.isUnseenFailure === other.isUnseenFailure;

const summaries = new WeakMap<ImportList['positions'], {readonly records: readonly ImportRecord[]; readonly summary: ListSummary}>();

/**
Summarizes a list. Reuses the last summary if the list differs only in details.
*/
export const summaryOf = ({records, positions}: ImportList): ListSummary => {
	const last = summaries.get(positions);

	if (last?.records === records) {
		return last.summary;
	}

	const summary = last !== undefined && areAlike(last.records, records, isSummarizedAlike) ? last.summary : summarize(records);
	summaries.set(positions, {records, summary});
	return summary;
};

export const shownTargets = ({targets}: Pick<Model, 'targets'>): readonly TargetState[] => targets.values().filter(({isHidden}) => !isHidden).toArray();

/**
The changes in the shown targets, newest first.
*/
export const shownChanges = ({targets, changes}: Pick<Model, 'targets' | 'changes'>): Model['changes'] => {
	const hidden = new Set(targets.values().filter(({isHidden}) => isHidden).map(({id}) => id));
	return hidden.size === 0 ? changes : changes.filter(({targetId}) => !hidden.has(targetId));
};

export const countsOf = (model: Pick<Model, 'targets'>): Counts => {
	const counts = {...noCounts};

	for (const {imports} of shownTargets(model)) {
		const summary = summaryOf(imports).counts;

		for (const name of countNames) {
			counts[name] += summary[name];
		}
	}

	return counts;
};

/**
The latest failure that the user has not seen, in the shown targets. Its details may be newer in the list.
*/
export const newestUnseenFailure = (model: Pick<Model, 'targets'>): ImportRecord | undefined => {
	let newest: ImportRecord | undefined;

	for (const {imports} of shownTargets(model)) {
		const record = summaryOf(imports).newestUnseenFailure;
		newest = record === undefined ? newest : newerOf(newest, findImport(imports, record.task.taskId) ?? record);
	}

	return newest;
};

type ViewInput = Pick<Model, 'targets' | 'order' | 'isReversed' | 'recentSince' | 'filter' | 'group'>;

/*
A list is computed from the model and its visible targets.
*/
type ViewSource = {
	readonly input: ViewInput;
	readonly targets: readonly TargetState[];
};

/**
The imports on the list screen, as indexes of `records`. Indexes stay valid when new details replace a record.
*/
type ListView = ViewSource & {
	readonly records: readonly ImportRecord[];
	readonly sorted: readonly number[];

	/**
	The indexes in `sorted` that match the group and the filter.
	*/
	readonly shown: readonly number[];
};

// Estimates depend on the earlier imports.
const hasSameEarlier = (before: ViewSource, after: ViewSource): boolean => after.targets.every(({earlier}, index) => earlier === before.targets[index]?.earlier);

/**
Whether targets have the same names of profiles, regions and graphs, which the filter matches.
*/
export const hasSamePlaces = (before: readonly TargetState[], after: readonly TargetState[]): boolean => before.length === after.length && after.every(({resolved, graphs}, index) => {
	const target = before[index];
	return resolved === target?.resolved && graphs.byId === target?.graphs.byId;
});

const isSameSource = (before: ViewSource, after: ViewSource): boolean =>
	isSameOrder(before.input, after.input)
	&& isSameFilter(before.input, after.input)
	&& after.targets.every(({imports}, index) => imports === before.targets[index]?.imports)
	&& hasSameEarlier(before, after)
	&& hasSamePlaces(before.targets, after.targets);

const isSameOrder = (before: ViewInput, after: ViewInput): boolean =>
	before.order === after.order && before.isReversed === after.isReversed && before.recentSince === after.recentSince;

const isSameFilter = (before: ViewInput, after: ViewInput): boolean => before.filter === after.filter && before.group === after.group;

const hasSameRank = (one: ImportRecord, other: ImportRecord): boolean =>
	one.task === other.task && one.changedAt === other.changedAt && one.targetId === other.targetId;

const hasSameRankAndDetails = (one: ImportRecord, other: ImportRecord): boolean => hasSameRank(one, other) && one.known?.details === other.known?.details;

const reasonsOf = ({known}: ImportRecord): readonly unknown[] => [known?.details?.statusReason, known?.details?.progress?.errorDetails];

const hasSameReason = (one: ImportRecord, other: ImportRecord): boolean => {
	const reasons = reasonsOf(other);
	return reasonsOf(one).every((reason, index) => reason === reasons[index]);
};

/**
Returns whether an import matches the group and the filter.
*/
export const matcherOf = (input: Pick<ViewInput, 'targets' | 'group'>, filter: Filter): ((one: TargetImport) => boolean) => {
	if (input.group === 'all' && isEmptyFilter(filter)) {
		return () => true;
	}

	const placeOf = placesOf(input);
	return ({targetId, task, known}) => (input.group === 'all' || groupOf(task.status) === input.group) && matchesFilter(filter, {task, place: placeOf(targetId), details: known?.details});
};

const filterIndexes = (input: ViewInput, records: readonly ImportRecord[], sorted: readonly number[]): readonly number[] => {
	if (input.group === 'all' && isEmptyFilter(input.filter)) {
		return sorted;
	}

	const isMatch = matcherOf(input, input.filter);

	// In the order in which the records are in memory. The sorted order is much slower.
	const matches = records.map(record => isMatch(record));
	return sorted.filter(index => matches[index]);
};

const computeView = (source: ViewSource, before: ListView | undefined): ListView => {
	const {input, targets} = source;
	const [only, another] = targets;
	const records = only !== undefined && another === undefined ? only.imports.records : targets.flatMap(({imports}) => imports.records);
	const isAlike = before !== undefined && areAlike(before.records, records, requiresDetails(input.order) ? hasSameRankAndDetails : hasSameRank);
	const isSorted = isAlike && isSameOrder(before.input, input) && (!requiresDetails(input.order) || hasSameEarlier(before, source));
	const sorted = isSorted
		? before.sorted
		: sortedIndexes(records, {
			order: input.order, isReversed: input.isReversed, recentSince: input.recentSince, usualMsOf: sortable => usualFor(input, sortable)?.durationMs, before: before?.sorted,
		});
	const isFiltered = isAlike && sorted === before.sorted && isSameFilter(before.input, input)
		&& input.targets.size === before.input.targets.size && hasSamePlaces(before.targets, targets)
		&& (isEmptyFilter(input.filter) || areAlike(before.records, records, hasSameReason));
	const shown = isFiltered ? before.shown : filterIndexes(input, records, sorted);
	return {
		input, targets, records, sorted, shown,
	};
};

const viewOf = memoizeLatest(computeView, isSameSource);

/**
Returns the imports that match the group and the filter, in order. Sorts again only if new values can change the order, and filters again only if they can change the matches.
*/
export const listViewOf = (model: ViewInput): ListView => viewOf({input: model, targets: shownTargets(model)});

/**
Returns the imports on the list screen from `start` up to, but not including, `end`.
*/
export const shownImports = (model: ViewInput, start?: number, end?: number): readonly ImportRecord[] => {
	const {records, shown} = listViewOf(model);
	return shown.slice(start, end).map(index => records[index]).filter(record => record !== undefined);
};

export const shownCount = (model: ViewInput): number => listViewOf(model).shown.length;

/**
Returns the position of an import on the list screen; -1 if it is not shown.
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
