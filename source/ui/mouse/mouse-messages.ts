import {type ImportRef} from '../../imports/task.ts';
import {isTooSmall} from '../../app/layout.ts';
import {type Message} from '../../app/message.ts';
import {type Model} from '../../app/model.ts';
import {importAt} from '../../app/selectors.ts';
import {isSameRef, refOf} from '../../app/targets.ts';
import {type Keymap, scopeOf} from '../../app/keys/keymap.ts';
import {scrollMessage} from '../lines/screen-lines.ts';
import {type MouseReport} from './mouse-reader.ts';

/**
A click on an import; `at` is in epoch milliseconds.
*/
export type Click = {
	readonly ref: ImportRef;
	readonly at: number;
};

// The default of most desktops.
const doubleClickMs = 500;

const linesPerNotch = 3;

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
