import {type ObservedChange} from '../../imports/change.ts';
import {graphNameIn, type Graphs} from '../../imports/graph.ts';
import {stalledSince} from '../../imports/progress.ts';
import {leftText, timeLeft} from '../../imports/time-left.ts';
import {type ImportRecord} from '../../imports/import-list.ts';
import {progressBar} from '../../text/progress-bar.ts';
import {padText} from '../../text/printable.ts';
import {statusLook} from '../../imports/status-look.ts';
import {
	cellText,
	columnGap,
	columnsWidth,
	type ColumnSpec,
	fitColumns,
	headingText,
	type SizedColumn,
} from '../../text/table-layout.ts';
import {formatLabel, isFinished, statusLabel} from '../../imports/task.ts';
import {type StyleName} from '../../text/themes.ts';
import {clockTime, durationText} from '../../text/time-text.ts';
import {type SortOrder, sortOrders} from '../../imports/order.ts';
import {type Model} from '../../app/model.ts';
import {differingParts, type NameParts} from '../../app/targets.ts';
import {type Span} from '../lines/span.ts';

export type Row = {
	readonly record: ImportRecord;
	readonly profile: string;
	readonly region: string;
	readonly graphs?: Graphs | undefined;
	readonly isSelected: boolean;
};

type ListColumn = ColumnSpec & {
	readonly key: string;
	readonly cell: (row: Row) => string;
	readonly style?: (row: Row) => StyleName;
};

export type Column = SizedColumn<ListColumn>;

const noValue = '–';

// The mark of a change, the cursor, and a space.
const gutterWidth = 3;

const markText = ({change}: ObservedChange): string => change.kind === 'changed' ? `from ${statusLabel(change.from)}` : 'new';

/*
The estimated time left, or since when the progress has stalled. Computed as of the last response, so that nothing redraws between polls.
*/
const leftOrStalled = ({record: {task, known}}: Row): Span | undefined => {
	if (known?.history === undefined || known.answeredAt === undefined || isFinished(task.status)) {
		return undefined;
	}

	const stalledAt = stalledSince(known.history, known.answeredAt);

	if (stalledAt !== undefined) {
		return {text: `stalled ${clockTime(stalledAt)}`, style: 'warning'};
	}

	const remaining = timeLeft(known.history, known.answeredAt);
	return remaining === undefined ? undefined : {text: leftText(remaining.leftMs)};
};

const taskColumn: ListColumn = {
	key: 'task', heading: 'TASK', minWidth: 12, priority: 10, cell: ({record}) => record.task.taskId,
};

const profile: ListColumn = {
	key: 'profile', heading: 'PROFILE', minWidth: 12, priority: 9, cell: row => row.profile, cut: 'middle',
};

const region: ListColumn = {
	key: 'region', heading: 'REGION', minWidth: 14, priority: 8, cell: row => row.region,
};

const graph: ListColumn = {
	key: 'graph', heading: 'GRAPH', minWidth: 12, priority: 5, cell: ({record: {task}, graphs}) => graphNameIn(graphs, task.graphId) ?? noValue,
};

const status: ListColumn = {
	key: 'status',
	heading: 'STATUS',
	minWidth: 16,
	priority: 10,
	cell({record}) {
		const now = record.task.status;
		return `${statusLook(now).sign} ${now !== 'CANCELLING' && record.isCancelRequested && !isFinished(now) ? 'cancel sent' : statusLabel(now)}`;
	},
	style: ({record}) => statusLook(record.task.status).style,
};

/*
Undefined unless the import is loading: in other statuses AWS reports 0, 100 or an old percentage.
*/
const percentageOf = ({record: {task, known}}: Row): number | undefined => task.status === 'IMPORTING' ? known?.details?.progress?.percentage : undefined;

const barWidth = 14;

const progress: ListColumn = {
	key: 'progress',
	heading: 'PROGRESS',
	minWidth: 19,
	priority: 7,
	cell(row) {
		const percentage = percentageOf(row);
		const change = row.record.mark && markText(row.record.mark);

		if (percentage === undefined) {
			return change ?? '';
		}

		const shown = change === undefined ? progressBar(percentage, barWidth) : padText(change, barWidth);
		return `${shown} ${String(Math.round(percentage)).padStart(3)}%`;
	},
	style: ({record}) => record.mark === undefined ? 'active' : 'plain',
};

