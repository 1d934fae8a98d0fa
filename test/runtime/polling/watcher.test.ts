import {once} from 'node:events';
import process from 'node:process';
import {expect, test, vi} from 'vitest';
import {type PollReport, type ScanOutcome} from '../../../source/imports/polling/poll.ts';
import {createWatcher, type Watcher} from '../../../source/runtime/polling/watcher.ts';
import {createHandClock, type HandClock} from '../../support/hand-clock.ts';
import {snapshotOf} from '../../support/tasks.ts';
import {pendingCall} from './pending-call.ts';

const startAt = 1_000_000;
const result: ScanOutcome = {snapshot: snapshotOf([])};

type Watching = {
	readonly watcher: Watcher;
	readonly clock: HandClock;
	readonly reports: readonly PollReport[];
	readonly scans: ReadonlyArray<{readonly signal: AbortSignal; readonly end: () => void}>;
};

const watching = (): Watching => {
	const clock = createHandClock(startAt);
	const reports: PollReport[] = [];
	const scans: Array<{readonly signal: AbortSignal; readonly end: () => void}> = [];
	const watcher = createWatcher({
		clock,
		random: () => 0.5,
		async scan(signal) {
			const {promise, end} = pendingCall(signal, result);
			scans.push({signal, end});
			return promise;
		},
		report(report) {
			reports.push(report);
		},
	});
	return {
		watcher, clock, reports, scans,
	};
};

test('an error while a result is reported is not hidden, even if the scan has been aborted by then', async () => {
	const listeners = process.listeners('unhandledRejection');
	process.removeAllListeners('unhandledRejection');
	const rejected = once(process, 'unhandledRejection');
	const watcher = createWatcher({
		clock: createHandClock(startAt),
		random: () => 0.5,
		scan: async () => result,
		report() {
			watcher.follow({kind: 'rest'});
			throw new Error('The report failed.');
		},
	});
	watcher.follow({kind: 'scan', scanNumber: 1});
	const [reason] = await Promise.race([rejected, new Promise<undefined[]>(resolve => {
		setImmediate(resolve, []);
	})]) as readonly unknown[];

	for (const listener of listeners) {
		process.on('unhandledRejection', listener);
	}

	expect(reason).toEqual(new Error('The report failed.'));
});

test('a wait ends on time and is reported once', () => {
	const {watcher, clock, reports} = watching();
	watcher.follow({kind: 'wait', until: startAt + 10_000});
	clock.pass(9999);
	expect(reports).toEqual([]);
	clock.pass(60_000);
	expect(reports).toEqual([{type: 'pollDue', at: startAt + 10_000}]);
});

test('a new wait replaces the timer of the previous one', () => {
	const {watcher, clock, reports} = watching();
	watcher.follow({kind: 'wait', until: startAt + 10_000});
	watcher.follow({kind: 'wait', until: startAt + 20_000});
	expect(clock.waiting()).toBe(1);
	clock.pass(15_000);
	expect(reports).toEqual([]);
	watcher.follow({kind: 'rest'});
	expect(clock.waiting()).toBe(0);
});

test('a wait ends within 30 s after the machine wakes if its time has passed', () => {
	const {watcher, clock, reports} = watching();
	watcher.follow({kind: 'wait', until: startAt + 3_600_000});
	clock.pass(10_000);
	clock.jump(8 * 3_600_000);
	clock.pass(30_000);
	expect(reports).toEqual([{type: 'pollDue', at: startAt + 30_000 + (8 * 3_600_000)}]);
	clock.pass(3_600_000);
	expect(reports).toHaveLength(1);
});

test('a wait does not get longer when the clock is set back', () => {
	const {watcher, clock, reports} = watching();
	watcher.follow({kind: 'wait', until: startAt + 100_000});
	clock.pass(10_000);
	clock.jump(-3_600_000);
	clock.pass(90_000);
	expect(reports).toHaveLength(1);
});

test('a scan starts once if its plan is repeated, and its result is reported', async () => {
	const {watcher, clock, reports, scans} = watching();
	watcher.follow({kind: 'scan', scanNumber: 1});
	watcher.follow({kind: 'scan', scanNumber: 1});
	expect(scans).toHaveLength(1);
	clock.pass(200);
	scans[0]?.end();
	await vi.waitFor(() => {
		expect(reports).toEqual([
			{
				type: 'scanEnded', at: startAt + 200, scanNumber: 1, chance: 0.5, ...result,
			},
		]);
	});
	expect(clock.waiting()).toBe(0);
});

test('a scan that takes longer than 300 ms is reported as delayed', () => {
	const {watcher, clock, reports} = watching();
	watcher.follow({kind: 'scan', scanNumber: 7});
	clock.pass(299);
	expect(reports).toEqual([]);
	clock.pass(1);
	expect(reports).toEqual([{type: 'scanDelayed', scanNumber: 7}]);
});

test('a scan that is no longer in the plan is aborted and not reported', async () => {
	const {watcher, reports, scans} = watching();
	watcher.follow({kind: 'scan', scanNumber: 1});
	watcher.follow({kind: 'rest'});
	expect(scans[0]?.signal.aborted).toBe(true);
	scans[0]?.end();

	watcher.follow({kind: 'scan', scanNumber: 2});
	scans[1]?.end();
	await vi.waitFor(() => {
		expect(reports).toMatchObject([{type: 'scanEnded', scanNumber: 2}]);
	});
});
