import {setTimeout as delay} from 'node:timers/promises';
import {type WireTask} from '../../source/simulator/planned-import.ts';
import {stillFleet} from '../../source/simulator/fleet.ts';
import {startSimulator} from '../../source/simulator/server.ts';
import {type Figure, runsOf} from '../figure.ts';
import {ours} from '../programs.ts';
import {frameWith} from '../screen-text.ts';
import {openSession} from '../session.ts';

const task: WireTask = {
	taskId: 't-0000000001',
	graphId: 'g-0000000001',
	source: `s3://lake/${'語'.repeat(200_000)}`,
	format: 'CSV',
	roleArn: 'arn:aws:iam::123456789012:role/loader',
	status: 'FAILED',
	statusReason: 'x'.repeat(1_000_000),
};

const enter = '\r';
const escape = '\u{1B}';
const hasDetails = frameWith('Details');
const hasList = frameWith('Running');

const openingTimes = async (count: number): Promise<readonly number[]> => {
	const simulator = await startSimulator({fleet: stillFleet([task])});
	const session = openSession(ours(simulator.url, {args: ['--interval', '3600']}));
	const samples: number[] = [];

	const press = async (key: string, hasEffect: (written: string) => boolean): Promise<number> => {
		await delay(500);
		session.clear();
		const pressedAt = session.now();
		session.press(key);
		return await session.until(hasEffect) - pressedAt;
	};

	try {
		await session.until(hasList);

		// The program requests the details when they are opened for the first time.
		await press(enter, hasDetails);
		await delay(2000);

		for (let index = 0; index < count; index++) {
			await press(escape, hasList); // eslint-disable-line no-await-in-loop -- One after the other is the point.
			samples.push(await press(enter, hasDetails)); // eslint-disable-line no-await-in-loop -- As above.
		}

		return samples;
	} finally {
		await session.close();
		await simulator.close();
	}
};

export const largeDetails: Figure = {
	name: 'large-details',
	title: 'Opening the details of an import with large values',
	goal: '100 ms, with a source of 200,000 wide characters and a reason of 1 MB',
	how: [
		'From writing `Enter` to the pseudo-terminal until the complete frame with the details has been written.',
	],
	async measure(effort) {
		const samples = await openingTimes(runsOf(effort, {normal: 40, quick: 3}));
		return [
			{
				what: 'median', unit: 'ms', samples, limit: {atMost: 100},
			},
			{
				what: '99th percentile', unit: 'ms', samples, fraction: 0.99, limit: {atMost: 100},
			},
		];
	},
};
