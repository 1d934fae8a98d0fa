import {
	afterEach,
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {setStatus, stillFleet} from '../../source/simulator/fleet.ts';
import {startSimulator, type Simulator} from '../../source/simulator/server.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {key, openTerminal, type Terminal} from './terminal.ts';

const open: Array<{readonly close: () => Promise<void>}> = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async one => one.close()));
});

const fleet = Array.from({length: 5}, (_, index) => importTask({taskId: taskId(index + 1), status: index === 0 ? 'IMPORTING' : 'SUCCEEDED'}));

const listen = async ({args = [], env = {}, columns = 140}: {readonly args?: readonly string[]; readonly env?: Readonly<Record<string, string>>; readonly columns?: number}): Promise<{readonly terminal: Terminal; readonly simulator: Simulator}> => {
	const simulator = await startSimulator({fleet: stillFleet(fleet)});
	open.push(simulator);
	const terminal = openTerminal({
		args: ['--endpoint-url', simulator.url, '--sort', 'task', '--interval', '1', '--details', '0', ...args],
		env: {
			AWS_ACCESS_KEY_ID: 'made-up', AWS_SECRET_ACCESS_KEY: 'made-up', AWS_REGION: 'us-east-1', ...env,
		},
		columns,
	});
	open.push(terminal);
	await terminal.waitForText(/^1 of 5: t-0000000001, importing, /mv);
	return {terminal, simulator};
};

const times = (terminal: Terminal, text: string): number => terminal.raw.split(text).length - 1;

describe('a screen reader', () => {
	test.each([
		['--screen-reader', {args: ['--screen-reader']}],
		['INK_SCREEN_READER', {env: {INK_SCREEN_READER: 'true'}}],
	])('gets an account line by line with %s, where what is new is said once, and stays', async (_, how) => {
		const {terminal, simulator} = await listen(how);
		expect(terminal.modes).toMatchObject({isAlternateScreen: false, isCursorHidden: false});
		expect(terminal.screen()).toMatch(/^Neptune imports, connecting\. \? tells the keys, q quits\.\n.*us-east-1.*\n5 imports: 1 active, 0 failed, 4 succeeded, 0 cancelled\n1 of 5: /v);

		simulator.update((before, at) => setStatus(before, taskId(1), 'FAILED', at));
		await terminal.waitForText('5 imports: 0 active, 1 failed, 4 succeeded, 0 cancelled');
		terminal.press('j');
		await terminal.waitForText(/^2 of 5: t-0000000002, succeeded, /mv);
		terminal.press('e');
		await terminal.waitForText(/^Changes seen, newest first\. Esc goes back\.$/mv);

		// Once as news, and once in the list that was asked for.
		expect(times(terminal, 't-0000000001, importing to failed')).toBe(2);

		for (const said of ['5 imports: 1 active', '5 imports: 0 active', 'tells the keys', '1 of 5: t-0000000001, importing', '1 of 5: t-0000000001, failed']) {
			expect(times(terminal, said)).toBe(1);
		}

		terminal.press('q', 'q');
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		expect(terminal.raw).not.toMatch(/[─│┃█▸◐✔✖⠇⠋⠏⠙⠦⠧⠴⠸⠹⠼]/v);
		expect(terminal.scrollback()).toMatch(/5 imports: 0 active, 1 failed, 4 succeeded, 0 cancelled\n.*\n[\s\S]*5 imports: 0 active, 1 failed, 4 succeeded, 0 cancelled\nfailed {5}t-0000000001/v);
	});

	test('hears nothing while nothing is new', async () => {
		const {terminal, simulator} = await listen({args: ['--screen-reader']});
		const polled = async (count: number): Promise<void> => vi.waitFor(() => {
			expect(simulator.requests.length).toBeGreaterThanOrEqual(count);
		}, {timeout: 20_000});

		// By the second poll, what was said of the first is all there.
		await polled(2);
		const before = terminal.raw;
		await polled(5);
		expect(terminal.raw).toBe(before);
	});

	test('hears where it is, and nothing else again, when the program goes on after it was suspended', async () => {
		const {terminal} = await listen({args: ['--screen-reader']});
		terminal.press(key.ctrl('z'));
		await terminal.waitFor(() => terminal.raw.split('\u{1B}[?2004h').length === 3, 'the terminal, taken again');
		terminal.press('j');
		await terminal.waitForText(/^2 of 5: t-0000000002/mv);
		expect(times(terminal, '5 imports: 1 active')).toBe(1);
	});

	test('hears what a screen has when it is opened, and where it is', async () => {
		const {terminal} = await listen({args: ['--screen-reader'], columns: 60});
		terminal.press(key.enter);
		await terminal.waitForText(/^Details\ntask, t-0000000001\nstatus, importing\n/mv);
		await terminal.waitForText('Details. Esc goes back.');
		terminal.press('q', '?');
		await terminal.waitForText(/^Help\. Esc goes back\.$/mv);
		expect(terminal.scrollback()).toContain('Up, k, up one line');
		terminal.press('q', '/', 't', '-');
		await terminal.waitForText(/^textbox: filter: t-$/mv);
		terminal.press(key.enter);
		await terminal.waitForText('5 of 5 shown, filter t-');
	});
});
