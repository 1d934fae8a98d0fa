import wrapAnsi from 'wrap-ansi';
import {printable} from './printable.ts';

/**
Wraps text at words, and words that are too long within them. `trim` removes the spaces around a line break.
*/
export const wrapLines = (text: string, width: number, {trim = true} = {}): readonly string[] => wrapAnsi(printable(text), width, {hard: true, trim}).split('\n');
