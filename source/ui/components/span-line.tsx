import {Text} from 'ink';
import {type ReactNode} from 'react';
import {useTheme} from '../hooks/use-theme.ts';
import {type Span} from '../span.ts';

/**
One row of the screen, drawn from spans; never more than one row high. An empty one is an empty row.
*/
export function SpanLine({spans}: {readonly spans: readonly Span[]}): ReactNode {
	const theme = useTheme();

	const texts = spans.map(({text, style = 'plain'}, index) => <Text key={index} {...theme[style]}>{text}</Text>);

	return <Text wrap='truncate-end'>{spans.length === 0 ? ' ' : texts}</Text>;
}
