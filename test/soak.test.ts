import process from 'node:process';
import {
	beforeAll,
	describe,
	expect,
	test,
} from 'vitest';
import {type ObservedChange} from '../source/imports/change.ts';
import {type FailureKind} from '../source/imports/failure.ts';
import {type PollPlan} from '../source/imports/poll.ts';
import {type ImportTask} from '../source/imports/task.ts';
import {type Model} from '../source/app/model.ts';
import {untilAborted} from '../source/neptune/requests.ts';
import {type FaultKind} from '../source/simulator/fault.ts';
import {stillFleet} from '../source/simulator/fleet.ts';
import {decodePageToken} from '../source/simulator/service.ts';
import {createRandom, type Random} from '../source/simulator/random.ts';
import {startSimulator, type Simulator, type SimulatorRequest} from '../source/simulator/server.ts';
import {type ScanList} from '../source/runtime/polling/watcher.ts';
import {
	changeLaws,
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
} from './support/model.ts';
import {createMovingList, graphs, type MovingList} from './support/moving-list.ts';
import {stressCount} from './support/stress.ts';
import {watchSimulator, type Watching} from './support/watching.ts';

/*
Hundreds of scans of a list that moves between scans and between pages, with faults, pauses, sleeps, and a clock that is set back. A seed decides everything: `SOAK_SEEDS=7,8 SOAK_SCANS=2000 npx vitest run test/soak.test.ts` soaks others, for longer.
*/
const seeds = process.env['SOAK_SEEDS']?.split(',').map(Number) ?? Array.from({length: stressCount({usual: 1, full: 8})}, (_, index) => index + 1);
const scansPerSeed = Number(process.env['SOAK_SCANS'] ?? 600);

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const laws = {
	...changeLaws,
	alone: 'no two scans are under way at a time',
	due: 'no scan begins sooner than it is due, but for a refresh',
	pace: 'no try is due sooner after another than the pace or the failure allows, nor put off for longer',
	whole: 'a scan that read the whole list, and no other, is free of failure',
	givenUp: 'a scan that was given up changes nothing',
} as const;

type Law = keyof typeof laws;

