import {isFinished, knownFormats} from '../imports/task.ts';
import {planImport, type Traits} from './import-plan.ts';
import {activeMs, type Course} from './phase.ts';
import {
	cancelledImport,
	type PlannedImport,
	plannedStatus,
	plannedTask,
	listedTask,
	type WireGraph,
	type WireTask,
} from './planned-import.ts';
import {createRandom, type Random} from './random.ts';

// An import that changes only through `setStatus`, `putImport` and `cancelImport`.
type StillImport = {
	readonly kind: 'still';
	readonly task: WireTask;
};

export type FleetImport = PlannedImport | StillImport;

type Arrivals = {
	readonly seed: number;
	readonly nextNumber: number;
	readonly nextAt: number;

	/**
	Above this number of imports, each arrival removes the oldest finished one.
	*/
	readonly capacity: number;
};

/**
The changes that calls made to a graph. The rest of its state follows from its imports.
*/
export type GraphEdit = {
	/**
	Replaces what the service would return.
	*/
	readonly fields: Partial<WireGraph>;

	/**
	The statuses until the graph is available again. `until` is in epoch milliseconds.
	*/
	readonly work: ReadonlyArray<{readonly status: string; readonly until: number}>;

	/**
	The imports whose data a reset has deleted.
	*/
	readonly deletedTaskIds: ReadonlySet<string>;
};

/**
Immutable. The newest import comes first.
*/
export type Fleet = {
	readonly imports: readonly FleetImport[];
	readonly arrivals: Arrivals | undefined;

	/**
	By graph ID.
	*/
	readonly graphEdits: ReadonlyMap<string, GraphEdit>;

	/**
	The number of imports that calls have started.
	*/
	readonly startedCount: number;
};

const noCalls = {graphEdits: new Map<string, GraphEdit>(), startedCount: 0} as const;

type CancelResult =
	| {readonly kind: 'accepted'; readonly fleet: Fleet; readonly task: WireTask}
	| {readonly kind: 'refused'; readonly status: string}
	| {readonly kind: 'notFound'};

const minCapacity = 60;

const arrivalMs = (seed: number, number: number): number => createRandom(seed, -number).whole(15_000, 20_000);

const activeImports: ReadonlyArray<{readonly status: string; readonly traits: Partial<Traits>}> = [
	{status: 'INITIALIZING', traits: {createsGraph: true, sourceKind: 's3'}},
	{status: 'EXPORTING', traits: {sourceKind: 'cluster', createsGraph: true, ending: 'succeeds'}},
	{status: 'ANALYZING_DATA', traits: {ending: 'succeeds'}},
	{status: 'IMPORTING', traits: {ending: 'succeeds', fit: 'fits'}},
	{status: 'ROLLING_BACK', traits: {ending: 'fails', failsIn: 'IMPORTING'}},
	{status: 'REPROVISIONING', traits: {ending: 'succeeds', fit: 'runsFull'}},
	{status: 'CANCELLING', traits: {ending: 'isCancelled'}},
	{status: 'IMPORTING', traits: {ending: 'succeeds', fit: 'runsFull'}},
];

// The finished imports of a new fleet, newest first. The remaining ones are random.
const finishedImports: ReadonlyArray<Partial<Traits>> = [
	{ending: 'succeeds'},
	{ending: 'fails', failsIn: 'IMPORTING'},
	{ending: 'isCancelled'},
	{ending: 'succeeds', sourceKind: 'snapshot', createsGraph: true},
	{
		ending: 'fails', failsIn: 'INITIALIZING', createsGraph: true, sourceKind: 's3',
	},
	{ending: 'isDeleted'},
];

// Draws a time within the last phase with this status, in milliseconds since the start.
const drawElapsedMs = (random: Random, course: Course, status: string): number => {
	const index = course.findLastIndex(phase => phase.status === status);
	const before = course.slice(0, index).reduce((sum, {durationMs}) => sum + durationMs, 0);
	return Math.round(before + ((course[index]?.durationMs ?? 0) * (0.1 + (random.fraction() * 0.7))));
};

