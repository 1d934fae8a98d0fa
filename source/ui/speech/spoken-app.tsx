import {Box, Static, Text} from 'ink';
import {type ReactNode} from 'react';
import {type Store} from '../../app/store.ts';
import {type Keymap} from '../../app/keys/keymap.ts';
import {useKeys} from '../hooks/use-keys.ts';
import {type Suspend, useSuspension} from '../hooks/use-suspension.ts';
import {useAnnouncements} from './use-announcements.ts';

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
