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
function Underlined({look, text}: {readonly look: Look; readonly text: string}): ReactNode {
	const start = text.length - text.trimStart().length;
	const end = text.trimEnd().length;
	const {underline: _, ...rest} = look;

	return (
		<Text {...rest}>
			{text.slice(0, start)}
			<Text underline>{text.slice(start, end)}</Text>
			{text.slice(Math.max(start, end))}
		</Text>
	);
}

/*
Merges adjacent spans of the same style, because Ink visits every text node on each frame.
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

	const texts = mergeSpans(spans).map(({text, style = 'plain', isBold, link}, index) => {
		const look: Look = isBold ? {...theme[style], bold: true} : theme[style];
		const shown = link === undefined ? text : linked(text, link);

		if (Object.keys(look).length === 0) {
			return shown;
		}

		return look.underline ? <Underlined key={index} look={look} text={shown}/> : <Text key={index} {...look}>{shown}</Text>;
	});

	return <Text wrap='truncate-end'>{spans.length === 0 ? ' ' : texts}</Text>;
}, isSame);
