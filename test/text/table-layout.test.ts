import fc from 'fast-check';
import {
	describe,
	expect,
	it,
	test,
} from 'vitest';
import {
	cellText,
	type ColumnSpec,
	fitColumns,
	headingText,
} from '../../source/text/table-layout.ts';
import {textWidth} from '../../source/text/printable.ts';

const columns: readonly ColumnSpec[] = [
	{heading: 'TASK', minWidth: 12, priority: 3},
	{heading: 'GRAPH', minWidth: 8},
	{heading: 'FORMAT', minWidth: 8},
	{
		heading: 'SOURCE', minWidth: 10, maxWidth: 30, priority: 1, cut: 'middle',
	},
];

const widthsIn = (width: number): Readonly<Record<string, number>> => Object.fromEntries(fitColumns(columns, width).map(column => [column.heading, column.width]));

describe('fitColumns', () => {
	it.each<[number, Readonly<Record<string, number>>]>([
		[Infinity, {
			TASK: 12, GRAPH: 8, FORMAT: 8, SOURCE: 30,
		}],
		[50, {
			TASK: 12, GRAPH: 8, FORMAT: 8, SOURCE: 16,
		}],
		[44, {
			TASK: 12, GRAPH: 8, FORMAT: 8, SOURCE: 10,
		}],
		[43, {TASK: 12, GRAPH: 8, SOURCE: 19}],
		[33, {TASK: 12, SOURCE: 19}],
		[23, {TASK: 12}],
		[5, {TASK: 5}],
	])('at width %d drops the last column of the lowest priority first, and gives spare width to the flexible column', (width, widths) => {
		expect(widthsIn(width)).toEqual(widths);
	});

	it.each<[number, Readonly<Record<string, number>>]>([
		[40, {SOURCE: 20, REGION: 8, LEFT: 8}],
		[39, {SOURCE: 19, REGION: 8, LEFT: 8}],
		[30, {SOURCE: 10, REGION: 8, LEFT: 8}],
		[29, {SOURCE: 19, REGION: 8}],
		[19, {REGION: 8}],
	])('at width %d shrinks a column with a tight width before it drops others of a higher priority', (width, widths) => {
		const fitted = fitColumns([
			{
				heading: 'SOURCE', minWidth: 20, maxWidth: 20, priority: 1, tight: {minWidth: 10, priority: 3},
			},
			{heading: 'REGION', minWidth: 8, priority: 4},
			{heading: 'LEFT', minWidth: 8, priority: 2},
		], width);
		expect(Object.fromEntries(fitted.map(column => [column.heading, column.width]))).toEqual(widths);
	});

	test('never exceeds the width, and never drops a column in a wider table', () => {
		const spec = fc.record({
			heading: fc.string(), minWidth: fc.integer({min: 1, max: 30}), maxWidth: fc.integer({min: 30, max: 60}), priority: fc.integer({min: 0, max: 3}),
			tight: fc.option(fc.record({minWidth: fc.integer({min: 1, max: 30}), priority: fc.integer({min: 0, max: 5})}), {nil: undefined}),
		});

		fc.assert(fc.property(fc.array(spec, {minLength: 1, maxLength: 8}), fc.integer({min: 1, max: 200}), (specs, width) => {
			const fitted = fitColumns(specs, width);
			expect(textWidth(headingText(fitted))).toBeLessThanOrEqual(width);
			expect(fitColumns(specs, width + 1).length).toBeGreaterThanOrEqual(fitted.length);
		}));
	});
});

describe('cellText', () => {
	it.each<[string, Partial<ColumnSpec>, string]>([
		['abc', {}, 'abc   '],
		['abc', {align: 'right'}, '   abc'],
		['東京', {align: 'right'}, '  東京'],
		['abcdefgh', {}, 'abcde…'],
		['abcdefgh', {cut: 'start'}, '…defgh'],
		['abcdefgh', {cut: 'start', align: 'right'}, '…defgh'],
		['abcdefgh', {cut: 'middle'}, 'abc…gh'],
	])('formats %j with %j as %j', (text, spec, cell) => {
		expect(cellText(text, {
			heading: '', minWidth: 6, width: 6, ...spec,
		})).toBe(cell);
	});
});

it('headingText aligns headings with their columns', () => {
	expect(headingText(fitColumns(columns, 33))).toBe('TASK          SOURCE             ');
});

it('headingText cuts a long heading at its end, wherever the cells of its column are cut', () => {
	expect(headingText(fitColumns([{heading: 'STATUS', minWidth: 4, cut: 'start'}], 4))).toBe('STA…');
});
