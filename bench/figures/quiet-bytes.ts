import {setTimeout as delay} from 'node:timers/promises';
import {type Figure, runsOf} from '../figure.ts';
import {awsCliInWatch} from '../programs.ts';
import {withQuietSession, quietSize} from '../quiet.ts';
import {openSession, type Session} from '../session.ts';
import {openSimulator} from '../simulator.ts';
import {peerRow} from '../starting.ts';

const intervalMs = 10_000;

// Starts in the pause after a poll, so that each interval contains one poll.
const bytesOf = async (session: Session, polls: number): Promise<readonly number[]> => {
	const samples: number[] = [];

	for (let poll = 0; poll < polls; poll++) {
		const before = session.bytes();
		await delay(intervalMs); // eslint-disable-line no-await-in-loop -- One after the other is the point.
		samples.push(session.bytes() - before);
	}

	return samples;
};

// Returns no samples if `watch` or the AWS CLI is not installed.
const bytesOfWatch = async (polls: number): Promise<readonly number[]> => {
	const simulator = await openSimulator({size: quietSize, active: 4});
	const command = awsCliInWatch(simulator.url);

	try {
		if (command === undefined) {
			return [];
		}

		const session = openSession(command);

		try {
			await session.until(written => written.includes('t-'));
			await delay(3000);
			return await bytesOf(session, polls);
		} finally {
			await session.close();
		}
	} finally {
		await simulator.close();
	}
};

export const quietBytes: Figure = {
	name: 'quiet-bytes',
	title: 'Bytes written in a quiet poll',
	goal: '250 bytes, with 100 imports at an interval of 10 s',
	how: [
		'Bytes written to the pseudo-terminal (120×40) in ten seconds, with one poll in which nothing changes, after the screen has settled.',
	],
	async measure(effort) {
		const polls = runsOf(effort, {normal: 12, quick: 2});
		const samples = await withQuietSession(4, async session => bytesOf(session, polls));
		return [
			{
				what: 'a quiet poll', unit: 'bytes', samples, limit: {atMost: 250},
			},
			peerRow('AWS CLI in `watch -n 10`', await bytesOfWatch(polls), 'bytes'),
		];
	},
};
