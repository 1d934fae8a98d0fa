import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	errorGrowth,
	observeProgress,
	type ProgressHistory,
	stalledSince,
} from '../../../source/imports/progress/progress.ts';
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
	type Response,
	second,
	start,
} from '../../support/progress-courses.ts';

describe('observeProgress', () => {
	test('does not mutate the previous history', () => {
		const before = observeAll(linear(hour), every(10 * second, 0, 5 * minute));
		const copy = structuredClone(before);
		observeAll(linear(hour), every(10 * second, 5 * minute, 10 * minute), before);
		expect(before).toEqual(copy);
	});

	test('keeps one step per percent over any length of time', () => {
		const history = observeAll(linear(3 * day), every(minute, 0, 3 * day));
		expect(history.loading?.steps).toHaveLength(100);
		expect(history.loading?.steps[0]?.percentage).toBe(1);
		expect(history.loading?.steps.at(-1)?.percentage).toBe(100);
	});

	test('keeps at most 100 ascending steps for any responses', () => {
		const responses = fc.record<Response>({
			status: fc.constantFrom('IMPORTING', 'IMPORTING', 'IMPORTING', 'ROLLING_BACK'),
			percentage: fc.option(fc.integer({min: 0, max: 100}), {nil: undefined}),
			statementCount: fc.option(fc.nat(), {nil: undefined}),
			errorCount: fc.option(fc.integer(), {nil: undefined}),
			attemptNumber: fc.option(fc.integer({min: 1, max: 2}), {nil: undefined}),
		});

		fc.assert(fc.property(fc.array(fc.tuple(responses, fc.integer({min: -100, max: hour})), {minLength: 1, maxLength: 300, size: 'max'}), entries => {
			let at = start;
			let history: ProgressHistory | undefined;

			for (const [response, passedMs] of entries) {
				at += passedMs;
				history = observeProgress(history, detailsOf(response), at);
				const percentages = history.loading?.steps.map(({percentage}) => percentage) ?? [];
				expect(percentages.length).toBeLessThanOrEqual(100);
				expect(percentages).toEqual([...new Set(percentages)].toSorted((one, other) => one - other));

				const left = leftOf(history, at);
				expect(left === undefined || (left > 0 && left <= 30 * day)).toBe(true);
			}
		}));
	});

	test('keeps the first and the newest sample, and at most 64, for any rhythm of the count', () => {
		fc.assert(fc.property(fc.array(fc.integer({min: 0, max: 2}), {minLength: 1, maxLength: 400, size: 'max'}), increases => {
			let at = start;
			let count = 0;
			let history: ProgressHistory | undefined;
			let newest = {at, count};

			for (const increase of increases) {
				at += minute;
				count += increase;
				newest = history === undefined || increase > 0 ? {at, count} : newest;
				history = observeProgress(history, detailsOf({statementCount: count}), at);
				const samples = history.loading?.samples ?? [];
				expect([samples[0], samples.at(-1)]).toEqual([{at: start + minute, count: increases[0]}, newest]);
				expect(samples.length).toBeLessThanOrEqual(64);
			}
		}));
	});

	test.each<{name: string; response: Response; passedMs: number}>([
		{name: 'a new attempt', response: {percentage: 50, errorCount: 9, attemptNumber: 2}, passedMs: 10 * second},
		{name: 'a lower percentage', response: {percentage: 4, errorCount: 9, attemptNumber: 1}, passedMs: 10 * second},
		{name: 'a clock that was set back', response: {percentage: 50, errorCount: 9, attemptNumber: 1}, passedMs: -1},
	])('starts a new history after $name', ({response, passedMs}) => {
		const before = observeAll(elapsedMs => ({...linear(hour)(elapsedMs), errorCount: 1, attemptNumber: 1}), every(10 * second, 0, 30 * minute));
		const at = start + (30 * minute) + passedMs;
		expect(before.loading?.steps.length).toBeGreaterThan(3);
		expect(observeProgress(before, detailsOf(response), at)).toEqual(observeProgress(undefined, detailsOf(response), at));
	});

	test('keeps the previous values of fields that a response omits', () => {
		const before = observeAll(elapsedMs => ({...linear(hour)(elapsedMs), attemptNumber: 2}), every(10 * second, 0, 30 * minute));
		const unchanged = observeProgress(before, {status: 'IMPORTING'}, start + (31 * minute));
		expect(unchanged.last).toMatchObject({percentage: 50, attemptNumber: 2});
		expect(unchanged.loading).toEqual(before.loading);

		const next = observeProgress(unchanged, detailsOf({percentage: 53, attemptNumber: 2}), start + (32 * minute));
		expect(next.loading?.steps.at(-1)).toEqual({percentage: 53, moment: {earliest: start + (30 * minute), latest: start + (32 * minute)}});
	});
});

