import {type Change, type ObservedChange} from '../domain/change.ts';
import {enterScan} from '../domain/ledger.ts';
import {elapsedBetween, type Moment, momentAt} from '../domain/moment.ts';
import {isGap, longestScanMs} from '../domain/schedule.ts';
import {type Snapshot} from '../domain/snapshot.ts';
import {firstTargetId} from '../domain/target.ts';
import {type ImportTask, taskKey} from '../domain/task.ts';
import {anchorCursor} from './cursor.ts';
import {beginRound} from './details-round.ts';
import {type Message} from './message.ts';
import {type Missed, type Model} from './model.ts';
import {paced} from './polling.ts';
import {hasScope, isInScope} from './scope.ts';
import {watchedOf, withWatched} from './targets.ts';
import {wait} from './waiting.ts';
import {type Watched} from './watched.ts';
import {withoutKeys} from './without-keys.ts';

const nothingReached: Watched['reached'] = new Map();

/*
A change is recent for this long: so long it is marked, unless a key is pressed, and the import stands among those under way.
*/
const recentForMs = 60_000;

const isRecent = (change: ObservedChange, at: number): boolean => Math.abs(at - change.at) < recentForMs;

/*
What is kept of changes: enough to read back a day of a busy account, and a bound for a watcher that runs for weeks.
*/
const maxChanges = 1000;

/*
Of what a scan saw, what is watched.
*/
const inScope = (snapshot: Snapshot, model: Model): Snapshot => hasScope(model)
	? {
		...snapshot,
		tasks: new Map(snapshot.tasks.entries().filter(([, task]) => isInScope(model, task))),
	}
	: snapshot;

/*
The same, where the imports say of which target they are.
*/
const inTarget = (snapshot: Snapshot, {id}: Watched): Snapshot => {
	if (id === firstTargetId) {
		return snapshot;
	}

	const tasks = snapshot.tasks.values().map((task): ImportTask => ({...task, targetId: id}));
	return {...snapshot, tasks: new Map(tasks.map(task => [taskKey(task), task] as const))};
};

/*
When the last scan began that saw an import, be it one that broke off.
*/
const lastSeenAt = (key: string, {lastComplete, missedSince, reached}: Watched): number | undefined =>
	reached.get(key) ?? missedSince.get(key) ?? lastComplete?.startedAt;

/*
When a change happened that a scan has found, which began and ended at these times: as it was seen, or in the gap before, in which nothing was.
*/
const momentOf = (key: string, watched: Watched, {startedAt, at}: {readonly startedAt: number; readonly at: number}): Moment => {
	const {lastComplete, missedSince, pace} = watched;
	const seenAt = lastSeenAt(key, watched);

	// Where the clock was set back meanwhile, nothing is known but now.
	if (seenAt === undefined || seenAt >= at) {
		return momentAt(at);
	}

	const isUnobserved = at - startedAt > longestScanMs || isGap({
		betweenMs: startedAt - seenAt,
		// One that is missed is gone when it is missed a second time.
		intervalMs: missedSince.has(key) ? pace.intervalMs * 2 : pace.intervalMs,
		scanMs: lastComplete?.tookMs ?? 0,
	});
	return isUnobserved ? {earliest: seenAt, latest: at} : momentAt(at);
};

const observe = (change: Change, model: Model, moment: Moment): ObservedChange => {
	const key = taskKey(change.task);
	const seenAt = model.changedAt.get(key);
	const elapsed = seenAt === undefined ? undefined : elapsedBetween({earliest: model.changedAfter.get(key) ?? seenAt, latest: seenAt}, moment);

	return {
		change,
		at: moment.latest,
		...(moment.earliest < moment.latest && {notBefore: moment.earliest}),
		...(elapsed !== undefined && {elapsed}),
	};
};

/*
What of this was missed: what happened in a gap, and whatever the first scan finds changed since an earlier run.
*/
const missedAfter = (missed: Missed | undefined, {rememberedUntil, lastCompleteAt}: Watched, observed: readonly ObservedChange[]): Missed | undefined => {
	const since = lastCompleteAt === undefined ? rememberedUntil : undefined;
	const changes = new Map(missed?.changes);
	let earliest = missed?.since ?? Infinity;

	for (const change of observed) {
		const key = taskKey(change.change.task);
		const unobservedSince = change.notBefore ?? since;

		if (change.change.kind === 'gone') {
			changes.delete(key);
		} else if (unobservedSince !== undefined) {
			changes.set(key, change);
			earliest = Math.min(earliest, unobservedSince);
		}
	}

	return changes.size === 0 ? undefined : {since: earliest, changes};
};

/*
Imports that a scan shows before the whole list has been seen once are history: when they were first seen is all that is known of them.
*/
const firstSeenAfter = ({firstSeen}: Model, {ledger}: Watched, {tasks}: Snapshot, at: number): Model['firstSeen'] => ledger.hasBaseline
	? firstSeen
	: new Map([
		...tasks.entries().map(([key, {status}]) => [key, {at, status}] as const),
		...firstSeen,
	]);

