import {openSync, writeSync} from 'node:fs';
import process from 'node:process';
import {Writable} from 'node:stream';
import {fileErrorText} from '../text/error-text.ts';
import {printableLines} from '../text/printable.ts';

/**
The log of `--debug-log`. Each line starts with the time.
*/
export type DebugLog = {
	/**
	Never throws. Control characters are replaced.
	*/
	readonly write: (line: string) => void;

	/**
	Calls the listener with a sentence when the log can't be written, or at once if that has happened. The log is off from then on.
	*/
	readonly onFailure: (listener: (sentence: string) => void) => void;
};

/**
Without a file, discards every line. Throws the error of `openSync` if the file can't be opened.
*/
export const openDebugLog = (file: string | undefined): DebugLog => {
	if (file === undefined) {
		return {write() {}, onFailure() {}}; // eslint-disable-line @typescript-eslint/no-empty-function -- Discards every line.
	}

	const descriptor = openSync(file, 'a', 0o600);
	let failure: string | undefined;
	let listener: ((sentence: string) => void) | undefined;

	return {
		write(line) {
			if (failure !== undefined) {
				return;
			}

			try {
				writeSync(descriptor, printableLines(`${new Date().toISOString()} ${line}\n`));
			} catch (error: unknown) {
				failure = `Can't write the debug log ${file}: ${fileErrorText(error)}. It is off now.`;
				listener?.(failure);
			}
		},
		onFailure(newListener) {
			listener = newListener;

			if (failure !== undefined) {
				newListener(failure);
			}
		},
	};
};

/**
Redirects `console` and Node's warnings to the log, because they would garble the screen.
*/
export const divertConsole = (log: DebugLog): void => {
	const sink = new Writable({
		write(chunk: unknown, _encoding, callback) {
			log.write(String(chunk).trimEnd());
			callback();
		},
	});
	Object.assign(console, new console.Console({stdout: sink, stderr: sink}));

	// Node's own listener prints warnings.
	process.removeAllListeners('warning');
	process.on('warning', warning => {
		log.write(`${warning.name}: ${warning.message}`);
	});
};
