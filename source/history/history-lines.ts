import {jsonLine} from '../domain/json-line.ts';
import {type HistoryLine, parseHistoryLine} from './history-line.ts';

/**
The byte that ends a line.
*/
export const lineEnd = 0x0A;

/**
How much of a file is read or written at a time, in bytes; more where a line is longer. A file of megabytes is not read as a whole: once a block as large as that has been freed, the allocator of glibc gives free memory back to the system only beyond twice its size, in each thread (M_MMAP_THRESHOLD and M_TRIM_THRESHOLD in mallopt(3)).
*/
export const pieceLength = 2 ** 16;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', {ignoreBOM: true}); // eslint-disable-line @typescript-eslint/naming-convention -- The platform's name.

/**
Some lines of a history's file.
*/
export type LinesRead = {
	readonly lines: readonly HistoryLine[];

	/**
	How many lines are no lines of a history.
	*/
	readonly damagedCount: number;

	/**
	How many lines a later version wrote.
	*/
	readonly newerCount: number;

	/**
	Where the last whole line ends, in bytes from the start of the file.
	*/
	readonly end: number;

	/**
	Whether something stands at the end that is not a whole line: what a writer that was killed left, or one that has not finished.
	*/
	readonly isTorn: boolean;
};

/**
Of pieces that end with a line, all but perhaps the last, what ends with a line.
*/
export function * wholeLinesOf(pieces: Iterable<Uint8Array>): Generator<Uint8Array, void> {
	for (const piece of pieces) {
		yield piece.subarray(0, piece.lastIndexOf(lineEnd) + 1);
	}
}

/**
The lines in such pieces of a file, which begin at this place in it.
*/
export const linesIn = (pieces: Iterable<Uint8Array>, from: number): LinesRead => {
	const lines: HistoryLine[] = [];
	const counts = {damaged: 0, newer: 0};
	let end = from;
	let isTorn = false;

	const enter = (line: ReturnType<typeof parseHistoryLine>): void => {
		if (typeof line === 'string') {
			counts[line] += 1;
		} else {
			lines.push(line);
		}
	};

	for (const piece of pieces) {
		const wholeLength = piece.lastIndexOf(lineEnd) + 1;

		for (const text of decoder.decode(piece.subarray(0, wholeLength)).split('\n')) {
			if (text !== '') {
				enter(parseHistoryLine(text));
			}
		}

		end += wholeLength;

		if (wholeLength === piece.length) {
			continue;
		}

		const last = parseHistoryLine(decoder.decode(piece.subarray(wholeLength)));
		enter(last);

		// No beginning of a line can be read as a line: one that lacks its end and nothing else is whole.
		isTorn = last === 'damaged';
		end += isTorn ? 0 : piece.length - wholeLength;
	}

	return {
		lines, damagedCount: counts.damaged, newerCount: counts.newer, end, isTorn,
	};
};

/**
Lines as they are written, behind what comes before them, in pieces that end with a line.
*/
export function * piecesOf(lines: readonly HistoryLine[], before = ''): Generator<Uint8Array, void> {
	let text = before;

	for (const line of lines) {
		text += `${jsonLine(line)}\n`;

		if (text.length < pieceLength) {
			continue;
		}

		yield encoder.encode(text);
		text = '';
	}

	if (text !== '') {
		yield encoder.encode(text);
	}
}
