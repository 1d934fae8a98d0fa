import {type Figure, runsOf} from '../figure.ts';
import {pressKeys} from '../keys.ts';
import {ours} from '../programs.ts';
import {countIn} from '../screen-text.ts';
import {openSession} from '../session.ts';
import {openSimulator} from '../simulator.ts';
import {isUsageAvailable, residentMegabytes, usageUnavailable} from '../usage.ts';

const size = 100_000;

export const hundredThousand: Figure = {
	name: 'hundred-thousand',
	title: '100,000 imports',
	goal: 'the program stays usable',
	how: [
		'From the start of the process until it has written `100,000 imports` to the pseudo-terminal, once. Then the same keys as with 10,000 imports, between scans.',
	],
	async measure(effort) {
		const simulator = await openSimulator({size, active: 50});
		const session = openSession(ours(simulator.url, {args: ['--interval', '3600']}));

		try {
			const complete = await session.until(countIn(size), 600_000);
			await session.untilQuiet(3000);
			const times = await pressKeys(session, runsOf(effort, {normal: 5, quick: 1}));
			return [
				{what: 'complete list', unit: 'ms', samples: [complete]},
				{what: 'key to screen, down', unit: 'ms', samples: times.down},
				{what: 'key to screen, page down', unit: 'ms', samples: times.page},
				{what: 'key to screen, a letter of the filter', unit: 'ms', samples: times.letter},
				isUsageAvailable
					? {what: 'resident', unit: 'MB', samples: [residentMegabytes(session.pid)]}
					: {
						what: 'resident', unit: 'MB', samples: [], note: usageUnavailable,
					},
			];
		} finally {
			await session.close();
			await simulator.close();
		}
	},
};
