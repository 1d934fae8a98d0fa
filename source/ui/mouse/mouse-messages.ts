import {refOfChange} from '../../imports/change.ts';
import {type ImportRef, taskKey} from '../../imports/task.ts';
import {isTooSmall, type PaneName, paneAt} from '../../app/list/layout.ts';
import {shownChanges} from '../../app/list/list-view.ts';
import {type Message} from '../../app/message.ts';
import {type Model} from '../../app/model.ts';
import {importAt} from '../../app/selectors.ts';
import {shownChoices} from '../../app/targets/target-screens.ts';
import {refOf} from '../../app/targets/targets.ts';
import {type Keymap, scopeOf} from '../../app/keys/keymap.ts';
import {columnsOf, headingSpans} from '../list/columns.ts';
import {groupSpans} from '../list/group-spans.ts';
import {scrolledScreenOf, scrollMessage} from '../lines/screen-lines.ts';
import {type Span, spanAt} from '../lines/span.ts';
import {type MouseReport} from '../input/input-reader.ts';

/**
The last click; `at` is in epoch milliseconds.
*/
export type Click = {
	readonly item: string;
	readonly at: number;
};

// The default of most desktops.
const doubleClickMs = 500;

const linesPerNotch = 3;

/*
`item` tells whether a second click is on the same one.
*/
type Clicked = {
	readonly item: string;
	readonly single: Message;
	readonly double?: Message;
};

const clickOnImport = (ref: ImportRef, at: number): Clicked => ({
	item: taskKey(ref),
	single: {type: 'importPicked', targetId: ref.targetId, key: ref.taskId},
	double: {
		type: 'importOpened', targetId: ref.targetId, key: ref.taskId, at,
	},
});

const clickOnSpan = (spans: readonly Span[], column: number): Clicked | undefined => {
	const single = spanAt(spans, column)?.click;
	return single && {item: '', single};
};

const clickOnRow = (model: Model, index: number, at: number): Clicked | undefined => {
	const {screen} = model;
	const count = screen.kind === 'changes' ? shownChanges(model).length : 0;
	const rows = screen.kind === 'picker' ? shownChoices(screen).length : count;
	return index >= rows
		? undefined
		: {item: `row ${index}`, single: {type: 'rowPicked', index}, double: {type: 'commandGiven', at, command: screen.kind === 'picker' ? 'toggleChoice' : 'openDetails'}};
};

type Cell = {
	/**
	Within the pane.
	*/
	readonly row: number;
	readonly report: MouseReport;
	readonly keymap: Keymap;
	readonly at: number;
};

/*
The panes that react to clicks.
*/
const clickOn: Readonly<Partial<Record<PaneName, (model: Model, cell: Cell) => Clicked | undefined>>> = {
	counts: (model, {report}) => clickOnSpan(groupSpans(model), report.column),
	heading: (model, {report}) => clickOnSpan(headingSpans(columnsOf(model), model), report.column),
	table(model, {report, at}) {
		const record = importAt(model, report.row);
		return record && clickOnImport(refOf(record), at);
	},
	changes(model, {row, at}) {
		// The first row is the heading.
		const observed = shownChanges(model)[row - 1];
		return observed && clickOnImport(refOfChange(observed), at);
	},
	lines: (model, {row, keymap, at}) => clickOnRow(model, (scrolledScreenOf(model, keymap)?.scroll ?? 0) + row, at),
};

/**
Turns a mouse report into messages. `click` is the previous click, which decides whether this one is a double click. `at` is in epoch milliseconds. Ignores the mouse while a cancellation waits for confirmation.
*/
export const messagesForMouse = (model: Model, report: MouseReport, {click, keymap, at}: {
	readonly click: Click | undefined;
	readonly keymap: Keymap;
	readonly at: number;
}): {readonly messages: readonly Message[]; readonly click: Click | undefined} => {
	if (report.action === 'other' || isTooSmall(model.size) || scopeOf(model) === 'confirm') {
		return {messages: [], click};
	}

	if (report.action !== 'press') {
		const isDown = report.action === 'wheelDown';
		const scrolled = scrollMessage(model, keymap, ({index}) => index + (isDown ? linesPerNotch : -linesPerNotch));
		return {messages: [scrolled ?? {type: 'commandGiven', at, command: isDown ? 'cursorDown' : 'cursorUp'}], click: undefined};
	}

	const pane = paneAt(model, report.row);
	const clicked = pane && clickOn[pane.name]?.(model, {
		row: pane.row, report, keymap, at,
	});

	if (clicked === undefined) {
		return {messages: [], click: undefined};
	}

	const isDouble = click !== undefined && clicked.double !== undefined && clicked.item === click.item && at - click.at <= doubleClickMs;

	return {
		messages: isDouble ? [clicked.single, clicked.double] : [clicked.single],
		click: isDouble ? undefined : {item: clicked.item, at},
	};
};
