import process from 'node:process';
import {describe, expect, test} from 'vitest';
import {type Simulator} from '../../source/simulator/server.ts';
import {importTask, importTasks} from '../support/tasks.ts';
import {
	closeAfterTest,
	fakeCredentials,
	restoredModes,
	serve,
	setStatuses,
	watch,
} from './program.ts';
import {
	key,
	openTerminal,
	type OpenTerminalOptions,
	type Terminal,
} from './terminal.ts';

// ConEmu shows progress in the taskbar.
const env = {ConEmuANSI: 'ON'};

const watchWith = (simulator: Simulator, args: readonly string[] = [], options: OpenTerminalOptions = {}): Terminal =>
	watch(simulator, args, {env, title: 'before', ...options});

const open = async (args: readonly string[] = [], options: OpenTerminalOptions = {}): Promise<Terminal> => {
	const terminal = watchWith(await serve(), args, options);
	await terminal.waitForText('[All 1]');
	return terminal;
};

/*
Makes the program throw, or reject a promise, on SIGUSR2.
*/
const withFault = (statement: string): OpenTerminalOptions => ({
	command: [process.execPath, '--import', `data:text/javascript,process.on("SIGUSR2", () => { ${statement} })`, 'dist/bin.js'],
});
const throwing = withFault('throw new Error("a cog has come loose")');
const rejecting = withFault('Promise.reject(new Error("a cog has come loose"))');

/*
Starts the program in an interactive shell, which can suspend it.
*/
const openShell = async (args = ''): Promise<Terminal> => {
	const {url} = await serve();
	const shell = closeAfterTest(openTerminal({
		command: ['bash', '--norc', '--noprofile', '-i'],
		env: {...fakeCredentials, ...env, PS1: 'shell> '},
		title: 'before',
	}));
	await shell.waitForText('shell>');
	shell.press(`"${process.execPath}" dist/bin.js --interval 1 ${args} --endpoint-url ${url}`, key.enter);
	await shell.waitForText('[All 1]');
	return shell;
};

/*
The screen, title and taskbar are as before the program started.
*/
const expectRestored = (terminal: Terminal): void => {
	expect(terminal.modes).toEqual(restoredModes);
	expect(terminal.raw).toContain('\u{1B}]2;1 importing');
	expect(terminal.title).toBe('before');
	expect(terminal.raw).toContain('\u{1B}]9;4;3');
	expect(terminal.taskbar).toMatch(/^4;0(?:;|$)/v);
};

describe('the terminal is restored', () => {
	test.each([['q', 'q'], ['Ctrl+C', key.ctrl('c')]])('on %s', async (_, pressed) => {
		const terminal = await open();
		terminal.press(pressed);
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		expectRestored(terminal);
	});

	test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('on %s, and the program ends with that signal', async signal => {
		const terminal = await open();
		terminal.kill(signal);
		expect(await terminal.exited).toMatchObject({signal});
		expectRestored(terminal);
	});

	test('when --until-done finishes or times out', async () => {
		const simulator = await serve();
		const finishing = watchWith(simulator, ['--until-done']);
		const timingOut = watchWith(simulator, ['--until-done', '--timeout', '2s']);
		await finishing.waitForText('[All 1]');
		expect(await timingOut.exited).toMatchObject({exitCode: 4});
		setStatuses(simulator, 'SUCCEEDED', 1);
		expect(await finishing.exited).toMatchObject({exitCode: 0});
		expectRestored(timingOut);
		expectRestored(finishing);
	});

	test('on an uncaught exception, with one message and exit code 70', async () => {
		const terminal = await open([], throwing);
		terminal.kill('SIGUSR2');
		expect(await terminal.exited).toMatchObject({exitCode: 70});
		expectRestored(terminal);
		expect(terminal.screen().replaceAll('\n', '')).toContain('neptune-import-watch: internal error: a cog has come looseRun it with --debug-log');
	});

	test('on an unhandled rejection, with exit code 70', async () => {
		const terminal = await open([], rejecting);
		terminal.kill('SIGUSR2');
		expect(await terminal.exited).toMatchObject({exitCode: 70});
		expectRestored(terminal);
	});
});

describe('mouse reports are turned off', () => {
	const expectTurnedOff = (terminal: Terminal): void => {
		expect(terminal.raw.split('\u{1B}[?1006h')).toHaveLength(2);
		expect(terminal.raw.split('\u{1B}[?1006l')).toHaveLength(2);
		expectRestored(terminal);
	};

	test.each([['q', 'q'], ['Ctrl+C', key.ctrl('c')]])('on %s', async (_, pressed) => {
		const terminal = await open(['--mouse']);
		expect(terminal.modes.isMouseReported).toBe(true);
		terminal.press(pressed);
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		expectTurnedOff(terminal);
	});

	test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('on %s', async signal => {
		const terminal = await open(['--mouse']);
		terminal.kill(signal);
		expect(await terminal.exited).toMatchObject({signal});
		expectTurnedOff(terminal);
	});

	test('on an uncaught exception', async () => {
		const terminal = await open(['--mouse'], throwing);
		terminal.kill('SIGUSR2');
		expect(await terminal.exited).toMatchObject({exitCode: 70});
		expectTurnedOff(terminal);
	});

	test('while the program is suspended', async () => {
		const shell = await openShell('--mouse');
		expect(shell.modes.isMouseReported).toBe(true);
		shell.press(key.ctrl('z'));
		await shell.waitForText(/Stopped[\s\S]*shell>/v);
		expect(shell.modes.isMouseReported).toBe(false);
		shell.press('fg', key.enter);
		await shell.waitForText('[All 1]');
		await shell.waitFor(() => shell.modes.isMouseReported, 'mouse reports, turned on again');
		shell.press('q');
		await shell.waitForText('1 import: 1 running');
		expect(shell.modes.isMouseReported).toBe(false);
	});
});