/*
What came of a run.
*/
type Soaked = {
	/**
	Each with its seed and step.
	*/
	readonly violations: ReadonlyMap<Law, readonly string[]>;

	/**
	How often each thing happened.
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
A stretch of trouble: for so many scans more, whoever asks for this page, or a later one, meets this.
*/
type Outage = {readonly fault: FaultKind; readonly page: number; readonly scans: number};

/*
What the service did for one scan.
*/
type ScanRecord = {
	readonly begin: Instant;

	/**
	What each run over the pages was told; a scan that starts over has several.
	*/
	readonly runs: Array<Map<string, Sighting>>;

	/**
	Whether the last answer was one, and the end of the list.
	*/
	isWhole: boolean;
	hasEnded: boolean;
	isGivenUp: boolean;
};

/*
What happened, and what should not have.
*/
type Notes = {
	readonly count: (name: string) => void;
	readonly violate: (law: Law, text: string) => void;
};

/*
A clock that is also set, and what tells one time from another then.
*/
type Time = {
	readonly clock: HandClock;
	readonly instant: () => Instant;

	/**
	How many milliseconds the machine has been awake, however the clock was set.
	*/
	readonly awakeMs: () => number;

	/**
	Sets the clock back, or lets the machine sleep for hours.
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
How long may lie between the beginnings of two tries, in milliseconds.
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
Looks after when scans begin.
*/
type Timekeeper = {
	/**
	To be called with each model.
	*/
	readonly follow: (model: Model) => void;
	readonly observeScan: (scan: ScanList) => ScanList;

	/**
	To be called before a scan is asked for out of turn.
	*/
	readonly ask: () => void;

	/**
	How long until the next scan is due, in milliseconds.
	*/
	readonly untilDue: () => number;

	/**
	The scan that began last.
	*/
	readonly latest: () => ScanRecord | undefined;
};

const createTimekeeper = ({clock, instant, awakeMs}: Time, {violate}: Notes): Timekeeper => {
	let plan: PollPlan = {kind: 'rest'};
	let dueAt = 0;
	let isAsked = false;
	let latest: ScanRecord | undefined;

	return {
		follow(model) {
			const next = planOf(model);

			if (next.kind !== 'wait' || (plan.kind === 'wait' && plan.until === next.until)) {
				plan = next;
				return;
			}

			const now = clock.now();
			plan = next;
			dueAt = awakeMs() + Math.max(0, next.until - now);
			const {least, most} = allowedDelay(only(model).failure?.failure.kind, only(model).pace.intervalMs);
			const lastStartedAt = Math.min(only(model).lastStartedAt ?? now, now);

			if (next.until < lastStartedAt + least || next.until > Math.max(now, lastStartedAt + most)) {
				violate('pace', `the next try is due ${next.until - lastStartedAt} ms after the last began, for ${only(model).failure?.failure.kind ?? 'success'} at ${only(model).pace.intervalMs} ms`);
			}
		},
		observeScan: scan => async signal => {
			if (latest !== undefined && !latest.hasEnded && !latest.isGivenUp) {
				violate('alone', 'a scan begins while another is under way');
			}

			// A wait is over when it has been waited for as long, and when the clock says so after a sleep.
			if (!isAsked && awakeMs() < dueAt && (plan.kind !== 'wait' || clock.now() < plan.until)) {
				violate('due', `a scan begins ${dueAt - awakeMs()} ms before it is due`);
			}

			isAsked = false;
			const record: ScanRecord = {
				begin: instant(), runs: [], isWhole: false, hasEnded: false, isGivenUp: false,
			};
			latest = record;

			// A scan that has ended is aborted as well, to no effect.
			signal.addEventListener('abort', () => {
				record.isGivenUp = !record.hasEnded;
			});

			try {
				return await scan(signal);
			} finally {
				record.hasEnded = true;
			}
		},
		ask() {
			isAsked = true;
		},
		untilDue: () => dueAt - awakeMs(),
		latest: () => latest,
	};
};

const pageSize = 100;

const offsetOf = ({query: {nextToken}}: SimulatorRequest): number => nextToken === undefined ? 0 : decodePageToken(nextToken)?.offset ?? 0;

/*
Notes what a page tells of these imports.
*/
const tell = (record: ScanRecord, request: SimulatorRequest, {tasks, fault, at, isWatched}: {
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
		const told = tasks.slice(offset, offset + pageSize).filter(task => isWatched(task));

		for (const task of told) {
			record.runs.at(-1)?.set(task.taskId, {...at, status: task.status});
		}
	}

	record.isWhole = fault === undefined && offset + pageSize >= tasks.length;
};

/*
What decides over the answers of the service.
*/
type Answers = {
	readonly random: Random;
	readonly list: MovingList;
	readonly time: Time;
	readonly notes: Notes;
	readonly isWatched: (task: ImportTask) => boolean;
	readonly latest: () => ScanRecord | undefined;

	/**
	Presses the key that pauses.
	*/
	readonly pause: () => void;
	readonly outage: () => Outage;
};

const faultFor = ({page = 1}: SimulatorRequest, {random, outage}: Answers): FaultKind | undefined => {
	const {scans, page: from, fault} = outage();
	const isOut = scans > 0 && page >= from;

	if (!isOut && !random.chance(0.06)) {
		return undefined;
	}

	const found = isOut ? fault : random.pick(faults);
	return page === 1 && found.kind === 'refuseToken' ? undefined : found;
};

/*
A service whose list moves while it is asked, and that does not always answer.
*/
const startTroubledService = async (answers: Answers): Promise<Simulator> => {
	const {random, list, time, notes, isWatched, latest, pause} = answers;

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

		if (record === undefined || record.isGivenUp) {
			return;
		}

		const tasks = list.tasks();
		const fault = faultFor(request, answers);
		simulator.update(() => stillFleet(tasks));
		tell(record, request, {
			tasks, fault, at: time.instant(), isWatched,
		});

		if (fault === undefined) {
			return;
		}

		simulator.injectFault({...fault, times: 1});
		notes.count(fault.kind);
	};

	const simulator = await startSimulator({fleet: stillFleet([]), clock: time.clock.now, onRequest});
	return simulator;
};

/*
A watcher, and what it lives with.
*/
type Life = {
	readonly random: Random;
	readonly list: MovingList;
	readonly time: Time;
	readonly watching: Watching;
	readonly timekeeper: Timekeeper;
};

/*
What else happens to a watcher than that time passes. Ends where a scan has begun by itself, as after a sleep.
*/
const liveOn = ({random, list, time, watching: {store, clock, command}, timekeeper}: Life): void => {
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
		command(only(store.getModel()).pace.intervalMs < minuteMs ? random.pick(['lengthenInterval', 'shortenInterval', 'followWork', 'cursorDown']) : 'shortenInterval');
	}

	if (isScanning() || !random.chance(0.03)) {
		return;
	}

	command('togglePause');
	clock.pass(random.whole(0, random.pick([1, 60, 10_800])) * 1000);
};

/*
Lets the next scan begin: when it is due, or by key.
*/
const beginScan = ({random, watching: {store, clock, command}, timekeeper}: Life): void => {
	if (only(store.getModel()).poll.kind === 'scanning') {
		return;
	}

	if (random.chance(only(store.getModel()).isPaused ? 0.4 : 0.08)) {
		timekeeper.ask();
		command('refresh');
		return;
	}

	if (only(store.getModel()).isPaused) {
		command('togglePause');
	}

	clock.pass(Math.max(0, timekeeper.untilDue()));
};

/*
The changes that this model has and the one before has not, oldest first.
*/
const changesSince = (before: Model, {changes}: Model): readonly ObservedChange[] => {
	const [known] = before.changes;
	const index = known === undefined ? -1 : changes.indexOf(known);
	return changes.slice(0, index === -1 ? changes.length : index).toReversed();
};

