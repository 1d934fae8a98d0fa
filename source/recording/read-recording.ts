import {createReadStream} from 'node:fs';
import {Writable} from 'node:stream';
import {pipeline} from 'node:stream/promises';
import {constants, createGunzip} from 'node:zlib';
import {type Snapshot} from '../imports/poll.ts';
import {targetIdOf, type TargetSpec} from '../imports/target.ts';
import {type ImportTask} from '../imports/task.ts';
import {FormatError} from './codec.ts';
import {
	entry,
	head,
	maxRecordLength,
	maxPauseMs,
	type RecordedEntry,
	type RecordedScan,
	type RecordingHead,
	recordingVersion,
} from './format.ts';

type RecordedTarget = TargetSpec & {readonly id: string};

/**
A recording in which every line has been checked.
*/
export type Recording = Pick<RecordingHead, 'startedAt' | 'intervalMs'> & {
	readonly entries: readonly RecordedEntry[];

	/**
	The targets, in the order in which the entries name them; never empty.
	*/
	readonly targets: readonly RecordedTarget[];

	/**
	Says where the recording breaks off; undefined if it is whole.
	*/
	readonly warning?: string | undefined;
};

/**
Completes the scans of one target from what was recorded before. Throws a `FormatError` if that lacks an import.
*/
export const createScanReader = (): ((scan: RecordedScan) => () => Snapshot) => {
	const recorded = new Map<string, ImportTask>();
	let lastOrder: readonly string[] = [];

	const taskOf = (key: string): ImportTask => {
		const task = recorded.get(key);

		if (task === undefined) {
			throw new FormatError('scan.order has an import that the recording lacks');
		}

		return task;
	};

	return ({isComplete, tasks, order = lastOrder}) => {
		for (const task of tasks) {
			recorded.set(task.taskId, task);
		}

		if (order !== lastOrder && new Set(order.map(key => taskOf(key))).size < order.length) {
			throw new FormatError('scan.order has an import twice');
		}

		lastOrder = isComplete ? order : lastOrder;
		return () => ({isComplete, tasks: new Map(order.map(key => [key, taskOf(key)]))});
	};
};

/*
`JSON.parse` takes minutes for millions of nested lists. This matches more opening brackets in a row than any entry has.
*/
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

	return head.read(json, 'head');
};

type EntryReader = Pick<Recording, 'entries'> & {
	readonly targets: ReadonlyMap<string, RecordedTarget>;
	readonly read: (json: unknown) => void;
};

const maxTargets = 1000;

const unknownTarget: TargetSpec = {profile: undefined, region: undefined};

/*
Checks each entry against those before it.
*/
const createEntryReader = (startedAt: number): EntryReader => {
	const entries: RecordedEntry[] = [];
	const targets = new Map<string, RecordedTarget>();
	const scanReaders = new Map<string, ReturnType<typeof createScanReader>>(); // By target ID.

	return {
		entries,
		targets,
		read(json) {
			const read = entry.read(json, 'entry');
			const before = entries.at(-1);

			if (before?.type === 'ended') {
				throw new FormatError('it follows the end of the recording');
			}

			const pauseMs = read.at - (before?.at ?? startedAt);

			if (pauseMs < 0 || pauseMs > maxPauseMs) {
				throw new FormatError(`its time is ${pauseMs < 0 ? 'before' : 'more than 31 days after'} that of the line before`);
			}

			entries.push(read);

			if (read.type === 'ended') {
				return;
			}

			const {targetId: id} = read;
			const target = targets.get(id) ?? {id, profile: undefined, region: undefined};
			const isFirstConnection = read.type === 'connected' && target.region === undefined;
			targets.set(id, isFirstConnection ? {id, profile: read.target.profile, region: read.target.region} : target);

			if (targets.size > maxTargets) {
				throw new FormatError(`the recording has more than ${maxTargets} targets`);
			}

			if (read.type !== 'scan') {
				return;
			}

			const readScan = scanReaders.get(id) ?? createScanReader();
			scanReaders.set(id, readScan);
			readScan(read.scan);
		},
	};
};

/*
Bounds the memory: all entries are kept.
*/
const maxLength = 256 * 1024 * 1024;

/*
Calls back with each line that ends with a line feed.
*/
const lineSplitter = (onLine: (line: string) => void): Writable => {
	let pending = '';
	let length = 0;

	const split = (text: string): void => {
		const lines = (pending + text).split('\n');
		pending = lines.pop() ?? '';
		length += text.length;

		for (const line of lines) {
			onLine(line);
		}

		if (pending.length > maxRecordLength || length > maxLength) {
			throw new FormatError(length > maxLength ? `the recording is longer than ${maxLength} characters` : `it is longer than ${maxRecordLength} characters`);
		}
	};

	return new Writable({
		decodeStrings: false,
		write(text: string, _encoding, done) {
			try {
				split(text);
				done();
			} catch (error: unknown) {
				done(error instanceof Error ? error : new Error(String(error)));
			}
		},
	});
};

const sentenceOf = (error: unknown, file: string, line: number): string => {
	if (error instanceof FormatError) {
		return `Can't replay ${file}, line ${line}: ${error.message}.`;
	}

	const isDamaged = error instanceof Error && 'code' in error && String(error.code).startsWith('Z_');
	return isDamaged
		? `Can't replay ${file}, line ${line}: its gzip data is damaged at or after this line.`
		: `Can't read the recording: ${error instanceof Error ? error.message : String(error)}.`;
};

/**
Reads a recording and checks every line. Throws an error whose message is a sentence, with the line number, if the file is damaged.
*/
export const readRecording = async (file: string): Promise<Recording> => {
	let facts: RecordingHead | undefined;
	let reader = createEntryReader(0);
	let lineCount = 0;

	const readLine = (line: string): void => {
		const json = parseLine(line);

		if (facts === undefined) {
			facts = readHead(json);
			reader = createEntryReader(facts.startedAt);
		} else {
			reader.read(json);
		}

		lineCount++;
	};

	try {
		// A killed process leaves a torn last line, or gzip data without its end, which `Z_SYNC_FLUSH` accepts.
		const source = file.endsWith('.gz')
			? [createReadStream(file), createGunzip({finishFlush: constants.Z_SYNC_FLUSH}).setEncoding('utf8')]
			: [createReadStream(file, 'utf8')];
		await pipeline([...source, lineSplitter(readLine)]);

		if (facts === undefined) {
			throw new FormatError('the file is not a recording');
		}

		const {entries, targets} = reader;
		const isWhole = entries.at(-1)?.type === 'ended';
		return {
			startedAt: facts.startedAt,
			intervalMs: facts.intervalMs,
			entries,
			targets: targets.size === 0 ? [{...unknownTarget, id: targetIdOf(unknownTarget)}] : targets.values().toArray(),
			warning: isWhole ? undefined : `The recording breaks off after line ${lineCount}: it was not closed.`,
		};
	} catch (error: unknown) {
		throw new Error(sentenceOf(error, file, lineCount + 1), {cause: error});
	}
};
