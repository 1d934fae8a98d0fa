import {describe, expect, test} from 'vitest';
import {fasterInterval, paceAt, slowerInterval} from '../../source/imports/schedule.ts';

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
