import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Failure} from '../../../source/imports/failures/failure.ts';
import {countsOf, shownImports} from '../../../source/app/list/list-view.ts';
import {type Model} from '../../../source/app/model.ts';
import {pollPlanOf} from '../../../source/app/selectors.ts';
import {type TargetState} from '../../../source/app/targets/target-state.ts';
import {stressCount} from '../../support/stress.ts';
import {
	after,
	defaultId,
	freshModel,
	afterCommands,
	only,
	planOf,
	recordsOf,
	scanEnded,
	scanned,
	startAt,
} from '../../support/model.ts';
import {
	importTask,
	importTasks,
	numbered,
	snapshotOf,
	taskId,
} from '../../support/tasks.ts';

type Starts = ReadonlyMap<string, readonly number[]>;

const modelWith = (count: number, intervalMs: number): Model => freshModel({
	targets: Array.from({length: count}, (_, index) => ({profile: `profile-${index}`, region: 'us-east-1'})),
	intervalMs,
});

/*
Returns the next target that starts or ends a scan. Times are milliseconds after `startAt`. `ends` maps target IDs to the ends of running scans.
*/
const nextEvent = (model: Model, ends: ReadonlyMap<string, number>): {readonly target: TargetState; readonly atMs: number} | undefined => {
	const events = model.targets.values().map(target => {
		const plan = pollPlanOf(target, model);
		return {target, atMs: ends.get(target.id) ?? (plan.kind === 'wait' ? plan.until - startAt : Infinity)};
	});
	return events.toArray().toSorted((one, other) => one.atMs - other.atMs)[0];
};

/*
Polls all targets on schedule from `fromMs` to `untilMs`. Returns the final model and the scan starts of each target. Times are milliseconds after `startAt`.
*/
const poll = (first: Model, {fromMs = 0, untilMs, tookMs}: {readonly fromMs?: number; readonly untilMs: number; readonly tookMs: (index: number) => number}): readonly [Model, Starts] => {
	let model = first;
	const ids = model.targets.keys().toArray();
	const starts = new Map<string, number[]>(ids.map(id => [id, []]));
	const ends = new Map<string, number>();
	const addStart = (id: string, atMs: number): void => {
		starts.get(id)?.push(atMs);
		ends.set(id, atMs + tookMs(ids.indexOf(id)));
	};

	for (const {id} of model.targets.values().filter(target => target.poll.kind === 'scanning')) {
		addStart(id, fromMs);
	}

	for (;;) {
		const next = nextEvent(model, ends);

		if (next === undefined || next.atMs > untilMs) {
			return [model, starts];
		}

		const {target: {id, scanNumber}, atMs} = next;
		const at = startAt + atMs;

		if (ends.delete(id)) {
			model = after(model, {
				type: 'scanEnded', targetId: id, at, scanNumber, chance: 0.5, snapshot: snapshotOf([]), failure: undefined,
			});
		} else {
			model = after(model, {type: 'pollDue', targetId: id, at});
			addStart(id, atMs);
		}
	}
};

const gapsOf = (starts: readonly number[]): readonly number[] => starts.slice(1).map((startMs, index) => startMs - (starts[index] ?? 0));

const phasesOf = (starts: Starts, intervalMs: number): readonly number[] => starts.values().map(times => (times.at(-1) ?? NaN) % intervalMs).toArray();

const smallestDistance = (phases: readonly number[], intervalMs: number): number => {
	const sorted = phases.toSorted((one, other) => one - other);
	const [first = 0] = sorted;
	const nextPhases = [...sorted.slice(1), first + intervalMs];
	return Math.min(...nextPhases.map((phase, index) => phase - (sorted[index] ?? 0)));
};

const intervals = fc.integer({min: 1000, max: 600_000});
const targetCounts = fc.integer({min: 1, max: 20});

