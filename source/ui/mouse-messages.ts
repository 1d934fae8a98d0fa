import {clampScroll} from '../domain/paging.ts';
import {type ImportRef} from '../domain/task.ts';
import {importAt} from '../model/hit-test.ts';
import {isTooSmall, scrolledRows} from '../model/layout.ts';
import {type Message} from '../model/message.ts';
import {type Model} from '../model/model.ts';
import {isSameRef, refOf} from '../model/targets.ts';
import {scopeOf} from './keymap.ts';
import {type MouseReport} from './mouse-reader.ts';

/**
A click on an import; `at` is in epoch milliseconds.
*/
export type Click = {
	readonly ref: ImportRef;
	readonly at: number;
};

/*
Two clicks on the same import within this time are a double click, as on most desktops.
*/
const doubleClickMs = 500;

const linesPerNotch = 3;

/**
What has happened when the mouse did something, and the click that another one would make a double click. `click` is the one before, `lineCount` the number of lines on a screen that scrolls, `at` the time in epoch milliseconds. A question that waits for its answer hears nothing of the mouse.
*/
export const messagesForMouse = (model: Model, report: MouseReport, {click, lineCount, at}: {
	readonly click: Click | undefined;
	readonly lineCount: number;
	readonly at: number;
}): {readonly messages: readonly Message[]; readonly click: Click | undefined} => {
	const {screen, size} = model;

	if (report.action === 'other' || isTooSmall(size) || scopeOf(model) === 'confirm') {
		return {messages: [], click};
	}

	if (report.action !== 'press') {
		const isDown = report.action === 'wheelDown';

		if (!('scroll' in screen)) {
			return {messages: [{type: 'commandGiven', at, command: isDown ? 'cursorDown' : 'cursorUp'}], click: undefined};
		}

		const scroll = clampScroll(screen.scroll + (isDown ? linesPerNotch : -linesPerNotch), scrolledRows(size), lineCount);
		return {messages: [{type: 'scrolled', scroll}], click: undefined};
	}

	const record = importAt(model, report.row);

	if (record === undefined) {
		return {messages: [], click: undefined};
	}

	const ref = refOf(record);
	const picked: Message = {type: 'importPicked', targetId: ref.targetId, key: ref.taskId};
	return click !== undefined && isSameRef(ref, click.ref) && at - click.at <= doubleClickMs
		? {messages: [picked, {type: 'commandGiven', at, command: 'openDetails'}], click: undefined}
		: {messages: [picked], click: {ref, at}};
};
