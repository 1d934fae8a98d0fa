import fc from 'fast-check';
import stringWidth from 'string-width';
import {expect, test} from 'vitest';
import {dashedBar, progressBar} from '../../source/text/progress-bar.ts';

test.each([
	{percentage: 0, width: 4, bar: '────'},
	{percentage: 100, width: 4, bar: '━━━━'},
	{percentage: 50, width: 4, bar: '━━──'},
	{percentage: 76, width: 10, bar: '━━━━━━━╸──'},
	{percentage: 1, width: 10, bar: '╸─────────'},
	{percentage: 99, width: 10, bar: '━━━━━━━━━╸'},
	{percentage: 0.001, width: 4, bar: '╸───'},
	{percentage: 99.999, width: 4, bar: '━━━╸'},
	{percentage: 100 - (2 ** -46), width: 4, bar: '━━━╸'},
	{percentage: 50, width: 1, bar: '╸'},
	{percentage: NaN, width: 3, bar: '───'},
	{percentage: -5, width: 3, bar: '───'},
	{percentage: 250, width: 3, bar: '━━━'},
	{percentage: Infinity, width: 3, bar: '━━━'},
	{percentage: -Infinity, width: 3, bar: '───'},
	{percentage: 50, width: 0, bar: ''},
	{percentage: 50, width: -1, bar: ''},
	{percentage: 50, width: NaN, bar: ''},
	{percentage: 50, width: 2.9, bar: '━─'},
])('$percentage % in $width columns is "$bar"', ({percentage, width, bar}) => {
	expect(progressBar(percentage, width)).toBe(bar);
});

test.each([
	[0, '┄┄┄┄'],
	[50, '╍╍┄┄'],
	[99, '╍╍╍┄'],
	[100, '╍╍╍╍'],
])('the bar of an old percentage of %i %% is "%s"', (percentage, bar) => {
	expect(dashedBar(percentage, 4)).toBe(bar);
});

const percentages = fc.oneof(fc.integer({min: 0, max: 100}), fc.double({min: 0, max: 100, noNaN: true}));
const widths = fc.integer({min: 1, max: 60});

test('a bar has exactly the given width for any percentage', () => {
	fc.assert(fc.property(fc.double(), widths, (percentage, width) => {
		expect(stringWidth(progressBar(percentage, width))).toBe(width);
	}));
});

test('a bar is full only at 100, and empty only at 0', () => {
	fc.assert(fc.property(percentages, widths, (percentage, width) => {
		const bar = progressBar(percentage, width);
		expect(bar === '━'.repeat(width)).toBe(percentage === 100);
		expect(bar === '─'.repeat(width)).toBe(percentage === 0);
	}));
});

test('a bar never shrinks as the percentage rises', () => {
	const filled = (bar: string): number => [...bar].reduce((sum, cell) => sum + '─╸━'.indexOf(cell), 0);

	fc.assert(fc.property(percentages, percentages, widths, (one, other, width) => {
		const lesser = progressBar(Math.min(one, other), width);
		const greater = progressBar(Math.max(one, other), width);
		expect(filled(greater)).toBeGreaterThanOrEqual(filled(lesser));
	}));
});
