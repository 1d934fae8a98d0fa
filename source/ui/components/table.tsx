import {type ReactNode} from 'react';
import {taskKey} from '../../domain/task.ts';
import {layoutOf} from '../../model/layout.ts';
import {type Model} from '../../model/model.ts';
import {differingParts} from '../../model/target-names.ts';
import {columnsIn, headingSpans, rowSpans} from '../columns.ts';
import {useKeymap} from '../hooks/use-keymap.ts';
import {emptyText, pageRows} from '../list-spans.ts';
import {type Span} from '../span.ts';
import {SpanLine} from './span-line.tsx';

const emptyRow: readonly Span[] = [];

/**
The heading and one page of imports, always as high as the page.
*/
export function Table({model}: {readonly model: Model}): ReactNode {
	const keymap = useKeymap();
	const columns = columnsIn(model.size.columns, differingParts(model));
	const rows = pageRows(model);
	const {tableRows} = layoutOf(model);
	const lines = rows.length === 0
		? [[{text: `   ${emptyText(model, keymap)}`, style: 'muted'} as const]]
		: rows.map(row => rowSpans(columns, row));

	return (
		<>
			<SpanLine spans={headingSpans(columns)}/>
			{Array.from({length: tableRows}, (_, index) => {
				const row = rows[index];
				return <SpanLine key={row === undefined ? index : taskKey(row.task)} spans={lines[index] ?? emptyRow}/>;
			})}
		</>
	);
}
