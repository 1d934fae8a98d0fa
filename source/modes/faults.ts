import process from 'node:process';
import {type DebugLog} from '../debug-log.ts';
import {exitCodes} from '../exit-codes.ts';
import {type Options} from '../options/options.ts';
import {say} from './say.ts';

const messageOf = (error: unknown): string => error instanceof Error ? error.message : String(error);

/**
Ends the program, with a sentence, where something is thrown that nobody expects: what state it is in is no longer known. `giveBack` gives back first what is held. Gives that end, for what is caught.
*/
export const endOnFault = ({debugLog}: Options, log: DebugLog, giveBack: () => void): ((error: unknown) => never) => {
	const fail = (error: unknown): never => {
		giveBack();
		log.write(error instanceof Error ? (error.stack ?? error.message) : String(error));
		const whereMore = debugLog === undefined ? 'With --debug-log <file> it would have written down more.' : `More is in ${debugLog}.`;
		say(`neptune-import-watch ended by a fault of its own: ${messageOf(error)}. ${whereMore}`);
		return process.exit(exitCodes.bug); // eslint-disable-line unicorn/no-process-exit -- This is the program.
	};

	process.on('uncaughtException', fail);
	process.on('unhandledRejection', fail);
	return fail;
};

/**
Ends the program quietly where whoever read what it prints is gone.
*/
export const endOnClosedOutput = (): void => {
	process.stdout.on('error', () => {
		process.exit(exitCodes.closed); // eslint-disable-line unicorn/no-process-exit -- This is the program.
	});
};
