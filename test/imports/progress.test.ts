import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type ImportDetails, type ImportProgress} from '../../source/imports/details.ts';
import {
	errorGrowth,
	leftText,
	observeProgress,
	type ProgressHistory,
	stalledSince,
	timeLeft,
} from '../../source/imports/progress.ts';

const start = Date.UTC(2026, 2, 1, 12);
const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

type Answer = ImportProgress & Partial<Pick<ImportDetails, 'status' | 'attemptNumber'>>;

/*
What the service says, by the time since `start`.
*/
type Course = (elapsedMs: number) => Answer;

const detailsOf = ({status = 'IMPORTING', attemptNumber, ...progress}: Answer): ImportDetails => ({status, attemptNumber, progress});

const observeAll = (course: Course, times: readonly number[], before?: ProgressHistory): ProgressHistory => {
	let history = before;

	for (const elapsedMs of times) {
		history = observeProgress(history, detailsOf(course(elapsedMs)), start + elapsedMs);
	}

	if (history === undefined) {
		throw new RangeError('Nothing was observed.');
	}

	return history;
};

/*
From one time to another, both included.
*/
const every = (intervalMs: number, fromMs: number, toMs: number): readonly number[] => {
	const count = Math.floor((toMs - fromMs) / intervalMs) + 1;
	return Array.from({length: count}, (_, index) => fromMs + (index * intervalMs));
};

const linear = (durationMs: number): Course => elapsedMs => ({percentage: Math.min(100, Math.floor(elapsedMs * 100 / durationMs))});

/*
What is said of the time left after each answer.
*/
const timesLeft = (course: Course, times: readonly number[]): ReadonlyArray<{readonly elapsedMs: number; readonly leftMs: number | undefined}> => {
	let history: ProgressHistory | undefined;

	return times.map(elapsedMs => {
		const at = start + elapsedMs;
		history = observeProgress(history, detailsOf(course(elapsedMs)), at);
		return {elapsedMs, leftMs: timeLeft(history, at)?.leftMs};
	});
};

const isKnown = ({leftMs}: {readonly leftMs: number | undefined}): boolean => leftMs !== undefined;

describe('observeProgress', () => {
	test('a history is a value: the one before stays as it was', () => {
		const before = observeAll(linear(hour), every(10 * second, 0, 5 * minute));
		const copy = structuredClone(before);
		observeAll(linear(hour), every(10 * second, 5 * minute, 10 * minute), before);
		expect(before).toEqual(copy);
	});

	test('a history holds each per cent once, over all that was observed, however long that is', () => {
		const history = observeAll(linear(3 * day), every(minute, 0, 3 * day));
		expect(history.pace?.steps).toHaveLength(100);
		expect(history.pace?.steps[0]?.percentage).toBe(1);
		expect(history.pace?.steps.at(-1)?.percentage).toBe(100);
	});

	test('whatever the service says, a history stays as small as that', () => {
		const answers = fc.record<Answer>({
			status: fc.constantFrom('IMPORTING', 'IMPORTING', 'IMPORTING', 'ROLLING_BACK'),
			percentage: fc.oneof(fc.integer({min: -5, max: 105}), fc.double(), fc.constant(undefined)),
			statementCount: fc.option(fc.double(), {nil: undefined}),
			errorCount: fc.option(fc.integer(), {nil: undefined}),
			attemptNumber: fc.option(fc.integer({min: 1, max: 2}), {nil: undefined}),
		});

		fc.assert(fc.property(fc.array(fc.tuple(answers, fc.integer({min: -100, max: hour})), {minLength: 1, maxLength: 300, size: 'max'}), entries => {
			let at = start;
			let history: ProgressHistory | undefined;

			for (const [answer, passedMs] of entries) {
				at += passedMs;
				history = observeProgress(history, detailsOf(answer), at);
				const percentages = history.pace?.steps.map(({percentage}) => percentage) ?? [];
				expect(percentages.length).toBeLessThanOrEqual(100);
				expect(percentages).toEqual([...new Set(percentages)].toSorted((one, other) => one - other));

				const left = timeLeft(history, at);
				expect(left === undefined || (left.leftMs > 0 && left.leftMs <= 30 * day)).toBe(true);
			}
		}));
	});

	test.each<{name: string; answer: Answer; passedMs: number}>([
		{name: 'the attempt is another', answer: {percentage: 50, errorCount: 9, attemptNumber: 2}, passedMs: 10 * second},
		{name: 'the percentage falls', answer: {percentage: 4, errorCount: 9, attemptNumber: 1}, passedMs: 10 * second},
		{name: 'the clock was set back', answer: {percentage: 50, errorCount: 9, attemptNumber: 1}, passedMs: -1},
	])('nothing of what was before counts where $name', ({answer, passedMs}) => {
		const before = observeAll(elapsedMs => ({...linear(hour)(elapsedMs), errorCount: 1, attemptNumber: 1}), every(10 * second, 0, 30 * minute));
		const at = start + (30 * minute) + passedMs;
		expect(timeLeft(before, at + second)).toBeDefined();
		expect(observeProgress(before, detailsOf(answer), at)).toEqual(observeProgress(undefined, detailsOf(answer), at));
	});

	test('what an answer leaves out is as it was last known', () => {
		const before = observeAll(elapsedMs => ({...linear(hour)(elapsedMs), attemptNumber: 2}), every(10 * second, 0, 30 * minute));
		const silent = observeProgress(before, {status: 'IMPORTING'}, start + (31 * minute));
		expect(silent.last).toMatchObject({percentage: 50, attemptNumber: 2});
		expect(silent.pace).toEqual(before.pace);

		const next = observeProgress(silent, detailsOf({percentage: 53, attemptNumber: 2}), start + (32 * minute));
		expect(next.pace?.steps.at(-1)).toEqual({percentage: 53, moment: {earliest: start + (30 * minute), latest: start + (32 * minute)}});
	});
});

