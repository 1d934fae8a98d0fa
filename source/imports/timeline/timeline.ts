import {type Reason} from '../failures/reason.ts';
import {
	groupOf,
	type ImportTask,
	isFinished,
	type StatusGroup,
} from '../task.ts';

/**
An observed status of one import; undefined if the import is no longer listed. `notBefore` is the start of the gap in observation in which the status began, if any. Times are epoch milliseconds.
*/
export type ObservedStatus = {
	readonly at: number;
	readonly status: string | undefined;
	readonly notBefore?: number | undefined;
};

type PhaseKind = 'waiting' | 'analyzing' | 'importing' | 'undoing' | 'unobserved' | 'unknown';

/**
A stretch of time, in epoch milliseconds.
*/
export type Phase = {
	readonly kind: PhaseKind;
	readonly from: number;
	readonly to: number;
};

/**
The observed statuses of one import, oldest first.
*/
export type ObservedImport = {
	readonly targetId: string;
	readonly task: ImportTask;
	readonly observed: readonly ObservedStatus[];

	/**
	Whether the import was already listed when watching began, so that its start is unknown.
	*/
	readonly isFirstSeen: boolean;
	readonly graphName?: string | undefined;

	/**
	Why the import failed.
	*/
	readonly reason?: Reason | undefined;

	/**
	The statements that it loaded, if it succeeded.
	*/
	readonly statementCount?: number | undefined;
};

/**
An import on the timeline. Times are epoch milliseconds.
*/
export type TimelineImport = ObservedImport & {
	readonly startAt: number;

	/**
	The last finished status; undefined while the import is running.
	*/
	readonly end: ObservedStatus | undefined;

	/**
	The start as reported by AWS.
	*/
	readonly startedAt?: number | undefined;

	/**
	When a running import was last listed; undefined if that is now.
	*/
	readonly seenUntil?: number | undefined;
	readonly percentage?: number | undefined;

	/**
	The elapsed time as reported by AWS.
	*/
	readonly elapsedMs?: number | undefined;
};

const isEnd = ({status}: ObservedStatus): boolean => status === undefined || isFinished(status);

const isRemoval = ({status}: ObservedStatus): boolean => status === undefined || status === 'DELETED';

/**
When and how an import ended; undefined if its last observed status is not finished. A status that is observed again, and the removal of an import that has ended, change nothing.
*/
export const endOf = (observed: readonly ObservedStatus[]): ObservedStatus | undefined => {
	let end: ObservedStatus | undefined;

	for (const one of observed) {
		if (!isEnd(one)) {
			end = undefined;
		} else if (end === undefined || (!isRemoval(one) && one.status !== end.status)) {
			end = one;
		}
	}

	return end;
};

/**
Returns undefined if neither the start nor the end of the import is known.
*/
export const timelineImport = (seen: ObservedImport, facts: Pick<TimelineImport, 'startedAt' | 'seenUntil' | 'percentage' | 'elapsedMs'> = {}): TimelineImport | undefined => {
	const [first] = seen.observed;
	const end = endOf(seen.observed);

	if (first === undefined || (first === end && seen.isFirstSeen && facts.startedAt === undefined)) {
		return undefined;
	}

	return {
		...seen, ...facts, startAt: Math.min(first.at, facts.startedAt ?? first.at), end,
	};
};

/**
The group of an import on the timeline. `gone`: it is no longer listed, and its end is unknown.
*/
export type EndGroup = StatusGroup | 'gone';

export const endGroup = ({end}: Pick<TimelineImport, 'end'>): EndGroup => {
	if (end === undefined) {
		return 'active';
	}

	return end.status === undefined ? 'gone' : groupOf(end.status);
};

export const isStartUnknown = ({isFirstSeen, startedAt, observed}: TimelineImport): boolean => startedAt === undefined && (isFirstSeen || observed[0]?.notBefore !== undefined);

const phaseKinds: ReadonlyMap<string, PhaseKind> = new Map<string, PhaseKind>([
	['INITIALIZING', 'waiting'],
	['EXPORTING', 'waiting'],
	['REPROVISIONING', 'waiting'],
	['ANALYZING_DATA', 'analyzing'],
	['ROLLING_BACK', 'undoing'],
	['CANCELLING', 'undoing'],
	['IMPORTING', 'importing'],
]);

