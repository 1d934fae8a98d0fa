import {type Span} from './span.ts';

/**
One row of the screen.
*/
export type Line = readonly Span[];

/**
The lines of a screen: an array, or `lazyLines` that build a line on access.
*/
export type Lines = Pick<readonly Line[], 'length' | 'at'>;

export const lazyLines = <Item>(items: readonly Item[], build: (item: Item, index: number) => Line): Lines => ({
	length: items.length,
	at(index) {
		const item = items[index];
		return item === undefined ? undefined : build(item, index);
	},
});

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
Builds up to `height` lines from `start`.
*/
export const visibleLines = (lines: Lines, start = 0, height = lines.length): readonly Line[] =>
	Array.from({length: Math.max(0, Math.min(height, lines.length - start))}, (_, index) => lines.at(start + index) ?? []);
