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
The commands that move a cursor, or scroll.
*/
export type Movement = 'cursorUp' | 'cursorDown' | 'cursorFirst' | 'cursorLast' | 'pageForward' | 'pageBack';

/**
A row of a list, or the first row in view.
*/
export type ListPosition = {readonly index: number; readonly pageSize: number; readonly length: number};

/*
A page movement keeps the place on the page.
*/
const movements: Readonly<Record<Movement, (place: ListPosition) => number>> = {
	cursorUp: ({index}) => index - 1,
	cursorDown: ({index}) => index + 1,
	cursorFirst: () => 0,
	cursorLast: ({length}) => length - 1,
	pageForward: ({index, pageSize}) => index + rowsOn(pageSize),
	pageBack: ({index, pageSize}) => index - rowsOn(pageSize),
};

export const isMovement = (command: string): command is Movement => Object.hasOwn(movements, command);

/**
The row to which a movement leads. It stops at the first and the last row.
*/
export const moveIndex = (movement: Movement, place: ListPosition): number => clampIndex(movements[movement](place), place.length);

/**
The nearest offset, in lines, by which a view of `height` lines can be scrolled without leaving its `length` lines: the last line is not scrolled above the bottom of the view, and the first not below its top.
*/
export const clampScroll = (offset: number, height: number, length: number): number => Math.max(0, Math.min(offset, length - height));
