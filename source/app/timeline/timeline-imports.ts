import {loadedPercentage, type TargetImport} from '../../imports/import-facts.ts';
import {refOfChange, type TargetChange} from '../../imports/change.ts';
import {hasSameMembers, type ImportRecord} from '../../imports/import-list.ts';
import {statusesOf} from '../../imports/timeline/observed-imports.ts';
import {
	canHaveReason,
	type Reason,
	reasonDetails,
	reasonOf,
} from '../../imports/failures/reason.ts';
import {isFinished, taskKey} from '../../imports/task.ts';
import {
	byStart,
	endOf,
	type ObservedImport,
	type ObservedStatus,
	type TimelineImport,
	timelineImport,
} from '../../imports/timeline/timeline.ts';
import {matcherOf, shownTargets} from '../list/list-view.ts';
import {memoize, memoizeLatest} from '../memoize.ts';
import {isInScope, type Model} from '../model.ts';
import {findRecord, refOf} from '../targets/targets.ts';

const importsByKey = memoize((imports: readonly ObservedImport[]): ReadonlyMap<string, ObservedImport> =>
	new Map(imports.map(one => [taskKey(refOf(one)), one])));

const changesByKey = memoize((changes: readonly TargetChange[]): ReadonlyMap<string, readonly TargetChange[]> =>
	Map.groupBy(changes.toReversed(), change => taskKey(refOfChange(change))));

const noChanges: readonly TargetChange[] = [];

const lastAt = (observed: readonly ObservedStatus[]): number => observed.at(-1)?.at ?? -Infinity;

/*
Combines the history, the changes since then, and the record.
*/
const observedOf = ({targetId, task, known, firstSeen, changedAt, changedAfter}: ImportRecord, before: ObservedImport | undefined, changes: readonly TargetChange[]): ObservedImport => {
	const start = before ?? (firstSeen && {observed: [{at: firstSeen.at, status: firstSeen.status}], isFirstSeen: true});
	const observed: ObservedStatus[] = [...(start?.observed ?? [])];

	for (const change of changes) {
		if (change.at > lastAt(observed)) {
			observed.push(...statusesOf(change, observed.length === 0));
		}
	}

	if (changedAt !== undefined && observed.at(-1)?.status !== task.status && changedAt > lastAt(observed)) {
		observed.push({at: changedAt, status: task.status, notBefore: changedAfter});
	}

	const newestReason = (): Reason | undefined => reasonOf(task, known?.details) ?? changes.findLast(({reason}) => reason !== undefined)?.reason ?? before?.reason;

	return {
		targetId,
		task,
		observed,
		isFirstSeen: start?.isFirstSeen ?? (changes[0]?.change.kind !== 'appeared'),
		graphName: before?.graphName,
		reason: canHaveReason(task.status) ? newestReason() : undefined,
	};
};

/*
An import that had ended before watching began is drawn only if AWS reported when it started and how long it took.
*/
const endedBefore = (seen: ObservedImport, startedAt: number | undefined, elapsedMs: number | undefined): ObservedImport => {
	const [first] = seen.observed;
	const isKnown = seen.isFirstSeen && first?.status !== undefined && endOf(seen.observed) === first && startedAt !== undefined && elapsedMs !== undefined;
	return isKnown ? {...seen, observed: [{at: Math.min(first.at, startedAt + elapsedMs), status: first.status}]} : seen;
};

const computeImport = (record: ImportRecord, before: ObservedImport | undefined, changes: readonly TargetChange[]): TimelineImport | undefined => {
	const {task, known} = record;
	const {startedAt, elapsedMs} = known?.details?.progress ?? {};
	return timelineImport(endedBefore(observedOf(record, before, changes), startedAt, elapsedMs), {
		startedAt: elapsedMs === undefined && isFinished(task.status) ? undefined : startedAt,
		percentage: loadedPercentage(record),
		elapsedMs,
	});
};

type Cached = {readonly before: ObservedImport | undefined; readonly changes: readonly TargetChange[]; readonly shown: TimelineImport | undefined};

const cachedImports = new WeakMap<ImportRecord, Cached>();

/*
Computed again only for records that changed.
*/
const importOf = (record: ImportRecord, before: ObservedImport | undefined, changes: readonly TargetChange[]): TimelineImport | undefined => {
	const cached = cachedImports.get(record);

	if (cached?.before === before && cached?.changes === changes) {
		return cached.shown;
	}

	const shown = computeImport(record, before, changes);
	cachedImports.set(record, {before, changes, shown});
	return shown;
};

/**
The facts that the history keeps about an import that is no longer listed.
*/
export const unlistedRecord = ({targetId, task, reason}: ObservedImport): TargetImport => ({targetId, task, known: reason && {details: reasonDetails(task, reason)}});

/*
The end of an import that the history does not show as ended, but that is no longer listed, is unknown.
*/
const unlistedImport = memoize((seen: ObservedImport): TimelineImport | undefined => {
	const last = seen.observed.at(-1);
	return timelineImport(seen, {seenUntil: last?.at});
});

type TimelineInput = Pick<Model, 'history' | 'changes' | 'filter' | 'group' | 'graphId' | 'taskIds' | 'targets'>;

const computeImports = (input: TimelineInput): readonly TimelineImport[] => {
	const targets = shownTargets(input);
	const history = importsByKey(input.history);
	const changes = changesByKey(input.changes);
	const isMatch = matcherOf(input, input.filter);
	const shownIds = new Set(targets.map(({id}) => id));
	const imports: TimelineImport[] = [];

	const add = (shown: TimelineImport | undefined): void => {
		if (shown !== undefined) {
			imports.push(shown);
		}
	};

	const listedImport = (record: ImportRecord): TimelineImport | undefined => {
		const key = taskKey(refOf(record));
		return importOf(record, history.get(key), changes.get(key) ?? noChanges);
	};

	for (const {imports: {records}} of targets) {
		for (const record of records) {
			add(isMatch(record) ? listedImport(record) : undefined);
		}
	}

	for (const seen of input.history) {
		const {targetId, task} = seen;
		const isShown = shownIds.has(targetId) && isInScope(input, task) && findRecord(input, refOf(seen)) === undefined;

		if (isShown && isMatch(unlistedRecord(seen))) {
			add(unlistedImport(seen));
		}
	}

	return imports;
};

const isSameInput = (one: TimelineInput, other: TimelineInput): boolean => one.history === other.history && one.changes === other.changes && one.filter === other.filter
	&& one.group === other.group && one.targets.size === other.targets.size
	&& one.targets.values().every(({id, imports, isHidden, resolved, graphs}) => {
		const after = other.targets.get(id);
		return after?.imports === imports && after.isHidden === isHidden && after.resolved === resolved && after.graphs.byId === graphs.byId;
	});

type SortedImports = {readonly imports: readonly TimelineImport[]; readonly sorted: readonly TimelineImport[]};

const sortAgain = memoizeLatest((input: TimelineInput, previous: SortedImports | undefined): SortedImports => {
	const imports = computeImports(input);
	return {imports, sorted: previous !== undefined && hasSameMembers(previous.imports, imports) ? previous.sorted : byStart(imports)};
}, isSameInput);

/*
All imports, in the order of their start. Sorted again only if one of them changed.
*/
export const sortedImports = (model: TimelineInput): readonly TimelineImport[] => sortAgain(model).sorted;
