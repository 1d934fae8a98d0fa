import fc from 'fast-check';
import {type Change} from '../../source/domain/change.ts';
import {changeEvent, type ChangeEvent, eventHead} from '../../source/domain/event.ts';
import {jsonLine} from '../../source/domain/json-line.ts';
import {type Target} from '../../source/domain/target.ts';
import {type HistoryEvent, type HistoryLine, type ObservedLine} from '../../source/history/history-line.ts';
import {importTask, taskId} from '../support/tasks.ts';

export const target: Target = {profile: 'default', region: 'us-east-1'};
export const startAt = Date.parse('2026-03-01T12:00:00.000Z');

/**
An import that was there already.
*/
export const baseline = (number: number, status: string, at = startAt, graphId = 'g-0000000001'): HistoryEvent => ({
	...eventHead(target, at),
	event: 'baseline',
	task: importTask({taskId: taskId(number), status, graphId}),
});

const observedChange = (change: Change, at: number): ChangeEvent => changeEvent({change, at}, target);

export const appeared = (number: number, status: string, at = startAt, graphId = 'g-0000000001'): ChangeEvent =>
	observedChange({kind: 'appeared', task: importTask({taskId: taskId(number), status, graphId})}, at);

export const changed = (number: number, from: string, to: string, at = startAt): ChangeEvent =>
	observedChange({
		kind: 'changed', task: importTask({taskId: taskId(number), status: to}), from, to,
	}, at);

export const gone = (number: number, status: string, at = startAt, graphId = 'g-0000000001'): ChangeEvent =>
	observedChange({kind: 'gone', task: importTask({taskId: taskId(number), status, graphId})}, at);

/**
That the list, or one graph, was seen until a time.
*/
export const observed = (until: number, graph?: string): ObservedLine => ({
	...eventHead(target, until),
	event: 'observed',
	until: new Date(until).toISOString(),
	...(graph !== undefined && {graph}),
});

const numbers = fc.integer({min: 1, max: 4});
const statuses = fc.constantFrom('INITIALIZING', 'IMPORTING', 'SUCCEEDED');
const graphIds = fc.constantFrom('g-0000000001', 'g-0000000002');

/*
Makes a line that is seen at a time.
*/
const lineMakers: fc.Arbitrary<(at: number) => HistoryLine> = fc.oneof(
	fc.tuple(numbers, statuses, graphIds).map(([number, status, graph]) => (at: number) => baseline(number, status, at, graph)),
	fc.tuple(numbers, statuses, graphIds).map(([number, status, graph]) => (at: number) => appeared(number, status, at, graph)),
	fc.tuple(numbers, statuses, statuses).map(([number, from, to]) => (at: number) => changed(number, from, to, at)),
	fc.tuple(numbers, statuses, graphIds).map(([number, status, graph]) => (at: number) => gone(number, status, at, graph)),
	fc.option(graphIds, {nil: undefined}).map(graph => (at: number) => observed(at, graph)),
);

/**
Lines of a history in any order at all, of a few imports, so that much is told twice, and much does not fit together.
*/
export const anyLines: fc.Arbitrary<readonly HistoryLine[]> = fc.array(lineMakers, {maxLength: 40}).map(makers => makers.map((make, index) => make(startAt + (index * 1000))));

/**
Such lines in pieces, one after the other.
*/
export const anyPieces: fc.Arbitrary<ReadonlyArray<readonly HistoryLine[]>> = fc.tuple(anyLines, fc.array(fc.nat({max: 40}), {maxLength: 3})).map(([lines, cuts]) => {
	const bounds = [0, ...cuts.toSorted((one, other) => one - other), lines.length];
	return bounds.slice(1).map((bound, index) => lines.slice(bounds[index], bound));
});

/**
Whether a line is about an import.
*/
export const isEvent = (line: HistoryLine): line is HistoryEvent => line.event !== 'observed';

/**
Lines as they stand in a file.
*/
export const textOf = (lines: readonly HistoryLine[]): string => lines.map(line => `${jsonLine(line)}\n`).join('');
