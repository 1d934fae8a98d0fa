import fc from 'fast-check';
import {expect, test} from 'vitest';
import {stressCount} from '../support/stress.ts';
import {taskId} from '../support/tasks.ts';
import {temporaryHistory} from '../support/temporary-files.ts';
import {
	eventsIn,
	recordedIn,
	startWatcher,
	type Statuses,
	type TestWatcher,
} from './watchers.ts';

const imports = [1, 2, 3] as const;
const endMs = 100_000;

/*
When each import gets its next status, in milliseconds. All statuses are unique, so a false change can't look like a true one.
*/
const truths = fc.array(fc.array(fc.integer({min: 1, max: endMs}), {maxLength: 8}), {minLength: imports.length, maxLength: imports.length});

const statusAt = (truth: ReadonlyArray<readonly number[]>, index: number, ms: number): string => `STEP_${truth[index]?.filter(at => at <= ms).length ?? 0}`;

/*
A scan reads each import at its own time, from 0 (start of the scan) to 1 (end).
*/
const scans = fc.record({
	watcher: fc.nat({max: 2}),
	pauseMs: fc.integer({min: 0, max: 6000}),
	tookMs: fc.integer({min: 0, max: 12_000}),
	readAt: fc.tuple(fc.double({min: 0, max: 1, noNaN: true}), fc.double({min: 0, max: 1, noNaN: true}), fc.double({min: 0, max: 1, noNaN: true})),
	isComplete: fc.constantFrom(true, true, true, false),
	isRestarted: fc.constantFrom(false, false, false, true),
});

type Planned = {readonly watcher: number; readonly startedAt: number; readonly endedAt: number; readonly seen: Statuses; readonly isComplete: boolean; readonly isRestarted: boolean};

/*
Each watcher runs one scan at a time.
*/
const planOf = (truth: ReadonlyArray<readonly number[]>, all: ReadonlyArray<typeof scans extends fc.Arbitrary<infer Scan> ? Scan : never>): readonly Planned[] => {
	const freeAt = [0, 1, 2];
	return all.map(({watcher, pauseMs, tookMs, readAt, isComplete, isRestarted}): Planned => {
		const startedAt = (freeAt[watcher] ?? 0) + pauseMs;
		const endedAt = startedAt + tookMs;
		freeAt[watcher] = endedAt + 1;
		const seen = Object.fromEntries(imports.map((number, index) => [number, statusAt(truth, index, startedAt + ((readAt[index] ?? 0) * tookMs))]));
		return {
			watcher, startedAt, endedAt, seen, isComplete, isRestarted,
		};
	});
};

test('several watchers record no false change, no change twice, and every change that is newer than the record', () => {
	fc.assert(fc.property(truths, fc.array(scans, {maxLength: 30}), (truth, all) => {
		const file = temporaryHistory();
		const plan = planOf(truth, all);
		const watchers = new Map<number, TestWatcher>();
		const begun = new Set<Planned>();
		let recordedUntil = -1;

		const watcherOf = (number: number, ms: number): TestWatcher => {
			const watcher = watchers.get(number) ?? startWatcher(file, {ms});
			watchers.set(number, watcher);
			return watcher;
		};

		const beginDue = (ms: number): void => {
			for (const scan of plan.filter(({startedAt}) => startedAt <= ms).toSorted((one, other) => one.startedAt - other.startedAt)) {
				if (begun.has(scan)) {
					continue;
				}

				begun.add(scan);

				if (scan.isRestarted) {
					watchers.get(scan.watcher)?.close();
					watchers.delete(scan.watcher);
				}

				watcherOf(scan.watcher, scan.startedAt).begin(scan.startedAt);
			}
		};

		for (const scan of plan.toSorted((one, other) => one.endedAt - other.endedAt)) {
			beginDue(scan.endedAt);
			watcherOf(scan.watcher, scan.endedAt).end(scan.endedAt, scan.seen, scan.isComplete);

			if (scan.startedAt >= recordedUntil && scan.isComplete) {
				const last = new Map(eventsIn(file).map(({task}) => [task.taskId, task.status]));
				expect(last).toEqual(new Map(Object.entries(scan.seen).map(([number, status]) => [taskId(Number(number)), status])));
			}

			recordedUntil = Math.max(recordedUntil, scan.endedAt);
		}

		for (const watcher of watchers.values()) {
			watcher.close();
			expect(watcher.notes).toEqual([]);
		}

		for (const number of imports) {
			const steps = eventsIn(file).filter(({task}) => task.taskId === taskId(number)).map(event => [event.event === 'changed' ? event.from : undefined, event.task.status]);
			const order = steps.map(([, status]) => Number(status?.slice(5)));
			expect(steps.slice(1).map(([from]) => from)).toEqual(steps.slice(0, -1).map(([, status]) => status));

			// An incomplete scan may have seen it before the first complete one.
			expect(Number(steps[0]?.[0]?.slice(5) ?? -1)).toBeLessThan(order[0] ?? Infinity);
			expect(order).toEqual([...new Set(order)].toSorted((one, other) => one - other));
		}

		expect(recordedIn(file).filter(text => /gone|appeared/v.test(text))).toEqual([]);
	}), {numRuns: stressCount({usual: 15, full: 1000})});
}, 600_000);
