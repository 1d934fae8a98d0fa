import {describe, expect, test} from 'vitest';
import {
	accountOf,
	confirmationOf,
	formatLabel,
	groupOf,
	type ImportTask,
	isFinished,
	isSameTask,
	knownStatuses,
	shortStatusLabel,
	statusGroups,
	statusLabel,
	statusStage,
} from '../../source/imports/task.ts';
import {importTask} from '../support/tasks.ts';

describe('statuses', () => {
	test.each([
		['INITIALIZING', 'active', 'initializing', 'starting'],
		['EXPORTING', 'active', 'exporting', 'exporting'],
		['ANALYZING_DATA', 'active', 'analyzing data', 'analyzing'],
		['REPROVISIONING', 'active', 'reprovisioning', 'resizing'],
		['IMPORTING', 'active', 'importing', 'importing'],
		['ROLLING_BACK', 'active', 'rolling back', 'rollback'],
		['CANCELLING', 'active', 'cancelling', 'cancelling'],
		['FAILED', 'failed', 'failed', 'failed'],
		['CANCELLED', 'cancelled', 'cancelled', 'cancelled'],
		['DELETED', 'cancelled', 'deleted', 'deleted'],
		['SUCCEEDED', 'succeeded', 'succeeded', 'succeeded'],
		['PONDERING', 'active', 'PONDERING', 'PONDERING'],
	])('%s is %s, with the label "%s", in narrow columns "%s"', (status, group, label, shortLabel) => {
		expect([groupOf(status), statusLabel(status), shortStatusLabel(status)]).toEqual([group, label, shortLabel]);
		expect(isFinished(status)).toBe(group !== 'active');
	});

	test('are known in lifecycle order, after unknown ones', () => {
		expect(['PONDERING', ...knownStatuses].map(status => statusStage(status))).toEqual([-1, ...knownStatuses.keys()]);
	});

	test('have labels of at most 14 characters, which is the width of the column, and short labels of at most nine, except for the one that is cut', () => {
		expect(knownStatuses.filter(status => statusLabel(status).length > 14 || shortStatusLabel(status).length > 9)).toEqual(['CANCELLING']);
	});

	test('belong to the groups that the screen lists', () => {
		expect(new Set(knownStatuses.map(status => groupOf(status)))).toEqual(new Set(statusGroups));
	});
});

describe('isSameTask', () => {
	const task = importTask({parquetType: 'COLUMNAR', extra: {owner: {name: 'ops'}}});

	test('compares the values, not the objects', () => {
		expect(isSameTask(task, structuredClone(task))).toBe(true);
	});

	test.each<[string, ImportTask]>([
		['status', {...task, status: 'FAILED'}],
		['graph', {...task, graphId: 'g-0000000002'}],
		['source', {...task, source: 's3://lake/2027/'}],
		['format', {...task, format: 'PARQUET'}],
		['Parquet type', {...task, parquetType: 'OTHER'}],
		['role', {...task, roleArn: 'arn:aws:iam::123456789012:role/other'}],
		['unknown field', {...task, extra: {owner: {name: 'data'}}}],
		['number of fields', importTask({parquetType: 'COLUMNAR'})],
	])('finds a different %s', (_, other) => {
		expect(isSameTask(task, other)).toBe(false);
	});
});

test.each([
	['arn:aws:iam::123456789012:role/reader', '123456789012'],
	['arn:aws-us-gov:iam::123456789012:role/path/reader', '123456789012'],
	['arn:aws:iam:::role/reader', undefined],
	['arn:aws:s3:::lake', undefined],
	['role/arn:aws:iam::123456789012:role/reader', undefined],
	['', undefined],
])('the account of %j is %s', (roleArn, account) => {
	expect(accountOf(roleArn)).toBe(account);
});

test.each([
	['CSV', 'csv'],
	['OPEN_CYPHER', 'open cypher'],
	['N_TRIPLES_2', 'n triples 2'],
	['Turtle', 'Turtle'],
	['CSV v2', 'CSV v2'],
	[undefined, '–'],
])('the label of the format %s is "%s"', (format, label) => {
	expect(formatLabel(format)).toBe(label);
});

test('the last four characters of a task ID confirm its cancellation', () => {
	expect(confirmationOf('t-00009jhc')).toBe('9jhc');
});