describe('a fixed interval', () => {
	test('separates the polls of a target exactly, and no two targets are polled together', () => {
		fc.assert(fc.property(targetCounts, intervals, fc.array(fc.double({min: 0, max: 0.9, noNaN: true}), {minLength: 20, maxLength: 20}), (count, intervalMs, shares) => {
			const tookMs = (index: number): number => Math.floor((shares[index] ?? 0) * intervalMs);
			const [, starts] = poll(modelWith(count, intervalMs), {untilMs: (intervalMs * 4) + 3000, tookMs});

			for (const [, times] of starts) {
				expect(times.length).toBeGreaterThanOrEqual(4);
				expect(new Set(gapsOf(times))).toEqual(new Set([intervalMs]));
			}

			expect(smallestDistance(phasesOf(starts, intervalMs), intervalMs)).toBeGreaterThanOrEqual(Math.min(49, intervalMs));
		}), {numRuns: stressCount({usual: 50, full: 1000})});
	});

	test('starts all first scans within two seconds, and within the interval', () => {
		fc.assert(fc.property(targetCounts, intervals, (count, intervalMs) => {
			const [, starts] = poll(modelWith(count, intervalMs), {untilMs: 2000, tookMs: () => 5000});
			expect(Math.max(...starts.values().map(([first = Infinity]) => first))).toBeLessThan(Math.min(2000, intervalMs));
		}), {numRuns: stressCount({usual: 50, full: 1000})});
	});

	test.each(['refresh', 'togglePause'] as const)('is never shorter after all targets began together (%s), and the targets spread out again', command => {
		fc.assert(fc.property(targetCounts, intervals, (count, intervalMs) => {
			const [polled] = poll(modelWith(count, intervalMs), {untilMs: intervalMs * 2, tookMs: () => 0});
			const fromMs = (intervalMs * 2) + (command === 'refresh' ? 1 : 500_000);
			const press = (model: Model, atMs: number): Model => after(model, {type: 'commandGiven', command, at: startAt + atMs});
			const together = press(command === 'refresh' ? polled : press(polled, intervalMs * 2), fromMs);
			const [, starts] = poll(together, {fromMs, untilMs: fromMs + (intervalMs * 4) + 3000, tookMs: () => 0});

			for (const [, times] of starts) {
				const [first, ...others] = gapsOf(times);
				expect(first).toBeGreaterThanOrEqual(intervalMs);
				expect(first).toBeLessThan(intervalMs + Math.min(2000, intervalMs));
				expect(new Set(others)).toEqual(new Set([intervalMs]));
			}

			expect(smallestDistance(phasesOf(starts, intervalMs), intervalMs)).toBeGreaterThanOrEqual(Math.min(49, intervalMs));
		}), {numRuns: stressCount({usual: 20, full: 500})});
	});
});

const refused: Failure = {kind: 'network', sentence: 'Nothing answers.', isTransient: true};

