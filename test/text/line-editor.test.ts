import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	editInput,
	type InputLine,
	type InputEdit,
	inputLineOf,
	maxInputLength,
	splitAtCursor,
} from '../../source/text/line-editor.ts';

// `|` is the cursor.
const lineFrom = (drawn: string): InputLine => ({text: drawn.replace('|', ''), cursor: drawn.indexOf('|')});

const draw = ({text, cursor}: InputLine): string => `${text.slice(0, cursor)}|${text.slice(cursor)}`;

const drawEdited = (before: string, edit: InputEdit): string => draw(editInput(lineFrom(before), edit));

const clustersOf = (text: string): readonly string[] => Array.from(new Intl.Segmenter().segment(text), ({segment}) => segment);

const boundariesOf = (text: string): readonly number[] => {
	const ends: number[] = [0];

	for (const cluster of clustersOf(text)) {
		ends.push((ends.at(-1) ?? 0) + cluster.length);
	}

	return ends;
};

test.each([
	['left', 'ab|', 'a|b'],
	['left', '|ab', '|ab'],
	['left', 'a👩‍🚀|b', 'a|👩‍🚀b'],
	['left', 'e\u{301}|', '|e\u{301}'],
	['right', '|ab', 'a|b'],
	['right', 'ab|', 'ab|'],
	['right', 'a|👩‍🚀b', 'a👩‍🚀|b'],
	['right', '|🇩🇪🇫🇷', '🇩🇪|🇫🇷'],
	['start', 'ab|', '|ab'],
	['start', '|', '|'],
	['end', 'a|b', 'ab|'],
	['end', '|', '|'],
	['wordLeft', 'status:failed|', 'status:|failed'],
	['wordLeft', 'status:|failed', '|status:failed'],
	['wordLeft', 't-1  |', '|t-1  '],
	['wordLeft', 'a |:', '|a :'],
	['wordLeft', '|a', '|a'],
	['wordRight', '|status:failed', 'status|:failed'],
	['wordRight', 'status|:failed', 'status:failed|'],
	['wordRight', 'a|  ', 'a  |'],
	['wordRight', 'é|', 'é|'],
	['wordRight', '| café x', ' café| x'],
	['deleteBack', 'ab|c', 'a|c'],
	['deleteBack', '|a', '|a'],
	['deleteBack', 'a👩‍🚀|', 'a|'],
	['deleteBack', 'e\u{301}|', '|'],
	['deleteForward', 'a|bc', 'a|c'],
	['deleteForward', 'a|', 'a|'],
	['deleteForward', '|👩‍🚀a', '|a'],
	['deleteWordBack', 'is:active lake|', 'is:active |'],
	['deleteWordBack', 'is:active |', 'is:|'],
	['deleteWordBack', 'is:|', '|'],
	['deleteWordBack', 'a b|c', 'a |c'],
	['deleteWordBack', '|a', '|a'],
	['deleteToStart', 'ab|c', '|c'],
	['deleteToStart', '|c', '|c'],
	['deleteToEnd', 'a|bc', 'a|'],
	['deleteToEnd', 'abc|', 'abc|'],
] as const)('%s turns %s into %s', (kind, before, after) => {
	expect(drawEdited(before, {kind})).toBe(after);
});

test('replaces the whole line and moves the cursor to its end', () => {
	expect(drawEdited('is:|active', {kind: 'replace', text: 'is:failed\n'})).toBe('is:failed |');
});

describe('insert', () => {
	test.each([
		{
			name: 'a character at the cursor', before: 'a|c', text: 'b', after: 'ab|c',
		},
		{
			name: 'pasted lines, separated by spaces', before: '|', text: 'a\r\nb\nc\td\u{2028}e', after: 'a b c d e|',
		},
		{
			name: 'text without its control characters', before: '|', text: '\u{1B}[31ma\0\u{7F}\u{9B}', after: '[31ma|',
		},
		{
			name: 'nothing if only control characters were typed', before: 'a|b', text: '\u{1B}', after: 'a|b',
		},
		{
			name: 'a mark that joins the cluster before it', before: 'e|', text: '\u{301}', after: 'e\u{301}|',
		},
		{
			name: 'a letter that joins the cluster after it, and moves the cursor behind both', before: '|\u{301}x', text: 'e', after: 'e\u{301}|x',
		},
	])('inserts $name', ({before, text, after}) => {
		expect(drawEdited(before, {kind: 'insert', text})).toBe(after);
	});

	test('inserts up to the maximum length, in whole clusters', () => {
		expect(inputLineOf('x'.repeat(maxInputLength + 10)).text).toHaveLength(maxInputLength);

		const almostFull = inputLineOf('x'.repeat(maxInputLength - 1));
		expect(editInput(almostFull, {kind: 'insert', text: '🚀'})).toEqual(almostFull);
		expect(editInput(almostFull, {kind: 'insert', text: 'ab'}).text).toBe(`${almostFull.text}a`);
	});
});

