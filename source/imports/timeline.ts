import {type ImportTask, isFinished} from './task.ts';

/**
An observed status of one import. `notBefore` is the start of the gap in observation in which the status began, if any. Times are epoch milliseconds.
*/
export type ObservedStatus = {
	readonly at: number;
	readonly status: string;
	readonly notBefore?: number | undefined;
};

export type PhaseKind = 'waiting' | 'analyzing' | 'importing' | 'unobserved' | 'unknown';

/**
A stretch of time, in epoch milliseconds.
*/
export type Phase = {
	readonly kind: PhaseKind;
	readonly from: number;
	readonly to: number;
};

/**
`endedAt` is undefined while the import is running.
*/
export type TimelineImport = {
	readonly task: ImportTask;
	readonly targetId: string;
	readonly phases: readonly Phase[];
	readonly endedAt: number | undefined;
};

const phaseKinds: ReadonlyMap<string, PhaseKind> = new Map<string, PhaseKind>([
	['INITIALIZING', 'waiting'],
	['EXPORTING', 'waiting'],
	['REPROVISIONING', 'waiting'],
	['ANALYZING_DATA', 'analyzing'],
	['ROLLING_BACK', 'analyzing'],
	['CANCELLING', 'analyzing'],
	['IMPORTING', 'importing'],
]);

const phaseKindOf = (status: string): PhaseKind => phaseKinds.get(status) ?? 'unknown';

/*
Appends a phase, or extends the last one of the same kind.
*/
const withPhase = (phases: readonly Phase[], phase: Phase): readonly Phase[] => {
	const last = phases.at(-1);

	if (phase.to <= phase.from) {
		return phases;
	}

	return last?.kind === phase.kind && last.to === phase.from ? [...phases.slice(0, -1), {...last, to: phase.to}] : [...phases, phase];
};

/**
The phases of an import from its observed statuses, oldest first, up to `now`. Phases follow one another without gaps or overlaps, and end with the first finished status.
*/
export const timelineImport = (task: ImportTask, targetId: string, observed: readonly ObservedStatus[], now: number): TimelineImport => {
	let phases: readonly Phase[] = [];
	let endedAt: number | undefined;

	for (const [index, {at, status}] of observed.entries()) {
		if (isFinished(status)) {
			endedAt = at;
			break;
		}

		const next = observed[index + 1];
		const to = Math.max(at, next?.at ?? now);
		const seenUntil = Math.min(to, Math.max(at, next?.notBefore ?? to));
		phases = withPhase(phases, {kind: phaseKindOf(status), from: at, to: seenUntil});
		phases = withPhase(phases, {kind: 'unobserved', from: seenUntil, to});
	}

	return {
		task, targetId, phases, endedAt,
	};
};

/**
The visible time, in cells of equal length. `startAt` is in epoch milliseconds.
*/
export type TimelineWindow = {
	readonly startAt: number;
	readonly cellMs: number;
	readonly cells: number;
};

export type TimelineCell = PhaseKind | 'continues';

/**
A bar in a window. `start` is the first visible cell. `end` is the cell of the end sign, undefined if the import ended outside of the window.
*/
export type TimelineBar = {
	readonly start: number;
	readonly cells: readonly TimelineCell[];
	readonly end: number | undefined;
};

const cellAt = ({startAt, cellMs}: TimelineWindow, at: number): number => Math.floor((at - startAt) / cellMs);

/*
The phase that fills most of a stretch of time.
*/
const dominantPhase = (phases: readonly Phase[], from: number, to: number): PhaseKind => {
	const share = ({from: start, to: end}: Phase): number => Math.min(end, to) - Math.max(start, from);
	let [best] = phases;

	for (const phase of phases) {
		if (best === undefined || share(phase) > share(best)) {
			best = phase;
		}
	}

	return best?.kind ?? 'unknown';
};

/**
Draws an import in a window. The bar has round(duration / cell) cells, and ends before the cell of its end. Returns undefined if nothing is visible.
*/
export const timelineBar = ({phases, endedAt}: TimelineImport, window: TimelineWindow, now: number): TimelineBar | undefined => {
	const [first] = phases;
	const to = endedAt ?? now;
	const from = first?.from ?? to;
	const end = cellAt(window, to);
	const length = Math.round((to - from) / window.cellMs);
	const start = end - length;

	if (end < 0 || start >= window.cells) {
		return undefined;
	}

	const visibleStart = Math.max(0, start);
	const visibleEnd = Math.min(window.cells, end);
	const timeAt = (cell: number): number => from + ((cell - start) * (to - from) / length);
	const cells = Array.from({length: Math.max(0, visibleEnd - visibleStart)}, (_, index): TimelineCell => {
		const cell = visibleStart + index;
		return index === 0 && start < 0 ? 'continues' : dominantPhase(phases, timeAt(cell), timeAt(cell + 1));
	});
	return {start: visibleStart, cells, end: end < window.cells ? end : undefined};
};

/**
Imports of one graph, in the order of the timeline.
*/
export type TimelineGroup = {
	readonly graphId: string | undefined;
	readonly imports: readonly TimelineImport[];
};

const startOf = ({phases, endedAt}: TimelineImport): number => phases[0]?.from ?? endedAt ?? 0;

/**
Groups imports by graph: graphs with running imports first, then by their latest end. In a graph, the import that started last comes first. Leaves out imports that ended before `since`.
*/
export const timelineGroups = (imports: readonly TimelineImport[], since: number): readonly TimelineGroup[] => {
	const visible = imports.filter(({endedAt}) => endedAt === undefined || endedAt >= since);
	const byGraph = Map.groupBy(visible, ({task, targetId}) => `${targetId}/${task.graphId ?? task.taskId}`);
	const latestEnd = (group: readonly TimelineImport[]): number => Math.max(...group.map(({endedAt}) => endedAt ?? Infinity));
	return byGraph.values()
		.map(group => ({graphId: group[0]?.task.graphId, imports: group.toSorted((one, other) => startOf(other) - startOf(one)), end: latestEnd(group)}))
		.toArray()
		.toSorted((one, other) => one.end === other.end ? 0 : other.end - one.end)
		.map(({graphId, imports: sorted}) => ({graphId, imports: sorted}));
};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/**
The spans of the zoom levels, in milliseconds, from 15 minutes to 14 days.
*/
export const timelineSpans: readonly number[] = [15 * minuteMs, 30 * minuteMs, hourMs, 3 * hourMs, 6 * hourMs, 12 * hourMs, dayMs, 3 * dayMs, 7 * dayMs, 14 * dayMs];

const tickSteps: readonly number[] = [minuteMs, 2 * minuteMs, 5 * minuteMs, 10 * minuteMs, 15 * minuteMs, 30 * minuteMs, hourMs, 2 * hourMs, 3 * hourMs, 6 * hourMs, 12 * hourMs, dayMs, 2 * dayMs, 7 * dayMs];

/**
A label over a cell. Midnight has a date.
*/
export type TimelineTick = {
	readonly cell: number;
	readonly at: number;
	readonly isMidnight: boolean;
};

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

		for (let at = midnight; at < nextMidnight; at += step) {
			const cell = cellAt(window, at);

			if (cell >= 0 && cell < cells && cell - (ticks.at(-1)?.cell ?? -minGap) >= minGap) {
				ticks.push({cell, at, isMidnight: at === midnight});
			}
		}

		midnight = nextMidnight;
	}

	return ticks;
};
