import {
	closeSync,
	fstatSync,
	fsyncSync,
	openSync,
	readdirSync,
	renameSync,
	rmSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {type FilePosition, positionAt} from './file-position.ts';
import {
	isAtItsPlace,
	openToAppend,
	readPieces,
	writePieces,
} from './history-file.ts';
import {wholeLinesOf} from './history-lines.ts';

const suffix = '.compacting';

/*
What an attempt left that was killed.
*/
const removeLeftovers = (file: string): void => {
	const folder = path.dirname(file);

	for (const name of readdirSync(folder)) {
		if (name.startsWith(`${path.basename(file)}.`) && name.endsWith(suffix)) {
			rmSync(path.join(folder, name), {force: true});
		}
	}
};

const writeNew = (file: string, pieces: Iterable<Uint8Array>): FilePosition => {
	const descriptor = openSync(file, 'wx+', 0o600);

	try {
		const end = writePieces(descriptor, pieces);
		fsyncSync(descriptor);
		return positionAt(descriptor, end);
	} finally {
		closeSync(descriptor);
	}
};

/*
What was written to the old file since it was read, by a process that did not wait for the lock. Of a line that is being written, the file shows the beginning before the rest; who is in the middle of it looks where it went when it is whole.
*/
const rescue = (descriptor: number, size: number, file: string): void => {
	const {size: sizeNow} = fstatSync(descriptor);

	if (sizeNow === size) {
		return;
	}

	const replaced = openToAppend(file);

	try {
		writePieces(replaced, wholeLinesOf(readPieces(descriptor, size, sizeNow)));
	} finally {
		closeSync(replaced);
	}
};

/**
Puts a new file in the place of one that is open and was this long when it was read, up to the end of a line. Gives the position behind what it put there. Whoever looks at any moment finds the old one whole, or the new one. Throws where the file has changed meanwhile, or others may be about to change it (`isAlone`), or the new one can't be written; then the old one stays.

What is appended at this very moment, by a process that could not have the lock, is not lost: the writer looks whether its file is still in its place after it has written, and this looks for more in the old file after it has put the new one there; one of the two comes second.
*/
export const replaceFile = (file: string, {descriptor, size, pieces, isAlone}: {
	readonly descriptor: number;
	readonly size: number;
	readonly pieces: Iterable<Uint8Array>;
	readonly isAlone: () => boolean;
}): FilePosition => {
	removeLeftovers(file);

	// A name of its own: a process that was stopped here, and whose lock was broken, goes on to write into its own file.
	const temporary = `${file}.${process.pid}-${Math.random().toString(36).slice(2)}${suffix}`;
	let position: FilePosition;

	try {
		position = writeNew(temporary, pieces);

		// A disk may take its time to write the new one.
		if (!isAlone() || fstatSync(descriptor).size !== size || !isAtItsPlace(descriptor, file)) {
			throw new Error('The file may have changed since it was read.');
		}

		renameSync(temporary, file);
	} finally {
		rmSync(temporary, {force: true});
	}

	rescue(descriptor, size, file);
	return position;
};
