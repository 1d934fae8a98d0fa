import {Box, Static, Text} from 'ink';
import {type ReactNode} from 'react';
import {type Store} from '../../app/store.ts';
import {type Keymap} from '../../app/keys/keymap.ts';
import {useAnnouncements} from '../hooks/use-announcements.ts';
import {useKeys} from '../hooks/use-keys.ts';
import {type Suspend, useSuspension} from '../hooks/use-suspension.ts';
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

/**
The interface for screen readers. Announcements are printed once, line by line. Only the last line (the current position) is ever rewritten. `now` returns epoch milliseconds. `suspend` is called while the terminal is restored.
*/
export function SpokenApp({store, keymap, now, suspend}: {
	readonly store: Store;
	readonly keymap: Keymap;
	readonly now: () => number;
	readonly suspend: Suspend;
}): ReactNode {
	const {batchNumber, announcements, line: {role, text}} = useAnnouncements(store, keymap);
	useKeys(store, keymap, now);
	useSuspension(store, suspend, now);

	// `Static` prints only items that are new since its last render, so each batch mounts a new one.
	return (
		<>
			<Static key={batchNumber} items={[...announcements]}>
				{(announcement, index) => <Text key={index}>{announcement}</Text>}
			</Static>
			<Box {...(role !== undefined && {'aria-role': role})}>
				<Text>{text}</Text>
			</Box>
		</>
	);
}
