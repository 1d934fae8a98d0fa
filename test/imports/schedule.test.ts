import {describe, expect, test} from 'vitest';
import {fasterInterval, paceAt, slowerInterval} from '../../source/imports/schedule.ts';

const at = 1_000_000;
const quiet = {
	fixedIntervalMs: undefined, lastChangeAt: undefined, isRead: true, isCancelling: false, isActive: false,
};

describe('the pace', () => {
	test.each([
		['nothing has been read yet', {...quiet, isRead: false}, 10_000, 'unread'],
		['all imports are over', quiet, 30_000, 'over'],
		['imports are under way', {...quiet, isActive: true}, 10_000, 'active'],
		['something is being cancelled', {...quiet, isActive: true, isCancelling: true}, 5000, 'cancelling'],
		['a change was seen less than a minute ago', {...quiet, lastChangeAt: at - 59_999}, 5000, 'changed'],
		['a change was seen a minute ago', {...quiet, isActive: true, lastChangeAt: at - 60_000}, 10_000, 'active'],
		['an interval was asked for, whatever happens', {
			...quiet, fixedIntervalMs: 7500, isCancelling: true, lastChangeAt: at,
		}, 7500, 'fixed'],
	])('follows the work: %s', (_, facts, intervalMs, reason) => {
		expect(paceAt(facts, at)).toEqual({intervalMs, reason});
	});
});

describe('stepping through intervals', () => {
	test.each([
		[10_000, 15_000, 5000],
		[7500, 10_000, 5000],
		[1000, 2000, 1000],
		[600_000, 600_000, 300_000],
		[86_400_000, 86_400_000, 600_000],
	])('%i ms: longer is %i, shorter is %i', (intervalMs, longer, shorter) => {
		expect(slowerInterval(intervalMs)).toBe(longer);
		expect(fasterInterval(intervalMs)).toBe(shorter);
	});
});