describe('timeLeft', () => {
	test.each<{name: string; course: Course; times: readonly number[]}>([
		{name: 'a single answer', course: () => ({percentage: 50}), times: [0]},
		{name: 'no percentage', course: elapsedMs => ({statementCount: elapsedMs}), times: every(10 * second, 0, hour)},
		{name: 'no details', course: () => ({}), times: every(10 * second, 0, hour)},
		{name: '0 %', course: () => ({percentage: 0}), times: every(10 * second, 0, hour)},
		{name: '100 %', course: linear(hour), times: every(10 * second, 0, 61 * minute)},
		{name: 'three per cent seen being reached', course: linear(hour), times: every(second, 0, 2.3 * minute)},
		{name: 'a rate that shows for less than twenty seconds', course: linear(100 * second), times: every(100, 0, 19 * second)},
		{name: 'percentages seen too seldom to tell the rate', course: linear(100 * minute), times: every(1.3 * minute, 0, 7 * minute)},
		{name: 'an import that is not loading', course: elapsedMs => ({...linear(hour)(elapsedMs), status: 'EXPORTING'}), times: every(10 * second, 0, 30 * minute)},
		{
			name: 'an import that has just begun to roll back',
			course: elapsedMs => ({...linear(hour)(elapsedMs), ...(elapsedMs >= 30 * minute && {status: 'ROLLING_BACK'})}),
			times: every(10 * second, 0, 30 * minute),
		},
		{
			name: 'an import that has just begun to load',
			course: elapsedMs => ({...linear(hour)(elapsedMs), status: elapsedMs < 30 * minute ? 'EXPORTING' : 'IMPORTING'}),
			times: every(10 * second, 0, 32 * minute),
		},
		{name: 'an import that has stopped', course: elapsedMs => linear(hour)(Math.min(elapsedMs, 30 * minute)), times: every(10 * second, 0, 33 * minute)},
		{name: 'an import that gets ever faster', course: elapsedMs => ({percentage: Math.floor(100 * ((elapsedMs / hour) ** 2))}), times: every(10 * second, 0, 50 * minute)},
		{name: 'an import that gets ever slower', course: elapsedMs => ({percentage: Math.floor(100 * Math.sqrt(elapsedMs / hour))}), times: every(10 * second, 0, 20 * minute)},
		{
			name: 'an import that has become four times as fast',
			course: elapsedMs => linear(hour)(elapsedMs + (3 * Math.max(0, elapsedMs - (20 * minute)))),
			times: every(5 * second, 0, 24 * minute),
		},
		{name: 'an import that would take longer than thirty days', course: linear(40 * day), times: every(hour, 0, 4 * day)},
	])('is not known from $name', ({course, times}) => {
		const history = observeAll(course, times);
		expect(timeLeft(history, start + (times.at(-1) ?? 0))).toBeUndefined();
	});

	test.each<{name: string; course: Course; times: readonly number[]; leftMs: number}>([
		{
			name: 'an import of an hour, seen every ten seconds', course: linear(hour), times: every(10 * second, 0, 20 * minute), leftMs: 40 * minute,
		},
		{
			name: 'one that was found half-way', course: linear(hour), times: every(10 * second, 30 * minute, 40 * minute), leftMs: 20 * minute,
		},
		{
			name: 'one of a minute, seen every second', course: linear(minute), times: every(second, 0, 40 * second), leftMs: 20 * second,
		},
		{
			name: 'one of a minute, seen every five seconds', course: linear(minute), times: every(5 * second, 0, 40 * second), leftMs: 20 * second,
		},
		{
			name: 'one of two days, seen every five minutes', course: linear(2 * day), times: every(5 * minute, 0, day), leftMs: day,
		},
		{
			name: 'one that was not looked at for a while', course: linear(hour), times: [...every(10 * second, 0, 10 * minute), ...every(10 * second, 35 * minute, 40 * minute)], leftMs: 20 * minute,
		},
		{
			name: 'one that is between two per cents', course: linear(100 * minute), times: every(10 * second, 0, 97.5 * minute), leftMs: 2.5 * minute,
		},
		{
			name: 'one that has kept another rate for long',
			course: elapsedMs => linear(2 * hour)(elapsedMs + Math.max(0, elapsedMs - (10 * minute))),
			times: every(10 * second, 0, 50 * minute),
			leftMs: 15 * minute,
		},
	])('is known for $name', ({course, times, leftMs}) => {
		const history = observeAll(course, times);
		const left = timeLeft(history, start + (times.at(-1) ?? 0))?.leftMs ?? NaN;
		expect(left / leftMs).toBeGreaterThan(0.9);
		expect(left / leftMs).toBeLessThan(1.1);
	});

	test('is less as time passes, until that is longer than what was observed', () => {
		const history = observeAll(linear(hour), every(10 * second, 0, 6 * minute));
		const leftMs = timeLeft(history, start + (6 * minute))?.leftMs ?? NaN;
		expect(timeLeft(history, start + (7 * minute))?.leftMs).toBeCloseTo(leftMs - minute);
		expect(timeLeft(history, start + (13 * minute))).toBeUndefined();
		expect(timeLeft(history, start + (6 * minute) - 1)).toBeUndefined();
	});

	test('is not known once it should be over', () => {
		const history = observeAll(linear(hour), every(10 * second, 0, 50 * minute));
		expect(timeLeft(history, start + (59 * minute))).toBeDefined();
		expect(timeLeft(history, start + (62 * minute))).toBeUndefined();
	});

	/*
	A linear import and when it is looked at: so many times or more over its course, with gaps that differ by up to a factor of three, from anywhere in its first half on.
	*/
	const watchedImports = (leastLooks: number) => fc
		.record({
			durationMs: fc.oneof(fc.integer({min: 2 * minute, max: hour}), fc.integer({min: hour, max: 20 * day})),
			looks: fc.integer({min: leastLooks, max: 600}),
			from: fc.double({min: 0, max: 0.5, noNaN: true}),
			jitter: fc.infiniteStream(fc.double({min: 0.5, max: 1.5, noNaN: true})),
		})
		.map(({durationMs, looks, from, jitter}) => {
			const times: number[] = [];
			let elapsedMs = durationMs * from;

			for (const factor of jitter) {
				if (elapsedMs >= durationMs) {
					break;
				}

				times.push(Math.floor(elapsedMs));
				elapsedMs += factor * durationMs / looks;
			}

			return {durationMs, times};
		});

	test('is within a factor of 1.23 of the truth, give or take the time of a per cent, for any linear import looked at in any rhythm', () => {
		fc.assert(fc.property(watchedImports(8), ({durationMs, times}) => {
			for (const {elapsedMs, leftMs} of timesLeft(linear(durationMs), times)) {
				if (leftMs === undefined) {
					continue;
				}

				const truthMs = durationMs - elapsedMs;
				const percentMs = durationMs / 100;
				expect(leftMs).toBeLessThanOrEqual((truthMs + percentMs) * 1.23);
				expect(leftMs).toBeGreaterThanOrEqual((truthMs - percentMs) / 1.23);
			}
		}));
	});

	test('is within an eighth of the truth, give or take the time of a per cent, when forty per cent of a linear import have been seen', () => {
		fc.assert(fc.property(watchedImports(40), ({durationMs, times}) => {
			const seenEnough = timesLeft(linear(durationMs), times).filter(({elapsedMs}) => elapsedMs - (times[0] ?? 0) > durationMs * 0.45 && elapsedMs < durationMs * 0.97);

			for (const {elapsedMs, leftMs = NaN} of seenEnough) {
				const truthMs = durationMs - elapsedMs;
				const percentMs = durationMs / 100;
				expect(leftMs).toBeLessThanOrEqual((truthMs + percentMs) * 1.125);
				expect(leftMs).toBeGreaterThanOrEqual((truthMs - percentMs) / 1.125);
			}
		}));
	});

	test('is known from a fifth of a linear import to its end, if a hundred looks or more are spread over it', () => {
		const durations = fc.oneof(fc.integer({min: 2 * minute, max: hour}), fc.integer({min: hour, max: 20 * day}));

		fc.assert(fc.property(durations, fc.integer({min: 100, max: 1000}), (durationMs, looks) => {
			const known = timesLeft(linear(durationMs), every(Math.floor(durationMs / looks), 0, durationMs - 1));
			expect(known.filter(({elapsedMs}) => elapsedMs > durationMs * 0.2 && elapsedMs < durationMs * 0.98).every(entry => isKnown(entry))).toBe(true);
		}));
	});

	test('is near the truth where the time that a per cent takes goes up and down', () => {
		fc.assert(fc.property(fc.array(fc.double({min: 0.5, max: 1.5, noNaN: true}), {minLength: 2, maxLength: 5}), pattern => {
			const ends: number[] = [];

			for (let percentage = 1; percentage <= 100; percentage += 1) {
				ends.push((ends.at(-1) ?? 0) + ((pattern[percentage % pattern.length] ?? 1) * minute));
			}

			const durationMs = ends.at(-1) ?? 0;
			const uneven: Course = elapsedMs => ({percentage: ends.filter(end => end <= elapsedMs).length});
			const seenEnough = timesLeft(uneven, every(10 * second, 0, durationMs * 0.9)).filter(({elapsedMs}) => elapsedMs > durationMs * 0.25);

			for (const {elapsedMs, leftMs = NaN} of seenEnough) {
				expect(leftMs / (durationMs - elapsedMs)).toBeGreaterThan(1 / 1.5);
				expect(leftMs / (durationMs - elapsedMs)).toBeLessThan(1.5);
			}
		}));
	});
});

