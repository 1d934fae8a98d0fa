import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	addEarlierImports,
	noEarlierImports,
	type SucceededImport,
	usualOf,
} from '../../../source/imports/progress/usual.ts';

const orders = {taskId: 't-new', source: 's3://acme-lake/orders/2026/10/09/', format: 'CSV'} as const;

const earlier = (number: number, durationMs: number, statementsPerSecond?: number): SucceededImport => ({
	task: {taskId: `t-${number}`, source: `s3://acme-lake/orders/2026/10/${number}/part-0001.csv`, format: 'CSV'}, endedAt: number, durationMs, statementsPerSecond,
});

const usualAfter = (...imports: readonly SucceededImport[]) => usualOf(addEarlierImports(noEarlierImports, imports), orders);

describe('usualOf', () => {
	test('returns undefined if no import of the same source and format succeeded', () => {
		expect(usualAfter()).toBeUndefined();
		expect(usualAfter({...earlier(1, 50), task: {...orders, taskId: 't-1', format: 'PARQUET'}})).toBeUndefined();
		expect(usualAfter({...earlier(1, 50), task: {...orders, taskId: 't-1', source: 's3://acme-lake/customers/2026/10/08/'}})).toBeUndefined();
	});

	test('returns the median duration of the last five imports, in any order of adding', () => {
		const imports = [earlier(1, 1_000_000), earlier(2, 100), earlier(3, 900), earlier(4, 300), earlier(5, 200), earlier(6, 500)];
		expect(usualAfter(...imports)).toEqual({count: 5, durationMs: 300, statementsPerSecond: undefined});
		expect(usualAfter(...imports.toReversed())).toEqual({count: 5, durationMs: 300, statementsPerSecond: undefined});
	});

	test('returns the mean of the two middle durations of an even number of imports', () => {
		expect(usualAfter(earlier(1, 100), earlier(2, 400))).toMatchObject({count: 2, durationMs: 250});
	});

	test('returns a rate only if at least three imports have one', () => {
		expect(usualAfter(earlier(1, 1, 10), earlier(2, 1, 30), earlier(3, 1))?.statementsPerSecond).toBeUndefined();
		expect(usualAfter(earlier(1, 1, 10), earlier(2, 1, 30), earlier(3, 1), earlier(4, 1, 20))?.statementsPerSecond).toBe(20);
	});

	test('counts an import once, with its latest facts, and never itself', () => {
		expect(usualAfter(earlier(1, 100), earlier(1, 300))).toMatchObject({count: 1, durationMs: 300});
		expect(usualAfter({...earlier(1, 100), task: orders})).toBeUndefined();
	});

	test('lies between the shortest and the longest of the last five durations', () => {
		fc.assert(fc.property(fc.array(fc.integer({min: 0, max: 1_000_000}), {minLength: 1, maxLength: 12}), durations => {
			const usual = usualAfter(...durations.map((durationMs, index) => earlier(index, durationMs)));
			const last = durations.slice(-5);
			expect(usual?.count).toBe(last.length);
			expect(usual?.durationMs).toBeGreaterThanOrEqual(Math.min(...last));
			expect(usual?.durationMs).toBeLessThanOrEqual(Math.max(...last));
		}));
	});
});
