import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	fasterInterval,
	firstScanDelayMs,
	inTurn,
	isGap,
	nextFixedPollAt,
	paceAt,
	retryDelayMs,
	slowerInterval,
} from '../../../source/imports/polling/schedule.ts';

const at = 1_000_000;
const quiet = {
	fixedIntervalMs: undefined, lastChangeAt: undefined, isRead: true, isCancelling: false, isActive: false,
};

describe('paceAt', () => {
	test.each([
		['no scan is complete', {...quiet, isRead: false}, 10_000, 'unread'],
		['all imports have finished', quiet, 30_000, 'idle'],
		['imports are active', {...quiet, isActive: true}, 10_000, 'active'],
		['an import is being cancelled', {...quiet, isActive: true, isCancelling: true}, 5000, 'cancelling'],
		['the last change is less than a minute ago', {...quiet, lastChangeAt: at - 59_999}, 5000, 'changed'],
		['the last change is a minute ago', {...quiet, isActive: true, lastChangeAt: at - 60_000}, 10_000, 'active'],
		['the interval is fixed, even after a change', {
			...quiet, fixedIntervalMs: 7500, isCancelling: true, lastChangeAt: at,
		}, 7500, 'fixed'],
	])('returns the interval if %s', (_, facts, intervalMs, reason) => {
		expect(paceAt(facts, at)).toEqual({intervalMs, reason});
	});
});

describe('slowerInterval and fasterInterval', () => {
	test.each([
		[10_000, 15_000, 5000],
		[7500, 10_000, 5000],
		[1000, 2000, 1000],
		[600_000, 600_000, 300_000],
		[86_400_000, 86_400_000, 600_000],
	])('step from %i ms to %i and %i', (intervalMs, longer, shorter) => {
		expect(slowerInterval(intervalMs)).toBe(longer);
		expect(fasterInterval(intervalMs)).toBe(shorter);
	});
});

describe('retryDelayMs', () => {
	const kinds = ['throttled', 'service', 'permission', 'configuration', 'credentials', 'network', 'protocol', 'clock'] as const;

	test.each<[(typeof kinds)[number], number]>([
		['throttled', 40_000],
		['service', 40_000],
		['permission', 60_000],
		['configuration', 60_000],
		['credentials', 10_000],
		['network', 10_000],
		['protocol', 10_000],
		['clock', 10_000],
	])('of the failure "%s" is %i ms', (kind, delayMs) => {
		expect(retryDelayMs({
			kind, failures: 3, chance: 0.5, intervalMs: 10_000,
		})).toBe(delayMs);
	});

	test.each([
		[1, 1, 20_000],
		[3, 1, 80_000],
		[9, 1, 120_000],
		[9, 0.25, 30_000],
		[9, 0, 10_000],
	])('after %i failures with the jitter %f is %i ms', (failures, chance, delayMs) => {
		expect(retryDelayMs({
			kind: 'throttled', failures, chance, intervalMs: 10_000,
		})).toBe(delayMs);
	});
});

describe('isGap', () => {
	test.each([
		['one and a half intervals and two seconds', 10_000, 0, 17_000],
		['the same of a scan that takes longer than the interval', 10_000, 60_000, 92_000],
		['the same of the longest scan', 10_000, 999_999, 452_000],
	])('begins after %s', (_, intervalMs, scanMs, longestMs) => {
		expect(isGap({betweenMs: longestMs, intervalMs, scanMs})).toBe(false);
		expect(isGap({betweenMs: longestMs + 1, intervalMs, scanMs})).toBe(true);
	});
});

describe('the first scans of several targets', () => {
	test.each([
		['100 ms apart', 3, 10_000, [0, 100, 200]],
		['within two seconds', 40, 10_000, [0, 50, 100]],
		['within a shorter interval', 20, 1000, [0, 50, 100]],
		['100 ms apart without an interval', 3, undefined, [0, 100, 200]],
	])('begin %s', (_, count, intervalMs, delays) => {
		expect([0, 1, 2].map(index => firstScanDelayMs(index, {count, intervalMs}))).toEqual(delays);
	});
});

describe('the next poll at a fixed interval', () => {
	const settings = {count: 3, intervalMs: 10_000};

	test.each([
		['follows one interval after the last scan', [], 11_000],
		['waits longer if an earlier target began at the same time', [1000], 11_100],
		['waits until no earlier target is polled', [1000, 11_100], 11_200],
		['waits longer for a target that began within half of the distance', [951, 1049], 11_100],
		['waits longer for a target whose next poll has almost the same time', [11_001], 11_100],
		['does not wait for targets that began at another time', [950, 1050], 11_000],
	])('%s', (_, earlierPolls, nextAt) => {
		expect(nextFixedPollAt(1000, {earlierPolls, ...settings})).toBe(nextAt);
	});
});

describe('inTurn', () => {
	test('leaves the time of a single target unchanged', () => {
		expect(inTurn(12_345, {index: 0, count: 1, intervalMs: 10_000})).toBe(12_345);
	});

	test.each([
		[0, 10_000],
		[1, 15_000],
	])('moves target %i of two to the nearest time of its phase', (index, movedAt) => {
		expect(inTurn(12_345, {index, count: 2, intervalMs: 10_000})).toBe(movedAt);
	});

	test('moves a poll by at most half an interval, and never polls two targets at once', () => {
		fc.assert(fc.property(fc.nat(1_000_000), fc.nat(1_000_000), fc.integer({min: 2, max: 20}), (one, other, count) => {
			const intervalMs = 10_000;
			const first = inTurn(one, {index: 0, count, intervalMs});
			const second = inTurn(other, {index: count - 1, count, intervalMs});
			expect(Math.abs(first - one)).toBeLessThanOrEqual(intervalMs / 2);
			expect(Math.abs(second - other)).toBeLessThanOrEqual(intervalMs / 2);
			expect(second).not.toBe(first);
		}));
	});
});
