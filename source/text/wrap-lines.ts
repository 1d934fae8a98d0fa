import wrapAnsi from 'wrap-ansi';
import {fitText, printable} from './printable.ts';

/**
Wraps text at words, and words that are too long within them. `trim` removes all spaces around a line, not only the one at which it wraps.
*/
export const wrapLines = (text: string, width: number, {trim = true} = {}): readonly string[] => wrapAnsi(printable(text), width, {hard: true, trim}).split(/\n ?/v);

/**
Returns at most `height` lines. If there are more, the last one ends with an ellipsis.
*/
export const cutLines = (lines: readonly string[], height: number, width: number): readonly string[] => lines.length <= height
	? lines
	: [...lines.slice(0, height - 1), fitText(lines.slice(height - 1).join(' '), width)];
