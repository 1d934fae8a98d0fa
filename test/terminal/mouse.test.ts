import {
	afterEach,
	describe,
	expect,
	test,
} from 'vitest';
import {stillFleet} from '../../source/simulator/fleet.ts';
import {startSimulator, type Simulator} from '../../source/simulator/server.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {key, openTerminal, type Terminal} from './terminal.ts';

const open: Array<{readonly close: () => Promise<void>}> = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async one => one.close()));
});

const watch = async (args: readonly string[]): Promise<{readonly terminal: Terminal; readonly simulator: Simulator}> => {
	const simulator = await startSimulator({fleet: stillFleet(Array.from({length: 60}, (_, index) => importTask({taskId: taskId(index + 1), status: 'SUCCEEDED'})))});
	open.push(simulator);
	const terminal = openTerminal({
		args: ['--endpoint-url', simulator.url, '--sort', 'task', '--interval', '1', ...args],
		env: {AWS_ACCESS_KEY_ID: 'made-up', AWS_SECRET_ACCESS_KEY: 'made-up', AWS_REGION: 'us-east-1'},
		columns: 140,
	});
	open.push(terminal);
	await terminal.waitForText('[60 imports]');
	return {terminal, simulator};
};

/*
The row of the screen where a text stands, counted from 1 as terminals do.
*/
const rowOf = (terminal: Terminal, text: string): number => terminal.lines().findIndex(line => line.includes(text)) + 1;

const press = (row: number): string => `\u{1B}[<0;20;${row}M\u{1B}[<0;20;${row}m`;
const wheelDown = '\u{1B}[<65;20;9M';
const wheelUp = '\u{1B}[<64;20;9M';

/*
Waits until another poll is on the screen: so long nothing else has come to the program.
*/
const nextPoll = async (terminal: Terminal): Promise<void> => {
	const [, before = ''] = /last (?<time>\d\d:\d\d:\d\d)/v.exec(terminal.screen()) ?? [];
	await terminal.waitFor(screen => screen.includes('last ') && !screen.includes(`last ${before}`), 'another poll');
};

describe('the mouse', () => {
	test('is left to the terminal where it was not asked for', async () => {
		const {terminal} = await watch([]);
		expect(terminal.modes.isMouseReported).toBe(false);
		expect(terminal.raw).not.toMatch(/\u{1B}\[\?(?:1000|1002|1003|1006)/v);
	});

	test('moves by the wheel, selects by a click, and opens by a double click', async () => {
		const {terminal} = await watch(['--mouse']);
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
		await terminal.waitFor(screen => !screen.includes('Keys in the list'), 'the help, scrolled');
	});

	test('is where it is drawn, below the prompt as well', async () => {
		const {terminal} = await watch(['--mouse', '--no-alternate-screen']);
		terminal.press(press(rowOf(terminal, taskId(6))));
		await terminal.waitForText(`▸ ${taskId(6)}`);
	});

	test('is never taken for text that is typed, in however many pieces it comes, while keys act as ever', async () => {
		const {terminal} = await watch(['--mouse']);
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
		await terminal.waitForText('/ to filter');
		terminal.press(key.down);
		await terminal.waitForText(`▸ ${taskId(7)}`);
	});
});
