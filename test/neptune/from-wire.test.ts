import fc from 'fast-check';
import {expect, test} from 'vitest';
import {detailsFromWire, graphFromWire, taskFromWire} from '../../source/neptune/from-wire.ts';
import {importTask} from '../support/tasks.ts';

test('copies the documented members of a task', () => {
	const task = importTask({format: 'PARQUET', parquetType: 'COLUMNAR'});

	expect(taskFromWire(task)).toEqual(task);
});

test('keeps unknown members in `extra`', () => {
	const {extra, ...known} = taskFromWire({...importTask(), rows: 7, nested: {deep: [1]}}) ?? {};

	expect(extra).toEqual({rows: 7, nested: {deep: [1]}});
	expect(known).toEqual(importTask());
});

test('treats a member named __proto__ as plain data', () => {
	const task = taskFromWire(JSON.parse('{"taskId": "t-1", "__proto__": {"polluted": true}}'));

	expect(Object.keys(task?.extra ?? {})).toEqual(['__proto__']);
	expect(task).not.toHaveProperty('polluted');
});

test.each([
	['null', null],
	['text', 't-1'],
	['an array', []],
	['an object without an ID', {status: 'IMPORTING'}],
	['an object with an empty ID', {taskId: ''}],
	['an object with a null ID', {taskId: null}],
])('rejects %s as a task', (_name, entry) => {
	expect(taskFromWire(entry)).toBeUndefined();
});

test('fills in missing members of a task', () => {
	expect(taskFromWire({taskId: 't-1'})).toEqual({
		taskId: 't-1',
		source: '',
		roleArn: '',
		status: 'UNKNOWN',
	});
});

test('converts the known members of any entry to text', () => {
	const entries = fc.dictionary(fc.constantFrom('taskId', 'graphId', 'source', 'format', 'parquetType', 'roleArn', 'status', 'more'), fc.jsonValue());

	fc.assert(fc.property(entries, entry => {
		const {extra, ...fields} = taskFromWire(entry) ?? {};

		expect(Object.values(fields).every(value => typeof value === 'string')).toBe(true);
		expect(extra).toEqual('more' in entry && Object.keys(fields).length > 0 ? {more: entry['more']} : undefined);
	}));
});

test('converts epoch seconds and elapsed seconds to milliseconds', () => {
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
	['a time as text', {importTaskDetails: {startTime: '2026-03-01T12:00:00Z'}}, {startedAt: Date.UTC(2026, 2, 1, 12)}],
	['times out of range, as undefined', {importTaskDetails: {startTime: 1e300}}, {startedAt: undefined}],
	['a time after the year 9999, as undefined', {importTaskDetails: {startTime: 253_402_300_800}}, {startedAt: undefined}],
	['numbers as text', {importTaskDetails: {progressPercentage: '76', statementCount: '12'}}, {percentage: 76, statementCount: 12}],
	[
		'percentages and counts with a fraction, rounded down',
		{
			importTaskDetails: {
				progressPercentage: 99.6, statementCount: 1234.5, errorCount: '2.9', dictionaryEntryCount: 0.5,
			},
		},
		{
			percentage: 99, statementCount: 1234, errorCount: 2, dictionaryEntryCount: 0,
		},
	],
	['seconds with a fraction', {importTaskDetails: {timeElapsedSeconds: 1.5}}, {elapsedMs: 1500}],
	[
		'percentages and counts out of range, as undefined',
		{importTaskDetails: {progressPercentage: 100.4, statementCount: -0.5, errorCount: 1e300}},
		{percentage: undefined, statementCount: undefined, errorCount: undefined},
	],
	['invalid numbers, as undefined', {importTaskDetails: {progressPercentage: 'most', errorCount: {}}}, {percentage: undefined, errorCount: undefined}],
])('parses %s', (_, wire, progress) => {
	expect(detailsFromWire(wire)?.progress).toMatchObject(progress);
});

test('rounds the attempt number and the memory of a graph down', () => {
	expect(detailsFromWire({attemptNumber: 2.5})?.attemptNumber).toBe(2);
	expect(graphFromWire({id: 'g-1', name: 'people', provisionedMemory: 128.5})?.provisionedMemory).toBe(128);
});

test('accepts a response without progress', () => {
	expect(detailsFromWire({status: 'FAILED'})).toMatchObject({status: 'FAILED', progress: undefined, statusReason: undefined});
});

test('reads a status from any object, and nothing from lists and other values', () => {
	fc.assert(fc.property(fc.anything(), wire => {
		expect(typeof detailsFromWire(wire)?.status).toBe(typeof wire === 'object' && wire !== null && !Array.isArray(wire) ? 'string' : 'undefined');
	}));
});

test.each([
	['CANCELING', 'CANCELLING'],
	['CANCELED', 'CANCELLED'],
	['RE_PROVISIONING', 'REPROVISIONING'],
	['COMPLETED', 'SUCCEEDED'],
	['ERROR_ENCOUNTERED', 'ROLLING_BACK'],
	['ERROR_ENCOUNTERED_ROLLING_BACK', 'ROLLING_BACK'],
	['PONDERING', 'PONDERING'],
])('the status %s is read as %s', (status, read) => {
	expect(taskFromWire({taskId: 't-0000000001', status})?.status).toBe(read);
	expect(detailsFromWire({status, importTaskDetails: {status}})).toMatchObject({status: read, progress: {status}});
});
