import {cleanup} from 'ink-testing-library';
import {
	afterEach,
	describe,
	expect,
	test,
} from 'vitest';
import {type ColumnName} from '../../../source/imports/column-names.ts';
import {type Model} from '../../../source/app/model.ts';
import {cursorIndex, importAt, selectedImport} from '../../../source/app/selectors.ts';
import {defaultKeymap} from '../../../source/app/keys/keymap.ts';
import {type Click, messagesForMouse} from '../../../source/ui/mouse/mouse-messages.ts';
import {type MouseReport} from '../../../source/ui/input/input-reader.ts';
import {
	after,
	defaultId,
	filtering,
	freshModel,
	afterCommands,
	recordsOf,
	scanEnded,
	scanned,
	startAt,
} from '../../support/model.ts';
import {openScreen} from '../../support/screen.tsx';
import {importTask, importTasks, taskId} from '../../support/tasks.ts';

afterEach(() => {
	cleanup();
});

const fleet = importTasks(60, 'SUCCEEDED');
const listed = (columns = 100, rows = 30, shown: readonly ColumnName[] = ['task', 'status']): Model => scanned(freshModel({size: {columns, rows}, order: 'task', columns: shown}), fleet);

const rowsOf = (model: Model): readonly string[] => openScreen(model).rows();

const failing = (model: Model): Model => after(model, {type: 'pollDue', targetId: defaultId, at: startAt + 10_000}, scanEnded({
	scanNumber: 2,
	afterMs: 10_000,
	failure: {
		kind: 'credentials', sentence: `The sign-in has expired, ${'which is a pity, '.repeat(8)}`, remedy: 'Run aws sso login.', isTransient: false,
	},
}));

describe('importAt', () => {
	test.each<[string, Model]>([
		['at 140×40', listed(140, 40)],
		['at 80×24', listed(80, 24)],
		['at 60×15', listed(60, 15)],
		['at 40×8', listed(40, 8)],
		['with a banner', failing(listed())],
		['with a banner at 60×13', failing(listed(60, 13))],
		['with a filter', filtering(listed(60, 10), 't-00000000')],
		['on the last page', afterCommands(listed(), 'cursorLast')],
		['before the first scan', freshModel()],
	])('returns the import that is drawn in a row %s', (_name, model) => {
		const drawn = rowsOf(model).map(row => /^(?: ▸ ?| {2,3})(?<id>t-\d{10}) /v.exec(row)?.groups?.['id']);
		expect(drawn.map((_, row) => importAt(model, row)?.task.taskId)).toEqual(drawn);
		expect(drawn.some(id => id !== undefined)).toBe(recordsOf(model).length > 0);
	});
});

const afterReports = (model: Model, reports: readonly MouseReport[], delayMs = 100): Model => {
	let current = model;
	let click: Click | undefined;

	for (const [index, report] of reports.entries()) {
		const result = messagesForMouse(current, report, {click, keymap: defaultKeymap, at: startAt + (index * delayMs)});
		click = result.click;
		current = after(current, ...result.messages);
	}

	return current;
};

const press = (row: number): MouseReport => ({action: 'press', column: 10, row});
const wheel = (action: 'wheelUp' | 'wheelDown'): MouseReport => ({action, column: 10, row: 10});
const release: MouseReport = {action: 'other', column: 10, row: 6};

