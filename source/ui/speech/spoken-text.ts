import {type Span} from '../lines/span.ts';

/*
In their order: what a voice would read as the name of a sign, and what is said instead. An arrow between words is a change, one by itself a key; a dash between times is a span, one by itself stands for what is not there.
*/
const spoken: ReadonlyArray<readonly [sign: RegExp, word: string]> = [
	[/(?<=\S) → (?=\S)/gv, ' to '],
	[/(?<=\d)–(?=\d)/gv, ' to '],
	[/(?<!\S)–(?!\S)/gv, 'none'],
	[/(?<=^|\s)↑(?=\s)/gv, 'Up'],
	[/(?<=^|\s)↓(?=\s)/gv, 'Down'],
	[/(?<=^|\s)←(?=\s)/gv, 'Left'],
	[/(?<=^|\s)→(?=\s)/gv, 'Right'],
	[/ · /gv, ', '],
	[/≤/gv, 'at most '],
	[/[█▉▊▋▌▍▎▏]/gv, ''],
	[/\[x\]/gv, 'watched,'],
	[/\[ \]/gv, 'not watched,'],
	[/[‖↺⊗⊘┃▸○◌●◐◑◔✔✖] ?/gv, ''],
	[/ {2,}/gv, ', '],
];

/**
A row of the screen as it is said: without signs, and with commas for the spaces that part its columns.
*/
export const spokenText = (spans: readonly Span[]): string => {
	let text = spans.map(span => span.text).join('').trim();

	for (const [sign, word] of spoken) {
		text = text.replaceAll(sign, () => word);
	}

	return text.trim();
};
