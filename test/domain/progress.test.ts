import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type ImportDetails, type ImportProgress} from '../../source/domain/import-details.ts';
import {
	errorGrowth,
	leftText,
	observeProgress,
	type ProgressHistory,
	stalledSince,
	timeLeft,
} from '../../source/domain/progress.ts';

const start = Date.UTC(2026, 2, 1, 12);
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

type Answer = ImportProgress & Partial<Pick<ImportDetails, 'status' | 'attemptNumber'>>;

/*
What the service says, by the time since `start`.
*/
type Course = (elapsedMs: number) => Answer;

const detailsOf = ({status = 'IMPORTING', attemptNumber, ...progress}: Answer): ImportDetails => ({status, attemptNumber, progress});

const observeAll = (course: Course, times: readonly number[], before?: ProgressHistory): ProgressHistory => {
	let history = before;

	for (const elapsedMs of times) {
		history = observeProgress(history, detailsOf(course(elapsedMs)), start + elapsedMs);
	}

	if (history === undefined) {
		throw new RangeError('Nothing was observed.');
	}

	return history;
};

/*
From one time to another, both included.
*/
const every = (intervalMs: number, fromMs: number, toMs: number): readonly number[] => Array.from({length: Math.floor((toMs - fromMs) / intervalMs) + 1}, (_, index) => fromMs + (index * intervalMs));

const linear = (durationMs: number): Course => elapsedMs => ({percentage: Math.min(100, Math.floor(elapsedMs * 100 / durationMs))});

/*
What is said of the time left after each answer.
*/
const timesLeft = (course: Course, times: readonly number[]): ReadonlyArray<{readonly elapsedMs: number; readonly leftMs: number | undefined}> => {
	let history: ProgressHistory | undefined;

	return times.map(elapsedMs => {
		const at = start + elapsedMs;
		history = observeProgress(history, detailsOf(course(elapsedMs)), at);
		return {elapsedMs, leftMs: timeLeft(history, at)?.leftMs};
	});
};

const isKnown = ({leftMs}: {readonly leftMs: number | undefined}): boolean => leftMs !== undefined;

describe('observeProgress', () => {
	test('a history is a value: the one before stays as it was', () => {
		const before = observeAll(linear(hour), every(10 * second, 0, 5 * minute));
		const copy = structuredClone(before);
		observeAll(linear(hour), every(10 * second, 5 * minute, 10 * minute), before);
		expect(before).toEqual(copy);
	});

	test('a history holds each per cent once, over all that was observed, however long that is', () => {
		const history = observeAll(linear(3 * day), every(minute, 0, 3 * day));
		expect(history.pace?.steps).toHaveLength(100);
		expect(history.pace?.steps[0]?.percentage).toBe(1);
		expect(history.pace?.steps.at(-1)?.percentage).toBe(100);
	});

	test('whatever the service says, a history stays as small as that', () => {
		const answers = fc.record<Answer>({
			status: fc.constantFrom('IMPORTING', 'IMPORTING', 'IMPORTING', 'ROLLING_BACK'),
			percentage: fc.oneof(fc.integer({min: -5, max: 105}), fc.double(), fc.constant(undefined)),
			statementCount: fc.option(fc.double(), {nil: undefined}),
			errorCount: fc.option(fc.integer(), {nil: undefined}),
			attemptNumber: fc.option(fc.integer({min: 1, max: 2}), {nil: undefined}),
		});

		fc.assert(fc.property(fc.array(fc.tuple(answers, fc.integer({min: -100, max: hour})), {minLength: 1, maxLength: 300, size: 'max'}), entries => {
			let at = start;
			let history: ProgressHistory | undefined;

			for (const [answer, passedMs] of entries) {
				at += passedMs;
				history = observeProgress(history, detailsOf(answer), at);
				const percentages = history.pace?.steps.map(({percentage}) => percentage) ?? [];
				expect(percentages.length).toBeLessThanOrEqual(100);
				expect(percentages).toEqual([...new Set(percentages)].toSorted((one, other) => one - other));

				const left = timeLeft(history, at);
				expect(left === undefined || (left.leftMs > 0 && left.leftMs <= 30 * day)).toBe(true);
			}
		}));
	});

	test.each<{name: string; answer: Answer; passedMs: number}>([
		{name: 'the attempt is another', answer: {percentage: 50, errorCount: 9, attemptNumber: 2}, passedMs: 10 * second},
		{name: 'the percentage falls', answer: {percentage: 4, errorCount: 9, attemptNumber: 1}, passedMs: 10 * second},
		{name: 'the clock was set back', answer: {percentage: 50, errorCount: 9, attemptNumber: 1}, passedMs: -1},
	])('nothing of what was before counts where $name', ({answer, passedMs}) => {
		const before = observeAll(elapsedMs => ({...linear(hour)(elapsedMs), errorCount: 1, attemptNumber: 1}), every(10 * second, 0, 30 * minute));
		const at = start + (30 * minute) + passedMs;
		expect(timeLeft(before, at + second)).toBeDefined();
		expect(observeProgress(before, detailsOf(answer), at)).toEqual(observeProgress(undefined, detailsOf(answer), at));
	});

	test('what an answer leaves out is as it was last known', () => {
		const before = observeAll(elapsedMs => ({...linear(hour)(elapsedMs), attemptNumber: 2}), every(10 * second, 0, 30 * minute));
		const silent = observeProgress(before, {status: 'IMPORTING'}, start + (31 * minute));
		expect(silent.last).toMatchObject({percentage: 50, attemptNumber: 2});
		expect(silent.pace).toEqual(before.pace);

		const next = observeProgress(silent, detailsOf({percentage: 53, attemptNumber: 2}), start + (32 * minute));
		expect(next.pace?.steps.at(-1)).toEqual({percentage: 53, moment: {earliest: start + (30 * minute), latest: start + (32 * minute)}});
	});
});

