import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {createMouseReader, type MouseReport} from '../../../source/ui/mouse/mouse-reader.ts';

/*
What a reader gives for these chunks, texts that follow one another in one; and what it holds back at the end.
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

describe('what comes from a terminal', () => {
	test.each<[string, string, ReadonlyArray<string | MouseReport>]>([
		['a press', '\u{1B}[<0;10;5M', [at(9, 4)]],
		['a release', '\u{1B}[<0;10;5m', [at(9, 4, 'other')]],
		['another button', '\u{1B}[<2;10;5M', [at(9, 4, 'other')]],
		['the wheel', '\u{1B}[<64;1;1M\u{1B}[<65;1;1M', [at(0, 0, 'wheelUp'), at(0, 0, 'wheelDown')]],
		['a press with Ctrl', '\u{1B}[<16;300;200M', [at(299, 199)]],
		['keys before and after', 'j\u{1B}[<0;10;5Mk', ['j', at(9, 4), 'k']],
		['keys that begin alike', '\u{1B}[A\u{1B}[5~\u{1B}b\u{1B}\u{1B}[B', ['\u{1B}[A\u{1B}[5~\u{1B}b\u{1B}\u{1B}[B']],
		['what is almost a report', '\u{1B}[<0;10;5Xq', ['\u{1B}[<0;10;5Xq']],
		['what would be one, pasted', '\u{1B}[200~a\u{1B}[<0;10;5Mb\u{1B}[201~\u{1B}[<0;1;1M', ['\u{1B}[200~a\u{1B}[<0;10;5Mb\u{1B}[201~', at(0, 0)]],
		['Esc', '\u{1B}', ['\u{1B}']],
	])('is parted into text and reports: %s', (_, text, parts) => {
		expect(readAll([text])).toEqual(parts);
	});

	const pieces = fc.array(fc.oneof(
		fc.constantFrom('\u{1B}[A', '\u{1B}[5~', '\u{1B}b', '\u{1B}', '\u{1B}[', '[<', '<0;1', ';5M', '\u{1B}[<', '\u{1B}[<0;12;7M', '\u{1B}[<65;3;4M', '\u{1B}[<0;2;2m', '\u{1B}[200~', '\u{1B}[201~'),
		fc.string({unit: 'grapheme', maxLength: 5}),
	), {maxLength: 12}).map(parts => parts.join(''));

	test('is parted alike however it is cut', () => {
		fc.assert(fc.property(pieces, fc.array(fc.nat({max: 40})), (text, cuts) => {
			const places = [0, ...cuts.filter(cut => cut <= text.length).toSorted((one, other) => one - other), text.length];
			const chunks = places.slice(1).map((place, index) => text.slice(places[index], place));
			expect(readAll(chunks)).toEqual(readAll([text]));
		}));
	});

	test('loses nothing but reports', () => {
		fc.assert(fc.property(fc.string({unit: fc.constantFrom('\u{1B}', '[', '<', '0', ';', 'M', 'a'), maxLength: 30}), text => {
			const given = readAll([text]).filter(part => typeof part === 'string').join('');
			expect(given).toBe(text.replaceAll(/\u{1B}\[<\d{1,5};\d{1,5};\d{1,5}M/gv, ''));
		}));
	});
});

describe('the beginning of a report', () => {
	test('may be a key, and is given as one after a while, as is all that can be one', () => {
		for (const beginning of ['\u{1B}', '\u{1B}[']) {
			const reader = createMouseReader();
			expect(reader.push(beginning)).toEqual([]);
			expect(reader.isHolding()).toBe(true);
			expect(reader.release()).toBe(beginning);
			expect(reader.isHolding()).toBe(false);
		}
	});

	test.each([
		[['\u{1B}'], ['[<0;10;5M'], at(9, 4)],
		[['\u{1B}['], ['<0;1', '0;5M'], at(9, 4)],
		[['\u{1B}'], ['[', '<0;10;5', 'M'], at(9, 4)],
	])('%j that was given is still none of the text when %j come', (first, rest, report) => {
		const reader = createMouseReader();
		expect(first.flatMap(chunk => reader.push(chunk))).toEqual([]);
		expect(reader.release()).toBe(first.join(''));
		expect(rest.flatMap(chunk => reader.push(chunk))).toEqual([report]);
	});

	test('that was given, and is followed by keys, leaves them as they are', () => {
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

	test('that no key begins with waits for the rest', () => {
		const reader = createMouseReader();
		expect(reader.push('\u{1B}[<0;1')).toEqual([]);
		expect(reader.isHolding()).toBe(false);
		expect(reader.settle()).toBe('');
		expect(reader.push('0;5M')).toEqual([at(9, 4)]);
	});
});
