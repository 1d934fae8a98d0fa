import {isFinished} from '../imports/task.ts';
import {planImport, type Traits} from './import-plan.ts';
import {activeMs, type Course} from './phase.ts';
import {
	cancelledImport,
	type PlannedImport,
	plannedStatus,
	plannedTask,
	listedTask,
	type WireTask,
} from './planned-import.ts';
import {createRandom, type Random} from './random.ts';

/*
An import that is as it was given, until somebody changes it.
*/
type StillImport = {
	readonly kind: 'still';
	readonly task: WireTask;
};

type FleetImport = PlannedImport | StillImport;

/*
How new imports come to a fleet that moves.
*/
type Arrivals = {
	readonly seed: number;
	readonly nextNumber: number;

	/**
	When the next one starts, in epoch milliseconds.
	*/
	readonly nextAt: number;

	/**
	How many imports the fleet holds before the oldest that is over leaves it.
	*/
	readonly capacity: number;
};

/**
The imports of one account and region. A value: what changes it gives a new one.
*/
export type Fleet = {
	/**
	Newest first.
	*/
	readonly imports: readonly FleetImport[];

	/**
	Undefined for a fleet to which nothing comes by itself.
	*/
	readonly arrivals: Arrivals | undefined;
};

/**
What came of asking an import to stop.
*/
export type CancelResult =
	| {readonly kind: 'accepted'; readonly fleet: Fleet; readonly task: WireTask}
	| {readonly kind: 'refused'; readonly status: string}
	| {readonly kind: 'notFound'};

const leastCapacity = 60;

const arrivalMs = (seed: number, number: number): number => createRandom(seed, -number).whole(15_000, 20_000);

type Wish = {readonly status: string; readonly wishes: Partial<Traits>};

/*
What is under way when a fleet is created: every status that an active import can have.
*/
const underWay: readonly Wish[] = [
	{status: 'INITIALIZING', wishes: {createsGraph: true, sourceKind: 's3'}},
	{status: 'EXPORTING', wishes: {sourceKind: 'cluster', createsGraph: true, ending: 'succeeds'}},
	{status: 'ANALYZING_DATA', wishes: {ending: 'succeeds'}},
	{status: 'IMPORTING', wishes: {ending: 'succeeds', fit: 'fits'}},
	{status: 'ROLLING_BACK', wishes: {ending: 'fails', failsIn: 'IMPORTING'}},
	{status: 'REPROVISIONING', wishes: {ending: 'succeeds', fit: 'runsFull'}},
	{status: 'CANCELLING', wishes: {ending: 'isCancelled'}},
	{status: 'IMPORTING', wishes: {ending: 'succeeds', fit: 'runsFull'}},
];

/*
What is over when a fleet is created, newest first: first one of every kind, then as it comes.
*/
const over: ReadonlyArray<Partial<Traits>> = [
	{ending: 'succeeds'},
	{ending: 'fails', failsIn: 'IMPORTING'},
	{ending: 'isCancelled'},
	{ending: 'succeeds', sourceKind: 'snapshot', createsGraph: true},
	{
		ending: 'fails', failsIn: 'INITIALIZING', createsGraph: true, sourceKind: 's3',
	},
	{ending: 'isDeleted'},
];

const formats = ['CSV', 'OPEN_CYPHER', 'PARQUET', 'NTRIPLES'] as const;

/*
A moment inside the last phase of a course that has this status, in milliseconds from its beginning.
*/
const momentWith = (random: Random, course: Course, status: string): number => {
	const index = course.findLastIndex(phase => phase.status === status);
	const before = course.slice(0, index).reduce((sum, {durationMs}) => sum + durationMs, 0);
	return Math.round(before + ((course[index]?.durationMs ?? 0) * (0.1 + (random.fraction() * 0.7))));
};

/**
A fleet that moves: `size` imports are there already at `at` (epoch milliseconds), some of them under way, and new ones keep starting. Seed and time decide all that ever happens.
*/
export const createFleet = ({seed, at, size = 40}: {readonly seed: number; readonly at: number; readonly size?: number}): Fleet => {
	const random = createRandom(seed, 0);
	const imports: PlannedImport[] = [];

	for (const [index, {status, wishes}] of underWay.slice(0, size).entries()) {
		const plan = planImport(seed, size - index, wishes);
		imports.push({kind: 'planned', plan, startedAt: at - momentWith(random, plan.course, status)});
	}

	let endedAt = at;

	for (let index = 0; imports.length < size; index += 1) {
		const plan = planImport(seed, size - imports.length, {
			format: formats[index % formats.length] ?? 'CSV',
			...over[index],
			slowness: random.whole(8, 60),
		});
		endedAt -= random.whole(2 * 60_000, 40 * 60_000);
		imports.push({kind: 'planned', plan, startedAt: endedAt - Math.round(activeMs(plan.course))});
	}

	return {
		imports: imports.toSorted((one, other) => other.startedAt - one.startedAt),
		arrivals: {
			seed,
			nextNumber: size + 1,
			nextAt: at + arrivalMs(seed, size),
			capacity: Math.max(leastCapacity, size),
		},
	};
};

