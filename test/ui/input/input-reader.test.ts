import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createInputReader, type InputPart, type MouseReport} from '../../../source/ui/input/input-reader.ts';

/*
All parts of these chunks, with neighbouring keys joined.
*/
const readAll = (chunks: readonly string[]): readonly InputPart[] => {
	const reader = createInputReader();
	const parts: InputPart[] = [];

	for (const part of [...chunks.flatMap(chunk => reader.push(chunk)), {kind: 'keys', text: reader.release()} as const]) {
		const last = parts.at(-1);

		if (part.kind === 'keys' && last?.kind === 'keys') {
			parts[parts.length - 1] = keys(last.text + part.text);
		} else if (part.kind !== 'keys' || part.text !== '') {
			parts.push(part);
		}
	}

	return parts;
};

const keys = (text: string): InputPart => ({kind: 'keys', text});
const paste = (text: string): InputPart => ({kind: 'paste', text});
const at = (column: number, row: number, action: MouseReport['action'] = 'press'): InputPart => ({kind: 'mouse', report: {action, column, row}});

describe('terminal input', () => {
	test.each<[string, string, readonly InputPart[]]>([
		['a press', '\u{1B}[<0;10;5M', [at(9, 4)]],
		['a release', '\u{1B}[<0;10;5m', [at(9, 4, 'other')]],
		['another button', '\u{1B}[<2;10;5M', [at(9, 4, 'other')]],
		['the wheel', '\u{1B}[<64;1;1M\u{1B}[<65;1;1M', [at(0, 0, 'wheelUp'), at(0, 0, 'wheelDown')]],
		['a press with Ctrl', '\u{1B}[<16;300;200M', [at(299, 199)]],
		['keys around a press', 'j\u{1B}[<0;10;5Mk', [keys('j'), at(9, 4), keys('k')]],
		['keys that begin like a mouse event', '\u{1B}[A\u{1B}[5~\u{1B}b\u{1B}\u{1B}[B', [keys('\u{1B}[A\u{1B}[5~\u{1B}b\u{1B}\u{1B}[B')]],
		['a malformed mouse event', '\u{1B}[<0;10;5Xq', [keys('\u{1B}[<0;10;5Xq')]],
		['a mouse event inside a paste', '\u{1B}[200~a\u{1B}[<0;10;5Mb\u{1B}[201~\u{1B}[<0;1;1M', [paste('a\u{1B}[<0;10;5Mb'), at(0, 0)]],
		['a paste between keys', 'j\u{1B}[200~one\ntwo\u{1B}[201~k', [keys('j'), paste('one\ntwo'), keys('k')]],
		['an empty paste', '\u{1B}[200~\u{1B}[201~', [paste('')]],
		['Esc', '\u{1B}', [keys('\u{1B}')]],
	])('is split into keys, pastes and mouse events: %s', (_, text, parts) => {
		expect(readAll([text])).toEqual(parts);
	});

	const pieces = fc.array(fc.oneof(
		fc.constantFrom('\u{1B}[A', '\u{1B}[5~', '\u{1B}b', '\u{1B}', '\u{1B}[', '[<', '<0;1', ';5M', '\u{1B}[<', '\u{1B}[<0;12;7M', '\u{1B}[<65;3;4M', '\u{1B}[<0;2;2m', '\u{1B}[200~', '\u{1B}[201~'),
		fc.string({unit: 'grapheme', maxLength: 5}),
	), {maxLength: 12}).map(parts => parts.join(''));

	test('is split the same way wherever the chunks are cut', () => {
		fc.assert(fc.property(pieces, fc.array(fc.nat({max: 40})), (text, cuts) => {
			const places = [0, ...cuts.filter(cut => cut <= text.length).toSorted((one, other) => one - other), text.length];
			const chunks = places.slice(1).map((place, index) => text.slice(places[index], place));
			expect(readAll(chunks)).toEqual(readAll([text]));
		}));
	});

	test('loses nothing but mouse events', () => {
		fc.assert(fc.property(fc.string({unit: fc.constantFrom('\u{1B}', '[', '<', '0', ';', 'M', 'a'), maxLength: 30}), text => {
			const given = readAll([text]).map(part => part.kind === 'mouse' ? '' : part.text).join('');
			expect(given).toBe(text.replaceAll(/\u{1B}\[<\d{1,5};\d{1,5};\d{1,5}M/gv, ''));
		}));
	});
});

describe('the start of a mouse event', () => {
	test('may be a key, and is released as one', () => {
		for (const start of ['\u{1B}', '\u{1B}[']) {
			const reader = createInputReader();
			expect(reader.push(start)).toEqual([]);
			expect(reader.isHolding()).toBe(true);
			expect(reader.release()).toBe(start);
			expect(reader.isHolding()).toBe(false);
		}
	});

	test.each([
		[['\u{1B}'], ['[<0;10;5M'], at(9, 4)],
		[['\u{1B}['], ['<0;1', '0;5M'], at(9, 4)],
		[['\u{1B}'], ['[', '<0;10;5', 'M'], at(9, 4)],
	])('%j is completed by %j after it was released', (first, rest, report) => {
		const reader = createInputReader();
		expect(first.flatMap(chunk => reader.push(chunk))).toEqual([]);
		expect(reader.release()).toBe(first.join(''));
		expect(rest.flatMap(chunk => reader.push(chunk))).toEqual([report]);
	});

	test('leaves the keys that follow its release as they are', () => {
		const reader = createInputReader();
		reader.push('\u{1B}');
		reader.release();
		expect(reader.push('[')).toEqual([]);
		expect(reader.push('a')).toEqual([keys('[a')]);
		reader.push('\u{1B}');
		reader.release();
		expect(reader.push('[<')).toEqual([]);
		expect(reader.settle()).toBe('[<');
		expect(reader.push('0;10;5M')).toEqual([keys('0;10;5M')]);
	});

	test('waits for the rest if no key begins like it', () => {
		const reader = createInputReader();
		expect(reader.push('\u{1B}[<0;1')).toEqual([]);
		expect(reader.isHolding()).toBe(false);
		expect(reader.settle()).toBe('');
		expect(reader.push('0;5M')).toEqual([at(9, 4)]);
	});
});

describe('an unfinished paste', () => {
	test('is held back until it is ended, with the start of an end marker', () => {
		const reader = createInputReader();
		expect(reader.push('j\u{1B}[200~abc\u{1B}[20')).toEqual([keys('j')]);
		expect(reader.isPasting()).toBe(true);
		expect(reader.endPaste()).toBe('abc\u{1B}[20');
		expect(reader.isPasting()).toBe(false);
		expect(reader.push('k')).toEqual([keys('k')]);
	});

	test('keeps at most 64 KB', () => {
		const reader = createInputReader();
		reader.push('\u{1B}[200~');

		for (let count = 0; count < 100; count++) {
			reader.push('x'.repeat(10_000));
		}

		expect(reader.endPaste()).toHaveLength(65_536);
	});
});
