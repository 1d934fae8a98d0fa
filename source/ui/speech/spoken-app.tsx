import {Box, Static, Text} from 'ink';
import {type ReactNode} from 'react';
import {type Store} from '../../app/store.ts';
import {defaultKeymap, type Keymap} from '../../app/keys/keymap.ts';
import {useAccount} from '../hooks/use-account.ts';
import {useKeys} from '../hooks/use-keys.ts';
import {useSuspension} from '../hooks/use-suspension.ts';
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

/**
The account for a screen reader, and the keys: what is new is said once, line after line, and stays; the last line says where the person is, and is the only one that is ever written again. `now` gives epoch milliseconds; `stop` suspends the process until it is continued.
*/
export function SpokenApp({store, keymap = defaultKeymap, now, stop}: {
	readonly store: Store;
	readonly keymap?: Keymap;
	readonly now: () => number;
	readonly stop: () => Promise<void>;
}): ReactNode {
	const {number, announcements, line: {role, text}} = useAccount(store, keymap);
	useKeys(store, keymap, now);
	useSuspension(store, stop);

	// One that has said all keeps what it said: another takes its place.
	return (
		<>
			<Static key={number} items={[...announcements]}>
				{(announcement, index) => <Text key={index}>{announcement}</Text>}
			</Static>
			<Box {...(role !== undefined && {'aria-role': role})}>
				<Text>{text}</Text>
			</Box>
		</>
	);
}
