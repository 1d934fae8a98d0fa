import {type ColumnName, defaultColumnNames} from '../../imports/column-names.ts';
import {type SortOrder} from '../../imports/order.ts';
import {
	type Graph,
	graphIn,
	graphNameIn,
	graphStatusLabel,
	memoryText,
} from '../../imports/graph.ts';
import {failureCause} from '../../imports/import-facts.ts';
import {shortSource} from '../../imports/short-source.ts';
import {fitText, padTo, textWidth} from '../../text/printable.ts';
import {statusLook} from '../../imports/status-look.ts';
import {type ColumnSpec, fitColumns, type SizedColumn} from '../../text/table-layout.ts';
import {formatLabel} from '../../imports/task.ts';
import {countText, durationText, pastClockTime} from '../../text/time-text.ts';
import {type Model} from '../../app/model.ts';
import {differingParts, type NameParts} from '../../app/targets/targets.ts';
import {fitSpans, type Span, spansWidth} from '../lines/span.ts';
import {
	type Cell,
	isNew,
	leftCell,
	progressCell,
	type Row,
	statusCell,
	wideColumns,
} from './cells.ts';

/*
Widths in terminals from 0, 52, 96 and 120 columns.
*/
type Widths = readonly [tiny: number, narrow: number, wide: number, widest: number];

const widthSteps = [0, 52, wideColumns, 120] as const;

const widthAt = (widths: Widths | number, step: number): number => typeof widths === 'number' ? widths : widths[step] ?? widths[0];

const stepOf = (width: number): number => widthSteps.findLastIndex(step => width >= step);

/**
A row of the table of columns. In a narrow terminal, the column with the lowest priority goes first. The source gets the spare width.
*/
type ListColumn = {
	readonly name: ColumnName;

	/**
	The longest one that fits is shown, with the arrow if the list is sorted by the column.
	*/
	readonly headings: readonly [string, ...string[]];
	readonly widths: Widths | number;
	readonly priority: number;

	/**
	Shrinks to these widths, with this priority, before it is dropped.
	*/
	readonly tight?: {readonly widths: Widths; readonly priority: number};
	readonly takesSpareWidth?: true;

	/**
	The orders that the heading shows.
	*/
	readonly orders?: readonly SortOrder[];
	readonly cell: Cell;
};

type Column = SizedColumn<Omit<ListColumn, 'tight'> & ColumnSpec>;

/**
The columns for a terminal, and the widths beside and between them.
*/
export type TableColumns = {
	readonly columns: readonly Column[];
	readonly gutter: number;
	readonly gap: string;

	/**
	The source keeps at least this width beside a reason; 0 if the reason takes its place.
	*/
	readonly minSourceWidth: number;
};

const noValue = '–';

const muted = (text: string): readonly Span[] => [{text, style: 'muted'}];

const countCell = (count: number | undefined): string => count === undefined ? '' : countText(count);

const graphCell = (textOf: (graph: Graph) => string | undefined): Cell => ({record: {task}, graphs}) => {
	const graph = graphIn(graphs, task.graphId);
	return (graph && textOf(graph)) ?? '';
};

