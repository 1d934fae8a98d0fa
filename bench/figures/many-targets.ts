import {setTimeout as delay} from 'node:timers/promises';
import {offeredRegions} from '../../source/imports/target.ts';
import {type Figure, type Row, runsOf} from '../figure.ts';
import {allKeys, pressKeys} from '../keys.ts';
import {ours, sdkAlone} from '../programs.ts';
import {median} from '../samples.ts';
import {countIn} from '../screen-text.ts';
import {openSession} from '../session.ts';
import {openSimulator} from '../simulator.ts';
import {cpuMs, isUsageKnown, usageUnknown} from '../usage.ts';

const targets = 20;
const size = 1000;
const intervalMs = 10_000;

const regions = offeredRegions.slice(0, targets).join(',');

/*
All of the regions are the same simulator, which knows no regions: each is asked on its own.
*/
const watchingAll = (url: string) => openSession(ours(url, {args: ['--region', regions, '--interval', String(intervalMs / 1000)]}));

/*
CPU time of each interval.
*/
const cpuOf = async (active: number, intervals: number): Promise<readonly number[]> => {
	const simulator = await openSimulator({size, active});
	const session = watchingAll(simulator.url);
	const samples: number[] = [];

	try {
		await session.until(countIn(targets * size));
		await delay(intervalMs * 3);

		for (let interval = 0; interval < intervals; interval++) {
			const before = cpuMs(session.pid);
			await delay(intervalMs); // eslint-disable-line no-await-in-loop -- One after the other is the point.
			samples.push(cpuMs(session.pid) - before);
		}

		return samples;
	} finally {
		await session.close();
		await simulator.close();
	}
};

/*
The same of the SDK alone, which lists as many imports, in as many calls, at the same moments.
*/
const cpuOfSdk = async (intervals: number): Promise<readonly number[]> => {
	const simulator = await openSimulator({size, active: 0});
	const sdk = openSession(await sdkAlone(simulator.url, 'stay'));
	const samples: number[] = [];

	try {
		await sdk.until(written => written.includes('end'));

		// The first is for what is compiled.
		for (let interval = 0; interval <= intervals; interval++) {
			/* eslint-disable no-await-in-loop -- One after the other is the point. */
			const before = cpuMs(sdk.pid);

			for (let target = 0; target < targets; target++) {
				sdk.press('r');
				await delay(intervalMs / targets);
			}

			if (interval > 0) {
				samples.push(cpuMs(sdk.pid) - before);
			}
			/* eslint-enable no-await-in-loop */
		}

		return samples;
	} finally {
		await sdk.close();
		await simulator.close();
	}
};

const keyRows = async (rounds: number): Promise<readonly Row[]> => {
	const simulator = await openSimulator({size, active: 4});
	const session = watchingAll(simulator.url);

	try {
		await session.until(countIn(targets * size));
		await delay(intervalMs);
		const samples = allKeys(await pressKeys(session, rounds));
		return [
			{
				what: 'keys, median', unit: 'ms', samples, limit: {atMost: 12},
			},
			{
				what: 'keys, 99th percentile', unit: 'ms', samples, fraction: 0.99, limit: {atMost: 35},
			},
		];
	} finally {
		await session.close();
		await simulator.close();
	}
};

/*
Per cent of one core.
*/
const shares = (cpu: readonly number[]): readonly number[] => cpu.map(ms => ms / intervalMs * 100);

const limitBesides = (sdk: readonly number[]): Row['limit'] => ({atMost: median(sdk) + 1, because: 'the SDK alone and 1 %'});

export const manyTargets: Figure = {
	name: 'many-targets',
	title: '20 targets with 1,000 imports each',
	untilDone: 'keys: median 12 ms, 99th percentile 35 ms; CPU: 1 % of one core besides what the SDK takes for the same calls',
	how: [
		'Twenty regions at an interval of ten seconds, which are 200 pages in each; nothing changes.',
		'The CPU time that the system counts for the process, over intervals of ten seconds; of the SDK, for as many pages, at moments that are as far apart.',
		'Keys are pressed as they are for 10,000 imports, while the targets are polled in turn.',
	],
	async measure(effort) {
		if (!isUsageKnown) {
			return [{
				what: 'share of one core', unit: '%', samples: [], note: usageUnknown,
			}];
		}

		const runs = runsOf(effort, {usually: 12, quickly: 2});
		effort.say('the SDK alone');
		const sdk = shares(await cpuOfSdk(runs));
		effort.say('all imports are over');
		const over = shares(await cpuOf(0, runs));
		effort.say('4 imports under way in each');
		const underWay = shares(await cpuOf(4, runs));
		effort.say('keys');
		return [
			{
				what: 'all are over', unit: '%', samples: over, limit: limitBesides(sdk),
			},
			{what: '4 of 1,000 are under way in each', unit: '%', samples: underWay},
			{what: 'the SDK alone', unit: '%', samples: sdk},
			...await keyRows(runs),
		];
	},
};
