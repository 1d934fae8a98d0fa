import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {
	graphemes,
	isNarrow,
	narrowCharacters,
} from '../../source/domain/graphemes.ts';

const units = Array.from({length: 0x1_00_00}, (_, code) => String.fromCodePoint(code));
const narrowUnits = units.filter(unit => isNarrow(unit));
const oneNarrow = new RegExp(`^[${narrowCharacters}]$`, 'v');

describe('narrow text', () => {
	test('takes a column for each of its characters', () => {
		expect(narrowUnits.filter(unit => stringWidth(unit) !== 1)).toEqual([]);
	});

	test('takes as many columns, whatever stands beside what', () => {
		fc.assert(fc.property(fc.array(fc.constantFrom(...narrowUnits), {maxLength: 20}), characters => {
			expect(stringWidth(characters.join(''))).toBe(characters.length);
		}));
	});

	test('is what the signs and texts of the screen are made of', () => {
		expect(isNarrow('┃▸ ◐ ◔ ○ ✔ ✖ ⊘ ██▋ … – “” · → ↑↓ − ×')).toBe(true);
	});

	test.each(['日', '🇩🇪', 'e\u{301}', '❤️', '\u{200D}', '\u{AD}', '\t', '\u{1B}', '\u{D800}'])('is not %j', text => {
		expect(isNarrow(text)).toBe(false);
		expect(oneNarrow.test(text)).toBe(false);
	});
});

describe('grapheme clusters', () => {
	const segmenter = new Intl.Segmenter();
	const pieces = fc.oneof(
		fc.constantFrom(...narrowUnits),
		fc.constantFrom('\u{1B}[31m', '\u{1B}', '\r\n', '日', '👨‍👩‍👧', 'e\u{301}', '\u{301}', '🇩', 'ᄀ', '각', 'ൎ', '\u{D800}'),
	);

	test.each([
		['narrow text with control sequences', fc.array(fc.oneof(fc.constantFrom(...narrowUnits), fc.constant('\u{1B}')), {maxLength: 20})],
		['any text', fc.array(pieces, {maxLength: 20})],
	])('are those of Unicode, in %s', (_, arbitrary) => {
		fc.assert(fc.property(arbitrary, parts => {
			const text = parts.join('');
			const found = [...graphemes(text)].map(({segment, index}) => ({segment, index}));
			expect(found).toEqual(Array.from(segmenter.segment(text), ({segment, index}) => ({segment, index})));
		}));
	});

	test('are found by any index, as those of Unicode', () => {
		fc.assert(fc.property(fc.array(pieces, {maxLength: 20}), fc.integer({min: -2, max: 60}), (parts, index) => {
			const text = parts.join('');
			const [found, expected] = [graphemes(text), segmenter.segment(text)].map(all => all.containing(index));
			expect([found?.segment, found?.index]).toEqual([expected?.segment, expected?.index]);
		}));
	});
});
