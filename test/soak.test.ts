import process from 'node:process';
import {
	beforeAll,
	describe,
	expect,
	test,
} from 'vitest';
import {type FailureKind} from '../source/domain/failure.ts';
import {type PollPlan} from '../source/domain/poll.ts';
import {type ImportTask, taskKey} from '../source/domain/task.ts';
import {type Command} from '../source/model/message.ts';
import {type Model, type ObservedChange} from '../source/model/model.ts';
import {pollPlanOf} from '../source/model/selectors.ts';
import {type FaultKind} from '../source/simulator/fault.ts';
import {stillFleet} from '../source/simulator/fleet.ts';
import {decodePageToken} from '../source/simulator/page-token.ts';
import {createRandom} from '../source/simulator/random.ts';
import {startSimulator, type Simulator, type SimulatorRequest} from '../source/simulator/server.ts';
import {type Scan} from '../source/watch/watcher.ts';
import {
	changeLaws,
	createChangeOracle,
	type Instant,
	type Sighting,
} from './support/change-oracle.ts';
import {startAt} from './support/model.ts';
import {createMovingList, graphs} from './support/moving-list.ts';
import {createMachineClock, watchSimulator, type Watching} from './support/watching.ts';

/*
Hundreds of scans of a list that moves between scans and between pages, with faults, pauses, sleeps, and a clock that is set back. A seed decides everything: `SOAK_SEEDS=7,8 SOAK_SCANS=2000 vitest run test/soak.test.ts` soaks others, for longer.
*/
const seeds = (process.env['SOAK_SEEDS'] ?? '1,2,3,4,5,6').split(',').map(Number);
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

const error = (status: number, code: string, message: string): FaultKind => ({
	kind: 'error',
	status,
	code,
	message,
});

const faults: readonly [FaultKind, ...FaultKind[]] = [
	error(429, 'ThrottlingException', 'Rate exceeded'),
	{
		kind: 'error', status: 429, code: 'ThrottlingException', message: 'Rate exceeded', retryAfterSeconds: 7,
	},
	error(500, 'InternalServerException', 'An internal error occurred.'),
	error(503, 'ServiceUnavailableException', 'Service Unavailable'),
	error(403, 'ExpiredTokenException', 'The security token included in the request is expired'),
	error(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.'),
	error(403, 'AccessDeniedException', 'User is not authorized to perform: neptune-graph:ListImportTasks'),
	error(403, 'InvalidSignatureException', 'Signature expired: 20260301T120000Z is now earlier than 20260301T121500Z'),
	{kind: 'reset'},
	{kind: 'cutOff'},
	{kind: 'body', body: '<!doctype html><title>Sign in</title>', contentType: 'text/html'},
	{kind: 'body', body: '{}'},
	{kind: 'body', body: '{"tasks": null}'},
	{kind: 'body', body: '{"tasks": ['},
	{kind: 'refuseToken'},
	{kind: 'refuseToken'},
	{kind: 'refuseToken'},
	{kind: 'repeatToken'},
];

/*
A stretch of trouble: for so many scans more, whoever asks for this page, or a later one, meets this.
*/
type Outage = {readonly fault: FaultKind; readonly page: number; readonly scans: number};

const noOutage: Outage = {fault: {kind: 'reset'}, page: 1, scans: 0};

/*
What the service did for one scan.
*/
type ScanRecord = {
	readonly signal: AbortSignal;
	readonly begin: Instant;

	/**
	What each run over the pages was told; a scan that starts over has several.
	*/
	readonly runs: Array<Map<string, Sighting>>;

	/**
	Whether the last answer was one, and the end of the list.
	*/
	isWhole: boolean;
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

const pageSize = 100;

const offsetOf = ({query}: SimulatorRequest): number => query['nextToken'] === undefined ? 0 : decodePageToken(query['nextToken'])?.offset ?? 0;

/*
The changes that this model has and the one before has not, oldest first. A list that has not changed is the very same one.
*/
const changesSince = (before: Model, {changes}: Model): readonly ObservedChange[] => {
	const known = before.changes[0];
	const index = known === undefined ? -1 : changes.indexOf(known);
	return changes.slice(0, index === -1 ? changes.length : index).toReversed();
};

const soak = async (seed: number, {graphId, intervalMs}: {readonly graphId?: string | undefined; readonly intervalMs?: number | undefined}): Promise<Soaked> => {
	const violations = new Map<Law, string[]>();
	const counts = new Map<string, number>();
	const steps = createRandom(seed, 1);
	const chances = createRandom(seed, 2);
	const answers = createRandom(seed, 3);
	const list = createMovingList(createRandom(seed, 4));
	const clock = createMachineClock(startAt);
	let step = 0;
	let setBacks = 0;
	let outage = noOutage;
	let record: ScanRecord | undefined;
	let simulator: Simulator | undefined;
	let watching: Watching | undefined;

	const violate = (law: Law, text: string): void => {
		violations.set(law, [...violations.get(law) ?? [], `seed ${seed}, step ${step}: ${text}`]);
	};

	const count = (name: string): void => {
		counts.set(name, (counts.get(name) ?? 0) + 1);
	};
};
