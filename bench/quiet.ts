import {setTimeout as delay} from 'node:timers/promises';
import {ours} from './programs.ts';
import {countIn} from './screen-text.ts';
import {openSession, type Session} from './session.ts';
import {openSimulator, type Simulator} from './simulator.ts';

export const quietSize = 100;

const refreshes = 6;

const afterNextScan = async ({onScan}: Simulator): Promise<void> => {
	const {promise, resolve} = Promise.withResolvers<undefined>();
	onScan(() => {
		resolve(undefined);
	});
	await promise;
	await delay(3000);
};

/**
Watches 100 unchanging imports at an interval of ten seconds. Calls `measure` after several manual polls and three automatic ones.
*/
export const withQuietSession = async <Result>(active: number, measure: (session: Session) => Promise<Result>): Promise<Result> => {
	const simulator = await openSimulator({size: quietSize, active});
	const session = openSession(ours(simulator.url, {args: ['--interval', '10']}));

	try {
		await session.until(countIn(quietSize));

		for (let count = 0; count < refreshes; count++) {
			await session.untilQuiet(1000); // eslint-disable-line no-await-in-loop -- One after the other is the point.
			session.press('r');
		}

		for (let polls = 0; polls < 3; polls++) {
			await afterNextScan(simulator); // eslint-disable-line no-await-in-loop -- As above.
		}

		return await measure(session);
	} finally {
		await session.close();
		await simulator.close();
	}
};
