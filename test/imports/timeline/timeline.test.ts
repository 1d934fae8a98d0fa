import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	type ObservedStatus,
	byStart,
	isVisible,
	type Phase,
	phasesOf,
	timelineBar,
	timelineGroups,
	timelineImport,
} from '../../../source/imports/timeline/timeline.ts';
import {timelineTicks, timelineWindow} from '../../../source/imports/timeline/timeline-window.ts';
import {importTask, taskId} from '../../support/tasks.ts';
import {shownImport} from '../../support/timeline.ts';

const minute = 60_000;
const hour = 60 * minute;
const start = new Date(2026, 2, 1, 12).getTime();
const now = start + hour;

const importOf = (...observed: readonly ObservedStatus[]) => shownImport(observed);

/*
Phases in short: `waiting 0–5`, in minutes since the start.
*/
const shortOf = (phases: readonly Phase[]): readonly string[] => phases.map(({kind, from, to}) => `${kind} ${(from - start) / minute}–${(to - start) / minute}`);

describe('the phases of an import', () => {
	test('follow the observed statuses up to now', () => {
		const shown = importOf({at: start, status: 'INITIALIZING'}, {at: start + (5 * minute), status: 'ANALYZING_DATA'}, {at: start + (9 * minute), status: 'IMPORTING'});
		expect([shortOf(phasesOf(shown, now)), shown.end?.at]).toEqual([['waiting 0–5', 'analyzing 5–9', 'importing 9–60'], undefined]);
	});

	test('end with the finished status, not with the removal after it', () => {
		const shown = importOf({at: start, status: 'IMPORTING'}, {at: start + (7 * minute), status: 'FAILED'}, {at: start + (9 * minute), status: 'DELETED'});
		expect([shortOf(phasesOf(shown, now)), shown.end?.at]).toEqual([['importing 0–7'], start + (7 * minute)]);
	});

	test.each<[string, ReadonlyArray<string | undefined>, readonly string[], string | undefined, number | undefined]>([
		['go on if the import runs again after a failure', ['IMPORTING', 'FAILED', 'IMPORTING', 'SUCCEEDED'], ['importing 0–1', 'waiting 1–2', 'importing 2–3'], 'SUCCEEDED', 3],
		['end at the failure of an import that had succeeded', ['IMPORTING', 'SUCCEEDED', 'FAILED'], ['importing 0–1', 'waiting 1–2'], 'FAILED', 2],
		['have no end while the import runs again', ['IMPORTING', 'FAILED', 'IMPORTING'], ['importing 0–1', 'waiting 1–2', 'importing 2–60'], undefined, undefined],
		['have a gap while the import was not listed', ['IMPORTING', undefined, 'IMPORTING', 'FAILED'], ['importing 0–1', 'unobserved 1–2', 'importing 2–3'], 'FAILED', 3],
		['end once, however often the status is observed', ['IMPORTING', 'SUCCEEDED', undefined, 'SUCCEEDED', 'DELETED'], ['importing 0–1'], 'SUCCEEDED', 1],
	])('%s', (_, statuses, phases, status, at) => {
		const shown = importOf(...statuses.map((observed, minutes) => ({at: start + (minutes * minute), status: observed})));
		expect([shortOf(phasesOf(shown, now)), shown.end?.status, shown.end && (shown.end.at - start) / minute]).toEqual([phases, status, at]);
	});

	test('are drawn if an import that had ended when it was first seen runs again', () => {
		const observed = ['FAILED', 'IMPORTING'].map((status, minutes) => ({at: start + (minutes * minute), status}));
		const shown = timelineImport({
			targetId: '@', task: importTask(), observed, isFirstSeen: true,
		});
		expect(shown && [shortOf(phasesOf(shown, now)), shown.end]).toEqual([['waiting 0–1', 'importing 1–60'], undefined]);
	});

	test('have a gap where nothing was observed', () => {
		const phases = phasesOf(importOf({at: start, status: 'ANALYZING_DATA'}, {at: start + (30 * minute), status: 'IMPORTING', notBefore: start + (10 * minute)}), now);
		expect(shortOf(phases)).toEqual(['analyzing 0–10', 'unobserved 10–30', 'importing 30–60']);
	});

	test('join statuses of the same kind', () => {
		const phases = phasesOf(importOf({at: start, status: 'INITIALIZING'}, {at: start + minute, status: 'EXPORTING'}, {at: start + (2 * minute), status: 'PONDERING'}), now);
		expect(shortOf(phases)).toEqual(['waiting 0–2', 'unknown 2–60']);
	});

	test('begin with what AWS reported, which was not observed', () => {
		const seen = {
			targetId: '@', task: importTask(), observed: [{at: start + (10 * minute), status: 'IMPORTING'}], isFirstSeen: true,
		};
		const shown = timelineImport(seen, {startedAt: start, seenUntil: start + (20 * minute)});
		expect(shown === undefined ? [] : shortOf(phasesOf(shown, now))).toEqual(['unobserved 0–10', 'importing 10–20', 'unobserved 20–60']);
	});

	test('are unknown if the import had ended when it was first seen', () => {
		expect(timelineImport({
			targetId: '@', task: importTask(), observed: [{at: start, status: 'SUCCEEDED'}], isFirstSeen: true,
		})).toBeUndefined();
	});

	test('end when the import is no longer listed', () => {
		const shown = importOf({at: start, status: 'IMPORTING'}, {at: start + (5 * minute), status: undefined});
		expect([shortOf(phasesOf(shown, now)), shown.end?.at]).toEqual([['importing 0–5'], start + (5 * minute)]);
	});

	const histories = fc.array(fc.record({
		gapMs: fc.nat({max: 100}),
		status: fc.constantFrom('INITIALIZING', 'ANALYZING_DATA', 'REPROVISIONING', 'IMPORTING', 'ROLLING_BACK', 'ODD', 'FAILED', 'SUCCEEDED', undefined),
		unobservedMs: fc.option(fc.nat({max: 150}), {nil: undefined}),
	}), {minLength: 1, maxLength: 10}).map(steps => {
		let at = start;
		return steps.map(({gapMs, status, unobservedMs}): ObservedStatus => {
			at += gapMs;
			return {at, status, notBefore: unobservedMs === undefined ? undefined : at - unobservedMs};
		});
	});

	test('never overlap, and add up to the observed span', () => {
		fc.assert(fc.property(histories, observed => {
			const shown = importOf(...observed);
			const phases = phasesOf(shown, now);
			expect(phases.every(({from, to}) => from < to)).toBe(true);
			expect(phases.slice(1).every(({from}, index) => from === phases[index]?.to)).toBe(true);
			expect(shown.end === undefined).toBe(![undefined, 'FAILED', 'SUCCEEDED'].includes(observed.at(-1)?.status));
			const span = (shown.end?.at ?? now) - (observed[0]?.at ?? now);
			expect(phases.reduce((sum, {from, to}) => sum + to - from, 0)).toBe(span);
		}));
	});

	test('are never drawn outside of the window', () => {
		fc.assert(fc.property(histories, fc.integer({min: -500, max: 500}), fc.integer({min: 1, max: 50}), fc.integer({min: 1, max: 40}), (observed, offsetMs, cellMs, cells) => {
			const shown = importOf(...observed);
			const window = {startAt: start + offsetMs, cellMs, cells};
			const bar = timelineBar(shown, window, now);
			expect(bar !== undefined).toBe(isVisible(shown, window, now));

			if (bar === undefined) {
				return;
			}

			expect(bar.start).toBeGreaterThanOrEqual(0);
			expect(bar.start + bar.cells.length).toBeLessThanOrEqual(cells);
			expect(bar.end === undefined || (bar.end >= bar.start + bar.cells.length && bar.end < cells)).toBe(true);
		}));
	});
});

