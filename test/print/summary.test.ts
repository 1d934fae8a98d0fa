import {expect, test} from 'vitest';
import {type Moment, momentAt} from '../../source/imports/progress/elapsed.ts';
import {type ImportTask} from '../../source/imports/task.ts';
import {summaryLines} from '../../source/print/summary.ts';
import {importTask, taskId} from '../support/tasks.ts';

const noon = Date.UTC(2026, 2, 1, 12);

type Settings = Partial<Parameters<typeof summaryLines>[0]> & {readonly failedAt?: ReadonlyMap<string, Moment>};

const summary = (tasks: readonly ImportTask[], {failedAt, ...more}: Settings = {}): readonly string[] => summaryLines({
	imports: tasks.map(task => ({task, failedAt: failedAt?.get(task.taskId)})),
	isRead: true,
	failures: [],
	columns: 100,
	now: noon + 60_000,
	...more,
});

const failed = (number: number): ImportTask => importTask({taskId: taskId(number), status: 'FAILED', source: 's3://x/'});

test('the summary has counts, failed imports and running imports', () => {
	expect(summary([importTask(), failed(2), importTask({taskId: taskId(3), status: 'SUCCEEDED'})])).toEqual([
		'3 imports: 1 running, 1 failed, 1 succeeded, 0 cancelled',
		'failed     t-0000000002  s3://x/',
		'running    t-0000000001  importing       s3://lake/2026/people.csv',
	]);
});

test('the summary has the time or the gap in which an import failed, and lists those imports first', () => {
	const failedAt = new Map([[taskId(2), momentAt(noon)], [taskId(3), {earliest: noon, latest: noon + 60_000}]]);
	expect(summary([failed(1), failed(2), failed(3)], {failedAt}).slice(1)).toEqual([
		'failed     t-0000000003  between 12:00:00 and 12:01:00  s3://x/',
		'failed     t-0000000002  at 12:00:00  s3://x/',
		'failed     t-0000000001  s3://x/',
	]);
});

test('the summary names the day of a failure that was not today', () => {
	const dayMs = 86_400_000;
	const failedAt = new Map([[taskId(1), {earliest: noon - dayMs, latest: noon}], [taskId(2), momentAt(noon - dayMs)], [taskId(3), momentAt(noon - (8 * dayMs))]]);
	expect(summary([failed(1), failed(2), failed(3)], {failedAt}).slice(1)).toEqual([
		'failed     t-0000000001  between Sat 12:00:00 and 12:00:00  s3://x/',
		'failed     t-0000000002  at Sat 12:00:00  s3://x/',
		'failed     t-0000000003  at 21 Feb 12:00:00  s3://x/',
	]);
});

test('the summary says that there is no data, and why', () => {
	expect(summary([], {isRead: false})).toEqual(['No data yet']);
	expect(summary([], {isRead: false, failures: ['Nothing answers.']})).toEqual(['Can\'t list imports: Nothing answers.']);
});

test('the summary is short and no wider than the terminal', () => {
	const lines = summary(Array.from({length: 40}, (_, index) => failed(index)), {columns: 40});
	expect(lines).toHaveLength(7);
	expect(lines.at(-1)).toBe('           and 35 more');
	expect(Math.max(...lines.map(line => line.length))).toBeLessThanOrEqual(40);
});
