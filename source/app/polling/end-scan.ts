import {type ObservedChange, type TargetChange} from '../../imports/change.ts';
import {
	applySnapshot,
	type ImportList,
	type ImportRecord,
	type ListChange,
	mapImports,
	type MissedChange,
} from '../../imports/import-list.ts';
import {elapsedBetween, type Moment, momentAt} from '../../imports/progress/elapsed.ts';
import {isGap, longestScanMs} from '../../imports/polling/schedule.ts';
import {type Snapshot} from '../../imports/polling/poll.ts';
import {reasonOf} from '../../imports/failures/reason.ts';
import {isFinished} from '../../imports/task.ts';
import {type ChangesObserved, type Next, withoutEffects} from '../effect.ts';
import {anchorCursor} from '../list/cursor.ts';
import {requestGraphs} from '../details/graphs.ts';
import {beginRounds} from '../details/details-round.ts';
import {countsOf} from '../list/list-view.ts';
import {type Message} from '../message.ts';
import {type Model, hasScope, isInScope} from '../model.ts';
import {type TargetState} from '../targets/target-state.ts';
import {findTarget, setTarget} from '../targets/targets.ts';
import {withSavedFacts} from './restore-state.ts';
import {reschedule} from './polling.ts';
import {doneEffects, scanEvents} from './events.ts';
import {followImports, settle, withOutcome} from './until-done.ts';

/*
For one minute, a change is marked and its import stays sorted among the active ones.
*/
const recentForMs = 60_000;

const isRecent = (change: ObservedChange, at: number): boolean => Math.abs(at - change.at) < recentForMs;

/*
About a day of changes in a busy account. Bounds memory in a session of weeks.
*/
const maxChanges = 1000;

type ScanEnded = Extract<Message, {type: 'scanEnded'}>;

type ScanTimes = {readonly startedAt: number; readonly at: number};

const scopeSnapshot = (snapshot: Snapshot, model: Model): Snapshot => hasScope(model)
	? {
		...snapshot,
		tasks: new Map(snapshot.tasks.entries().filter(([, task]) => isInScope(model, task))),
	}
	: snapshot;

/*
Returns when a change happened: at the end of the scan, or at some time in the gap before it.
*/
const momentOf = (before: ImportRecord | undefined, {lastComplete, pace}: TargetState, {startedAt, at}: ScanTimes): Moment => {
	const seenAt = before?.reachedAt ?? before?.missingSince ?? lastComplete?.startedAt;

	// If the clock was set back, only the current time is known.
	if (seenAt === undefined || seenAt >= at) {
		return momentAt(at);
	}

	const isUnobserved = at - startedAt > longestScanMs || isGap({
		betweenMs: startedAt - seenAt,
		// Two complete scans must lack an import before it counts as gone.
		intervalMs: before?.missingSince === undefined ? pace.intervalMs : pace.intervalMs * 2,
		scanMs: lastComplete?.tookMs ?? 0,
	});
	return isUnobserved ? {earliest: seenAt, latest: at} : momentAt(at);
};

const observe = ({change, before}: ListChange, target: TargetState, times: ScanTimes): TargetChange => {
	const moment = momentOf(before, target, times);
	// The import disappeared at some time since the last scan that listed it.
	const earliest = Math.min(moment.earliest, before?.missingSince ?? Infinity);
	const end = change.kind === 'gone' ? {...moment, earliest} : moment;
	const elapsed = before?.changedAt === undefined ? undefined : elapsedBetween({earliest: before.changedAfter ?? before.changedAt, latest: before.changedAt}, end);
	const reason = change.kind === 'gone' ? undefined : reasonOf(change.task, before?.known?.details);

	return {
		targetId: target.id,
		change,
		at: moment.latest,
		...(moment.earliest < moment.latest && {notBefore: moment.earliest}),
		...(elapsed !== undefined && {elapsed}),
		...(reason !== undefined && {reason}),
	};
};

/*
A change is missed if it happened in a gap or between two runs.
*/
const latestMissed = (before: MissedChange | undefined, change: ObservedChange, {savedUntil, lastCompleteAt}: TargetState): MissedChange | undefined => {
	const since = change.notBefore ?? (lastCompleteAt === undefined ? savedUntil : undefined);
	return since === undefined ? before : {since: Math.min(since, before?.since ?? since), change};
};

const withChange = (record: ImportRecord, change: TargetChange, target: TargetState): ImportRecord => ({
	...record,
	changedAt: change.at,
	changedAfter: change.notBefore,
	mark: change,
	missed: latestMissed(record.missed, change, target),
	isUnseenFailure: record.task.status === 'FAILED',
});

