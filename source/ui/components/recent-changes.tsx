import {type ReactNode} from 'react';
import {clockTime} from '../../domain/time-text.ts';
import {layoutOf} from '../../model/layout.ts';
import {type Model} from '../../model/model.ts';
import {targetNamer} from '../../model/targets.ts';
import {changeSpans} from '../change-spans.ts';
import {type Span} from '../span.ts';
import {SpanLine} from './span-line.tsx';

const noChange: readonly Span[] = [{text: ' no change seen yet', style: 'muted'}];

/**
The last changes, newest first, in as many rows as there are for them.
*/
export function RecentChanges({model}: {readonly model: Model}): ReactNode {
	return Array.from({length: layoutOf(model).changeRows}, (_, index) => {
		const change = model.changes[index];
		const spans = change === undefined ? [] : changeSpans(change, model.size.columns, {timeText: clockTime, name: targetNamer(model)});
		return <SpanLine key={index} spans={index === 0 && change === undefined ? noChange : spans}/>;
	});
}
