import {fitText, padTo, textWidth} from '../../text/printable.ts';
import {
	dateText,
	dayText,
	minuteText,
	momentText,
	pluralText,
} from '../../text/time-text.ts';
import {type StyleName} from '../../text/themes.ts';
import {statusLook} from '../status-look.ts';
import {
	cellAt,
	type EndGroup,
	endGroup,
	timelineBar,
	type TimelineCell,
	type TimelineGroup,
	type TimelineImport,
	type TimelineWindow,
} from './timeline.ts';
import {type TimelineRow, type TimelineRows} from './timeline-rows.ts';
import {
	endLook,
	endTexts,
	graphAndTarget,
	labelSpans,
	spanLabel,
	type TimelineNames,
	type TimelineSpan,
} from './timeline-text.ts';
import {labelColumnsIn, type TimelineTick, timelineTicks} from './timeline-window.ts';

/**
A time scale to draw on: the window, the current time, and the ticks.
*/
export type TimelineScale = {
	readonly window: TimelineWindow;
	readonly now: number;
	readonly ticks: readonly TimelineTick[];
	readonly labelColumns: number;

	/**
	When a target was last read, if that is some time ago.
	*/
	readonly seenUntil?: (targetId: string) => number | undefined;
};

// Narrower terminals need shorter gaps between the labels.
const minGapIn = (columns: number): number => columns < 100 ? 8 : 11;

export const timelineScale = (window: TimelineWindow, now: number, {columns, hasTargets, seenUntil}: {
	readonly columns: number;
	readonly hasTargets?: boolean;
} & Pick<TimelineScale, 'seenUntil'>): TimelineScale => ({
	window, now, ticks: timelineTicks(window, minGapIn(columns)).filter(({at}) => at <= now), labelColumns: labelColumnsIn(columns, hasTargets), ...(seenUntil !== undefined && {seenUntil}),
});

/**
Ends a running import at the last complete scan of its target, if that was some time ago.
*/
export const asSeen = (shown: TimelineImport, {seenUntil}: Pick<TimelineScale, 'seenUntil'>): TimelineImport =>
	shown.end !== undefined || shown.seenUntil !== undefined ? shown : {...shown, seenUntil: seenUntil?.(shown.targetId)};

type Cell = {readonly text: string; readonly style: StyleName};

const blank: Cell = {text: ' ', style: 'plain'};

const cellLooks: Readonly<Record<TimelineCell, Cell>> = {
	waiting: {text: '░', style: 'active'},
	analyzing: {text: '▒', style: 'active'},
	importing: {text: '█', style: 'active'},
	undoing: {text: '▓', style: 'active'},
	unobserved: {text: '┄', style: 'muted'},
	unknown: {text: '?', style: 'unknown'},
	continues: {text: '◄', style: 'active'},
};

const nowCell = ({window, now}: TimelineScale): number => cellAt(window, now);

/*
The vertical lines of midnight and now.
*/
const backgroundCells = (scale: TimelineScale): Cell[] => {
	const cells = Array.from({length: scale.window.cells}, () => blank);

	for (const {cell, isMidnight} of scale.ticks) {
		if (isMidnight) {
			cells[cell] = {text: '┊', style: 'muted'};
		}
	}

	const now = nowCell(scale);

	if (now >= 0 && now < cells.length) {
		cells[now] = {text: '│', style: 'muted'};
	}

	return cells;
};

const writeText = (cells: Cell[], start: number, text: string, style: StyleName): void => {
	for (const [index, character] of [...text].entries()) {
		cells[start + index] = {text: character, style};
	}
};

// A blank cell joins any span, so that a lane of many signs has fewer spans.
const spansOf = (cells: readonly Cell[]): readonly TimelineSpan[] => {
	const spans: TimelineSpan[] = [];

	for (const {text, style} of cells) {
		const last = spans.at(-1);

		if (last !== undefined && (last.style === style || text === blank.text)) {
			spans[spans.length - 1] = {...last, text: last.text + text};
		} else {
			spans.push({text, style});
		}
	}

	return spans;
};

const importCells = (given: TimelineImport, scale: TimelineScale): readonly Cell[] => {
	const shown = asSeen(given, scale);
	const cells = backgroundCells(scale);
	const bar = timelineBar(shown, scale.window, scale.now);

	if (bar === undefined) {
		return cells;
	}

	for (const [index, cell] of bar.cells.entries()) {
		cells[bar.start + index] = cellLooks[cell];
	}

	if (bar.end !== undefined) {
		const {sign, style} = endLook(shown);
		const room = cells.length - bar.end - 1;
		cells[bar.end] = {text: sign, style};
		writeText(cells, bar.end + 1, endTexts(shown, scale.now).find(text => textWidth(text) <= room) ?? '', 'plain');
	}

	return cells;
};

/*
In a lane, the highest rank wins a cell: failed, then cancelled or no longer listed, running, succeeded, and phases.
*/
const ranks: Readonly<Record<EndGroup, number>> = {
	failed: 4, cancelled: 3, gone: 3, active: 2, succeeded: 1,
};

const laneCells = ({imports}: TimelineGroup, scale: TimelineScale): readonly Cell[] => {
	const cells = backgroundCells(scale);
	const taken = cells.map(() => -1);
	const put = (index: number, cell: Cell, rank: number): void => {
		if (!(rank > (taken[index] ?? Infinity))) {
			return;
		}

		cells[index] = cell;
		taken[index] = rank;
	};

	for (const shown of imports) {
		const bar = timelineBar(asSeen(shown, scale), scale.window, scale.now);

		for (const [index, cell] of (bar?.cells ?? []).entries()) {
			put((bar?.start ?? 0) + index, cellLooks[cell], 0);
		}

		if (bar?.end === undefined) {
			continue;
		}

		const {sign, style} = endLook(shown);
		put(bar.end, {text: sign, style}, ranks[endGroup(shown)]);
	}

	return cells;
};

