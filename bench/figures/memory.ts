import {readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {bundle} from '../bundle.ts';
import {temporaryFolder} from '../environment.ts';
import {type Figure, runsOf} from '../figure.ts';
import {idleNode, ours} from '../programs.ts';
import {median} from '../samples.ts';
import {openSession, type Session} from '../session.ts';
import {openSimulator, type Simulator} from '../simulator.ts';
import {isUsageAvailable, residentMegabytes, usageUnavailable} from '../usage.ts';

const size = 1000;
const early = 200;

/*
The last polls before each measurement have their full waits. The memory is sampled at several of them, because the amount of garbage varies.
*/
const wholePolls = 12;
const sampledPolls = 6;

/*
V8 compacts its heap after eight idle seconds, which is in every wait of a real session. So some waits are not shortened.
*/
const wholeEvery = 100;

const wholeBefore = (poll: number): readonly string[] => [
	...Array.from({length: Math.floor(poll / wholeEvery)}, (_, index) => String((index + 1) * wholeEvery)),
	`${poll - wholePolls}-${poll}`,
];

const failAtEnd = async ({untilEnd}: Session): Promise<never> => {
	await untilEnd();
	throw new Error('The program has ended.');
};

// Samples at the start of each of the last polls up to this one.
const residentBefore = async (session: Session, {onScan}: Simulator, poll: number): Promise<readonly number[]> => {
	const {pid, clear} = session;
	const {promise, resolve} = Promise.withResolvers<undefined>();
	const samples: number[] = [];

	onScan(scans => {
		clear();

		if (scans > poll - sampledPolls && scans <= poll) {
			samples.push(residentMegabytes(pid));
		}

		if (scans === poll) {
			resolve(undefined);
		}
	});

	await Promise.race([promise, failAtEnd(session)]);
	return samples;
};

type MemoryUsage = {readonly heapUsed: number; readonly external: number};

// Excludes garbage.
const usedMegabytes = async ({pid}: Session, file: string): Promise<number> => {
	rmSync(file, {force: true});
	process.kill(pid, 'SIGUSR2');

	for (;;) {
		await delay(100); // eslint-disable-line no-await-in-loop -- Waits for a file.

		try {
			const {heapUsed, external} = JSON.parse(readFileSync(file, 'utf8')) as MemoryUsage; // Written by `leave-out-waits.ts`.
			return (heapUsed + external) / (2 ** 20);
		} catch {
			// The file does not exist yet, or is incomplete.
		}
	}
};

const residentOfNode = async (): Promise<number> => {
	const session = openSession(idleNode());

	try {
		await session.until(written => written.includes('ready'));
		return residentMegabytes(session.pid);
	} finally {
		await session.close();
	}
};

export const memory: Figure = {
	name: 'memory',
	title: 'Memory over 5,000 polls of 1,000 imports',
	goal: 'growth of at most 15 MB (2 MB in use) from 200 polls to 5,000, and at most 140 MB in total',
	how: [
		'The built program in a pseudo-terminal, at an interval of ten seconds. Between two polls, 6 imports advance: one in five finishes, and a new import replaces the oldest one.',
		'A preloaded module shortens the waits between polls and advances the clock accordingly; it changes nothing else.',
		'The waits before every hundredth poll, and before the last 12 polls of each measurement, are not shortened, so that V8 can compact its heap.',
		'“Resident” is the memory that the system counts, with garbage, as the median over 6 polls. “In use” is the heap and the buffers after a full garbage collection. `--runs` sets the number of polls.',
	],
	async measure(effort) {
		if (!isUsageAvailable) {
			return [{
				what: 'resident', unit: 'MB', samples: [], note: usageUnavailable,
			}];
		}

		const late = Math.max(early + wholePolls, runsOf(effort, {normal: 5000, quick: 300}));
		const file = path.join(temporaryFolder(), 'memory.json');
		const simulator = await openSimulator({size, active: 10, moves: 6});
		const session = openSession(ours(simulator.url, {
			args: ['--interval', '10'],
			nodeArgs: ['--import', await bundle('leave-out-waits')],
			env: {
				/* eslint-disable @typescript-eslint/naming-convention -- Environment variables. */
				BENCH_MEMORY_FILE: file,
				BENCH_WHOLE_WAITS: [early, late].flatMap(poll => wholeBefore(poll)).join(','),
				/* eslint-enable @typescript-eslint/naming-convention */
			},
		}));

		try {
			simulator.onScan(scans => {
				if (scans % 500 === 0) {
					effort.reportProgress(`${scans} polls`);
				}
			});

			const residentEarly = await residentBefore(session, simulator, early);
			const usedEarly = await usedMegabytes(session, file);
			const residentLate = await residentBefore(session, simulator, late);
			const usedLate = await usedMegabytes(session, file);
			return [
				{what: `resident after ${early} polls`, unit: 'MB', samples: residentEarly},
				{
					what: `resident after ${late.toLocaleString('en-US')} polls`, unit: 'MB', samples: residentLate, limit: {atMost: 140},
				},
				{
					what: 'growth', unit: 'MB', samples: [median(residentLate) - median(residentEarly)], limit: {atMost: 15},
				},
				{what: `in use after ${early} polls`, unit: 'MB', samples: [usedEarly]},
				{what: `in use after ${late.toLocaleString('en-US')} polls`, unit: 'MB', samples: [usedLate]},
				{what: 'bare Node, resident', unit: 'MB', samples: [await residentOfNode()]},
			];
		} finally {
			await session.close();
			await simulator.close();
		}
	},
};
