import {type Store} from '../../app/store.ts';
import {type Keymap} from '../../app/keys/keymap.ts';
import {type MouseReport} from '../input/input-reader.ts';
import {type Click, messagesForMouse} from './mouse-messages.ts';

/**
Mouse support in the terminal.
*/
export type Mouse = {
	/**
	Turns a mouse event into messages.
	*/
	readonly handle: (report: MouseReport) => void;

	/**
	Turns mouse reports off.
	*/
	readonly restoreTerminal: () => void;
};

/*
Reports presses and the wheel, by numbers that know of no limit to the width of the screen. With its own modifier, which is Shift in most, a terminal still selects text.
*/
const ask = '\u{1B}[?1000h\u{1B}[?1006h';
const askNoMore = '\u{1B}[?1006l\u{1B}[?1000l';

/**
Asks the terminal for what the mouse does, and turns that into messages; `write` gets the bytes for it, and `now` gives epoch milliseconds.
*/
export const createMouse = (store: Store, {keymap, write, now}: {
	readonly keymap: Keymap;
	readonly write: (bytes: string) => void;
	readonly now: () => number;
}): Mouse => {
	let click: Click | undefined;
	let isAsked = false;

	const follow = (isWanted: boolean): void => {
		if (isWanted === isAsked) {
			return;
		}

		isAsked = isWanted;
		write(isWanted ? ask : askNoMore);
	};

	store.subscribe(({after: {isSuspended, isQuitting}}) => {
		follow(!isSuspended && !isQuitting);
	});
	follow(true);

	return {
		handle(report) {
			const happened = messagesForMouse(store.getModel(), report, {click, keymap, at: now()});
			click = happened.click;

			for (const message of happened.messages) {
				store.dispatch(message);
			}
		},
		restoreTerminal() {
			follow(false);
		},
	};
};
