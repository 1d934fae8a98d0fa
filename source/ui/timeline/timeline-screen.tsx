import {type ReactNode} from 'react';
import {type Model} from '../../app/model.ts';
import {hintSpans} from '../help/hint-spans.ts';
import {useKeymap} from '../hooks/use-keymap.ts';
import {SpanLine} from '../lines/span-line.tsx';
import {timelineLines} from './timeline-lines.ts';

export function TimelineScreen({model}: {readonly model: Model}): ReactNode {
	const keymap = useKeymap();
	return [...timelineLines(model, keymap), hintSpans(model, keymap)].map((line, index) => <SpanLine key={index} spans={line}/>);
}
