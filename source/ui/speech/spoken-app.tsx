import {Box, Static, Text} from 'ink';
import {type ReactNode} from 'react';
import {type Store} from '../../app/store.ts';
import {useAccount} from '../hooks/use-account.ts';
import {useKeys} from '../hooks/use-keys.ts';
import {useSuspension} from '../hooks/use-suspension.ts';
import {defaultKeymap, type Keymap} from '../../app/keys/keymap.ts';

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