const stopping = (course: Course, stopMs: number): Course => elapsedMs => course(Math.min(elapsedMs, stopMs));

const counting: Course = elapsedMs => ({percentage: 7, statementCount: Math.floor(elapsedMs / second), dictionaryEntryCount: 3});

describe('stalledSince', () => {
	test.each<{name: string; course: Course; times: readonly number[]; sinceMs: number}>([
		{
			name: 'five minutes after progress every half minute',
			course: stopping(linear(50 * minute), 30 * minute),
			times: every(10 * second, 0, (35 * minute) + (10 * second)),
			sinceMs: 30 * minute,
		},
		{
			name: 'five minutes after steady progress of a count',
			course: stopping(counting, 10 * minute),
			times: every(10 * second, 0, (15 * minute) + (10 * second)),
			sinceMs: 10 * minute,
		},
		{
			name: 'five minutes while only the error count increases',
			course: elapsedMs => ({...stopping(counting, 10 * minute)(elapsedMs), errorCount: elapsedMs}),
			times: every(10 * second, 0, (15 * minute) + (10 * second)),
			sinceMs: 10 * minute,
		},
		{
			name: 'fifteen minutes without any progress',
			course: () => ({percentage: 0, statementCount: 0}),
			times: every(minute, 0, 16 * minute),
			sinceMs: 0,
		},
		{
			name: 'fifteen minutes after three changes',
			course: stopping(linear(100 * minute), 3 * minute),
			times: every(10 * second, 0, (18 * minute) + (10 * second)),
			sinceMs: 3 * minute,
		},
		{
			name: 'more than four times its longest idle time',
			course: stopping(linear(1000 * minute), 100 * minute),
			times: every(minute, 0, 145 * minute),
			sinceMs: 100 * minute,
		},
		{
			name: 'an hour after eight unobserved hours of progress',
			course: stopping(linear(20 * hour), 9 * hour),
			times: [...every(minute, 0, hour), ...every(minute, 9 * hour, 11 * hour)],
			sinceMs: 9 * hour,
		},
		{
			name: 'unobserved hours after which nothing has changed',
			course: stopping(counting, hour),
			times: [...every(minute, 0, hour), 9 * hour],
			sinceMs: hour,
		},
		{
			name: 'fifteen minutes since its first numbers',
			course: elapsedMs => elapsedMs < 10 * minute ? {} : {percentage: 5},
			times: every(minute, 0, 26 * minute),
			sinceMs: 10 * minute,
		},
	])('reports an import that was idle for $name', ({course, times, sinceMs}) => {
		const history = observeAll(course, times);
		expect(stalledSince(history, start + (times.at(-1) ?? 0))).toBe(start + sinceMs);
	});

	test.each<{name: string; course: Course; times: readonly number[]}>([
		{name: 'that was observed once', course: counting, times: [0]},
		{name: 'that has been idle for exactly five minutes', course: stopping(linear(50 * minute), 30 * minute), times: every(10 * second, 0, 35 * minute)},
		{name: 'whose three changes were ten minutes ago', course: stopping(linear(100 * minute), 3 * minute), times: every(10 * second, 0, 13 * minute)},
		{name: 'with one count that still increases', course: elapsedMs => ({percentage: 50, statementCount: 9, dictionaryEntryCount: elapsedMs}), times: every(10 * second, 0, hour)},
		{name: 'that progresses as slowly as before', course: linear(1000 * minute), times: every(minute, 0, 139.5 * minute)},
		{name: 'that has been idle for exactly four times its longest idle time', course: stopping(linear(1000 * minute), 100 * minute), times: every(minute, 0, 140 * minute)},
		{name: 'that progresses again', course: elapsedMs => counting(elapsedMs < 40 * minute ? Math.min(elapsedMs, 10 * minute) : elapsedMs), times: every(10 * second, 0, 40 * minute)},
		{name: 'that is not IMPORTING', course: () => ({status: 'REPROVISIONING', percentage: 0, statementCount: 0}), times: every(minute, 0, 3 * hour)},
		{name: 'that has just become IMPORTING', course: elapsedMs => ({status: elapsedMs < hour ? 'ANALYZING_DATA' : 'IMPORTING', percentage: 0}), times: every(minute, 0, hour + (10 * minute))},
		{name: 'without numbers', course: () => ({}), times: every(minute, 0, 3 * hour)},
		{name: 'that stopped returning numbers', course: elapsedMs => elapsedMs <= hour ? counting(elapsedMs) : {}, times: every(minute, 0, 3 * hour)},
		{name: 'with only an error count', course: elapsedMs => ({errorCount: elapsedMs}), times: every(minute, 0, 3 * hour)},
		{name: 'that is at 100 %', course: () => ({percentage: 100, statementCount: 9}), times: every(minute, 0, 3 * hour)},
	])('returns undefined for an import $name', ({course, times}) => {
		const history = observeAll(course, times);
		expect(stalledSince(history, start + (times.at(-1) ?? 0))).toBeUndefined();
	});

	test('returns undefined when the last response is older than the observed idle time', () => {
		const history = observeAll(stopping(counting, 10 * minute), every(10 * second, 0, 20 * minute));
		expect(stalledSince(history, start + (30 * minute))).toBe(start + (10 * minute));
		expect(stalledSince(history, start + (30 * minute) + 1)).toBeUndefined();
		expect(stalledSince(history, start + (20 * minute) - 1)).toBeUndefined();
	});

	test('never reports a linear import that takes less than fifteen minutes per percent, at any polling rhythm', () => {
		const gaps = fc.array(fc.integer({min: second, max: hour}), {maxLength: 200, size: 'max'});

		fc.assert(fc.property(fc.integer({min: minute, max: 24 * hour}), fc.double({min: 0, max: 1, noNaN: true}), gaps, (durationMs, from, gapsMs) => {
			let elapsedMs = Math.floor(durationMs * from);
			let history: ProgressHistory | undefined;

			for (const gapMs of gapsMs) {
				history = observeProgress(history, detailsOf(linear(durationMs)(elapsedMs)), start + elapsedMs);
				expect(stalledSince(history, start + elapsedMs)).toBeUndefined();
				elapsedMs += gapMs;
			}
		}));
	});
});

