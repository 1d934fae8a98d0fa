import process from 'node:process';
import {type Recording} from '../recording/read-recording.ts';
import {type DebugLog, openDebugLog} from './debug-log.ts';
import {type Options, SessionError} from './options.ts';
import {type Clock, systemClock, createScaledClock} from './polling/clock.ts';

/**
What every way to run needs.
*/
export type Inputs = {
	readonly clock: Clock;
	readonly log: DebugLog;

	/**
	The recording to replay instead of polling the service.
	*/
	readonly recording: Recording | undefined;
};

const messageOf = (error: unknown): string => error instanceof Error ? error.message : String(error);

/**
The result of opening something. Throws a `SessionError` with a sentence about the error if that fails.
*/
export const openOrFail = async <Opened>(open: () => Opened | Promise<Opened>, sentence: (message: string) => string): Promise<Opened> => {
	try {
		return await open();
	} catch (error: unknown) {
		throw new SessionError(sentence(messageOf(error)), {cause: error});
	}
};

/*
Lazy-loaded: few users need it.
*/
const readRecordingFrom = async (file: string): Promise<Recording> => {
	const {readRecording} = await import('../recording/read-recording.ts');
	return readRecording(file);
};

/*
If a file may not grow any more (`ulimit -f`), the write fails, and its caller reports that. The signal that the system also sends would end the program.
*/
const surviveFileLimit = (): void => {
	process.on('SIGXFSZ', () => {}); // eslint-disable-line @typescript-eslint/no-empty-function -- A listener is enough.
};

/**
Opens the debug log and reads the recording that the options name. Throws a `SessionError` if a file can't be opened.
*/
export const openInputs = async ({debugLog, replay, speed}: Pick<Options, 'debugLog' | 'replay' | 'speed'>): Promise<Inputs> => {
	surviveFileLimit();
	const log = await openOrFail(() => openDebugLog(debugLog), message => `The debug log can't be written: ${message}.`);
	const recording = replay === undefined ? undefined : await openOrFail(async () => readRecordingFrom(replay), message => message);
	const clock = recording === undefined ? systemClock : createScaledClock(systemClock, {startAt: recording.startedAt, speed});
	return {clock, log, recording};
};
