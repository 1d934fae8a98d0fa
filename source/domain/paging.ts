/*
Pages tile the list from its first row: with 10 rows a page, rows 0–9 are page 0, rows 10–19 page 1. Rows and pages count from 0. A page has at least one row, whatever is asked for.
*/
const rowsOn = (pageSize: number): number => Math.max(1, pageSize);

/**
The page that a row is on.
*/
export const pageOf = (index: number, pageSize: number): number => Math.floor(index / rowsOn(pageSize));

/**
The number of pages; an empty list has one, which is empty.
*/
export const pageCount = (length: number, pageSize: number): number => Math.max(1, Math.ceil(length / rowsOn(pageSize)));

/**
The rows of a page: from `start` up to, and not including, `end`.
*/
export const pageWindow = (page: number, pageSize: number, length: number): {readonly start: number; readonly end: number} => ({
	start: Math.min(page * rowsOn(pageSize), length),
	end: Math.min((page + 1) * rowsOn(pageSize), length),
});

/**
The row of the list that is nearest to an index; 0 where the list is empty.
*/
export const clampIndex = (index: number, length: number): number => Math.max(0, Math.min(index, length - 1));

/**
The row at the same place on the next page. Where the list ends before that, the last row: as in a pager, going forward at the end shows the end.
*/
export const pageForward = (index: number, pageSize: number, length: number): number => clampIndex(index + rowsOn(pageSize), length);

/**
The row at the same place on the page before; on the first page, the first row.
*/
export const pageBack = (index: number, pageSize: number, length: number): number => clampIndex(index - rowsOn(pageSize), length);

/**
The nearest offset, in lines, by which a view of `height` lines can be scrolled without leaving its `length` lines: the last line is not scrolled above the bottom of the view, and the first not below its top.
*/
export const clampScroll = (offset: number, height: number, length: number): number => Math.max(0, Math.min(offset, length - height));
