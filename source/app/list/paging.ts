/*
With a page size of 10, page 0 holds rows 0–9 and page 1 holds rows 10–19. A page has at least one row.
*/
const rowsOn = (pageSize: number): number => Math.max(1, pageSize);

const halfRowsOn = (pageSize: number): number => Math.max(1, Math.floor(pageSize / 2));

export const pageOf = (index: number, pageSize: number): number => Math.floor(index / rowsOn(pageSize));

export const pageWindow = (page: number, pageSize: number, length: number): {readonly start: number; readonly end: number} => ({
	start: Math.min(page * rowsOn(pageSize), length),
	end: Math.min((page + 1) * rowsOn(pageSize), length),
});

export const clampIndex = (index: number, length: number): number => Math.max(0, Math.min(index, length - 1));

export type Movement = 'cursorUp' | 'cursorDown' | 'cursorFirst' | 'cursorLast' | 'pageForward' | 'pageBack' | 'halfPageForward' | 'halfPageBack';

export type ListPosition = {readonly index: number; readonly pageSize: number; readonly length: number};

const movements: Readonly<Record<Movement, (place: ListPosition) => number>> = {
	cursorUp: ({index}) => index - 1,
	cursorDown: ({index}) => index + 1,
	cursorFirst: () => 0,
	cursorLast: ({length}) => length - 1,
	pageForward: ({index, pageSize}) => index + rowsOn(pageSize),
	pageBack: ({index, pageSize}) => index - rowsOn(pageSize),
	halfPageForward: ({index, pageSize}) => index + halfRowsOn(pageSize),
	halfPageBack: ({index, pageSize}) => index - halfRowsOn(pageSize),
};

export const isMovement = (command: string): command is Movement => Object.hasOwn(movements, command);

export const moveIndex = (movement: Movement, place: ListPosition): number => clampIndex(movements[movement](place), place.length);

/**
Clamps a scroll offset so that a view of `height` lines stays within `length` lines.
*/
export const clampScroll = (offset: number, height: number, length: number): number => Math.max(0, Math.min(offset, length - height));
