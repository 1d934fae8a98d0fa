import fc from 'fast-check';
import {expect, test} from 'vitest';
import {elapsedBetween, momentAt} from '../../source/imports/elapsed.ts';

const moments = fc.tuple(fc.nat(100_000), fc.nat(100_000)).map(([one, other]) => ({earliest: Math.min(one, other), latest: Math.max(one, other)}));

test('between two moments that are known, the time is known', () => {
	expect(elapsedBetween(momentAt(1000), momentAt(4500))).toEqual({minMs: 3500, maxMs: 3500});
});

test('between two spans it is a range, of which nothing is negative', () => {
	expect(elapsedBetween({earliest: 0, latest: 10_000}, {earliest: 5000, latest: 60_000})).toEqual({minMs: 0, maxMs: 60_000});
});

test('nothing is known when the clock was set back', () => {
	expect(elapsedBetween(momentAt(5000), momentAt(4000))).toBeUndefined();
});

test('whatever the true times in the two spans, the true duration is in the range', () => {
	fc.assert(fc.property(moments, moments, fc.double({min: 0, max: 1, noNaN: true}), fc.double({min: 0, max: 1, noNaN: true}), (from, to, one, other) => {
		const began = from.earliest + ((from.latest - from.earliest) * one);
		const ended = to.earliest + ((to.latest - to.earliest) * other);
		fc.pre(ended >= began);
		const elapsed = elapsedBetween(from, to);
		expect(elapsed?.minMs).toBeLessThanOrEqual(ended - began + 1e-6);
		expect(elapsed?.maxMs).toBeGreaterThanOrEqual(ended - began - 1e-6);
	}));
});
