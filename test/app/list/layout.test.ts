import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	isTooSmall,
	layoutOf,
	listLayout,
	paneAt,
} from '../../../source/app/list/layout.ts';
import {type Model} from '../../../source/app/model.ts';
import {importAt, selectedImport} from '../../../source/app/selectors.ts';
import {
	after,
	defaultId,
	filtering,
	freshModel,
	markedIds,
	afterCommands,
	scanned,
} from '../../support/model.ts';
import {importTasks, taskId} from '../../support/tasks.ts';

const fleet = importTasks(60, 'SUCCEEDED');
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

const sized = (columns: number, rows: number): Model => freshModel({size: {columns, rows}});

const panesOf = (model: Model): string => listLayout(model).panes.map(({name, height}) => `${name} ${height}`).join(', ');

describe('the list', () => {
	test.each([
		[140, 36, 'header 1, counts 1, spaceAbove 1, heading 1, table 19, spaceBelow 1, preview 4, changes 6, position 1, hints 1'],
		[140, 35, 'header 1, counts 1, spaceAbove 1, heading 1, table 20, spaceBelow 1, preview 4, changes 4, position 1, hints 1'],
		[72, 28, 'header 1, counts 1, spaceAbove 1, heading 1, table 13, spaceBelow 1, preview 4, changes 4, position 1, hints 1'],
		[71, 28, 'header 1, counts 1, spaceAbove 1, heading 1, table 20, spaceBelow 1, preview 1, position 1, hints 1'],
		[140, 27, 'header 1, counts 1, heading 1, table 18, preview 4, position 1, hints 1'],
		[80, 20, 'header 1, counts 1, heading 1, table 11, preview 4, position 1, hints 1'],
		[80, 19, 'header 1, counts 1, heading 1, table 13, preview 1, position 1, hints 1'],
		[52, 15, 'header 1, counts 1, heading 1, table 9, preview 1, position 1, hints 1'],
		[51, 15, 'header 1, counts 1, heading 1, table 10, position 1, hints 1'],
		[52, 14, 'header 1, counts 1, heading 1, table 9, position 1, hints 1'],
		[40, 8, 'header 1, counts 1, heading 1, table 3, position 1, hints 1'],
	])('at %i×%i consists of %s', (columns, rows, panes) => {
		expect(panesOf(sized(columns, rows))).toBe(panes);
	});

	test.each([
		[28, 'header 1, counts 1, filter 1, suggestions 1, heading 1, table 12, spaceBelow 1, preview 4, changes 4, position 1, hints 1'],
		[12, 'header 1, counts 1, filter 1, suggestions 1, heading 1, table 5, position 1, hints 1'],
		[11, 'header 1, counts 1, filter 1, heading 1, table 5, position 1, hints 1'],
	])('with the filter prompt and %i rows consists of %s', (rows, panes) => {
		expect(panesOf(filtering(sized(100, rows), ''))).toBe(panes);
	});

	test('keeps the line of the filter after the prompt closed', () => {
		expect(panesOf(afterCommands(filtering(sized(100, 24), 'lake'), 'keepFilter'))).toMatch(/counts 1, filter 1, heading 1/v);
	});

	test('needs 40 columns and 8 rows', () => {
		expect([[40, 8], [39, 8], [40, 7]].map(([columns = 0, rows = 0]) => isTooSmall({columns, rows}))).toEqual([false, true, true]);
	});
});

test('the panes of any screen fill the terminal, and each row belongs to one of them', () => {
	const commands = fc.constantFrom([], ['editFilter'] as const, ['openHelp'] as const, ['openChanges'] as const, ['openTargets'] as const);

	fc.assert(fc.property(commands, fc.integer({min: 40, max: 200}), fc.integer({min: 8, max: 60}), (keys, columns, rows) => {
		const model = afterCommands(sized(columns, rows), ...keys);
		const {panes} = layoutOf(model);
		expect(Array.from({length: rows}, (_, row) => paneAt(model, row))).toEqual(panes.flatMap(({name, height}) => Array.from({length: height}, (_, row) => ({name, row}))));
		expect(paneAt(model, -1)).toBeUndefined();
		expect(paneAt(model, rows)).toBeUndefined();
	}));
});

test('other screens have a title, their lines and the key hints', () => {
	expect(layoutOf(afterCommands(sized(80, 24), 'openHelp'))).toEqual({
		panes: [{name: 'title', top: 0, height: 1}, {name: 'lines', top: 1, height: 22}, {name: 'hints', top: 23, height: 1}],
		pageSize: 22,
	});
});
