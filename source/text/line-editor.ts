/**
`cursor` is an index into the text, in UTF-16 code units, at a grapheme cluster boundary.
*/
export type InputLine = {
	readonly text: string;
	readonly cursor: number;
};

/**
Named after readline commands. `replace` replaces the whole line.
*/
export type InputEdit =
	| {readonly kind: 'insert' | 'replace'; readonly text: string}
	| {
		readonly kind:
			| 'deleteBack'
			| 'deleteForward'
			| 'deleteWordBack'
			| 'deleteToStart'
			| 'deleteToEnd'
			| 'left'
			| 'right'
			| 'wordLeft'
			| 'wordRight'
			| 'start'
			| 'end';
	};

/**
In UTF-16 code units; limits accidental pastes.
*/
export const maxInputLength = 1000;

const segmenter = new Intl.Segmenter();

// The cluster boundary at or before an index.
const boundaryBefore = (text: string, index: number): number => segmenter.segment(text).containing(index)?.index ?? text.length;

// The cluster boundary at or after an index.
const boundaryAfter = (text: string, index: number): number => {
	const cluster = segmenter.segment(text).containing(index);

	if (cluster === undefined) {
		return text.length;
	}

	return cluster.index === index ? index : cluster.index + cluster.segment.length;
};

// Includes `-` and `_`, so that a task ID is one word.
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

// Replaces line breaks and tabs with spaces, so that pasted words stay separate. Removes other control characters.
const withoutControls = (text: string): string => text
	.replaceAll(/\r\n|[\p{Line_Separator}\p{Paragraph_Separator}\u{85}[\s&&\p{Control}]]/gv, ' ')
	.replaceAll(/\p{Control}/gv, '');

const moveTo = (line: InputLine, cursor: number): InputLine => ({...line, cursor});

// Moves the cursor behind the inserted text, and behind a cluster that it joins.
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
Ignores edits that are not possible. Truncates inserted text that exceeds the maximum length.
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

export const inputLineOf = (text: string): InputLine => insert({text: '', cursor: 0}, text);

/**
`under` is the character under the cursor; empty at the end of the line.
*/
export const splitAtCursor = (line: InputLine): {readonly before: string; readonly under: string; readonly after: string} => {
	const {text, cursor} = line;
	const end = right(line);
	return {before: text.slice(0, cursor), under: text.slice(cursor, end), after: text.slice(end)};
};
