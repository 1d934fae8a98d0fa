import {closeSync, openSync, writeSync} from 'node:fs';
import process from 'node:process';
import {Writable} from 'node:stream';

/**
Where whatever would tear the screen goes instead, and what goes on inside for whoever looks for a fault.
*/
export type DebugLog = {
	/**
	Appends a line, with the time before it.
	*/
	readonly write: (line: string) => void;
	readonly close: () => void;
};

/**
A log that appends to a file, or keeps nothing where there is none. Throws what `openSync` throws when the file can't be written.
*/
export const openDebugLog = (file: string | undefined): DebugLog => {
	if (file === undefined) {
		return {write() {}, close() {}}; // eslint-disable-line @typescript-eslint/no-empty-function -- Nothing is kept.
	}

	const descriptor = openSync(file, 'a', 0o600);
	return {
		write(line) {
			writeSync(descriptor, `${new Date().toISOString()} ${line}\n`);
		},
		close() {
			closeSync(descriptor);
		},
	};
};

/**
Sends what the program, its libraries and Node would print to the log: a line on the terminal would tear the screen.
*/
export const divertConsole = (log: DebugLog): void => {
	const sink = new Writable({
		write(chunk: unknown, _encoding, callback) {
			log.write(String(chunk).trimEnd());
			callback();
		},
	});
	Object.assign(console, new console.Console({stdout: sink, stderr: sink}));

	// Node prints warnings by a listener of its own.
	process.removeAllListeners('warning');
	process.on('warning', warning => {
		log.write(`${warning.name}: ${warning.message}`);
	});
};
