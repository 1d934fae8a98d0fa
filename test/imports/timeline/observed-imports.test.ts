import {describe, expect, test} from 'vitest';
import {type HistoryEvent} from '../../../source/imports/event.ts';
import {observedImports} from '../../../source/imports/timeline/observed-imports.ts';
import {type Reason} from '../../../source/imports/failures/reason.ts';
import {importTask, taskId} from '../../support/tasks.ts';

const at = (minute: number): string => new Date(Date.UTC(2026, 2, 1, 12, minute)).toISOString();

const ms = (minute: number): number => Date.parse(at(minute));

const head = (minute: number) => ({
	version: 1, at: at(minute), profile: 'default', region: 'us-east-1',
} as const);

const baseline = (minute: number, status: string): HistoryEvent => ({event: 'baseline', ...head(minute), task: importTask({status})});

const appeared = (minute: number, number = 1): HistoryEvent => ({event: 'appeared', ...head(minute), task: importTask({taskId: taskId(number)})});

const changed = (minute: number, from: string, to: string, fields: {readonly notBefore?: string; readonly reason?: Reason} = {}): HistoryEvent => ({
	event: 'changed', ...head(minute), task: importTask({status: to}), from, to, ...fields,
});

const reason: Reason = {code: 'OUT_OF_MEMORY', summary: 'OUT_OF_MEMORY: No room.'};

const gone = (minute: number): HistoryEvent => ({event: 'gone', ...head(minute), task: importTask()});

describe('the imports in recorded events', () => {
	const observedIn = (...events: readonly HistoryEvent[]) => observedImports(events, ({profile, region}) => `${profile}@${region}`);

	test.each([
		['a status that was listed when watching began', [baseline(0, 'IMPORTING')], [{at: ms(0), status: 'IMPORTING'}]],
		['a new import', [appeared(1)], [{at: ms(1), status: 'IMPORTING'}]],
		['the status before the first known change', [changed(2, 'IMPORTING', 'FAILED')], [{at: ms(2), status: 'IMPORTING'}, {at: ms(2), status: 'FAILED'}]],
		[
			'the start of a gap, when the status before the first known change was last seen',
			[changed(2, 'IMPORTING', 'FAILED', {notBefore: at(1)})],
			[{at: ms(1), status: 'IMPORTING'}, {at: ms(2), status: 'FAILED', notBefore: ms(1)}],
		],
		['each later status once', [appeared(1), changed(2, 'IMPORTING', 'FAILED')], [{at: ms(1), status: 'IMPORTING'}, {at: ms(2), status: 'FAILED'}]],
		['no status after an import is no longer listed', [appeared(1), gone(2)], [{at: ms(1), status: 'IMPORTING'}, {at: ms(2), status: undefined}]],
	])('have %s', (_, events, observed) => {
		expect(observedIn(...events)).toMatchObject([{targetId: 'default@us-east-1', observed}]);
		expect(observedIn(...events)[0]?.observed).toHaveLength(observed.length);
	});

	test.each([
		['was listed when watching began', [baseline(0, 'IMPORTING'), changed(1, 'IMPORTING', 'FAILED')], true],
		['appeared later', [appeared(0), changed(1, 'IMPORTING', 'FAILED')], false],
		['is known only from a change', [changed(1, 'IMPORTING', 'FAILED')], true],
	])('tell whether an import %s', (_, events, isFirstSeen) => {
		expect(observedIn(...events)[0]?.isFirstSeen).toBe(isFirstSeen);
	});

	test('have the last known fields', () => {
		expect(observedIn(appeared(1), changed(2, 'IMPORTING', 'FAILED'))[0]?.task.status).toBe('FAILED');
	});

	test.each([
		['keep the reason of a failure that was then deleted', [changed(1, 'IMPORTING', 'FAILED', {reason}), changed(2, 'FAILED', 'DELETED')], reason],
		['have no reason once the import runs again', [changed(1, 'IMPORTING', 'FAILED', {reason}), changed(2, 'FAILED', 'IMPORTING')], undefined],
		['have no reason of an earlier failure', [changed(1, 'IMPORTING', 'FAILED', {reason}), changed(2, 'FAILED', 'IMPORTING'), changed(3, 'IMPORTING', 'FAILED')], undefined],
		['have no reason if the import succeeded after all', [changed(1, 'IMPORTING', 'FAILED', {reason}), changed(2, 'FAILED', 'SUCCEEDED')], undefined],
	])('%s', (_, events, expected) => {
		expect(observedIn(...events)[0]?.reason).toEqual(expected);
	});

	test('are separate per target and task', () => {
		const elsewhere = {...appeared(1), region: 'eu-west-1'};
		expect(observedIn(appeared(1), appeared(1, 2), elsewhere).map(({targetId, task}) => [targetId, task.taskId])).toEqual([
			['default@us-east-1', taskId(1)],
			['default@us-east-1', taskId(2)],
			['default@eu-west-1', taskId(1)],
		]);
	});
});
