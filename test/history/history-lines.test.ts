import {Buffer} from 'node:buffer';
import {
	closeSync,
	openSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {jsonLine} from '../../source/domain/json-line.ts';
import {readPieces, writePieces} from '../../source/history/history-file.ts';
import {type HistoryLine} from '../../source/history/history-line.ts';
import {
	lineEnd,
	linesIn,
	pieceLength,
	piecesOf,
} from '../../source/history/history-lines.ts';
import {anyLines, appeared, textOf} from './lines.ts';
import {temporaryFolder} from './temporary-folder.ts';

/*
What is made of the pieces in which a file is read that holds these bytes, from this place on.
*/
const madeOfPieces = <Made>(bytes: Uint8Array, make: (piece: Uint8Array) => Made, from = 0): readonly Made[] => {
	const file = path.join(temporaryFolder(), 'default.us-east-1.ndjson');
	writeFileSync(file, bytes);
	const descriptor = openSync(file, 'r');

	try {
		return [...readPieces(descriptor, from, bytes.length).map(piece => make(piece))];
	} finally {
		closeSync(descriptor);
	}
};

const piecesRead = (bytes: Uint8Array, from = 0): readonly Uint8Array[] => madeOfPieces(bytes, piece => Uint8Array.from(piece), from);

/*
A text of lines that are this long, some of which hold characters of several bytes.
*/
const longTexts = fc.tuple(
	fc.array(fc.oneof(fc.nat(300), fc.nat(30_000), fc.integer({min: pieceLength - 3, max: pieceLength + 3}), fc.nat(pieceLength * 5)), {maxLength: 12}),
	fc.constantFrom('x', 'ä', '漢'),
	fc.constantFrom('', '\n'),
).map(([lengths, character, end]) => Buffer.from(`${lengths.map(length => character.repeat(length)).join('\n')}${end}`));

describe('a file that is read in pieces', () => {
	test('is read whole, and each piece but the last ends with a line', () => {
		fc.assert(fc.property(longTexts, fc.nat(1000), (bytes, from) => {
			const pieces = piecesRead(bytes, from);
			expect(Buffer.concat(pieces).equals(bytes.subarray(from))).toBe(true);
			expect(pieces.slice(0, -1).every(piece => piece.at(-1) === lineEnd)).toBe(true);
			expect(pieces.every(piece => piece.length > 0)).toBe(true);
		}), {numRuns: 100});
	});

	test('is in memory by as much as is read at a time, or by twice the longest line', () => {
		fc.assert(fc.property(longTexts, bytes => {
			const longest = Math.max(...bytes.toString().split('\n').map(line => Buffer.byteLength(line)));
			expect(Math.max(0, ...madeOfPieces(bytes, ({buffer}) => buffer.byteLength))).toBeLessThanOrEqual(Math.max(pieceLength, longest * 2));
		}), {numRuns: 100});
	});

	test('has the lines that it has as a whole, wherever it ends', () => {
		fc.assert(fc.property(anyLines, fc.nat(400), fc.nat(pieceLength), (lines, cut, padding) => {
			const long: readonly HistoryLine[] = [appeared(1, 'x'.repeat(padding)), ...lines, appeared(2, 'ä'.repeat(padding)), ...lines];
			const bytes = Buffer.from(textOf(long));
			const cutOff = bytes.subarray(0, Math.max(0, bytes.length - cut));
			expect(linesIn(piecesRead(cutOff), 0)).toEqual(linesIn([cutOff], 0));
		}), {numRuns: 100});
	});
});

describe('lines that are written in pieces', () => {
	test('are the same lines, each of them in one piece', () => {
		fc.assert(fc.property(anyLines, fc.nat(pieceLength * 3), fc.constantFrom('', '\n'), (lines, padding, before) => {
			const all = [...lines, appeared(1, 'ä'.repeat(padding)), ...lines];
			const pieces = [...piecesOf(all, before)];
			expect(Buffer.concat(pieces).toString()).toBe(before + textOf(all));
			expect(pieces.every(piece => piece.at(-1) === lineEnd)).toBe(true);
		}), {numRuns: 100});
	});

	test('are as many bytes in the file as is said', () => {
		fc.assert(fc.property(longTexts, fc.nat(3), (bytes, count) => {
			const file = path.join(temporaryFolder(), 'default.us-east-1.ndjson');
			const descriptor = openSync(file, 'a');
			expect(writePieces(descriptor, Array.from({length: count}, () => bytes))).toBe(bytes.length * count);
			closeSync(descriptor);
			expect(statSync(file).size).toBe(bytes.length * count);
		}), {numRuns: 30});
	});

	test('are no more in a piece than one beyond its usual length', () => {
		const line = appeared(1, 'IMPORTING');
		const pieces = [...piecesOf(Array.from({length: 2000}, () => line))];
		expect(pieces.length).toBeGreaterThan(2);
		expect(Math.max(...pieces.map(piece => piece.length))).toBeLessThanOrEqual(pieceLength + jsonLine(line).length + 1);
	});
});
