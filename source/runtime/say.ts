import process from 'node:process';
import {shownText} from './appearance.ts';
import {type Options} from './options.ts';

/**
Prints a sentence, or several lines, on standard error.
*/
export const say = (options: Pick<Options, 'isAscii'>, ...lines: readonly string[]): void => {
	for (const line of lines) {
		process.stderr.write(`${shownText(line, options)}\n`);
	}
};