const time: ListColumn = {
	key: 'time',
	heading: 'TIME',
	minWidth: 8,
	priority: 4,
	cell({record}) {
		const elapsedMs = record.known?.details?.progress?.elapsedMs;
		return elapsedMs === undefined ? '' : durationText(elapsedMs);
	},
};

const left: ListColumn = {
	key: 'left',
	heading: 'LEFT',
	minWidth: 17,
	priority: 3,
	cell: row => leftOrStalled(row)?.text ?? '',
	style: row => leftOrStalled(row)?.style ?? 'plain',
};

const changed: ListColumn = {
	key: 'changed',
	heading: 'CHANGED',
	minWidth: 9,
	priority: 2,
	cell: ({record: {changedAt, changedAfter}}) => changedAt === undefined ? '' : `${changedAfter === undefined ? '' : '≤'}${clockTime(changedAt)}`,
	style: ({record}) => record.mark === undefined ? 'muted' : 'plain',
};

const format: ListColumn = {
	key: 'format', heading: 'FORMAT', minWidth: 11, priority: 1, cell: ({record}) => formatLabel(record.task.format),
};

const source: ListColumn = {
	key: 'source',
	heading: 'SOURCE',
	minWidth: 24,
	maxWidth: Infinity,
	priority: 6,
	cell: ({record}) => record.task.source === '' ? noValue : record.task.source,
	cut: 'middle',
};

const allColumns: readonly ListColumn[] = [taskColumn, profile, region, graph, status, progress, time, left, changed, format, source];

/**
The columns that fit the width of the terminal. Profile and region are shown only if the targets differ in them.
*/
export const columnsIn = (width: number, {hasProfile, hasRegion}: NameParts): readonly Column[] =>
	fitColumns(allColumns.filter(column => (column !== profile || hasProfile) && (column !== region || hasRegion)), width - gutterWidth);

const orderOf = ({key}: Column): SortOrder | undefined => key === 'changed' ? 'activity' : sortOrders.find(order => order === key);

/**
The headings. A click sorts by the column, if there is such an order.
*/
export const headingSpans = (columns: readonly Column[]): readonly Span[] => [
	{text: ' '.repeat(gutterWidth)},
	...columns.map((column, index): Span => {
		const order = orderOf(column);
		const text = `${index === 0 ? '' : columnGap}${headingText([column])}`;
		return {text, style: 'heading', ...(order !== undefined && {click: {type: 'orderPicked', order}})};
	}),
];

/**
The columns in the list of this model.
*/
export const columnsOf = (model: Model): readonly Column[] => columnsIn(model.size.columns, differingParts(model));

const lineSpans = (columns: readonly Column[], row: Row): readonly Span[] => {
	const gutter = `${row.record.mark === undefined ? ' ' : '┃'}${row.isSelected ? '▸' : ' '} `;
	const cells = columns.flatMap((column, index): readonly Span[] => {
		const style = column.style?.(row) ?? 'plain';
		const text = cellText(column.cell(row), column);
		return index === 0 ? [{text, style}] : [{text: columnGap}, {text, style}];
	});

	return row.isSelected ? [{text: gutter + cells.map(cell => cell.text).join(''), style: 'selected'}] : [{text: gutter, style: row.record.mark === undefined ? 'plain' : 'warning'}, ...cells];
};

const failureReason = ({record: {task, known}}: Row): string | undefined => task.status === 'FAILED' || task.status === 'ROLLING_BACK'
	? known?.details?.statusReason ?? known?.details?.progress?.errorDetails
	: undefined;

// In less width, the previous status would leave no room for the reason.
const minWidthForBoth = 40;

const replacedByReason: ReadonlySet<string> = new Set(['progress', 'time', 'left']);

/*
Replaces the columns that are empty for a failed import.
*/
const withReasonColumn = (columns: readonly Column[], reason: string, {record: {mark}}: Row): readonly Column[] => {
	const start = columns.findIndex(({key}) => replacedByReason.has(key));
	const replaced = columns.filter(({key}) => replacedByReason.has(key));

	if (start === -1) {
		return columns;
	}

	const width = columnsWidth(replaced);
	const text = mark === undefined || width < minWidthForBoth ? reason : `${markText(mark)}: ${reason}`;
	return columns.toSpliced(start, replaced.length, {
		key: 'reason', heading: '', minWidth: width, width, cell: () => text, style: () => 'failed',
	});
};

export const rowSpans = (columns: readonly Column[], row: Row): readonly Span[] => {
	const reason = failureReason(row);
	return lineSpans(reason === undefined ? columns : withReasonColumn(columns, reason, row), row);
};
