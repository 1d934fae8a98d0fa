import process from 'node:process';
import {errorText, fileErrorText} from '../text/error-text.ts';
import {type DebugLog} from './debug-log.ts';
import {exitCodes} from './exit-codes.ts';
import {type Options} from './options.ts';
import {printError} from './output.ts';

/**
Reads `--ascii` from the unparsed arguments, which may be invalid.
*/
export const rawOptions = (): Pick<Options, 'isAscii'> => ({isAscii: process.argv.includes('--ascii')});

const exitOn = (handle: (error: unknown) => never): void => {
	for (const event of ['uncaughtException', 'unhandledRejection']) {
		process.removeAllListeners(event);
		process.on(event, handle);
	}
};

/**
Exits with a message on an uncaught exception. Before a session, there is nothing to clean up.
*/
export const exitOnInternalError = (): void => {
	exitOn(error => {
		printError(rawOptions(), `neptune-import-watch: internal error: ${errorText(error)}`);
		return process.exit(exitCodes.internalError); // eslint-disable-line unicorn/no-process-exit -- This is the program.
	});
};

/**
Replaces the handler of `exitOnInternalError` during a session. The new one calls `cleanUp` first. Returns it, so that callers can pass it other errors.
*/
export const exitOnSessionError = ({debugLog, isAscii}: Options, log: DebugLog, cleanUp: () => void): ((error: unknown) => never) => {
	const fail = (error: unknown): never => {
		cleanUp();
		log.write(error instanceof Error ? (error.stack ?? error.message) : String(error));
		const seeLog = debugLog === undefined ? 'Run it with --debug-log <file> for details.' : `See ${debugLog} for details.`;
		printError({isAscii}, `neptune-import-watch: internal error: ${errorText(error)}`, seeLog);
		return process.exit(exitCodes.internalError); // eslint-disable-line unicorn/no-process-exit -- This is the program.
	};

	exitOn(fail);
	return fail;
};

// Errors of writing to a pipe without a reader, and to a closed terminal.
const closedCodes: ReadonlySet<unknown> = new Set(['EPIPE', 'EIO']);

/**
Exits if stdout or stderr can't be written: silently if the reader has gone, otherwise with a message.
*/
export const exitOnOutputError = (): void => {
	const fail = (error: Error): never => {
		if ('code' in error && closedCodes.has(error.code)) {
			return process.exit(exitCodes.brokenPipe); // eslint-disable-line unicorn/no-process-exit -- This is the program.
		}

		printError(rawOptions(), `Can't write the output: ${fileErrorText(error)}.`);
		return process.exit(exitCodes.writeError); // eslint-disable-line unicorn/no-process-exit -- This is the program.
	};

	process.stdout.on('error', fail);
	process.stderr.on('error', fail);
};
