import {type Store} from '../../app/store.ts';
import {type Keymap} from '../../app/keys/keymap.ts';
import {type MouseReport} from '../input/input-reader.ts';
import {type Click, messagesForMouse} from './mouse-messages.ts';

export type Mouse = {
	/**
	Turns a mouse event into messages.
	*/
	readonly handle: (report: MouseReport) => void;
	readonly restoreTerminal: () => void;
};

/*
Mode 1000 reports presses and the wheel. Mode 1006 (SGR) has no limit on the column. Most terminals still select text with Shift.
*/
const enableReports = '\u{1B}[?1000h\u{1B}[?1006h';
const disableReports = '\u{1B}[?1006l\u{1B}[?1000l';

/**
Turns on mouse reports and dispatches messages for them, except while the program is suspended or quitting. `now` returns epoch milliseconds.
*/
export const createMouse = (store: Store, {keymap, write, now}: {
	readonly keymap: Keymap;
	readonly write: (bytes: string) => void;
	readonly now: () => number;
}): Mouse => {
	let click: Click | undefined;
	let isEnabled = false;

	const setEnabled = (isWanted: boolean): void => {
		if (isWanted === isEnabled) {
			return;
		}

		isEnabled = isWanted;
		write(isWanted ? enableReports : disableReports);
	};

	store.subscribe(({after: {suspension, isQuitting}}) => {
		setEnabled(suspension === undefined && !isQuitting);
	});
	setEnabled(true);

	return {
		handle(report) {
			const result = messagesForMouse(store.getModel(), report, {click, keymap, at: now()});
			click = result.click;

			for (const message of result.messages) {
				store.dispatch(message);
			}
		},
		restoreTerminal() {
			setEnabled(false);
		},
	};
};
