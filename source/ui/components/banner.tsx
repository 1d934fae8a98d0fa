import {type ReactNode} from 'react';
import {bannerLines, hasFailure} from '../../model/banner.ts';
import {type Model} from '../../model/model.ts';
import {type Span} from '../span.ts';
import {SpanLine} from './span-line.tsx';

/**
What failed, since when, what to do, and when the next try is; or that the sign-in is about to end.
*/
export function Banner({model}: {readonly model: Model}): ReactNode {
	const sign: Span = hasFailure(model) ? {text: ' ✖ ', style: 'failed'} : {text: ' ! ', style: 'warning'};
	return bannerLines(model).map((line, index) => (
		<SpanLine key={line} spans={[index === 0 ? sign : {text: ' '.repeat(3)}, {text: line, style: 'warning'}]}/>
	));
}
