import {isSameRef} from '../../imports/task.ts';
import {type TimelineImport, type TimelineWindow} from '../../imports/timeline/timeline.ts';
import {
	importsOf,
	timelineRows,
	type TimelineRow,
	type TimelineRows,
} from '../../imports/timeline/timeline-rows.ts';
import {timelineSpans, timelineWindow} from '../../imports/timeline/timeline-window.ts';
import {shownTargets} from '../list/list-view.ts';
import {memoize, memoizeLatest} from '../memoize.ts';
import {type Model, type Screen} from '../model.ts';
import {clampIndex} from '../list/paging.ts';
import {refOf} from '../targets/targets.ts';
import {sortedImports} from './timeline-imports.ts';

export type TimelineScreen = Extract<Screen, {kind: 'timeline'}>;

export const timelineScreenOf = ({screen}: Model): TimelineScreen => screen.kind === 'timeline'
	? screen
	: {
		kind: 'timeline', at: 0, endAt: undefined, spanMs: undefined, isFolded: undefined,
	};

/*
The time of the last answer, or of the last key if that is later. So the timeline redraws only when something was read.
*/
const nowOf = (model: Model): number => Math.max(timelineScreenOf(model).at, ...shownTargets(model).map(({lastCompleteAt}) => lastCompleteAt ?? 0));

// The longest span that is chosen without a key.
const defaultSpanMs = 6 * 3_600_000;

/*
By default, the shortest span that shows everything, up to 6 hours.
*/
const spanOf = ({spanMs}: TimelineScreen, sorted: readonly TimelineImport[], now: number): number =>
	spanMs ?? timelineSpans.find(span => span >= defaultSpanMs || sorted.every(({startAt}) => startAt >= now - span)) ?? defaultSpanMs;

export type TimelineView = TimelineRows & {
	readonly window: TimelineWindow;
	readonly spanMs: number;
	readonly endAt: number | undefined;
	readonly now: number;

	/**
	When a target was last read, if that is some time ago; undefined if it is being read.
	*/
	readonly seenUntil: (targetId: string) => number | undefined;
	readonly pageSize: number;

	/**
	The position of the cursor in `choices`.
	*/
	readonly choice: number;

	/**
	The index of the first visible row.
	*/
	readonly top: number;
};

// The title, the ticks, the line about the selected import, and the hints.
const otherRows = 4;

type RowsSource = {
	readonly sorted: readonly TimelineImport[];
	readonly window: TimelineWindow;
	readonly now: number;
	readonly isFolded: boolean | undefined;
};

const cellOfNow = ({now, window}: RowsSource): number => Math.floor(now / window.cellMs);

/*
Moving the cursor, and time within a cell, don't change the rows.
*/
const isSameSource = (one: RowsSource, other: RowsSource): boolean => one.sorted === other.sorted && cellOfNow(one) === cellOfNow(other) && one.isFolded === other.isFolded
	&& one.window.startAt === other.window.startAt && one.window.cellMs === other.window.cellMs && one.window.cells === other.window.cells;

const rowsOf = memoizeLatest(({sorted, ...scale}: RowsSource): TimelineRows => timelineRows(sorted, scale), isSameSource);

const choiceOf = ({rows, choices}: TimelineRows, {ref, index}: Model['cursor']): number => {
	if (ref === undefined) {
		return 0;
	}

	const found = choices.findIndex(row => {
		const shown = rows[row];
		return shown !== undefined && importsOf(shown).some(one => isSameRef(refOf(one), ref));
	});
	return found === -1 ? clampIndex(index, choices.length) : found;
};

// Two missed polls, and at least a minute.
const seenUntilOf = ({targets}: Model, targetId: string, now: number): number | undefined => {
	const target = targets.get(targetId);
	const lastCompleteAt = target?.lastCompleteAt;
	return lastCompleteAt !== undefined && now - lastCompleteAt > Math.max(60_000, 2 * (target?.pace.intervalMs ?? 0)) ? lastCompleteAt : undefined;
};

export const timelineView = memoize((model: Model): TimelineView => {
	const screen = timelineScreenOf(model);
	const now = nowOf(model);
	const sorted = sortedImports(model);
	const spanMs = spanOf(screen, sorted, now);
	const window = timelineWindow(model.size.columns, spanMs, {endAt: screen.endAt, now, hasTargets: model.targets.size > 1});
	const pageSize = Math.max(1, model.size.rows - otherRows);
	const rows = rowsOf({
		sorted, window, now, isFolded: screen.isFolded,
	});
	const choice = choiceOf(rows, model.cursor);
	const row = rows.choices[choice] ?? 0;
	return {
		...rows, window, spanMs, endAt: screen.endAt, now, seenUntil: targetId => seenUntilOf(model, targetId, now), pageSize, choice, top: row - (row % pageSize),
	};
});

export const selectedRow = ({rows, choices, choice}: TimelineView): TimelineRow | undefined => rows[choices[choice] ?? -1];