/*
An import that stops after some time.
*/
const stopping = (course: Course, stopMs: number): Course => elapsedMs => course(Math.min(elapsedMs, stopMs));

const counting: Course = elapsedMs => ({percentage: 7, statementCount: Math.floor(elapsedMs / second), dictionaryEntryCount: 3});

describe('stalledSince', () => {
	test.each<{name: string; course: Course; times: readonly number[]; sinceMs: number}>([
		{
			name: 'five minutes, where it moved every half a minute',
			course: stopping(linear(50 * minute), 30 * minute),
			times: every(10 * second, 0, (35 * minute) + (10 * second)),
			sinceMs: 30 * minute,
		},
		{
			name: 'five minutes, where a count moved all the time',
			course: stopping(counting, 10 * minute),
			times: every(10 * second, 0, (15 * minute) + (10 * second)),
			sinceMs: 10 * minute,
		},
		{
			name: 'five minutes, though errors are counted up',
			course: elapsedMs => ({...stopping(counting, 10 * minute)(elapsedMs), errorCount: elapsedMs}),
			times: every(10 * second, 0, (15 * minute) + (10 * second)),
			sinceMs: 10 * minute,
		},
		{
			name: 'fifteen minutes, where it never moved',
			course: () => ({percentage: 0, statementCount: 0}),
			times: every(minute, 0, 16 * minute),
			sinceMs: 0,
		},
		{
			name: 'fifteen minutes, where it moved three times',
			course: stopping(linear(100 * minute), 3 * minute),
			times: every(10 * second, 0, (18 * minute) + (10 * second)),
			sinceMs: 3 * minute,
		},
		{
			name: 'more than four times as long as ever before',
			course: stopping(linear(1000 * minute), 100 * minute),
			times: every(minute, 0, 145 * minute),
			sinceMs: 100 * minute,
		},
		{
			name: 'an hour, where nobody looked for eight hours in which it went on',
			course: stopping(linear(20 * hour), 9 * hour),
			times: [...every(minute, 0, hour), ...every(minute, 9 * hour, 11 * hour)],
			sinceMs: 9 * hour,
		},
		{
			name: 'the hours in which nobody looked, where nothing is different after them',
			course: stopping(counting, hour),
			times: [...every(minute, 0, hour), 9 * hour],
			sinceMs: hour,
		},
		{
			name: 'since its first numbers, where it came without any',
			course: elapsedMs => elapsedMs < 10 * minute ? {} : {percentage: 5},
			times: every(minute, 0, 26 * minute),
			sinceMs: 10 * minute,
		},
	])('tells of an import that stood still for $name', ({course, times, sinceMs}) => {
		const history = observeAll(course, times);
		expect(stalledSince(history, start + (times.at(-1) ?? 0))).toBe(start + sinceMs);
	});

	test.each<{name: string; course: Course; times: readonly number[]}>([
		{name: 'that was seen once', course: counting, times: [0]},
		{name: 'that has stood still for just five minutes', course: stopping(linear(50 * minute), 30 * minute), times: every(10 * second, 0, 35 * minute)},
		{name: 'of which three moves were seen, ten minutes ago', course: stopping(linear(100 * minute), 3 * minute), times: every(10 * second, 0, 13 * minute)},
		{name: 'of which one count still moves', course: elapsedMs => ({percentage: 50, statementCount: 9, dictionaryEntryCount: elapsedMs}), times: every(10 * second, 0, hour)},
		{name: 'that moves as seldom as ever', course: linear(1000 * minute), times: every(minute, 0, 139.5 * minute)},
		{name: 'that has stood still for just four times as long as ever', course: stopping(linear(1000 * minute), 100 * minute), times: every(minute, 0, 140 * minute)},
		{name: 'that moves again', course: elapsedMs => counting(elapsedMs < 40 * minute ? Math.min(elapsedMs, 10 * minute) : elapsedMs), times: every(10 * second, 0, 40 * minute)},
		{name: 'that is not loading', course: () => ({status: 'REPROVISIONING', percentage: 0, statementCount: 0}), times: every(minute, 0, 3 * hour)},
		{name: 'that has just begun to load', course: elapsedMs => ({status: elapsedMs < hour ? 'ANALYZING_DATA' : 'IMPORTING', percentage: 0}), times: every(minute, 0, hour + (10 * minute))},
		{name: 'that gives no numbers', course: () => ({}), times: every(minute, 0, 3 * hour)},
		{name: 'that gives no numbers any more', course: elapsedMs => elapsedMs <= hour ? counting(elapsedMs) : {}, times: every(minute, 0, 3 * hour)},
		{name: 'that counts nothing but errors', course: elapsedMs => ({errorCount: elapsedMs}), times: every(minute, 0, 3 * hour)},
		{name: 'that is at 100 %', course: () => ({percentage: 100, statementCount: 9}), times: every(minute, 0, 3 * hour)},
	])('is silent about an import $name', ({course, times}) => {
		const history = observeAll(course, times);
		expect(stalledSince(history, start + (times.at(-1) ?? 0))).toBeUndefined();
	});

	test('is silent when nobody has looked for longer than it is known to stand still', () => {
		const history = observeAll(stopping(counting, 10 * minute), every(10 * second, 0, 20 * minute));
		expect(stalledSince(history, start + (30 * minute))).toBe(start + (10 * minute));
		expect(stalledSince(history, start + (30 * minute) + 1)).toBeUndefined();
		expect(stalledSince(history, start + (20 * minute) - 1)).toBeUndefined();
	});

	test('is never said of a linear import whose per cents take less than fifteen minutes, in whatever rhythm it is looked at', () => {
		const gaps = fc.array(fc.integer({min: second, max: hour}), {maxLength: 200, size: 'max'});

		fc.assert(fc.property(fc.integer({min: minute, max: 24 * hour}), fc.double({min: 0, max: 1, noNaN: true}), gaps, (durationMs, from, gapsMs) => {
			let elapsedMs = Math.floor(durationMs * from);
			let history: ProgressHistory | undefined;

			for (const gapMs of gapsMs) {
				history = observeProgress(history, detailsOf(linear(durationMs)(elapsedMs)), start + elapsedMs);
				expect(stalledSince(history, start + elapsedMs)).toBeUndefined();
				elapsedMs += gapMs;
			}
		}));
	});
});

