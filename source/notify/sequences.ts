import {Buffer} from 'node:buffer';
import {printable} from '../text/printable.ts';
import {type NotificationKind} from './terminal-kind.ts';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/**
Wraps a sequence for the terminal around tmux. Needs the tmux option `allow-passthrough`.
*/
export const throughTmux = (sequence: string): string => `\u{1B}Ptmux;${sequence.replaceAll('\u{1B}', '\u{1B}\u{1B}')}\u{1B}\\`;

/**
Copies a text to the clipboard (OSC 52), also over SSH. Inside tmux it is sent twice: to tmux itself, which needs `set-clipboard`, and through it.
*/
export const copySequence = (text: string, {isTmux}: {readonly isTmux: boolean}): string => {
	const sequence = `\u{1B}]52;c;${base64(text)}\u{7}`;
	return isTmux ? sequence + throughTmux(sequence) : sequence;
};

const bell = '\u{7}';
const stringEnd = '\u{1B}\\';

const sequenceOf = (kind: NotificationKind, title: string, text: string): string => {
	switch (kind) {
		case 'osc9': {
			// Starts with the title, because ConEmu reads a leading number as a command, such as `4;` for progress.
			return `\u{1B}]9;${title}: ${text}${bell}`;
		}

		case 'osc777': {
			return `\u{1B}]777;notify;${title.replaceAll(';', ',')};${text}${bell}`;
		}

		case 'osc99': {
			// Two parts with the same ID, both in Base64 (`e=1`). `d=0` means that another part follows.
			return `\u{1B}]99;i=neptune-imports:d=0:e=1;${base64(title)}${stringEnd}\u{1B}]99;i=neptune-imports:p=body:e=1;${base64(text)}${stringEnd}`;
		}
	}
};

/**
Returns a sequence that shows a notification. The text can't contain control characters.
*/
export const desktopNotification = (kind: NotificationKind, {title, text, isTmux}: {readonly title: string; readonly text: string; readonly isTmux: boolean}): string => {
	const sequence = sequenceOf(kind, printable(title), printable(text));
	return isTmux ? throughTmux(sequence) : sequence;
};
