import {setTimeout as delay} from 'node:timers/promises';
import {type Figure, runsOf} from '../figure.ts';
import {awsCliInWatch} from '../programs.ts';
import {inQuiet, quietSize} from '../quiet.ts';
import {openSession, type Session} from '../session.ts';
import {openSimulator} from '../simulator.ts';
import {peerRow, timeToFirstId} from '../starting.ts';
import {cpuMs, isUsageKnown, usageUnknown} from '../usage.ts';

/*
Per cent of one core over so long.
*/
const share = async ({pid}: Session, windowMs: number): Promise<number> => {
	const before = cpuMs(pid);
	const startedAt = performance.now();
	await delay(windowMs);
	return (cpuMs(pid) - before) / (performance.now() - startedAt) * 100;
};

/*
None where it is not installed.
*/
const sharesOfWatch = async (windowMs: number): Promise<readonly number[]> => {
	const simulator = await openSimulator({size: quietSize, active: 4});
	const command = awsCliInWatch(simulator.url);

	try {
		if (command === undefined) {
			return [];
		}

		// Once before, for what it compiles.
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
	title: 'CPU in quiet',
	untilDone: '0.3 % of one core, with 100 imports at an interval of 10 s',
	how: [
		'The CPU time that the system counts for the process, over a minute of polls in which nothing changes, after everything has settled.',
		'Of `watch`, with that of the AWS CLI that it starts.',
		'Imports that are under way are asked about one by one at each poll, those that are over are not.',
	],
	async measure(effort) {
		if (!isUsageKnown) {
			return [{
				what: 'share of one core', unit: '%', samples: [], note: usageUnknown,
			}];
		}

		const windowMs = effort.isQuick ? 20_000 : 60_000;
		const underWay: number[] = [];
		const over: number[] = [];
		const watch: number[] = [];

		for (let run = 0; run < runsOf(effort, {usually: 3, quickly: 1}); run++) {
			/* eslint-disable no-await-in-loop -- One at a time is the point. */
			effort.say('all imports are over');
			over.push(await inQuiet(0, async session => share(session, windowMs)));
			effort.say('4 imports under way');
			underWay.push(await inQuiet(4, async session => share(session, windowMs)));
			effort.say('watch');
			watch.push(...await sharesOfWatch(windowMs));
			/* eslint-enable no-await-in-loop */
		}

		return [
			{
				what: 'all are over', unit: '%', samples: over, limit: {atMost: 0.3},
			},
			{
				what: '4 of 100 are under way', unit: '%', samples: underWay, limit: {atMost: 0.3},
			},
			peerRow('AWS CLI in `watch -n 10`', watch, '%'),
		];
	},
};
