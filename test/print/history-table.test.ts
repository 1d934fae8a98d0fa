import {expect, test} from 'vitest';
import {type HistoryEvent} from '../../source/imports/event.ts';
import {historyLines} from '../../source/print/tables.ts';
import {importTask, taskId} from '../support/tasks.ts';

const head = {version: 1, profile: 'default', region: 'us-east-1'} as const;
const time = (at: string): string => `2026-03-01T${at}.000Z`;

const events: readonly HistoryEvent[] = [
	{
		...head, at: time('12:00:00'), event: 'baseline', task: importTask(),
	},
	{
		...head, at: time('12:31:04'), event: 'changed', from: 'IMPORTING', to: 'FAILED', task: importTask({status: 'FAILED'}), notBefore: time('12:30:00'), elapsed: {minSeconds: 0, maxSeconds: 1864},
	},
	{
		...head, at: time('12:40:00'), event: 'gone', task: importTask({taskId: taskId(2), status: 'SUCCEEDED'}),
	},
];

test('the history table has local times, statuses and durations', () => {
	expect(historyLines(events, {columns: undefined, theme: undefined})).toEqual([
		'SEEN                                       TASK          WHAT                          AFTER            GRAPH         SOURCE',
		'2026-03-01 12:00:00                        t-0000000001  first seen, importing                          g-0000000001  s3://lake/2026/people.csv',
		'2026-03-01 12:30:00 – 2026-03-01 12:31:04  t-0000000001  importing → failed            at most 31m 04s  g-0000000001  s3://lake/2026/people.csv',
		'2026-03-01 12:40:00                        t-0000000002  no longer listed (succeeded)                   g-0000000001  s3://lake/2026/people.csv',
	]);
});

test('the history table has profile and region if there are several targets', () => {
	const [titles, row] = historyLines([...events, ...events.map(event => ({...event, region: 'eu-west-1'}))], {columns: undefined, theme: undefined});
	expect(titles).toContain('PROFILE, REGION');
	expect(row).toContain('default, us-east-1');
});

test('the history table has the reasons of failures if any is known', () => {
	const [titles = '', ...rows] = historyLines(events.map(event => event.event === 'changed' ? {...event, reason: {summary: 'OUT_OF_MEMORY: No room.'}} : event), {columns: undefined, theme: undefined});
	expect(titles).toMatch(/REASON$/v);
	expect(rows.map(row => row.endsWith('OUT_OF_MEMORY: No room.'))).toEqual([false, true, false]);
});
