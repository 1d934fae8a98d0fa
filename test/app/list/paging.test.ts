import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	clampIndex,
	clampScroll,
	moveIndex,
	pageOf,
	pageWindow,
} from '../../../source/app/list/paging.ts';

const lists = fc.record({
	length: fc.integer({min: 1, max: 500}),
	pageSize: fc.integer({min: 0, max: 60}),
	index: fc.nat(),
}).map(({length, pageSize, index}) => ({length, pageSize, index: index % length}));

describe('pages', () => {
	test('cover every row once, in order', () => {
		fc.assert(fc.property(lists, ({length, pageSize}) => {
			const rows = Array.from({length: pageOf(length - 1, pageSize) + 1}, (_, page) => pageWindow(page, pageSize, length))
				.flatMap(({start, end}) => Array.from({length: end - start}, (_, offset) => start + offset));
			expect(rows).toEqual(Array.from({length}, (_, index) => index));
		}));
	});

	test('contain the rows that are assigned to them', () => {
		fc.assert(fc.property(lists, ({length, pageSize, index}) => {
			const {start, end} = pageWindow(pageOf(index, pageSize), pageSize, length);
			expect(index).toBeGreaterThanOrEqual(start);
			expect(index).toBeLessThan(end);
		}));
	});

	test('are one, without rows, for an empty list', () => {
		expect(pageWindow(0, 10, 0)).toEqual({start: 0, end: 0});
	});
});

const movedBy = (movement: 'pageForward' | 'pageBack') => (index: number, pageSize: number, length: number): number => moveIndex(movement, {index, pageSize, length});
const pageForward = movedBy('pageForward');
const pageBack = movedBy('pageBack');

describe('turning a page', () => {
	test.each([
		{from: 3, forward: 13, back: 0},
		{from: 13, forward: 23, back: 3},
		{from: 17, forward: 24, back: 7},
		{from: 21, forward: 24, back: 11},
		{from: 24, forward: 24, back: 14},
		{from: 0, forward: 10, back: 0},
	])('from row $from of 25 moves forward to $forward and back to $back, with a page size of 10', ({from, forward, back}) => {
		expect(pageForward(from, 10, 25)).toBe(forward);
		expect(pageBack(from, 10, 25)).toBe(back);
	});

	test('keeps the order of rows, stays in the list, and moves at most one page', () => {
		fc.assert(fc.property(lists, fc.nat(), ({length, pageSize, index}, more) => {
			const later = clampIndex(index + more, length);

			for (const turn of [pageForward, pageBack]) {
				const turned = turn(index, pageSize, length);
				expect(turned).toBeLessThanOrEqual(turn(later, pageSize, length));
				expect(turned).toBe(clampIndex(turned, length));
				expect(Math.abs(pageOf(turned, pageSize) - pageOf(index, pageSize))).toBeLessThanOrEqual(1);
			}

			expect(pageForward(index, pageSize, length)).toBeGreaterThanOrEqual(index);
			expect(pageBack(index, pageSize, length)).toBeLessThanOrEqual(index);
		}));
	});

	test('back undoes forward, except at the end of the list', () => {
		fc.assert(fc.property(lists, ({length, pageSize, index}) => {
			// A page has at least one row.
			fc.pre(index + Math.max(1, pageSize) < length);
			expect(pageBack(pageForward(index, pageSize, length), pageSize, length)).toBe(index);
		}));
	});

	test.each([
		{
			from: 3, pageSize: 10, forward: 8, back: 0,
		},
		{
			from: 13, pageSize: 10, forward: 18, back: 8,
		},
		{
			from: 13, pageSize: 9, forward: 17, back: 9,
		},
		{
			from: 22, pageSize: 10, forward: 24, back: 17,
		},
		{
			from: 13, pageSize: 1, forward: 14, back: 12,
		},
	])('by half from row $from of 25 moves forward to $forward and back to $back, with a page size of $pageSize', ({from, pageSize, forward, back}) => {
		expect(moveIndex('halfPageForward', {index: from, pageSize, length: 25})).toBe(forward);
		expect(moveIndex('halfPageBack', {index: from, pageSize, length: 25})).toBe(back);
	});

	test('stays at 0 in an empty list', () => {
		expect(pageForward(0, 10, 0)).toBe(0);
		expect(pageBack(0, 10, 0)).toBe(0);
	});
});

test.each([
	{index: -1, length: 5, clamped: 0},
	{index: 4, length: 5, clamped: 4},
	{index: 5, length: 5, clamped: 4},
	{index: -1, length: 0, clamped: 0},
	{index: 7, length: 0, clamped: 0},
])('clamps row $index of $length to $clamped', ({index, length, clamped}) => {
	expect(clampIndex(index, length)).toBe(clamped);
});

test.each([
	{
		offset: -3, height: 10, length: 30, clamped: 0,
	},
	{
		offset: 20, height: 10, length: 30, clamped: 20,
	},
	{
		offset: 21, height: 10, length: 30, clamped: 20,
	},
	{
		offset: Infinity, height: 10, length: 30, clamped: 20,
	},
	{
		offset: 4, height: 10, length: 6, clamped: 0,
	},
])('clamps a scroll offset of $offset to $clamped in a view of $height of $length lines', ({offset, height, length, clamped}) => {
	expect(clampScroll(offset, height, length)).toBe(clamped);
});
