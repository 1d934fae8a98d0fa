import {type ReactNode} from 'react';
import {bannerLines} from '../../model/banner.ts';
import {type Model} from '../../model/model.ts';
import {SpanLine} from './span-line.tsx';

/**
What failed, since when, what to do, and when the next try is; nothing where nothing failed.
*/
export function Banner({model}: {readonly model: Model}): ReactNode {
	return bannerLines(model).map((line, index) => (
		<SpanLine key={line} spans={[{text: index === 0 ? ' ✖ ' : ' '.repeat(3), style: 'failed'}, {text: line, style: 'warning'}]}/>
	));
}