describe('errorGrowth', () => {
	test('returns the first and the last observed count', () => {
		const history = observeAll(elapsedMs => elapsedMs === 0 ? {} : {errorCount: Math.floor(elapsedMs / minute)}, every(minute, 0, 10 * minute));
		expect(errorGrowth(history)).toEqual({from: {count: 1, at: start + minute}, to: {count: 10, at: start + (10 * minute)}});
	});

	test('continues when the status changes', () => {
		const history = observeAll(elapsedMs => ({errorCount: elapsedMs, status: elapsedMs < minute ? 'IMPORTING' : 'ROLLING_BACK'}), [0, minute]);
		expect(errorGrowth(history)).toEqual({from: {count: 0, at: start}, to: {count: minute, at: start + minute}});
	});

	test('starts over with a new attempt', () => {
		const history = observeAll(elapsedMs => ({errorCount: elapsedMs / minute, attemptNumber: elapsedMs < 5 * minute ? 1 : 2}), every(minute, 0, 7 * minute));
		expect(errorGrowth(history)).toEqual({from: {count: 5, at: start + (5 * minute)}, to: {count: 7, at: start + (7 * minute)}});
	});

	test('starts over when the count decreases', () => {
		const history = observeAll(elapsedMs => ({errorCount: [7, 5, 6][elapsedMs / minute]}), every(minute, 0, 2 * minute));
		expect(errorGrowth(history)).toEqual({from: {count: 5, at: start + minute}, to: {count: 6, at: start + (2 * minute)}});
	});

	test.each<{name: string; course: Course}>([
		{name: 'without a count', course: () => ({})},
		{name: 'for a constant count', course: () => ({errorCount: 4})},
		{name: 'for a decreasing count', course: elapsedMs => ({errorCount: 100 - (elapsedMs / minute)})},
	])('returns undefined $name', ({course}) => {
		expect(errorGrowth(observeAll(course, every(minute, 0, 10 * minute)))).toBeUndefined();
	});
});
