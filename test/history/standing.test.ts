import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {fold, nothingKnown} from '../../source/history/fold.ts';
import {type HistoryEvent, type HistoryLine} from '../../source/history/history-line.ts';
import {
	overhear,
	overhearAmongOwn,
	type Standing,
	startOver,
	tell,
} from '../../source/history/standing.ts';
import {
	anyLines,
	appeared,
	baseline,
	changed,
	gone,
	isEvent,
	observed,
	startAt,
} from './lines.ts';

const minuteMs = 60_000;
const standingAfter = (lines: readonly HistoryLine[]): Standing => ({known: fold(lines).known, trails: new Map()});
const told = (standing: Standing, ...events: readonly HistoryEvent[]): readonly HistoryEvent[] => tell(standing, events).told;

describe('what a watcher adds to a history', () => {
	const known = standingAfter([baseline(1, 'IMPORTING'), observed(startAt)]);

	test('is what is new', () => {
		const events = [changed(1, 'IMPORTING', 'SUCCEEDED'), appeared(2, 'INITIALIZING'), baseline(3, 'FAILED')];
		expect(told(known, ...events)).toEqual(events);
	});

	test('is nothing that is known, or that it has told itself', () => {
		const event = changed(1, 'IMPORTING', 'SUCCEEDED');
		expect(told(known, baseline(1, 'IMPORTING'), appeared(1, 'IMPORTING'), event, event, gone(2, 'FAILED'))).toEqual([event]);
	});

	test('is a change where an import is new to the watcher and known otherwise: since it was last seen, and for as long as it had been so', () => {
		const at = startAt + (10 * minuteMs);
		const lines = [baseline(1, 'EXPORTING', startAt - minuteMs), changed(1, 'EXPORTING', 'IMPORTING'), observed(startAt + minuteMs)];
		const change = {
			event: 'changed', from: 'IMPORTING', to: 'FAILED', at: new Date(at).toISOString(), notBefore: new Date(startAt + minuteMs).toISOString(), elapsed: {minSeconds: 60, maxSeconds: 600},
		};
		expect(told(standingAfter(lines), baseline(1, 'FAILED', at))).toMatchObject([change]);
		expect(told(standingAfter(lines), appeared(1, 'FAILED', at))).toMatchObject([change]);
	});

	test('is such a change without a span where the clock was set back, and without a duration where its beginning was not seen', () => {
		const [change] = told(known, baseline(1, 'FAILED', startAt - minuteMs));
		expect(change).toMatchObject({event: 'changed', from: 'IMPORTING', to: 'FAILED'});
		expect(change).not.toHaveProperty('notBefore');
		expect(change).not.toHaveProperty('elapsed');
	});

	test('is a change from another status than the last one, as the watcher saw it', () => {
		const event = changed(1, 'EXPORTING', 'CANCELLED');
		expect(told(known, event)).toEqual([event]);
	});
});

describe('what others have added', () => {
	const known = standingAfter([baseline(1, 'INITIALIZING')]);
	const others = [changed(1, 'INITIALIZING', 'EXPORTING'), changed(1, 'EXPORTING', 'IMPORTING'), changed(1, 'IMPORTING', 'SUCCEEDED'), gone(1, 'SUCCEEDED')];
	const behind = overhear(known, others);

	test('is not told again by a watcher that sees it late, step by step or several steps at once', () => {
		expect(told(behind, ...others)).toEqual([]);
		expect(told(behind, changed(1, 'INITIALIZING', 'IMPORTING'), gone(1, 'IMPORTING'))).toEqual([]);
		expect(told(behind, gone(1, 'INITIALIZING'))).toEqual([]);
	});

	test('is passed once: what comes after it is new, though it was so before', () => {
		const back = appeared(1, 'INITIALIZING');
		expect(told(behind, gone(1, 'INITIALIZING'), back)).toEqual([back]);
		expect(told(behind, changed(1, 'INITIALIZING', 'IMPORTING'), changed(1, 'IMPORTING', 'EXPORTING'))).toEqual([changed(1, 'IMPORTING', 'EXPORTING')]);
	});

	test('is known in the order of the file where it was written at the same time', () => {
		const own = changed(1, 'INITIALIZING', 'EXPORTING');
		const mixed = overhearAmongOwn(known, [changed(1, 'INITIALIZING', 'IMPORTING'), gone(1, 'IMPORTING'), own], line => line === own);
		expect(told(mixed, gone(1, 'EXPORTING'))).toEqual([gone(1, 'EXPORTING')]);
		expect(told(overhearAmongOwn(known, [own, ...others.slice(1)], line => line === own), ...others.slice(1))).toEqual([]);
	});

	test('is known where the file is another one, but for the steps between', () => {
		const anew = startOver(known, fold([changed(1, 'IMPORTING', 'SUCCEEDED'), appeared(2, 'FAILED')]).known);
		expect(told(anew, changed(1, 'INITIALIZING', 'SUCCEEDED'), appeared(2, 'FAILED'))).toEqual([]);
		expect(told(startOver(known, nothingKnown), gone(1, 'INITIALIZING'))).toEqual([]);
	});
});

