import stringWidth from 'string-width';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {themes} from '../../source/text/themes.ts';
import {taskTable} from '../../source/print/tables.ts';
import {importTask, taskId} from '../support/tasks.ts';

const tasks = [
	importTask({taskId: taskId(1)}),
	importTask({
		taskId: taskId(2), status: 'SUCCEEDED', format: 'OPEN_CYPHER', source: 's3://lake/2026/03/01/a/very/long/path/to/what/is/loaded.csv',
	}),
];

describe('a table of imports', () => {
	test('is not cut in a pipe', () => {
		expect(taskTable(tasks, {columns: undefined, theme: undefined})).toEqual([
			'TASK          GRAPH         STATUS     FORMAT       SOURCE',
			't-0000000001  g-0000000001  importing  csv          s3://lake/2026/people.csv',
			't-0000000002  g-0000000001  succeeded  open cypher  s3://lake/2026/03/01/a/very/long/path/to/what/is/loaded.csv',
		]);
	});

	test('cuts sources in the middle on a narrow terminal, then drops the format, the status and the graph', () => {
		expect(taskTable(tasks, {columns: 80, theme: undefined})[2]).toBe('t-0000000002  g-0000000001  succeeded  open cypher  s3://lake/2026…is/loaded.csv');
		expect(taskTable(tasks, {columns: 60, theme: undefined})[0]).toMatch(/^TASK {10}GRAPH {9}STATUS {5}SOURCE/v);
		expect(taskTable(tasks, {columns: 40, theme: undefined})[0]).toMatch(/^TASK {10}GRAPH {9}SOURCE/v);
	});

	test('keeps its width when statuses are colored', () => {
		const row = taskTable(tasks, {columns: 80, theme: themes.default})[2] ?? '';
		expect(row).toContain('\u{1B}[32msucceeded\u{1B}[0m');
		expect(stringWidth(row)).toBeLessThanOrEqual(80);
	});

	test('has only its headings if there are no imports', () => {
		expect(taskTable([], {columns: undefined, theme: undefined})).toEqual(['TASK  GRAPH  STATUS  FORMAT  SOURCE']);
	});

	test('is never wider than the terminal, for any values', () => {
		const texts = fc.string({unit: 'binary', maxLength: 60});
		fc.assert(fc.property(texts, texts, fc.integer({min: 1, max: 120}), (source, status, columns) => {
			for (const line of taskTable([importTask({source, status, taskId: source})], {columns, theme: undefined})) {
				expect(stringWidth(line)).toBeLessThanOrEqual(columns);
				expect(line).not.toMatch(/\p{Control}/v);
			}
		}));
	});

	test('has the names of the graphs if they are known', () => {
		expect(taskTable([
			{...importTask(), graph: {name: 'people', status: 'AVAILABLE'}},
			importTask({taskId: taskId(2)}),
		], {columns: undefined, theme: undefined})).toEqual([
			'TASK          GRAPH         NAME    STATUS     FORMAT  SOURCE',
			't-0000000001  g-0000000001  people  importing  csv     s3://lake/2026/people.csv',
			't-0000000002  g-0000000001  –       importing  csv     s3://lake/2026/people.csv',
		]);
	});

	test('has progress and reasons with details', () => {
		expect(taskTable([
			{...importTask(), progress: {percentage: 45}},
			{...importTask({status: 'FAILED'}), reason: {summary: 'OUT_OF_MEMORY: No room.'}, progress: {percentage: 83}},
		], {columns: undefined, theme: undefined, hasDetails: true})).toEqual([
			'TASK          GRAPH         STATUS     PROGRESS  FORMAT  SOURCE                     REASON',
			't-0000000001  g-0000000001  importing  45%       csv     s3://lake/2026/people.csv',
			't-0000000001  g-0000000001  failed     –         csv     s3://lake/2026/people.csv  OUT_OF_MEMORY: No room.',
		]);
	});
});
