import {useInput, usePaste} from 'ink';
import {type Store} from '../../model/store.ts';
import {messageForKey} from '../key-messages.ts';
import {keyNames} from '../key-names.ts';
import {type Keymap, scopeOf} from '../keymap.ts';

/**
Turns keys and pasted text into messages. Each key is understood by the model as the key before it left it, so that keys that arrive together act one after the other. `now` gives epoch milliseconds.
*/
export const useKeys = (store: Store, keymap: Keymap, now: () => number): void => {
	useInput((input, key) => {
		for (const name of keyNames(input, key)) {
			const message = messageForKey(store.getModel(), name, {at: now(), keymap});

			if (message !== undefined) {
				store.dispatch(message);
			}
		}
	});

	// Pasted text is never taken for keys.
	usePaste(text => {
		if (scopeOf(store.getModel()) === 'filter') {
			store.dispatch({type: 'filterEdited', edit: {kind: 'insert', text}});
		}
	});
};
