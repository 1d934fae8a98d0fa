import {closeSync, fstatSync} from 'node:fs';
import {jsonLine} from '../domain/json-line.ts';
import {compacted, restated} from './compacted.ts';
import {fileStart, positionAt, readBehind} from './file-position.ts';
import {
	fold,
	type Folded,
	type Known,
	knownUntil,
	nothingKnown,
} from './fold.ts';
import {
	isWithinLine,
	isAtItsPlace,
	makeFolder,
	openToAppend,
	readPieces,
	writePieces,
} from './history-file.ts';
import {type HistoryEvent, type HistoryLine, type ObservedLine} from './history-line.ts';
import {linesIn, type LinesRead, piecesOf} from './history-lines.ts';
import {createHistoryLock} from './history-lock.ts';
import {readHistoryFile} from './read-history-file.ts';
import {replaceFile} from './replace-file.ts';
import {
	overhear,
	overhearAmongOwn,
	type Standing,
	startOver,
	tell,
} from './standing.ts';

/**
Bounds of the history's file.
*/
export type HistoryLimits = {
	/**
	A file longer than this is compacted, in bytes.
	*/
	readonly maxBytes: number;

	/**
	About how much of the newest events is kept then, in bytes.
	*/
	readonly keptBytes: number;

	/**
	How long other processes are waited for that write to the file, in milliseconds. Nothing else happens meanwhile.
	*/
	readonly lockWaitMs: number;
};

/**
The history in a file that several processes write to: as this one knows it.
*/
export type SharedHistory = {
	/**
	What the file told when it was last looked at.
	*/
	readonly known: () => Known;

	/**
	Reads the whole file, of which there need not be one. Throws what can't be read.
	*/
	readonly read: () => Pick<LinesRead, 'damagedCount' | 'newerCount'> & {readonly folded: Folded};

	/**
	Adds those of the events that nobody has told yet, and then what `observe` gives, which is given what is known with them and how many they are. Gives how many they are. Throws what can't be written; some of the events may have been added then, and all of them can be given again.
	*/
	readonly add: (events: readonly HistoryEvent[], observe: (known: Known, toldCount: number) => readonly ObservedLine[]) => number;
};

/*
Only who does not have the lock needs more than one: others must have put a new file in the place of the one that was just written to.
*/
const maxAttempts = 5;

/**
The history that a file keeps. Every line goes to the end of the file in one write, so that nobody's are mixed; a lock makes sure that who writes has read what others wrote before. Where the lock can't be had, lines are written nevertheless: that two processes tell the same is harmless, since who reads it leaves out what was told, and what was shown to a person must not be lost.
*/
export const createSharedHistory = (file: string, limits: HistoryLimits): SharedHistory => {
	const lock = createHistoryLock(file, limits.lockWaitMs);
	let position = fileStart;
	let standing: Standing = {known: nothingKnown, trails: new Map()};
	let compactAbove = limits.maxBytes;

	/*
	Takes in what others did with the file. Gives what has to be written first.
	*/
	const catchUp = (descriptor: number, size: number): readonly HistoryLine[] => {
		if (size === 0) {
			// Somebody removed the history. What is listed has to be in it, or all of it would be news to the next watcher.
			position = fileStart;
			compactAbove = limits.maxBytes;
			return restated(standing.known);
		}

		const added = readBehind(descriptor, position, size);
		const {lines, end} = added ?? linesIn(readPieces(descriptor, 0, size), 0);

		if (added === undefined) {
			standing = startOver(standing, fold(lines).known);
			compactAbove = Math.max(limits.maxBytes, size * 2);
		} else {
			standing = overhear(standing, lines);
		}

		position = positionAt(descriptor, end);
		return [];
	};

	/*
	Takes note of what was written, and of what others wrote at the same time, where they could.
	*/
	const settle = (descriptor: number, size: number, written: {readonly lines: readonly HistoryLine[]; readonly length: number}, after: Standing): void => {
		const end = fstatSync(descriptor).size;

		if (end === size + written.length) {
			standing = after;
			position = positionAt(descriptor, end);
			return;
		}

		const own = new Set(written.lines.map(line => jsonLine(line)));
		const behind = linesIn(readPieces(descriptor, size, end), size);
		const known = size === 0 ? nothingKnown : standing.known;
		standing = overhearAmongOwn({known, trails: after.trails}, behind.lines, line => own.has(jsonLine(line)));
		position = positionAt(descriptor, behind.end);
	};

	/*
	Undefined where the file is no longer the one that others read.
	*/
	const addTo = (descriptor: number, ...[events, observe]: Parameters<SharedHistory['add']>): number | undefined => {
		const {size} = fstatSync(descriptor);
		const missing = catchUp(descriptor, size);
		const {standing: told, told: news} = tell(standing, events);
		const observed = observe(told.known, news.length);
		const after = observed.length === 0 ? told : {...told, known: knownUntil(told.known, observed)};

		if (news.length === 0 && observed.length === 0) {
			standing = after;
			return 0;
		}

		// Until when comes last: who reads before that is written takes nothing for known.
		const lines = [...missing, ...news, ...observed];
		const length = writePieces(descriptor, piecesOf(lines, isWithinLine(descriptor, size) ? '\n' : ''));

		// Even who has the lock may have lost it, where it was stopped for long.
		if (!isAtItsPlace(descriptor, file)) {
			return undefined;
		}

		settle(descriptor, size, {lines, length}, after);
		return news.length;
	};

	/*
	What is listed may need more room than a file should have: then it has to grow to twice that.
	*/
	const compact = (descriptor: number, isAlone: () => boolean): void => {
		const {size} = fstatSync(descriptor);

		if (size <= compactAbove) {
			return;
		}

		const {lines, newerCount, isTorn} = linesIn(readPieces(descriptor, 0, size), 0);

		// Somebody is in the middle of a line, without the lock. Or was killed: then the next line ends this one.
		if (isTorn) {
			return;
		}

		compactAbove = size * 2;

		// What is not understood can't be told from what is not needed.
		if (newerCount > 0) {
			return;
		}

		const kept = compacted(fold(lines), limits.keptBytes);
		position = replaceFile(file, {
			descriptor, size, pieces: piecesOf(kept), isAlone,
		});
		compactAbove = Math.max(limits.maxBytes, position.end * 2);
	};

	const tryToCompact = (descriptor: number, isAlone: () => boolean): void => {
		try {
			compact(descriptor, isAlone);
		} catch {
			// The file is too long, and whole.
		}
	};

	return {
		known: () => standing.known,
		read() {
			const {
				lines, damagedCount, newerCount, position: readPosition,
			} = readHistoryFile(file);
			const folded = fold(lines);
			standing = {known: folded.known, trails: new Map()};
			position = readPosition;
			return {folded, damagedCount, newerCount};
		},
		add(...what) {
			makeFolder(file);
			return lock.run(isAlone => {
				for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
					const descriptor = openToAppend(file);

					try {
						const toldCount = addTo(descriptor, ...what);

						if (toldCount === undefined) {
							continue;
						}

						if (isAlone()) {
							tryToCompact(descriptor, isAlone);
						}

						return toldCount;
					} finally {
						closeSync(descriptor);
					}
				}

				throw new Error('other processes put another file in its place again and again');
			});
		},
	};
};
