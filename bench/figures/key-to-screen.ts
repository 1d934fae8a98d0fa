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
			session.forget();
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
	untilDone: 'median 12 ms, 99th percentile 35 ms',
	how: [
		'From writing the key to the pseudo-terminal until the frame that shows what it did has come out whole.',
		'A round is 12 × down, 6 × page down and 8 letters of a filter.',
		'“While a scan is read”: one scan after the other with a pause of less than a second, against a simulator that answers at once, and with 5 imports that move in each.',
		'Bare Node that echoes each key is what the way there and back takes.',
	],
	async measure(effort) {
		const rounds = runsOf(effort, {usually: 20, quickly: 2});
		effort.say('at rest');
		const atRest = await timesWith({interval: '3600', moves: 0, rounds});
		effort.say('while a scan is read');
		const scanning = await timesWith({interval: '1', moves: 5, rounds});
		return [
			...rowsOf('at rest', atRest),
			...rowsOf('while a scan is read', scanning),
			{what: 'bare Node, echo', unit: 'ms', samples: await echoTimes(rounds * 10)},
		];
	},
};
