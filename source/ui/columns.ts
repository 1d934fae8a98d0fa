import {type ObservedChange} from '../domain/change.ts';
import {leftText, stalledSince, timeLeft} from '../domain/progress.ts';
import {type ImportRecord} from '../domain/import-list.ts';
import {progressBar} from '../domain/progress-bar.ts';
import {padText} from '../domain/printable.ts';
import {statusLook} from '../domain/status-look.ts';
import {formatLabel, isOver, statusLabel} from '../domain/task.ts';
import {type StyleName} from '../domain/themes.ts';
import {clockTime, durationText} from '../domain/time-text.ts';
import {type NameParts} from '../model/targets.ts';
import {type Span} from './span.ts';

/**
A row of the list.
*/
export type Row = {
	readonly record: ImportRecord;

	/**
	The names of its target.
	*/
	readonly profile: string;
	readonly region: string;
	readonly isSelected: boolean;
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

/*
How long is left where that can be known, or since when nothing has moved; as of the last answer, so that nothing is drawn between polls.
*/
const leftOrStalled = ({record: {task, known}}: Row): Span | undefined => {
	if (known?.history === undefined || known.answeredAt === undefined || isOver(task.status)) {
		return undefined;
	}

	const stalledAt = stalledSince(known.history, known.answeredAt);

	if (stalledAt !== undefined) {
		return {text: `stalled ${clockTime(stalledAt)}`, style: 'warning'};
	}

	const remaining = timeLeft(known.history, known.answeredAt);
	return remaining === undefined ? undefined : {text: leftText(remaining.leftMs)};
};

const taskColumn: Column = {heading: 'TASK', width: 12, cell: ({record}) => record.task.taskId};

const profile: Column = {
	heading: 'PROFILE', width: 12, cell: row => row.profile, cut: 'middle',
};

const region: Column = {heading: 'REGION', width: 14, cell: row => row.region};

const graph: Column = {heading: 'GRAPH', width: 12, cell: ({record}) => record.task.graphId ?? noValue};

const status: Column = {
	heading: 'STATUS',
	width: 16,
	cell({record}) {
		const now = record.task.status;
		return `${statusLook(now).sign} ${now !== 'CANCELLING' && record.isCancelRequested && !isOver(now) ? 'cancel asked' : statusLabel(now)}`;
	},
	style: ({record}) => statusLook(record.task.status).style,
};

/*
Only while it loads is the percentage that of the import: before and after it stands at 0 or 100, or where it was.
*/
const percentageOf = ({record: {task, known}}: Row): number | undefined => task.status === 'IMPORTING' ? known?.details?.progress?.percentage : undefined;

const barWidth = 14;

const progress: Column = {
	heading: 'PROGRESS',
	width: 19,
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

const time: Column = {
	heading: 'TIME',
	width: 8,
	cell({record}) {
		const elapsedMs = record.known?.details?.progress?.elapsedMs;
		return elapsedMs === undefined ? '' : durationText(elapsedMs);
	},
};

const left: Column = {
	heading: 'LEFT',
	width: 17,
	cell: row => leftOrStalled(row)?.text ?? '',
	style: row => leftOrStalled(row)?.style ?? 'plain',
};

const changed: Column = {
	heading: 'CHANGED',
	width: 9,
	cell: ({record: {changedAt, changedAfter}}) => changedAt === undefined ? '' : `${changedAfter === undefined ? '' : '≤'}${clockTime(changedAt)}`,
	style: ({record}) => record.mark === undefined ? 'muted' : 'plain',
};

const format: Column = {heading: 'FORMAT', width: 11, cell: ({record}) => formatLabel(record.task.format)};

const source: Column = {
	heading: 'SOURCE',
	width: 0,
	cell: ({record}) => record.task.source === '' ? noValue : record.task.source,
	cut: 'middle',
};

/*
In the order in which they stand in the table.
*/
const allColumns: readonly Column[] = [taskColumn, profile, region, graph, status, progress, time, left, changed, format, source];

/*
In the order in which they are given up as the terminal gets narrower.
*/
const droppedInOrder: readonly Column[] = [format, changed, left, time, graph, source, progress, region, profile];

const minSourceWidth = 24;

const widthOf = (columns: readonly Column[]): number =>
	gutterWidth + columns.reduce((width, column) => width + (column === source ? minSourceWidth : column.width) + gap.length, 0) - gap.length;

/**
The columns that a terminal of so many character cells has room for, those of the target where they tell something. The source takes all that the others leave.
*/
export const columnsIn = (width: number, {hasProfile, hasRegion}: NameParts): readonly Column[] => {
	let columns = allColumns.filter(column => (column !== profile || hasProfile) && (column !== region || hasRegion));

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

const lineSpans = (columns: readonly Column[], row: Row): readonly Span[] => {
	const gutter = `${row.record.mark === undefined ? ' ' : '┃'}${row.isSelected ? '▸' : ' '} `;
	const cells = columns.flatMap((column, index): readonly Span[] => {
		const style = column.style?.(row) ?? 'plain';
		const text = padText(column.cell(row), column.width, column.cut === undefined ? {} : {cut: column.cut});
		return index === 0 ? [{text, style}] : [{text: gap}, {text, style}];
	});

	return row.isSelected ? [{text: gutter + cells.map(cell => cell.text).join(''), style: 'selected'}] : [{text: gutter, style: row.record.mark === undefined ? 'plain' : 'warning'}, ...cells];
};

/*
Why an import failed, or is rolling back.
*/
const reasonOf = ({record: {task, known}}: Row): string | undefined => task.status === 'FAILED' || task.status === 'ROLLING_BACK'
	? known?.details?.statusReason ?? known?.details?.progress?.errorDetails
	: undefined;

/*
In fewer columns, what an import was before would leave no room for why it failed.
*/
const minWidthForBoth = 40;

/*
The reason stands in place of the columns that say nothing of such an import.
*/
const withReason = (columns: readonly Column[], reason: string, {record: {mark}}: Row): readonly Column[] => {
	const hidden = columns.filter(column => [progress, time, left].includes(column));
	const [first] = hidden;

	if (first === undefined) {
		return columns;
	}

	const width = hidden.reduce((sum, column) => sum + column.width + gap.length, 0) - gap.length;
	const text = mark === undefined || width < minWidthForBoth ? reason : `${markText(mark)}: ${reason}`;
	const reasonColumn: Column = {
		heading: '', width, cell: () => text, style: () => 'failed',
	};
	return columns.flatMap(column => {
		if (column === first) {
			return [reasonColumn];
		}

		return hidden.includes(column) ? [] : [column];
	});
};

/**
A row of the table, as wide as its columns together.
*/
export const rowSpans = (columns: readonly Column[], row: Row): readonly Span[] => {
	const reason = reasonOf(row);
	return lineSpans(reason === undefined ? columns : withReason(columns, reason, row), row);
};