// The first import is in row 4, below the heading.
describe('the mouse', () => {
	test('selects an import with a click and ignores clicks elsewhere', () => {
		expect(selectedImport(afterReports(listed(), [press(6)]))?.task.taskId).toBe(taskId(3));
		const model = listed();
		expect(afterReports(model, [press(0), press(2), press(29), release])).toBe(model);
	});

	test('opens the details with a double click', () => {
		const opened = afterReports(listed(), [press(6), {...release, row: 6}, press(6)]);
		expect(opened.screen).toMatchObject({kind: 'details', ref: {targetId: defaultId, taskId: taskId(3)}});
	});

	test.each([
		['slowly', [press(7), press(7)], 600],
		['on another import', [press(7), press(8)], 100],
		['with the wheel between', [press(7), wheel('wheelDown'), press(7)], 100],
	])('opens nothing after two clicks %s', (_, reports, delayMs) => {
		expect(afterReports(listed(), reports, delayMs).screen.kind).toBe('list');
	});

	test('moves the cursor with the wheel, even in the filter prompt', () => {
		expect(cursorIndex(afterReports(listed(), [wheel('wheelDown'), wheel('wheelDown'), wheel('wheelUp')]))).toBe(1);
		const editing = afterReports(filtering(listed(), 't-'), [wheel('wheelDown'), press(8)]);
		expect(editing.isEditingFilter).toBe(true);
		expect(selectedImport(editing)?.task.taskId).toBe(taskId(4));
	});

	test('scrolls a screen of lines with the wheel, within its ends', () => {
		const help = afterCommands(listed(), 'openHelp');
		expect(afterReports(help, [wheel('wheelDown')]).screen).toMatchObject({kind: 'help', scroll: 3});
		expect(afterReports(help, [wheel('wheelDown'), wheel('wheelUp'), wheel('wheelUp')]).screen).toMatchObject({kind: 'help', scroll: 0});
		expect(afterReports(help, [press(8), press(8)])).toEqual(help);
	});

	// The cell where this text is drawn.
	const at = (model: Model, text: string): MouseReport => {
		const rows = rowsOf(model);
		const row = rows.findIndex(line => line.includes(text));
		return {action: 'press', column: rows[row]?.indexOf(text) ?? -1, row};
	};

	test('selects a group', () => {
		const model = listed();
		expect(afterReports(model, [at(model, 'Succeeded')])).toMatchObject({group: 'succeeded'});
		expect(afterReports(afterReports(model, [at(model, 'Failed')]), [at(model, 'All')])).toMatchObject({group: 'all'});
	});

	test('sorts by a column, and reverses it with another click', () => {
		const model = {...listed(140, 40), columns: undefined};
		const sorted = afterReports(model, [at(model, 'SOURCE')]);
		expect(sorted).toMatchObject({order: 'source', isReversed: false});
		expect(afterReports(sorted, [at(model, 'SOURCE')])).toMatchObject({order: 'source', isReversed: true});
		expect(afterReports(sorted, [at(model, 'STATUS')])).toMatchObject({order: 'activity'});
		expect(afterReports(model, [at(model, 'PROGRESS')])).toMatchObject({order: 'progress', isReversed: false});
		const counts = listed(140, 40, ['status', 'statements']);
		expect(afterReports(counts, [at(counts, 'STATEMENTS')])).toBe(counts);
	});

	test('selects and opens the import of a recent change, even if the list does not show it', () => {
		const changed = scanned(listed(), fleet.map(task => ({...task, status: task.taskId === taskId(40) ? 'DELETED' : task.status})), 10_000);
		const change = at(changed, 'succeeded → deleted');
		expect(selectedImport(afterReports(changed, [change]))?.task.taskId).toBe(taskId(40));
		const hidden = afterCommands(changed, 'previousGroup', 'previousGroup');
		expect(afterReports(hidden, [change, change]).screen).toMatchObject({kind: 'details', ref: {taskId: taskId(40)}});
	});

	test('selects a row of the changes and of a chooser, and uses it with a double click', () => {
		const changed = afterCommands(scanned(listed(), fleet.map(task => ({...task, status: 'DELETED'})), 10_000), 'openChanges', 'pageForward');
		const row = at(changed, taskId(20));
		expect(afterReports(changed, [row, row]).screen).toMatchObject({kind: 'details', ref: {taskId: taskId(20)}});
		const regions = afterCommands(listed(), 'openRegions');
		const region = at(regions, 'eu-west-2');
		expect(afterReports(regions, [region, region]).targets.has('@eu-west-2')).toBe(true);
		expect(afterReports(regions, [press(28)])).toBe(regions);
	});

	test('is ignored while a cancellation waits for confirmation', () => {
		const confirming = afterCommands(scanned(freshModel({canCancel: true}), [importTask()]), 'askToCancel');
		expect(afterReports(confirming, [press(5), press(5), wheel('wheelDown')])).toBe(confirming);
	});
});