describe('the bar of an import', () => {
	const window = {startAt: start, cellMs: 5 * minute, cells: 14};

	test('has round(duration / cell) cells and ends in the cell of its end, wherever it lies', () => {
		fc.assert(fc.property(fc.integer({min: -200, max: 200}), fc.nat({max: 500}), fc.integer({min: 1, max: 50}), (fromMs, durationMs, cellMs) => {
			const shown = importOf({at: start + fromMs, status: 'IMPORTING'}, {at: start + fromMs + durationMs, status: 'SUCCEEDED'});
			const wide = {startAt: start - 1000, cellMs, cells: 2000};
			const bar = timelineBar(shown, wide, now);
			expect(bar?.cells).toEqual(Array.from({length: Math.round(durationMs / cellMs)}, () => 'importing'));
			expect(bar?.end).toBe(Math.floor((1000 + fromMs + durationMs) / cellMs));
			expect(bar?.start).toBe((bar?.end ?? 0) - (bar?.cells.length ?? 0));
		}));
	});

	test('has round(duration / cell) cells, and its end sign in the next cell', () => {
		const shown = importOf({at: start + (6 * minute), status: 'INITIALIZING'}, {at: start + (12 * minute), status: 'IMPORTING'}, {at: start + (29 * minute), status: 'SUCCEEDED'});
		expect(timelineBar(shown, window, now)).toEqual({start: 0, cells: ['waiting', 'importing', 'importing', 'importing', 'importing'], end: 5});
	});

	test('is the sign alone if it is shorter than half a cell', () => {
		const shown = importOf({at: start + (6 * minute), status: 'IMPORTING'}, {at: start + (8 * minute), status: 'FAILED'});
		expect(timelineBar(shown, window, now)).toEqual({start: 1, cells: [], end: 1});
	});

	test('is marked if it began before the window', () => {
		const shown = importOf({at: start - hour, status: 'IMPORTING'}, {at: start + (11 * minute), status: 'SUCCEEDED'});
		expect(timelineBar(shown, window, now)).toEqual({start: 0, cells: ['continues', 'importing'], end: 2});
	});

	test('is not drawn if it ended before the window or begins after it', () => {
		expect(timelineBar(importOf({at: start - hour, status: 'IMPORTING'}, {at: start - minute, status: 'SUCCEEDED'}), window, now)).toBeUndefined();
		expect(timelineBar(importOf({at: start + (90 * minute), status: 'IMPORTING'}), {...window, cells: 3}, now + hour)).toBeUndefined();
	});

	test('runs up to now while the import is running', () => {
		expect(timelineBar(importOf({at: start + (50 * minute), status: 'IMPORTING'}), window, now)).toEqual({start: 10, cells: ['importing', 'importing'], end: 12});
	});
});