const statusesOf = (model: Model): ReadonlyMap<string, string> => new Map(recordsOf(model).map(({task}) => [task.taskId, task.status]));

/*
What scans have seen.
*/
const seenIn = (model: Model): readonly unknown[] => recordsOf(model).flatMap(({task, missingSince, reachedAt}) => [task, missingSince, reachedAt]);

const sightingsOf = ({runs, isWhole}: ScanRecord): ReadonlyMap<string, Sighting> => new Map((isWhole ? runs.slice(-1) : runs).flatMap(run => [...run]));

/*
No scan takes as long as this, on whatever machine: one that does hangs.
*/
const hangsAfterMs = 30_000;

const soak = async (seed: number): Promise<Soaked> => {
	const violations = new Map<Law, string[]>();
	const counts = new Map<string, number>();
	let step = 0;
	const notes: Notes = {
		count(name) {
			counts.set(name, (counts.get(name) ?? 0) + 1);
		},
		violate(law, text) {
			violations.set(law, [...violations.get(law) ?? [], `seed ${seed}, step ${step}: ${text}`]);
		},
	};
	const random = createRandom(seed, 1);
	const list = createMovingList(createRandom(seed, 2));
	const time = createTime(list.turnCount);
	const timekeeper = createTimekeeper(time, notes);
	const oracle = createChangeOracle({turnsOf: list.turnsOf, surelyGapMs: 10 * minuteMs, violate: notes.violate});
	const graphId = seed % 3 === 0 ? graphs[0] : undefined;
	let outage: Outage = {fault: faults[0], page: 1, scans: 0};
	list.resize(random.whole(0, 350), time.clock.now());

	const simulator = await startTroubledService({
		random: createRandom(seed, 3),
		list,
		time,
		notes,
		isWatched: task => graphId === undefined || task.graphId === graphId,
		latest: timekeeper.latest,
		pause() {
			watching.command('togglePause');
		},
		outage: () => outage,
	});
	timekeeper.ask();
	const watching = watchSimulator(simulator.url, {
		clock: time.clock,
		random: createRandom(seed, 4).fraction,
		settings: {credentials: {accessKeyId: 'AKIADEMO', secretAccessKey: 'made-up'}},
		model: {graphId, intervalMs: seed % 2 === 0 ? 10_000 : undefined},
		observeScan: timekeeper.observeScan,
	});
	watching.store.subscribe(() => {
		timekeeper.follow(watching.store.getModel());
	});

	const life: Life = {
		random, list, time, watching, timekeeper,
	};

	const takeStep = async (): Promise<void> => {
		const before = watching.store.getModel();
		liveOn(life);
		outage = random.chance(0.03) ? {fault: random.pick(faults), page: random.pick([1, 1, 2, 3]), scans: random.whole(1, 6)} : {...outage, scans: outage.scans - 1};

		beginScan(life);
		const model = await untilAborted(watching.scanEnd(), AbortSignal.timeout(hangsAfterMs));
		const record = timekeeper.latest();

		if (record === undefined || record.isGivenUp) {
			notes.count('given up');

			if (model.changes !== before.changes || seenIn(model).some((seen, index) => seen !== seenIn(before)[index])) {
				notes.violate('givenUp', 'a scan was given up, and left its mark');
			}

			return;
		}

		const changes = changesSince(before, model);
		notes.count(record.isWhole ? 'whole' : 'broken off');

		for (const {change, notBefore} of changes) {
			notes.count(change.kind);
			notes.count(notBefore === undefined ? 'at a time' : 'within a span');
		}

		if (record.isWhole !== (only(model).failure === undefined)) {
			notes.violate('whole', `a scan ${record.isWhole ? 'read the whole list' : 'broke off'}, and the failure is ${only(model).failure?.failure.sentence ?? 'none'}`);
		}

		oracle.judge({
			sightings: sightingsOf(record), isWhole: record.isWhole, begin: record.begin, end: time.instant(),
		}, {changes, statuses: statusesOf(model)});
	};

	try {
		for (step = 1; step <= scansPerSeed; step++) {
			await takeStep(); // eslint-disable-line no-await-in-loop -- One scan after the other is the point.
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
	let soaked: Soaked = {violations: new Map(), counts: new Map()};

	beforeAll(async () => {
		soaked = await soak(seed);
	});

	test.skipIf(scansPerSeed < 600)('have in them all that the laws are about', () => {
		const happened = ['whole', 'broken off', 'given up', 'changed', 'appeared', 'gone', 'at a time', 'within a span', ...new Set(faults.map(({kind}) => kind))];
		expect(happened.filter(name => !soaked.counts.has(name))).toEqual([]);
	});

	test.each(Object.entries(laws))('%s: %s', law => {
		const violations = soaked.violations.get(law as Law) ?? []; // The names are those of the laws.
		expect(violations.slice(0, 10)).toEqual([]);
	});
});
