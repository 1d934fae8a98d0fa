/**
A regular expression class of Latin letters, punctuation, arrows, operators, box drawing and the program's signs. Each character is one code unit, one column and one grapheme cluster, also next to each other.
*/
export const narrowCharacters = [
	String.raw`\u{20}-\u{7E}\u{A0}-\u{AC}\u{AE}-\u{2FF}\u{2010}-\u{2027}\u{2030}-\u{205E}\u{2190}-\u{22FF}`,
	String.raw`\u{2400}-\u{2426}\u{2500}-\u{25FC}\u{2713}-\u{2718}\u{2800}-\u{28FF}\u{FFFD}`,
].join('');

const narrow = new RegExp(`^[${narrowCharacters}]*$`, 'v');

export const isNarrow = (text: string): boolean => narrow.test(text);

const sgr = /\u{1B}\[[\d;]*m/gv; // eslint-disable-line no-control-regex, regexp/no-control-character -- Control sequences begin with it.

/**
Returns the width in columns of narrow text, ignoring styles, or undefined for other text.
*/
export const narrowWidth = (text: string): number | undefined => {
	const visible = text.replaceAll(sgr, '');
	return isNarrow(visible) ? visible.length : undefined;
};

// Control characters stay separate clusters, except CR LF. These three occur in styled text.
const singleUnits = new RegExp(String.raw`^[\u{7}\n\u{1B}${narrowCharacters}]*$`, 'v'); // eslint-disable-line regexp/no-control-character -- They begin and end control sequences.

const unitAt = (input: string, index: number): Intl.SegmentData => ({segment: input.charAt(index), index, input});

const units = (input: string): Pick<Intl.Segments, 'containing'> & Iterable<Intl.SegmentData> => ({
	* [Symbol.iterator]() {
		for (let index = 0; index < input.length; index += 1) {
			yield unitAt(input, index);
		}
	},
	containing: (index = 0) => index < 0 || index >= input.length ? undefined : unitAt(input, index),
});

/**
Replaces `Intl.Segmenter` in the bundle. Creating the first real one takes 10 ms, so it is created only when needed.
*/
export class LazySegmenter {
	readonly #arguments: ConstructorParameters<typeof Intl.Segmenter>;
	#segmenter: Intl.Segmenter | undefined;

	constructor(...constructorArguments: ConstructorParameters<typeof Intl.Segmenter>) {
		this.#arguments = constructorArguments;
	}

	segment(text: string): ReturnType<typeof units> {
		const {granularity = 'grapheme'} = this.#arguments[1] ?? {};

		if (granularity === 'grapheme' && singleUnits.test(text)) {
			return units(text);
		}

		// Destructured, because the build replaces `Intl.Segmenter` with this class.
		const {Segmenter} = Intl; // eslint-disable-line @typescript-eslint/naming-convention -- A class.
		this.#segmenter ??= new Segmenter(...this.#arguments);
		return this.#segmenter.segment(text);
	}
}
