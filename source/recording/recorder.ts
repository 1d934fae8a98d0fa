import {closeSync, openSync, writeFileSync} from 'node:fs';
import {jsonLine} from '../domain/json-line.ts';
import {createFactWriter, type RecordedMessage} from './fact-writer.ts';
import {recordingVersion} from './recording-form.ts';

/**
Writes down what the watcher receives and does.
*/
export type Recorder = {
	/**
	Writes a message at once; `at` is when it came, in epoch milliseconds, where it does not say that itself. Never throws.
	*/
	readonly record: (message: RecordedMessage, at: number) => void;
	readonly close: () => void;
};

/**
What a recording begins with.
*/
export type RecorderSettings = {
	readonly file: string;

	/**
	The name and the version of the program.
	*/
	readonly program: string;

	/**
	When it started, in epoch milliseconds.
	*/
	readonly at: number;

	/**
	The interval that the person asked for, in milliseconds; undefined where the pace follows the work.
	*/
	readonly intervalMs?: number | undefined;

	/**
	Is told once, in a sentence, that the recording could not be gone on with.
	*/
	readonly onNote: (sentence: string) => void;
};

const messageOf = (error: unknown): string => error instanceof Error ? error.message : String(error);

const isExisting = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === 'EEXIST';

/*
A recording says much of an account though it names nothing in it: it is for nobody else unless the person gives it away.
*/
const openNew = (file: string): number => {
	try {
		return openSync(file, 'wx', 0o600);
	} catch (error: unknown) {
		const sentence = isExisting(error)
			? `The file ${file} is there already; a recording is never written over another file.`
			: `The recording can't be written: ${messageOf(error)}.`;
		throw new Error(sentence, {cause: error});
	}
};

/**
Begins a recording in a new file. Throws an error whose message is a sentence where the file is there already, or can't be made.
*/
export const createRecorder = ({file, program, at: startedAt, intervalMs, onNote}: RecorderSettings): Recorder => {
	const descriptor = openNew(file);
	const factOf = createFactWriter();
	let isOpen = true;

	const close = (): void => {
		if (!isOpen) {
			return;
		}

		isOpen = false;
		closeSync(descriptor);
	};

	/*
	After a line that was written in part, no other can follow.
	*/
	const attempt = (write: () => void): void => {
		try {
			write();
		} catch (error: unknown) {
			close();
			onNote(`The recording has ended, because it can't be written: ${messageOf(error)}.`);
		}
	};

	const append = (value: unknown): void => {
		writeFileSync(descriptor, `${jsonLine(value)}\n`);
	};

	attempt(() => {
		append({
			recording: recordingVersion, program, startedAt: new Date(startedAt).toISOString(), intervalMs,
		});
	});

	return {
		record(message, at) {
			if (isOpen) {
				attempt(() => {
					append({at: 'at' in message ? message.at : at, ...factOf(message)});
				});
			}
		},
		close,
	};
};
