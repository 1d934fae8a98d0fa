import {mkdtemp, rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {build, type Plugin} from 'esbuild';
import fc from 'fast-check';
import {
	afterAll,
	beforeAll,
	describe,
	expect,
	test,
} from 'vitest';
import {plugins} from '../build-plugins.ts';
import {narrowCharacters} from '../source/domain/graphemes.ts';

/*
What the build makes otherwise than the packages are, beside the packages as they are.
*/
type Packages = {
	readonly stringWidth: (text: string, options?: {readonly countAnsiEscapeCodes?: boolean}) => number;
	readonly wrapText: (text: string, columns: number, how: string) => string;
	readonly sliceAnsi: (text: string, from: number, to: number) => string;
	readonly tokenize: (text: string) => unknown;
	readonly lineUpdate: (before: string, after: string, columns: number) => string;
	readonly Output: new (size: {readonly width: number; readonly height: number}) => {
		readonly write: (x: number, y: number, text: string, options: {readonly transformers: ReadonlyArray<(line: string) => string>}) => void;
		readonly clip: (clip: {readonly x1: number; readonly x2: number; readonly y1: number; readonly y2: number}) => void;
		readonly unclip: () => void;
		readonly get: () => {readonly output: string; readonly height: number};
	};
};

const entry = `
export {default as stringWidth} from 'string-width';
export {default as sliceAnsi} from 'slice-ansi';
export {tokenize} from '@alcalzone/ansi-tokenize';
export {default as wrapText} from './node_modules/ink/build/wrap-text.js';
export {default as lineUpdate} from './node_modules/ink/build/line-update.js';
export {default as Output} from './node_modules/ink/build/output.js';
`;

const folder = await mkdtemp(path.join(os.tmpdir(), 'neptune-import-watch-plugins-'));

afterAll(async () => {
	await rm(folder, {recursive: true, force: true});
});

const bundled = async (name: string, chosen: readonly Plugin[]): Promise<Packages> => {
	const outfile = path.join(folder, `${name}.mjs`);
	await build({
		stdin: {contents: entry, resolveDir: path.join(import.meta.dirname, '..')},
		outfile,
		bundle: true,
		format: 'esm',
		platform: 'node',
		plugins: [...chosen],
	});
	return await import(pathToFileURL(outfile).href) as Packages; // What `entry` exports.
};

let patched: Packages;
let original: Packages;

beforeAll(async () => {
	[patched, original] = await Promise.all([bundled('patched', plugins), bundled('original', [])]);
});

const narrow = new RegExp(`[${narrowCharacters}]`, 'v');
const units = Array.from({length: 0x1_00_00}, (_, code) => String.fromCodePoint(code));
const narrowUnits = units.filter(unit => narrow.test(unit));

/*
Wide characters, emoji of all makes, what joins what is before or after it, control sequences, whole and broken.
*/
const pieces = fc.oneof(
	{weight: 3, arbitrary: fc.constantFrom(...narrowUnits)},
	{weight: 3, arbitrary: fc.constantFrom('people.csv', ' ', 's3://lake/', '…', '◐ importing', '██▋')},
	fc.constantFrom('日本', '한국어', 'ｶﾞ', '각', 'ᄀ', 'ᅡ', 'ᆨ', '　', '，'),
	fc.constantFrom('🎉', '👨‍👩‍👧', '🇩🇪', '🇩', '❤', '❤️', '1️⃣', '1⃣', '👍🏽', '⌚', '▪️', '↔️', '©️'),
	fc.constantFrom('e\u{301}', '\u{301}', 'क्षि', 'ൎ', 'ไทย', '\u{200D}', '\u{FE0F}', '\u{20E3}', '\u{AD}', '\u{0}', '\t', '\u{D800}', '\u{DC00}', '\u{600}'),
	fc.constantFrom('\u{1B}[31m', '\u{1B}[39m', '\u{1B}[7m', '\u{1B}[27m', '\u{1B}[1m', '\u{1B}[22m', '\u{1B}[38;5;208m', '\u{1B}[0m'),
	fc.constantFrom('\u{1B}]8;;https://example.com/\u{7}', '\u{1B}]8;;\u{7}', '\u{1B}', '\u{1B}[', '\u{1B}]0;x', '\u{9B}31m', '\u{1B}[2J'),
);
const narrowPieces = fc.constantFrom(...narrowUnits, '\u{1B}', '\u{1B}[31m', '\u{1B}[39m');
const texts = fc.oneof(fc.array(pieces, {maxLength: 16}), fc.array(narrowPieces, {maxLength: 16})).map(parts => parts.join(''));
const blocks = fc.array(texts, {minLength: 1, maxLength: 3}).map(lines => lines.join('\n'));
const columns = fc.integer({min: 0, max: 24});

const compare = (read: (packages: Packages) => unknown): void => {
	expect(read(patched)).toEqual(read(original));
};

const often = {numRuns: 2000};

describe('the packages, as they are bundled, do what they do as they are published', () => {
	test('text is measured', () => {
		fc.assert(fc.property(texts, fc.boolean(), (text, countAnsiEscapeCodes) => {
			compare(({stringWidth}) => stringWidth(text, {countAnsiEscapeCodes}));
		}), often);
	});

	test('each character alone is measured', () => {
		expect(units.filter(unit => patched.stringWidth(unit) !== original.stringWidth(unit))).toEqual([]);
	});

	test('text is wrapped and cut', () => {
		fc.assert(fc.property(blocks, columns, fc.constantFrom('wrap', 'hard', 'truncate-end', 'truncate-middle', 'truncate-start'), (text, width, how) => {
			compare(({wrapText}) => wrapText(text, width, how));
		}), often);
	});

	test('text is sliced', () => {
		fc.assert(fc.property(texts, columns, columns, (text, from, to) => {
			compare(({sliceAnsi}) => sliceAnsi(text, from, to));
		}), often);
	});

	test('text is taken apart', () => {
		fc.assert(fc.property(texts, text => {
			compare(({tokenize}) => tokenize(text));
		}), often);
	});

	test('a line is brought up to date', () => {
		fc.assert(fc.property(texts, texts, texts, columns, (start, before, after, width) => {
			compare(({lineUpdate}) => lineUpdate(start + before, start + after, width));
		}), often);
	});

	// Of frames of which each is drawn over the same texts, so that what is kept from the one before is used.
	test('frame after frame is drawn', () => {
		const places = fc.record({
			text: fc.nat({max: 5}),
			x: fc.integer({min: -4, max: 20}),
			y: fc.integer({min: -1, max: 4}),
			isInverse: fc.boolean(),
			isClipped: fc.boolean(),
		});
		const frames = fc.array(fc.array(places, {maxLength: 6}), {minLength: 1, maxLength: 4});
		const inverse = (line: string): string => `\u{1B}[7m${line}\u{1B}[27m`;

		fc.assert(fc.property(fc.array(blocks, {minLength: 6, maxLength: 6}), frames, (said, drawn) => {
			for (const frame of drawn) {
				compare(({Output}) => {
					const output = new Output({width: 20, height: 4});

					for (const {text, x, y, isInverse, isClipped} of frame) {
						if (isClipped) {
							output.clip({
								x1: 1, x2: 13, y1: 0, y2: 3,
							});
						}

						output.write(x, y, said[text] ?? '', {transformers: isInverse ? [inverse] : []});

						if (isClipped) {
							output.unclip();
						}
					}

					return output.get();
				});
			}
		}), {numRuns: 1000});
	});
});
