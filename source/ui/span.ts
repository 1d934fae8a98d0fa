import {textWidth} from '../domain/printable.ts';
import {type StyleName} from '../domain/themes.ts';

/**
A run of text in one style. The text holds nothing that a terminal would take for a control sequence: what comes from the service has been through `printable`, `fitText` or `padText`.
*/
export type Span = {
	readonly text: string;
	readonly style?: StyleName;

	/**
	The address that it leads to, for terminals that know hyperlinks (OSC 8).
	*/
	readonly link?: string;
};

/**
The width of spans that stand side by side, in columns.
*/
export const spansWidth = (spans: readonly Span[]): number => textWidth(spans.map(span => span.text).join(''));

/**
The spans, with plain spaces after them up to the given width in columns.
*/
export const padSpans = (spans: readonly Span[], width: number): readonly Span[] => {
	const missing = width - spansWidth(spans);
	return missing > 0 ? [...spans, {text: ' '.repeat(missing)}] : spans;
};
