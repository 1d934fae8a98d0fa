import {type Row} from './figure.ts';
import {awsCli, notInstalled} from './programs.ts';
import {median} from './samples.ts';
import {type Command, openSession} from './session.ts';

/**
Starts a program, and gives the milliseconds until what it wrote is so; then it is quit.
*/
export const timeUntil = async (command: Command, isSo: (written: string) => boolean): Promise<number> => {
	const session = openSession(command);

	try {
		return await session.until(isSo);
	} finally {
		await session.quit();
	}
};

/**
Starts a program, and gives the milliseconds until the last of what it wrote.
*/
export const timeToEnd = async (command: Command): Promise<number> => openSession(command).untilEnd();

/**
Starts a program, and gives the milliseconds until the id of an import is there.
*/
export const timeToFirstId = async (command: Command): Promise<number> => timeUntil(command, written => /\bt-[\da-z]{10}\b/v.test(written));

/**
Measures the AWS CLI; undefined where it is not installed.
*/
export const awsMeasure = (url: string): (() => Promise<number>) | undefined => {
	const command = awsCli(url);
	return command && (async () => timeToEnd(command));
};

/**
The limit that is this fraction of what the AWS CLI took; none where it is not installed.
*/
export const limitByAws = (fraction: number, samples: readonly number[]): Row['limit'] => samples.length === 0
	? undefined
	: {atMost: median(samples) * fraction, because: `${fraction} × the AWS CLI`};

/**
The row of a peer that may not be installed: then there are no samples.
*/
export const peerRow = (what: string, samples: readonly number[], unit: Row['unit'] = 'ms'): Row => ({
	what,
	unit,
	samples,
	...(samples.length === 0 && {note: notInstalled}),
});
