import {
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {type Simulator} from '../../source/simulator/server.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {serve, setStatuses, watch} from './program.ts';
import {key, type OpenTerminalOptions, type Terminal} from './terminal.ts';

const fleet = Array.from({length: 5}, (_, index) => importTask({taskId: taskId(index + 1), status: index === 0 ? 'IMPORTING' : 'SUCCEEDED'}));

const listen = async ({args = ['--screen-reader'], ...options}: OpenTerminalOptions = {}): Promise<{readonly terminal: Terminal; readonly simulator: Simulator}> => {
	const simulator = await serve(fleet);
	const terminal = watch(simulator, ['--sort', 'task', '--details', '0', ...args], {columns: 140, ...options});
	await terminal.waitForText(/^1 of 5: t-0000000001, importing, /mv);
	return {terminal, simulator};
};

const countOf = (terminal: Terminal, text: string): number => terminal.raw.split(text).length - 1;

describe('a screen reader', () => {
	test.each([
		['--screen-reader', {}],
		['INK_SCREEN_READER', {args: [], env: {INK_SCREEN_READER: 'true'}}],
	])('gets each announcement once, line by line, with %s', async (_, options) => {
		const {terminal, simulator} = await listen(options);
		expect(terminal.modes).toMatchObject({isAlternateScreen: false, isCursorHidden: false});
		expect(terminal.screen()).toMatch(/^Neptune imports, connecting\. Press \? for help, q to quit\.\n.*us-east-1.*\n5 imports: 1 running, 0 failed, 4 succeeded, 0 cancelled\n1 of 5: /v);

		setStatuses(simulator, 'FAILED', 1);
		await terminal.waitForText('5 imports: 0 running, 1 failed, 4 succeeded, 0 cancelled');
		terminal.press('j');
		await terminal.waitForText(/^2 of 5: t-0000000002, succeeded, /mv);
		terminal.press('e');
		await terminal.waitForText(/^Changes, newest first$/mv);
		await terminal.waitForText(/importing to failed, .*\. Esc goes back\.$/mv);

		// As an announcement, in the list of changes, and under its cursor.
		expect(countOf(terminal, 't-0000000001, importing to failed')).toBe(3);

		for (const text of ['5 imports: 1 running', '5 imports: 0 running', 'for help', '1 of 5: t-0000000001, importing', '1 of 5: t-0000000001, failed']) {
			expect(countOf(terminal, text)).toBe(1);
		}

		terminal.press('q', 'q');
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		expect(terminal.raw).not.toMatch(/[─━│┃▸◕✓✗⠇⠋⠏⠙⠦⠧⠴⠸⠹⠼]/v);
		expect(terminal.scrollback()).toMatch(/5 imports: 0 running, 1 failed, 4 succeeded, 0 cancelled\n.*\n[\s\S]*5 imports: 0 running, 1 failed, 4 succeeded, 0 cancelled\nfailed {5}t-0000000001/v);
	});

	test('gets nothing while nothing changes', async () => {
		const {terminal, simulator} = await listen();
		const polled = async (count: number): Promise<void> => vi.waitFor(() => {
			expect(simulator.requests.length).toBeGreaterThanOrEqual(count);
		}, {timeout: 20_000});

		// By the second poll, all announcements of the first one were printed.
		await polled(2);
		const before = terminal.raw;
		await polled(5);
		expect(terminal.raw).toBe(before);
	});

	test('gets no announcement again after the program was suspended', async () => {
		const {terminal} = await listen();
		terminal.press(key.ctrl('z'));
		await terminal.waitFor(() => terminal.raw.split('\u{1B}[?2004h').length === 3, 'the program to resume');
		terminal.press('j');
		await terminal.waitForText(/^2 of 5: t-0000000002/mv);
		expect(countOf(terminal, '5 imports: 1 running')).toBe(1);
	});

	test('gets the lines of a screen that opens, and the current position', async () => {
		const {terminal} = await listen({columns: 60});
		terminal.press(key.enter);
		await terminal.waitForText(/^Details\ntask, t-0000000001\nstatus, importing\n/mv);
		await terminal.waitForText('Details. Esc goes back.');
		terminal.press('q', '?');
		await terminal.waitForText(/^Help\. Esc goes back\.$/mv);
		expect(terminal.scrollback()).toContain('Up, k, up one line');
		terminal.press('q', '/', 't', '-');
		await terminal.waitForText(/^textbox: filter: t-, Tab completes to task:t-0000000001$/mv);
		terminal.press(key.enter);
		await terminal.waitForText('5 of 5 shown, filter t-');
	});
});
