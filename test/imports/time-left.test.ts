import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {observeProgress, type ProgressHistory} from '../../source/imports/progress.ts';
import {leftText, timeLeft} from '../../source/imports/time-left.ts';
import {
	type Course,
	day,
	detailsOf,
	every,
	hour,
	linear,
	minute,
	observeAll,
	second,
	start,
} from '../support/progress-courses.ts';

/*
The estimate after each response.
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

describe('timeLeft', () => {
	test.each<{name: string; course: Course; times: readonly number[]}>([
		{name: 'a single response', course: () => ({percentage: 50}), times: [0]},
		{name: 'no percentage', course: elapsedMs => ({statementCount: elapsedMs}), times: every(10 * second, 0, hour)},
		{name: 'no details', course: () => ({}), times: every(10 * second, 0, hour)},
		{name: '0 %', course: () => ({percentage: 0}), times: every(10 * second, 0, hour)},
		{name: '100 %', course: linear(hour), times: every(10 * second, 0, 61 * minute)},
		{name: 'three observed steps', course: linear(hour), times: every(second, 0, 2.3 * minute)},
		{name: 'less than twenty seconds of progress', course: linear(100 * second), times: every(100, 0, 19 * second)},
		{name: 'observations too rare for a rate', course: linear(100 * minute), times: every(1.3 * minute, 0, 7 * minute)},
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
		{name: 'a stalled import', course: elapsedMs => linear(hour)(Math.min(elapsedMs, 30 * minute)), times: every(10 * second, 0, 33 * minute)},
		{name: 'an accelerating import', course: elapsedMs => ({percentage: Math.floor(100 * ((elapsedMs / hour) ** 2))}), times: every(10 * second, 0, 50 * minute)},
		{name: 'a slowing import', course: elapsedMs => ({percentage: Math.floor(100 * Math.sqrt(elapsedMs / hour))}), times: every(10 * second, 0, 20 * minute)},
		{
			name: 'an import that has become four times faster',
			course: elapsedMs => linear(hour)(elapsedMs + (3 * Math.max(0, elapsedMs - (20 * minute)))),
			times: every(5 * second, 0, 24 * minute),
		},
		{name: 'an import that would take longer than thirty days', course: linear(40 * day), times: every(hour, 0, 4 * day)},
	])('returns undefined for $name', ({course, times}) => {
		const history = observeAll(course, times);
		expect(timeLeft(history, start + (times.at(-1) ?? 0))).toBeUndefined();
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
		const left = timeLeft(history, start + (times.at(-1) ?? 0))?.leftMs ?? NaN;
		expect(left / leftMs).toBeGreaterThan(0.9);
		expect(left / leftMs).toBeLessThan(1.1);
	});

	test('counts down until the last response is older than the observed span', () => {
		const history = observeAll(linear(hour), every(10 * second, 0, 6 * minute));
		const leftMs = timeLeft(history, start + (6 * minute))?.leftMs ?? NaN;
		expect(timeLeft(history, start + (7 * minute))?.leftMs).toBeCloseTo(leftMs - minute);
		expect(timeLeft(history, start + (13 * minute))).toBeUndefined();
		expect(timeLeft(history, start + (6 * minute) - 1)).toBeUndefined();
	});

	test('returns undefined after the estimated end', () => {
		const history = observeAll(linear(hour), every(10 * second, 0, 50 * minute));
		expect(Math.abs((timeLeft(history, start + (59 * minute))?.leftMs ?? NaN) - minute)).toBeLessThan(10 * second);
		expect(timeLeft(history, start + (62 * minute))).toBeUndefined();
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

	test('is within a factor of 1.23, plus or minus the time of one percent, for any linear import and polling rhythm', () => {
		fc.assert(fc.property(watchedImports(8), ({durationMs, times}) => {
			for (const {elapsedMs, leftMs} of timesLeft(linear(durationMs), times)) {
				if (leftMs === undefined) {
					continue;
				}

				const truthMs = durationMs - elapsedMs;
				const percentMs = durationMs / 100;
				expect(leftMs).toBeLessThanOrEqual((truthMs + percentMs) * 1.23);
				expect(leftMs).toBeGreaterThanOrEqual((truthMs - percentMs) / 1.23);
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