const listColumns: Readonly<Record<ColumnName, Omit<ListColumn, 'name'>>> = {
	status: {
		headings: ['STATUS'], widths: [11, 11, 16, 16], priority: 20, orders: ['activity', 'status'], cell: statusCell,
	},
	left: {
		headings: ['LEFT/ENDED', 'LEFT/END', 'LEFT'], widths: [8, 8, 10, 10], priority: 15, orders: ['left'], cell: leftCell,
	},
	progress: {
		headings: ['PROGRESS', 'DONE', '%'], widths: [4, 13, 15, 17], priority: 16, orders: ['progress'], cell: progressCell,
	},
	source: {
		headings: ['SOURCE'], widths: [15, 18, 40, 40], priority: 14, tight: {widths: [10, 12, 14, 24], priority: 17}, takesSpareWidth: true, orders: ['source'],
		cell: ({record: {task}}, width) => task.source === '' ? noValue : shortSource(task.source, width),
	},
	profile: {
		headings: ['PROFILE'], widths: [8, 8, 12, 12], priority: 19, cell: ({profile}, width) => fitText(profile, width, {cut: 'middle'}),
	},
	region: {
		headings: ['REGION'], widths: [10, 14, 14, 14], priority: 18, cell: ({region}, width) => fitText(region, width, {cut: 'middle'}),
	},
	elapsed: {
		headings: ['ELAPSED', 'TIME'], widths: 7, priority: 13, orders: ['elapsed'], cell({record: {known}}) {
			const elapsedMs = known?.details?.progress?.elapsedMs;
			return elapsedMs === undefined ? '' : durationText(elapsedMs);
		},
	},
	errors: {
		headings: ['ERRORS'], widths: 8, priority: 12, cell: ({record: {known}}) => countCell(known?.details?.progress?.errorCount),
	},
	statements: {
		headings: ['STATEMENTS'], widths: 14, priority: 11, cell: ({record: {known}}) => countCell(known?.details?.progress?.statementCount),
	},
	graph: {
		headings: ['GRAPH'], widths: 12, priority: 10, orders: ['graph'], cell: ({record: {task}, graphs}) => muted(graphNameIn(graphs, task.graphId) ?? noValue),
	},
	'graph-status': {
		headings: ['GRAPH STATUS'], widths: 12, priority: 9, cell: graphCell(({status}) => graphStatusLabel(status)),
	},
	memory: {
		headings: ['MEMORY'], widths: 10, priority: 8, cell: graphCell(memoryText),
	},
	task: {
		headings: ['TASK'], widths: 12, priority: 7, orders: ['task'], cell: ({record: {task}}) => muted(task.taskId),
	},
	changed: {
		headings: ['CHANGED'], widths: 9, priority: 6, cell({record: {changedAt, changedAfter}, today}, width) {
			const sign = changedAfter === undefined ? '' : '≤';
			return changedAt === undefined ? '' : sign + pastClockTime(changedAt, today, width - sign.length);
		},
	},
	format: {
		headings: ['FORMAT'], widths: 11, priority: 5, cell: ({record: {task}}) => formatLabel(task.format),
	},
};

const minWidthForSourceBesideReason = 72;

const minSourceWidthIn = (width: number): number => {
	if (width < minWidthForSourceBesideReason) {
		return 0;
	}

	return width < 120 ? 18 : 24;
};

const shownNames = (chosen: readonly ColumnName[] | undefined, {hasProfile, hasRegion}: NameParts): readonly ColumnName[] =>
	chosen ?? defaultColumnNames.flatMap(name => name === 'source'
		? [name, ...(hasProfile ? ['profile' as const] : []), ...(hasRegion ? ['region' as const] : [])]
		: [name]);

/**
The columns that fit the width of the terminal. By default, profile and region are shown only if the targets differ in them.
*/
export const columnsIn = (width: number, parts: NameParts, chosen?: readonly ColumnName[]): TableColumns => {
	const step = stepOf(width);
	const isTiny = step === 0;
	const gutter = isTiny ? 2 : 3;
	const gap = isTiny ? 1 : 2;
	const specs = shownNames(chosen, parts).map(name => {
		const {widths, tight, takesSpareWidth, headings} = listColumns[name];
		const minWidth = widthAt(widths, step);
		return {
			...listColumns[name],
			name,
			heading: headings[0],
			minWidth,
			maxWidth: takesSpareWidth ? Infinity : minWidth,
			tight: tight && {minWidth: widthAt(tight.widths, step), priority: tight.priority},
		};
	});

	return {
		// One column stays free at the right edge.
		columns: fitColumns(specs, width - gutter - 1, gap),
		gutter,
		gap: ' '.repeat(gap),
		minSourceWidth: minSourceWidthIn(width),
	};
};

/**
The columns of the list of this model.
*/
export const columnsOf = (model: Model): TableColumns => columnsIn(model.size.columns, differingParts(model), model.columns);

