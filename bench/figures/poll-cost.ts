import {type Figure, runsOf} from '../figure.ts';
import {runInTurn} from '../interleave.ts';
import {ours, sdkAlone} from '../programs.ts';
import {countIn} from '../screen-text.ts';
import {openSession, type Session} from '../session.ts';
import {openSimulator} from '../simulator.ts';
import {cpuMs, isUsageAvailable, usageUnavailable} from '../usage.ts';

const size = 10_000;

// Milliseconds of CPU time for the scan that this key starts.
const costOf = async (session: Session, key: string): Promise<number> => {
	const before = cpuMs(session.pid);
	session.press(key);
	await session.untilQuiet(1500);
	return cpuMs(session.pid) - before;
};

export const pollCost: Figure = {
	name: 'poll-cost',
	title: 'A poll of 10,000',
	goal: 'little more than a scan with the SDK alone',
	how: [
		'CPU time of one poll in which nothing changes, after earlier polls. For comparison, the SDK alone lists the same imports again and prints their IDs.',
		'Neither requests the details of imports (`--details 0`).',
	],
	async measure(effort) {
		if (!isUsageAvailable) {
			return [{
				what: 'CPU time of a poll', unit: 'ms', samples: [], note: usageUnavailable,
			}];
		}

		const simulator = await openSimulator({size, active: 10});
		const program = openSession(ours(simulator.url, {args: ['--interval', '3600', '--details', '0']}));
		const sdk = openSession(await sdkAlone(simulator.url, 'stay'));

		try {
			await program.until(countIn(size));
			await sdk.until(written => written.includes('end'));
			await program.untilQuiet(1500);
			const samplesOf = await runInTurn(runsOf(effort, {normal: 10, quick: 2}), {
				ours: async () => costOf(program, 'r'),
				sdk: async () => costOf(sdk, 'r'),
			});

			return [
				{what: 'CPU time of a poll', unit: 'ms', samples: samplesOf('ours')},
				{what: 'the SDK alone', unit: 'ms', samples: samplesOf('sdk')},
			];
		} finally {
			await program.close();
			await sdk.close();
			await simulator.close();
		}
	},
};
