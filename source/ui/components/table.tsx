import {memo, type ReactNode, useMemo} from 'react';
import {taskKey} from '../../domain/task.ts';
import {layoutOf} from '../../model/layout.ts';
import {type Model} from '../../model/model.ts';
import {differingParts, refOf} from '../../model/targets.ts';
import {
	type Column,
	columnsIn,
	headingSpans,
	type Row,
	rowSpans,
} from '../columns.ts';
import {useKeymap} from '../hooks/use-keymap.ts';
import {emptyText, pageRows} from '../list-spans.ts';
import {type Span} from '../span.ts';
import {SpanLine} from './span-line.tsx';

/*
A row whose import is as it was is not even put into words again.
*/
const TableRow = memo(({columns, ...row}: Row & {readonly columns: readonly Column[]}): ReactNode => <SpanLine spans={rowSpans(columns, row)}/>);

/**
The heading and one page of imports, always as high as the page.
*/
export function Table({model}: {readonly model: Model}): ReactNode {
	const keymap = useKeymap();
	const {hasProfile, hasRegion} = differingParts(model);
	const columns = useMemo(() => columnsIn(model.size.columns, {hasProfile, hasRegion}), [model.size.columns, hasProfile, hasRegion]);
	const rows = pageRows(model);
	const {tableRows} = layoutOf(model);
	const empty: readonly Span[] = [{text: `   ${emptyText(model, keymap)}`, style: 'muted'}];

	return (
		<>
			<SpanLine spans={headingSpans(columns)}/>
			{Array.from({length: tableRows}, (_, index) => {
				const row = rows[index];
				return row === undefined ? <SpanLine key={index} spans={index === 0 ? empty : []}/> : <TableRow key={taskKey(refOf(row.record))} columns={columns} {...row}/>;
			})}
		</>
	);
}
