import {
	fchmodSync,
	fstatSync,
	mkdirSync,
	openSync,
	readSync,
	statSync,
	writeSync,
} from 'node:fs';
import path from 'node:path';
import {lineEnd, pieceLength} from './history-lines.ts';

/**
So many bytes of a file; fewer where it ends before.
*/
export const readBytes = (descriptor: number, from: number, to: number): Uint8Array => {
	const bytes = new Uint8Array(Math.max(0, to - from));
	let length = 0;

	while (length < bytes.length) {
		const count = readSync(descriptor, bytes, length, bytes.length - length, from + length);

		if (count === 0) {
			break;
		}

		length += count;
	}

	return bytes.subarray(0, length);
};

/**
The bytes of an open file between two places, in pieces that end with a line, all but perhaps the last. Each is there until the next one is asked for: they share their memory. Throws what reading throws.
*/
export function * readPieces(descriptor: number, from: number, to: number): Generator<Uint8Array, void> {
	let bytes = new Uint8Array(Math.max(0, Math.min(pieceLength, to - from)));
	let length = 0;
	let place = from;

	while (place < to) {
		if (length === bytes.length) {
			// A line that is longer.
			const longer = new Uint8Array(length * 2);
			longer.set(bytes);
			bytes = longer;
		}

		const count = readSync(descriptor, bytes, length, Math.min(bytes.length - length, to - place), place);

		if (count === 0) {
			break;
		}

		place += count;
		length += count;
		const wholeLength = bytes.subarray(0, length).lastIndexOf(lineEnd) + 1;

		if (wholeLength === 0) {
			continue;
		}

		yield bytes.subarray(0, wholeLength);
		bytes.copyWithin(0, wholeLength, length);
		length -= wholeLength;
	}

	if (length > 0) {
		yield bytes.subarray(0, length);
	}
}

/**
Whether a file that is this long ends within a line, so that the next has to begin on a line of its own.
*/
export const isWithinLine = (descriptor: number, size: number): boolean => size > 0 && readBytes(descriptor, size - 1, size)[0] !== lineEnd;

const ownerOnly = {folder: 0o700, file: 0o600} as const;

/**
Opens a file to read it and to append to it; it and its folder are made where they are missing. Whatever others may read of it, they may not any longer.
*/
export const openToAppend = (file: string): number => {
	const descriptor = openSync(file, 'a+', ownerOnly.file);

	try {
		const stat = fstatSync(descriptor);

		// Windows knows no such bits.
		if (path.sep === '/' && stat.isFile() && (stat.mode & 0o77) !== 0) { // eslint-disable-line no-bitwise
			fchmodSync(descriptor, ownerOnly.file);
		}
	} catch {
		// It belongs to someone else, who let this user write.
	}

	return descriptor;
};

const isFolder = (name: string): boolean => statSync(name, {throwIfNoEntry: false})?.isDirectory() === true;

/*
Step by step: where that can't be, `recursive` of Node does not tell why (a file system that is read-only has no such folder), and in `/proc` never ends.
*/
const makeFolders = (folder: string): void => {
	if (isFolder(folder)) {
		return;
	}

	const parent = path.dirname(folder);

	if (parent !== folder) {
		makeFolders(parent);
	}

	try {
		mkdirSync(folder, ownerOnly.folder);
	} catch (error: unknown) {
		// Another process may have come first.
		if (!isFolder(folder)) {
			throw error;
		}
	}
};

/**
Makes the folder of a file, which only the user may look into, and whatever folders it is in. Throws what is in the way.
*/
export const makeFolder = (file: string): void => {
	makeFolders(path.dirname(file));
};

/**
Writes all bytes; where the file was opened to append, at its end. Throws what writing throws; some of the bytes may have been written then.
*/
export const writeAll = (descriptor: number, bytes: Uint8Array): void => {
	let written = 0;

	while (written < bytes.length) {
		written += writeSync(descriptor, bytes, written);
	}
};

/**
Writes all pieces, and gives how many bytes they are. Throws what writing throws; some of them may have been written then.
*/
export const writePieces = (descriptor: number, pieces: Iterable<Uint8Array>): number => {
	let length = 0;

	for (const piece of pieces) {
		writeAll(descriptor, piece);
		length += piece.length;
	}

	return length;
};

/**
Whether an open file is the one that has its name: another may have been put in its place.
*/
export const isAtItsPlace = (descriptor: number, file: string): boolean => {
	try {
		const [open, named] = [fstatSync(descriptor), statSync(file)];
		return open.ino === named.ino && open.dev === named.dev;
	} catch {
		return false;
	}
};
