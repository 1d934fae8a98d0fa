import {readBytes, readPieces} from './history-file.ts';
import {linesIn, type LinesRead} from './history-lines.ts';

/**
How far a file has been read, and the bytes right before that: by them another file in its place is told, whatever it is called and wherever it lies on the disk.
*/
export type FilePosition = {
	/**
	In bytes from the start.
	*/
	readonly end: number;
	readonly before: Uint8Array;
};

/**
Where nothing has been read.
*/
export const fileStart: FilePosition = {end: 0, before: new Uint8Array(0)};

/*
A line has its time and its import in this much.
*/
const recognizedBy = 256;

/**
The position at this place of an open file.
*/
export const positionAt = (descriptor: number, end: number): FilePosition => ({end, before: readBytes(descriptor, Math.max(0, end - recognizedBy), end)});

/**
What was added to a file behind a position; undefined where it is not the file of that position.
*/
export const readBehind = (descriptor: number, {end, before}: FilePosition, size: number): LinesRead | undefined => {
	const bytes = readBytes(descriptor, end - before.length, end);
	return before.every((byte, index) => bytes[index] === byte) ? linesIn(readPieces(descriptor, end, size), end) : undefined;
};
