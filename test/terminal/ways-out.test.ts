import process from 'node:process';
import {
	afterEach,
	describe,
	expect,
	test,
} from 'vitest';
import {setStatus, stillFleet} from '../../source/simulator/fleet.ts';
import {startSimulator, type Simulator} from '../../source/simulator/server.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {
	key,
	openTerminal,
	type OpenTerminalOptions,
	type Terminal,
} from './terminal.ts';

const open: Array<{readonly close: () => Promise<void>}> = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async one => one.close()));
});

const serve = async (): Promise<Simulator> => {
	const simulator = await startSimulator({fleet: stillFleet([importTask({taskId: taskId(1)})])});
	open.push(simulator);
	return simulator;
};

// In a terminal that shows progress in the taskbar.
const environment = {
	AWS_ACCESS_KEY_ID: 'made-up', AWS_SECRET_ACCESS_KEY: 'made-up', AWS_REGION: 'us-east-1', ConEmuANSI: 'ON',
};

const watchWith = ({url}: Simulator, options: OpenTerminalOptions = {}): Terminal => {
	const terminal = openTerminal({
		...options,
		args: [...(options.args ?? []), '--endpoint-url', url, '--interval', '1'],
		env: environment,
		title: 'before',
	});
	open.push(terminal);
	return terminal;
};

const watch = async (options: OpenTerminalOptions = {}): Promise<Terminal> => watchWith(await serve(), options);

const startFilled = async (): Promise<Simulator> => {
	const simulator = await startSimulator({fleet: stillFleet(Array.from({length: 60}, (_, index) => importTask({taskId: taskId(index + 1)})))});
	open.push(simulator);
	return simulator;
};

const watchAt = (url: string, columns: number, rows: number): Terminal => {
	const terminal = openTerminal({
		args: ['--endpoint-url', url], columns, rows, env: environment,
	});
	open.push(terminal);
	return terminal;
};

/*
Nothing is left of the program: neither on the screen, nor in the title and the taskbar, which it had set.
*/
const expectRestored = (terminal: Terminal): void => {
	expect(terminal.modes).toEqual({
		isAlternateScreen: false, isCursorHidden: false, isBracketedPaste: false, isMouseReported: false,
	});
	expect(terminal.raw).toContain('\u{1B}]2;1 importing');
	expect(terminal.title).toBe('before');
	expect(terminal.raw).toContain('\u{1B}]9;4;3');
	expect(terminal.taskbar).toMatch(/^4;0(?:;|$)/v);
};

describe('the terminal is given back as it was', () => {
	test.each([['q', 'q'], ['Ctrl+C', key.ctrl('c')]])('on %s', async (_, pressed) => {
		const terminal = await watch();
		await terminal.waitForText('1 import]');
		terminal.press(pressed);
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		expectRestored(terminal);
	});

	test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('on %s, which the shell is told of', async signal => {
		const terminal = await watch();
		await terminal.waitForText('1 import]');
		terminal.kill(signal);
		expect(await terminal.exited).toMatchObject({signal});
		expectRestored(terminal);
	});

	test('on the end of what --until-done waits for, or of its time', async () => {
		const simulator = await serve();
		const waiting = watchWith(simulator, {args: ['--until-done']});
		const late = watchWith(simulator, {args: ['--until-done', '--timeout', '2s']});
		await waiting.waitForText('1 import]');
		expect(await late.exited).toMatchObject({exitCode: 4});
		simulator.update((fleet, at) => setStatus(fleet, taskId(1), 'SUCCEEDED', at));
		expect(await waiting.exited).toMatchObject({exitCode: 0});
		expectRestored(late);
		expectRestored(waiting);
	});

	test('on a fault of the program, which is said in one message, with exit code 70', async () => {
		const fault = 'data:text/javascript,process.on("SIGUSR2", () => { throw new Error("a cog has come loose") })';
		const terminal = await watch({command: [process.execPath, '--import', fault, 'dist/bin.js']});
		await terminal.waitForText('1 import]');
		terminal.kill('SIGUSR2');
		expect(await terminal.exited).toMatchObject({exitCode: 70});
		expectRestored(terminal);
		expect(terminal.screen().replaceAll('\n', '')).toContain('neptune-import-watch: internal error: a cog has come looseRun it with --debug-log');
	});

	test('on a rejection that nobody handles, likewise', async () => {
		const fault = 'data:text/javascript,process.on("SIGUSR2", () => { Promise.reject(new Error("a cog has come loose")) })';
		const terminal = await watch({command: [process.execPath, '--import', fault, 'dist/bin.js']});
		await terminal.waitForText('1 import]');
		terminal.kill('SIGUSR2');
		expect(await terminal.exited).toMatchObject({exitCode: 70});
		expectRestored(terminal);
	});
});

