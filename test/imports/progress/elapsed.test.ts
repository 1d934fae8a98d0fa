import fc from 'fast-check';
import {expect, test} from 'vitest';
import {elapsedBetween, elapsedText, momentAt} from '../../../source/imports/progress/elapsed.ts';

const moments = fc.tuple(fc.nat(100_000), fc.nat(100_000)).map(([one, other]) => ({earliest: Math.min(one, other), latest: Math.max(one, other)}));

test('elapsedBetween is exact between two exact moments', () => {
	expect(elapsedBetween(momentAt(1000), momentAt(4500))).toEqual({minMs: 3500, maxMs: 3500});
});

test('elapsedBetween is a range without negative values between two inexact moments', () => {
	expect(elapsedBetween({earliest: 0, latest: 10_000}, {earliest: 5000, latest: 60_000})).toEqual({minMs: 0, maxMs: 60_000});
});

test('elapsedBetween is zero for two changes at the same time', () => {
	expect(elapsedBetween(momentAt(5000), momentAt(5000))).toEqual({minMs: 0, maxMs: 0});
});

test('elapsedBetween returns undefined if the clock was set back', () => {
	expect(elapsedBetween(momentAt(5000), momentAt(4000))).toBeUndefined();
});

test('elapsedBetween contains the true duration for any true times', () => {
	fc.assert(fc.property(moments, moments, fc.double({min: 0, max: 1, noNaN: true}), fc.double({min: 0, max: 1, noNaN: true}), (from, to, one, other) => {
		const began = from.earliest + ((from.latest - from.earliest) * one);
		const ended = to.earliest + ((to.latest - to.earliest) * other);
		fc.pre(ended >= began);
		const elapsed = elapsedBetween(from, to);
		expect(elapsed?.minMs).toBeLessThanOrEqual(ended - began + 1e-6);
		expect(elapsed?.maxMs).toBeGreaterThanOrEqual(ended - began - 1e-6);
	}));
});

test.each([
	[723_000, 723_000, '12m 03s'],
	[0, 0, '0s'],
	[0, 723_000, 'at most 12m 03s'],
	[999, 723_000, 'at most 12m 03s'],
	[1000, 723_000, '1s to 12m 03s'],
])('a duration between %i and %i ms is "%s"', (minMs, maxMs, text) => {
	expect(elapsedText({minMs, maxMs})).toBe(text);
});
