import {describe, expect, test} from 'vitest';
import {type ImportTask} from '../../source/imports/task.ts';
import {statusSummaryOf} from '../../source/app/status-summary.ts';
import {type Message} from '../../source/app/message.ts';
import {
	after,
	defaultId,
	freshModel,
	obeyed,
	scanEnded,
	scanned,
	startAt,
} from '../support/model.ts';
import {importTask, taskId} from '../support/tasks.ts';

const numbered = (number: number, status = 'IMPORTING'): ImportTask => importTask({taskId: taskId(number), status});

const answered = (number: number, percentage: number): Message => ({
	type: 'detailsAnswered', targetId: defaultId, key: taskId(number), at: startAt, answer: {kind: 'details', details: {status: 'IMPORTING', progress: {percentage}}},
});

describe('the state at a glance', () => {
	test('is the name of the program before anything is known', () => {
		expect(statusSummaryOf(freshModel())).toEqual({title: 'Neptune imports', progress: {state: 'none'}});
	});

	test('is how many are under way, as what, and how far in the mean, rounded down', () => {
		const model = scanned(freshModel(), [numbered(1), numbered(2), numbered(3, 'SUCCEEDED')]);
		expect(statusSummaryOf(model)).toEqual({title: '2 importing – Neptune imports', progress: {state: 'indeterminate'}});
		expect(statusSummaryOf(after(model, answered(1, 99), answered(2, 54)))).toEqual({title: '2 importing 76% – Neptune imports', progress: {state: 'normal', percentage: 76}});
		expect(statusSummaryOf(scanned(model, [numbered(1), numbered(2, 'ANALYZING_DATA')], 10_000)).title).toBe('2 active – Neptune imports');
	});

	test('says of failures those alone that were observed, until they have been on the screen when a key was pressed', () => {
		const old = scanned(freshModel(), [numbered(1), numbered(2), numbered(3), numbered(4, 'FAILED')]);
		expect(statusSummaryOf(old).title).toBe('3 importing – Neptune imports');
		const failed = scanned(after(old, answered(2, 76)), [numbered(1, 'FAILED'), numbered(2), numbered(3), numbered(4, 'FAILED')], 10_000);
		expect(statusSummaryOf(failed)).toEqual({title: '2 importing 76% · 1 failed – Neptune imports', progress: {state: 'error', percentage: 76}});
		expect(statusSummaryOf(obeyed(failed, 'cursorDown'))).toEqual({title: '2 importing 76% – Neptune imports', progress: {state: 'normal', percentage: 76}});
	});

	test('is that all is over, with the error for as long as it was not seen', () => {
		const failed = scanned(scanned(freshModel(), [numbered(1)]), [numbered(1, 'FAILED')], 10_000);
		expect(statusSummaryOf(failed)).toEqual({title: 'all over · 1 failed – Neptune imports', progress: {state: 'error', percentage: 100}});
		expect(statusSummaryOf(obeyed(failed, 'cursorDown'))).toEqual({title: 'all over – Neptune imports', progress: {state: 'none'}});
	});

	test('begins with since when the list could not be read', () => {
		const model = after(freshModel(), scanEnded({failure: {kind: 'network', sentence: 'Nothing answers.', isTransient: true}}));
		expect(statusSummaryOf(model).title).toBe('not read since 12:00:00 – Neptune imports');
	});
});
