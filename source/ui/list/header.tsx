import {Box, Text} from 'ink';
import Spinner from 'ink-spinner';
import {type ReactNode} from 'react';
import {type Model} from '../../app/model.ts';
import {SpanLine} from '../lines/span-line.tsx';
import {headerSpans} from './header-spans.ts';

/**
The first row. The spinner turns only while an answer has been awaited for long, so that a quiet pane draws nothing.
*/
export function Header({model}: {readonly model: Model}): ReactNode {
	const line = <SpanLine spans={headerSpans(model)}/>;

	// Of several targets the cells say that.
	const [only, another] = model.targets.values();
	const isSlow = another === undefined && only?.poll.kind === 'scanning' && only.poll.isSlow;
	return isSlow ? <Box>{line}<Text> <Spinner/></Text></Box> : line;
}
