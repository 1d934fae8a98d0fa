import {describe, expect, test} from 'vitest';
import {importTasks, taskId} from '../support/tasks.ts';
import {serve, watch} from './program.ts';
import {key, type Terminal} from './terminal.ts';

const open = async (args: readonly string[]): Promise<Terminal> => {
	const terminal = watch(await serve(importTasks(60, 'SUCCEEDED')), ['--sort', 'task', '--columns', 'task,status,source', ...args], {columns: 140});
	await terminal.waitForText('[All 60]');
	return terminal;
};

/*
The row with this text, counted from 1 as in mouse reports.
*/
const rowOf = (terminal: Terminal, text: string): number => terminal.lines().findIndex(line => line.includes(text)) + 1;

const press = (row: number): string => `\u{1B}[<0;20;${row}M\u{1B}[<0;20;${row}m`;
const wheelDown = '\u{1B}[<65;20;9M';
const wheelUp = '\u{1B}[<64;20;9M';

/*
Waits for the next poll, so that the program reads the pieces of a report separately.
*/
const nextPoll = async (terminal: Terminal): Promise<void> => {
	const [, before = ''] = /updated (?<time>\d\d:\d\d:\d\d)/v.exec(terminal.screen()) ?? [];
	await terminal.waitFor(screen => screen.includes('updated ') && !screen.includes(`updated ${before}`), 'another poll');
};

describe('the mouse', () => {
	test('is left to the terminal without --mouse', async () => {
		const terminal = await open([]);
		expect(terminal.modes.isMouseReported).toBe(false);
		expect(terminal.raw).not.toMatch(/\u{1B}\[\?(?:1000|1002|1003|1006)/v);
	});

	test('moves the cursor with the wheel, selects with a click, and opens details with a double click', async () => {
		const terminal = await open(['--mouse']);
		terminal.press(wheelDown, wheelDown, wheelDown, wheelUp);
		await terminal.waitForText(`▸ ${taskId(3)}`);
		terminal.press(press(rowOf(terminal, taskId(7))));
		await terminal.waitForText(`▸ ${taskId(7)}`);
		terminal.press(press(rowOf(terminal, taskId(5))), press(rowOf(terminal, taskId(5))));
		await terminal.waitForText('Details');
		await terminal.waitForText(/task +t-0000000005/v);
		terminal.press('q', '?');
		await terminal.waitForText('Keys in the list');
		terminal.press(wheelDown);
		await terminal.waitFor(screen => !screen.includes('Keys in the list'), 'the help to scroll');
	});

	test('selects the clicked row with --no-alternate-screen', async () => {
		const terminal = await open(['--mouse', '--no-alternate-screen']);
		terminal.press(press(rowOf(terminal, taskId(6))));
		await terminal.waitForText(`▸ ${taskId(6)}`);
	});

	test('never adds text to the filter, even if a report arrives in pieces between keys', async () => {
		const terminal = await open(['--mouse']);
		terminal.press('/', 't');
		await terminal.waitForText('filter  t');
		const row = rowOf(terminal, taskId(4));

		for (const piece of ['\u{1B}[<0;2', '0;', String(row), 'M']) {
			terminal.press(piece);
			await nextPoll(terminal); // eslint-disable-line no-await-in-loop -- One piece after the other.
		}

		await terminal.waitForText(`▸ ${taskId(4)}`);
		terminal.press(press(row + 1), '-', press(row + 2), '0');
		await terminal.waitForText('filter  t-0');
		await terminal.waitForText(`▸ ${taskId(6)}`);
		terminal.press(key.escape);
		await terminal.waitForText('/ filter');
		terminal.press(key.down);
		await terminal.waitForText(`▸ ${taskId(7)}`);
	});
});