describe('timeLeft', () => {
	test.each<{name: string; course: Course; times: readonly number[]}>([
		{name: 'a single answer', course: () => ({percentage: 50}), times: [0]},
		{name: 'no percentage', course: elapsedMs => ({statementCount: elapsedMs}), times: every(10 * second, 0, hour)},
		{name: 'no details', course: () => ({}), times: every(10 * second, 0, hour)},
		{name: '0 %', course: () => ({percentage: 0}), times: every(10 * second, 0, hour)},
		{name: '100 %', course: linear(hour), times: every(10 * second, 0, 61 * minute)},
		{name: 'three per cent seen being reached', course: linear(hour), times: every(second, 0, 2.9 * minute)},
		{name: 'a rate that shows for less than twenty seconds', course: linear(100 * second), times: every(100, 0, 19 * second)},
		{name: 'percentages seen too seldom to tell the rate', course: linear(100 * minute), times: every(1.3 * minute, 0, 7 * minute)},
		{name: 'an import that is not loading', course: elapsedMs => ({...linear(hour)(elapsedMs), status: 'EXPORTING'}), times: every(10 * second, 0, 30 * minute)},
		{name: 'an import that has just begun to roll back', course: elapsedMs => ({...linear(hour)(elapsedMs), ...(elapsedMs >= 30 * minute && {status: 'ROLLING_BACK'})}), times: every(10 * second, 0, 30 * minute)},
		{name: 'an import that has just begun to load', course: elapsedMs => ({...linear(hour)(elapsedMs), status: elapsedMs < 30 * minute ? 'EXPORTING' : 'IMPORTING'}), times: every(10 * second, 0, 32 * minute)},
		{name: 'an import that has stopped', course: elapsedMs => linear(hour)(Math.min(elapsedMs, 30 * minute)), times: every(10 * second, 0, 33 * minute)},
		{name: 'an import that gets ever faster', course: elapsedMs => ({percentage: Math.floor(100 * ((elapsedMs / hour) ** 2))}), times: every(10 * second, 0, 50 * minute)},
		{name: 'an import that gets ever slower', course: elapsedMs => ({percentage: Math.floor(100 * Math.sqrt(elapsedMs / hour))}), times: every(10 * second, 0, 20 * minute)},
		{name: 'an import that has become four times as fast', course: elapsedMs => linear(hour)(elapsedMs + (3 * Math.max(0, elapsedMs - (20 * minute)))), times: every(5 * second, 0, 24 * minute)},
		{name: 'an import that would take longer than thirty days', course: linear(40 * day), times: every(hour, 0, 4 * day)},
	])('is not known from $name', ({course, times}) => {
		const history = observeAll(course, times);
		expect(timeLeft(history, start + (times.at(-1) ?? 0))).toBeUndefined();
	});

	test.each<{name: string; course: Course; times: readonly number[]; leftMs: number}>([
		{name: 'an import of an hour, seen every ten seconds', course: linear(hour), times: every(10 * second, 0, 20 * minute), leftMs: 40 * minute},
		{name: 'one that was found half-way', course: linear(hour), times: every(10 * second, 30 * minute, 40 * minute), leftMs: 20 * minute},
		{name: 'one of a minute, seen every second', course: linear(minute), times: every(second, 0, 40 * second), leftMs: 20 * second},
		{name: 'one of a minute, seen every five seconds', course: linear(minute), times: every(5 * second, 0, 40 * second), leftMs: 20 * second},
		{name: 'one of two days, seen every five minutes', course: linear(2 * day), times: every(5 * minute, 0, day), leftMs: day},
		{name: 'one that was not looked at for a while', course: linear(hour), times: [...every(10 * second, 0, 10 * minute), ...every(10 * second, 35 * minute, 40 * minute)], leftMs: 20 * minute},
		{name: 'one that has kept another rate for long', course: elapsedMs => linear(2 * hour)(elapsedMs + Math.max(0, elapsedMs - (10 * minute))), times: every(10 * second, 0, 50 * minute), leftMs: 15 * minute},
	])('is known for $name', ({course, times, leftMs}) => {
		const history = observeAll(course, times);
		const left = timeLeft(history, start + (times.at(-1) ?? 0))?.leftMs ?? Number.NaN;
		expect(left / leftMs).toBeGreaterThan(0.9);
		expect(left / leftMs).toBeLessThan(1.1);
	});

	test('is less as time passes, until that is longer than what was observed', () => {
		const history = observeAll(linear(hour), every(10 * second, 0, 6 * minute));
		const leftMs = timeLeft(history, start + (6 * minute))?.leftMs ?? Number.NaN;
		expect(timeLeft(history, start + (7 * minute))?.leftMs).toBeCloseTo(leftMs - minute);
		expect(timeLeft(history, start + (13 * minute))).toBeUndefined();
		expect(timeLeft(history, start + (6 * minute) - 1)).toBeUndefined();
	});

	test('is not known once it should be over', () => {
		const history = observeAll(linear(hour), every(10 * second, 0, 50 * minute));
		expect(timeLeft(history, start + (59 * minute))).toBeDefined();
		expect(timeLeft(history, start + (62 * minute))).toBeUndefined();
	});

	/*
	A linear import and when it is looked at: at least eight times over its course, with gaps that differ by up to a factor of three, from anywhere in its first half on.
	*/
	const watchedImports = fc
		.record({
			durationMs: fc.oneof(fc.integer({min: 40 * second, max: hour}), fc.integer({min: hour, max: 20 * day})),
			looks: fc.integer({min: 16, max: 600}),
			from: fc.double({min: 0, max: 0.5, noNaN: true}),
			jitter: fc.infiniteStream(fc.double({min: 0.5, max: 1.5, noNaN: true})),
		})
		.map(({durationMs, looks, from, jitter}) => {
			const times: number[] = [];
			let elapsedMs = durationMs * from;

			for (const factor of jitter) {
				if (elapsedMs >= durationMs) {
					break;
				}

				times.push(Math.floor(elapsedMs));
				elapsedMs += factor * durationMs / looks;
			}

			return {durationMs, times};
		});

	test('is within a factor of 1.23 of the truth, give or take the time of a per cent, for any linear import looked at in any rhythm', () => {
		fc.assert(fc.property(watchedImports, ({durationMs, times}) => {
			for (const {elapsedMs, leftMs} of timesLeft(linear(durationMs), times)) {
				if (leftMs !== undefined) {
					const truthMs = durationMs - elapsedMs;
					const percentMs = durationMs / 100;
					expect(leftMs).toBeLessThanOrEqual((truthMs + percentMs) * 1.23);
					expect(leftMs).toBeGreaterThanOrEqual((truthMs - percentMs) / 1.23);
				}
			}
		}), {numRuns: 300});
	});

	test('is within 6 % of the truth, give or take the time of a per cent, when forty per cent of a linear import have been seen', () => {
		fc.assert(fc.property(watchedImports, ({durationMs, times}) => {
			const seen = timesLeft(linear(durationMs), times).filter(({elapsedMs}) => elapsedMs - (times[1] ?? 0) > durationMs * 0.45 && elapsedMs < durationMs * 0.98);

			for (const {elapsedMs, leftMs = Number.NaN} of seen) {
				const truthMs = durationMs - elapsedMs;
				const percentMs = durationMs / 100;
				expect(leftMs).toBeLessThanOrEqual((truthMs + percentMs) * 1.06);
				expect(leftMs).toBeGreaterThanOrEqual((truthMs - percentMs) / 1.06);
			}
		}), {numRuns: 300});
	});

	test('is known from a fifth of a linear import to its end, if a hundred looks or more are spread over it', () => {
		const durations = fc.oneof(fc.integer({min: 2 * minute, max: hour}), fc.integer({min: hour, max: 20 * day}));

		fc.assert(fc.property(durations, fc.integer({min: 100, max: 1000}), (durationMs, looks) => {
			const known = timesLeft(linear(durationMs), every(Math.floor(durationMs / looks), 0, durationMs - 1));
			expect(known.filter(({elapsedMs}) => elapsedMs > durationMs * 0.2 && elapsedMs < durationMs * 0.98).every(entry => isKnown(entry))).toBe(true);
		}));
	});

	test('is near the truth where each per cent takes its own time, by chance', () => {
		const percentTimes = fc.array(fc.double({min: 0.5, max: 1.5, noNaN: true}), {minLength: 100, maxLength: 100});

		fc.assert(fc.property(percentTimes, factors => {
			const ends: number[] = [];

			for (const factor of factors) {
				ends.push((ends.at(-1) ?? 0) + (factor * minute));
			}

			const noisy: Course = elapsedMs => ({percentage: ends.filter(end => end <= elapsedMs).length});
			const durationMs = ends.at(-1) ?? 0;

			for (const {elapsedMs, leftMs} of timesLeft(noisy, every(10 * second, 0, durationMs * 0.9)).filter(entry => isKnown(entry))) {
				const ratio = (leftMs ?? Number.NaN) / (durationMs - elapsedMs);
				expect(ratio).toBeGreaterThan(1 / 3.2);
				expect(ratio).toBeLessThan(3.2);
			}
		}), {numRuns: 30});
	});
});