/**
Creates a fleet of `size` imports, some of them active, to which new imports keep arriving. The fleet is a function of seed and time. Here and below, `at` is the current time in epoch milliseconds.
*/
export const createFleet = ({seed, at, size = 40}: {readonly seed: number; readonly at: number; readonly size?: number}): Fleet => {
	const random = createRandom(seed, 0);
	const imports: PlannedImport[] = [];

	for (const [index, {status, traits}] of activeImports.slice(0, size).entries()) {
		const plan = planImport(seed, size - index, traits);
		imports.push({kind: 'planned', plan, startedAt: at - drawElapsedMs(random, plan.course, status)});
	}

	let endedAt = at;

	for (let index = 0; imports.length < size; index += 1) {
		const plan = planImport(seed, size - imports.length, {
			format: knownFormats[index % knownFormats.length] ?? 'CSV',
			...finishedImports[index],
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
			capacity: Math.max(minCapacity, size),
		},
		...noCalls,
	};
};

/**
Creates a fleet of exactly these tasks. They don't change, and no others arrive.
*/
export const stillFleet = (tasks: readonly WireTask[]): Fleet => ({
	imports: tasks.map(task => ({kind: 'still', task})),
	arrivals: undefined,
	...noCalls,
});

export const taskIdOf = (entry: FleetImport): string => entry.kind === 'planned' ? entry.plan.taskId : entry.task.taskId;

export const statusOf = (entry: FleetImport, at: number): string => entry.kind === 'planned' ? plannedStatus(entry, at) : (entry.task.status ?? '');

export const taskOf = (entry: FleetImport, at: number): WireTask => entry.kind === 'planned' ? plannedTask(entry, at) : entry.task;

const findImport = ({imports}: Fleet, taskId: string): FleetImport | undefined => imports.find(entry => taskIdOf(entry) === taskId);

const replace = (fleet: Fleet, changed: FleetImport): Fleet => ({
	...fleet,
	imports: fleet.imports.map(entry => taskIdOf(entry) === taskIdOf(changed) ? changed : entry),
});

const dropOldest = (imports: readonly FleetImport[], capacity: number, at: number): readonly FleetImport[] => {
	if (imports.length <= capacity) {
		return imports;
	}

	const oldest = imports.findLastIndex(entry => isFinished(statusOf(entry, at)));
	return oldest === -1 ? imports : imports.toSpliced(oldest, 1);
};

// After a jump of the clock, for example after sleep, only the imports of the last ten minutes arrive.
const catchUpMs = 600_000;

/**
Adds the imports that have started meanwhile. Returns the same object if there are none.
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
		imports = dropOldest([started, ...imports], capacity, nextAt);
		nextAt += arrivalMs(seed, nextNumber);
		nextNumber += 1;
	}

	return {
		...fleet,
		imports,
		arrivals: {
			seed, nextNumber, nextAt, capacity,
		},
	};
};

type ListRange = {
	readonly from: number;
	readonly to: number;
};

const wholeList: ListRange = {from: 0, to: Infinity};

/**
Returns the tasks as in `ListImportTasks`, newest first.
*/
export const listFleet = ({imports}: Fleet, at: number, {from, to}: ListRange = wholeList): readonly WireTask[] => imports
	.slice(from, to)
	.map(entry => listedTask(taskOf(entry, at)));

/**
Returns the task as in `GetImportTask`.
*/
export const getImport = (fleet: Fleet, taskId: string, at: number): WireTask | undefined => {
	const entry = findImport(fleet, taskId);
	return entry && taskOf(entry, at);
};

/**
Cancels an import, unless it has finished or is rolling back. A still import remains CANCELLING.
*/
export const cancelImport = (fleet: Fleet, taskId: string, at: number): CancelResult => {
	const entry = findImport(fleet, taskId);

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
Adds a still import as the newest, or replaces the import with the same ID.
*/
export const putImport = (fleet: Fleet, task: WireTask): Fleet => {
	const still: FleetImport = {kind: 'still', task};
	return findImport(fleet, task.taskId) === undefined ? {...fleet, imports: [still, ...fleet.imports]} : replace(fleet, still);
};

/**
Adds an import that makes progress, as the newest.
*/
export const startImport = (fleet: Fleet, started: PlannedImport): Fleet => ({
	...fleet,
	imports: [started, ...fleet.imports],
	startedCount: fleet.startedCount + 1,
});

/**
Replaces an import with a still one in this status. Throws a `RangeError` if there is no such import.
*/
export const setStatus = (fleet: Fleet, taskId: string, status: string, at: number): Fleet => {
	const task = getImport(fleet, taskId, at);

	if (task === undefined) {
		throw new RangeError(`The fleet has no import ${taskId}.`);
	}

	return putImport(fleet, {...task, status});
};

export const removeImport = (fleet: Fleet, taskId: string): Fleet => ({
	...fleet,
	imports: fleet.imports.filter(entry => taskIdOf(entry) !== taskId),
});
