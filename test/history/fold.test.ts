import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	fold,
	type Known,
	knownStatus,
	untilOf,
} from '../../source/history/fold.ts';
import {taskId} from '../support/tasks.ts';
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

const statusesIn = ({imports}: Known): ReadonlyMap<string, string> => new Map(imports.entries().map(([key, {last}]) => [key, last.task.status]));

describe('what follows from a history', () => {
	test('is what each import came to be', () => {
		const {known} = fold([
			baseline(1, 'IMPORTING'),
			baseline(2, 'IMPORTING'),
			appeared(3, 'INITIALIZING'),
			changed(1, 'IMPORTING', 'SUCCEEDED'),
			gone(2, 'IMPORTING'),
		]);
		expect(statusesIn(known)).toEqual(new Map([[taskId(1), 'SUCCEEDED'], [taskId(3), 'INITIALIZING']]));
	});

	test.each([
		['an import is seen first that is known so', [appeared(1, 'IMPORTING'), baseline(1, 'IMPORTING')]],
		['an import appears that is known so', [baseline(1, 'IMPORTING'), appeared(1, 'IMPORTING')]],
		['an import comes to be what it is', [changed(1, 'IMPORTING', 'FAILED'), changed(1, 'EXPORTING', 'FAILED')]],
	])('is not changed where %s', (_, lines) => {
		expect(fold(lines).told).toEqual(lines.slice(0, 1));
	});

	test('is not changed where an import is gone that was not there', () => {
		expect(fold([gone(1, 'IMPORTING')]).told).toEqual([]);
	});

	test('is not changed by a line that is there again, whatever was told between', () => {
		const lines = [appeared(1, 'IMPORTING'), changed(1, 'IMPORTING', 'SUCCEEDED', startAt + 1), gone(1, 'SUCCEEDED', startAt + 2)];
		const {known, told} = fold([...lines, ...lines.slice(0, 2)]);
		expect(told).toEqual(lines);
		expect(statusesIn(known)).toEqual(new Map());
	});

	test('has a change whose beginning is missing, of an import that is not known or is known otherwise', () => {
		const lines = [changed(1, 'EXPORTING', 'IMPORTING'), changed(1, 'CANCELLING', 'CANCELLED')];
		expect(fold(lines).told).toEqual(lines);
	});

	test('forgets when an import was first seen where it has left the list, or where nobody knew it when it was seen next', () => {
		const first = (lines: Parameters<typeof fold>[0]): unknown => fold(lines).known.imports.get(taskId(1))?.first;
		expect(first([baseline(1, 'IMPORTING'), changed(1, 'IMPORTING', 'FAILED')])).toEqual(baseline(1, 'IMPORTING'));
		expect(first([baseline(1, 'IMPORTING'), gone(1, 'IMPORTING'), appeared(1, 'IMPORTING')])).toBeUndefined();
		expect(first([baseline(1, 'IMPORTING'), baseline(1, 'FAILED')])).toEqual(baseline(1, 'FAILED'));
	});
});

describe('until when the list was seen', () => {
	const later = startAt + 1000;

	test.each([
		['nobody looked', [], undefined, undefined],
		['the whole list was watched', [observed(startAt)], startAt, startAt],
		['a graph alone was watched', [observed(startAt, 'g-0000000001')], undefined, startAt],
		['another graph was watched', [observed(startAt, 'g-0000000002')], undefined, undefined],
		['a graph was watched after the whole list', [observed(startAt), observed(later, 'g-0000000001')], startAt, later],
		['the whole list was watched after a graph', [observed(startAt, 'g-0000000001'), observed(later)], later, later],
		['the clock was set back', [observed(later), observed(startAt)], startAt, startAt],
	])('is what the last line says where %s', (_, lines, whole, graph) => {
		const {known} = fold(lines);
		expect([untilOf(known, undefined), untilOf(known, 'g-0000000001')]).toEqual([whole, graph]);
	});
});

describe('the laws of the fold', () => {
	test('what is told twice is told once', () => {
		fc.assert(fc.property(anyLines, lines => {
			expect(fold(lines.flatMap(line => [line, line]))).toEqual(fold(lines));
			expect(fold([...lines, ...lines])).toEqual(fold(lines));
		}));
	});

	test('what tells nothing can be left out', () => {
		fc.assert(fc.property(anyLines, lines => {
			const {known, told} = fold(lines);
			expect(fold(lines.filter(line => !isEvent(line) || told.includes(line)))).toEqual({known, told});
		}));
	});

	test('lines can be folded one by one, or all at once', () => {
		fc.assert(fc.property(anyLines, lines => {
			let known: Known | undefined;

			for (const line of lines) {
				known = fold([line], known).known;
			}

			expect(known ?? fold([]).known).toEqual(fold(lines).known);
		}));
	});

	test('an import is listed, with the status that was told last, unless it was told to be gone', () => {
		fc.assert(fc.property(anyLines, lines => {
			const {known} = fold(lines);

			const lasts = new Map(lines.filter(line => isEvent(line)).map(event => [event.task.taskId, event]));

			for (const [key, last] of lasts) {
				expect(knownStatus(known, key)).toBe(last.event === 'gone' ? undefined : last.task.status);
			}
		}));
	});
});
