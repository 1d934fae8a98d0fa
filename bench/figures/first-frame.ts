import {type Figure, runsOf} from '../figure.ts';
import {interleave} from '../interleave.ts';
import {bareNode, ours} from '../programs.ts';
import {temporaryFolder} from '../environment.ts';
import {hasFrame} from '../screen-text.ts';
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
	untilDone: '0.5 × the time in which the AWS CLI prints one page',
	how: [
		'From the start of the process until the line of key hints, the last of the first frame, has come out of the pseudo-terminal.',
		'Node keeps what it compiled from the run before; “never run before” has none of that.',
		'The AWS CLI prints one page of 100 imports.',
	],
	async measure(effort) {
		const simulator = await openSimulator({size: 100, active: 4});

		try {
			const samplesOf = await interleave(runsOf(effort, {usually: 15, quickly: 3}), {
				ours: async () => timeUntil(ours(simulator.url), hasFrame),
				cold: async () => timeUntil(ours(simulator.url, {env: {TMPDIR: temporaryFolder()}}), hasFrame), // eslint-disable-line @typescript-eslint/naming-convention -- An environment variable.
				node: async () => timeToEnd(bareNode()),
				aws: awsMeasure(simulator.url),
			});

			return [
				{
					what: 'first frame', unit: 'ms', samples: samplesOf('ours'), limit: limitByAws(0.5, samplesOf('aws')),
				},
				{what: 'first frame, never run before', unit: 'ms', samples: samplesOf('cold')},
				{what: '`node -e 0`, start to end', unit: 'ms', samples: samplesOf('node')},
				peerRow('AWS CLI, one page', samplesOf('aws')),
			];
		} finally {
			await simulator.close();
		}
	},
};
