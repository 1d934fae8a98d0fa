import process from 'node:process';
import {asciiText} from '../text/ascii-text.ts';
import {printableLines} from '../text/printable.ts';
import {isAscii} from './appearance.ts';
import {type Options} from './options.ts';

type TextOptions = Pick<Options, 'isAscii'>;

/*
Everything that the program writes to its two streams outside of frames passes through this file, so that no text from AWS controls a terminal.
*/
const write = (stream: NodeJS.WriteStream, lines: readonly string[]): void => {
	stream.write(printableLines(lines.map(line => `${line}\n`).join('')));
};

const shown = (lines: readonly string[], options: TextOptions): readonly string[] => isAscii(options) ? lines.map(line => asciiText(line)) : lines;

/**
Prints lines for people on stdout.
*/
export const printText = (options: TextOptions, ...lines: readonly string[]): void => {
	write(process.stdout, shown(lines, options));
};

/**
Prints lines for people on stderr.
*/
export const printError = (options: TextOptions, ...lines: readonly string[]): void => {
	write(process.stderr, shown(lines, options));
};

/**
Prints lines for programs on stdout, with all their characters.
*/
export const printData = (...lines: readonly string[]): void => {
	write(process.stdout, lines);
};

/**
Writes control sequences of the program itself to the terminal.
*/
export const writeSequence = (bytes: string): void => {
	process.stdout.write(bytes);
};
