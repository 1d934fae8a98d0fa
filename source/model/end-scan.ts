import {type Change, type ObservedChange} from '../domain/change.ts';
import {enterScan} from '../domain/ledger.ts';
import {elapsedBetween, type Moment, momentAt} from '../domain/moment.ts';
import {isGap, longestScanMs} from '../domain/schedule.ts';
import {type Snapshot} from '../domain/snapshot.ts';
import {taskKey} from '../domain/task.ts';
import {anchorCursor} from './cursor.ts';
import {beginRound} from './details-round.ts';
import {type Message} from './message.ts';
import {type Missed, type Model} from './model.ts';
import {withPace} from './polling.ts';
import {hasScope, isInScope} from './scope.ts';
import {wait} from './waiting.ts';

const nothingReached: Model['reached'] = new Map();

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
When the last scan began that saw an import, be it one that broke off.
*/
const lastSeenAt = (key: string, {lastComplete, missedSince, reached}: Pick<Model, 'lastComplete' | 'missedSince' | 'reached'>): number | undefined =>
	reached.get(key) ?? missedSince.get(key) ?? lastComplete?.startedAt;

/*
When a change happened that a scan has found, which began and ended at these times: as it was seen, or in the gap before, in which nothing was.
*/
const momentOf = (key: string, model: Model, {startedAt, at}: {readonly startedAt: number; readonly at: number}): Moment => {
	const {lastComplete, missedSince, pace} = model;
	const seenAt = lastSeenAt(key, model);

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
const missedAfter = ({missed, rememberedUntil, lastCompleteAt}: Model, observed: readonly ObservedChange[]): Missed | undefined => {
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
const firstSeenAfter = ({ledger, firstSeen}: Model, {tasks}: Snapshot, at: number): Model['firstSeen'] => ledger.hasBaseline
	? firstSeen
	: new Map([
		...tasks.entries().map(([key, {status}]) => [key, {at, status}] as const),
		...firstSeen,
	]);

const withChanges = (model: Model, changes: readonly Change[], scan: {readonly startedAt: number; readonly at: number}): Model => {
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

	const observed = changes.map(change => observe(change, model, momentOf(taskKey(change.task), model, scan)));
	const marks = new Map(freshMarks);
	const changedAt = new Map(model.changedAt);
	const changedAfter = new Map(model.changedAfter);
	const firstSeen = new Map(model.firstSeen);
	const unseenFailures = new Set(model.unseenFailures);

	for (const change of observed) {
		const key = taskKey(change.change.task);
		changedAfter.delete(key);
		unseenFailures.delete(key);

		if (change.change.kind === 'gone') {
			marks.delete(key);
			changedAt.delete(key);
			firstSeen.delete(key);
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

	const all = [...observed.toReversed(), ...model.changes].slice(0, maxChanges);
	return {
		...model,
		marks,
		changedAt,
		changedAfter,
		firstSeen,
		unseenFailures,
		changes: all,
		news: observed,
		missed: missedAfter(model, observed),
		recentSince: recentSince(all),
	};
};

/*
How fresh the list is after a scan: one that broke off leaves it partly as it was, and a complete one may have missed what moved meanwhile.
*/
const freshness = (
	model: Model,
	{snapshot, missing}: {readonly snapshot: Snapshot; readonly missing: ReadonlySet<string>},
	{startedAt, at}: {readonly startedAt: number; readonly at: number},
): Pick<Model, 'lastCompleteAt' | 'lastComplete' | 'reached' | 'missedSince'> => {
	if (snapshot.isComplete) {
		return {
			lastCompleteAt: at,
			lastComplete: {startedAt, tookMs: Math.max(0, at - startedAt)},
			reached: nothingReached,
			missedSince: new Map(missing.values().map(key => [key, lastSeenAt(key, model) ?? startedAt])),
		};
	}

	const {lastCompleteAt, lastComplete, missedSince} = model;
	return {
		lastCompleteAt,
		lastComplete,
		reached: new Map([...model.reached, ...snapshot.tasks.keys().map(key => [key, startedAt] as const)]),
		missedSince,
	};
};

/**
The model after a scan: what it showed, when that happened as far as it is known, and what to do next. A scan that was given up changes nothing.
*/
export const endScan = (model: Model, message: Extract<Message, {type: 'scanEnded'}>): Model => {
	if (model.poll.kind !== 'scanning' || message.scanNumber !== model.scanNumber) {
		return model;
	}

	const {at, failure, chance} = message;
	const {startedAt} = model.poll;
	const snapshot = inScope(message.snapshot, model);
	const {ledger, changes} = enterScan(model.ledger, snapshot);
	const anchored = model.isEditingFilter ? model : anchorCursor(model);
	const changed = withChanges({...anchored, ledger, firstSeen: firstSeenAfter(model, snapshot, at)}, changes, {startedAt, at});

	const entered = withPace({
		...changed,
		...freshness(model, {snapshot, missing: ledger.missing}, {startedAt, at}),
		lastStartedAt: startedAt,
		signIn: message.signIn,
		poll: {kind: 'waiting', nextAt: at},
		failure: failure === undefined
			? undefined
			: {
				failure,
				since: model.failure?.since ?? at,
				count: model.failure?.failure.kind === failure.kind ? model.failure.count + 1 : 1,
				chance,
			},
	}, at);
	return wait(snapshot.tasks.size === 0 ? entered : beginRound(entered, at), snapshot);
};
