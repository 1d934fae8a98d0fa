import {graphIn, type Graphs, unusableLabel} from '../../imports/graph.ts';
import {endedAt, loadedPercentage} from '../../imports/import-facts.ts';
import {type ImportRecord} from '../../imports/import-list.ts';
import {stalledSince} from '../../imports/progress/progress.ts';
import {statusLook} from '../../imports/status-look.ts';
import {isFinished, shortStatusLabel, statusLabel} from '../../imports/task.ts';
import {leftText} from '../../imports/progress/time-left.ts';
import {fitText, textWidth} from '../../text/printable.ts';
import {dashedBar, progressBar} from '../../text/progress-bar.ts';
import {pastTime} from '../../text/time-text.ts';
import {type Span} from '../lines/span.ts';

/**
`leftMs` is the estimated time left. `isStale` means that the details are much older than the list. `today` is the start of the local day, in epoch milliseconds.
*/
export type Row = {
	readonly record: ImportRecord;
	readonly leftMs?: number | undefined;
	readonly profile: string;
	readonly region: string;
	readonly graphs?: Graphs | undefined;
	readonly isSelected: boolean;
	readonly isStale: boolean;
	readonly today: number;
};

/**
A cell in at most `width` columns.
*/
export type Cell = (row: Row, width: number) => string | readonly Span[];

const bold = (text: string): Span => ({text, isBold: true});

/**
New: not yet seen. A failure stays new until the user has seen it.
*/
export const isNew = ({record: {mark, isUnseenFailure}}: Row): boolean => mark !== undefined || isUnseenFailure;

/**
From this width on, the column for the status has room for the usual names.
*/
export const wideColumns = 96;

/**
Returns the name of a status on the list screen: the one that fits the column for it.
*/
export const listStatusLabel = (status: string, columns: number): string => columns < wideColumns ? shortStatusLabel(status) : statusLabel(status);

const statusText = ({task: {status}, isCancelRequested}: ImportRecord, width: number): string => {
	const isShort = width < textWidth('reprovisioning');

	if (isCancelRequested && status !== 'CANCELLING' && !isFinished(status)) {
		return isShort ? shortStatusLabel('CANCELLING') : 'cancel sent';
	}

	return isShort ? shortStatusLabel(status) : statusLabel(status);
};

export const statusCell: Cell = (row, width) => {
	const {sign, style} = statusLook(row.record.task.status);
	const text = ` ${statusText(row.record, width - 2)}`;
	return [{text: sign, style}, isNew(row) ? {text, style, isBold: true} : {text}];
};

const stalledText = (ms: number): string => {
	const minutes = Math.floor(ms / 60_000);
	return `stalled ${minutes < 60 ? `${minutes}m` : `${Math.floor(minutes / 60)}h`}`;
};

/**
When the import ended, or its time left. If that is unknown: since when the progress has stalled, or `┄` and the time of stale details.
*/
export const leftCell: Cell = (row, width) => {
	const {record: {task, known}, record, leftMs, today, isStale} = row;

	if (isFinished(task.status)) {
		const at = endedAt(record);
		const text = at === undefined ? '' : pastTime(at, today, width);
		return isNew(row) ? [bold(text)] : text;
	}

	if (known?.history === undefined || known.answeredAt === undefined) {
		return '';
	}

	if (isStale) {
		const text = `┄ ${pastTime(known.answeredAt, today, width - 2)}`;
		return textWidth(text) <= width ? text : '┄';
	}

	const stalledAt = stalledSince(known.history, known.answeredAt);

	if (stalledAt !== undefined) {
		const text = stalledText(known.answeredAt - stalledAt);
		return [bold(textWidth(text) <= width ? text : 'stalled')];
	}

	return leftMs === undefined ? '' : leftText(leftMs);
};

// A space and the percentage.
const percentageWidth = 5;

/**
The percentage with a bar if there is room, or the status of the graph that keeps a succeeded import from being used.
*/
export const progressCell: Cell = ({record, graphs, isStale}, width) => {
	const {task} = record;
	const percentage = loadedPercentage(record);
	const barWidth = width - percentageWidth;

	if (percentage === undefined) {
		const label = unusableLabel(task, graphIn(graphs, task.graphId));
		return label === undefined || barWidth < 0 ? [] : fitText(`graph ${label}`, width);
	}

	const number = `${percentage}%`;

	if (barWidth < 0) {
		return number.padStart(width);
	}

	const bar: Span = isStale ? {text: dashedBar(percentage, barWidth)} : {text: progressBar(percentage, barWidth), style: 'active'};
	return [bar, {text: number.padStart(percentageWidth)}];
};