/*
The model with the changes that a scan of a target proves; `watched` is the target before it.
*/
const withChanges = (model: Model, watched: Watched, changes: readonly Change[], scan: {readonly startedAt: number; readonly at: number}): Model => {
	const {at} = scan;
	const {missed} = model;
	const recentSince = (all: Model['changes']): number => all.findLast(change => isRecent(change, at))?.at ?? Infinity;
	const freshMarks = model.marks.entries().filter(([key, mark]) => isRecent(mark, at) || missed?.changes.has(key) === true).toArray();

	if (changes.length === 0) {
		return {
			...model,
			marks: freshMarks.length === model.marks.size ? model.marks : new Map(freshMarks),
			recentSince: recentSince(model.changes),
		};
	}

	const observed = changes.map(change => observe(change, model, momentOf(taskKey(change.task), watched, scan)));
	const marks = new Map(freshMarks);
	const changedAt = new Map(model.changedAt);
	const changedAfter = new Map(model.changedAfter);
	const unseenFailures = new Set(model.unseenFailures);

	for (const change of observed) {
		const key = taskKey(change.change.task);
		changedAfter.delete(key);
		unseenFailures.delete(key);

		if (change.change.kind === 'gone') {
			marks.delete(key);
			changedAt.delete(key);
		} else {
			marks.set(key, change);
			changedAt.set(key, at);

			if (change.notBefore !== undefined) {
				changedAfter.set(key, change.notBefore);
			}

			if (change.change.task.status === 'FAILED') {
				unseenFailures.add(key);
			}
		}
	}

	const goneKeys = changes.filter(({kind}) => kind === 'gone').map(({task}) => taskKey(task));
	const all = [...observed.toReversed(), ...model.changes].slice(0, maxChanges);
	return {
		...model,
		marks,
		changedAt,
		changedAfter,
		firstSeen: withoutKeys(model.firstSeen, goneKeys),
		unseenFailures,
		changes: all,
		news: observed,
		missed: missedAfter(model.missed, watched, observed),
		recentSince: recentSince(all),
	};
};

/*
How fresh the list is after a scan: one that broke off leaves it partly as it was, and a complete one may have missed what moved meanwhile.
*/
const freshness = (
	watched: Watched,
	{snapshot, missing}: {readonly snapshot: Snapshot; readonly missing: ReadonlySet<string>},
	{startedAt, at}: {readonly startedAt: number; readonly at: number},
): Pick<Watched, 'lastCompleteAt' | 'lastComplete' | 'reached' | 'missedSince'> => {
	if (snapshot.isComplete) {
		return {
			lastCompleteAt: at,
			lastComplete: {startedAt, tookMs: Math.max(0, at - startedAt)},
			reached: nothingReached,
			missedSince: new Map(missing.values().map(key => [key, lastSeenAt(key, watched) ?? startedAt])),
		};
	}

	const {lastCompleteAt, lastComplete, missedSince} = watched;
	return {
		lastCompleteAt,
		lastComplete,
		reached: new Map([...watched.reached, ...snapshot.tasks.keys().map(key => [key, startedAt] as const)]),
		missedSince,
	};
};

/*
The target after a scan, with what is to be done next.
*/
const afterScan = (watched: Watched, {at, failure, chance, signIn, calls = 1}: Extract<Message, {type: 'scanEnded'}>, startedAt: number): Watched => ({
	...watched,
	lastStartedAt: startedAt,
	calls: watched.calls + calls,
	signIn,
	poll: {kind: 'waiting', nextAt: at},
	failure: failure === undefined
		? undefined
		: {
			failure,
			since: watched.failure?.since ?? at,
			count: watched.failure?.failure.kind === failure.kind ? watched.failure.count + 1 : 1,
			chance,
		},
});

/**
The model after a scan of a target: what it showed, when that happened as far as it is known, and what to do next. A scan that was given up changes nothing.
*/
export const endScan = (model: Model, message: Extract<Message, {type: 'scanEnded'}>): Model => {
	const watched = watchedOf(model, message);

	if (watched?.poll.kind !== 'scanning' || message.scanNumber !== watched.scanNumber) {
		return model;
	}

	const {at} = message;
	const {startedAt} = watched.poll;
	const snapshot = inTarget(inScope(message.snapshot, model), watched);
	const {ledger, changes} = enterScan(watched.ledger, snapshot);
	const anchored = model.isEditingFilter ? model : anchorCursor(model);
	const changed = withChanges({...anchored, firstSeen: firstSeenAfter(model, watched, snapshot, at)}, watched, changes, {startedAt, at});
	const entered: Watched = {
		...afterScan(watched, message, startedAt),
		...freshness(watched, {snapshot, missing: ledger.missing}, {startedAt, at}),
		ledger,
		lastChangeAt: changes.length === 0 ? watched.lastChangeAt : at,
	};
	const scanned = withWatched(changed, paced(changed, entered, at));
	return wait(snapshot.tasks.size === 0 ? scanned : beginRound(scanned, watched.id, at), snapshot);
};
