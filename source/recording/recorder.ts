import {closeSync, openSync, writeFileSync} from 'node:fs';
import {gzipSync} from 'node:zlib';
import {type DetailsReport} from '../imports/details.ts';
import {type GraphsReport} from '../imports/graph.ts';
import {type PollReport} from '../imports/polling/poll.ts';
import {type SavedState} from '../imports/polling/saved-state.ts';
import {type Target} from '../imports/target.ts';
import {type ImportTask, isSameTask} from '../imports/task.ts';
import {fileErrorText} from '../text/error-text.ts';
import {
	entry,
	head,
	maxRecordLength,
	maxPauseMs,
	type RecordedScan,
	recordingVersion,
} from './format.ts';
import {createPseudonyms} from './codec.ts';

type ScanReport = Extract<PollReport, {readonly type: 'scanEnded'}>;

export type RecordedMessage = {readonly targetId: string} & (
	| ScanReport
	| GraphsReport
	| Extract<DetailsReport, {readonly type: 'detailsAnswered'}>
	| {readonly type: 'connected'; readonly target: Target}
	| {readonly type: 'stateRestored'; readonly savedState: SavedState}
);

/**
Neither function throws. `now` is in epoch milliseconds.
*/
export type Recorder = {
	readonly record: (message: RecordedMessage, now: number) => void;
	readonly close: (now: number) => void;
};

// Removes the imports that did not change since the last scan of the same target.
const createScanReducer = (): ((targetId: string, report: ScanReport) => RecordedScan) => {
	const states = new Map<string, {readonly order: readonly string[]; readonly tasks: ReadonlyMap<string, ImportTask>}>();

	return (targetId, {snapshot: {tasks, isComplete}, failure, signIn, calls}) => {
		const last = states.get(targetId) ?? {order: [], tasks: new Map<string, ImportTask>()};
		const changed = [...tasks].filter(([taskId, task]) => {
			const before = last.tasks.get(taskId);
			return before === undefined || !isSameTask(before, task);
		});
		const order = tasks.keys().toArray();
		const isSameOrder = order.length === last.order.length && order.every((taskId, index) => taskId === last.order[index]);
		states.set(targetId, isComplete ? {order, tasks} : {order: last.order, tasks: new Map([...last.tasks, ...changed])});
		return {
			isComplete, tasks: changed.map(([, task]) => task), order: isSameOrder ? undefined : order, failure, signIn, calls,
		};
	};
};

const openNew = (file: string): number => {
	try {
		return openSync(file, 'wx', 0o600); // Even an anonymized recording shows how busy an account is.
	} catch (error: unknown) {
		const doesExist = error instanceof Error && 'code' in error && error.code === 'EEXIST';
		throw new Error(doesExist ? `${file} already exists: record to a new file` : `can't write the recording ${file}: ${fileErrorText(error)}`, {cause: error});
	}
};

// Lines within this time are compressed together, since a short line alone hardly shrinks. A killed process loses no more than this. The time is real, even if the clock of the program runs faster.
const maxDelayMs = 2000;
const maxPendingLength = 64 * 1024;

/**
Throws an error whose message is a sentence if the file exists or can't be created. Calls `onNote` at most once, if the recording stops early.
*/
export const createRecorder = ({file, program, at: startedAt, intervalMs, onNote}: {
	readonly file: string;
	readonly program: string;
	readonly at: number;
	readonly intervalMs?: number | undefined;
	readonly onNote: (sentence: string) => void;
}): Recorder => {
	const descriptor = openNew(file);
	const isCompressed = file.endsWith('.gz');
	const pseudonyms = createPseudonyms();
	const reduceScan = createScanReducer();
	let isOpen = true;
	let clockAt = startedAt;
	let recordedAt = startedAt;
	let pending = '';
	let timer: NodeJS.Timeout | undefined;

	const flush = (): void => {
		clearTimeout(timer);
		timer = undefined;
		writeFileSync(descriptor, isCompressed ? gzipSync(pending) : pending);
		pending = '';
	};

	const append = (value: unknown): void => {
		const line = `${JSON.stringify(value)}\n`;

		if (line.length > maxRecordLength) {
			throw new Error('a scan has too many imports');
		}

		pending += line;

		if (!isCompressed || pending.length > maxPendingLength) {
			flush();
			return;
		}

		timer ??= setTimeout(() => {
			attempt(flush);
		}, maxDelayMs).unref();
	};

	// Recorded times never decrease, even if the user sets the clock back.
	const timeOf = (at: number): number => {
		recordedAt += Math.min(Math.max(0, at - clockAt), maxPauseMs);
		clockAt = at;
		return recordedAt;
	};

	const release = (): void => {
		if (!isOpen) {
			return;
		}

		isOpen = false;
		closeSync(descriptor);
	};

	// Stops at the first error, because nothing can follow a partly written line.
	const attempt = (action: () => void): void => {
		if (!isOpen) {
			return;
		}

		try {
			action();
		} catch (error: unknown) {
			release();
			onNote(`The recording stopped: ${fileErrorText(error)}.`);
		}
	};

	attempt(() => {
		append(head.write({
			recording: recordingVersion, program, startedAt, intervalMs,
		}, pseudonyms));
		flush();
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
