import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {maxSamples} from '../../../source/imports/progress/progress.ts';
import {
	isSlowerThanUsual,
	rateColumns,
	rateText,
	recentRate,
} from '../../../source/imports/progress/rate.ts';
import {meanRate} from '../../../source/imports/progress/usual.ts';
import {
	type Course,
	day,
	every,
	minute,
	observeAll,
	second,
} from '../../support/progress-courses.ts';
import {importTask} from '../../support/tasks.ts';

const counting = (statementsPerSecond: number): Course => elapsedMs => ({statementCount: statementsPerSecond * elapsedMs / 1000});

describe('rateColumns', () => {
	test.each<{name: string; course: Course; times: readonly number[]; columns: readonly number[]}>([
		{
			name: 'is empty for one observation', course: counting(5), times: [0], columns: [],
		},
		{
			name: 'is empty without a count', course: () => ({percentage: 5}), times: [0, minute], columns: [],
		},
		{
			name: 'is empty unless the import is IMPORTING', course: elapsedMs => ({...counting(5)(elapsedMs), status: 'ANALYZING_DATA'}), times: [0, minute], columns: [],
		},
		{
			name: 'has one column for two observations', course: counting(5), times: [0, minute], columns: [5],
		},
		{
			name: 'has at most the given columns', course: counting(5), times: every(second, 0, 20 * second), columns: [5, 5, 5, 5],
		},
		{
			name: 'shows when the rate changed', course: elapsedMs => ({statementCount: Math.min(elapsedMs, 10_000) + (Math.max(0, elapsedMs - 30_000) * 3)}), times: every(second, 0, 40 * second), columns: [1000, 0, 0, 3000],
		},
		{
			name: 'keeps still while the count does', course: elapsedMs => ({statementCount: Math.min(elapsedMs, 10_000)}), times: every(second, 0, 20 * second), columns: [1000, 1000, 1000, 1000],
		},
		{
			name: 'does not depend on the rhythm of the polls', course: counting(8), times: [0, 1000, 2000, 2500, 12_000, 13_000], columns: [8, 8, 8, 8],
		},
		{
			name: 'starts over when the count falls', course: elapsedMs => ({statementCount: elapsedMs < 5000 ? elapsedMs : elapsedMs - 5000}), times: every(second, 0, 7 * second), columns: [1000, 1000],
		},
		{
			name: 'leaves out other statuses',
			course: elapsedMs => ({...counting(5)(elapsedMs), status: elapsedMs < minute ? 'ANALYZING_DATA' : 'IMPORTING'}),
			times: every(30 * second, 0, 2 * minute),
			columns: [5, 5],
		},
	])('$name', ({course, times, columns}) => {
		expect(rateColumns(observeAll(course, times), 4).map(rate => Math.round(rate))).toEqual(columns);
	});

	test('has no negative rate and adds up to the observed statements, for any growth and any polls', () => {
		const steps = fc.array(fc.tuple(fc.integer({min: 1, max: day}), fc.nat({max: 1_000_000})), {minLength: 2, maxLength: 300, size: 'max'});

		fc.assert(fc.property(steps, fc.integer({min: 1, max: 40}), (polls, columns) => {
			let [elapsedMs, count] = [0, 0];
			const counts = new Map<number, number>();

			for (const [passedMs, added] of polls) {
				elapsedMs += passedMs;
				count += added;
				counts.set(elapsedMs, count);
			}

			const history = observeAll(at => ({statementCount: counts.get(at)}), counts.keys().toArray());
			const samples = history.loading?.samples ?? [];
			const rates = rateColumns(history, columns);
			const [first, last] = [samples[0], samples.at(-1)];
			const partMs = ((last?.at ?? 0) - (first?.at ?? 0)) / rates.length;
			expect(samples.length).toBeLessThanOrEqual(maxSamples);
			expect(rates.length).toBe(Math.min(columns, samples.length - 1));
			expect(Math.min(...rates)).toBeGreaterThanOrEqual(0);
			expect(rates.reduce((sum, rate) => sum + (rate * partMs / 1000), 0)).toBeCloseTo((last?.count ?? 0) - (first?.count ?? 0), 2);
		}));
	});
});

test('the recent rate is that of the last quarter', () => {
	const history = observeAll(elapsedMs => ({statementCount: Math.min(elapsedMs, 30_000) + Math.max(0, (elapsedMs - 30_000) * 3)}), every(second, 0, 40 * second));
	expect(recentRate(history)).toBeCloseTo(3000);
	expect(recentRate(observeAll(counting(5), [0]))).toBeUndefined();
});

test.each<{rate: number | undefined; usual: number | undefined; isSlow: boolean}>([
	{rate: 49, usual: 100, isSlow: true},
	{rate: 50, usual: 100, isSlow: false},
	{rate: 0, usual: 100, isSlow: true},
	{rate: 0, usual: undefined, isSlow: false},
	{rate: undefined, usual: 100, isSlow: false},
])('$rate statements per second, usually $usual, is slower than usual: $isSlow', ({rate, usual, isSlow}) => {
	expect(isSlowerThanUsual(rate, {count: 5, durationMs: 1, statementsPerSecond: usual})).toBe(isSlow);
});

test.each([
	[0, '0/s'],
	[0.4, '0/s'],
	[40.6, '41/s'],
	[999.4, '999/s'],
	[999.6, '1.0 k/s'],
	[1500, '1.5 k/s'],
	[312_400, '312 k/s'],
	[999_700, '1.0 M/s'],
	[2_340_000, '2.3 M/s'],
	[5_000_000_000, '5.0 G/s'],
])('rateText(%d) is %j', (rate, text) => {
	expect(rateText(rate)).toBe(text);
});

describe('meanRate', () => {
	const ended = {
		change: {
			kind: 'changed', task: importTask({status: 'SUCCEEDED'}), from: 'IMPORTING', to: 'SUCCEEDED',
		}, at: 0, elapsed: {minMs: 9000, maxMs: 11_000},
	} as const;

	test('divides the statements by the time in IMPORTING', () => {
		expect(meanRate(5000, ended)).toBe(500);
	});

	test.each([
		['the statements are unknown', undefined, ended],
		['the time in IMPORTING is unknown', 5000, {...ended, elapsed: undefined}],
		['no time has passed', 5000, {...ended, elapsed: {minMs: 0, maxMs: 0}}],
		['its IMPORTING was not observed', 5000, {...ended, change: {...ended.change, from: 'ANALYZING_DATA'}}],
	] as const)('is undefined if %s', (_, statementCount, change) => {
		const {elapsed, ...rest} = change;
		expect(meanRate(statementCount, elapsed === undefined ? rest : {...rest, elapsed})).toBeUndefined();
	});
});
