import fc from 'fast-check';
import {expect, test} from 'vitest';
import {taskFromWire, detailsFromWire} from '../../source/neptune/from-wire.ts';
import {importTask} from '../support/tasks.ts';

test('a task as the service describes it comes through as it is', () => {
	const task = importTask({format: 'PARQUET', parquetType: 'COLUMNAR'});

	expect(taskFromWire(task)).toEqual(task);
});

test('members that this version does not know are kept as extra, whatever they are', () => {
	const {extra, ...known} = taskFromWire({...importTask(), rows: 7, nested: {deep: [1]}}) ?? {};

	expect(extra).toEqual({rows: 7, nested: {deep: [1]}});
	expect(known).toEqual(importTask());
});

test('a member by the name of a prototype is no more than a name', () => {
	const task = taskFromWire(JSON.parse('{"taskId": "t-1", "__proto__": {"polluted": true}}'));

	expect(Object.keys(task?.extra ?? {})).toEqual(['__proto__']);
	expect(task).not.toHaveProperty('polluted');
});

test.each([
	['null', null],
	['text', 't-1'],
	['a list', []],
	['an object without an id', {status: 'IMPORTING'}],
	['an object with an empty id', {taskId: ''}],
	['an object with null for an id', {taskId: null}],
])('%s is not a task', (_name, entry) => {
	expect(taskFromWire(entry)).toBeUndefined();
});

test('members that are missing leave a task that can be shown', () => {
	expect(taskFromWire({taskId: 't-1'})).toEqual({
		taskId: 't-1',
		source: '',
		roleArn: '',
		status: 'UNKNOWN',
	});
});

test('whatever comes, a task has nothing but text in the places of text', () => {
	const entries = fc.dictionary(fc.constantFrom('taskId', 'graphId', 'source', 'format', 'parquetType', 'roleArn', 'status', 'more'), fc.jsonValue());

	fc.assert(fc.property(entries, entry => {
		const {extra, ...fields} = taskFromWire(entry) ?? {};

		expect(Object.values(fields).every(value => typeof value === 'string')).toBe(true);
		expect(extra).toEqual('more' in entry && Object.keys(fields).length > 0 ? {more: entry['more']} : undefined);
	}));
});

test('an answer is read with its units: epoch and elapsed seconds become milliseconds', () => {
	expect(detailsFromWire({
		taskId: 't-1a2b3c4d5e',
		status: 'IMPORTING',
		attemptNumber: 2,
		importOptions: {neptune: {s3ExportPath: 's3://x/', preserveEdgeIds: true}},
		importTaskDetails: {
			status: 'IN_PROGRESS', startTime: 1_700_000_000, timeElapsedSeconds: 90, progressPercentage: 76, errorCount: 0, statementCount: 1234, dictionaryEntryCount: 56,
		},
		novelty: [1],
	})).toEqual({
		status: 'IMPORTING',
		attemptNumber: 2,
		statusReason: undefined,
		options: {s3ExportPath: 's3://x/', preserveEdgeIds: 'true'},
		progress: {
			status: 'IN_PROGRESS', startedAt: 1_700_000_000_000, elapsedMs: 90_000, percentage: 76, errorCount: 0, errorDetails: undefined, statementCount: 1234, dictionaryEntryCount: 56,
		},
		extra: {novelty: [1]},
	});
});

test.each([
	['a time that is text', {importTaskDetails: {startTime: '2026-03-01T12:00:00Z'}}, {startedAt: Date.UTC(2026, 2, 1, 12)}],
	['numbers that are text', {importTaskDetails: {progressPercentage: '76', statementCount: '12'}}, {percentage: 76, statementCount: 12}],
	['nonsense for numbers', {importTaskDetails: {progressPercentage: 'most', errorCount: {}}}, {percentage: undefined, errorCount: undefined}],
])('%s is read as far as it makes sense', (_, wire, progress) => {
	expect(detailsFromWire(wire)?.progress).toMatchObject(progress);
});

test('details may be absent', () => {
	expect(detailsFromWire({status: 'FAILED'})).toMatchObject({status: 'FAILED', progress: undefined, statusReason: undefined});
});

test('whatever comes, nothing is thrown', () => {
	fc.assert(fc.property(fc.anything(), wire => {
		expect(() => detailsFromWire(wire)).not.toThrow();
	}));
});
