import {readFileSync, rmSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {bundled} from '../bundle.ts';
import {temporaryFolder} from '../environment.ts';
import {type Figure, runsOf} from '../figure.ts';
import {idleNode, ours} from '../programs.ts';
import {median} from '../samples.ts';
import {openSession, type Session} from '../session.ts';
import {openSimulator, type Simulator} from '../simulator.ts';
import {isUsageKnown, residentMegabytes, usageUnknown} from '../usage.ts';

const size = 1000;
const early = 200;

/*
So many polls before a look come at their true pace, and in the last of them it is looked each time: garbage comes and goes, so that one look says little.
*/
const wholePolls = 12;
const lookedAtPolls = 6;

/*
The engine tidies its heap when it has had nothing to do for eight seconds: in each wait as people have it. So that it does so at all, some of them are whole.
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

/*
What is resident at the beginning of each of the polls before this one.
*/
const residentBefore = async (session: Session, {onScan}: Simulator, poll: number): Promise<readonly number[]> => {
	const {pid, forget} = session;
	const {promise, resolve} = Promise.withResolvers<undefined>();
	const samples: number[] = [];

	onScan(scans => {
		forget();

		if (scans > poll - lookedAtPolls && scans <= poll) {
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

/*
What is in use without garbage, in megabytes.
*/
const usedMegabytes = async ({pid}: Session, file: string): Promise<number> => {
	rmSync(file, {force: true});
	process.kill(pid, 'SIGUSR2');

	for (;;) {
		await delay(100); // eslint-disable-line no-await-in-loop -- Waits for a file.

		try {
			const {heapUsed, external} = JSON.parse(readFileSync(file, 'utf8')) as MemoryUsage; // As the module writes it.
			return (heapUsed + external) / (2 ** 20);
		} catch {
			// It is not there yet, or not whole.
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
	untilDone: 'no growth beyond 15 MB (2 MB in use) from 200 polls to 5,000, and 140 MB in all',
	how: [
		'The built program in a pseudo-terminal, at an interval of ten seconds, with 6 imports that move between two polls: one in five ends, a new one comes, and the oldest leaves.',
		'A module that is loaded before it leaves out most of the wait between two polls, and lets the clock go on as if it had been waited for; nothing else is changed.',
		'Every hundredth poll, and the last 12 before each look, come at their true pace, in which the engine tidies its heap.',
		'Resident is what the system counts, garbage and all, the median over 6 polls; in use is heap and buffers after a full collection. `--runs` sets the number of polls.',
	],
	async measure(effort) {
		if (!isUsageKnown) {
			return [{
				what: 'resident', unit: 'MB', samples: [], note: usageUnknown,
			}];
		}

		const late = Math.max(early + wholePolls, runsOf(effort, {usually: 5000, quickly: 300}));
		const file = path.join(temporaryFolder(), 'memory.json');
		const simulator = await openSimulator({size, active: 10, moves: 6});
		const session = openSession(ours(simulator.url, {
			args: ['--interval', '10'],
			nodeArgs: ['--import', await bundled('leave-out-waits')],
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
					effort.say(`${scans} polls`);
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
