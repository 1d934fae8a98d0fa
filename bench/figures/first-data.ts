import {type Figure, runsOf} from '../figure.ts';
import {runInTurn} from '../interleave.ts';
import {awsCliInWatch, ours, sdkAlone} from '../programs.ts';
import {openSimulator} from '../simulator.ts';
import {
	awsMeasure,
	limitByAws,
	peerRow,
	timeToFirstId,
} from '../starting.ts';

export const firstData: Figure = {
	name: 'first-data',
	title: 'First imports on the screen',
	goal: '0.75 × the time in which the AWS CLI prints one page',
	how: [
		'From the start of the process until it has written the ID of an import to the pseudo-terminal. The list is one page of 100 imports.',
		'There is no history of earlier runs.',
	],
	async measure(effort) {
		const simulator = await openSimulator({size: 100, active: 4});

		try {
			const sdk = await sdkAlone(simulator.url, 'once');
			const inWatch = awsCliInWatch(simulator.url);
			const samplesOf = await runInTurn(runsOf(effort, {normal: 15, quick: 3}), {
				ours: async () => timeToFirstId(ours(simulator.url)),
				sdk: async () => timeToFirstId(sdk),
				aws: awsMeasure(simulator.url),
				watch: inWatch && (async () => timeToFirstId(inWatch)),
			});

			return [
				{
					what: 'first imports', unit: 'ms', samples: samplesOf('ours'), limit: limitByAws(0.75, samplesOf('aws')),
				},
				{what: 'the SDK alone', unit: 'ms', samples: samplesOf('sdk')},
				peerRow('AWS CLI, one page', samplesOf('aws')),
				peerRow('AWS CLI in `watch`', samplesOf('watch')),
			];
		} finally {
			await simulator.close();
		}
	},
};
