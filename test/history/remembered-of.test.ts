import {describe, expect, test} from 'vitest';
import {type Remembered} from '../../source/domain/remembered.ts';
import {fold} from '../../source/history/fold.ts';
import {type HistoryLine} from '../../source/history/history-line.ts';
import {rememberedOf} from '../../source/history/remembered-of.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {
	appeared,
	baseline,
	changed,
	gone,
	observed,
	startAt,
} from './lines.ts';

const remembered = (lines: readonly HistoryLine[], graphId?: string): Remembered => rememberedOf(fold(lines), graphId);
const minuteMs = 60_000;

describe('what is remembered', () => {
	test('is how each import was when it was last seen, since when, and what happened', () => {
		const at = startAt + minuteMs;
		expect(remembered([
			baseline(1, 'IMPORTING'),
			baseline(2, 'SUCCEEDED'),
			observed(startAt),
			{...changed(1, 'IMPORTING', 'FAILED', at), notBefore: new Date(startAt).toISOString(), elapsed: {minSeconds: 0, maxSeconds: 60}},
			observed(at),
		])).toEqual({
			tasks: new Map([
				[taskId(1), importTask({taskId: taskId(1), status: 'FAILED'})],
				[taskId(2), importTask({taskId: taskId(2), status: 'SUCCEEDED'})],
			]),
			firstSeen: new Map([[taskId(1), {at: startAt, status: 'IMPORTING'}], [taskId(2), {at: startAt, status: 'SUCCEEDED'}]]),
			changedAt: new Map([[taskId(1), at]]),
			changedAfter: new Map([[taskId(1), startAt]]),
			changes: [{
				change: {
					kind: 'changed', task: importTask({taskId: taskId(1), status: 'FAILED'}), from: 'IMPORTING', to: 'FAILED',
				},
				at,
				notBefore: startAt,
				elapsed: {minMs: 0, maxMs: minuteMs},
			}],
			until: at,
		});
	});

	test('of an import that is gone is that it is gone', () => {
		const {tasks, firstSeen, changedAt, changes} = remembered([baseline(1, 'IMPORTING'), changed(1, 'IMPORTING', 'FAILED'), gone(1, 'FAILED')]);
		expect([tasks.size, firstSeen.size, changedAt.size]).toEqual([0, 0, 0]);
		expect(changes.map(({change}) => change.kind)).toEqual(['gone', 'changed']);
	});

	test('is the newest thousand changes, the newest first, each once', () => {
		const lines = Array.from({length: 1500}, (_, index) => appeared(index, 'IMPORTING', startAt + index)).flatMap(line => [line, line]);
		const {changes} = remembered(lines);
		expect(changes.map(({at}) => at - startAt)).toEqual(Array.from({length: 1000}, (_, index) => 1499 - index));
	});

	test('for a watcher of one graph is about that graph alone, however much else happened', () => {
		const busy = Array.from({length: 1500}, (_, index) => appeared(index + 10, 'IMPORTING', startAt + index, 'g-0000000002'));
		const {tasks, firstSeen, changedAt, changes, until} = remembered([
			baseline(1, 'IMPORTING'),
			observed(startAt),
			changed(1, 'IMPORTING', 'FAILED', startAt + 5),
			observed(startAt + 5, 'g-0000000001'),
			...busy,
			observed(startAt + 9, 'g-0000000002'),
		], 'g-0000000001');
		expect([tasks, firstSeen, changedAt].map(map => map.keys().toArray())).toEqual([[taskId(1)], [taskId(1)], [taskId(1)]]);
		expect(changes.map(({change}) => change.kind)).toEqual(['changed']);
		expect(until).toBe(startAt + 5);
	});

	test('is no whole list where a graph alone was watched', () => {
		const lines = [baseline(1, 'IMPORTING'), observed(startAt, 'g-0000000001')];
		expect(remembered(lines)).toMatchObject({until: undefined, tasks: new Map([[taskId(1), importTask()]])});
		expect(remembered(lines, 'g-0000000001').until).toBe(startAt);
	});
});
