import fc from 'fast-check';
import stringWidth from 'string-width';
import {
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {
	fitText,
	jsonLine,
	padText,
	printable,
	printableLines,
} from '../../source/text/printable.ts';

// Any string of UTF-16 code units, with extra dangerous or hard to measure ones.
const texts = fc.string({
	maxLength: 40,
	unit: fc.oneof(
		fc.string({unit: 'binary', minLength: 1, maxLength: 1}),
		fc.string({unit: 'grapheme', minLength: 1, maxLength: 1}),
		fc.integer({min: 0, max: 0xFF_FF}).map(code => String.fromCodePoint(code)),
		fc.constantFrom(
			'\u{1B}[31m', '\u{1B}]0;title\u{7}', '\u{9B}2J', '\r\n', '\u{202E}', '\u{2066}', '\u{200B}', '\u{FEFF}', '\u{AD}', '\u{E0041}', '👨‍👩‍👧', '❤️', '🇩🇪', '🇩', '🏽', '日', 'ｶﾞ', 'e\u{301}', '\u{301}', 'ᄀ', 'ᅡ', '각', 'ൎ', 'नी', 'क्ष', '…', 'a', ' ',
		),
	),
});

// Uses code points instead of Unicode properties to be independent of the code under test.
const dangerous: ReadonlyArray<readonly [number, number]> = [
	[0x00, 0x1F], // C0 controls
	[0x7F, 0x9F], // Delete and C1 controls
	[0xAD, 0xAD], // Soft hyphen
	[0x6_1C, 0x6_1C], // Arabic letter mark
	[0x18_0B, 0x18_0F], // Mongolian variation selectors and vowel separator
	[0x20_0B, 0x20_0F], // Zero-width characters, left-to-right and right-to-left marks
	[0x20_28, 0x20_2E], // Line and paragraph separators, bidirectional embeddings and overrides
	[0x20_60, 0x20_6F], // Word joiner, invisible operators, bidirectional isolates, shaping controls
	[0x31_64, 0x31_64], // Hangul filler
	[0xD8_00, 0xDF_FF], // Surrogates
	[0xFE_00, 0xFE_0F], // Variation selectors
	[0xFE_FF, 0xFE_FF], // Byte order mark
	[0xFF_F9, 0xFF_FB], // Interlinear annotation
	[0xE_00_00, 0xE_0F_FF], // Tags, more variation selectors
];

const dangerousIn = (text: string): readonly string[] => Array.from(text, character => character.codePointAt(0) ?? 0)
	.filter(code => dangerous.some(([first, last]) => code >= first && code <= last))
	.map(code => `U+${code.toString(16)}`);

const clustersOf = (text: string): readonly string[] => Array.from(new Intl.Segmenter().segment(text), ({segment}) => segment);

describe('printable', () => {
	test.each([
		{name: 'plain text', text: 's3://lake/2026/?a=b', shown: 's3://lake/2026/?a=b'},
		{name: 'letters of any script', text: 'Größe 日本語 café', shown: 'Größe 日本語 café'},
		{name: 'a colour sequence', text: '\u{1B}[31mred', shown: '␛[31mred'},
		{name: 'a title sequence', text: '\u{1B}]0;x\u{7}', shown: '␛]0;x␇'},
		{name: 'C0 controls', text: '\0\t\r\n\u{1F}', shown: '␀␉␍␊␟'},
		{name: 'delete', text: 'a\u{7F}b', shown: 'a␡b'},
		{name: 'a C1 control', text: '\u{9B}2J', shown: '�2J'},
		{name: 'a right-to-left override', text: 'txt.\u{202E}vsc', shown: 'txt.�vsc'},
		{name: 'a zero-width space', text: 'a\u{200B}b', shown: 'a�b'},
		{name: 'a line separator', text: 'a\u{2028}b', shown: 'a�b'},
		{name: 'a soft hyphen', text: 'a\u{AD}b', shown: 'a�b'},
		{name: 'a tag character', text: 'a\u{E0041}b', shown: 'a�b'},
		{name: 'a lone surrogate', text: 'a\u{D83D}b', shown: 'a�b'},
		{name: 'an emoji', text: '🚀', shown: '🚀'},
		{name: 'a joined emoji', text: '👩‍🚀', shown: '👩�🚀'},
	])('shows $name', ({text, shown}) => {
		expect(printable(text)).toBe(shown);
	});

	test('removes all dangerous characters from any text', () => {
		fc.assert(fc.property(texts, text => {
			expect(dangerousIn(printable(text))).toEqual([]);
		}));
	});

	test('is idempotent', () => {
		fc.assert(fc.property(texts, text => {
			expect(printable(printable(text))).toBe(printable(text));
		}));
	});
});

describe('fitText', () => {
	test.each([
		{
			text: 's3://lake/', width: 10, cut: 'end', fitted: 's3://lake/',
		},
		{
			text: 's3://lake/2026', width: 10, cut: 'end', fitted: 's3://lake…',
		},
		{
			text: 's3://lake/2026', width: 10, cut: 'middle', fitted: 's3://…2026',
		},
		{
			text: 's3://lake/2026', width: 9, cut: 'middle', fitted: 's3:/…2026',
		},
		{
			text: 's3://lake/2026', width: 9, cut: 'start', fitted: '…ake/2026',
		},
		{
			text: '日本語文字', width: 6, cut: 'start', fitted: '…文字',
		},
		{
			text: 'ab', width: 1, cut: 'middle', fitted: '…',
		},
		{
			text: 'abc', width: 2, cut: 'middle', fitted: 'a…',
		},
		{
			text: 'ab', width: 0, cut: 'end', fitted: '',
		},
		{
			text: 'ab', width: -1, cut: 'end', fitted: '',
		},
		{
			text: '日本語', width: 6, cut: 'end', fitted: '日本語',
		},
		{
			text: '日本語', width: 5, cut: 'end', fitted: '日本…',
		},
		{
			text: '日本語', width: 4, cut: 'end', fitted: '日…',
		},
		{
			text: '日本語文字', width: 8, cut: 'middle', fitted: '日本…字',
		},
		{
			text: '日', width: 1, cut: 'end', fitted: '…',
		},
		{
			text: 'e\u{301}e\u{301}e\u{301}', width: 2, cut: 'end', fitted: 'e\u{301}…',
		},
		{
			text: '🇩🇪🇫🇷🇮🇹', width: 5, cut: 'middle', fitted: '🇩🇪…🇮🇹',
		},
		{
			text: '\u{1B}[31mred', width: 5, cut: 'end', fitted: '␛[31…',
		},
	] as const)('cuts $text at the $cut to $width columns: $fitted', ({text, width, cut, fitted}) => {
		expect(fitText(text, width, {cut})).toBe(fitted);
	});

	const cuts = fc.constantFrom('start', 'middle', 'end');

	test('never exceeds the width, and removes all dangerous characters', () => {
		fc.assert(fc.property(texts, fc.integer({min: 0, max: 30}), cuts, (text, width, cut) => {
			const fitted = fitText(text, width, {cut});
			expect(stringWidth(fitted)).toBeLessThanOrEqual(width);
			expect(dangerousIn(fitted)).toEqual([]);
		}));
	});

	test('does not cut text that fits', () => {
		fc.assert(fc.property(texts, cuts, (text, cut) => {
			const shown = printable(text);
			expect(fitText(text, stringWidth(shown), {cut})).toBe(stringWidth(shown) === 0 ? '' : shown);
		}));
	});

	test('keeps whole clusters from the start of the text', () => {
		fc.assert(fc.property(texts, fc.integer({min: 1, max: 30}), (text, width) => {
			const fitted = fitText(text, width);
			fc.pre(fitted !== printable(text));
			const kept = fitted.slice(0, -1);
			const clusters = clustersOf(printable(text));
			expect(fitted.endsWith('…')).toBe(true);
			expect(clusters.map((_, index) => clusters.slice(0, index).join(''))).toContain(kept);
		}));
	});

	test('cuts a text of ten thousand characters', () => {
		expect(fitText('日'.repeat(10_000), 7, {cut: 'middle'})).toBe('日…日日');
		expect(fitText(`a${'\u{301}'.repeat(10_000)}bc`, 2)).toBe(`a${'\u{301}'.repeat(10_000)}…`);
	});
});

describe('padText', () => {
	test.each([
		{text: 'ab', width: 4, padded: 'ab  '},
		{text: 'abcde', width: 4, padded: 'abc…'},
		{text: '日本', width: 5, padded: '日本 '},
		{text: '日本語', width: 4, padded: '日… '},
		{text: '', width: 3, padded: ' '.repeat(3)},
		{text: 'ab', width: 0, padded: ''},
	])('makes $text $width columns wide', ({text, width, padded}) => {
		expect(padText(text, width)).toBe(padded);
	});

	test('has exactly the given width for any text', () => {
		fc.assert(fc.property(texts, fc.integer({min: 0, max: 30}), fc.constantFrom('start', 'middle', 'end'), (text, width, cut) => {
			expect(stringWidth(padText(text, width, {cut}))).toBe(width);
		}));
	});
});

describe('jsonLine', () => {
	const strings = fc.string({unit: 'binary', maxLength: 40});

	test('escapes unprintable characters with four digits per code unit', () => {
		expect(jsonLine({name: '\u{7F}\u{202E}\u{E0041}'})).toBe(String.raw`{"name":"\u007f\u202e\udb40\udc41"}`);
	});

	test('returns one line that is printable for any value', () => {
		fc.assert(fc.property(fc.dictionary(strings, strings), value => {
			const line = jsonLine(value);
			expect(printable(line)).toBe(line);
		}));
	});

	test('parses to the same value', () => {
		fc.assert(fc.property(fc.jsonValue({stringUnit: 'binary'}), value => {
			expect(jsonLine(JSON.parse(jsonLine(value)))).toBe(jsonLine(value));
			expect(JSON.stringify(JSON.parse(jsonLine(value)))).toBe(JSON.stringify(value));
		}));
	});
});

describe('printable lines', () => {
	const styled = '\u{1B}[1;31mred\u{1B}[0m\nnext\u{1B}]52;c;QQ==\u{7}\u{1B}[2J\u{202E}';

	test('keep only line feeds', () => {
		expect(printableLines(styled)).toBe('␛[1;31mred␛[0m\nnext␛]52;c;QQ==␇␛[2J�');
	});

	test('keep also styles if the program has styled the text', () => {
		expect(printableLines(styled, {hasStyles: true})).toBe('\u{1B}[1;31mred\u{1B}[0m\nnext␛]52;c;QQ==␇␛[2J�');
	});

	test('keep invisible characters of data', () => {
		expect(printableLines(`${styled}\u{200C}\u{200D}`, {isData: true})).toBe('␛[1;31mred␛[0m\nnext␛]52;c;QQ==␇␛[2J�\u{200C}\u{200D}');
	});

	test('have no other dangerous characters', () => {
		fc.assert(fc.property(texts, text => {
			expect(dangerousIn(printableLines(text).replaceAll('\n', ''))).toEqual([]);
			expect(dangerousIn(printableLines(text, {hasStyles: true}).replaceAll(/\u{1B}\[[\d;]*m|\n/gv, ''))).toEqual([]);
		}));
	});
});

test.each(['start', 'middle', 'end'] as const)('text of 1,000,000 characters is cut at the %s without reading all of it', cut => {
	const iterator = Object.getPrototypeOf(new Intl.Segmenter().segment('')[Symbol.iterator]()) as IterableIterator<unknown>;
	const next = vi.spyOn(iterator, 'next');
	expect(stringWidth(fitText('日'.repeat(1_000_000), 40, {cut}))).toBe(39);
	expect(next.mock.calls.length).toBeLessThan(5000);
	next.mockRestore();
});
