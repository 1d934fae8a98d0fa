import {type Figure, runsOf} from '../figure.ts';
import {runInTurn} from '../interleave.ts';
import {bareNode, ours} from '../programs.ts';
import {temporaryFolder} from '../environment.ts';
import {hasFirstFrame} from '../screen-text.ts';
import {openSimulator} from '../simulator.ts';
import {
	awsMeasure,
	limitByAws,
	peerRow,
	timeToEnd,
	timeUntil,
} from '../starting.ts';

export const firstFrame: Figure = {
	name: 'first-frame',
	title: 'First frame',
	goal: '0.5 × the time in which the AWS CLI prints one page',
	how: [
		'From the start of the process until it has written the first frame, whose last line is the key hints, to the pseudo-terminal.',
		'Node has a compile cache from an earlier run, except in “first run ever”.',
		'The AWS CLI prints one page of 100 imports.',
	],
	async measure(effort) {
		const simulator = await openSimulator({size: 100, active: 4});

		try {
			const samplesOf = await runInTurn(runsOf(effort, {normal: 15, quick: 3}), {
				ours: async () => timeUntil(ours(simulator.url), hasFirstFrame),
				cold: async () => timeUntil(ours(simulator.url, {env: {TMPDIR: temporaryFolder()}}), hasFirstFrame), // eslint-disable-line @typescript-eslint/naming-convention -- An environment variable.
				node: async () => timeToEnd(bareNode()),
				aws: awsMeasure(simulator.url),
			});

			return [
				{
					what: 'first frame', unit: 'ms', samples: samplesOf('ours'), limit: limitByAws(0.5, samplesOf('aws')),
				},
				{what: 'first frame, first run ever', unit: 'ms', samples: samplesOf('cold')},
				{what: '`node -e 0`, start to end', unit: 'ms', samples: samplesOf('node')},
				peerRow('AWS CLI, one page', samplesOf('aws')),
			];
		} finally {
			await simulator.close();
		}
	},
};
