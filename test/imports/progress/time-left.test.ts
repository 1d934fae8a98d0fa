import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {observeProgress, type ProgressHistory} from '../../../source/imports/progress/progress.ts';
import {leftText, type RunningImport, timeLeft} from '../../../source/imports/progress/time-left.ts';
import {
	type Course,
	day,
	detailsOf,
	every,
	hour,
	leftOf,
	linear,
	minute,
	observeAll,
	second,
	start,
} from '../../support/progress-courses.ts';

/*
The estimate after each response.
*/
const timesLeft = (course: Course, times: readonly number[]): ReadonlyArray<{readonly elapsedMs: number; readonly leftMs: number | undefined}> => {
	let history: ProgressHistory | undefined;

	return times.map(elapsedMs => {
		const at = start + elapsedMs;
		history = observeProgress(history, detailsOf(course(elapsedMs)), at);
		return {elapsedMs, leftMs: leftOf(history, at)};
	});
};

const isKnown = ({leftMs}: {readonly leftMs: number | undefined}): boolean => leftMs !== undefined;

describe('timeLeft', () => {
	test.each<{name: string; course: Course; times: readonly number[]}>([
		{name: 'a single response', course: () => ({percentage: 50}), times: [0]},
		{name: 'no percentage', course: elapsedMs => ({statementCount: elapsedMs}), times: every(10 * second, 0, hour)},
		{name: 'no details', course: () => ({}), times: every(10 * second, 0, hour)},
		{name: '0 %', course: () => ({percentage: 0}), times: every(10 * second, 0, hour)},
		{name: '100 %', course: linear(hour), times: every(10 * second, 0, 61 * minute)},
		{name: 'fewer than three percentage points', course: linear(hour), times: every(second, 0, 2.3 * minute)},
		{name: 'fewer than three percentage points after the first one, half-way', course: linear(hour), times: every(second, 30 * minute, 32.3 * minute)},
		{name: 'an import that is not IMPORTING', course: elapsedMs => ({...linear(hour)(elapsedMs), status: 'EXPORTING'}), times: every(10 * second, 0, 30 * minute)},
		{
			name: 'an import that has just started to roll back',
			course: elapsedMs => ({...linear(hour)(elapsedMs), ...(elapsedMs >= 30 * minute && {status: 'ROLLING_BACK'})}),
			times: every(10 * second, 0, 30 * minute),
		},
		{
			name: 'an import that has just become IMPORTING',
			course: elapsedMs => ({...linear(hour)(elapsedMs), status: elapsedMs < 30 * minute ? 'EXPORTING' : 'IMPORTING'}),
			times: every(10 * second, 0, 32 * minute),
		},
		{name: 'an import that would take longer than thirty days', course: linear(40 * day), times: every(hour, 0, 4 * day)},
	])('returns undefined for $name', ({course, times}) => {
		const history = observeAll(course, times);
		expect(leftOf(history, start + (times.at(-1) ?? 0))).toBeUndefined();
	});

	test.each<{name: string; course: Course; times: readonly number[]; leftMs: number}>([
		{
			name: 'a one-hour import observed every ten seconds', course: linear(hour), times: every(10 * second, 0, 20 * minute), leftMs: 40 * minute,
		},
		{
			name: 'an import first observed half-way', course: linear(hour), times: every(10 * second, 30 * minute, 40 * minute), leftMs: 20 * minute,
		},
		{
			name: 'a one-minute import observed every second', course: linear(minute), times: every(second, 0, 40 * second), leftMs: 20 * second,
		},
		{
			name: 'a one-minute import observed every five seconds', course: linear(minute), times: every(5 * second, 0, 40 * second), leftMs: 20 * second,
		},
		{
			name: 'a two-day import observed every five minutes', course: linear(2 * day), times: every(5 * minute, 0, day), leftMs: day,
		},
		{
			name: 'an import with a gap in observation', course: linear(hour), times: [...every(10 * second, 0, 10 * minute), ...every(10 * second, 35 * minute, 40 * minute)], leftMs: 20 * minute,
		},
		{
			name: 'an import between two percentages', course: linear(100 * minute), times: every(10 * second, 0, 97.5 * minute), leftMs: 2.5 * minute,
		},
		{
			name: 'an import that changed its rate long ago',
			course: elapsedMs => linear(2 * hour)(elapsedMs + Math.max(0, elapsedMs - (10 * minute))),
			times: every(10 * second, 0, 50 * minute),
			leftMs: 15 * minute,
		},
	])('estimates within 10 % for $name', ({course, times, leftMs}) => {
		const history = observeAll(course, times);
		const left = leftOf(history, start + (times.at(-1) ?? 0)) ?? NaN;
		expect(left / leftMs).toBeGreaterThan(0.9);
		expect(left / leftMs).toBeLessThan(1.1);
	});

	test('counts down until the last response is older than the observed span', () => {
		const history = observeAll(linear(hour), every(10 * second, 0, 6 * minute));
		const leftMs = leftOf(history, start + (6 * minute)) ?? NaN;
		expect(leftOf(history, start + (7 * minute))).toBeCloseTo(leftMs - minute);
		expect(leftOf(history, start + (13 * minute))).toBeUndefined();
		expect(leftOf(history, start + (6 * minute) - 1)).toBeUndefined();
	});

	test('returns undefined after the estimated end', () => {
		const history = observeAll(linear(hour), every(10 * second, 0, 50 * minute));
		expect(Math.abs((leftOf(history, start + (59 * minute)) ?? NaN) - minute)).toBeLessThan(10 * second);
		expect(leftOf(history, start + (62 * minute))).toBeUndefined();
	});

	/*
	Observation times of a linear import: at least `minObservations` over its duration, irregular by up to a factor of three, starting in its first half.
	*/
	const watchedImports = (minObservations: number) => fc
		.record({
			durationMs: fc.oneof(fc.integer({min: 2 * minute, max: hour}), fc.integer({min: hour, max: 20 * day})),
			observations: fc.integer({min: minObservations, max: 600}),
			from: fc.double({min: 0, max: 0.5, noNaN: true}),
			jitter: fc.infiniteStream(fc.double({min: 0.5, max: 1.5, noNaN: true})),
		})
		.map(({durationMs, observations, from, jitter}) => {
			const times: number[] = [];
			let elapsedMs = durationMs * from;

			for (const factor of jitter) {
				if (elapsedMs >= durationMs) {
					break;
				}

				times.push(Math.floor(elapsedMs));
				elapsedMs += factor * durationMs / observations;
			}

			return {durationMs, times};
		});

	test('is off by at most two of the observed percentage points, plus the time of one percent, for any linear import and polling rhythm', () => {
		fc.assert(fc.property(watchedImports(8), ({durationMs, times}) => {
			let history: ProgressHistory | undefined;

			for (const elapsedMs of times) {
				history = observeProgress(history, detailsOf(linear(durationMs)(elapsedMs)), start + elapsedMs);
				const left = leftOf(history, start + elapsedMs);
				const [first, last] = [history.loading?.steps[0]?.percentage ?? NaN, history.loading?.steps.at(-1)?.percentage ?? NaN];

				if (left === undefined) {
					continue;
				}

				const truthMs = durationMs - elapsedMs;
				const percentMs = durationMs / 100;
				const factor = (last - first) / (last - first - 2);
				expect(left).toBeLessThanOrEqual((truthMs + percentMs) * factor);
				expect(left).toBeGreaterThanOrEqual((truthMs - percentMs) / factor);
			}
		}));
	});

	test('is within an eighth, plus or minus the time of one percent, after 40 % of a linear import were observed', () => {
		fc.assert(fc.property(watchedImports(40), ({durationMs, times}) => {
			const estimates = timesLeft(linear(durationMs), times).filter(({elapsedMs}) => elapsedMs - (times[0] ?? 0) > durationMs * 0.45 && elapsedMs < durationMs * 0.97);

			for (const {elapsedMs, leftMs = NaN} of estimates) {
				const truthMs = durationMs - elapsedMs;
				const percentMs = durationMs / 100;
				expect(leftMs).toBeLessThanOrEqual((truthMs + percentMs) * 1.125);
				expect(leftMs).toBeGreaterThanOrEqual((truthMs - percentMs) / 1.125);
			}
		}));
	});

	test('returns an estimate from 20 % of a linear import to its end with at least 100 observations', () => {
		const durations = fc.oneof(fc.integer({min: 2 * minute, max: hour}), fc.integer({min: hour, max: 20 * day}));

		fc.assert(fc.property(durations, fc.integer({min: 100, max: 1000}), (durationMs, observations) => {
			const known = timesLeft(linear(durationMs), every(Math.floor(durationMs / observations), 0, durationMs - 1));
			expect(known.filter(({elapsedMs}) => elapsedMs > durationMs * 0.2 && elapsedMs < durationMs * 0.98).every(entry => isKnown(entry))).toBe(true);
		}));
	});

	test('is within a factor of 1.5 if the time per percent varies', () => {
		fc.assert(fc.property(fc.array(fc.double({min: 0.5, max: 1.5, noNaN: true}), {minLength: 2, maxLength: 5}), pattern => {
			const ends: number[] = [];

			for (let percentage = 1; percentage <= 100; percentage += 1) {
				ends.push((ends.at(-1) ?? 0) + ((pattern[percentage % pattern.length] ?? 1) * minute));
			}

			const durationMs = ends.at(-1) ?? 0;
			const uneven: Course = elapsedMs => ({percentage: ends.filter(end => end <= elapsedMs).length});
			const estimates = timesLeft(uneven, every(10 * second, 0, durationMs * 0.9)).filter(({elapsedMs}) => elapsedMs > durationMs * 0.25);

			for (const {elapsedMs, leftMs = NaN} of estimates) {
				expect(leftMs / (durationMs - elapsedMs)).toBeGreaterThan(1 / 1.5);
				expect(leftMs / (durationMs - elapsedMs)).toBeLessThan(1.5);
			}
		}));
	});
});

