import {emptyLedger} from '../domain/ledger.ts';
import {type ObservedChange} from '../domain/change.ts';
import {type Remembered} from '../domain/remembered.ts';
import {firstTargetId, isSameList, type Target} from '../domain/target.ts';
import {type ImportTask, taskKey} from '../domain/task.ts';
import {type Model} from './model.ts';
import {forgetImports, withTargets, withWatched} from './targets.ts';
import {type Watched} from './watched.ts';

/*
What is remembered knows no other list than its own: its imports come to say of which target they are.
*/
const inTarget = (remembered: Remembered, {id}: Watched): Remembered => {
	if (id === firstTargetId) {
		return remembered;
	}

	const taskOf = (task: ImportTask): ImportTask => ({...task, targetId: id});
	const keyOf = (key: string): string => taskKey({taskId: key, targetId: id});
	const byKey = <Value>(entries: ReadonlyMap<string, Value>): ReadonlyMap<string, Value> => new Map(entries.entries().map(([key, value]) => [keyOf(key), value]));

	return {
		...remembered,
		tasks: new Map(remembered.tasks.entries().map(([key, task]) => [keyOf(key), taskOf(task)])),
		firstSeen: byKey(remembered.firstSeen),
		changedAt: byKey(remembered.changedAt),
		changedAfter: byKey(remembered.changedAfter),
		changes: remembered.changes.map((observed): ObservedChange => ({...observed, change: {...observed.change, task: taskOf(observed.change.task)}})),
	};
};

/*
Newest first, as both are.
*/
const merged = (one: Model['changes'], other: Model['changes']): Model['changes'] => one.length === 0 ? other : [...one, ...other].toSorted((a, b) => b.at - a.at);

/**
The model with what was observed of a target before this run: its first scan is compared with that, and what it finds is news. The list stands at once, as old as it is; nothing counts as read.

Where the whole list was never seen, nothing is listed, since what turns up is no news. Once a scan of it has ended it is too late to remember.
*/
export const remember = (model: Model, watched: Watched, remembered: Remembered): Model => {
	if (watched.lastStartedAt !== undefined) {
		return model;
	}

	const {tasks, firstSeen, changedAt, changedAfter, changes, until} = inTarget(remembered, watched);
	const known = {
		...model,
		firstSeen: new Map([...model.firstSeen, ...firstSeen]),
		changedAt: new Map([...model.changedAt, ...changedAt]),
		changedAfter: new Map([...model.changedAfter, ...changedAfter]),
		changes: merged(model.changes, changes),
	};
	const lastChangeAt = changes[0]?.at;
	return withWatched(known, until === undefined
		? {...watched, lastChangeAt}
		: {
			...watched,
			lastChangeAt,
			ledger: {tasks, missing: new Set(), hasBaseline: true},
			lastComplete: {startedAt: until, tookMs: 0},
			rememberedUntil: until,
		});
};

/*
The target as it was before anything was known of it, but for how it is asked.
*/
const begunAnew = (watched: Watched): Watched => ({
	...watched,
	ledger: emptyLedger,
	rememberedUntil: undefined,
	lastChangeAt: undefined,
	lastStartedAt: undefined,
	lastCompleteAt: undefined,
	lastComplete: undefined,
	reached: new Map(),
	missedSince: new Map(),
	details: {...watched.details, known: new Map(), round: {number: watched.details.round.number + 1, keys: []}},
});

/**
The model when it is known what a target is. Where that is another profile or region than before, since the configuration was changed meanwhile, nothing is known of it, and what comes is no news. Where another target is the same list already, it is not watched a second time.
*/
export const connect = (model: Model, watched: Watched, target: Target): Model => {
	const before = watched.target;

	if (before !== undefined && isSameList(before, target)) {
		return before.endpointUrl === target.endpointUrl ? model : withWatched(model, {...watched, target});
	}

	if (model.targets.values().some(other => other !== watched && other.target !== undefined && isSameList(other.target, target))) {
		const others = new Map(model.targets);
		others.delete(watched.id);
		return {...withTargets(forgetImports(model, watched), others), notice: `${target.profile} in ${target.region} is watched already`};
	}

	return before === undefined
		? withWatched(model, {...watched, target})
		: withWatched(forgetImports(model, watched), {...begunAnew(watched), target});
};
