import {expect, test} from 'vitest';
import {type Change} from '../../../source/imports/change.ts';
import {knownStatuses} from '../../../source/imports/task.ts';
import {changeSpans} from '../../../source/ui/list/change-spans.ts';
import {importTask} from '../../support/tasks.ts';

const rowOf = (change: Change): string => changeSpans({
	change, at: 0, targetId: '@', elapsed: {minMs: 60_000, maxMs: 60_000},
}, 120, {timeText: () => '12:00:00'}).map(({text}) => text).join('');

const changeTo = (from: string, to: string): string => rowOf({
	kind: 'changed', from, to, task: importTask({status: to}),
});

test('a change has short names of statuses if the usual ones do not fit in its column', () => {
	expect(changeTo('ANALYZING_DATA', 'IMPORTING')).toMatch(/ analyzing data → importing {5}after/v);
	expect(changeTo('ANALYZING_DATA', 'REPROVISIONING')).toMatch(/ analyzing → resizing {11}after/v);
	expect(rowOf({kind: 'gone', task: importTask({status: 'REPROVISIONING'})})).toMatch(/ no longer listed \(resizing\) {4}after/v);
});

test('the duration and the source of every change between known statuses are in the same columns', () => {
	const changes = knownStatuses.flatMap(from => [
		...knownStatuses.map(to => changeTo(from, to)),
		...(['appeared', 'gone'] as const).map(kind => rowOf({kind, task: importTask({status: from})})),
	]);
	expect(new Set(changes.map(row => `${row.indexOf('after 1m')} ${row.indexOf('lake/')}`)).size).toBe(1);
});
