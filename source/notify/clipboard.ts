import {Buffer} from 'node:buffer';

/*
A sequence that tmux is to hand on to the terminal around it, as it does where `allow-passthrough` is on.
*/
const throughTmux = (sequence: string): string => `\u{1B}Ptmux;${sequence.replaceAll('\u{1B}', '\u{1B}\u{1B}')}\u{1B}\\`;

/**
The bytes that have a terminal copy a text (OSC 52), so that it works over SSH as well. Inside tmux they are sent twice: to tmux, which copies where `set-clipboard` is on, and through it.
*/
export const copySequence = (text: string, {isTmux}: {readonly isTmux: boolean}): string => {
	const sequence = `\u{1B}]52;c;${Buffer.from(text).toString('base64')}\u{7}`;
	return isTmux ? sequence + throughTmux(sequence) : sequence;
};
