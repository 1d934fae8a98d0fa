import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {
	isNarrow,
	LazySegmenter,
	narrowCharacters,
	narrowWidth,
} from '../../source/text/lazy-segmenter.ts';

const units = Array.from({length: 0x1_00_00}, (_, code) => String.fromCodePoint(code));
const narrowUnits = units.filter(unit => isNarrow(unit));
const oneNarrow = new RegExp(`^[${narrowCharacters}]$`, 'v');

describe('narrow text', () => {
	test('takes one column per character', () => {
		expect(narrowUnits.filter(unit => stringWidth(unit) !== 1)).toEqual([]);
	});

	test('includes the program\'s signs', () => {
		expect(isNarrow('┃▸ ◐ ◔ ○ ✔ ✖ ⊘ ██▋ … – “” · → ↑↓ − ×')).toBe(true);
	});

	test.each(['日', '🇩🇪', 'e\u{301}', '❤️', '\u{200D}', '\u{AD}', '\t', '\u{1B}', '\u{D800}'])('excludes %j', text => {
		expect(isNarrow(text)).toBe(false);
		expect(oneNarrow.test(text)).toBe(false);
		expect(narrowWidth(text)).toBeUndefined();
	});

	test('has the same width as in string-width, with and without styles', () => {
		const pieces = fc.constantFrom(...narrowUnits, '\u{1B}[31m', '\u{1B}[38;5;208m', '\u{1B}[m', '\u{1B}[1;4m');
		fc.assert(fc.property(fc.array(pieces, {maxLength: 20}), parts => {
			const text = parts.join('');
			expect(narrowWidth(text)).toBe(stringWidth(text));
		}));
	});
});

describe('LazySegmenter', () => {
	const segmenter = new Intl.Segmenter();
	const lazySegmenter = new LazySegmenter();
	const pieces = fc.oneof(
		fc.constantFrom(...narrowUnits),
		fc.constantFrom('\u{1B}[31m', '\u{1B}', '\u{7}', '\n', '\r\n', '日', '👨‍👩‍👧', 'e\u{301}', '\u{301}', '🇩', 'ᄀ', '각', 'ൎ', '\u{D800}'),
	);

	test.each([
		['styled narrow text', fc.array(fc.oneof(fc.constantFrom(...narrowUnits), fc.constantFrom('\u{1B}', '\u{7}', '\n')), {maxLength: 20})],
		['any text', fc.array(pieces, {maxLength: 20})],
	])('finds the grapheme clusters of %s', (_, arbitrary) => {
		fc.assert(fc.property(arbitrary, parts => {
			const text = parts.join('');
			expect([...lazySegmenter.segment(text)]).toEqual([...segmenter.segment(text)]);
		}));
	});

	test('finds the grapheme cluster at any index', () => {
		fc.assert(fc.property(fc.array(pieces, {maxLength: 20}), fc.integer({min: -2, max: 60}), (parts, index) => {
			const text = parts.join('');
			expect(lazySegmenter.segment(text).containing(index)).toEqual(segmenter.segment(text).containing(index));
		}));
	});

	test('segments narrow text into words', () => {
		const words = new LazySegmenter('en', {granularity: 'word'});
		expect(Array.from(words.segment('two words'), ({segment}) => segment)).toEqual(['two', ' ', 'words']);
	});
});
