import process from 'node:process';
import {type DebugLog} from './debug-log.ts';
import {exitCodes} from './exit-codes.ts';
import {type Options} from './options.ts';
import {printError} from './appearance.ts';

const messageOf = (error: unknown): string => error instanceof Error ? error.message : String(error);

/*
What is known of the options before they are read: the command line may make no sense.
*/
const asked = (): Pick<Options, 'isAscii'> => ({isAscii: process.argv.includes('--ascii')});

const endOn = (end: (error: unknown) => never): void => {
	for (const event of ['uncaughtException', 'unhandledRejection']) {
		// The one that knows what is held takes the place of the one before.
		process.removeAllListeners(event);
		process.on(event, end);
	}
};

const tellFault = (options: Pick<Options, 'isAscii'>, error: unknown, whereMore = ''): void => {
	printError(options, `neptune-import-watch ended by a fault of its own: ${messageOf(error)}.${whereMore}`);
};

/**
Ends the program, with a sentence, where something is thrown that nobody expects: what state it is in is no longer known. Nothing is held yet.
*/
export const endOnAnyFault = (): void => {
	endOn(error => {
		tellFault(asked(), error);
		return process.exit(exitCodes.bug); // eslint-disable-line unicorn/no-process-exit -- This is the program.
	});
};

/**
The same while a session runs: `giveBack` gives back first what is held. Gives that end, for what is caught.
*/
export const endOnFault = ({debugLog, isAscii}: Options, log: DebugLog, giveBack: () => void): ((error: unknown) => never) => {
	const fail = (error: unknown): never => {
		giveBack();
		log.write(error instanceof Error ? (error.stack ?? error.message) : String(error));
		tellFault({isAscii}, error, debugLog === undefined ? ' With --debug-log <file> it would have written down more.' : ` More is in ${debugLog}.`);
		return process.exit(exitCodes.bug); // eslint-disable-line unicorn/no-process-exit -- This is the program.
	};

	endOn(fail);
	return fail;
};

/*
What writing to a pipe gives where nobody reads it any more, and to a terminal that is gone.
*/
const closedCodes: ReadonlySet<unknown> = new Set(['EPIPE', 'EIO']);

/**
Ends the program where what it prints can't be written: quietly where whoever read it is gone, else with a sentence.
*/
export const endOnLostOutput = (): void => {
	const end = (error: Error): never => {
		if ('code' in error && closedCodes.has(error.code)) {
			return process.exit(exitCodes.closed); // eslint-disable-line unicorn/no-process-exit -- This is the program.
		}

		printError(asked(), `What is to be printed can't be written: ${error.message}.`);
		return process.exit(exitCodes.unwritten); // eslint-disable-line unicorn/no-process-exit -- This is the program.
	};

	process.stdout.on('error', end);
	process.stderr.on('error', end);
};