/**
The headings, with the direction of the order after the one that it sorts by. A click sorts by the column, if there is such an order.
*/
export const headingSpans = ({columns, gutter, gap}: TableColumns, {order, isReversed}: {readonly order: SortOrder; readonly isReversed: boolean}): readonly Span[] => [
	{text: ' '.repeat(gutter)},
	...columns.map(({headings, orders = [], width}, index): Span => {
		const [first] = orders;
		const arrow = isReversed ? ' ▴' : ' ▾';
		const texts = orders.includes(order) ? headings.map(heading => heading + arrow) : headings;
		const text = padTo(texts.find(heading => textWidth(heading) <= width) ?? '', width);
		const click = orders.includes(order) ? order : first;
		return {text: `${index === 0 ? '' : gap}${text}`, style: 'heading', ...(click !== undefined && {click: {type: 'orderPicked', order: click}})};
	}),
];

const cellSpans = (cell: string | readonly Span[], width: number): readonly Span[] => {
	const spans = fitSpans(typeof cell === 'string' ? [{text: cell}] : cell, width);
	return [...spans, {text: ' '.repeat(Math.max(0, width - spansWidth(spans)))}];
};

const coveredByReason: ReadonlySet<ColumnName> = new Set(['progress', 'elapsed', 'source']);

/*
The reason starts in the progress column, which is empty for a failed import, and pushes the source to the right.
*/
const reasonCell = (row: Row, reason: string, covered: readonly Column[], {gap, minSourceWidth}: TableColumns): readonly Span[] => {
	const width = covered.reduce((sum, column) => sum + column.width, 0) + (gap.length * (covered.length - 1));
	const source = covered.find(({name}) => name === 'source');
	const before = width - (source === undefined ? 0 : source.width + gap.length);
	const span = (text: string): Span => isNew(row) ? {text, style: statusLook(row.record.task.status).style, isBold: true} : {text};

	if (source === undefined || minSourceWidth === 0 || source.width < minSourceWidth) {
		return cellSpans([span(fitText(reason, width))], width);
	}

	const reasonWidth = Math.max(before, Math.min(textWidth(reason), width - minSourceWidth - gap.length));
	const sourceWidth = width - reasonWidth - gap.length;
	return [...cellSpans([span(fitText(reason, reasonWidth))], reasonWidth), {text: gap}, ...cellSpans(source.cell(row, sourceWidth), sourceWidth)];
};

/*
The cells of a row. A reason takes the place of the columns that it covers.
*/
const rowCells = (table: TableColumns, row: Row): ReadonlyArray<readonly Span[]> => {
	const {columns} = table;
	const reason = failureCause(row.record)?.summary;
	const start = columns.findIndex(({name}) => name === 'progress');
	const cells = (shown: readonly Column[]): ReadonlyArray<readonly Span[]> => shown.map(column => cellSpans(column.cell(row, column.width), column.width));

	if (reason === undefined || start === -1) {
		return cells(columns);
	}

	const rest = columns.slice(start);
	const covered = rest.findIndex(({name}) => !coveredByReason.has(name));
	const end = covered === -1 ? columns.length : start + covered;
	return [...cells(columns.slice(0, start)), reasonCell(row, reason, columns.slice(start, end), table), ...cells(columns.slice(end))];
};

/**
A row of the table. The mark of a new row comes first, then the cursor.
*/
export const rowSpans = (table: TableColumns, row: Row): readonly Span[] => {
	const {gutter, gap} = table;
	const isMarked = isNew(row);
	const mark = isMarked ? '┃' : ' ';
	const cells = rowCells(table, row).flatMap((spans, index) => index === 0 ? spans : [{text: gap}, ...spans]);

	return row.isSelected
		? [{text: mark, style: isMarked ? 'warning' : 'plain'}, {text: '▸'.padEnd(gutter - 1) + cells.map(cell => cell.text).join(''), style: 'selected', ...(isMarked && {isBold: true})}]
		: [{text: mark, style: isMarked ? 'warning' : 'plain'}, {text: ' '.repeat(gutter - 1)}, ...cells];
};
