import stringWidth from 'string-width';
import {isNarrow} from './lazy-segmenter.ts';

/**
Matches what a terminal obeys, reorders by or does not show: control and format characters (bidirectional controls, zero-width characters, soft hyphens and tags are among them), line and paragraph separators, surrogates without their other half, and whatever else is invisible by default, such as variation selectors.

The joiners inside emoji are no exception: terminals disagree on the width of what they join, and a row that comes out wider than it was measured spoils the screen.
*/
export const unprintable = /[\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Line_Separator}\p{Paragraph_Separator}\p{Surrogate}]/gv;

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
Text as it may be sent to a terminal: what is not plainly visible is shown by a placeholder, one for each character, so that text from the service is never more than text. `␛` and the other control pictures stand for control characters, `�` stands for everything else.
*/
export const printable = (text: string): string => isNarrow(text) ? text : text.replaceAll(unprintable, character => placeholder(character));

/**
Where a text that is too long is cut: its start, its middle or its end is lost.
*/
export type Cut = 'start' | 'middle' | 'end';

const ellipsis = '…';

/*
How much of the room is for what comes before the cut.
*/
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

/*
As many of the clusters as fit into so many columns, from the first on.
*/
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

/*
Each cluster is measured at most three times, and none beyond what is shown, so that a text of any length is cut in linear time.
*/
const fitClusters = (text: string, width: number, cut: Cut): string => {
	const clusters = Array.from(segmenter.segment(text), ({segment}) => segment);

	if (take(clusters, width).isAll) {
		return text;
	}

	const room = width - 1;
	const head = take(clusters, headRoom(room, cut));
	const tail = cut === 'end' ? [] : take(clusters.toReversed(), room - head.width).taken.toReversed();
	return [...head.taken, ellipsis, ...tail].join('');
};

/**
The text, printable, in at most `width` columns; where it is too long, `…` stands for what was cut. Never splits a grapheme cluster: what a person sees as one character is there or not.
*/
export const fitText = (text: string, width: number, {cut = 'end'}: {readonly cut?: Cut} = {}): string => {
	if (width <= 0) {
		return '';
	}

	return isNarrow(text) ? fitNarrow(text, width, cut) : fitClusters(printable(text), width, cut);
};

/**
The width of a text in columns.
*/
export const textWidth = (text: string): number => isNarrow(text) ? text.length : stringWidth(text);

const withSpaces = (text: string, width: number): string => text + ' '.repeat(Math.max(0, width - textWidth(text)));

/**
The text with spaces after it up to `width` columns. A longer text stays as it is.
*/
export const padTo = (text: string, width: number): string =>
	// A space joins the cluster of some characters before it, such as the Malayalam dot reph, and is then missing from the width: it takes a second look to find that out.
	withSpaces(withSpaces(text, width), width);

/**
The text, printable, in exactly `width` columns: cut as by `fitText`, or with spaces after it.
*/
export const padText = (text: string, width: number, options: {readonly cut?: Cut} = {}): string => padTo(fitText(text, width, options), width);

const escaped = (character: string): string => Array.from(
	{length: character.length},
	(_, index) => String.raw`\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`, // eslint-disable-line unicorn/prefer-code-point -- JSON escapes code units.
).join('');

/**
A value as one line of JSON that is safe to print: what a terminal would obey or not show is escaped, and whoever parses the line gets it back as it was.
*/
export const jsonLine = (value: unknown): string => JSON.stringify(value).replaceAll(unprintable, character => escaped(character));
