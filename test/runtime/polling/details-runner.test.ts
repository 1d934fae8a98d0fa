import {
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {type DetailsAnswer, type DetailsReport} from '../../../source/imports/details.ts';
import {createDetailsRunner, type DetailsRunner} from '../../../source/runtime/polling/details-runner.ts';
import {createHandClock, type HandClock} from '../../support/hand-clock.ts';
import {pendingCall} from './pending-call.ts';

const startAt = 1_000_000;
const answer: DetailsAnswer = {kind: 'details', details: {status: 'IMPORTING'}};

type Running = {
	readonly runner: DetailsRunner;
	readonly clock: HandClock;
	readonly reports: readonly DetailsReport[];
	readonly calls: ReadonlyArray<{readonly key: string; readonly at: number; readonly signal: AbortSignal; readonly end: () => void}>;
};

const running = (): Running => {
	const clock = createHandClock(startAt);
	const reports: DetailsReport[] = [];
	const calls: Array<{readonly key: string; readonly at: number; readonly signal: AbortSignal; readonly end: () => void}> = [];
	const runner = createDetailsRunner({
		clock,
		async ask(key, signal) {
			const {promise, end} = pendingCall(signal, answer);
			calls.push({
				key, at: clock.now(), signal, end,
			});
			return promise;
		},
		report(report) {
			reports.push(report);
		},
	});
	return {
		runner, clock, reports, calls,
	};
};

const keys = (count: number): readonly string[] => Array.from({length: count}, (_, index) => `t-${index}`);

describe('a round of detail requests', () => {
	test('sends at most four requests at a time, in order', async () => {
		const {runner, calls, reports} = running();
		runner.follow({round: 1, keys: keys(6), callsPerSecond: 20});
		expect(calls.map(({key}) => key)).toEqual(['t-0', 't-1', 't-2', 't-3']);
		calls[1]?.end();
		await vi.waitFor(() => {
			expect(calls.map(({key}) => key)).toEqual(['t-0', 't-1', 't-2', 't-3', 't-4']);
		});
		expect(reports).toEqual([
			{
				type: 'detailsAnswered', key: 't-1', at: startAt, answer,
			},
		]);
	});

	test('never exceeds the requests per second of the plan, even with instant responses', async () => {
		const {runner, clock, calls, reports} = running();
		runner.follow({round: 1, keys: keys(50), callsPerSecond: 20});

		while (reports.length < 50) {
			const ended = reports.length;

			for (const call of calls) {
				call.end();
			}

			await vi.waitFor(() => { // eslint-disable-line no-await-in-loop -- One response after the other.
				clock.pass(250);
				expect(reports.length).toBeGreaterThan(ended);
			});
		}

		for (const {at} of calls) {
			expect(calls.filter(other => other.at >= at && other.at < at + 1000).length).toBeLessThanOrEqual(20);
		}
	});

	test('replaces the requests that have not started, and keeps those in flight', async () => {
		const {runner, calls} = running();
		runner.follow({round: 1, keys: keys(6), callsPerSecond: 20});
		runner.follow({round: 2, keys: ['t-0', 't-9'], callsPerSecond: 20});
		expect(calls[0]?.signal.aborted).toBe(false);
		calls[0]?.end();
		await vi.waitFor(() => {
			expect(calls.map(({key}) => key)).toContain('t-9');
		});
		expect(calls.map(({key}) => key)).not.toContain('t-5');
	});

	test('aborts the requests in flight without reporting them if it has no imports', async () => {
		const {runner, calls, reports} = running();
		runner.follow({round: 1, keys: keys(6), callsPerSecond: 20});
		runner.follow({round: 1, keys: [], callsPerSecond: 20});
		expect(calls.every(({signal}) => signal.aborted)).toBe(true);

		runner.follow({round: 2, keys: ['t-9'], callsPerSecond: 20});
		await vi.waitFor(() => {
			calls.find(({key}) => key === 't-9')?.end();
			expect(reports).toMatchObject([{type: 'detailsAnswered', key: 't-9'}]);
		});
	});
});