describe('a mouse that is the program\'s', () => {
	/*
	It is asked for, and on every way out no longer.
	*/
	const expectGivenBack = (terminal: Terminal): void => {
		expect(terminal.raw.split('\u{1B}[?1006h')).toHaveLength(2);
		expect(terminal.raw.split('\u{1B}[?1006l')).toHaveLength(2);
		expectRestored(terminal);
	};

	test.each([['q', 'q'], ['Ctrl+C', key.ctrl('c')]])('is given back on %s', async (_, pressed) => {
		const terminal = await watch({args: ['--mouse']});
		await terminal.waitForText('1 import]');
		expect(terminal.modes.isMouseReported).toBe(true);
		terminal.press(pressed);
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		expectGivenBack(terminal);
	});

	test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('is given back on %s', async signal => {
		const terminal = await watch({args: ['--mouse']});
		await terminal.waitForText('1 import]');
		terminal.kill(signal);
		expect(await terminal.exited).toMatchObject({signal});
		expectGivenBack(terminal);
	});

	test('is given back on a fault of the program', async () => {
		const fault = 'data:text/javascript,process.on("SIGUSR2", () => { throw new Error("a cog has come loose") })';
		const terminal = await watch({command: [process.execPath, '--import', fault, 'dist/bin.js'], args: ['--mouse']});
		await terminal.waitForText('1 import]');
		terminal.kill('SIGUSR2');
		expect(await terminal.exited).toMatchObject({exitCode: 70});
		expectGivenBack(terminal);
	});

	test('is the shell\'s while it is suspended', async () => {
		const {url} = await serve();
		const shell = openTerminal({command: ['bash', '--norc', '--noprofile', '-i'], env: {...environment, PS1: 'shell> '}});
		open.push(shell);
		await shell.waitForText('shell>');
		shell.press(`"${process.execPath}" dist/bin.js --mouse --endpoint-url ${url}`, key.enter);
		await shell.waitForText('1 import]');
		expect(shell.modes.isMouseReported).toBe(true);
		shell.press(key.ctrl('z'));
		await shell.waitForText(/Stopped[\s\S]*shell>/v);
		expect(shell.modes.isMouseReported).toBe(false);
		shell.press('fg', key.enter);
		await shell.waitForText('1 import]');
		await shell.waitFor(() => shell.modes.isMouseReported, 'the mouse, asked for again');
		shell.press('q');
		await shell.waitForText('1 import: 1 active');
		expect(shell.modes.isMouseReported).toBe(false);
	});
});

