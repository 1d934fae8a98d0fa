import {memo, type ReactNode, useMemo} from 'react';
import {taskKey} from '../../domain/task.ts';
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
import {type Line} from '../lines.ts';
import {emptyText, pageRows} from '../list-spans.ts';
import {SpanLine} from './span-line.tsx';

/*
The same array as long as the terminal is as wide, so that rows stay memoized.
*/
const useColumns = (model: Model): readonly Column[] => {
	const {hasProfile, hasRegion} = differingParts(model);
	const {columns} = model.size;
	return useMemo(() => columnsIn(columns, {hasProfile, hasRegion}), [columns, hasProfile, hasRegion]);
};

export function TableHeading({model}: {readonly model: Model}): ReactNode {
	return <SpanLine spans={headingSpans(useColumns(model))}/>;
}

/*
Builds its cells again only if the import, its place or the columns changed.
*/
const TableRow = memo(({columns, ...row}: Row & {readonly columns: readonly Column[]}): ReactNode => <SpanLine spans={rowSpans(columns, row)}/>);

/**
One page of imports, always as high as the page.
*/
export function TableRows({model, height}: {readonly model: Model; readonly height: number}): ReactNode {
	const keymap = useKeymap();
	const columns = useColumns(model);
	const rows = pageRows(model);
	const empty: Line = [{text: `   ${emptyText(model, keymap)}`, style: 'muted'}];

	return Array.from({length: height}, (_, index) => {
		const row = rows[index];
		return row === undefined ? <SpanLine key={index} spans={index === 0 ? empty : []}/> : <TableRow key={taskKey(refOf(row.record))} columns={columns} {...row}/>;
	});
}
