import process from 'node:process';
import {type Clock} from '../imports/polling/clock.ts';
import {type Recording} from '../recording/read-recording.ts';
import {fileErrorText} from '../text/error-text.ts';
import {type DebugLog, openDebugLog} from './debug-log.ts';
import {type Options, SessionError} from './options.ts';
import {systemClock, createScaledClock} from './polling/clock.ts';

export type Inputs = {
	readonly clock: Clock;
	readonly log: DebugLog;
	readonly recording: Recording | undefined;
};

/**
Throws a `SessionError` with a message made from the error if `open` fails.
*/
export const openOrFail = async <Opened>(open: () => Opened | Promise<Opened>, toMessage: (reason: string) => string = reason => reason): Promise<Opened> => {
	try {
		return await open();
	} catch (error: unknown) {
		throw new SessionError(toMessage(fileErrorText(error)), {cause: error});
	}
};

// Lazy-loaded: few users need it.
const readRecordingFrom = async (file: string): Promise<Recording> => {
	const {readRecording} = await import('../recording/read-recording.ts');
	return readRecording(file);
};

/*
At the file size limit (`ulimit -f`), a write fails, and its caller reports the error. Without a listener, the signal that comes with it would end the program.
*/
const surviveFileLimit = (): void => {
	process.on('SIGXFSZ', () => {}); // eslint-disable-line @typescript-eslint/no-empty-function -- A listener is enough.
};

/**
Opens the debug log and reads the recording. Throws a `SessionError` if a file can't be opened.
*/
export const openInputs = async ({debugLog, replay, speed}: Pick<Options, 'debugLog' | 'replay' | 'speed'>): Promise<Inputs> => {
	surviveFileLimit();
	const log = await openOrFail(() => openDebugLog(debugLog), reason => `can't write the debug log ${debugLog ?? ''}: ${reason}`);
	const recording = replay === undefined ? undefined : await openOrFail(async () => readRecordingFrom(replay));
	const clock = recording === undefined ? systemClock : createScaledClock(systemClock, {startAt: recording.startedAt, speed});
	return {clock, log, recording};
};
