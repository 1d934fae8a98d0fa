import {memo, type ReactNode, useMemo} from 'react';
import {taskKey} from '../../imports/task.ts';
import {type Model} from '../../app/model.ts';
import {differingParts, refOf} from '../../app/targets/targets.ts';
import {useKeymap} from '../hooks/use-keymap.ts';
import {type Line} from '../lines/lines.ts';
import {SpanLine} from '../lines/span-line.tsx';
import {type Row} from './cells.ts';
import {emptyText, pageRows} from './list-spans.ts';
import {
	type TableColumns,
	columnsIn,
	headingSpans,
	rowSpans,
} from './columns.ts';

/*
Returns the same array while the width does not change, so that rows stay memoized.
*/
const useColumns = (model: Model): TableColumns => {
	const {hasProfile, hasRegion} = differingParts(model);
	const {size: {columns}, columns: chosen} = model;
	return useMemo(() => columnsIn(columns, {hasProfile, hasRegion}, chosen), [columns, hasProfile, hasRegion, chosen]);
};

export function TableHeading({model}: {readonly model: Model}): ReactNode {
	return <SpanLine spans={headingSpans(useColumns(model), model)}/>;
}

const TableRow = memo(({table, ...row}: Row & {readonly table: TableColumns}): ReactNode => <SpanLine spans={rowSpans(table, row)}/>);

/**
One page of imports, filled up with empty rows.
*/
export function TableRows({model, height}: {readonly model: Model; readonly height: number}): ReactNode {
	const keymap = useKeymap();
	const table = useColumns(model);
	const rows = pageRows(model);
	const empty: Line = [{text: `   ${emptyText(model, keymap)}`}];

	return Array.from({length: height}, (_, index) => {
		const row = rows[index];
		return row === undefined ? <SpanLine key={index} spans={index === 0 ? empty : []}/> : <TableRow key={taskKey(refOf(row.record))} table={table} {...row}/>;
	});
}
