import {expect, test} from 'vitest';
import {type Followed, type Outcome} from '../../source/imports/until-done.ts';
import {outcomeLines, type Waited} from '../../source/print/outcome-lines.ts';
import {importTask, taskId} from '../support/tasks.ts';

const numbered = (number: number, status: string, isGone = false): Followed => ({targetId: '@', task: importTask({taskId: taskId(number), status}), isGone});
const graph = 'g-0000000001';
const [first, second, third] = [taskId(1), taskId(2), taskId(3)];

test.each<[string, Outcome, Partial<Waited>, readonly string[]]>([
	['all that there was', 'succeeded', {followed: [numbered(1, 'SUCCEEDED'), numbered(2, 'SUCCEEDED')]}, ['2 imports, all succeeded.']],
	['that there was nothing', 'succeeded', {}, ['No import matched.']],
	['what did not succeed', 'failed', {followed: [numbered(1, 'FAILED'), numbered(2, 'SUCCEEDED'), numbered(3, 'IMPORTING', true)]}, [
		'2 of 3 imports did not succeed:', `${first}  ${graph}  failed`, `${third}  ${graph}  importing, no longer listed`,
	]],
	['what was under way when the first failed', 'failed', {followed: [numbered(1, 'FAILED'), numbered(2, 'IMPORTING')]}, [
		'1 of 2 imports did not succeed:', `${first}  ${graph}  failed`, `not over: ${second}  ${graph}  importing`,
	]],
	['what did not succeed of those that were named', 'failed', {followed: [numbered(1, 'FAILED')], named: [first, second]}, [
		'1 of 1 import did not succeed:', `${first}  ${graph}  failed`, `not listed: ${second}`,
	]],
	['what is about to fail as failed', 'failed', {followed: [numbered(1, 'ROLLING_BACK'), numbered(2, 'IMPORTING')]}, [
		'1 of 2 imports did not succeed:', `${first}  ${graph}  rolling back`, `not over: ${second}  ${graph}  importing`,
	]],
	['every import that is not over in time', 'timedOut', {followed: [numbered(1, 'ROLLING_BACK'), numbered(2, 'SUCCEEDED'), numbered(3, 'IMPORTING')]}, [
		'The time is over, and 2 of 3 imports are not over.', `not over: ${first}  ${graph}  rolling back`, `not over: ${third}  ${graph}  importing`,
	]],
	['what had failed by then', 'timedOut', {followed: [numbered(1, 'FAILED'), numbered(2, 'IMPORTING')]}, [
		'The time is over, and 1 of 2 imports is not over.', `${first}  ${graph}  failed`, `not over: ${second}  ${graph}  importing`,
	]],
	['how many more there had to be', 'timedOut', {followed: [numbered(1, 'SUCCEEDED')], expected: 2}, ['The time is over, and 1 import is over.', '1 more was expected.']],
	['that none of those came', 'timedOut', {expected: 2}, ['The time is over, and no import matched.', '2 more were expected.']],
	['which of those that were named were never there', 'timedOut', {followed: [numbered(1, 'IMPORTING')], named: [first, second], expected: 2}, [
		'The time is over, and 1 of 1 import is not over.', `not over: ${first}  ${graph}  importing`, `not listed: ${second}`,
	]],
	['that nothing could be read in time, and why', 'timedOut', {
		isRead: false, failures: ['Nothing answers.'], named: [first], expected: 1,
	}, [
		'The time is over, and the list was not read to its end.', 'Nothing answers.', `not listed: ${first}`,
	]],
	['why nothing could be asked', 'unanswered', {isRead: false, failures: ['Nothing answers.']}, ['The service could not be asked: Nothing answers.']],
	['that a recording says no more', 'unanswered', {followed: [numbered(1, 'IMPORTING')]}, [
		'The recording is at its end, and 1 of 1 import is not over.', `not over: ${first}  ${graph}  importing`,
	]],
])('tells %s', (_, outcome, waited, lines) => {
	expect(outcomeLines(outcome, {
		followed: [], named: [], expected: 0, isRead: true, failures: [], ...waited,
	})).toEqual(lines);
});

test('is lines without control characters, whatever the service says', () => {
	const task = importTask({taskId: 't-\n\u{1B}[2J', graphId: '\r', status: '\u{7}'});
	expect(outcomeLines('failed', {
		followed: [{targetId: '@', task, isGone: true}], named: [], expected: 0, isRead: true, failures: [],
	}).join('')).not.toMatch(/\p{Control}/v);
});
