import fc from 'fast-check';
import {expect, test} from 'vitest';
import {jsonLine, printable} from '../../source/text/printable.ts';

const texts = fc.string({unit: 'binary', maxLength: 40});

test('whatever is in it, is one line that a terminal shows as it is', () => {
	fc.assert(fc.property(fc.dictionary(texts, texts), value => {
		const line = jsonLine(value);
		expect(printable(line)).toBe(line);
	}));
});

test('is read back as it was', () => {
	fc.assert(fc.property(fc.jsonValue({stringUnit: 'binary'}), value => {
		expect(jsonLine(JSON.parse(jsonLine(value)))).toBe(jsonLine(value));
		expect(JSON.stringify(JSON.parse(jsonLine(value)))).toBe(JSON.stringify(value));
	}));
});
