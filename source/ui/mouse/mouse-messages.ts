import {type ImportRef, taskKey} from '../../imports/task.ts';
import {isTooSmall, paneAt} from '../../app/layout.ts';
import {type Message} from '../../app/message.ts';
import {type Model} from '../../app/model.ts';
import {importAt} from '../../app/selectors.ts';
import {shownChoices} from '../../app/target-screens.ts';
import {refOf} from '../../app/targets.ts';
import {type Keymap, scopeOf} from '../../app/keys/keymap.ts';
import {columnsOf, headingSpans} from '../list/columns.ts';
import {countsSpans} from '../list/list-spans.ts';
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

const clickOnImport = ({targetId, taskId}: ImportRef, at: number): Clicked => ({
	item: taskKey({targetId, taskId}),
	single: {type: 'importPicked', targetId, key: taskId},
	double: {
		type: 'importOpened', targetId, key: taskId, at,
	},
});

const clickOnSpan = (spans: readonly Span[], column: number): Clicked | undefined => {
	const single = spanAt(spans, column)?.click;
	return single && {item: '', single};
};

const clickOnRow = ({screen, changes}: Model, index: number, at: number): Clicked | undefined => {
	const count = screen.kind === 'changes' ? changes.length : 0;
	const rows = screen.kind === 'picker' ? shownChoices(screen).length : count;
	return index >= rows
		? undefined
		: {item: `row ${index}`, single: {type: 'rowPicked', index}, double: {type: 'commandGiven', at, command: screen.kind === 'picker' ? 'toggleChoice' : 'openDetails'}};
};

/*
What is drawn at a cell of the terminal, by the layout of the screen.
*/
const clickAt = (model: Model, {row, column}: MouseReport, {keymap, at}: {readonly keymap: Keymap; readonly at: number}): Clicked | undefined => {
	const pane = paneAt(model, row);
	const change = pane?.name === 'changes' ? model.changes[pane.row] : undefined;
	const record = importAt(model, row);

	switch (pane?.name) {
		case 'counts': {
			return clickOnSpan(countsSpans(model), column);
		}

		case 'heading': {
			return clickOnSpan(headingSpans(columnsOf(model)), column);
		}

		case 'table': {
			return record && clickOnImport(refOf(record), at);
		}

		case 'changes': {
			return change && clickOnImport({targetId: change.targetId, taskId: change.change.task.taskId}, at);
		}

		case 'lines': {
			return clickOnRow(model, (scrolledScreenOf(model, keymap)?.scroll ?? 0) + pane.row, at);
		}

		default: {
			return undefined;
		}
	}
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

	const clicked = clickAt(model, report, {keymap, at});
	const isDouble = click !== undefined && clicked?.double !== undefined && clicked.item === click.item && at - click.at <= doubleClickMs;

	if (clicked === undefined) {
		return {messages: [], click: undefined};
	}

	return {
		messages: isDouble ? [clicked.single, clicked.double] : [clicked.single],
		click: isDouble ? undefined : {item: clicked.item, at},
	};
};
