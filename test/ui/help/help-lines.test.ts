import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {helpLines} from '../../../source/ui/help/help-lines.ts';
import {defaultKeymap} from '../../../source/app/keys/keymap.ts';

const linesIn = (columns: number): readonly string[] => helpLines(defaultKeymap, columns).map(spans => spans.map(({text}) => text).join(''));
const wordsOf = (lines: readonly string[]): readonly string[] => lines.join(' ').split(/\s+/v);

describe('the help', () => {
	test('fits into any width without losing words', () => {
		const words = wordsOf(linesIn(200));

		fc.assert(fc.property(fc.integer({min: 40, max: 200}), columns => {
			const lines = linesIn(columns);

			expect(lines.filter(line => stringWidth(line) >= columns)).toEqual([]);
			expect(wordsOf(lines)).toEqual(words);
		}));
	});

	test('has two columns if one is longer than a page and both fit', () => {
		const single = linesIn(140);
		const double = helpLines(defaultKeymap, 140, {pageSize: 38}).map(spans => spans.map(({text}) => text).join(''));
		expect(double.length).toBeLessThan(single.length * 0.7);
		expect(double.filter(line => stringWidth(line) >= 140)).toEqual([]);
		expect(wordsOf(double).toSorted()).toEqual(wordsOf(single).toSorted());
		expect(helpLines(defaultKeymap, 120, {pageSize: 38})).toEqual(helpLines(defaultKeymap, 120));
	});

	test('shows only the lines with a searched text, under their headings', () => {
		const found = helpLines(defaultKeymap, 100, {searched: ' Copy'}).map(spans => spans.map(({text}) => text).join('').trimEnd());
		expect(found).toEqual([
			' Keys in the list',
			'   y                      copy the task ID',
			'',
			' Keys for targets, profiles, regions and commands',
			'   Enter                  copy the selected command',
		]);
		expect(helpLines(defaultKeymap, 100, {searched: 'nowhere'})).toHaveLength(1);
	});

	// Ink draws no row for a line with an empty text.
	test('separates its sections with lines that have no spans', () => {
		expect(helpLines(defaultKeymap, 60).filter(spans => spans.every(({text}) => text === ''))).toEqual([[], [], [], [], [], []]);
	});

	test('wraps the description beside the key', () => {
		const lines = linesIn(60);
		const index = lines.findIndex(line => line.startsWith('   Esc '));

		expect(lines[index]).toMatch(/^ {3}Esc {20}clear the filter/v);
		expect(lines[index + 1]).toMatch(/^ {26}\S/v);
	});
});
