import {setTimeout as delay} from 'node:timers/promises';
import {type Figure, runsOf} from '../figure.ts';
import {awsCliInWatch, boto3Loop} from '../programs.ts';
import {withQuietSession, quietSize} from '../quiet.ts';
import {type Command, openSession, type Session} from '../session.ts';
import {openSimulator} from '../simulator.ts';
import {peerRow, timeToFirstId} from '../starting.ts';
import {cpuMs, isUsageAvailable, usageUnavailable} from '../usage.ts';

// In percent of one core.
const share = async ({pid}: Session, windowMs: number): Promise<number> => {
	const before = cpuMs(pid);
	const startedAt = performance.now();
	await delay(windowMs);
	return (cpuMs(pid) - before) / (performance.now() - startedAt) * 100;
};

// Returns no samples if the peer is not installed.
const sharesOf = async (peer: (url: string) => Command | undefined, windowMs: number): Promise<readonly number[]> => {
	const simulator = await openSimulator({size: quietSize, active: 4});
	const command = peer(simulator.url);

	try {
		if (command === undefined) {
			return [];
		}

		// A first run, in which Python compiles the modules.
		await timeToFirstId(command);
		const session = openSession(command);

		try {
			await session.until(written => written.includes('t-'));
			await delay(3000);
			return [await share(session, windowMs)];
		} finally {
			await session.close();
		}
	} finally {
		await simulator.close();
	}
};

export const quietCpu: Figure = {
	name: 'quiet-cpu',
	title: 'CPU when idle',
	goal: '0.3 % of one core, with 100 imports at an interval of 10 s',
	how: [
		'CPU time of the process over a minute of polls in which nothing changes, after the screen has settled.',
		'The CPU time of `watch` includes the AWS CLI that it starts.',
		'Each poll requests the details of every running import, but not of finished ones.',
	],
	async measure(effort) {
		if (!isUsageAvailable) {
			return [{
				what: 'share of one core', unit: '%', samples: [], note: usageUnavailable,
			}];
		}

		const windowMs = effort.isQuick ? 20_000 : 60_000;
		const running: number[] = [];
		const finished: number[] = [];
		const watch: number[] = [];
		const boto3: number[] = [];

		for (let run = 0; run < runsOf(effort, {normal: 3, quick: 1}); run++) {
			/* eslint-disable no-await-in-loop -- One at a time is the point. */
			effort.reportProgress('all imports finished');
			finished.push(await withQuietSession(0, async session => share(session, windowMs)));
			effort.reportProgress('4 imports running');
			running.push(await withQuietSession(4, async session => share(session, windowMs)));
			effort.reportProgress('watch');
			watch.push(...await sharesOf(awsCliInWatch, windowMs));
			effort.reportProgress('boto3');
			boto3.push(...await sharesOf(boto3Loop, windowMs));
			/* eslint-enable no-await-in-loop */
		}

		return [
			{
				what: 'all finished', unit: '%', samples: finished, limit: {atMost: 0.3},
			},
			{
				what: '4 of 100 running', unit: '%', samples: running, limit: {atMost: 0.3},
			},
			peerRow('AWS CLI in `watch -n 10`', watch, '%'),
			peerRow('boto3 in a loop', boto3, '%'),
		];
	},
};