describe('Ctrl+Z', () => {
	test('returns to the shell, and fg redraws the screen and resumes', async () => {
		const shell = await openShell();
		shell.press(key.ctrl('z'));
		await shell.waitForText(/Stopped[\s\S]*shell>/v);
		expect(shell.modes.isAlternateScreen).toBe(false);
		expect(shell.modes.isCursorHidden).toBe(false);
		expect(shell.title).toBe('before');
		expect(shell.taskbar).toMatch(/^4;0/v);
		shell.press('echo still here', key.enter);
		await shell.waitForText(/^still here$/mv);

		shell.press('fg', key.enter);
		await shell.waitForText('[All 1]');
		expect(shell.modes.isAlternateScreen).toBe(true);
		await shell.waitFor(() => shell.title.startsWith('1 importing'), 'the title, set again');
		shell.press('?');
		await shell.waitForText('Keys in the list');
		shell.press('q', 'q');
		await shell.waitForText('1 import: 1 running');
	});

	test('resumes at once if there is no shell', async () => {
		const terminal = await open();
		terminal.press(key.ctrl('z'));
		await terminal.waitFor(() => terminal.raw.split('\u{1B}[?1049h').length === 3, 'the screen, entered again');
		await terminal.waitForText('[All 1]');
		terminal.press('?');
		await terminal.waitForText('Keys in the list');
	});
});

test('SIGUSR1 starts no debugger', async () => {
	const terminal = await open();
	terminal.kill('SIGUSR1');
	terminal.press('?');
	await terminal.waitForText('Keys in the list');
	terminal.press('q', 'q');
	expect(await terminal.exited).toMatchObject({exitCode: 0});
	expect(terminal.raw).not.toContain('Debugger');
});

describe('a resize', () => {
	/*
	Leaves out the first row, which shows times.
	*/
	const body = (terminal: Terminal): readonly string[] => terminal.lines().slice(1);

	test.each([
		[100, 24, 90, 24],
		[100, 24, 80, 24],
		[140, 40, 80, 24],
		[80, 24, 140, 40],
		[100, 30, 100, 20],
	])('from %i×%i to %i×%i leaves nothing of the old frame', async (columns, rows, nextColumns, nextRows) => {
		const simulator = await serve(importTasks(60));
		const resized = watchWith(simulator, [], {columns, rows});
		const fresh = watchWith(simulator, [], {columns: nextColumns, rows: nextRows});
		await Promise.all([resized, fresh].map(async terminal => terminal.waitForText('[All 60]')));

		resized.resize(nextColumns, nextRows);
		await resized.waitFor(() => JSON.stringify(body(resized)) === JSON.stringify(body(fresh)), `the screen of\n${fresh.screen()}`);
	});

	test('repeated 60 times ends with a frame of the last size', async () => {
		const terminal = await open([], {columns: 140, rows: 40});

		for (let step = 0; step < 60; step++) {
			terminal.resize(140 - step, 40 - (step % 20));
		}

		terminal.resize(90, 26);
		await terminal.waitFor(() => (terminal.lines()[25] ?? '').includes('q quit') && (terminal.lines()[0] ?? '').includes('127.0.0.1'), 'a frame of 90×26');
	});
});

describe('text from the service', () => {
	test('never reaches the terminal as a control sequence', async () => {
		const hostile = '\u{1B}]0;pwned\u{7}\u{1B}[2J\u{9B}31m\u{1B}P+q\u{1B}\\\u{202E}\u{200B}\r\n\u{8}\u{E}';
		const simulator = await serve([importTask({
			taskId: `t-1${hostile}`, graphId: `g-1${hostile}`, source: `s3://x/${hostile}/y`, format: `F${hostile}`, roleArn: `arn:${hostile}`, status: `S${hostile}`,
		})]);
		const terminal = watch(simulator, ['--no-color'], {columns: 140});
		await terminal.waitForText('[All 1]');
		terminal.press(key.enter);
		await terminal.waitForText('Details');
		terminal.press('q');
		await terminal.waitForText('[All 1]');
		terminal.press('q');
		await terminal.exited;
		expect(terminal.raw).not.toMatch(/pwned\u{7}|\u{1B}\]0;|\u{1B}\[2J|\u{1B}P|[\u{8}\u{E}\u{9B}\u{200B}\u{202E}]/v);
		expect(terminal.raw).toContain('pwned');
	});
});