describe('the rules', () => {
	const linearTo = (percentage: number): ProgressHistory => observeAll(linear(hour), every(second, 0, percentage * hour / 100));
	const running = {
		status: 'IMPORTING', at: start, elapsedMs: 10 * minute, usualMs: 30 * minute,
	} as const;

	test.each<{name: string; running: RunningImport; leftMs: number | undefined}>([
		{name: 'nothing is known', running: {status: 'IMPORTING', at: start}, leftMs: undefined},
		{name: 'only the time since its start is known', running: {...running, usualMs: undefined}, leftMs: undefined},
		{name: 'only its usual duration is known', running: {...running, elapsedMs: undefined}, leftMs: undefined},
		{name: 'its usual duration has not passed', running, leftMs: 20 * minute},
		{name: 'its usual duration has not passed, before IMPORTING', running: {...running, status: 'ANALYZING_DATA'}, leftMs: 20 * minute},
		{name: 'its status is new to this program', running: {...running, status: 'COMPACTING'}, leftMs: 20 * minute},
		{name: 'its usual duration has passed', running: {...running, elapsedMs: 30 * minute}, leftMs: undefined},
		{name: 'it is rolling back', running: {...running, status: 'ROLLING_BACK'}, leftMs: undefined},
		{name: 'it is being cancelled', running: {...running, status: 'CANCELLING'}, leftMs: undefined},
		{name: 'it has failed', running: {...running, status: 'FAILED'}, leftMs: undefined},
		{name: 'it is at 100 %', running: {...running, history: observeAll(linear(minute), every(second, 0, 2 * minute)), at: start + (2 * minute)}, leftMs: undefined},
		{name: '4 % were observed', running: {...running, history: linearTo(4), at: start + (2.4 * minute)}, leftMs: 20 * minute},
		{
			name: '4 % were observed and its usual duration has passed', running: {
				...running, usualMs: minute, history: linearTo(4), at: start + (2.4 * minute),
			}, leftMs: 57.6 * minute,
		},
		{name: '6 % were observed', running: {...running, history: linearTo(6), at: start + (3.6 * minute)}, leftMs: 56.4 * minute},
	])('estimate an import if $name', ({running: known, leftMs}) => {
		const left = timeLeft(known);
		expect(left === undefined ? undefined : Math.round(left / minute)).toBe(leftMs === undefined ? undefined : Math.round(leftMs / minute));
	});

	test('need an observation: without a percentage, only a usual duration gives an estimate', () => {
		const statuses = fc.constantFrom('INITIALIZING', 'ANALYZING_DATA', 'IMPORTING', 'ROLLING_BACK', 'CANCELLING', 'SUCCEEDED', 'COMPACTING');
		const durations = fc.option(fc.integer({min: 0, max: 20 * day}), {nil: undefined});

		fc.assert(fc.property(statuses, durations, durations, fc.boolean(), (status, elapsedMs, usualMs, isObserved) => {
			const history = isObserved ? observeAll(() => ({status}), [0, minute]) : undefined;
			const left = timeLeft({
				status, at: start + minute, elapsedMs, usualMs, history,
			});
			expect(left === undefined || (elapsedMs !== undefined && usualMs !== undefined && left === usualMs - elapsedMs && left > 0)).toBe(true);
		}));
	});

	test('count down with the elapsed time while the usual duration applies', () => {
		fc.assert(fc.property(fc.integer({min: 1, max: hour}), fc.integer({min: 1, max: hour}), fc.integer({min: 0, max: hour}), (usualMs, elapsedMs, passedMs) => {
			const before = timeLeft({...running, usualMs, elapsedMs});
			const after = timeLeft({...running, usualMs, elapsedMs: elapsedMs + passedMs});
			expect(after).toBe(before === undefined || before <= passedMs ? undefined : before - passedMs);
		}));
	});

	test('expect more time for each poll without progress, once the next percent is overdue', () => {
		fc.assert(fc.property(fc.integer({min: 5, max: 95}), fc.integer({min: minute, max: day}), (percentage, durationMs) => {
			const stopAt = (percentage + 0.5) * durationMs / 100;
			const course: Course = elapsedMs => linear(durationMs)(Math.min(elapsedMs, stopAt));
			const overdue = timesLeft(course, every(durationMs / 100 / 4, 0, stopAt + (durationMs / 10))).filter(({elapsedMs}) => elapsedMs > stopAt + (durationMs / 50)).map(({leftMs}) => leftMs ?? NaN);
			expect(overdue.length).toBeGreaterThan(20);
			expect(overdue.slice(1).every((leftMs, index) => leftMs > (overdue[index] ?? NaN))).toBe(true);
		}));
	});

	test('use the start of IMPORTING if it was observed, unless the import resumed or the last poll was long ago', () => {
		const waitingUntil = (importingAt: number, course: Course): Course => elapsedMs => elapsedMs < importingAt ? {status: 'ANALYZING_DATA', percentage: 0} : course(elapsedMs - importingAt);
		const observed = observeAll(waitingUntil(minute, linear(5 * minute)), [50 * second, 70 * second, 90 * second]);
		expect(leftOf(observed, start + (90 * second))).toBeCloseTo(4.3 * minute, -4);

		const resumed = observeAll(waitingUntil(minute, elapsedMs => linear(hour)(elapsedMs + (30 * minute))), every(10 * second, 0, 10 * minute));
		expect(leftOf(resumed, start + (10 * minute))).toBeCloseTo(21 * minute, -5);

		const asleep = observeAll(waitingUntil(minute, linear(10 * minute)), [0, 5.1 * minute]);
		expect(leftOf(asleep, start + (5.1 * minute))).toBeUndefined();
	});
});

test.each([
	[-1, '~5 s'],
	[0, '~5 s'],
	[7 * second, '~5 s'],
	[8 * second, '~10 s'],
	[44 * second, '~45 s'],
	[57 * second, '~55 s'],
	[58 * second, '~1 min'],
	[89 * second, '~1 min'],
	[90 * second, '~2 min'],
	[(12 * minute) + (20 * second), '~12 min'],
	[59.4 * minute, '~59 min'],
	[59.5 * minute, '~1 h'],
	[78 * minute, '~1h 20m'],
	[118 * minute, '~2 h'],
	[(9 * hour) + (55 * minute), '~9h 55m'],
	[(9 * hour) + (58 * minute), '~10 h'],
	[26.4 * hour, '~26 h'],
	[47.4 * hour, '~47 h'],
	[47.5 * hour, '~2 d'],
	[60.5 * hour, '~3 d'],
	[30 * day, '~30 d'],
])('leftText(%d) is %j', (leftMs, text) => {
	expect(leftText(leftMs)).toBe(text);
});
