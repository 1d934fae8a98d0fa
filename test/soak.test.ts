import process from 'node:process';
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	test,
} from 'vitest';
import {type ImportTask} from '../source/domain/task.ts';
import {type Model, type ObservedChange} from '../source/model/model.ts';
import {pollPlanOf} from '../source/model/selectors.ts';
import {type FaultKind} from '../source/simulator/fault.ts';
import {stillFleet} from '../source/simulator/fleet.ts';
import {decodePageToken} from '../source/simulator/page-token.ts';
import {createRandom, type Random} from '../source/simulator/random.ts';
import {type SimulatorRequest, startSimulator} from '../source/simulator/server.ts';
import {type Scan} from '../source/watch/watcher.ts';
import {startAt} from './support/model.ts';
import {createMovingList, graphs, type MovingList} from './support/moving-list.ts';
import {createMachineClock, watchSimulator, type Watching} from './support/watching.ts';

/*
Hundreds of scans of a list that moves between scans and between pages, with faults, pauses, sleeps and a clock that is set back. A seed decides everything: `SOAK_SEEDS=7,8 SOAK_SCANS=2000 vitest run test/soak.test.ts` runs others, for longer.
*/
const seeds = (process.env['SOAK_SEEDS'] ?? '1,2,3,4,5,6').split(',').map(Number);
const scansPerSeed = Number(process.env['SOAK_SCANS'] ?? 600);

const hourMs = 3_600_000;

/*
No wait between two tries and no scan is as long as this, so that what went unobserved for longer is a gap, whatever the pace.
*/
const surelyGapMs = 600_000;

/*
What a law says, in the words of the test that it makes.
*/
const laws = {
	list: 'the list is what the service listed, wherever a scan reached it',
	changed: 'a status that is said to have changed was the one seen last, and is now the one that is said',
	appeared: 'an import that is said to have appeared was not in the list, and is now',
	gone: 'an import that is said to be gone was missing from two scans in a row that read the whole list',
	all: 'every difference is announced: that of a status at once, an absence with the second scan that proves it',
	replay: 'the changes, replayed over the first whole list, give the list',
	once: 'no change is announced twice in a row',
	given: 'a scan that was given up changes nothing',
	duration: 'no duration is negative, longer than the whole run, or at odds with what was seen',
	span: 'no span is upside down',
	time: 'a change is never said to be later, or surer in time, than it was',
	alone: 'no two scans are under way at a time',
	due: 'no scan begins before it is due, but for a refresh',
	pace: 'no try comes sooner after another than the pace or the failure allows, nor is put off for longer',
	whole: 'the banner is empty after a scan that read the whole list, and only then',
} as const;

type Law = keyof typeof laws;

/*
What a scan was told about an import.
*/
type Sighting = {
	readonly status: string;

	/**
	When the page was asked for, in epoch milliseconds.
	*/
	readonly at: number;

	/**
	How many turns the list had taken by then.
	*/
	readonly turnCount: number;

	/**
	How often the clock had been set back by then.
	*/
	readonly setBacks: number;
};

type Sightings = ReadonlyMap<string, Sighting>;

/*
What the service did for one scan.
*/
type ScanRecord = {
	readonly signal: AbortSignal;

	/**
	What each run over the pages was told; a scan that starts over has several.
	*/
	readonly runs: Array<Map<string, Sighting>>;
	isWhole: boolean;
};

type Soak = {
	readonly violationsOf: (law: Law) => readonly string[];

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

const faults = [
	error(429, 'ThrottlingException', 'Rate exceeded'),
	{...error(429, 'ThrottlingException', 'Rate exceeded'), retryAfterSeconds: 7},
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
] as const satisfies readonly FaultKind[];

/*
A stretch of trouble: so many more scans fail in this way, on this page.
*/
type Outage = {
	readonly fault: FaultKind;
	readonly page: number;
	readonly scans: number;
};

const noOutage: Outage = {fault: {kind: 'reset'}, page: 1, scans: 0};
