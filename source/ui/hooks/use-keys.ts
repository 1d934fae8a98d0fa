import {useInput, usePaste} from 'ink';
import {type Store} from '../../model/store.ts';
import {keyNames} from '../key-name.ts';
import {type Keymap, messageForKey, scopeOf} from '../keymap.ts';
import {lineCountOf} from '../screen-lines.ts';

/**
Turns keys and pasted text into messages. Each key is understood by the model as the key before it left it, so that keys that arrive together act one after the other. `now` gives epoch milliseconds.
*/
export const useKeys = (store: Store, keymap: Keymap, now: () => number): void => {
	useInput((input, key) => {
		for (const name of keyNames(input, key)) {
			const model = store.getModel();
			const message = messageForKey(model, name, {lineCount: lineCountOf(model, keymap), at: now(), keymap});

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
