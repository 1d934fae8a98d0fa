import {closeSync, fstatSync, openSync} from 'node:fs';
import {type FilePosition, fileStart, positionAt} from './file-position.ts';
import {readPieces} from './history-file.ts';
import {linesIn, type LinesRead} from './history-lines.ts';
import {pause} from './pause.ts';
import {errorCode} from './trouble.ts';

/*
Longer than anybody takes to write one piece.
*/
const writingMs = 20;

/**
All lines of a file, of which there need not be one, and how far it has been read. Where it ends in half a line, another process may be writing: a moment later there is more. Throws what can't be read.
*/
export const readHistoryFile = (file: string): LinesRead & {readonly position: FilePosition} => {
	let descriptor: number;

	try {
		descriptor = openSync(file, 'r');
	} catch (error: unknown) {
		if (errorCode(error) === 'ENOENT') {
			return {...linesIn([], 0), position: fileStart};
		}

		throw error;
	}

	try {
		// By its size: what is no file at all may have no end.
		const readAll = (): LinesRead => linesIn(readPieces(descriptor, 0, fstatSync(descriptor).size), 0);
		let read = readAll();

		if (read.isTorn) {
			pause(writingMs);
			read = readAll();
		}

		return {...read, position: positionAt(descriptor, read.end)};
	} finally {
		closeSync(descriptor);
	}
};
