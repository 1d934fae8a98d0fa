import {setTimeout as delay} from 'node:timers/promises';
import {offeredRegions} from '../../source/imports/target.ts';
import {type Figure, type Row, runsOf} from '../figure.ts';
import {allKeys, pressKeys} from '../keys.ts';
import {ours, sdkAlone} from '../programs.ts';
import {median} from '../samples.ts';
import {countIn} from '../screen-text.ts';
import {openSession} from '../session.ts';
import {openSimulator} from '../simulator.ts';
import {cpuMs, isUsageAvailable, usageUnavailable} from '../usage.ts';

const targets = 20;
const size = 1000;
const intervalMs = 10_000;

const regions = offeredRegions.slice(0, targets).join(',');

// The simulator ignores the region, so one simulator serves all targets.
const openAllTargets = (url: string) => openSession(ours(url, {args: ['--region', regions, '--interval', String(intervalMs / 1000)]}));

// Milliseconds of CPU time in each interval.
const cpuOf = async (active: number, intervals: number): Promise<readonly number[]> => {
	const simulator = await openSimulator({size, active});
	const session = openAllTargets(simulator.url);
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

// The SDK alone lists as many imports, in as many requests, at the same intervals.
const cpuOfSdk = async (intervals: number): Promise<readonly number[]> => {
	const simulator = await openSimulator({size, active: 0});
	const sdk = openSession(await sdkAlone(simulator.url, 'stay'));
	const samples: number[] = [];

	try {
		await sdk.until(written => written.includes('end'));

		// Discards the first interval, in which Node compiles code.
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
	const session = openAllTargets(simulator.url);

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

// In percent of one core.
const shares = (cpu: readonly number[]): readonly number[] => cpu.map(ms => ms / intervalMs * 100);

const limitBySdk = (sdk: readonly number[]): Row['limit'] => ({atMost: median(sdk) + 1, because: 'the SDK alone + 1 %'});

export const manyTargets: Figure = {
	name: 'many-targets',
	title: '20 targets with 1,000 imports each',
	goal: 'keys: median 12 ms, 99th percentile 35 ms; CPU: 1 % of one core more than the SDK needs for the same requests',
	how: [
		'Twenty regions at an interval of ten seconds: 200 pages in each interval. Nothing changes.',
		'CPU time of the process over intervals of ten seconds; for the SDK, with as many pages at the same intervals.',
		'The keys are the same as with 10,000 imports, pressed while the targets are polled in turn.',
	],
	async measure(effort) {
		if (!isUsageAvailable) {
			return [{
				what: 'share of one core', unit: '%', samples: [], note: usageUnavailable,
			}];
		}

		const runs = runsOf(effort, {normal: 12, quick: 2});
		effort.reportProgress('the SDK alone');
		const sdk = shares(await cpuOfSdk(runs));
		effort.reportProgress('all imports finished');
		const finished = shares(await cpuOf(0, runs));
		effort.reportProgress('4 imports running in each target');
		const running = shares(await cpuOf(4, runs));
		effort.reportProgress('keys');
		return [
			{
				what: 'all finished', unit: '%', samples: finished, limit: limitBySdk(sdk),
			},
			{what: '4 of 1,000 running in each', unit: '%', samples: running},
			{what: 'the SDK alone', unit: '%', samples: sdk},
			...await keyRows(runs),
		];
	},
};
