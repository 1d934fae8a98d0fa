import {type Span} from '../lines/span.ts';

/*
Replacements for symbols, in order. An arrow between words is a change, a lone arrow is a key. A dash between digits is a range, a lone dash is an empty value.
*/
const replacements: ReadonlyArray<readonly [symbol: RegExp, word: string]> = [
	[/(?<=\S) → (?=\S)/gv, ' to '],
	[/(?<=\d)–(?=\d)/gv, ' to '],
	[/(?<!\S)–(?!\S)/gv, 'none'],
	[/(?<=^|\s)↑(?=\s)/gv, 'Up'],
	[/(?<=^|\s)↓(?=\s)/gv, 'Down'],
	[/(?<=^|\s)←(?=\s)/gv, 'Left'],
	[/(?<=^|\s)→(?=\s)/gv, 'Right'],
	[/ · /gv, ', '],
	[/≤/gv, 'at most '],
	[/[─━┄╍╸▁▂▃▄▅▆▇]/gv, ''],
	[/\[x\]/gv, 'selected,'],
	[/\[ \]/gv, 'not selected,'],
	[/[‖↺⊖⊗⊘┃▲▸◌●◒◓◔◕✓✗] ?/gv, ''],
	[/ {2,}/gv, ', '],
];

/**
A row of the screen as text for a screen reader: without symbols, and with commas between columns.
*/
export const spokenText = (spans: readonly Span[]): string => {
	let text = spans.map(span => span.text).join('').trim();

	for (const [symbol, word] of replacements) {
		text = text.replaceAll(symbol, () => word);
	}

	return text.trim();
};
