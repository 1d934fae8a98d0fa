import process from 'node:process';
import {
	beforeAll,
	describe,
	expect,
	test,
} from 'vitest';
import {type ObservedChange} from '../source/imports/change.ts';
import {type FailureKind} from '../source/imports/failures/failure.ts';
import {type PollPlan, type Source} from '../source/imports/polling/poll.ts';
import {type ImportTask} from '../source/imports/task.ts';
import {type Model} from '../source/app/model.ts';
import {untilAborted} from '../source/neptune/requests.ts';
import {type FaultKind} from '../source/simulator/fault.ts';
import {stillFleet} from '../source/simulator/fleet.ts';
import {createRandom, type Random} from '../source/simulator/random.ts';
import {startSimulator, type Simulator, type SimulatorRequest} from '../source/simulator/server.ts';
import {
	changeInvariants,
	createChangeOracle,
	type Instant,
	type Sighting,
} from './support/change-oracle.ts';
import {createHandClock, type HandClock} from './support/hand-clock.ts';
import {
	only,
	planOf,
	recordsOf,
	startAt,
	statusesOf,
} from './support/model.ts';
import {createMovingList, graphs, type MovingList} from './support/moving-list.ts';
import {offsetOf, pageSize} from './support/pages.ts';
import {stressCount} from './support/stress.ts';
import {watchSimulator, type Watching} from './support/watching.ts';

/*
Hundreds of scans of a list that changes between scans and between pages, with faults, pauses, sleeps, and a clock that is set back. Each seed is reproducible. `SOAK_SEEDS=7,8 SOAK_SCANS=2000 npx vitest run test/soak.test.ts` runs other seeds for longer.
*/
const seeds = process.env['SOAK_SEEDS']?.split(',').map(Number) ?? Array.from({length: stressCount({usual: 1, full: 8})}, (_, index) => index + 1);
const scansPerSeed = Number(process.env['SOAK_SCANS'] ?? 600);

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const invariants = {
	...changeInvariants,
	alone: 'only one scan runs at a time',
	due: 'no scan starts before it is due, except for a refresh',
	interval: 'the delay to the next scan is as the interval and the failure require',
	complete: 'a scan has no failure if and only if it read the complete list',
	aborted: 'an aborted scan changes nothing',
} as const;

type Invariant = keyof typeof invariants;

type SoakResult = {
	/**
	Each text contains the seed and the step.
	*/
	readonly violations: ReadonlyMap<Invariant, readonly string[]>;

	/**
	The number of events by name.
	*/
	readonly counts: ReadonlyMap<string, number>;
};

const exception = (status: number, code: string, message: string): FaultKind => ({
	kind: 'error',
	status,
	code,
	message,
});

