import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createMouseReader, type MouseReport} from '../../../source/ui/mouse/mouse-reader.ts';

/*
The output of a reader for these chunks, including the rest of its buffer. Joins adjacent texts.
*/
const readAll = (chunks: readonly string[]): ReadonlyArray<string | MouseReport> => {
	const reader = createMouseReader();
	const parts: Array<string | MouseReport> = [];

	for (const part of [...chunks.flatMap(chunk => reader.push(chunk)), reader.release()]) {
		const last = parts.at(-1);

		if (typeof part === 'string' && typeof last === 'string') {
			parts[parts.length - 1] = last + part;
		} else if (part !== '') {
			parts.push(part);
		}
	}

	return parts;
};

const at = (column: number, row: number, action: MouseReport['action'] = 'press'): MouseReport => ({action, column, row});

describe('the input of a terminal', () => {
	test.each<[string, string, ReadonlyArray<string | MouseReport>]>([
		['a press', '\u{1B}[<0;10;5M', [at(9, 4)]],
		['a release', '\u{1B}[<0;10;5m', [at(9, 4, 'other')]],
		['another button', '\u{1B}[<2;10;5M', [at(9, 4, 'other')]],
		['the wheel', '\u{1B}[<64;1;1M\u{1B}[<65;1;1M', [at(0, 0, 'wheelUp'), at(0, 0, 'wheelDown')]],
		['a press with Ctrl', '\u{1B}[<16;300;200M', [at(299, 199)]],
		['keys before and after', 'j\u{1B}[<0;10;5Mk', ['j', at(9, 4), 'k']],
		['keys with the same prefix', '\u{1B}[A\u{1B}[5~\u{1B}b\u{1B}\u{1B}[B', ['\u{1B}[A\u{1B}[5~\u{1B}b\u{1B}\u{1B}[B']],
		['an invalid report', '\u{1B}[<0;10;5Xq', ['\u{1B}[<0;10;5Xq']],
		['a pasted report', '\u{1B}[200~a\u{1B}[<0;10;5Mb\u{1B}[201~\u{1B}[<0;1;1M', ['\u{1B}[200~a\u{1B}[<0;10;5Mb\u{1B}[201~', at(0, 0)]],
		['Esc', '\u{1B}', ['\u{1B}']],
	])('is split into text and reports: %s', (_, text, parts) => {
		expect(readAll([text])).toEqual(parts);
	});

	const pieces = fc.array(fc.oneof(
		fc.constantFrom('\u{1B}[A', '\u{1B}[5~', '\u{1B}b', '\u{1B}', '\u{1B}[', '[<', '<0;1', ';5M', '\u{1B}[<', '\u{1B}[<0;12;7M', '\u{1B}[<65;3;4M', '\u{1B}[<0;2;2m', '\u{1B}[200~', '\u{1B}[201~'),
		fc.string({unit: 'grapheme', maxLength: 5}),
	), {maxLength: 12}).map(parts => parts.join(''));

	test('is split in the same way wherever the chunks are cut', () => {
		fc.assert(fc.property(pieces, fc.array(fc.nat({max: 40})), (text, cuts) => {
			const places = [0, ...cuts.filter(cut => cut <= text.length).toSorted((one, other) => one - other), text.length];
			const chunks = places.slice(1).map((place, index) => text.slice(places[index], place));
			expect(readAll(chunks)).toEqual(readAll([text]));
		}));
	});

	test('keeps all text except reports', () => {
		fc.assert(fc.property(fc.string({unit: fc.constantFrom('\u{1B}', '[', '<', '0', ';', 'M', 'a'), maxLength: 30}), text => {
			const kept = readAll([text]).filter(part => typeof part === 'string').join('');
			expect(kept).toBe(text.replaceAll(/\u{1B}\[<\d{1,5};\d{1,5};\d{1,5}M/gv, ''));
		}));
	});
});

describe('a partial report', () => {
	test.each(['\u{1B}', '\u{1B}['])('%j is released as a key, because it may be one', start => {
		const reader = createMouseReader();
		expect(reader.push(start)).toEqual([]);
		expect(reader.isHolding()).toBe(true);
		expect(reader.release()).toBe(start);
		expect(reader.isHolding()).toBe(false);
	});

	test.each([
		[['\u{1B}'], ['[<0;10;5M'], at(9, 4)],
		[['\u{1B}['], ['<0;1', '0;5M'], at(9, 4)],
		[['\u{1B}'], ['[', '<0;10;5', 'M'], at(9, 4)],
	])('%j still becomes a report after its release if %j follow', (first, rest, report) => {
		const reader = createMouseReader();
		expect(first.flatMap(chunk => reader.push(chunk))).toEqual([]);
		expect(reader.release()).toBe(first.join(''));
		expect(rest.flatMap(chunk => reader.push(chunk))).toEqual([report]);
	});

	test('does not change the keys that follow its release', () => {
		const reader = createMouseReader();
		reader.push('\u{1B}');
		reader.release();
		expect(reader.push('[')).toEqual([]);
		expect(reader.push('a')).toEqual(['[a']);
		reader.push('\u{1B}');
		reader.release();
		expect(reader.push('[<')).toEqual([]);
		expect(reader.settle()).toBe('[<');
		expect(reader.push('0;10;5M')).toEqual(['0;10;5M']);
	});

	test('is kept for the rest if it can\'t be a key', () => {
		const reader = createMouseReader();
		expect(reader.push('\u{1B}[<0;1')).toEqual([]);
		expect(reader.isHolding()).toBe(false);
		expect(reader.settle()).toBe('');
		expect(reader.push('0;5M')).toEqual([at(9, 4)]);
	});
});
