import {useInput, usePaste} from 'ink';
import {type ScreenStore} from '../../app/store.ts';
import {messageForKey} from '../keys/key-messages.ts';
import {keyNames} from '../../app/keys/key-names.ts';
import {type Keymap, scopeOf} from '../../app/keys/keymap.ts';

/**
Turns keys and pasted text into messages. Keys that arrive in one chunk are handled one by one, each with the model that the previous key left. `now` returns epoch milliseconds.
*/
export const useKeys = (store: ScreenStore, keymap: Keymap, now: () => number): void => {
	useInput((input, key) => {
		for (const name of keyNames(input, key)) {
			const message = messageForKey(store.getModel(), name, {at: now(), keymap});

			if (message !== undefined) {
				store.dispatch(message);
			}
		}
	});

	// Pasted text never triggers commands.
	usePaste(text => {
		if (['filter', 'search'].includes(scopeOf(store.getModel()))) {
			store.dispatch({type: 'filterEdited', edit: {kind: 'insert', text}});
		}
	});
};
