import {readFileSync} from 'node:fs';
import {type AskedTarget} from '../domain/target.ts';
import {CheckError} from './check.ts';
import {applyDifference, type KnownList, nothingKnown} from './list-difference.ts';
import {
	checkEntry,
	checkHead,
	checkVersion,
	type RecordedEntry,
	type RecordingHead,
	recordingVersion,
	unnamedTargetId,
} from './recording-form.ts';

/**
A recording, read and found to be in order. Times are epoch milliseconds.
*/
export type Recording = {
	/**
	The name and the version of the program that made it.
	*/
	readonly program: string;
	readonly startedAt: number;

	/**
	The interval that was asked for; undefined where the pace followed the work.
	*/
	readonly intervalMs: number | undefined;

	/**
	In their order. None is earlier than the one before it: where the clock was set back, what follows goes on from there.
	*/
	readonly entries: readonly RecordedEntry[];

	/**
	What was watched, in the order in which the entries name it; the first target is always there.
	*/
	readonly targets: readonly RecordedTarget[];
};

/**
A target of a recording.
*/
export type RecordedTarget = AskedTarget & {readonly id: string};

const messageOf = (error: unknown): string => error instanceof Error ? error.message : String(error);

const read = (file: string): string => {
	try {
		return readFileSync(file, 'utf8');
	} catch (error: unknown) {
		throw new Error(`The recording can't be read: ${messageOf(error)}.`, {cause: error});
	}
};

const notRecording = (file: string): string => `The file ${file} is not a recording.`;

const parsed = (line: string): {readonly value: unknown} | undefined => {
	try {
		return {value: JSON.parse(line)};
	} catch {
		return undefined;
	}
};

/*
The values of the lines, without a last one that was torn when the program or the machine came to a sudden end.
*/
const valuesOf = (text: string, file: string): readonly unknown[] => {
	const lines = text.split('\n');
	const last = lines.pop() ?? '';
	const values = lines.map((line, index) => {
		const found = parsed(line);

		if (found === undefined) {
			throw new Error(index === 0 ? notRecording(file) : `Line ${index + 1} of ${file} is not JSON.`);
		}

		return found.value;
	});
	const unended = parsed(last);
	return unended === undefined ? values : [...values, unended.value];
};

/*
What a check finds wrong is told with the line that it is in.
*/
const inLine = <Value>(number: number, file: string, check: () => Value): Value => {
	try {
		return check();
	} catch (error: unknown) {
		if (error instanceof CheckError || error instanceof RangeError) {
			throw new Error(`Line ${number} of ${file} can't be understood: ${error.message}.`, {cause: error});
		}

		throw error;
	}
};

const readHead = (value: unknown, file: string): RecordingHead & {readonly at: number} => {
	const version = (() => {
		try {
			return checkVersion(value, '').recording;
		} catch {
			throw new Error(notRecording(file));
		}
	})();

	if (version !== recordingVersion) {
		throw new Error(`The recording ${file} is of version ${version}, and this program reads version ${recordingVersion}.`);
	}

	return inLine(1, file, () => {
		const head = checkHead(value, '');
		const at = Date.parse(head.startedAt);

		if (Number.isNaN(at)) {
			throw new CheckError('startedAt is not a time');
		}

		return {...head, at};
	});
};

/*
With what the clock lost where it was set back.
*/
const inOrder = (entries: readonly RecordedEntry[], startedAt: number): readonly RecordedEntry[] => {
	let lostMs = 0;
	let last = startedAt;

	return entries.map(entry => {
		lostMs = Math.max(lostMs, last - entry.at);
		last = entry.at + lostMs;
		return {...entry, at: last};
	});
};

const targetTypes: ReadonlySet<RecordedEntry['type']> = new Set(['connected', 'remembered', 'pollDue', 'scanDelayed', 'scanEnded', 'detailsAnswered', 'cancelAnswered', 'importPicked'] as const);

const targetsOf = (entries: readonly RecordedEntry[]): readonly RecordedTarget[] => {
	const targets = new Map<string, RecordedTarget>();

	for (const entry of entries) {
		if (!targetTypes.has(entry.type)) {
			continue;
		}

		const {targetId: id = unnamedTargetId} = 'targetId' in entry ? entry : {};
		const known = targets.get(id) ?? {id, profile: undefined, region: undefined};

		// As it was when it was first known.
		targets.set(id, entry.type === 'connected' && known.region === undefined ? {id, profile: entry.target.profile, region: entry.target.region} : known);
	}

	return targets.size === 0 ? [{id: unnamedTargetId, profile: undefined, region: undefined}] : targets.values().toArray();
};

/**
Reads a recording and checks every line of it. Throws an error whose message is a sentence, with the number of the line where there is one: where the file can't be read, is not a recording or one of another version, or says what can't be. A last line that was torn is ignored, and so is an entry of a type that is not known.
*/
export const readRecording = (file: string): Recording => {
	const [first, ...rest] = valuesOf(read(file), file);
	const {program, at: startedAt, intervalMs} = readHead(first, file);

	// By target id.
	const known = new Map<string, KnownList>();

	const entries = rest.map((value, index) => inLine(index + 2, file, () => {
		const entry = checkEntry(value);

		if (entry?.type === 'scanEnded') {
			const {targetId = unnamedTargetId} = entry;
			known.set(targetId, applyDifference(known.get(targetId) ?? nothingKnown, entry).known);
		}

		return entry;
	})).filter(entry => entry !== undefined);

	return {
		program, startedAt, intervalMs, entries: inOrder(entries, startedAt), targets: targetsOf(entries),
	};
};
