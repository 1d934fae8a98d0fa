import fc from 'fast-check';
import {expect, test} from 'vitest';
import {taskFromWire} from '../../source/neptune/task-from-wire.ts';
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