test('inputLineOf puts the cursor at the end', () => {
	expect(draw(inputLineOf('is:active'))).toBe('is:active|');
	expect(draw(inputLineOf(''))).toBe('|');
});

test('a deletion that joins two clusters moves the cursor behind them', () => {
	expect(drawEdited('🇩x|🇪a', {kind: 'deleteBack'})).toBe('🇩🇪|a');
});

const texts = fc.oneof(
	fc.string({unit: 'binary'}),
	fc.string({unit: 'grapheme'}),
	fc.array(fc.constantFrom('\u{D83D}', '\u{DE80}', '🇩', '🇪', '\u{200D}', '👩', '🚀', '\u{301}', 'a', ' ', ':', '\n', '\u{1B}', 'ᄀ', 'ᅡ')).map(parts => parts.join('')),
);

const edits: fc.Arbitrary<InputEdit> = fc.oneof(
	texts.map(text => ({kind: 'insert' as const, text})),
	texts.map(text => ({kind: 'replace' as const, text})),
	fc.constantFrom(
		'deleteBack',
		'deleteForward',
		'deleteWordBack',
		'deleteToStart',
		'deleteToEnd',
		'left',
		'right',
		'wordLeft',
		'wordRight',
		'start',
		'end',
	).map(kind => ({kind})),
);

test('any edits keep the cursor at a cluster boundary, and the text in one line of limited length', () => {
	fc.assert(fc.property(texts, fc.array(edits, {maxLength: 30}), (text, list) => {
		let line = inputLineOf(text);

		for (const edit of list) {
			line = editInput(line, edit);
			expect(boundariesOf(line.text)).toContain(line.cursor);
			expect(line.text).not.toMatch(/[\p{Control}\u{2028}\u{2029}]/v);
			expect(line.text.length).toBeLessThanOrEqual(maxInputLength);
		}
	}));
});

const plainTexts = fc.string({unit: fc.constantFrom('a', 'b', ' ', '-', ':', 'é', '日', '🚀', '👩‍🚀', 'e\u{301}'), maxLength: 20});

test('deleting all inserted clusters restores the line', () => {
	fc.assert(fc.property(plainTexts, plainTexts, plainTexts, (before, after, inserted) => {
		const line: InputLine = {text: before + after, cursor: before.length};
		let edited = editInput(line, {kind: 'insert', text: inserted});

		for (const _ of clustersOf(inserted)) {
			edited = editInput(edited, {kind: 'deleteBack'});
		}

		expect(edited).toEqual(line);
	}));
});

test('moving never changes the text, and reaches every boundary from both ends', () => {
	fc.assert(fc.property(texts, text => {
		const line = inputLineOf(text);
		const boundaries = boundariesOf(line.text);
		let forward = editInput(line, {kind: 'start'});
		let back = line;

		for (const index of boundaries.keys()) {
			expect(forward).toEqual({text: line.text, cursor: boundaries[index]});
			expect(back).toEqual({text: line.text, cursor: boundaries.at(-1 - index)});
			forward = editInput(forward, {kind: 'right'});
			back = editInput(back, {kind: 'left'});
		}
	}));
});

test('moving by words reaches both ends of the line', () => {
	fc.assert(fc.property(texts, text => {
		const line = inputLineOf(text);
		let left = line;
		let right = editInput(line, {kind: 'start'});

		for (const _ of boundariesOf(line.text)) {
			left = editInput(left, {kind: 'wordLeft'});
			right = editInput(right, {kind: 'wordRight'});
		}

		expect(left.cursor).toBe(0);
		expect(right.cursor).toBe(line.text.length);
	}));
});

test('splitAtCursor splits a line at its cursor and keeps clusters whole', () => {
	expect(splitAtCursor({text: 'a👩‍🚀b', cursor: 1})).toEqual({before: 'a', under: '👩‍🚀', after: 'b'});
	expect(splitAtCursor(inputLineOf('ab'))).toEqual({before: 'ab', under: '', after: ''});
});
