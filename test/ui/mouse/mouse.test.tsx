import {cleanup, render} from 'ink-testing-library';
import {
	afterEach,
	describe,
	expect,
	test,
} from 'vitest';
import {createTheme} from '../../../source/text/themes.ts';
import {type Model} from '../../../source/app/model.ts';
import {cursorIndex, importAt, selectedImport} from '../../../source/app/selectors.ts';
import {createStore} from '../../../source/app/store.ts';
import {App} from '../../../source/ui/app.tsx';
import {defaultKeymap} from '../../../source/app/keys/keymap.ts';
import {type Click, messagesForMouse} from '../../../source/ui/mouse/mouse-messages.ts';
import {type MouseReport} from '../../../source/ui/input/input-reader.ts';
import {
	after,
	defaultId,
	filtering,
	freshModel,
	obeyed,
	recordsOf,
	scanEnded,
	scanned,
	startAt,
} from '../../support/model.ts';
import {importTask, taskId} from '../../support/tasks.ts';

afterEach(() => {
	cleanup();
});

const fleet = Array.from({length: 60}, (_, index) => importTask({taskId: taskId(index + 1), status: 'SUCCEEDED'}));
const listed = (columns = 100, rows = 30): Model => scanned(freshModel({size: {columns, rows}, order: 'task'}), fleet);

const rowsOf = (model: Model): readonly string[] => {
	const app = <App store={createStore(model)} theme={createTheme({hasColor: false})} now={() => startAt} stop={async () => undefined}/>;
	const {lastFrame, stdout, rerender} = render(app);

	// The terminal of the testing library is always 100 columns wide.
	Object.defineProperty(stdout, 'columns', {value: model.size.columns});
	rerender(app);
	return (lastFrame() ?? '').split('\n');
};

const failing = (model: Model): Model => after(model, {type: 'pollDue', targetId: defaultId, at: startAt + 10_000}, scanEnded({
	scanNumber: 2,
	afterMs: 10_000,
	failure: {
		kind: 'credentials', sentence: `The sign-in has expired, ${'which is a pity, '.repeat(8)}`, remedy: 'Run aws sso login.', isTransient: false,
	},
}));

describe('the row under the mouse', () => {
	test.each<[string, Model]>([
		['at 140×40', listed(140, 40)],
		['at 80×24', listed(80, 24)],
		['at 60×15', listed(60, 15)],
		['at 40×8', listed(40, 8)],
		['with a banner', failing(listed())],
		['with a banner at 60×13', failing(listed(60, 13))],
		['with a filter', filtering(listed(60, 10), 't-00000000')],
		['on the last page', obeyed(listed(), 'cursorLast')],
		['before anything is known', freshModel()],
	])('is that of the import that is drawn there, %s', (_name, model) => {
		const drawn = rowsOf(model).map(row => /^.{3}(?<id>t-\d{10}) /v.exec(row)?.groups?.['id']);
		expect(drawn.map((_, row) => importAt(model, row)?.task.taskId)).toEqual(drawn);
		expect(drawn.some(id => id !== undefined)).toBe(recordsOf(model).length > 0);
	});
});

/*
The model after reports that come so many milliseconds one after the other.
*/
const pointed = (model: Model, reports: readonly MouseReport[], apartMs = 100): Model => {
	let current = model;
	let click: Click | undefined;

	for (const [index, report] of reports.entries()) {
		const happened = messagesForMouse(current, report, {click, keymap: defaultKeymap, at: startAt + (index * apartMs)});
		click = happened.click;
		current = after(current, ...happened.messages);
	}

	return current;
};

const press = (row: number): MouseReport => ({action: 'press', column: 10, row});
const wheel = (action: 'wheelUp' | 'wheelDown'): MouseReport => ({action, column: 10, row: 10});
const release: MouseReport = {action: 'other', column: 10, row: 6};

// The first import stands in row 5, under the heading.
describe('the mouse', () => {
	test('selects what is clicked on, and nothing elsewhere', () => {
		expect(selectedImport(pointed(listed(), [press(7)]))?.task.taskId).toBe(taskId(3));
		const model = listed();
		expect(pointed(model, [press(0), press(4), press(29), release])).toBe(model);
	});

	test('opens what is clicked on twice', () => {
		const opened = pointed(listed(), [press(7), {...release, row: 7}, press(7)]);
		expect(opened.screen).toMatchObject({kind: 'details', ref: {targetId: defaultId, taskId: taskId(3)}});
	});

	test.each([
		['slowly', [press(7), press(7)], 600],
		['on another import', [press(7), press(8)], 100],
		['with the wheel between', [press(7), wheel('wheelDown'), press(7)], 100],
	])('opens nothing that is clicked on twice %s', (_, reports, apartMs) => {
		expect(pointed(listed(), reports, apartMs).screen.kind).toBe('list');
	});

	test('moves the cursor by the wheel, while the filter is written as well', () => {
		expect(cursorIndex(pointed(listed(), [wheel('wheelDown'), wheel('wheelDown'), wheel('wheelUp')]))).toBe(1);
		const writing = pointed(filtering(listed(), 't-'), [wheel('wheelDown'), press(8)]);
		expect(writing.isEditingFilter).toBe(true);
		expect(selectedImport(writing)?.task.taskId).toBe(taskId(4));
	});

	test('scrolls a screen of lines by the wheel, to its ends and no further', () => {
		const help = obeyed(listed(), 'openHelp');
		expect(pointed(help, [wheel('wheelDown')]).screen).toEqual({kind: 'help', scroll: 3});
		expect(pointed(help, [wheel('wheelDown'), wheel('wheelUp'), wheel('wheelUp')]).screen).toEqual({kind: 'help', scroll: 0});
		expect(pointed(help, [press(8), press(8)])).toEqual(help);
	});

	test('answers no question', () => {
		const asked = obeyed(scanned(freshModel({canCancel: true}), [importTask()]), 'askToCancel');
		expect(pointed(asked, [press(5), press(5), wheel('wheelDown')])).toBe(asked);
	});
});
