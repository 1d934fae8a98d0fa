import fc from 'fast-check';
import {expect, test} from 'vitest';
import {decodePageToken, encodePageToken} from '../../source/simulator/service.ts';

test('a token leads back to the page that it was given out for', () => {
	fc.assert(fc.property(fc.nat({max: 999_999_999}), fc.nat({max: 999_999_999}), (offset, page) => {
		expect(decodePageToken(encodePageToken({offset, page}))).toEqual({offset, page});
	}));
});

test('a token that was never given out leads nowhere, whatever it is', () => {
	const texts = fc.oneof(fc.string(), fc.base64String());
	fc.assert(fc.property(texts, token => {
		expect(decodePageToken(token)).toBeUndefined();
	}));
});