const faults: readonly [FaultKind, ...FaultKind[]] = [
	exception(429, 'ThrottlingException', 'Rate exceeded'),
	{
		kind: 'error', status: 429, code: 'ThrottlingException', message: 'Rate exceeded', retryAfterSeconds: 7,
	},
	exception(500, 'InternalServerException', 'An internal error occurred.'),
	exception(503, 'ServiceUnavailableException', 'Service Unavailable'),
	exception(403, 'ExpiredTokenException', 'The security token included in the request is expired'),
	exception(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.'),
	exception(403, 'AccessDeniedException', 'User is not authorized to perform: neptune-graph:ListImportTasks'),
	exception(403, 'InvalidSignatureException', 'Signature expired: 20260301T120000Z is now earlier than 20260301T121500Z'),
	{kind: 'reset'},
	{kind: 'reset'},
	{kind: 'cutOff'},
	{kind: 'cutOff'},
	{kind: 'body', body: '<!doctype html><title>Sign in</title>', contentType: 'text/html'},
	{kind: 'body', body: '{}'},
	{kind: 'body', body: '{"tasks": null}'},
	{kind: 'body', body: '{"tasks": ['},
	{kind: 'refuseToken'},
	{kind: 'refuseToken'},
	{kind: 'refuseToken'},
	{kind: 'repeatToken'},
	{kind: 'repeatToken'},
];

/*
For the next `scans` scans, requests for `page` or a later page meet the fault.
*/
type Outage = {readonly fault: FaultKind; readonly page: number; readonly scans: number};

/*
The responses to one scan.
*/
type ScanRecord = {
	readonly begin: Instant;

	/**
	The sightings of each run over the pages; a scan that starts over has several.
	*/
	readonly runs: Array<Map<string, Sighting>>;

	/**
	Whether the last response succeeded and was the last page.
	*/
	isComplete: boolean;
	hasEnded: boolean;
	isAborted: boolean;
};

type Observer = {
	readonly count: (name: string) => void;
	readonly violate: (invariant: Invariant, text: string) => void;
};

/*
A clock that jumps at random.
*/
type Time = {
	readonly clock: HandClock;
	readonly instant: () => Instant;

	/**
	The time that the machine was awake, independent of clock changes.
	*/
	readonly awakeMs: () => number;

	/**
	Sets the clock back, or makes the machine sleep for hours.
	*/
	readonly disturb: (random: Random) => void;
};

const createTime = (turnCount: () => number): Time => {
	const clock = createHandClock(startAt);
	let jumpedMs = 0;
	let timesSetBack = 0;

	return {
		clock,
		instant: () => ({at: clock.now(), turnCount: turnCount(), timesSetBack}),
		awakeMs: () => clock.now() - jumpedMs,
		disturb(random) {
			const isSleep = random.chance(0.6);
			const byMs = isSleep ? random.whole(1, 10) * hourMs : -random.whole(1, 7200) * 1000;
			clock.jump(byMs);
			jumpedMs += byMs;
			timesSetBack += isSleep ? 0 : 1;
		},
	};
};

/*
The bounds of the time between the starts of two scans, in milliseconds.
*/
const allowedDelay = (kind: FailureKind | undefined, intervalMs: number): {readonly least: number; readonly most: number} => {
	switch (kind) {
		case 'throttled':
		case 'service': {
			return {least: intervalMs, most: Math.max(intervalMs, 2 * minuteMs)};
		}

		case 'permission':
		case 'configuration': {
			return {least: minuteMs, most: minuteMs};
		}

		case 'credentials':
		case 'network':
		case 'protocol':
		case 'clock':
		case undefined: {
			return {least: intervalMs, most: intervalMs};
		}
	}
};

/*
Checks when scans start.
*/
type Timekeeper = {
	/**
	Call it with each model.
	*/
	readonly follow: (model: Model) => void;
	readonly observeScan: (scan: Source['scan']) => Source['scan'];

	/**
	Call it before a refresh.
	*/
	readonly expectScan: () => void;

	/**
	In milliseconds.
	*/
	readonly untilDue: () => number;
	readonly latest: () => ScanRecord | undefined;
};

const createTimekeeper = ({clock, instant, awakeMs}: Time, {violate}: Observer): Timekeeper => {
	let plan: PollPlan = {kind: 'rest'};
	let dueAt = 0;
	let begunAt = 0;
	let isExpected = false;
	let latest: ScanRecord | undefined;

	return {
		follow(model) {
			const next = planOf(model);

			if (next.kind === 'scan' && plan.kind !== 'scan') {
				begunAt = clock.now();
			}

			if (next.kind !== 'wait' || (plan.kind === 'wait' && plan.until === next.until)) {
				plan = next;
				return;
			}

			const now = clock.now();
			plan = next;
			dueAt = awakeMs() + Math.max(0, next.until - now);
			const {least, most} = allowedDelay(only(model).failure?.failure.kind, only(model).pace.intervalMs);
			const lastStartedAt = Math.min(only(model).lastStartedAt ?? now, now);

			// A scan that a pause aborted starts again at least a second after its start.
			const restartAt = only(model).lastStartedAt === begunAt ? now : begunAt + 1000;

			if (next.until >= lastStartedAt + least && next.until <= Math.max(now, lastStartedAt + most, restartAt)) {
				return;
			}

			const reason = only(model).failure?.failure.kind ?? 'success';
			violate('interval', `the next scan is due ${next.until - lastStartedAt} ms after the start of the last one, for ${reason} at ${only(model).pace.intervalMs} ms`);
		},
		observeScan: scan => async signal => {
			if (latest !== undefined && !latest.hasEnded && !latest.isAborted) {
				violate('alone', 'a scan starts while another one runs');
			}

			// A wait ends when its time has passed, or when the clock says so after a sleep.
			if (!isExpected && awakeMs() < dueAt && (plan.kind !== 'wait' || clock.now() < plan.until)) {
				violate('due', `a scan starts ${dueAt - awakeMs()} ms before it is due`);
			}

			isExpected = false;
			const record: ScanRecord = {
				begin: instant(), runs: [], isComplete: false, hasEnded: false, isAborted: false,
			};
			latest = record;

			// The watcher aborts ended scans too, without effect.
			signal.addEventListener('abort', () => {
				record.isAborted = !record.hasEnded;
			});

			try {
				return await scan(signal);
			} finally {
				record.hasEnded = true;
			}
		},
		expectScan() {
			isExpected = true;
		},
		untilDue: () => dueAt - awakeMs(),
		latest: () => latest,
	};
};

/*
Records the imports of a page.
*/
const recordPage = (record: ScanRecord, request: SimulatorRequest, {tasks, fault, at, isWatched}: {
	readonly tasks: readonly ImportTask[];
	readonly fault: FaultKind | undefined;
	readonly at: Instant;
	readonly isWatched: (task: ImportTask) => boolean;
}): void => {
	const offset = offsetOf(request);

	if (request.query['nextToken'] === undefined) {
		record.runs.push(new Map());
	}

	if (fault === undefined || fault.kind === 'repeatToken') {
		const watchedTasks = tasks.slice(offset, offset + pageSize).filter(task => isWatched(task));

		for (const task of watchedTasks) {
			record.runs.at(-1)?.set(task.taskId, {...at, status: task.status});
		}
	}

	record.isComplete = fault === undefined && offset + pageSize >= tasks.length;
};

type ServiceSettings = {
	readonly random: Random;
	readonly list: MovingList;
	readonly time: Time;
	readonly observer: Observer;
	readonly isWatched: (task: ImportTask) => boolean;
	readonly latest: () => ScanRecord | undefined;
	readonly pause: () => void;
	readonly outage: () => Outage;
};

const faultFor = ({page = 1}: SimulatorRequest, {random, outage}: ServiceSettings): FaultKind | undefined => {
	const {scans, page: from, fault} = outage();
	const isOut = scans > 0 && page >= from;

	if (!isOut && !random.chance(0.06)) {
		return undefined;
	}

	const found = isOut ? fault : random.pick(faults);
	return page === 1 && found.kind === 'refuseToken' ? undefined : found;
};

/*
A service whose list changes between pages, and whose requests fail at random.
*/
const startFaultyService = async (settings: ServiceSettings): Promise<Simulator> => {
	const {random, list, time, observer, isWatched, latest, pause} = settings;

	const onRequest = (request: SimulatorRequest): void => {
		const record = latest();
		time.clock.pass(random.chance(0.05) ? 5000 : random.whole(0, 400));

		for (let moves = random.chance(0.35) ? random.whole(1, 5) : 0; moves > 0; moves--) {
			list.move(time.clock.now());
		}

		if (random.chance(0.005)) {
			time.disturb(random);
		}

		if (random.chance(0.01)) {
			pause();
		}

		if (record === undefined || record.isAborted) {
			return;
		}

		const tasks = list.tasks();
		const fault = faultFor(request, settings);
		simulator.update(() => stillFleet(tasks));
		recordPage(record, request, {
			tasks, fault, at: time.instant(), isWatched,
		});

		if (fault === undefined) {
			return;
		}

		simulator.injectFault({...fault, times: 1});
		observer.count(fault.kind);
	};

	const simulator = await startSimulator({fleet: stillFleet([]), clock: time.clock.now, onRequest});
	return simulator;
};

type Run = {
	readonly random: Random;
	readonly list: MovingList;
	readonly time: Time;
	readonly watching: Watching;
	readonly timekeeper: Timekeeper;
};

/*
Random events between two scans. A scan may start meanwhile, as after a sleep.
*/
const disturbRun = ({random, list, time, watching: {store, clock, command}, timekeeper}: Run): void => {
	const isScanning = (): boolean => only(store.getModel()).poll.kind === 'scanning';

	if (random.chance(0.02)) {
		list.resize(random.pick([0, 1, 99, 100, 101, 200, 201, random.whole(0, 350), random.whole(0, 350), random.whole(0, 350)]), clock.now());
	}

	for (let moves = random.chance(0.8) ? random.whole(0, 6) : 0; moves > 0; moves--) {
		list.move(clock.now());

		if (!isScanning() && random.chance(0.3)) {
			clock.pass(random.whole(0, Math.max(0, Math.floor(timekeeper.untilDue()) - 1)));
		}
	}

	if (random.chance(0.03)) {
		time.disturb(random);
	}

	if (random.chance(0.06)) {
		command(only(store.getModel()).pace.intervalMs < minuteMs ? random.pick(['lengthenInterval', 'shortenInterval', 'adaptInterval', 'cursorDown']) : 'shortenInterval');
	}

	if (isScanning() || !random.chance(0.03)) {
		return;
	}

	command('togglePause');
	clock.pass(random.whole(0, random.pick([1, 60, 10_800])) * 1000);
};

/*
Starts the next scan, when it is due or by key.
*/
const startNextScan = ({random, watching: {store, clock, command}, timekeeper}: Run): void => {
	if (only(store.getModel()).poll.kind === 'scanning') {
		return;
	}

	if (random.chance(only(store.getModel()).isPaused ? 0.4 : 0.08)) {
		timekeeper.expectScan();
		command('refresh');
		return;
	}

	if (only(store.getModel()).isPaused) {
		command('togglePause');
	}

	clock.pass(Math.max(0, timekeeper.untilDue()));
};

/*
The changes that are new in this model, oldest first.
*/
const changesSince = (before: Model, {changes}: Model): readonly ObservedChange[] => {
	const [known] = before.changes;
	const index = known === undefined ? -1 : changes.indexOf(known);
	return changes.slice(0, index === -1 ? changes.length : index).toReversed();
};

const observationsIn = (model: Model): readonly unknown[] => recordsOf(model).flatMap(({task, missingSince, reachedAt}) => [task, missingSince, reachedAt]);

const sightingsOf = ({runs, isComplete}: ScanRecord): ReadonlyMap<string, Sighting> => new Map((isComplete ? runs.slice(-1) : runs).flatMap(run => [...run]));

// Only a scan that hangs takes this long.
const scanTimeoutMs = 30_000;

const soak = async (seed: number): Promise<SoakResult> => {
	const violations = new Map<Invariant, string[]>();
	const counts = new Map<string, number>();
	let step = 0;
	const observer: Observer = {
		count(name) {
			counts.set(name, (counts.get(name) ?? 0) + 1);
		},
		violate(invariant, text) {
			violations.set(invariant, [...violations.get(invariant) ?? [], `seed ${seed}, step ${step}: ${text}`]);
		},
	};
	const random = createRandom(seed, 1);
	const list = createMovingList(createRandom(seed, 2));
	const time = createTime(list.turnCount);
	const timekeeper = createTimekeeper(time, observer);
	const oracle = createChangeOracle({turnsOf: list.turnsOf, toleranceMs: 10 * minuteMs, violate: observer.violate});
	const graphId = seed % 3 === 0 ? graphs[0] : undefined;
	let outage: Outage = {fault: faults[0], page: 1, scans: 0};
	list.resize(random.whole(0, 350), time.clock.now());

	const simulator = await startFaultyService({
		random: createRandom(seed, 3),
		list,
		time,
		observer,
		isWatched: task => graphId === undefined || task.graphId === graphId,
		latest: timekeeper.latest,
		pause() {
			watching.command('togglePause');
		},
		outage: () => outage,
	});
	timekeeper.expectScan();
	const watching = watchSimulator(simulator.url, {
		clock: time.clock,
		random: createRandom(seed, 4).fraction,
		settings: {credentials: {accessKeyId: 'AKIADEMO', secretAccessKey: 'example'}},
		model: {graphId, intervalMs: seed % 2 === 0 ? 10_000 : undefined},
		observeScan: timekeeper.observeScan,
	});
	watching.store.subscribe(() => {
		timekeeper.follow(watching.store.getModel());
	});

	const run: Run = {
		random, list, time, watching, timekeeper,
	};

	const takeStep = async (): Promise<void> => {
		const before = watching.store.getModel();
		disturbRun(run);
		outage = random.chance(0.03) ? {fault: random.pick(faults), page: random.pick([1, 1, 2, 3]), scans: random.whole(1, 6)} : {...outage, scans: outage.scans - 1};

		startNextScan(run);
		const model = await untilAborted(watching.scanEnd(), AbortSignal.timeout(scanTimeoutMs));
		const record = timekeeper.latest();

		if (record === undefined || record.isAborted) {
			observer.count('aborted');

			if (model.changes !== before.changes || observationsIn(model).some((observation, index) => observation !== observationsIn(before)[index])) {
				observer.violate('aborted', 'an aborted scan changed the model');
			}

			return;
		}

		const changes = changesSince(before, model);
		observer.count(record.isComplete ? 'complete' : 'incomplete');

		for (const {change, notBefore} of changes) {
			observer.count(change.kind);
			observer.count(notBefore === undefined ? 'at a time' : 'within a span');
		}

		if (record.isComplete !== (only(model).failure === undefined)) {
			observer.violate('complete', `a scan was ${record.isComplete ? 'complete' : 'incomplete'}, but the failure is ${only(model).failure?.failure.sentence ?? 'none'}`);
		}

		oracle.judge({
			sightings: sightingsOf(record), isComplete: record.isComplete, begin: record.begin, end: time.instant(),
		}, {changes, statuses: statusesOf(model)});
	};

	try {
		for (step = 1; step <= scansPerSeed; step++) {
			await takeStep(); // eslint-disable-line no-await-in-loop -- One scan after the other.
		}
	} catch (error: unknown) {
		throw new Error(`seed ${seed}, step ${step}: ${String(error)}`, {cause: error});
	} finally {
		await watching.close();
		await simulator.close();
	}

	return {violations, counts};
};

describe.each(seeds)(`${scansPerSeed} scans of seed %i`, seed => {
	let result: SoakResult = {violations: new Map(), counts: new Map()};

	beforeAll(async () => {
		result = await soak(seed);
	});

	test.skipIf(scansPerSeed < 600)('contain every kind of event', () => {
		const names = ['complete', 'incomplete', 'aborted', 'changed', 'appeared', 'gone', 'at a time', 'within a span', ...new Set(faults.map(({kind}) => kind))];
		expect(names.filter(name => !result.counts.has(name))).toEqual([]);
	});

	test.each(Object.entries(invariants))('%s: %s', name => {
		const violations = result.violations.get(name as Invariant) ?? []; // The names are the keys of the table.
		expect(violations.slice(0, 10)).toEqual([]);
	});
});
