import {Box, Text} from 'ink';
import Spinner from 'ink-spinner';
import {type ReactNode} from 'react';
import {type Model} from '../../model/model.ts';
import {headerSpans} from '../header-spans.ts';
import {SpanLine} from './span-line.tsx';

/**
The first row. The spinner turns only while an answer has been awaited for long, so that a quiet pane draws nothing.
*/
export function Header({model}: {readonly model: Model}): ReactNode {
	const line = <SpanLine spans={headerSpans(model)}/>;
	const isSlow = model.poll.kind === 'scanning' && model.poll.isSlow;
	return isSlow ? <Box>{line}<Text> <Spinner/></Text></Box> : line;
}
