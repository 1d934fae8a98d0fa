import stringWidth from 'string-width';
import {isNarrow} from './lazy-segmenter.ts';

/**
Matches characters that control a terminal, reorder text or are invisible, such as bidirectional controls, lone surrogates and variation selectors.

Includes emoji joiners: terminals disagree on the width of joined emoji, and a row that is too wide breaks the screen.
*/
export const unprintable = /[\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Line_Separator}\p{Paragraph_Separator}\p{Surrogate}]/gv;

/**
Matches characters that control a terminal, reorder text or separate lines. Lone surrogates have no UTF-8.
*/
export const controlling = /[\p{Bidi_Control}\p{Control}\p{Line_Separator}\p{Paragraph_Separator}\p{Surrogate}]/gv;

const segmenter = new Intl.Segmenter();

const firstControlPicture = 0x24_00;
const pictureOfDelete = '\u{2421}';
const replacement = '\u{FFFD}';

const placeholder = (character: string): string => {
	if (character === '\u{7F}') {
		return pictureOfDelete;
	}

	return character < ' ' ? String.fromCodePoint(firstControlPicture + (character.codePointAt(0) ?? 0)) : replacement;
};

/**
Makes text from the service safe for a terminal. Replaces C0 controls and DEL with control pictures such as `␛`, and other unprintable characters with `�`.
*/
export const printable = (text: string): string => isNarrow(text) ? text : text.replaceAll(unprintable, character => placeholder(character));

/**
Makes data from the service safe to print. Unlike `printable`, keeps characters that are only invisible, such as joiners: they belong to the value.
*/
export const printableData = (text: string): string => isNarrow(text) ? text : text.replaceAll(controlling, character => placeholder(character));

const keptInText = /(?<kept>\n)/v;
const keptInStyledText = /(?<kept>\u{1B}\[[\d;]*m|\n)/v; // eslint-disable-line no-control-regex, regexp/no-control-character -- Styles begin with it.

/**
Makes output safe for a terminal or a file: keeps line feeds, and replaces other characters as `printable` does, or with `isData` as `printableData` does. `hasStyles` also keeps the styles (SGR) of text that the program has colored after it made the parts from the service printable.
*/
export const printableLines = (text: string, {hasStyles = false, isData = false} = {}): string => {
	if (isNarrow(text)) {
		return text;
	}

	const makePrintable = isData ? printableData : printable;
	return text.split(hasStyles ? keptInStyledText : keptInText).map((part, index) => index % 2 === 0 ? makePrintable(part) : part).join('');
};

export type Cut = 'start' | 'middle' | 'end';

const ellipsis = '…';

// The number of columns before the cut.
const headRoom = (room: number, cut: Cut): number => {
	if (cut === 'middle') {
		return Math.ceil(room / 2);
	}

	return cut === 'end' ? room : 0;
};

const fitNarrow = (text: string, width: number, cut: Cut): string => {
	if (text.length <= width) {
		return text;
	}

	const room = width - 1;
	const headLength = headRoom(room, cut);
	return text.slice(0, headLength) + ellipsis + text.slice(text.length - (room - headLength));
};

const take = (clusters: Iterable<string>, room: number): {readonly taken: readonly string[]; readonly width: number; readonly isAll: boolean} => {
	const taken: string[] = [];
	let width = 0;

	for (const cluster of clusters) {
		const clusterWidth = stringWidth(cluster);

		if (width + clusterWidth > room) {
			return {taken, width, isAll: false};
		}

		taken.push(cluster);
		width += clusterWidth;
	}

	return {taken, width, isAll: true};
};

const clustersOf = (text: string): IteratorObject<string> => segmenter.segment(text)[Symbol.iterator]().map(({segment}) => segment);

// More code units than a cluster has in real text.
const longestCluster = 64;

/*
The last clusters, enough for `width` columns, so that a long text is not split as a whole. Drops the first one if it may be incomplete.
*/
const lastClustersOf = (text: string, width: number): readonly string[] => {
	const start = Math.max(0, text.length - ((width + 1) * longestCluster));
	return clustersOf(text.slice(start)).drop(start === 0 ? 0 : 1).toArray();
};

// Splits and measures only what is shown, however long the text is.
const fitClusters = (text: string, width: number, cut: Cut): string => {
	if (take(clustersOf(text), width).isAll) {
		return text;
	}

	const room = width - 1;
	const head = take(clustersOf(text), headRoom(room, cut));
	const tail = cut === 'end' ? [] : take(lastClustersOf(text, room).toReversed(), room - head.width).taken.toReversed();
	return [...head.taken, ellipsis, ...tail].join('');
};

/**
Returns printable text of at most `width` columns. Never splits a grapheme cluster.
*/
export const fitText = (text: string, width: number, {cut = 'end'}: {readonly cut?: Cut} = {}): string => {
	if (width <= 0) {
		return '';
	}

	return isNarrow(text) ? fitNarrow(text, width, cut) : fitClusters(printable(text), width, cut);
};

export const textWidth = (text: string): number => isNarrow(text) ? text.length : stringWidth(text);

const withSpaces = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - textWidth(text)));

/**
Appends spaces up to `width` columns. Longer text stays unchanged.
*/
export const padTo = (text: string, width: number): string =>
	// A space joins some characters, such as the Malayalam dot reph, and then adds no width. So the result is measured again.
	withSpaces(withSpaces(text, width), width);

export const padText = (text: string, width: number, options: {readonly cut?: Cut} = {}): string => padTo(fitText(text, width, options), width);

const escaped = (character: string): string => Array.from(
	{length: character.length},
	(_, index) => String.raw`\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`, // eslint-disable-line unicorn/prefer-code-point -- JSON escapes code units.
).join('');

/**
Returns one line of JSON that is safe to print: unprintable characters are escaped, and parse to the same value.
*/
export const jsonLine = (value: unknown): string => JSON.stringify(value).replaceAll(unprintable, character => escaped(character));
