import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Model} from '../../source/app/model.ts';
import {pollPlanOf} from '../../source/app/selectors.ts';
import {type TargetState} from '../../source/app/target-state.ts';
import {stressCount} from '../support/stress.ts';
import {after, freshModel, startAt} from '../support/model.ts';
import {snapshotOf} from '../support/tasks.ts';

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