const path = ['INITIALIZING', 'EXPORTING', 'ANALYZING_DATA', 'IMPORTING', 'ROLLING_BACK', 'FAILED'];

/*
Who sees an import next, and how many steps further than that watcher saw it before. Watchers are slow: what one sees now, another may have seen long ago.
*/
type Look = {readonly watcher: number; readonly steps: number};

const looks = (maxSteps: number): fc.Arbitrary<readonly Look[]> => fc.array(fc.record({watcher: fc.nat(2), steps: fc.integer({min: 1, max: maxSteps})}), {maxLength: 20});

/*
What three watchers tell of an import that goes that way, in the order of the file.
*/
const watched = (all: readonly Look[]): readonly HistoryEvent[] => {
	const file: HistoryEvent[] = [baseline(1, 'INITIALIZING')];
	const watchers = Array.from({length: 3}, () => ({standing: standingAfter(file), readTo: 1, stage: 0}));

	for (const look of all) {
		const watcher = watchers[look.watcher];
		const stage = Math.min(path.length - 1, (watcher?.stage ?? 0) + look.steps);
		const [from, to] = [path[watcher?.stage ?? 0], path[stage]];

		if (watcher === undefined || from === undefined || to === undefined || from === to) {
			continue;
		}

		const {standing, told: lines} = tell(overhear(watcher.standing, file.slice(watcher.readTo)), [changed(1, from, to)]);
		file.push(...lines);
		Object.assign(watcher, {standing, readTo: file.length, stage});
	}

	return file;
};

const stagesOf = (watcher: number, all: readonly Look[]): readonly number[] => {
	const stages = [0];

	for (const look of all) {
		if (look.watcher === watcher) {
			stages.push(Math.min(path.length - 1, (stages.at(-1) ?? 0) + look.steps));
		}
	}

	return stages;
};

describe('the laws of watchers that share a history', () => {
	test('each step is told once and in its order, where all see every step, however late', () => {
		fc.assert(fc.property(looks(1), all => {
			const furthest = Math.max(...[0, 1, 2].flatMap(watcher => stagesOf(watcher, all)));
			expect(watched(all).map(({task}) => task.status)).toEqual(path.slice(0, furthest + 1));
		}));
	});

	test('all that any of them saw is told, and in the end what the import is, where they see different steps', () => {
		fc.assert(fc.property(looks(3), all => {
			const seen = new Set([0, 1, 2].flatMap(watcher => stagesOf(watcher, all)).map(stage => path[stage]));
			expect(new Set(watched(all).map(({task}) => task.status))).toEqual(seen);

			const untilOver = [...all, ...[0, 1, 2].map(watcher => ({watcher, steps: path.length}))];
			expect(watched(untilOver).at(-1)?.task.status).toBe('FAILED');
		}));
	});

	test('a watcher that sees all that others told, as they told it, adds nothing', () => {
		fc.assert(fc.property(anyLines, anyLines, (before, after) => {
			const {told: news} = fold(after, fold(before).known);
			expect(told(overhear(standingAfter(before), after), ...news)).toEqual([]);
		}));
	});

	test('what is told is what follows from the file', () => {
		fc.assert(fc.property(anyLines, anyLines, (before, after) => {
			const {standing, told: lines} = tell(standingAfter(before), after.filter(line => isEvent(line)));
			expect(fold(lines, fold(before).known)).toEqual({known: standing.known, told: lines});
		}));
	});
});

test('what others tell of imports that a watcher never sees is bounded', () => {
	const lines = Array.from({length: 6000}, (_, index) => [appeared(index + 1, 'INITIALIZING'), changed(index + 1, 'INITIALIZING', 'SUCCEEDED'), gone(index + 1, 'SUCCEEDED')]).flat();
	const once = overhear(standingAfter([]), lines);
	const {known, trails} = overhear(once, lines.map(line => ({...line, task: {...line.task, taskId: `${line.task.taskId}x`}})));
	expect(known.imports.size).toBe(0);
	expect(trails.size).toBe(10_000);
	expect(trails.has('t-0000000001')).toBe(false);
	expect(trails.has('t-0000006000x')).toBe(true);
});
