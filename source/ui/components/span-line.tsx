import {Text} from 'ink';
import {memo, type ReactNode} from 'react';
import {useTheme} from '../hooks/use-theme.ts';
import {type Span} from '../span.ts';

const linked = (text: string, url: string): string => `\u{1B}]8;;${url}\u{7}${text}\u{1B}]8;;\u{7}`;

type SpanLineProps = {readonly spans: readonly Span[]};

const isSame = ({spans: before}: SpanLineProps, {spans: after}: SpanLineProps): boolean => before === after
	|| (before.length === after.length && before.every(({text, style, link}, index) => text === after[index]?.text && style === after[index]?.style && link === after[index]?.link));

/**
One row of the screen, drawn from spans; never more than one row high. An empty one is an empty row. A row that says what it said is not drawn again: of a key that moves the cursor, two rows are.
*/
export const SpanLine = memo(({spans}: SpanLineProps): ReactNode => {
	const theme = useTheme();

	const texts = spans.map(({text, style = 'plain', link}, index) => <Text key={index} {...theme[style]}>{link === undefined ? text : linked(text, link)}</Text>);

	return <Text wrap='truncate-end'>{spans.length === 0 ? ' ' : texts}</Text>;
}, isSame);
