import process from 'node:process';
import {type Options} from '../options/options.ts';
import {shownText} from './appearance.ts';

/**
Prints a sentence, or several lines, on standard error.
*/
export const say = (options: Pick<Options, 'isAscii'>, ...lines: readonly string[]): void => {
	for (const line of lines) {
		process.stderr.write(`${shownText(line, options)}\n`);
	}
};
