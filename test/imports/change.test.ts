import {expect, test} from 'vitest';
import {type Change, changeCountsText, changeText} from '../../source/imports/change.ts';
import {importTask} from '../support/tasks.ts';

const changed = (status: string): Change => ({
	kind: 'changed', task: importTask({status}), from: 'IMPORTING', to: status,
});

test.each<[string, readonly Change[], string]>([
	['outcomes in a fixed order', [changed('FAILED'), changed('SUCCEEDED'), changed('SUCCEEDED'), changed('CANCELLED'), changed('DELETED')], '2 succeeded, 1 failed, 1 cancelled, 1 deleted'],
	['rolling back separately', [changed('ROLLING_BACK')], '1 rolling back'],
	['active imports as new or updated', [{kind: 'appeared', task: importTask()}, changed('ANALYZING_DATA'), changed('PONDERING')], '1 new, 2 updated'],
	['a new finished import by its outcome', [{kind: 'appeared', task: importTask({status: 'FAILED'})}], '1 failed'],
	['a gone import as no longer listed', [{kind: 'gone', task: importTask({status: 'FAILED'})}], '1 no longer listed'],
])('changeCountsText counts %s', (_, changes, text) => {
	expect(changeCountsText(changes.map(change => ({change, at: 0})))).toBe(text);
});

test.each<[Change, string]>([
	[{kind: 'appeared', task: importTask()}, 'appeared, importing'],
	[changed('ROLLING_BACK'), 'importing → rolling back'],
	[{kind: 'gone', task: importTask({status: 'SUCCEEDED'})}, 'no longer listed (succeeded)'],
])('changeText describes a change: %#', (change, text) => {
	expect(changeText(change)).toBe(text);
});
