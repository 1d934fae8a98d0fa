import {useLayoutEffect, useState, useSyncExternalStore} from 'react';
import {type Store} from '../../app/store.ts';
import {type Keymap} from '../../app/keys/keymap.ts';
import {announcementsOf, openingAnnouncements} from './announcements.ts';
import {currentLine} from './current-line.ts';

/**
The text for a screen reader.
*/
type SpokenState = {
	/**
	Grows with each batch of announcements.
	*/
	readonly batchNumber: number;

	/**
	Announcements that were not printed before.
	*/
	readonly announcements: readonly string[];
	readonly line: ReturnType<typeof currentLine>;
};

/*
Collects the announcements of every message, so that none is lost between two renders. The state stays the same object if there is nothing to announce.
*/
const collectAnnouncements = (store: Store, keymap: Keymap) => {
	const model = store.getModel();
	let state: SpokenState = {batchNumber: 0, announcements: openingAnnouncements(model, keymap), line: currentLine(model, keymap)};
	let printedBatch = -1;

	return {
		subscribe: (listener: () => void): (() => void) => store.subscribe(step => {
			const announcements = announcementsOf(step, keymap);
			const line = currentLine(step.after, keymap);

			if (announcements.length > 0) {
				const pending = printedBatch === state.batchNumber ? [] : state.announcements;
				state = {batchNumber: state.batchNumber + 1, announcements: [...pending, ...announcements], line};
			} else if (line.text !== state.line.text || line.role !== state.line.role) {
				state = {...state, line};
			}

			listener();
		}),
		getState: (): SpokenState => state,
		markPrinted(batchNumber: number): void {
			printedBatch = batchNumber;
		},
	};
};

/**
The announcements of the store. Renders the component again only if there is something new to announce.
*/
export const useAnnouncements = (store: Store, keymap: Keymap): SpokenState => {
	const [{subscribe, getState, markPrinted}] = useState(() => collectAnnouncements(store, keymap));
	const state = useSyncExternalStore(subscribe, getState);
	const {batchNumber} = state;

	// A layout effect runs in the same commit, so no message comes in between.
	useLayoutEffect(() => {
		markPrinted(batchNumber);
	}, [markPrinted, batchNumber]);

	return state;
};
