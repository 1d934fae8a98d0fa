import {changeText} from '../imports/change.ts';
import {elapsedText} from '../imports/progress/elapsed.ts';
import {type HistoryEvent, type ListedImport, observedChangeOf} from '../imports/event.ts';
import {fitText, printableData, textWidth} from '../text/printable.ts';
import {
	cellText,
	columnGap,
	type ColumnSpec,
	fitColumns,
	headingText,
} from '../text/table-layout.ts';
import {formatLabel, statusLabel} from '../imports/task.ts';
import {type Theme} from '../text/themes.ts';
import {dateTime} from '../text/time-text.ts';
import {colored} from './sgr.ts';

/**
`colorize` gets a text of the final width. If a table is too wide, elastic columns shrink first. Then the last columns are dropped, unless they have a `priority`.
*/
export type PrintedColumn<Row> = Pick<ColumnSpec, 'heading' | 'align' | 'cut' | 'priority'> & {
	readonly text: (row: Row) => string;
	readonly colorize?: (text: string, row: Row) => string;
	readonly isElastic?: boolean;
};

const minElasticWidth = 12;

// Wider than any valid value: an S3 key has at most 1,024 bytes. CSV and JSON don't cut values.
const maxWidth = 1200;

const specOf = <Row>(column: PrintedColumn<Row>, rows: readonly Row[]): ColumnSpec & PrintedColumn<Row> => {
	let width = textWidth(column.heading);

	for (const row of rows) {
		const text = fitText(column.text(row), maxWidth);
		width = Math.max(width, textWidth(text));
	}

	const elastic = {minWidth: Math.min(width, minElasticWidth), maxWidth: width, priority: 1};
	return {cut: 'middle', ...(column.isElastic === true ? elastic : {minWidth: width}), ...column};
};

/**
Returns a table with headings, at most `columns` wide.
*/
export const tableLines = <Row>(table: ReadonlyArray<PrintedColumn<Row>>, rows: readonly Row[], columns = Infinity): readonly string[] => {
	const shown = fitColumns(table.map(column => specOf(column, rows)), columns);

	return [
		headingText(shown).trimEnd(),
		...rows.map(row => shown.map(column => {
			const text = cellText(column.text(row), column);
			return column.colorize?.(text, row) ?? text;
		}).join(columnGap).trimEnd()),
	];
};

type TableOptions = {
	readonly columns: number | undefined;
	readonly theme: Theme | undefined;

	/**
	Adds progress and reasons.
	*/
	readonly hasDetails?: boolean;
};

const placeFields = ['profile', 'region'] as const;

const hasPlace = (imports: readonly ListedImport[]): boolean => imports.some(one => placeFields.some(field => one[field] !== undefined));

// As in the list: in other statuses AWS reports 0, 100 or an old percentage.
const percentageText = ({status, progress}: ListedImport): string => status === 'IMPORTING' && progress?.percentage !== undefined ? `${progress.percentage}%` : '–';

/**
Returns imports as a table, at most `columns` wide (no limit if undefined, as for a pipe). Profile and region are columns only if there are several targets.
*/
export const taskTable = (imports: readonly ListedImport[], {columns, theme, hasDetails = false}: TableOptions): readonly string[] => {
	const places: ReadonlyArray<PrintedColumn<ListedImport>> = hasPlace(imports)
		? [{heading: 'PROFILE', text: ({profile}) => profile ?? '–'}, {heading: 'REGION', text: ({region}) => region ?? '–'}]
		: [];
	const table: ReadonlyArray<PrintedColumn<ListedImport>> = [
		{heading: 'TASK', text: ({taskId}) => taskId},
		...places,
		{heading: 'GRAPH', text: ({graphId}) => graphId ?? '–'},
		...(imports.some(({graph}) => graph !== undefined)
			? [{
				heading: 'NAME', text: ({graph}: ListedImport) => graph?.name ?? '–', isElastic: true, priority: -1,
			}]
			: []),
		{
			heading: 'STATUS',
			text: ({status}) => statusLabel(status),
			colorize: (text, {status}) => colored(text, status, theme),
		},
		...(hasDetails ? [{heading: 'PROGRESS', text: percentageText}] : []),
		{heading: 'FORMAT', text: ({format}) => formatLabel(format)},
		{heading: 'SOURCE', text: ({source}) => source, isElastic: true},
		...(hasDetails && imports.some(({reason}) => reason !== undefined) ? [{heading: 'REASON', text: ({reason}: ListedImport) => reason?.summary ?? '', isElastic: true}] : []),
	];
	return tableLines(table, imports, columns);
};

