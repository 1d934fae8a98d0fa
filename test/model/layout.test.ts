import {describe, expect, test} from 'vitest';
import {importAt, selectedImport} from '../../source/model/selectors.ts';
import {
	after,
	defaultId,
	freshModel,
	markedIds,
	obeyed,
	scanned,
} from '../support/model.ts';
import {importTask, taskId} from '../support/tasks.ts';

const fleet = Array.from({length: 60}, (_, index) => importTask({taskId: taskId(index + 1), status: 'SUCCEEDED'}));
const listed = scanned(freshModel({order: 'task'}), fleet);

describe('an import that is pointed at', () => {
	test('is the selected one from then on, and what was said before is gone', () => {
		const picked = after(obeyed(listed, 'toggleNotifications'), {type: 'importPicked', targetId: defaultId, key: taskId(7)});
		expect(selectedImport(picked)?.task.taskId).toBe(taskId(7));
		expect(picked.notice).toBeUndefined();
	});

	test('counts as having been seen with all that is on the screen, as with a key', () => {
		const failed = scanned(listed, fleet.map(task => task.taskId === taskId(3) ? {...task, status: 'FAILED'} : task), 10_000);
		expect(markedIds(failed)).toEqual([taskId(3)]);
		expect(markedIds(after(failed, {type: 'importPicked', targetId: defaultId, key: taskId(7)}))).toEqual([]);
	});

	test('and is not in the list leaves the cursor where it is', () => {
		const moved = obeyed(listed, 'cursorDown', 'cursorDown');
		expect(selectedImport(after(moved, {type: 'importPicked', targetId: defaultId, key: taskId(99)}))).toBe(selectedImport(moved));
	});
});

test('nothing is in a row that the screen does not have, or that shows no list', () => {
	expect(importAt(listed, -1)).toBeUndefined();
	expect(importAt(listed, 30)).toBeUndefined();
	expect(importAt(obeyed(listed, 'openHelp'), 8)).toBeUndefined();
	expect(importAt(after(listed, {type: 'resized', size: {columns: 30, rows: 8}}), 5)).toBeUndefined();
});