test('graphs with running imports come first, then by their latest end; in a graph, the last start comes first', () => {
	const made = (number: number, graphId: string, from: number, end?: number) => shownImport([
		{at: start + (from * minute), status: 'IMPORTING'},
		...(end === undefined ? [] : [{at: start + (end * minute), status: 'SUCCEEDED'}]),
	], {task: importTask({taskId: taskId(number), graphId})});
	const groups = timelineGroups(byStart([made(1, 'g-a', 0, 10), made(2, 'g-b', 0, 40), made(3, 'g-c', 5), made(4, 'g-a', 12, 20)]));
	expect(groups.map(({newest, imports}) => [newest.task.graphId, ...imports.map(({task}) => Number(task.taskId.slice(2)))])).toEqual([['g-c', 3], ['g-b', 2], ['g-a', 4, 1]]);
});

describe('the ticks of a window', () => {
	test('are at round local times, with at least the minimum gap', () => {
		const ticks = timelineTicks({startAt: start, cellMs: 5 * minute, cells: 72}, 11);
		expect(ticks.map(({cell, at}) => [cell, new Date(at).getHours(), new Date(at).getMinutes()])).toEqual([0, 12, 24, 36, 48, 60].map((cell, index) => [cell, 12 + index, 0]));
	});

	test('mark midnight', () => {
		const ticks = timelineTicks({startAt: new Date(2026, 2, 1, 21).getTime(), cellMs: 5 * minute, cells: 60}, 11);
		expect(ticks.filter(({isMidnight}) => isMidnight).map(({cell}) => cell)).toEqual([36]);
	});

	test('never lie closer than the minimum gap, in any window', () => {
		fc.assert(fc.property(fc.integer({min: 0, max: 400 * 24}), fc.integer({min: 10_000, max: 10 * hour}), fc.integer({min: 10, max: 200}), (hours, cellMs, cells) => {
			const ticks = timelineTicks({startAt: start + (hours * hour), cellMs, cells}, 11);
			expect(ticks.slice(1).every(({cell}, index) => cell - (ticks[index]?.cell ?? 0) >= 11)).toBe(true);
			expect(ticks.every(({cell}) => cell >= 0 && cell < cells)).toBe(true);
		}));
	});
});

describe('the window', () => {
	test('moves by whole cells, and leaves room for a percentage after now', () => {
		const {startAt, cellMs, cells} = timelineWindow(140, 6 * hour, {now});
		expect([cells, Math.floor((now - startAt) / cellMs), startAt % cellMs]).toEqual([116, 107, 0]);
		expect(timelineWindow(140, 6 * hour, {now: now + 1000}).startAt - startAt).toBe(0);
		expect(timelineWindow(140, 6 * hour, {now: now + cellMs}).startAt - startAt).toBe(cellMs);
	});

	test('has its end in the last cell if it ended earlier, with cells of the same length', () => {
		const earlier = timelineWindow(140, 6 * hour, {endAt: now - hour, now});
		expect([earlier.cells, Math.floor((now - hour - earlier.startAt) / earlier.cellMs), earlier.startAt % earlier.cellMs]).toEqual([116, 115, 0]);
		expect(earlier.cellMs).toBe(timelineWindow(140, 6 * hour, {now}).cellMs);
	});

	test('has at least one cell before now in the narrowest terminal', () => {
		const {startAt, cellMs, cells} = timelineWindow(10, hour, {now});
		expect([cells, cellMs, Math.floor((now - startAt) / cellMs)]).toEqual([10, hour, 1]);
	});
});