const timeText = (event: HistoryEvent): string => {
	const at = dateTime(Date.parse(event.at));
	return event.event === 'baseline' || event.notBefore === undefined ? at : `${dateTime(Date.parse(event.notBefore))} – ${at}`;
};

const eventText = (event: HistoryEvent): string => event.event === 'baseline'
	? `first seen, ${statusLabel(event.task.status)}`
	: changeText(observedChangeOf(event).change);

const afterText = (event: HistoryEvent): string => {
	const elapsed = event.event === 'baseline' ? undefined : observedChangeOf(event).elapsed;
	return elapsed === undefined ? '' : elapsedText(elapsed);
};

const reasonText = (event: HistoryEvent): string => event.event === 'baseline' ? '' : event.reason?.summary ?? '';

/**
Returns recorded changes as a table, at most `columns` wide (no limit if undefined). Times are in the local time zone.
*/
export const historyLines = (events: readonly HistoryEvent[], {columns, theme}: {readonly columns: number | undefined; readonly theme: Theme | undefined}): readonly string[] => {
	const targets = new Set(events.map(({profile, region}) => `${profile} ${region}`));
	const table: ReadonlyArray<PrintedColumn<HistoryEvent>> = [
		{heading: 'SEEN', text: timeText},
		{heading: 'TASK', text: ({task}) => task.taskId},
		{
			heading: 'WHAT',
			text: eventText,
			colorize: (text, {task}) => colored(text, task.status, theme),
		},
		{heading: 'AFTER', text: afterText},
		{heading: 'GRAPH', text: ({task}) => task.graphId ?? '–'},
		...(targets.size > 1 ? [{heading: 'PROFILE, REGION', text: ({profile, region}: HistoryEvent) => `${profile}, ${region}`}] : []),
		{heading: 'SOURCE', text: ({task}) => task.source, isElastic: true},
		...(events.some(event => reasonText(event) !== '') ? [{heading: 'REASON', text: reasonText, isElastic: true}] : []),
	];
	return tableLines(table, events, columns);
};

type Cell = readonly [name: string, text: (row: ListedImport) => string | number | undefined];

const placeCells: readonly Cell[] = placeFields.map(name => [name, row => row[name]]);

const taskCells: readonly Cell[] = (['taskId', 'graphId', 'status', 'format', 'parquetType', 'source', 'roleArn'] as const).map(name => [name, row => row[name]]);

const jsonText = (value: unknown): string | undefined => value === undefined ? undefined : JSON.stringify(value);

const detailCells: readonly Cell[] = [
	['attemptNumber', row => row.attemptNumber],
	['percentage', row => row.progress?.percentage],
	['elapsedSeconds', row => row.progress?.elapsedSeconds],
	['statementCount', row => row.progress?.statementCount],
	['errorCount', row => row.progress?.errorCount],
	['code', row => row.reason?.code],
	['reason', row => row.reason?.summary],
	['remedy', row => row.reason?.remedy],
	['importOptions', row => jsonText(row.importOptions)],
];

const graphCells: readonly Cell[] = [
	['graphName', row => row.graph?.name],
	['graphStatus', row => row.graph?.status],
	['provisionedMemory', row => row.graph?.provisionedMemory],
];

const extraCell: Cell = ['extra', row => jsonText(row.extra)];

// A spreadsheet would run such a value as a formula. A leading apostrophe makes it text.
const formulaStart = /^[+\-=@]/v;

const cell = (value: string): string => {
	const text = printableData(value);
	const safe = formulaStart.test(text) ? `'${text}` : text;
	return /[",]/v.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/**
Returns imports as comma-separated values (RFC 4180) with a header. Profile and region come first if there are several targets. `importOptions` and `extra` are JSON. `provisionedMemory` is in m-NCU. Lines have no carriage return, because shell tools would treat it as part of the last field.
*/
export const csvLines = (imports: readonly ListedImport[], {hasDetails = false}: Pick<TableOptions, 'hasDetails'> = {}): readonly string[] => {
	const cells = [...(hasPlace(imports) ? placeCells : []), ...taskCells, ...(hasDetails ? detailCells : []), ...graphCells, extraCell];
	return [
		cells.map(([name]) => name).join(','),
		...imports.map(row => cells.map(([, text]) => cell(String(text(row) ?? ''))).join(',')),
	];
};
