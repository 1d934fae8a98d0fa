import {type Figure, runsOf} from '../figure.ts';
import {runInTurn} from '../interleave.ts';
import {ours, sdkAlone} from '../programs.ts';
import {countIn} from '../screen-text.ts';
import {openSimulator} from '../simulator.ts';
import {
	awsMeasure,
	limitByAws,
	peerRow,
	timeToEnd,
	timeUntil,
} from '../starting.ts';

const size = 10_000;

export const completeList: Figure = {
	name: 'complete-list',
	title: 'A complete list of 10,000',
	goal: '0.4 × the time of the AWS CLI',
	how: [
		'From the start of the process until it has written `10,000 imports` to the pseudo-terminal; for the other programs, until the last line.',
		'All request pages of 100, and the simulator responds at once.',
	],
	async measure(effort) {
		const simulator = await openSimulator({size, active: 50});

		try {
			const sdk = await sdkAlone(simulator.url, 'once');
			const samplesOf = await runInTurn(runsOf(effort, {normal: 7, quick: 2}), {
				ours: async () => timeUntil(ours(simulator.url), countIn(size)),
				sdk: async () => timeToEnd(sdk),
				aws: awsMeasure(simulator.url),
			});

			return [
				{
					what: 'complete list', unit: 'ms', samples: samplesOf('ours'), limit: limitByAws(0.4, samplesOf('aws')),
				},
				{what: 'the SDK alone', unit: 'ms', samples: samplesOf('sdk')},
				peerRow('AWS CLI', samplesOf('aws')),
			];
		} finally {
			await simulator.close();
		}
	},
};