describe('errorGrowth', () => {
	test('is from the first count that was seen to the last', () => {
		const history = observeAll(elapsedMs => elapsedMs === 0 ? {} : {errorCount: Math.floor(elapsedMs / minute)}, every(minute, 0, 10 * minute));
		expect(errorGrowth(history)).toEqual({from: {count: 1, at: start + minute}, to: {count: 10, at: start + (10 * minute)}});
	});

	test('is the same in whatever status the import is', () => {
		const history = observeAll(elapsedMs => ({errorCount: elapsedMs, status: elapsedMs < minute ? 'IMPORTING' : 'ROLLING_BACK'}), [0, minute]);
		expect(errorGrowth(history)).toEqual({from: {count: 0, at: start}, to: {count: minute, at: start + minute}});
	});

	test('begins anew with a new attempt', () => {
		const history = observeAll(elapsedMs => ({errorCount: elapsedMs / minute, attemptNumber: elapsedMs < 5 * minute ? 1 : 2}), every(minute, 0, 7 * minute));
		expect(errorGrowth(history)).toEqual({from: {count: 5, at: start + (5 * minute)}, to: {count: 7, at: start + (7 * minute)}});
	});

	test('begins anew where the count falls', () => {
		const history = observeAll(elapsedMs => ({errorCount: [7, 5, 6][elapsedMs / minute]}), every(minute, 0, 2 * minute));
		expect(errorGrowth(history)).toEqual({from: {count: 5, at: start + minute}, to: {count: 6, at: start + (2 * minute)}});
	});

	test.each<{name: string; course: Course}>([
		{name: 'no count is known', course: () => ({})},
		{name: 'the count stays the same', course: () => ({errorCount: 4})},
		{name: 'the count falls', course: elapsedMs => ({errorCount: 100 - (elapsedMs / minute)})},
	])('is undefined where $name', ({course}) => {
		expect(errorGrowth(observeAll(course, every(minute, 0, 10 * minute)))).toBeUndefined();
	});
});

test.each([
	[-1, '~ 5 s left'],
	[0, '~ 5 s left'],
	[7 * second, '~ 5 s left'],
	[8 * second, '~ 10 s left'],
	[44 * second, '~ 45 s left'],
	[57 * second, '~ 55 s left'],
	[58 * second, '~ 1 min left'],
	[89 * second, '~ 1 min left'],
	[90 * second, '~ 2 min left'],
	[(12 * minute) + (20 * second), '~ 12 min left'],
	[59.4 * minute, '~ 59 min left'],
	[59.5 * minute, '~ 1 h left'],
	[78 * minute, '~ 1 h 20 min left'],
	[118 * minute, '~ 2 h left'],
	[(9 * hour) + (55 * minute), '~ 9 h 55 min left'],
	[(9 * hour) + (58 * minute), '~ 10 h left'],
	[26.4 * hour, '~ 26 h left'],
	[47.4 * hour, '~ 47 h left'],
	[47.5 * hour, '~ 2 d left'],
	[60.5 * hour, '~ 3 d left'],
	[30 * day, '~ 30 d left'],
])('%i ms is the time left %s', (leftMs, text) => {
	expect(leftText(leftMs)).toBe(text);
});
