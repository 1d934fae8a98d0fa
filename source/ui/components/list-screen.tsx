import {type ReactNode} from 'react';
import {layoutOf} from '../../model/layout.ts';
import {type Model} from '../../model/model.ts';
import {useKeymap} from '../hooks/use-keymap.ts';
import {hintSpans} from '../hint-spans.ts';
import {countsSpans, filterSpans, pageSpans} from '../list-spans.ts';
import {Banner} from './banner.tsx';
import {Header} from './header.tsx';
import {RecentChanges} from './recent-changes.tsx';
import {SpanLine} from './span-line.tsx';
import {Table} from './table.tsx';

/**
The live list with all that stands around it.
*/
export function ListScreen({model}: {readonly model: Model}): ReactNode {
	const {hasFilterLine, hasSpacing} = layoutOf(model);
	const keymap = useKeymap();
	const space = hasSpacing ? <SpanLine spans={[]}/> : undefined;

	return (
		<>
			<Header model={model}/>
			<SpanLine spans={countsSpans(model)}/>
			{hasFilterLine ? <SpanLine spans={filterSpans(model, keymap)}/> : undefined}
			<Banner model={model}/>
			{space}
			<Table model={model}/>
			{space}
			<SpanLine spans={pageSpans(model)}/>
			<RecentChanges model={model}/>
			<SpanLine spans={hintSpans(model, keymap)}/>
		</>
	);
}
