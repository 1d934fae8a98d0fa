import {expect, it} from 'vitest';
import {copySequence} from '../../source/notify/clipboard.ts';

// `dC0x` is `t-1` in Base64.
const copied = '\u{1B}]52;c;dC0x\u{7}';

it('asks the terminal once to copy the text', () => {
	expect(copySequence('t-1', {isTmux: false})).toBe(copied);
});

it('asks tmux, and through tmux the terminal around it', () => {
	expect(copySequence('t-1', {isTmux: true})).toBe(`${copied}\u{1B}Ptmux;\u{1B}${copied}\u{1B}\\`);
});

it('encodes text that is not ASCII as UTF-8', () => {
	expect(copySequence('é', {isTmux: false})).toBe('\u{1B}]52;c;w6k=\u{7}');
});
