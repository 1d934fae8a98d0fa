import fc from 'fast-check';
import stringWidth from 'string-width';
import {
	describe,
	expect,
	test,
	vi,
} from 'vitest';
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

	test('has the width of its characters, without its styles', () => {
		expect(narrowWidth('\u{1B}[1;31mred\u{1B}[m')).toBe(3);
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

	const styledNarrow = fc.array(fc.oneof(fc.constantFrom(...narrowUnits), fc.constantFrom('\u{1B}', '\u{7}', '\n')), {maxLength: 20}).map(parts => parts.join(''));

	describe.each([
		['styled narrow text', styledNarrow],
		['any text', fc.array(pieces, {maxLength: 20}).map(parts => parts.join(''))],
	])('in %s', (_, texts) => {
		test('finds the grapheme clusters', () => {
			fc.assert(fc.property(texts, text => {
				expect([...lazySegmenter.segment(text)]).toEqual([...segmenter.segment(text)]);
			}));
		});

		test('finds the grapheme cluster at any index', () => {
			fc.assert(fc.property(texts, text => {
				for (let index = -2; index <= text.length + 1; index += 1) {
					expect(lazySegmenter.segment(text).containing(index)).toEqual(segmenter.segment(text).containing(index));
				}

				expect(lazySegmenter.segment(text).containing()).toEqual(segmenter.segment(text).containing());
			}));
		});
	});

	test('does not need the slow segmenter for styled narrow text', () => {
		const segment = vi.spyOn(Intl.Segmenter.prototype, 'segment');
		fc.assert(fc.property(styledNarrow, text => {
			expect([...new LazySegmenter().segment(text)]).toHaveLength(text.length);
		}));
		expect(segment).not.toHaveBeenCalled();
		segment.mockRestore();
	});

	test('segments narrow text into words', () => {
		const words = new LazySegmenter('en', {granularity: 'word'});
		expect(Array.from(words.segment('two words'), ({segment}) => segment)).toEqual(['two', ' ', 'words']);
	});
});
