import {useLayoutEffect, useState, useSyncExternalStore} from 'react';
import {type Store} from '../../app/store.ts';
import {type Keymap} from '../../app/keys/keymap.ts';
import {announcementsOf, currentLine, openingAnnouncements} from '../speech/announcements.ts';

/**
What there is to say, and where the person is.
*/
type Account = {
	/**
	Another for each time that there is something to say.
	*/
	readonly number: number;

	/**
	What has not been said before.
	*/
	readonly announcements: readonly string[];
	readonly line: ReturnType<typeof currentLine>;
};

/*
Follows the store from one message to the next, so that nothing is passed over, and stays the same where there is nothing to say.
*/
const createAccount = (store: Store, keymap: Keymap) => {
	const model = store.getModel();
	let account: Account = {number: 0, announcements: openingAnnouncements(model, keymap), line: currentLine(model, keymap)};
	let saidNumber = -1;

	return {
		subscribe: (listener: () => void): (() => void) => store.subscribe(step => {
			const announcements = announcementsOf(step, keymap);
			const line = currentLine(step.after, keymap);

			if (announcements.length > 0) {
				const unsaid = saidNumber === account.number ? [] : account.announcements;
				account = {number: account.number + 1, announcements: [...unsaid, ...announcements], line};
			} else if (line.text !== account.line.text || line.role !== account.line.role) {
				account = {...account, line};
			}

			listener();
		}),
		getAccount: (): Account => account,
		said(number: number): void {
			saidNumber = number;
		},
	};
};

/**
The account of what happens in the store; the component is drawn again when there is something to say, and not before.
*/
export const useAccount = (store: Store, keymap: Keymap): Account => {
	const [{subscribe, getAccount, said}] = useState(() => createAccount(store, keymap));
	const account = useSyncExternalStore(subscribe, getAccount);
	const {number} = account;

	// With what is drawn, so that nothing comes between.
	useLayoutEffect(() => {
		said(number);
	}, [said, number]);

	return account;
};
