import {describe, expect, test} from 'vitest';
import {type Change, type TargetChange} from '../../source/imports/change.ts';
import {
	allNotifications,
	defaultNotifyOn,
	notificationText,
	shouldNotify,
} from '../../source/imports/notify-on.ts';
import {knownStatuses} from '../../source/imports/task.ts';
import {importTask, taskId} from '../support/tasks.ts';

const changeTo = (status: string, number = 1): Change => ({
	kind: 'changed', task: importTask({status, taskId: taskId(number)}), from: 'IMPORTING', to: status,
});

const observed = (change: Change, fields: Partial<TargetChange> = {}): TargetChange => ({
	targetId: '@', change, at: 0, ...fields,
});

describe('notifications', () => {
	const notified = (notifyOn: typeof defaultNotifyOn): readonly string[] => knownStatuses.filter(status => shouldNotify(observed(changeTo(status)), notifyOn));

	test('are sent by default for failures and for the last end', () => {
		expect(notified(defaultNotifyOn)).toEqual(['FAILED']);
		expect(defaultNotifyOn.isLastEnd).toBe(true);
	});

	test('can be sent for all outcomes and rollbacks', () => {
		expect(notified(allNotifications)).toEqual(['ROLLING_BACK', 'FAILED', 'CANCELLED', 'DELETED', 'SUCCEEDED']);
		expect(allNotifications.isLastEnd).toBe(true);
	});

	test('are not sent for imports that are no longer listed', () => {
		expect(shouldNotify(observed({kind: 'gone', task: importTask({status: 'FAILED'})}), defaultNotifyOn)).toBe(false);
	});
});

describe('the text of a notification', () => {
	const reason = {summary: 'S3_ACCESS_DENIED: no access'};

	test.each<[string, readonly TargetChange[], boolean, string]>([
		['describes one import', [observed(changeTo('SUCCEEDED'))], false, 't-0000000001 succeeded: s3://lake/2026/people.csv'],
		['gives the reason of a failure', [observed(changeTo('FAILED'), {reason})], false, 't-0000000001 failed: S3_ACCESS_DENIED: no access'],
		['counts several imports', [observed(changeTo('SUCCEEDED', 1)), observed(changeTo('FAILED', 2))], false, '1 succeeded, 1 failed'],
		['uses the last change of an import', [observed(changeTo('ROLLING_BACK')), observed(changeTo('FAILED'))], false, 't-0000000001 failed: s3://lake/2026/people.csv'],
		['counts equal task IDs of two targets', [observed(changeTo('FAILED')), observed(changeTo('FAILED'), {targetId: 'dev@'})], false, '2 failed'],
		['says that all imports finished', [observed(changeTo('SUCCEEDED'))], true, 't-0000000001 succeeded: s3://lake/2026/people.csv; all imports finished'],
		['says only that, without changes', [], true, 'all imports finished'],
	])('%s', (_, changes, isLastEnd, text) => {
		expect(notificationText(changes, {isLastEnd})).toBe(text);
	});

	test('cuts a long ID, status and source', () => {
		const task = importTask({taskId: 't'.repeat(30), status: 'S'.repeat(30), source: `s3://${'a'.repeat(30)}/${'b'.repeat(30)}`});
		expect(notificationText([observed({kind: 'appeared', task})], {isLastEnd: false}))
			.toBe(`${'t'.repeat(13)}… ${'S'.repeat(19)}…: s3://${'a'.repeat(15)}…${'b'.repeat(19)}`);
	});

	test('cuts a long reason at its end', () => {
		const text = notificationText([observed(changeTo('FAILED'), {reason: {summary: 'x'.repeat(200)}})], {isLastEnd: false});
		expect(text).toBe(`t-0000000001 failed: ${'x'.repeat(99)}…`);
	});
});
