import {expect, test} from 'vitest';
import {type Change, changeCountsText} from '../../source/imports/change.ts';
import {importTask} from '../support/tasks.ts';

const changed = (status: string): Change => ({
	kind: 'changed', task: importTask({status}), from: 'IMPORTING', to: status,
});

test.each<[string, readonly Change[], string]>([
	['ends, in one order', [changed('FAILED'), changed('SUCCEEDED'), changed('SUCCEEDED'), changed('CANCELLED'), changed('DELETED')], '2 succeeded, 1 failed, 1 cancelled, 1 deleted'],
	['one that is rolling back for itself', [changed('ROLLING_BACK')], '1 rolling back'],
	['what is on its way by whether it is new', [{kind: 'appeared', task: importTask()}, changed('ANALYZING_DATA'), changed('PONDERING')], '1 new, 2 moved on'],
	['one that came and ended as ended', [{kind: 'appeared', task: importTask({status: 'FAILED'})}], '1 failed'],
	['one that is gone as no longer listed', [{kind: 'gone', task: importTask({status: 'FAILED'})}], '1 no longer listed'],
])('counts %s', (_, changes, text) => {
	expect(changeCountsText(changes.map(change => ({change, at: 0})))).toBe(text);
});
