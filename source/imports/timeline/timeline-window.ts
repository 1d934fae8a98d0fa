import {cellAt, type TimelineWindow} from './timeline.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
How far back the timeline goes, in milliseconds.
*/
export const timelineReachMs = 14 * dayMs;

/**
The spans of the zoom levels, in milliseconds, from 15 minutes to 14 days.
*/
export const timelineSpans: readonly number[] = [15 * minuteMs, 30 * minuteMs, hourMs, 3 * hourMs, 6 * hourMs, 12 * hourMs, dayMs, 3 * dayMs, 7 * dayMs, 14 * dayMs];

const tickSteps: readonly number[] = [
	...[1, 2, 5, 10, 15, 30].map(minutes => minutes * minuteMs),
	...[1, 2, 3, 6, 12].map(hours => hours * hourMs),
	...[1, 2, 7].map(days => days * dayMs),
];

/**
The columns to the left of the cells: the cursor, a task ID or the name of a graph, and a gap. With several targets, also the name of a target.
*/
export const labelColumnsIn = (columns: number, hasTargets = false): number => (columns < 100 ? 17 : 24) + (hasTargets ? 8 : 0);

// `now` itself, and room for `► 100%` after it.
const cellsFromNow = 9;

/**
The window that ends at `endAt`, in a terminal of this width. It starts at a multiple of its cells, so that it moves by whole cells.

`endAt` is undefined if the window ends now. Only then it has cells after its end.
*/
export const timelineWindow = (columns: number, spanMs: number, {endAt, now, hasTargets}: {
	readonly endAt?: number | undefined;
	readonly now: number;
	readonly hasTargets?: boolean;
}): TimelineWindow => {
	const cells = Math.max(cellsFromNow + 1, columns - labelColumnsIn(columns, hasTargets));
	const cellsBefore = cells - cellsFromNow;
	const cellMs = Math.ceil(spanMs / cellsBefore);
	const endCell = endAt === undefined ? cellsBefore : cells - 1;
	return {startAt: (Math.floor((endAt ?? now) / cellMs) - endCell) * cellMs, cellMs, cells};
};

/**
A label over a cell. Midnight has a date.
*/
export type TimelineTick = {
	readonly cell: number;
	readonly at: number;
	readonly isMidnight: boolean;
};

// 2026-01-05 was a Monday. Days of a step of several days are counted from it.
const someMonday = new Date(2026, 0, 5).getTime();

const isInStep = (midnight: number, step: number): boolean => Math.round((midnight - someMonday) / dayMs) % Math.max(1, step / dayMs) === 0;

/**
The ticks of a window: the smallest round local step that leaves at least `minGap` cells between two labels.
*/
export const timelineTicks = (window: TimelineWindow, minGap: number): readonly TimelineTick[] => {
	const {startAt, cellMs, cells} = window;
	const step = tickSteps.find(ms => ms / cellMs >= minGap) ?? tickSteps.at(-1) ?? dayMs;
	const ticks: TimelineTick[] = [];
	let midnight = new Date(startAt).setHours(0, 0, 0, 0);

	// Counted from each local midnight, so that the hours are round after a change to daylight saving time.
	while (midnight < startAt + (cells * cellMs)) {
		const nextMidnight = new Date(midnight).setHours(24, 0, 0, 0);

		for (let at = midnight; at < nextMidnight && isInStep(midnight, step); at += step) {
			const cell = cellAt(window, at);

			if (cell >= 0 && cell < cells && cell - (ticks.at(-1)?.cell ?? -minGap) >= minGap) {
				ticks.push({cell, at, isMidnight: at === midnight});
			}
		}

		midnight = nextMidnight;
	}

	return ticks;
};
