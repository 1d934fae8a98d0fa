import {setTimeout as delay} from 'node:timers/promises';
import {type Figure, type Row, runsOf} from '../figure.ts';
import {allKeys, type KeyTimes, pressKeys} from '../keys.ts';
import {echo, ours} from '../programs.ts';
import {countIn} from '../screen-text.ts';
import {openSession} from '../session.ts';
import {openSimulator} from '../simulator.ts';

const size = 10_000;

const timesWith = async ({interval, moves, rounds}: {readonly interval: string; readonly moves: number; readonly rounds: number}): Promise<KeyTimes> => {
	const simulator = await openSimulator({size, active: 50, moves});
	const session = openSession(ours(simulator.url, {args: ['--interval', interval]}));

	try {
		await session.until(countIn(size));
		await delay(3000);
		return await pressKeys(session, rounds);
	} finally {
		await session.close();
		await simulator.close();
	}
};

const echoTimes = async (count: number): Promise<readonly number[]> => {
	const session = openSession(echo());
	const samples: number[] = [];

	try {
		await session.until(written => written.includes('ready'));

		for (let index = 0; index < count; index++) {
			/* eslint-disable no-await-in-loop -- One after the other is the point. */
			await delay(50);
			session.clear();
			const pressedAt = session.now();
			session.press('j');
			samples.push(await session.until(written => written.includes('j')) - pressedAt);
			/* eslint-enable no-await-in-loop */
		}

		return samples;
	} finally {
		await session.close();
	}
};

const rowsOf = (when: string, times: KeyTimes): readonly Row[] => [
	{
		what: `${when}, all keys, median`, unit: 'ms', samples: allKeys(times), limit: {atMost: 12},
	},
	{
		what: `${when}, all keys, 99th percentile`, unit: 'ms', samples: allKeys(times), fraction: 0.99, limit: {atMost: 35},
	},
	{what: `${when}, down`, unit: 'ms', samples: times.down},
	{what: `${when}, page down`, unit: 'ms', samples: times.page},
	{what: `${when}, a letter of the filter`, unit: 'ms', samples: times.letter},
];

export const keyToScreen: Figure = {
	name: 'key-to-screen',
	title: 'From a key to the screen, with 10,000 imports',
	goal: 'median 12 ms, 99th percentile 35 ms',
	how: [
		'From writing the key to the pseudo-terminal until the complete frame with its effect has been written.',
		'A round is 12 × down, 6 × page down and 8 letters of a filter.',
		'“During scans”: one scan after the other with pauses of less than a second, against a simulator that responds at once. 5 imports advance in each scan.',
		'Bare Node that echoes each key shows the time of the round trip.',
	],
	async measure(effort) {
		const rounds = runsOf(effort, {normal: 20, quick: 2});
		effort.reportProgress('between scans');
		const idle = await timesWith({interval: '3600', moves: 0, rounds});
		effort.reportProgress('during scans');
		const scanning = await timesWith({interval: '1', moves: 5, rounds});
		return [
			...rowsOf('between scans', idle),
			...rowsOf('during scans', scanning),
			{what: 'bare Node, echo', unit: 'ms', samples: await echoTimes(rounds * 10)},
		];
	},
};
