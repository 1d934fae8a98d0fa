import process from 'node:process';
import {asciiText} from '../text/ascii-text.ts';
import {printableLines} from '../text/printable.ts';
import {isAscii} from './appearance.ts';
import {type Options} from './options.ts';

type TextOptions = Pick<Options, 'isAscii'>;

// A reader of a pipe that takes longer has stopped reading.
const finishMs = 5000;

let isFinishing = false;

/*
All text from AWS that the program writes outside of frames passes through this file, so that none controls a terminal.
*/
const write = (stream: NodeJS.WriteStream, lines: readonly string[], options?: {readonly hasStyles?: boolean; readonly isData?: boolean}): void => {
	if (!isFinishing) {
		stream.write(printableLines(lines.map(line => `${line}\n`).join(''), options));
	}
};

const shown = (lines: readonly string[], options: TextOptions): readonly string[] => isAscii(options) ? lines.map(line => asciiText(line)) : lines;

/**
Prints lines for people on stdout. Only they may have styles.
*/
export const printText = (options: TextOptions, ...lines: readonly string[]): void => {
	write(process.stdout, shown(lines, options), {hasStyles: true});
};

/**
Prints lines for people on stderr.
*/
export const printError = (options: TextOptions, ...lines: readonly string[]): void => {
	write(process.stderr, shown(lines, options));
};

/**
Prints lines for programs on stdout, with all their characters except those that control a terminal.
*/
export const printData = (...lines: readonly string[]): void => {
	write(process.stdout, lines, {isData: true});
};

/**
Writes control sequences of the program itself to the terminal.
*/
export const writeSequence = (bytes: string): void => {
	process.stdout.write(bytes);
};

/**
Drops later lines, and resolves when all earlier ones are written, or after 5 s: the reader of a pipe may be slow.
*/
export const finishOutput = async (): Promise<void> => {
	isFinishing = true;
	const {promise: isLate, resolve: giveUp} = Promise.withResolvers<undefined>();
	const timer = setTimeout(giveUp, finishMs, undefined);
	const writes = [process.stdout, process.stderr].map(async stream => {
		const {promise, resolve} = Promise.withResolvers<undefined>();
		stream.write('', () => {
			resolve(undefined);
		});
		await promise;
	});
	await Promise.race([Promise.all(writes), isLate]);
	clearTimeout(timer);
};
