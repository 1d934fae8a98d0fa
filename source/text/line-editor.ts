/**
A line of text that is being edited.
*/
export type InputLine = {
	readonly text: string;

	/**
	The cursor stands before this index of the text, in UTF-16 code units: between two grapheme clusters, never inside one.
	*/
	readonly cursor: number;
};

/**
What can be done to a line. The words are those of readline.
*/
export type InputEdit =
	| {
		readonly kind: 'insert';

		/**
		One character, or all that was pasted.
		*/
		readonly text: string;
	}
	| {
		readonly kind: 'replace';

		/**
		Takes the place of the whole line.
		*/
		readonly text: string;
	}
	| {readonly kind: 'deleteBack'}
	| {readonly kind: 'deleteForward'}
	| {readonly kind: 'deleteWordBack'}
	| {readonly kind: 'deleteToStart'}
	| {readonly kind: 'deleteToEnd'}
	| {readonly kind: 'left'}
	| {readonly kind: 'right'}
	| {readonly kind: 'wordLeft'}
	| {readonly kind: 'wordRight'}
	| {readonly kind: 'start'}
	| {readonly kind: 'end'};

/**
The longest line, in UTF-16 code units: a bound for what may be pasted by mistake.
*/
export const maxInputLength = 1000;

const segmenter = new Intl.Segmenter();

/*
The boundary between grapheme clusters that is at an index, or nearest before it.
*/
const boundaryBefore = (text: string, index: number): number => segmenter.segment(text).containing(index)?.index ?? text.length;

/*
The boundary between grapheme clusters that is at an index, or nearest after it.
*/
const boundaryAfter = (text: string, index: number): number => {
	const cluster = segmenter.segment(text).containing(index);

	if (cluster === undefined) {
		return text.length;
	}

	return cluster.index === index ? index : cluster.index + cluster.segment.length;
};

/*
Letters, digits and what stands inside identifiers, so that a task id is one word.
*/
const word = /[\p{Letter}\p{Mark}\p{Number}\-_]+/gv;

const left = ({text, cursor}: InputLine): number => cursor === 0 ? 0 : boundaryBefore(text, cursor - 1);

const right = ({text, cursor}: InputLine): number => boundaryAfter(text, cursor + 1);

const wordLeft = ({text, cursor}: InputLine): number => {
	const start = text.slice(0, cursor).matchAll(word).toArray().at(-1)?.index ?? 0;
	return boundaryBefore(text, start);
};

const wordRight = ({text, cursor}: InputLine): number => {
	const next = text.slice(cursor).matchAll(word).next().value;
	return next === undefined ? text.length : boundaryAfter(text, cursor + next.index + next[0].length);
};

/*
A line break or tab becomes a space, so that words that were pasted stay apart; other control characters go.
*/
const withoutControls = (text: string): string => text
	.replaceAll(/\r\n|[\p{Line_Separator}\p{Paragraph_Separator}\t\n\v\f\r\u{85}]/gv, ' ')
	.replaceAll(/\p{Control}/gv, '');

const moveTo = (line: InputLine, cursor: number): InputLine => ({...line, cursor});

/*
Puts text in the place of what is between two indices, and the cursor after it: beyond the cluster, where what comes together joins into one.
*/
const replace = ({text}: InputLine, start: number, end: number, inserted = ''): InputLine => {
	const replaced = text.slice(0, start) + inserted + text.slice(end);
	return {text: replaced, cursor: boundaryAfter(replaced, start + inserted.length)};
};

const insert = (line: InputLine, text: string): InputLine => {
	const inserted = withoutControls(text);
	const room = Math.max(0, maxInputLength - line.text.length);
	return replace(line, line.cursor, line.cursor, inserted.slice(0, boundaryBefore(inserted, room)));
};

/**
The line after an edit. Where there is nothing to delete and nowhere to go, the line stays as it is; where it is full, what has no room is not inserted.
*/
export const editInput = (line: InputLine, edit: InputEdit): InputLine => {
	const {text, cursor} = line;

	switch (edit.kind) {
		case 'replace': {
			return insert({text: '', cursor: 0}, edit.text);
		}

		case 'insert': {
			return insert(line, edit.text);
		}

		case 'deleteBack': {
			return replace(line, left(line), cursor);
		}

		case 'deleteForward': {
			return replace(line, cursor, right(line));
		}

		case 'deleteWordBack': {
			return replace(line, wordLeft(line), cursor);
		}

		case 'deleteToStart': {
			return replace(line, 0, cursor);
		}

		case 'deleteToEnd': {
			return replace(line, cursor, text.length);
		}

		case 'left': {
			return moveTo(line, left(line));
		}

		case 'right': {
			return moveTo(line, right(line));
		}

		case 'wordLeft': {
			return moveTo(line, wordLeft(line));
		}

		case 'wordRight': {
			return moveTo(line, wordRight(line));
		}

		case 'start': {
			return moveTo(line, 0);
		}

		case 'end': {
			return moveTo(line, text.length);
		}
	}
};

/**
A line with the cursor at its end. The text is made to fit a line as inserted text is.
*/
export const inputLineOf = (text: string): InputLine => insert({text: '', cursor: 0}, text);

/**
A line in three parts: what is before the cursor, the character under it, which is empty at the end of the line, and what comes after.
*/
export const splitAtCursor = (line: InputLine): {readonly before: string; readonly under: string; readonly after: string} => {
	const {text, cursor} = line;
	const end = cursor === text.length ? cursor : right(line);
	return {before: text.slice(0, cursor), under: text.slice(cursor, end), after: text.slice(end)};
};