/*
The name of a graph over the cells, which are empty in its row.
*/
const headingSpans = (name: string, scale: TimelineScale): readonly TimelineSpan[] => {
	const {window: {cells}, labelColumns} = scale;
	const text = fitText(` ${name}`, labelColumns + cells - 1);
	const covered = Math.max(0, textWidth(text) + 1 - labelColumns);
	return [{text: padTo(text, labelColumns + covered), style: 'heading'}, ...spansOf(backgroundCells(scale).slice(covered))];
};

/**
Draws a row of the timeline. An import that is alone in its graph has the name of the graph.
*/
export const timelineRowSpans = (row: TimelineRow, scale: TimelineScale, {isSelected = false, names}: {
	readonly isSelected?: boolean;
	readonly names: TimelineNames;
}): readonly TimelineSpan[] => {
	switch (row.kind) {
		case 'heading': {
			return headingSpans(graphAndTarget(row.group.newest, names), scale);
		}

		case 'import': {
			const {shown, isAlone} = row;
			return [...labelSpans(shown, scale.labelColumns, {isSelected, isGraph: isAlone, names}), ...spansOf(importCells(shown, scale))];
		}

		case 'lane': {
			return [...labelSpans(row.group.newest, scale.labelColumns, {isSelected, isGraph: true, names}), ...spansOf(laneCells(row.group, scale))];
		}
	}
};

const nowLabel = 'now';

// A weekday names only one day in a window of this length.
const weekdaysMs = 6 * 86_400_000;

/**
The line of times above the rows.
*/
export const tickSpans = (scale: TimelineScale): readonly TimelineSpan[] => {
	const {window: {cells: count, cellMs}, ticks} = scale;
	const midnightText = count * cellMs > weekdaysMs ? dateText : dayText;
	const cells = Array.from({length: count}, () => blank);
	const now = nowCell(scale);
	const hasNow = now >= 0 && now + nowLabel.length <= count;

	for (const {cell, at, isMidnight} of ticks) {
		const label = isMidnight ? midnightText(at) : minuteText(at);
		const isHidden = hasNow && cell + label.length >= now;

		if (isHidden || cell + label.length > count) {
			continue;
		}

		writeText(cells, cell, label, isMidnight ? 'title' : 'plain');
	}

	if (hasNow) {
		writeText(cells, now, nowLabel, 'title');
	}

	return [{text: ' '.repeat(scale.labelColumns)}, ...spansOf(cells)];
};

const legend: ReadonlyArray<readonly TimelineSpan[]> = [
	...(['waiting', 'analyzing', 'importing'] as const).map(kind => [cellLooks[kind], {text: ` ${kind}`}]),
	[cellLooks.unobserved, {text: ' not observed'}],
	[cellLooks.undoing, {text: ' undoing'}],
	[...['SUCCEEDED', 'FAILED', 'CANCELLED'].flatMap((status, index) => {
		const {sign, style} = statusLook(status);
		return [{text: index === 0 ? '' : ' '}, {text: sign, style}];
	}), {text: ' ended'}],
	[{text: '►', style: 'active'}, {text: ' running'}],
];

const widthOf = (spans: readonly TimelineSpan[]): number => textWidth(spans.map(({text}) => text).join(''));

const joined = (items: ReadonlyArray<readonly TimelineSpan[]>): readonly TimelineSpan[] => items.flatMap((item, index) => index === 0 ? item : [{text: '  '}, ...item]);

/**
The title line: the span of the window, the counts, and as much of the legend as fits.
*/
export const timelineHeader = ({graphCount, importCount}: TimelineRows, {spanMs, endAt, now, columns, note}: {
	readonly spanMs: number;

	/**
	Undefined if the window ends now.
	*/
	readonly endAt: number | undefined;
	readonly now: number;
	readonly columns: number;

	/**
	The filter, for example.
	*/
	readonly note?: string | undefined;
}): readonly TimelineSpan[] => {
	const time = endAt === undefined ? `last ${spanLabel(spanMs)}` : `${spanLabel(spanMs)} to ${momentText(endAt, now)}`;
	const counts = `${pluralText(graphCount, 'graph')} · ${pluralText(importCount, 'import')}`;
	const notes = note === undefined ? '' : `  ${note}`;
	const title: TimelineSpan = {text: ' Timeline', style: 'title'};
	const long: readonly TimelineSpan[] = [title, {text: `  ${time}${notes}  ${counts}`}];
	const short: readonly TimelineSpan[] = [title, {text: fitText(`  ${time}${notes}`, columns - 10)}];
	const counted = widthOf(long) + 2 <= columns && (note !== undefined || widthOf(long) + 2 + widthOf(joined(legend.slice(0, 3))) < columns) ? long : short;
	const room = columns - widthOf(counted) - 3;
	const count = legend.findLastIndex((_, index) => widthOf(joined(legend.slice(0, index + 1))) <= room) + 1;
	const shownLegend = joined(legend.slice(0, count));
	return [...counted, {text: ' '.repeat(Math.max(0, columns - widthOf(counted) - widthOf(shownLegend) - 1))}, ...shownLegend];
};