describe('polling', () => {
	test('starts with a scan', () => {
		expect(planOf(freshModel())).toEqual({kind: 'scan', scanNumber: 1});
	});

	test('measures the interval from the start of the last scan, not from its end', () => {
		const model = after(freshModel({intervalMs: 10_000}), scanEnded({afterMs: 4000}));
		expect(planOf(model)).toEqual({kind: 'wait', until: startAt + 10_000});
	});

	test('continues immediately if the scan took longer than the interval', () => {
		const model = after(freshModel({intervalMs: 1000}), scanEnded({afterMs: 4000}));
		expect(planOf(model)).toEqual({kind: 'wait', until: startAt + 4000});
	});

	test('ignores a refresh or a due poll during a scan', () => {
		const scanning = freshModel();
		expect(planOf(after(scanning, {type: 'pollDue', targetId: defaultId, at: startAt}))).toEqual(planOf(scanning));
		expect(planOf(afterCommands(scanning, 'refresh'))).toEqual(planOf(scanning));
	});

	test('scans immediately on refresh', () => {
		expect(planOf(afterCommands(scanned(freshModel(), []), 'refresh'))).toEqual({kind: 'scan', scanNumber: 2});
	});

	test('stops while paused, and aborts a running scan', () => {
		expect(planOf(afterCommands(freshModel(), 'togglePause'))).toEqual({kind: 'rest'});
	});

	test('ignores the result of an aborted scan', () => {
		const model = after(afterCommands(freshModel(), 'togglePause', 'refresh'), scanEnded({tasks: importTasks(1)}));
		expect(recordsOf(model)).toEqual([]);
	});

	test('refreshes once while paused, and stays paused', () => {
		const refreshing = afterCommands(scanned(freshModel(), []), 'togglePause', 'refresh');
		expect(planOf(refreshing).kind).toBe('scan');
		expect(planOf(scanned(refreshing, []))).toEqual({kind: 'rest'});
	});

	test('waits for the rest of the interval when resumed, or scans immediately if it has passed', () => {
		const paused = afterCommands(scanned(freshModel({intervalMs: 10_000}), []), 'togglePause');
		expect(planOf(afterCommands(paused, 'togglePause'))).toEqual({kind: 'wait', until: startAt + 10_000});
		expect(planOf(after(paused, {type: 'commandGiven', at: startAt + 60_000, command: 'togglePause'}))).toEqual({kind: 'wait', until: startAt + 60_000});
	});

	test('scans immediately when resumed after a pause during the first scan', () => {
		const resumed = after(afterCommands(freshModel({intervalMs: 300_000}), 'togglePause'), {type: 'commandGiven', at: startAt + 5000, command: 'togglePause'});
		expect(planOf(resumed)).toEqual({kind: 'wait', until: startAt + 5000});
	});

	test('never starts two scans of a target within a second, however often the user pauses and resumes', () => {
		fc.assert(fc.property(fc.boolean(), fc.array(fc.integer({min: 0, max: 400}), {minLength: 10, maxLength: 60}), (isFirst, pausesMs) => {
			let model = isFirst ? freshModel({intervalMs: 1000}) : after(scanned(freshModel({intervalMs: 1000}), []), {type: 'pollDue', targetId: defaultId, at: startAt + 1000});
			let at = isFirst ? startAt : startAt + 1000;
			const starts = [at];

			for (const pauseMs of pausesMs) {
				at += pauseMs;
				model = after(model, {type: 'commandGiven', at, command: 'togglePause'});
				const plan = planOf(model);

				if (!(plan.kind === 'wait' && plan.until <= at)) {
					continue;
				}

				model = after(model, {type: 'pollDue', targetId: defaultId, at});
				starts.push(at);
			}

			expect(Math.min(...gapsOf(starts))).toBeGreaterThanOrEqual(1000);
		}), {numRuns: stressCount({usual: 100, full: 2000})});
	});

	test('waits at most an interval when resumed, even if the clock was set back during the pause', () => {
		const resumed = after(afterCommands(freshModel({intervalMs: 10_000}), 'togglePause'), {type: 'commandGiven', at: startAt - 3_600_000, command: 'togglePause'});
		const plan = planOf(resumed);
		expect(plan.kind === 'wait' && plan.until).toBeLessThanOrEqual(startAt - 3_600_000 + 10_000);
	});

	test('adapts the interval: 30 s when idle, 10 s when active, 5 s after a change and while cancelling', () => {
		const finished = scanned(freshModel(), importTasks(2, 'SUCCEEDED'));
		expect(only(finished).pace).toEqual({intervalMs: 30_000, reason: 'idle'});

		const active = scanned(freshModel(), importTasks(2));
		expect(only(active).pace).toEqual({intervalMs: 10_000, reason: 'active'});
		expect(only(scanned(active, [numbered(1), numbered(2, 'SUCCEEDED')], 10_000)).pace).toEqual({intervalMs: 5000, reason: 'changed'});
		expect(only(scanned(freshModel(), importTasks(2, 'CANCELLING'))).pace).toEqual({intervalMs: 5000, reason: 'cancelling'});
	});

	test('applies an interval key immediately, and returns to the adaptive interval by key', () => {
		const waiting = scanned(freshModel(), importTasks(1));
		const longer = afterCommands(waiting, 'lengthenInterval');
		expect(only(longer).pace).toEqual({intervalMs: 15_000, reason: 'fixed'});
		expect(planOf(longer)).toEqual({kind: 'wait', until: startAt + 15_000});
		expect(only(afterCommands(longer, 'shortenInterval', 'shortenInterval')).pace.intervalMs).toBe(5000);
		expect(only(afterCommands(longer, 'adaptInterval')).pace).toEqual(only(waiting).pace);
	});

	test('never waits longer than an interval, even if the clock was set back', () => {
		const waiting = scanned(freshModel({intervalMs: 10_000}), []);
		const later = after(waiting, {type: 'commandGiven', at: startAt - 3_600_000, command: 'lengthenInterval'});
		expect(planOf(later)).toEqual({kind: 'wait', until: startAt - 3_600_000 + 15_000});
	});

	test('keeps the list and the start of the failure while failing, and clears the failure on success', () => {
		const listed = scanned(freshModel(), importTasks(3));
		const failing = after(
			listed,
			{type: 'pollDue', targetId: defaultId, at: startAt + 10_000},
			scanEnded({scanNumber: 2, afterMs: 11_000, failure: refused}),
			{type: 'pollDue', targetId: defaultId, at: startAt + 20_000},
			scanEnded({scanNumber: 3, afterMs: 21_000, failure: refused}),
		);
		expect(only(failing).failure).toMatchObject({failure: refused, since: startAt + 11_000});
		expect(failing.changes).toEqual([]);
		expect(countsOf(failing).all).toBe(3);
		expect(planOf(failing)).toEqual({kind: 'wait', until: startAt + 30_000});
		expect(only(scanned(failing, importTasks(3), 30_000)).failure).toBeUndefined();
	});

	test('ignores imports of other graphs if one graph is watched', () => {
		const model = scanned(freshModel({graphId: 'g-0000000001'}), [numbered(1), importTask({taskId: taskId(2), graphId: 'g-0000000002'})]);
		expect(shownImports(model).map(({task}) => task.taskId)).toEqual([taskId(1)]);
		expect(countsOf(model).all).toBe(1);
	});
});

