import {type Message} from '../../app/message.ts';
import {fitText, textWidth} from '../../text/printable.ts';
import {type StyleName} from '../../text/themes.ts';

/**
A run of text in one style. The text must not contain control sequences: pass text from the service through `printable`, `fitText` or `padText` first.
*/
export type Span = {
	readonly text: string;
	readonly style?: StyleName;

	/**
	Adds bold to the style.
	*/
	readonly isBold?: boolean;

	/**
	URL of a hyperlink (OSC 8).
	*/
	readonly link?: string;

	/**
	The message for a click.
	*/
	readonly click?: Message;
};

/**
Returns the span at a column; column 0 is the first.
*/
export const spanAt = (spans: readonly Span[], column: number): Span | undefined => {
	let end = 0;
	return spans.find(({text}) => {
		end += textWidth(text);
		return column < end;
	});
};

/**
The total width, in columns.
*/
export const spansWidth = (spans: readonly Span[]): number => textWidth(spans.map(span => span.text).join(''));

/**
Pads with spaces at the end, up to `width` columns.
*/
export const padSpans = (spans: readonly Span[], width: number): readonly Span[] => {
	const missing = width - spansWidth(spans);
	return missing > 0 ? [...spans, {text: ' '.repeat(missing)}] : spans;
};

/**
Cuts spans at the end, to at most `width` columns.
*/
export const fitSpans = (spans: readonly Span[], width: number): readonly Span[] => {
	let room = width;
	const fitted: Span[] = [];

	for (const span of spans) {
		const text = fitText(span.text, room);
		room -= textWidth(text);
		fitted.push({...span, text});
	}

	return fitted;
};
