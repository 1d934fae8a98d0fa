import {type Figure, runsOf} from '../figure.ts';
import {interleave} from '../interleave.ts';
import {ours, sdkAlone} from '../programs.ts';
import {countIn} from '../screen-text.ts';
import {openSession, type Session} from '../session.ts';
import {openSimulator} from '../simulator.ts';
import {cpuMs, isUsageKnown, usageUnknown} from '../usage.ts';

const size = 10_000;

/*
The CPU time of one more scan, for which this key asks.
*/
const costOf = async (session: Session, key: string): Promise<number> => {
	const before = cpuMs(session.pid);
	session.press(key);
	await session.untilQuiet(1500);
	return cpuMs(session.pid) - before;
};

export const pollCost: Figure = {
	name: 'poll-cost',
	title: 'A poll of 10,000',
	untilDone: 'little more than the scan of the SDK',
	how: [
		'The CPU time of one poll in which nothing changed, in a program that has polled before, against the SDK alone, which lists the same again and writes down the ids.',
		'Neither asks about single imports (`--details 0`).',
	],
	async measure(effort) {
		if (!isUsageKnown) {
			return [{
				what: 'CPU time of a poll', unit: 'ms', samples: [], note: usageUnknown,
			}];
		}

		const simulator = await openSimulator({size, active: 10});
		const program = openSession(ours(simulator.url, {args: ['--interval', '3600', '--details', '0']}));
		const sdk = openSession(await sdkAlone(simulator.url, 'stay'));

		try {
			await program.until(countIn(size));
			await sdk.until(written => written.includes('end'));
			await program.untilQuiet(1500);
			const samplesOf = await interleave(runsOf(effort, {usually: 10, quickly: 2}), {
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
