import {describe, expect, test} from 'vitest';
import {importAt, selectedImport} from '../../source/app/selectors.ts';
import {
	after,
	defaultId,
	freshModel,
	markedIds,
	afterCommands,
	scanned,
} from '../support/model.ts';
import {importTask, taskId} from '../support/tasks.ts';

const fleet = Array.from({length: 60}, (_, index) => importTask({taskId: taskId(index + 1), status: 'SUCCEEDED'}));
const listed = scanned(freshModel({order: 'task'}), fleet);

describe('clicking an import', () => {
	test('selects it and clears the last message', () => {
		const picked = after(afterCommands(listed, 'toggleNotifications'), {type: 'importPicked', targetId: defaultId, key: taskId(7)});
		expect(selectedImport(picked)?.task.taskId).toBe(taskId(7));
		expect(picked.notice).toBeUndefined();
	});

	test('marks the visible imports as seen', () => {
		const failed = scanned(listed, fleet.map(task => task.taskId === taskId(3) ? {...task, status: 'FAILED'} : task), 10_000);
		expect(markedIds(failed)).toEqual([taskId(3)]);
		expect(markedIds(after(failed, {type: 'importPicked', targetId: defaultId, key: taskId(7)}))).toEqual([]);
	});

	test('keeps the cursor in place if the import is not listed', () => {
		const moved = afterCommands(listed, 'cursorDown', 'cursorDown');
		expect(selectedImport(after(moved, {type: 'importPicked', targetId: defaultId, key: taskId(99)}))).toBe(selectedImport(moved));
	});
});

test('finds no import outside the screen, on other screens or in a tiny terminal', () => {
	expect(importAt(listed, -1)).toBeUndefined();
	expect(importAt(listed, 30)).toBeUndefined();
	expect(importAt(afterCommands(listed, 'openHelp'), 8)).toBeUndefined();
	expect(importAt(after(listed, {type: 'resized', size: {columns: 30, rows: 8}}), 5)).toBeUndefined();
});