/**
A fleet of exactly these tasks, in this order, in which nothing moves by itself.
*/
export const stillFleet = (tasks: readonly WireTask[]): Fleet => ({
	imports: tasks.map(task => ({kind: 'still', task})),
	arrivals: undefined,
});

const taskIdOf = (entry: FleetImport): string => entry.kind === 'planned' ? entry.plan.taskId : entry.task.taskId;

const statusOf = (entry: FleetImport, at: number): string => entry.kind === 'planned' ? plannedStatus(entry, at) : (entry.task.status ?? '');

const taskOf = (entry: FleetImport, at: number): WireTask => entry.kind === 'planned' ? plannedTask(entry, at) : entry.task;

const find = ({imports}: Fleet, taskId: string): FleetImport | undefined => imports.find(entry => taskIdOf(entry) === taskId);

const replace = (fleet: Fleet, changed: FleetImport): Fleet => ({
	...fleet,
	imports: fleet.imports.map(entry => taskIdOf(entry) === taskIdOf(changed) ? changed : entry),
});

/*
Without the oldest imports that are over, as far as there are too many.
*/
const withinCapacity = (imports: readonly FleetImport[], capacity: number, at: number): readonly FleetImport[] => {
	if (imports.length <= capacity) {
		return imports;
	}

	const oldest = imports.findLastIndex(entry => isFinished(statusOf(entry, at)));
	return oldest === -1 ? imports : imports.toSpliced(oldest, 1);
};

/*
A clock that jumps ahead, as after a sleep, brings the imports of the last ten minutes and no more.
*/
const catchUpMs = 600_000;

/**
The fleet at `at` (epoch milliseconds), with the imports that have started meanwhile: the very same one when none has.
*/
export const advanceFleet = (fleet: Fleet, at: number): Fleet => {
	const {arrivals} = fleet;

	if (arrivals === undefined || at < arrivals.nextAt) {
		return fleet;
	}

	const {seed, capacity} = arrivals;
	let {imports} = fleet;
	let {nextNumber} = arrivals;
	let nextAt = Math.max(arrivals.nextAt, at - catchUpMs);

	while (nextAt <= at) {
		const started: PlannedImport = {kind: 'planned', plan: planImport(seed, nextNumber), startedAt: nextAt};
		imports = withinCapacity([started, ...imports], capacity, nextAt);
		nextAt += arrivalMs(seed, nextNumber);
		nextNumber += 1;
	}

	return {
		imports,
		arrivals: {
			seed, nextNumber, nextAt, capacity,
		},
	};
};

/**
A stretch of the list: the end is not part of it.
*/
export type ListRange = {
	readonly from: number;
	readonly to: number;
};

const wholeList: ListRange = {from: 0, to: Infinity};

/**
What `ListImportTasks` gives at `at` (epoch milliseconds), newest first: all pages together, or only a stretch of them.
*/
export const listFleet = ({imports}: Fleet, at: number, {from, to}: ListRange = wholeList): readonly WireTask[] => imports
	.slice(from, to)
	.map(entry => listedTask(taskOf(entry, at)));

/**
What `GetImportTask` gives at `at` (epoch milliseconds); undefined for a task that is not there.
*/
export const getImport = (fleet: Fleet, taskId: string, at: number): WireTask | undefined => {
	const entry = find(fleet, taskId);
	return entry && taskOf(entry, at);
};

/**
Asks an import to stop, at `at` (epoch milliseconds). One that is over, or rolling back already, refuses; one that is cancelling goes on cancelling. One that nothing moves stays CANCELLING.
*/
export const cancelImport = (fleet: Fleet, taskId: string, at: number): CancelResult => {
	const entry = find(fleet, taskId);

	if (entry === undefined) {
		return {kind: 'notFound'};
	}

	const status = statusOf(entry, at);

	if (status === 'ROLLING_BACK' || isFinished(status)) {
		return {kind: 'refused', status};
	}

	if (status === 'CANCELLING') {
		return {kind: 'accepted', fleet, task: listedTask(taskOf(entry, at))};
	}

	const cancelled: FleetImport = entry.kind === 'planned' ? cancelledImport(entry, at) : {kind: 'still', task: {...entry.task, status: 'CANCELLING'}};
	return {kind: 'accepted', fleet: replace(fleet, cancelled), task: listedTask(taskOf(cancelled, at))};
};

/**
The fleet with an import that is just as it is given here and moves no more: in place of the one with its id, or else as the newest.
*/
export const putImport = (fleet: Fleet, task: WireTask): Fleet => {
	const still: FleetImport = {kind: 'still', task};
	return find(fleet, task.taskId) === undefined ? {...fleet, imports: [still, ...fleet.imports]} : replace(fleet, still);
};

/**
The fleet in which an import has this status from `at` (epoch milliseconds) on, and is otherwise as it was then. It moves no more. Throws where there is no such import.
*/
export const setStatus = (fleet: Fleet, taskId: string, status: string, at: number): Fleet => {
	const task = getImport(fleet, taskId, at);

	if (task === undefined) {
		throw new RangeError(`The fleet has no import ${taskId}.`);
	}

	return putImport(fleet, {...task, status});
};

/**
The fleet without an import.
*/
export const removeImport = (fleet: Fleet, taskId: string): Fleet => ({
	...fleet,
	imports: fleet.imports.filter(entry => taskIdOf(entry) !== taskId),
});