/*
Records when the import was seen, and removes an old mark.
*/
const withSighting = (record: ImportRecord, {snapshot, hadBaseline, reachedAt, at}: {
	readonly snapshot: Snapshot;
	readonly hadBaseline: boolean;
	readonly reachedAt: number | undefined;
	readonly at: number;
}): ImportRecord => {
	const {mark, missed, firstSeen, task: {taskId, status}} = record;
	const isStale = mark !== undefined && missed === undefined && !isRecent(mark, at);
	const isFirst = !hadBaseline && firstSeen === undefined && snapshot.tasks.has(taskId);
	const reached = snapshot.isComplete || snapshot.tasks.has(taskId) ? reachedAt : record.reachedAt;
	return isStale || isFirst || reached !== record.reachedAt
		? {
			...record,
			mark: isStale ? undefined : mark,
			firstSeen: isFirst ? {at, status} : firstSeen,
			reachedAt: reached,
		}
		: record;
};

const withObservations = (list: ImportList, {target, snapshot, changes, times: {startedAt, at}}: {
	readonly target: TargetState;
	readonly snapshot: Snapshot;
	readonly changes: readonly TargetChange[];
	readonly times: ScanTimes;
}): ImportList => {
	const changesById = new Map(changes.map(change => [change.change.task.taskId, change]));
	const sighting = {
		snapshot, hadBaseline: target.imports.hasBaseline, reachedAt: snapshot.isComplete ? undefined : startedAt, at,
	};
	return mapImports(list, record => {
		const seen = withSighting(record, sighting);
		const change = changesById.size === 0 ? undefined : changesById.get(record.task.taskId);
		return change === undefined ? seen : withChange(seen, change, target);
	});
};

const afterScan = (target: TargetState, {at, snapshot, failure, chance, signIn, calls = 1}: ScanEnded, startedAt: number): TargetState => ({
	...target,
	lastStartedAt: startedAt,
	...(snapshot.isComplete && {lastCompleteAt: at, lastComplete: {startedAt, tookMs: Math.max(0, at - startedAt)}, savedImports: undefined}),
	isPartlyRead: !snapshot.isComplete && (target.isPartlyRead || snapshot.tasks.size > 0),
	calls: target.calls + calls,
	signIn,
	poll: {kind: 'waiting', nextAt: at},
	failure: failure && {
		failure,
		since: target.failure?.since ?? at,
		count: target.failure?.failure.kind === failure.kind ? target.failure.count + 1 : 1,
		chance,
	},
});

const isLastEnd = (before: Model, after: Model, changes: readonly TargetChange[]): boolean =>
	changes.some(({change: {kind, task}}) => kind !== 'gone' && isFinished(task.status)) && countsOf(before).active > 0 && countsOf(after).active === 0;

/**
Applies a scan: records its changes, schedules the next poll and starts a round of details. Ignores an aborted scan.
*/
export const endScan = (model: Model, target: TargetState, message: ScanEnded): Next => {
	if (target.poll.kind !== 'scanning' || message.scanNumber !== target.scanNumber) {
		return withoutEffects(model);
	}

	const {at} = message;
	const times = {startedAt: target.poll.startedAt, at};
	const snapshot = scopeSnapshot(message.snapshot, model);
	const applied = applySnapshot(target.imports, snapshot, {targetId: target.id, seenAt: target.lastComplete?.startedAt ?? times.startedAt});
	const list = withSavedFacts(applied.list, target);
	const changes = applied.changes.map(change => observe(change, target, times));
	const imports = withObservations(list, {
		target, snapshot, changes, times,
	});
	const allChanges = changes.length === 0 ? model.changes : [...changes.toReversed(), ...model.changes].slice(0, maxChanges);
	const anchored = model.isEditingFilter ? model : anchorCursor(model);
	const changed: Model = {
		...anchored,
		changes: allChanges,
		recentSince: allChanges.findLast(change => isRecent(change, at))?.at ?? Infinity,
	};
	const scanned: TargetState = {
		...afterScan(target, {...message, snapshot}, times.startedAt),
		imports,
		goneFollowed: [
			...target.goneFollowed,
			...applied.changes.flatMap(({change, before}) => change.kind === 'gone' && before?.isFollowed ? [before] : []),
		],
		baselineIds: target.baselineIds ?? (model.untilDone?.isNewOnly === true && snapshot.isComplete ? new Set(snapshot.tasks.keys()) : undefined),
		lastChangeAt: changes.length === 0 ? target.lastChangeAt : at,
	};
	const followed = followImports(setTarget(changed, scanned), scanned, snapshot);
	const planned = setTarget(followed, reschedule(followed, findTarget(followed, target.id) ?? scanned, at));
	const decided = withOutcome(snapshot.tasks.size === 0 ? planned : requestGraphs(planned, target.id, at), at);
	const next = settle(snapshot.tasks.size === 0 ? decided : beginRounds(decided, target.id, at), at);
	const observed: ChangesObserved = {
		type: 'changesObserved',
		targetId: target.id,
		changes,
		events: scanEvents(target, findTarget(next, target.id) ?? scanned, {model: next, changes, at}),
		isFirst: target.lastCompleteAt === undefined,
		isHidden: target.isHidden,
		isLastEnd: isLastEnd(model, next, changes),
		...times,
		list: snapshot.isComplete ? imports : undefined,
	};
	return [next, [observed, ...doneEffects(model, next, at)]];
};
