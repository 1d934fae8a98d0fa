import {padText} from '../domain/printable.ts';
import {formatLabel, type ImportTask, statusLabel} from '../domain/task.ts';
import {clockTime} from '../domain/time-text.ts';
import {type ObservedChange} from '../model/model.ts';
import {type Span} from './span.ts';
import {statusLook, type StyleName} from './theme.ts';

/**
An import with what has been observed of it.
*/
export type Row = {
	readonly task: ImportTask;

	/**
	When its last change was seen, in epoch milliseconds.
	*/
	readonly changedAt: number | undefined;

	/**
	The change that is marked.
	*/
	readonly mark: ObservedChange | undefined;
	readonly isSelected: boolean;

	/**
	Whether that change happened in a gap: then it was seen so late at the latest.
	*/
	readonly isDatedLate: boolean;
};

/**
A column of the table.
*/
export type Column = {
	readonly heading: string;

	/**
	In character cells.
	*/
	readonly width: number;
	readonly cell: (row: Row) => string;
	readonly style?: (row: Row) => StyleName;

	/**
	Where a text that is too long is cut.
	*/
	readonly cut?: 'end' | 'middle';
};

const noValue = '–';

/*
Two signs (changed, under the cursor) and a space before the first column.
*/
const gutterWidth = 3;
const gap = '  ';

const markText = ({change}: ObservedChange): string => change.kind === 'changed' ? `from ${statusLabel(change.from)}` : 'new';

const task: Column = {heading: 'TASK', width: 12, cell: row => row.task.taskId};

const graph: Column = {heading: 'GRAPH', width: 12, cell: row => row.task.graphId ?? noValue};

const status: Column = {
	heading: 'STATUS',
	width: 16,
	cell: row => `${statusLook(row.task.status).sign} ${statusLabel(row.task.status)}`,
	style: row => statusLook(row.task.status).style,
};

const changed: Column = {
	heading: 'CHANGED',
	width: 9,
	cell: row => row.changedAt === undefined ? '' : `${row.isDatedLate ? '≤' : ''}${clockTime(row.changedAt)}`,
	style: row => row.mark === undefined ? 'muted' : 'plain',
};

const change: Column = {
	heading: 'CHANGE',
	width: 19,
	cell: row => row.mark === undefined ? '' : markText(row.mark),
};

const format: Column = {heading: 'FORMAT', width: 11, cell: row => formatLabel(row.task.format)};

const source: Column = {
	heading: 'SOURCE',
	width: 0,
	cell: row => row.task.source === '' ? noValue : row.task.source,
	cut: 'middle',
};

/*
In the order in which they stand in the table.
*/
const allColumns: readonly Column[] = [task, graph, status, changed, change, format, source];

/*
In the order in which they are given up as the terminal gets narrower.
*/
const droppedInOrder: readonly Column[] = [format, change, graph, changed, source];

const minSourceWidth = 14;

const widthOf = (columns: readonly Column[]): number =>
	gutterWidth + columns.reduce((width, column) => width + (column === source ? minSourceWidth : column.width) + gap.length, 0) - gap.length;

/**
The columns that a terminal of so many character cells has room for. The source takes all that the others leave.
*/
export const columnsIn = (width: number): readonly Column[] => {
	let columns = allColumns;

	for (const dropped of droppedInOrder) {
		if (widthOf(columns) <= width) {
			break;
		}

		columns = columns.filter(column => column !== dropped);
	}

	const spare = width - widthOf(columns);
	return columns.map(column => column === source ? {...source, width: minSourceWidth + Math.max(0, spare)} : column);
};

/**
The heading of the table.
*/
export const headingSpans = (columns: readonly Column[]): readonly Span[] => [
	{text: ' '.repeat(gutterWidth)},
	{text: columns.map(column => padText(column.heading, column.width)).join(gap), style: 'heading'},
];

/**
A row of the table, as wide as its columns together.
*/
export const rowSpans = (columns: readonly Column[], row: Row): readonly Span[] => {
	const gutter = `${row.mark === undefined ? ' ' : '┃'}${row.isSelected ? '▸' : ' '} `;
	const cells = columns.map(column => ({
		text: padText(column.cell(row), column.width, column.cut === undefined ? {} : {cut: column.cut}),
		style: column.style?.(row) ?? 'plain',
	} satisfies Span));

	if (row.isSelected) {
		return [{text: gutter + cells.map(cell => cell.text).join(gap), style: 'selected'}];
	}

	return [
		{text: gutter, style: row.mark === undefined ? 'plain' : 'warning'},
		...cells.flatMap((cell, index) => index === 0 ? [cell] : [{text: gap}, cell]),
	];
};
