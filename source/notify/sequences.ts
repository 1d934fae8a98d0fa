import {Buffer} from 'node:buffer';
import {printable} from '../text/printable.ts';
import {type NotificationKind} from './terminal-kind.ts';

/**
A sequence that tmux is to hand on to the terminal around it, as it does where `allow-passthrough` is on.
*/
export const throughTmux = (sequence: string): string => `\u{1B}Ptmux;${sequence.replaceAll('\u{1B}', '\u{1B}\u{1B}')}\u{1B}\\`;

/**
The bytes that have a terminal copy a text (OSC 52), so that it works over SSH as well. Inside tmux they are sent twice: to tmux, which copies where `set-clipboard` is on, and through it.
*/
export const copySequence = (text: string, {isTmux}: {readonly isTmux: boolean}): string => {
	const sequence = `\u{1B}]52;c;${Buffer.from(text).toString('base64')}\u{7}`;
	return isTmux ? sequence + throughTmux(sequence) : sequence;
};

const bell = '\u{7}';
const stringEnd = '\u{1B}\\';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const sequenceOf = (kind: NotificationKind, title: string, text: string): string => {
	switch (kind) {
		case 'osc9': {
			// It begins with the title, and so never with what would be an order of ConEmu's, as `4;` for progress.
			return `\u{1B}]9;${title}: ${text}${bell}`;
		}

		case 'osc777': {
			return `\u{1B}]777;notify;${title.replaceAll(';', ',')};${text}${bell}`;
		}

		case 'osc99': {
			// In two parts under one name, each as base64 (`e=1`); the first says that more is to come (`d=0`).
			return `\u{1B}]99;i=neptune-imports:d=0:e=1;${base64(title)}${stringEnd}\u{1B}]99;i=neptune-imports:p=body:e=1;${base64(text)}${stringEnd}`;
		}
	}
};

/**
The bytes that make a terminal show a notification. Whatever the text is, it stays text.
*/
export const desktopNotification = (kind: NotificationKind, {title, text, isTmux}: {readonly title: string; readonly text: string; readonly isTmux: boolean}): string => {
	const sequence = sequenceOf(kind, printable(title), printable(text));
	return isTmux ? throughTmux(sequence) : sequence;
};
