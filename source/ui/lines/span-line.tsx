import chalk from 'chalk';
import {Text} from 'ink';
import {memo, type ReactNode} from 'react';
import {type Look} from '../../text/themes.ts';
import {useTheme} from '../hooks/use-theme.ts';
import {type Span} from './span.ts';

const linked = (text: string, url: string): string => `\u{1B}]8;;${url}\u{7}${text}\u{1B}]8;;\u{7}`;

type SpanLineProps = {readonly spans: readonly Span[]};

const isSame = ({spans: before}: SpanLineProps, {spans: after}: SpanLineProps): boolean => before === after
	|| (before.length === after.length && before.every(({text, style, isBold, link}, index) => {
		const span = after[index];
		return text === span?.text && style === span.style && isBold === span.isBold && link === span.link;
	}));

/*
Underlines the words, but not the padding around them.
*/
const underlined = (text: string): string => {
	const start = text.length - text.trimStart().length;
	const end = Math.max(start, text.trimEnd().length);
	return text.slice(0, start) + chalk.underline(text.slice(start, end)) + text.slice(end);
};

const styledText = (text: string, {color, bold, dimColor, underline, inverse}: Look): string => {
	let styled = underline ? underlined(text) : text;
	styled = dimColor ? chalk.dim(styled) : styled;
	styled = color === undefined ? styled : chalk[color](styled);
	styled = bold ? chalk.bold(styled) : styled;
	return inverse ? chalk.inverse(styled) : styled;
};

/*
Merges adjacent spans of the same style, so that a line has fewer escape sequences.
*/
const mergeSpans = (spans: readonly Span[]): readonly Span[] => {
	const runs: Span[] = [];

	for (const span of spans) {
		const last = runs.at(-1);

		if (last !== undefined && last.link === undefined && span.link === undefined && (last.style ?? 'plain') === (span.style ?? 'plain') && last.isBold === span.isBold) {
			runs[runs.length - 1] = {...last, text: last.text + span.text};
		} else {
			runs.push(span);
		}
	}

	return runs;
};

/**
One row of the screen. Memoized by content: a key that moves the cursor renders only two rows.
*/
export const SpanLine = memo(({spans}: SpanLineProps): ReactNode => {
	const theme = useTheme();

	const texts = mergeSpans(spans).map(({text, style = 'plain', isBold, link}) =>
		styledText(link === undefined ? text : linked(text, link), isBold ? {...theme[style], bold: true} : theme[style]));

	return <Text wrap='truncate-end'>{spans.length === 0 ? ' ' : texts.join('')}</Text>;
}, isSame);
