import {Buffer} from 'node:buffer';
import {throughTmux} from './tmux.ts';

/**
The bytes that have a terminal copy a text (OSC 52), so that it works over SSH as well. Inside tmux they are sent twice: to tmux, which copies where `set-clipboard` is on, and through it.
*/
export const copySequence = (text: string, {isTmux}: {readonly isTmux: boolean}): string => {
	const sequence = `\u{1B}]52;c;${Buffer.from(text).toString('base64')}\u{7}`;
	return isTmux ? sequence + throughTmux(sequence) : sequence;
};
