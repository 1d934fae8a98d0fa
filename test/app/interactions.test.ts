import {describe, expect, test} from 'vitest';
import {type Message} from '../../source/app/message.ts';
import {
	after,
	defaultId,
	freshModel,
	markedIds,
	afterCommands,
	scanned,
} from '../support/model.ts';
import {importTask, taskId} from '../support/tasks.ts';

const running = importTask({taskId: taskId(1)});
const failed = importTask({taskId: taskId(1), status: 'FAILED'});
const changed = (before: ReturnType<typeof freshModel>) => after(scanned(scanned(before, [running]), [failed], 10_000), {type: 'noted', sentence: 'copied'});

const interactions: ReadonlyArray<{readonly name: string; readonly message: Message}> = [
	{name: 'typing a filter', message: {type: 'filterEdited', edit: {kind: 'insert', text: 'x'}}},
	{name: 'typing a confirmation', message: {type: 'confirmationTyped', typed: 'a'}},
	{name: 'picking an import', message: {type: 'importPicked', targetId: defaultId, key: taskId(1)}},
	{name: 'giving a command', message: {type: 'commandGiven', at: 0, command: 'cursorDown'}},
];

describe.each(interactions)('$name', ({message}) => {
	test('marks the visible imports as seen and clears the last message', () => {
		const before = changed(freshModel());
		expect(markedIds(before)).toEqual([taskId(1)]);

		const acted = after(before, message);
		expect(markedIds(acted)).toEqual([]);
		expect(acted.notice).toBeUndefined();
	});
});

describe('scrolling', () => {
	test('marks the import of the details screen as seen and clears the last message', () => {
		const reading = afterCommands(scanned(freshModel(), [running]), 'openDetails');
		const before = after(scanned(reading, [failed], 10_000), {type: 'noted', sentence: 'copied'});
		expect(markedIds(before)).toEqual([taskId(1)]);

		const acted = after(before, {type: 'scrolled', scroll: 1});
		expect(markedIds(acted)).toEqual([]);
		expect(acted.notice).toBeUndefined();
		expect(acted.screen).toMatchObject({kind: 'details', scroll: 1});
	});
});

describe('other messages', () => {
	test('keep the marks and the last message', () => {
		const before = after(changed(freshModel()), {type: 'resized', size: {columns: 80, rows: 24}}, {type: 'continued', at: 0});
		expect(markedIds(before)).toEqual([taskId(1)]);
		expect(before.notice).toBe('copied');
	});
});

describe('an expired message', () => {
	test('clears the message that expired, but no later one', () => {
		const before = changed(freshModel());
		expect(after(before, {type: 'noticeExpired', notice: 'copied'}).notice).toBeUndefined();
		expect(after(before, {type: 'noted', sentence: 'other'}, {type: 'noticeExpired', notice: 'copied'}).notice).toBe('other');
	});
});
