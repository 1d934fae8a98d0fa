import fc from 'fast-check';
import {expect, test} from 'vitest';
import {escapePattern} from '../../source/text/escape-pattern.ts';

test('an escaped text matches that text alone', () => {
	fc.assert(fc.property(fc.string({unit: fc.constantFrom(...String.raw`a-b.$^*+?()[]{}|/\&é `)}), fc.string(), (text, other) => {
		const pattern = new RegExp(`^${escapePattern(text)}$`, 'v');
		expect(pattern.test(text)).toBe(true);
		expect(pattern.test(other)).toBe(other === text);
	}));
});
