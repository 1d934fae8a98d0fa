import {type Span} from './span.ts';

/**
One row of the screen.
*/
export type Line = readonly Span[];

/**
The lines of a screen. An array is one; longer ones build a line when it is asked for.
*/
export type Lines = Pick<readonly Line[], 'length' | 'at'>;

/**
A line for each item, built when it is asked for.
*/
export const lazyLines = <Item>(items: readonly Item[], build: (item: Item, index: number) => Line): Lines => ({
	length: items.length,
	at(index) {
		const item = items[index];
		return item === undefined ? undefined : build(item, index);
	},
});

/**
Lines below each other.
*/
export const joinLines = (...parts: readonly Lines[]): Lines => ({
	length: parts.reduce((sum, {length}) => sum + length, 0),
	at(index) {
		let start = 0;

		for (const part of parts) {
			if (index < start + part.length) {
				return part.at(index - start);
			}

			start += part.length;
		}

		return undefined;
	},
});

/**
Builds the lines of a view that begins at `start`; past the end it has fewer than `height`.
*/
export const visibleLines = (lines: Lines, start = 0, height = lines.length): readonly Line[] =>
	Array.from({length: Math.max(0, Math.min(height, lines.length - start))}, (_, index) => lines.at(start + index) ?? []);
