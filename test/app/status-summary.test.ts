import {describe, expect, test} from 'vitest';
import {statusSummaryOf} from '../../source/app/status-summary.ts';
import {type Message} from '../../source/app/message.ts';
import {
	after,
	afterCommands,
	defaultId,
	detailsAnswered,
	freshModel,
	scanEnded,
	scanned,
	startAt,
} from '../support/model.ts';
import {numbered} from '../support/tasks.ts';

const answered = (number: number, percentage: number): Message => detailsAnswered(number, {status: 'IMPORTING', progress: {percentage}});

describe('the status summary', () => {
	test('shows only the program name before the first scan', () => {
		expect(statusSummaryOf(freshModel())).toEqual({title: 'Neptune imports', progress: {state: 'none'}});
	});

	test('shows the number of active imports, their common status and their mean percentage, rounded down', () => {
		const model = scanned(freshModel(), [numbered(1), numbered(2), numbered(3, 'SUCCEEDED')]);
		expect(statusSummaryOf(model)).toEqual({title: '2 importing – Neptune imports', progress: {state: 'indeterminate'}});
		expect(statusSummaryOf(after(model, answered(1, 99), answered(2, 54)))).toEqual({title: '2 importing 76% – Neptune imports', progress: {state: 'normal', percentage: 76}});
		expect(statusSummaryOf(scanned(model, [numbered(1), numbered(2, 'ANALYZING_DATA')], 10_000)).title).toBe('2 running – Neptune imports');
	});

	test('leaves out the percentages of imports that are not loading, as the list does', () => {
		const model = scanned(freshModel(), [numbered(1), numbered(2, 'ANALYZING_DATA'), numbered(3, 'ROLLING_BACK')]);
		const waiting = after(model, ...[2, 3].map(number => detailsAnswered(number, {status: 'IMPORTING', progress: {percentage: 100}})));
		expect(statusSummaryOf(waiting)).toEqual({title: '3 running – Neptune imports', progress: {state: 'indeterminate'}});
		expect(statusSummaryOf(after(waiting, answered(1, 40)))).toEqual({title: '3 running 40% – Neptune imports', progress: {state: 'normal', percentage: 40}});
	});

	test('counts observed failures until the user has seen them', () => {
		const old = scanned(freshModel(), [numbered(1), numbered(2), numbered(3), numbered(4, 'FAILED')]);
		expect(statusSummaryOf(old).title).toBe('3 importing – Neptune imports');
		const failed = scanned(after(old, answered(2, 76)), [numbered(1, 'FAILED'), numbered(2), numbered(3), numbered(4, 'FAILED')], 10_000);
		expect(statusSummaryOf(failed)).toEqual({title: '2 importing 76% · 1 failed – Neptune imports', progress: {state: 'error', percentage: 76}});
		expect(statusSummaryOf(afterCommands(failed, 'cursorDown'))).toEqual({title: '2 importing 76% – Neptune imports', progress: {state: 'normal', percentage: 76}});
	});

	test('shows that all imports finished, with an error until the user has seen it', () => {
		const failed = scanned(scanned(freshModel(), [numbered(1)]), [numbered(1, 'FAILED')], 10_000);
		expect(statusSummaryOf(failed)).toEqual({title: 'all finished · 1 failed – Neptune imports', progress: {state: 'error', percentage: 100}});
		expect(statusSummaryOf(afterCommands(failed, 'cursorDown'))).toEqual({title: 'all finished – Neptune imports', progress: {state: 'none'}});
	});

	test('starts with the time since which polling has been failing', () => {
		const model = after(freshModel(), scanEnded({failure: {kind: 'network', sentence: 'Nothing answers.', isTransient: true}}));
		expect(statusSummaryOf(model).title).toBe('failing since 12:00:00 – Neptune imports');
		const nextDay = after(model, {type: 'pollDue', targetId: defaultId, at: startAt + 86_400_000});
		expect(statusSummaryOf(nextDay).title).toBe('failing since Sun 12:00:00 – Neptune imports');
	});
});
