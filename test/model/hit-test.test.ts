import {describe, expect, test} from 'vitest';
import {taskKey} from '../../source/domain/task.ts';
import {taskAt} from '../../source/model/hit-test.ts';
import {selectedTask} from '../../source/model/selectors.ts';
import {
	after,
	freshModel,
	obeyed,
	scanned,
} from '../support/model.ts';
import {importTask, taskId} from '../support/tasks.ts';

const fleet = Array.from({length: 60}, (_, index) => importTask({taskId: taskId(index + 1), status: 'SUCCEEDED'}));
const listed = scanned(freshModel({order: 'task'}), fleet);

describe('an import that is pointed at', () => {
	const keyOf = (number: number): string => taskKey(importTask({taskId: taskId(number)}));

	test('is the selected one from then on, and what was said before is gone', () => {
		const picked = after(obeyed(listed, 'toggleNotifications'), {type: 'importPicked', key: keyOf(7)});
		expect(selectedTask(picked)?.taskId).toBe(taskId(7));
		expect(picked.notice).toBeUndefined();
	});

	test('counts as having been seen with all that is on the screen, as with a key', () => {
		const failed = scanned(listed, fleet.map(task => task.taskId === taskId(3) ? {...task, status: 'FAILED'} : task), 10_000);
		expect(failed.marks.size).toBe(1);
		expect(after(failed, {type: 'importPicked', key: keyOf(7)}).marks.size).toBe(0);
	});

	test('and is not in the list leaves the cursor where it is', () => {
		const moved = obeyed(listed, 'cursorDown', 'cursorDown');
		expect(selectedTask(after(moved, {type: 'importPicked', key: keyOf(99)}))).toBe(selectedTask(moved));
	});
});

test('nothing is in a row that the screen does not have, or that shows no list', () => {
	expect(taskAt(listed, -1)).toBeUndefined();
	expect(taskAt(listed, 30)).toBeUndefined();
	expect(taskAt(obeyed(listed, 'openHelp'), 8)).toBeUndefined();
	expect(taskAt(after(listed, {type: 'resized', size: {columns: 30, rows: 8}}), 5)).toBeUndefined();
});
