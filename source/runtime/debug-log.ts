import {closeSync, openSync, writeSync} from 'node:fs';
import process from 'node:process';
import {Writable} from 'node:stream';

/**
The log of `--debug-log`. Each line starts with the time.
*/
export type DebugLog = {
	readonly write: (line: string) => void;
	readonly close: () => void;
};

/**
Without a file, discards every line. Throws the error of `openSync` if the file can't be written.
*/
export const openDebugLog = (file: string | undefined): DebugLog => {
	if (file === undefined) {
		return {write() {}, close() {}}; // eslint-disable-line @typescript-eslint/no-empty-function -- Discards every line.
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