describe('Ctrl+Z', () => {
	test('gives the terminal to the shell, and fg comes back to a fresh screen that goes on', async () => {
		const {url} = await serve();
		const shell = openTerminal({command: ['bash', '--norc', '--noprofile', '-i'], env: {...environment, PS1: 'shell> '}, title: 'before'});
		open.push(shell);
		await shell.waitForText('shell>');
		shell.press(`"${process.execPath}" dist/bin.js --interval 1 --endpoint-url ${url}`, key.enter);
		await shell.waitForText('1 import]');

		shell.press(key.ctrl('z'));
		await shell.waitForText(/Stopped[\s\S]*shell>/v);
		expect(shell.modes.isAlternateScreen).toBe(false);
		expect(shell.modes.isCursorHidden).toBe(false);
		expect(shell.title).toBe('before');
		expect(shell.taskbar).toMatch(/^4;0/v);
		shell.press('echo still here', key.enter);
		await shell.waitForText(/^still here$/mv);

		shell.press('fg', key.enter);
		await shell.waitForText('1 import]');
		expect(shell.modes.isAlternateScreen).toBe(true);
		await shell.waitFor(() => shell.title.startsWith('1 importing'), 'the title, set again');
		shell.press('?');
		await shell.waitForText('Keys in the list');
		shell.press('q', 'q');
		await shell.waitForText('1 import: 1 active');
	});

	test('is over at once where there is no shell to come back from', async () => {
		const terminal = await watch();
		await terminal.waitForText('1 import]');
		terminal.press(key.ctrl('z'));
		await terminal.waitFor(() => terminal.raw.split('\u{1B}[?1049h').length === 3, 'the screen, entered again');
		await terminal.waitForText('1 import]');
		terminal.press('?');
		await terminal.waitForText('Keys in the list');
	});
});

describe('a resize', () => {
	/*
	The screen but for its first row, which tells the time.
	*/
	const body = (terminal: Terminal): readonly string[] => terminal.lines().slice(1);

	test.each([
		[100, 24, 90, 24],
		[100, 24, 80, 24],
		[140, 40, 80, 24],
		[80, 24, 140, 40],
		[100, 30, 100, 20],
	])('from %i×%i to %i×%i leaves nothing of the frame before', async (columns, rows, nextColumns, nextRows) => {
		const {url} = await startFilled();
		const resized = watchAt(url, columns, rows);
		const fresh = watchAt(url, nextColumns, nextRows);
		await Promise.all([resized, fresh].map(async terminal => terminal.waitForText('60 imports]')));

		resized.resize(nextColumns, nextRows);
		await resized.waitFor(() => JSON.stringify(body(resized)) === JSON.stringify(body(fresh)), `the screen of\n${fresh.screen()}`);
	});
});

describe('a storm of resizes', () => {
	test('ends with a frame of the last size', async () => {
		const terminal = await watch({columns: 140, rows: 40});
		await terminal.waitForText('1 import]');

		for (let step = 0; step < 60; step++) {
			terminal.resize(140 - step, 40 - (step % 20));
		}

		terminal.resize(90, 26);
		await terminal.waitFor(() => (terminal.lines()[25] ?? '').includes('q quit') && (terminal.lines()[0] ?? '').includes('127.0.0.1'), 'a frame of 90×26');
	});
});

describe('what the service says', () => {
	test('never reaches the terminal as a control sequence', async () => {
		const hostile = '\u{1B}]0;pwned\u{7}\u{1B}[2J\u{9B}31m\u{1B}P+q\u{1B}\\\u{202E}\u{200B}\r\n\u{8}\u{E}';
		const fleet = stillFleet([importTask({
			taskId: `t-1${hostile}`, graphId: `g-1${hostile}`, source: `s3://x/${hostile}/y`, format: `F${hostile}`, roleArn: `arn:${hostile}`, status: `S${hostile}`,
		})]);
		const simulator = await startSimulator({fleet});
		open.push(simulator);
		const terminal = openTerminal({args: ['--endpoint-url', simulator.url, '--no-color'], env: environment, columns: 140});
		open.push(terminal);
		await terminal.waitForText('1 import]');
		terminal.press(key.enter);
		await terminal.waitForText('Details');
		terminal.press('q');
		await terminal.waitForText('1 import]');
		terminal.press('q');
		await terminal.exited;
		expect(terminal.raw).not.toMatch(/pwned\u{7}|\u{1B}\]0;|\u{1B}\[2J|\u{1B}P|[\u{8}\u{E}\u{9B}\u{200B}\u{202E}]/v);
		expect(terminal.raw).toContain('pwned');
	});
});
