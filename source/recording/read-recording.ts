import {createReadStream} from 'node:fs';
import {pipeline} from 'node:stream/promises';
import {constants, createGunzip} from 'node:zlib';
import {type Snapshot} from '../imports/polling/poll.ts';
import {targetIdOf, type TargetSpec} from '../imports/target.ts';
import {type ImportTask} from '../imports/task.ts';
import {fileErrorText} from '../text/error-text.ts';
import {FormatError} from './codec.ts';
import {
	entry as entryCodec,
	head as headCodec,
	maxRecordLength,
	maxPauseMs,
	type RecordedEntry,
	type RecordedScan,
	type RecordingHead,
	recordingVersion,
} from './format.ts';

/**
A recording in which every line has been checked. There is at least one target. `warning` is a sentence if the recording was cut off.
*/
export type Recording = Pick<RecordingHead, 'startedAt' | 'intervalMs'> & {
	readonly entries: readonly RecordedEntry[];
	readonly targets: ReadonlyArray<TargetSpec & {readonly id: string}>;
	readonly warning?: string | undefined;
};

/**
Completes the scans of one target with tasks from earlier scans. Throws a `FormatError` if a task is missing.
*/
export const createScanReader = (): ((scan: RecordedScan) => () => Snapshot) => {
	const recorded = new Map<string, ImportTask>();
	let lastOrder: readonly string[] = [];

	const findTask = (taskId: string): ImportTask => {
		const task = recorded.get(taskId);

		if (task === undefined) {
			throw new FormatError('scan.order has an import without a task');
		}

		return task;
	};

	return ({isComplete, tasks, order = lastOrder}) => {
		for (const task of tasks) {
			recorded.set(task.taskId, task);
		}

		if (order !== lastOrder && new Set(order.map(taskId => findTask(taskId))).size < order.length) {
			throw new FormatError('scan.order has an import twice');
		}

		lastOrder = isComplete ? order : lastOrder;
		return () => ({isComplete, tasks: new Map(order.map(taskId => [taskId, findTask(taskId)]))});
	};
};

// `JSON.parse` takes minutes for millions of nested lists. This matches more opening brackets in a row than any entry has.
const deepNesting = /(?:[\[\{][^\[\]\{\}]*){13}/v;

const parseLine = (line: string): unknown => {
	if (deepNesting.test(line)) {
		throw new FormatError('its JSON is nested too deeply');
	}

	try {
		return JSON.parse(line);
	} catch {
		throw new FormatError('it is not valid JSON');
	}
};

const readHead = (json: unknown): RecordingHead => {
	const version: unknown = typeof json === 'object' && json !== null && 'recording' in json ? json.recording : undefined;

	if (typeof version !== 'number') {
		throw new FormatError('the file is not a recording');
	}

	if (version !== recordingVersion) {
		throw new FormatError(`${version > recordingVersion ? 'a newer' : 'another'} version of the program made this recording (format ${version}, expected ${recordingVersion})`);
	}

	return headCodec.read(json, 'head');
};

const maxTargets = 1000;

const findTargets = (entries: readonly RecordedEntry[]): Recording['targets'] => {
	const byTarget = Map.groupBy(entries.filter(entry => entry.type !== 'ended'), ({targetId}) => targetId);
	const targets = byTarget.entries().map(([id, own]) => {
		const connected = own.find(entry => entry.type === 'connected');
		return {id, profile: connected?.target.profile, region: connected?.target.region};
	}).toArray();
	const unknown: TargetSpec = {profile: undefined, region: undefined};
	return targets.length === 0 ? [{...unknown, id: targetIdOf(unknown)}] : targets;
};

// In characters. All entries are kept in memory.
const maxLength = 256 * 1024 * 1024;

// Ignores a last line without a line feed: a killed process leaves such a line.
const splitLines = (onLine: (line: string) => void) => async (chunks: AsyncIterable<string>): Promise<void> => {
	let pending = '';
	let length = 0;

	for await (const chunk of chunks) {
		const lines = (pending + chunk).split('\n');
		pending = lines.pop() ?? '';
		length += chunk.length;

		for (const line of lines) {
			onLine(line);
		}

		if (pending.length > maxRecordLength || length > maxLength) {
			throw new FormatError(length > maxLength ? `the recording is longer than ${maxLength} characters` : `it is longer than ${maxRecordLength} characters`);
		}
	}
};

const errorMessage = (error: unknown, file: string, line: number): string => {
	if (error instanceof FormatError) {
		return `can't replay ${file}, line ${line}: ${error.message}`;
	}

	const isDamaged = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
	return isDamaged
		? `can't replay ${file}, line ${line}: its gzip data is damaged at or after this line`
		: `can't read the recording ${file}: ${fileErrorText(error)}`;
};

/**
Reads a recording and checks every line. Throws an error whose message has the line number if the file is damaged.
*/
export const readRecording = async (file: string): Promise<Recording> => {
	const entries: RecordedEntry[] = [];
	const scanReaders = new Map<string, ReturnType<typeof createScanReader>>(); // By target ID.
	let head: RecordingHead | undefined;
	let lineCount = 0;

	const readEntry = (json: unknown, startedAt: number): void => {
		const entry = entryCodec.read(json, 'entry');
		const before = entries.at(-1);

		if (before?.type === 'ended') {
			throw new FormatError('it comes after the end of the recording');
		}

		const pauseMs = entry.at - (before?.at ?? startedAt);

		if (pauseMs < 0 || pauseMs > maxPauseMs) {
			throw new FormatError(`its time is ${pauseMs < 0 ? 'before' : 'more than 31 days after'} that of the previous line`);
		}

		entries.push(entry);

		if (entry.type === 'ended') {
			return;
		}

		const readScan = scanReaders.get(entry.targetId) ?? createScanReader();
		scanReaders.set(entry.targetId, readScan);

		if (scanReaders.size > maxTargets) {
			throw new FormatError(`the recording has more than ${maxTargets} targets`);
		}

		if (entry.type === 'scan') {
			readScan(entry.scan);
		}
	};

	const split = splitLines(line => {
		const json = parseLine(line);

		if (head === undefined) {
			head = readHead(json);
		} else {
			readEntry(json, head.startedAt);
		}

		lineCount++;
	});

	try {
		const source = createReadStream(file);
		await (file.endsWith('.gz')
			// With `Z_SYNC_FLUSH`, gzip data may end early, as after a killed process.
			? pipeline(source, createGunzip({finishFlush: constants.Z_SYNC_FLUSH}).setEncoding('utf8'), split)
			: pipeline(source.setEncoding('utf8'), split));

		const {startedAt, intervalMs} = head ?? readHead(undefined);
		return {
			startedAt,
			intervalMs,
			entries,
			targets: findTargets(entries),
			warning: entries.at(-1)?.type === 'ended' ? undefined : `The recording was cut off after line ${lineCount}.`,
		};
	} catch (error: unknown) {
		throw new Error(errorMessage(error, file, lineCount + 1), {cause: error});
	}
};
