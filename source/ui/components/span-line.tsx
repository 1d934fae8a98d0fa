import {Text} from 'ink';
import {type ReactNode} from 'react';
import {useTheme} from '../hooks/use-theme.ts';
import {type Span} from '../span.ts';

const linked = (text: string, url: string): string => `\u{1B}]8;;${url}\u{7}${text}\u{1B}]8;;\u{7}`;

/**
One row of the screen, drawn from spans; never more than one row high. An empty one is an empty row.
*/
export function SpanLine({spans}: {readonly spans: readonly Span[]}): ReactNode {
	const theme = useTheme();

	const texts = spans.map(({text, style = 'plain', link}, index) => <Text key={index} {...theme[style]}>{link === undefined ? text : linked(text, link)}</Text>);

	return <Text wrap='truncate-end'>{spans.length === 0 ? ' ' : texts}</Text>;
}
