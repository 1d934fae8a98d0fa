import fc from 'fast-check';
import {expect, test} from 'vitest';
import {countText} from '../../source/text/time-text.ts';

test('parts the thousands as English does', () => {
	fc.assert(fc.property(fc.maxSafeNat(), count => {
		expect(countText(count)).toBe(count.toLocaleString('en-US'));
	}));
});
