import {expect, test} from 'vitest';
import {type Followed, type Outcome} from '../../source/imports/polling/until-done.ts';
import {type Reason} from '../../source/imports/failures/reason.ts';
import {outcomeLines, type WaitState} from '../../source/print/outcome-lines.ts';
import {importTask, taskId} from '../support/tasks.ts';

const numbered = (number: number, status: string, isGone = false): Followed => ({targetId: '@', task: importTask({taskId: taskId(number), status}), isGone});
const reason: Reason = {code: 'OUT_OF_MEMORY', summary: 'OUT_OF_MEMORY: No room.', remedy: 'Add memory.'};
const graph = 'g-0000000001';
const [first, second, third] = [taskId(1), taskId(2), taskId(3)];
const read: WaitState = {
	followed: [], named: [], expected: 0, isRead: true, failures: [], graphFailures: [], nameOf: () => undefined,
};

test.each<[string, Outcome, Partial<WaitState>, readonly string[]]>([
	['the count if all succeeded', 'succeeded', {followed: [numbered(1, 'SUCCEEDED'), numbered(2, 'SUCCEEDED')]}, ['2 of 2 imports succeeded.', `Decided by ${second} of ${graph}: succeeded`]],
	['a usable graph without its status', 'succeeded', {followed: [{...numbered(1, 'SUCCEEDED'), graphStatus: 'AVAILABLE'}]}, ['1 of 1 import succeeded.', `Decided by ${first} of ${graph}: succeeded`]],
	['large counts with thousands separators', 'succeeded', {followed: Array.from({length: 1500}, (_, index) => numbered(index, 'SUCCEEDED'))}, [
		'1,500 of 1,500 imports succeeded.', `Decided by ${taskId(1499)} of ${graph}: succeeded`,
	]],
	['that no import matched', 'succeeded', {}, ['No import matched.']],
	['the imports that did not succeed', 'failed', {followed: [numbered(1, 'FAILED'), numbered(2, 'SUCCEEDED'), numbered(3, 'IMPORTING', true)]}, [
		'2 of 3 imports did not succeed:', `${first}  ${graph}  failed`, `${third}  ${graph}  importing, no longer listed`, `Decided by ${first} of ${graph}: failed`,
	]],
	['the imports that still ran when the first one failed', 'failed', {followed: [numbered(1, 'FAILED'), numbered(2, 'IMPORTING')]}, [
		'1 of 2 imports did not succeed:', `${first}  ${graph}  failed`, `still running: ${second}  ${graph}  importing`, `Decided by ${first} of ${graph}: failed`,
	]],
	['named imports that failed or were never listed', 'failed', {followed: [numbered(1, 'FAILED')], named: [first, second]}, [
		'1 of 1 import did not succeed:', `${first}  ${graph}  failed`, `not listed: ${second}`, `Decided by ${first} of ${graph}: failed`,
	]],
	['a rollback as a failure', 'failed', {followed: [numbered(1, 'ROLLING_BACK'), numbered(2, 'IMPORTING')]}, [
		'1 of 2 imports did not succeed:', `${first}  ${graph}  rolling back`, `still running: ${second}  ${graph}  importing`, `Decided by ${first} of ${graph}: rolling back`,
	]],
	['the first of several failures as the decider, and the reason with its remedy', 'failed', {followed: [{...numbered(1, 'FAILED'), changedAt: 2}, {...numbered(2, 'FAILED'), changedAt: 1, reason}]}, [
		'2 of 2 imports did not succeed:', `${first}  ${graph}  failed`, `${second}  ${graph}  failed  OUT_OF_MEMORY: No room.`, '  Add memory.', `Decided by ${second} of ${graph}: failed, OUT_OF_MEMORY`,
	]],
	['a graph that can\'t be used as the cause', 'failed', {followed: [{...numbered(1, 'SUCCEEDED'), graphStatus: 'FAILED'}]}, [
		'1 of 1 import did not succeed:', `${first}  ${graph}  succeeded, graph failed`, `Decided by ${first} of ${graph}: succeeded, graph failed`,
	]],
	['a graph that no longer exists as the cause', 'failed', {followed: [{...numbered(1, 'SUCCEEDED'), graphStatus: 'NOT_FOUND'}]}, [
		'1 of 1 import did not succeed:', `${first}  ${graph}  succeeded, graph not found`, `Decided by ${first} of ${graph}: succeeded, graph not found`,
	]],
	['an import that is no longer listed as the cause', 'failed', {followed: [numbered(1, 'IMPORTING', true)]}, [
		'1 of 1 import did not succeed:', `${first}  ${graph}  importing, no longer listed`, `Decided by ${first} of ${graph}: importing, no longer listed`,
	]],
	[
		'the last success as the decider',
		'succeeded',
		{followed: [{...numbered(1, 'SUCCEEDED'), changedAt: 2}, numbered(2, 'SUCCEEDED'), {...numbered(3, 'SUCCEEDED'), changedAt: 1}]},
		['3 of 3 imports succeeded.', `Decided by ${first} of ${graph}: succeeded`],
	],
	['every import that still runs at the timeout', 'timedOut', {followed: [numbered(1, 'ROLLING_BACK'), numbered(2, 'SUCCEEDED'), numbered(3, 'IMPORTING')]}, [
		'Timed out: 2 of 3 imports still running', `still running: ${first}  ${graph}  rolling back`, `still running: ${third}  ${graph}  importing`,
	]],
	['imports that failed before the timeout', 'timedOut', {followed: [numbered(1, 'FAILED'), numbered(2, 'IMPORTING')]}, [
		'Timed out: 1 of 2 imports still running', `${first}  ${graph}  failed`, `still running: ${second}  ${graph}  importing`,
	]],
	['one missing import', 'timedOut', {followed: [numbered(1, 'SUCCEEDED')], expected: 2}, ['Timed out: 1 import finished', 'Expected 1 more import']],
	['several missing imports', 'timedOut', {expected: 2}, ['Timed out: no import matched', 'Expected 2 more imports']],
	['named imports that were never listed', 'timedOut', {followed: [numbered(1, 'IMPORTING')], named: [first, second], expected: 2}, [
		'Timed out: 1 of 1 import still running', `still running: ${first}  ${graph}  importing`, `not listed: ${second}`,
	]],
	['that the list was not fully read at the timeout, and why', 'timedOut', {
		isRead: false, failures: ['Nothing answers.'], named: [first], expected: 1,
	}, [
		'Timed out: the list was not fully read', 'Nothing answers.', `not listed: ${first}`,
	]],
	['why imports can\'t be listed', 'unanswered', {isRead: false, failures: ['Nothing answers.']}, ['Can\'t list imports: Nothing answers.']],
	['the imports that still run at the end of a recording', 'unanswered', {followed: [numbered(1, 'IMPORTING')]}, [
		'End of recording: 1 of 1 import still running', `still running: ${first}  ${graph}  importing`,
	]],
])('outcome lines report %s', (_, outcome, state, lines) => {
	expect(outcomeLines(outcome, {...read, ...state})).toEqual(lines);
});

test('outcome lines have no control characters', () => {
	const task = importTask({taskId: 't-\n\u{1B}[2J', graphId: '\r', status: '\u{7}'});
	expect(outcomeLines('failed', {...read, followed: [{targetId: '@', task, isGone: true}]}).join('')).not.toMatch(/\p{Control}/v);
});