/*
An import may go on after a finished status.
*/
const phaseKindOf = (one: ObservedStatus): PhaseKind => {
	if (one.status === undefined) {
		return 'unobserved';
	}

	return isEnd(one) ? 'waiting' : phaseKinds.get(one.status) ?? 'unknown';
};

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
The phases of an import up to `now`. They follow one another without gaps or overlaps.
*/
export const phasesOf = ({observed, startAt, end, seenUntil}: Pick<TimelineImport, 'observed' | 'startAt' | 'end' | 'seenUntil'>, now: number): readonly Phase[] => {
	const first = observed[0]?.at ?? startAt;
	let phases = withPhase([], {kind: 'unobserved', from: startAt, to: first});

	for (const [index, one] of observed.entries()) {
		if (one === end) {
			break;
		}

		const {at} = one;
		const next = observed[index + 1];
		const to = Math.max(at, next?.at ?? now);
		const lastSeen = Math.min(to, Math.max(at, next === undefined ? seenUntil ?? to : next.notBefore ?? to));
		phases = withPhase(phases, {kind: phaseKindOf(one), from: at, to: lastSeen});
		phases = withPhase(phases, {kind: 'unobserved', from: lastSeen, to});
	}

	return phases;
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

/*
A bar in a window. `start` is the first visible cell. `end` is the cell of the end sign, undefined if the import ended outside of the window.
*/
type TimelineBar = {
	readonly start: number;
	readonly cells: readonly TimelineCell[];
	readonly end: number | undefined;
};

export const cellAt = ({startAt, cellMs}: TimelineWindow, at: number): number => Math.floor((at - startAt) / cellMs);

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

/*
The cells of an import, which may lie outside of the window. The bar has round(duration / cell) cells, and `end` is the cell after it.
*/
const barExtent = ({startAt, end: ended}: Pick<TimelineImport, 'startAt' | 'end'>, window: TimelineWindow, now: number): {readonly start: number; readonly end: number} => {
	const to = Math.max(startAt, ended?.at ?? now);
	const end = cellAt(window, to);
	return {start: end - Math.round((to - startAt) / window.cellMs), end};
};

export const isVisible = (shown: Pick<TimelineImport, 'startAt' | 'end'>, window: TimelineWindow, now: number): boolean => {
	const {start, end} = barExtent(shown, window, now);
	return end >= 0 && start < window.cells;
};

/**
Draws an import in a window. Returns undefined if nothing is visible.
*/
export const timelineBar = (shown: TimelineImport, window: TimelineWindow, now: number): TimelineBar | undefined => {
	const {start, end} = barExtent(shown, window, now);

	if (!isVisible(shown, window, now)) {
		return undefined;
	}

	const from = shown.startAt;
	const to = Math.max(from, shown.end?.at ?? now);
	const phases = end === start ? [] : phasesOf(shown, now);
	const visibleStart = Math.max(0, start);
	const visibleEnd = Math.min(window.cells, end);
	const timeAt = (cell: number): number => from + ((cell - start) * (to - from) / (end - start));
	const cells = Array.from({length: Math.max(0, visibleEnd - visibleStart)}, (_, index): TimelineCell => {
		const cell = visibleStart + index;
		return index === 0 && start < 0 ? 'continues' : dominantPhase(phases, timeAt(cell), timeAt(cell + 1));
	});
	return {start: visibleStart, cells, end: end < window.cells ? end : undefined};
};

/**
Imports of one graph, in the order of the timeline. `newest` is the first of them.
*/
export type TimelineGroup = {
	readonly newest: TimelineImport;
	readonly imports: readonly TimelineImport[];
};

/**
The order of the imports of a graph: the one that started last comes first.
*/
export const byStart = (imports: readonly TimelineImport[]): readonly TimelineImport[] => imports.toSorted((one, other) => other.startAt - one.startAt);

const latestEnd = ({imports}: TimelineGroup): number => {
	let latest = -Infinity;

	for (const {end} of imports) {
		latest = Math.max(latest, end?.at ?? Infinity);
	}

	return latest;
};

/**
Groups sorted imports by graph: graphs with running imports first, then by their latest end.
*/
export const timelineGroups = (imports: readonly TimelineImport[]): readonly TimelineGroup[] => Map.groupBy(imports, ({task, targetId}) => `${targetId}/${task.graphId ?? task.taskId}`).values()
	.flatMap((members): readonly TimelineGroup[] => members[0] === undefined ? [] : [{newest: members[0], imports: members}])
	.map(group => ({group, end: latestEnd(group)}))
	.toArray()
	.toSorted((one, other) => one.end === other.end ? 0 : other.end - one.end)
	.map(({group}) => group);
