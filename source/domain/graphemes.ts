/**
The characters that are each a grapheme cluster of their own, whatever they stand beside, one UTF-16 code unit long and one column wide: Latin letters, punctuation, arrows, operators, box drawing and the signs of the screen. To be used in a regular expression, between brackets.
*/
export const narrowCharacters = String.raw`\u{20}-\u{7E}\u{A0}-\u{AC}\u{AE}-\u{2FF}\u{2010}-\u{2027}\u{2030}-\u{205E}\u{2190}-\u{22FF}\u{2400}-\u{2426}\u{2500}-\u{25FC}\u{2713}-\u{2718}\u{2800}-\u{28FF}\u{FFFD}`;

const narrow = new RegExp(`^[${narrowCharacters}]*$`, 'v');

/*
Nothing joins a control character but one line feed the carriage return before it.
*/
const narrowOrEscape = new RegExp(String.raw`^[\u{1B}${narrowCharacters}]*$`, 'v'); // eslint-disable-line regexp/no-control-character -- It begins control sequences.

/**
Whether each code unit of the text is a grapheme cluster, and takes one column. Most text is so.
*/
export const isNarrow = (text: string): boolean => narrow.test(text);

/**
What a person sees as one character, and where it begins in the text, in UTF-16 code units.
*/
export type Grapheme = {
	readonly segment: string;
	readonly index: number;
};

/**
The grapheme clusters of a text, in order, and each of them by an index that is in it; undefined beyond the text. What `Intl.Segments` offers, and the packages that the build makes use of this ask for.
*/
export type Graphemes = Iterable<Grapheme> & {
	readonly containing: (index: number) => Grapheme | undefined;
};

let segmenter: Intl.Segmenter | undefined;

const segments = (text: string): Graphemes => {
	// The first one of a process takes 10 ms, for which the first frame need not wait.
	segmenter ??= new Intl.Segmenter();
	return segmenter.segment(text);
};

const codeUnits = (text: string): Graphemes => ({
	* [Symbol.iterator]() {
		for (let index = 0; index < text.length; index += 1) {
			yield {segment: text.charAt(index), index};
		}
	},
	containing: index => index < 0 || index >= text.length ? undefined : {segment: text.charAt(index), index},
});

/**
The grapheme clusters of a text that may have control sequences in it.
*/
export const graphemes = (text: string): Graphemes => narrowOrEscape.test(text) ? codeUnits(text) : segments(text);