describe('backing off', () => {
	const failed = (kind: Failure['kind'], times: number, chance: number): number => {
		let model = freshModel({intervalMs: 10_000});

		for (let scanNumber = 1; scanNumber <= times; scanNumber++) {
			model = after(
				model,
				{type: 'pollDue', targetId: defaultId, at: startAt},
				scanEnded({scanNumber, failure: {kind, sentence: 'No.', isTransient: true}, chance}),
			);
		}

		const plan = planOf(model);
		return plan.kind === 'wait' ? plan.until - startAt : NaN;
	};

	test.each(['throttled', 'service'] as const)('%s: doubles with every failure, up to two minutes', kind => {
		expect([1, 2, 3, 4, 5, 50].map(times => failed(kind, times, 1))).toEqual([20_000, 40_000, 80_000, 120_000, 120_000, 120_000]);
	});

	test('has full jitter, but never retries before the interval', () => {
		expect(failed('throttled', 3, 0.5)).toBe(40_000);
		expect(failed('throttled', 3, 0)).toBe(10_000);
	});

	test.each(['credentials', 'network', 'protocol', 'clock'] as const)('%s: retries every interval', kind => {
		expect(failed(kind, 9, 1)).toBe(10_000);
	});

	test.each(['permission', 'configuration'] as const)('%s: retries every minute', kind => {
		expect(failed(kind, 9, 1)).toBe(60_000);
	});

	test('ends with one successful scan', () => {
		const throttled = after(freshModel({intervalMs: 10_000}), scanEnded({failure: {kind: 'throttled', sentence: 'No.', isTransient: true}, chance: 1}));
		expect(planOf(scanned(throttled, [], 20_000))).toEqual({kind: 'wait', until: startAt + 30_000});
	});
});
