import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {statusLook} from '../../source/imports/status-look.ts';
import {knownStatuses} from '../../source/imports/task.ts';
import {asciiText} from '../../source/text/ascii-text.ts';
import {printable} from '../../source/text/printable.ts';
import {progressBar} from '../../source/text/progress-bar.ts';

describe('asciiText', () => {
	test.each([
		['the program\'s signs', '┃▸ t-1  ✗ failed  importing → failed  …x·y – 40×8', '|> t-1  x failed  importing > failed  ~x|y - 40x8'],
		['letters with accents', 'Zürich, São Paulo, e\u{301}, ệ', 'Zurich, Sao Paulo, e, e'],
		['wide characters', '漢字', '????'],
		['an emoji', '\u{1F680}!', '??!'],
		['other letters', 'имя', '???'],
		['other characters that decompose to ASCII', '½ﬁ', '??'],
		['placeholders for unprintable characters', '␛[2J�', '?[2J?'],
		['control sequences', '\u{1B}[31m✗\u{1B}[0m\u{1B}]8;;https://x\u{7}…\u{1B}]8;;\u{7}\r\n', '\u{1B}[31mx\u{1B}[0m\u{1B}]8;;https://x\u{7}~\u{1B}]8;;\u{7}\r\n'],
		['empty text', '', ''],
	])('converts %s', (_, text, expected) => {
		expect(asciiText(text)).toBe(expected);
	});

	const texts = fc.string({unit: 'grapheme'}).map(text => printable(text));

	test('returns ASCII of the same width for any text', () => {
		fc.assert(fc.property(fc.oneof(texts, fc.string({unit: 'binary'}).map(text => printable(text))), text => {
			expect(asciiText(text)).toMatch(/^[\u{20}-\u{7E}]*$/v);
			expect(stringWidth(asciiText(text))).toBe(stringWidth(text));
		}));
	});

	test('returns ASCII text unchanged', () => {
		fc.assert(fc.property(fc.string({unit: 'binary-ascii'}), text => {
			expect(asciiText(text)).toBe(text);
		}));
	});

	test.each([
		['targets', '●‖▲'],
		['the spinner', '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏'],
		['the timeline', '░▒█▓┄►◄┊│≥'],
		['changes and keys', '┃▸▴▾↵↑↓←→'],
	])('has an equivalent for each sign of %s', (_, signs) => {
		expect(asciiText(signs)).toMatch(/^[^?]+$/v);
		expect(asciiText(signs)).toHaveLength(signs.length);
	});

	test('keeps the signs of statuses distinct', () => {
		const signs = knownStatuses.map(status => asciiText(statusLook(status).sign));
		expect(signs).not.toContain('?');
		expect(new Set(signs).size).toBe(knownStatuses.length);
	});
});

describe('an ASCII progress bar', () => {
	test.each([
		[0, '......   0%'],
		[1, '#.....   1%'],
		[50, '###...  50%'],
		[60, '####..  60%'],
		[100, '###### 100%'],
	])('at %i %% is "%s"', (percentage, bar) => {
		expect(asciiText(`${progressBar(percentage, 6)} ${String(percentage).padStart(3)}%`)).toBe(bar);
	});

	test('differs from a rule, even with styles before the percentage', () => {
		expect(asciiText('── t-1 ───')).toBe('-- t-1 ---');
		expect(asciiText('\u{1B}[36m━╸──\u{1B}[39m  40%')).toBe('\u{1B}[36m##..\u{1B}[39m  40%');
	});

	test('keeps its width, and is empty only at 0', () => {
		const percentages = fc.oneof(fc.integer({min: 0, max: 100}), fc.double({min: 0, max: 100, noNaN: true}));

		fc.assert(fc.property(percentages, fc.integer({min: 1, max: 60}), (percentage, width) => {
			const bar = asciiText(`${progressBar(percentage, width)} 5%`);
			expect(bar).toHaveLength(width + 3);
			expect(bar.startsWith('.'.repeat(width))).toBe(percentage === 0);
		}));
	});
});
