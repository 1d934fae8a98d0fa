import {type Row} from './figure.ts';
import {awsCli, notInstalled} from './programs.ts';
import {median} from './samples.ts';
import {hasTaskId} from './screen-text.ts';
import {type Command, openSession} from './session.ts';

/**
Starts a program. Returns the milliseconds until its output meets the condition, and quits it.
*/
export const timeUntil = async (command: Command, isMet: (written: string) => boolean): Promise<number> => {
	const session = openSession(command);

	try {
		return await session.until(isMet);
	} finally {
		await session.quit();
	}
};

/**
Starts a program that ends by itself. Returns the milliseconds until its last output.
*/
export const timeToEnd = async (command: Command): Promise<number> => openSession(command).untilEnd();

export const timeToFirstId = async (command: Command): Promise<number> => timeUntil(command, hasTaskId);

/**
Undefined if the AWS CLI is not installed.
*/
export const awsMeasure = (url: string): (() => Promise<number>) | undefined => {
	const command = awsCli(url);
	return command && (async () => timeToEnd(command));
};

/**
Returns a limit relative to the AWS CLI, or undefined if it is not installed.
*/
export const limitByAws = (fraction: number, samples: readonly number[]): Row['limit'] => samples.length === 0
	? undefined
	: {atMost: median(samples) * fraction, because: `${fraction} × the AWS CLI`};

/**
Without samples, the row says that the program is not installed.
*/
export const peerRow = (what: string, samples: readonly number[], unit: Row['unit'] = 'ms'): Row => ({
	what,
	unit,
	samples,
	...(samples.length === 0 && {note: notInstalled}),
});
