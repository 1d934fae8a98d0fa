import {closeSync, openSync, writeFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import {type DetailsReport} from '../imports/details.ts';
import {type PollReport} from '../imports/poll.ts';
import {type SavedState} from '../imports/saved-state.ts';
import {type Target} from '../imports/target.ts';
import {type ImportTask, isSameTask} from '../imports/task.ts';
import {
	entry,
	head,
	maxRecordLength,
	maxPauseMs,
	type RecordedScan,
	recordingVersion,
} from './format.ts';
import {createPseudonyms} from './pseudonyms.ts';

type ScanReport = Extract<PollReport, {readonly type: 'scanEnded'}>;

/**
The messages that a recording keeps.
*/
export type RecordedMessage = {readonly targetId: string} & (
	| ScanReport
	| DetailsReport
	| {readonly type: 'connected'; readonly target: Target}
	| {readonly type: 'stateRestored'; readonly savedState: SavedState}
);

/**
Neither function throws. `at` is the current time, in epoch milliseconds.
*/
export type Recorder = {
	readonly record: (message: RecordedMessage, at: number) => void;
	readonly close: (at: number) => void;
};

export type RecorderSettings = {
	readonly file: string;
	readonly program: string;
	readonly at: number;
	readonly intervalMs?: number | undefined;

	/**
	Called once, with a sentence, if the recording can't go on.
	*/
	readonly onNote: (sentence: string) => void;
};

/*
Reduces scans of one target to what is new in them.
*/
const createScanReducer = (): ((report: ScanReport) => RecordedScan) => {
	let lastOrder: readonly string[] = [];
	let recorded: ReadonlyMap<string, ImportTask> = new Map();

	return ({snapshot: {tasks, isComplete}, failure, signIn, calls}) => {
		const changed = [...tasks].filter(([key, task]) => {
			const before = recorded.get(key);
			return before === undefined || !isSameTask(before, task);
		});
		const order = tasks.keys().toArray();
		const isSameOrder = order.length === lastOrder.length && order.every((key, index) => key === lastOrder[index]);
		recorded = isComplete ? tasks : new Map([...recorded, ...changed]);
		lastOrder = isComplete ? order : lastOrder;
		return {
			isComplete, tasks: changed.map(([, task]) => task), order: isSameOrder ? undefined : order, failure, signIn, calls,
		};
	};
};

const messageOf = (error: unknown): string => error instanceof Error ? error.message : String(error);

const openNew = (file: string): number => {
	try {
		return openSync(file, 'wx', 0o600); // Even without names, it shows how busy an account is.
	} catch (error: unknown) {
		const doesExist = error instanceof Error && 'code' in error && error.code === 'EEXIST';
		throw new Error(doesExist ? `${file} already exists. Record to a new file.` : `Can't write the recording: ${messageOf(error)}.`, {cause: error});
	}
};

/*
Lines are compressed together if they come faster than this: alone, a short one hardly shrinks. It bounds what a killed process loses.
*/
const longestDelayMs = 2000;
const maxPendingLength = 64 * 1024;

/**
Starts a recording in a new file. Throws an error whose message is a sentence if the file exists or can't be created.
*/
export const createRecorder = ({file, program, at: startedAt, intervalMs, onNote}: RecorderSettings): Recorder => {
	const descriptor = openNew(file);
	const isCompressed = file.endsWith('.gz');
	const pseudonyms = createPseudonyms();
	const scanReducers = new Map<string, ReturnType<typeof createScanReducer>>(); // By target ID.
	let isOpen = true;
	let clockAt = startedAt;
	let recordedAt = startedAt;
	let flushedAt = -Infinity;
	let pending = '';

	const flush = (): void => {
		writeFileSync(descriptor, isCompressed ? gzipSync(pending) : pending);
		pending = '';
		flushedAt = recordedAt;
	};

	const append = (value: unknown): void => {
		const line = `${JSON.stringify(value)}\n`;

		if (line.length > maxRecordLength) {
			throw new Error('a poll has too many imports for it');
		}

		pending += line;

		if (!isCompressed || pending.length > maxPendingLength || recordedAt - flushedAt >= longestDelayMs) {
			flush();
		}
	};

	/*
	A recording never goes back in time, even if somebody sets the clock.
	*/
	const timeOf = (at: number): number => {
		recordedAt += Math.min(Math.max(0, at - clockAt), maxPauseMs);
		clockAt = at;
		return recordedAt;
	};

	const reduceScan = (targetId: string, report: ScanReport): RecordedScan => {
		const reduce = scanReducers.get(targetId) ?? createScanReducer();
		scanReducers.set(targetId, reduce);
		return reduce(report);
	};

	const release = (): void => {
		if (!isOpen) {
			return;
		}

		isOpen = false;
		closeSync(descriptor);
	};

	/*
	Stops at the first error: nothing can follow a partly written line.
	*/
	const attempt = (action: () => void): void => {
		if (!isOpen) {
			return;
		}

		try {
			action();
		} catch (error: unknown) {
			release();
			onNote(`The recording stopped: ${messageOf(error)}.`);
		}
	};

	attempt(() => {
		append(head.write({
			recording: recordingVersion, program, startedAt, intervalMs,
		}, pseudonyms));
	});

	return {
		record(message, now) {
			attempt(() => {
				const {targetId} = message;
				const at = timeOf('at' in message ? message.at : now);
				append(entry.write(message.type === 'scanEnded'
					? {
						type: 'scan', at, targetId, scan: reduceScan(targetId, message),
					}
					: {...message, at, targetId}, pseudonyms));
			});
		},
		close(now) {
			attempt(() => {
				append(entry.write({type: 'ended', at: timeOf(now)}, pseudonyms));
				flush();
				release();
			});
		},
	};
};
