import process from 'node:process';
import {existsSync} from 'node:fs';
import {expect, test} from 'vitest';
import {
	key,
	openTerminal,
	type OpenTerminalOptions,
	plainCell,
	type Terminal,
} from './terminal.ts';

/*
Runs a Node script in a terminal. `write` prints text; `onKeys` listens to input in raw mode.
*/
const run = (script: string, options: OpenTerminalOptions = {}): Terminal => {
	const prelude = `
		const write = text => process.stdout.write(text);
		const onKeys = listener => process.stdin.setRawMode(true).on('data', data => listener(data.toString()));
	`;
	return openTerminal({...options, command: [process.execPath, '-e', prelude + script]});
};

test('draws the output of the program', async () => {
	await using terminal = run(String.raw`write("one\n\u{1B}[3;5Hthree")`);
	await terminal.waitForText('three');
	expect(terminal.lines().slice(0, 4)).toEqual(['one', '', '    three', '']);
	expect(terminal.screen()).toBe('one\n\n    three');
	expect(terminal.raw).toBe('one\r\n\u{1B}[3;5Hthree');
});

test('draws a character whose bytes arrive in two chunks', async () => {
	await using terminal = run('process.stdout.write(Buffer.from([0xE2, 0x96])); setTimeout(() => process.stdout.write(Buffer.from([0xB8])), 20)');
	await terminal.waitForText('▸');
	expect(terminal.screen()).toBe('▸');
});

test('has the requested size', async () => {
	await using terminal = run('write(process.stdout.columns + "×" + process.stdout.rows)', {columns: 77, rows: 11});
	await terminal.waitForText('77×11');
	expect(terminal.lines()).toHaveLength(11);
});

test.each([
	['j', '"j"'],
	[key.up, String.raw`"\u001b[A"`],
	[key.pageDown, String.raw`"\u001b[6~"`],
	[key.shiftTab, String.raw`"\u001b[Z"`],
	[key.enter, String.raw`"\r"`],
	[key.escape, String.raw`"\u001b"`],
	[key.backspace, '"\u{7F}"'],
	[key.ctrl('f'), String.raw`"\u0006"`],
])('sends the key %j unchanged to a program in raw mode', async (pressed, received) => {
	await using terminal = run(String.raw`onKeys(data => write("received " + JSON.stringify(data).replace("\u007f", "DEL"))); write("ready")`);
	await terminal.waitForText('ready');
	terminal.press(pressed);
	await terminal.waitForText(`received ${received.replace('\u{7F}', 'DEL')}`);
});

test('interrupts a program that is not in raw mode on Ctrl+C', async () => {
	await using terminal = run('setInterval(() => {}, 1000); write("ready")');
	await terminal.waitForText('ready');
	terminal.press(key.ctrl('c'));
	expect(await terminal.exited).toEqual({exitCode: undefined, signal: 'SIGINT'});
});

test('uses bracketed paste only if the program turned it on', async () => {
	await using terminal = run(String.raw`onKeys(data => write(JSON.stringify(data) + (data.endsWith("!") ? "\u{1B}[?2004h on" : ""))); write("ready")`);
	await terminal.waitForText('ready');
	expect(terminal.modes.isBracketedPaste).toBe(false);
	terminal.paste('a\nb!');
	await terminal.waitForText(String.raw`"a\rb!" on`);
	expect(terminal.modes.isBracketedPaste).toBe(true);
	terminal.paste('q');
	await terminal.waitForText(String.raw`"\u001b[200~q\u001b[201~"`);
});

test('resizes the screen and notifies the program', async () => {
	await using terminal = run('process.stdout.on("resize", () => write(process.stdout.columns + "×" + process.stdout.rows)); setInterval(() => {}, 1000); write("ready")');
	await terminal.waitForText('ready');
	terminal.resize(60, 9);
	await terminal.waitForText('60×9');
	expect(terminal.lines()).toHaveLength(9);
});

test('tracks the alternate screen, the cursor, the title and the bell', async () => {
	await using terminal = run(String.raw`write("before\n\u{1B}[?1049h\u{1B}[?25l\u{1B}]2;imports\u0007\u0007inside"); onKeys(() => { write("\u{1B}[?25h\u{1B}[?1049l"); process.exit(); })`);
	await terminal.waitForText('inside');
	expect(terminal.modes).toEqual({
		isAlternateScreen: true, isCursorHidden: true, isBracketedPaste: false, isMouseReported: false,
	});
	expect(terminal.screen()).not.toContain('before');
	expect(terminal.title).toBe('imports');
	expect(terminal.bells).toBe(1);

	terminal.press('q');
	await terminal.exited;
	expect(terminal.modes).toEqual({
		isAlternateScreen: false, isCursorHidden: false, isBracketedPaste: false, isMouseReported: false,
	});
	expect(terminal.screen()).toBe('before');
});

test('keeps the whole output in the scrollback', async () => {
	await using terminal = run(String.raw`for (let line = 1; line <= 2000; line++) write("line " + line + "\n")`, {rows: 10});
	await terminal.exited;
	expect(terminal.scrollback().split('\n')).toEqual(Array.from({length: 2000}, (_, index) => `line ${index + 1}`));
	expect(terminal.screen()).not.toContain('line 1990');
});

test('reads the colour and weight of a cell', async () => {
	await using terminal = run(String.raw`write("\u{1B}[1;31mA\u{1B}[0m\u{1B}[7mB\u{1B}[0m\u{1B}[38;2;1;2;255mC\u{1B}[0m")`);
	await terminal.waitForText('ABC');
	expect(terminal.cell(0, 0)).toEqual({
		...plainCell, text: 'A', foreground: 1, isBold: true,
	});
	expect(terminal.cell(0, 1)).toEqual({...plainCell, text: 'B', isInverse: true});
	expect(terminal.cell(0, 2)).toEqual({...plainCell, text: 'C', foreground: '#0102ff'});
	expect(terminal.cell(99, 0)).toBeUndefined();
});

test('waits for the end of a synchronized update', async () => {
	await using terminal = run(String.raw`onKeys(() => { write("\u{1B}[?2026hhalf"); setTimeout(() => write(" whole\u{1B}[?2026l"), 20); }); write("ready ")`);
	await terminal.waitForText('ready');
	terminal.press('x');
	await terminal.waitForText('half');
	expect(terminal.screen()).toBe('ready half whole');
});

test('answers a query for the cursor position', async () => {
	await using terminal = run(String.raw`onKeys(data => write(JSON.stringify(data))); write("four\u{1B}[6n")`);
	await terminal.waitForText(String.raw`four"\u001b[1;5R"`);
});

test.each([
	['process.exitCode = 3', {exitCode: 3, signal: undefined}],
	['process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1000)', {exitCode: undefined, signal: 'SIGTERM'}],
])('returns the exit code or signal of %s', async (script, exit) => {
	await using terminal = run(script);
	expect(await terminal.exited).toEqual(exit);
});

test('sends a signal to the program', async () => {
	await using terminal = run('process.on("SIGHUP", () => { write("ended"); process.exit(4); }); setInterval(() => {}, 1000); write("ready")');
	await terminal.waitForText('ready');
	terminal.kill('SIGHUP');
	expect(await terminal.exited).toEqual({exitCode: 4, signal: undefined});
	expect(terminal.screen()).toBe('readyended');
});

test('rejects with the screen on a timeout', async () => {
	await using terminal = run('setInterval(() => {}, 1000); write("only this")');
	await terminal.waitForText('only this');
	await expect(terminal.waitForText('something else', 1)).rejects.toThrow(/^Waited for “something else”, but 0\.001 s passed\. The screen:\n┌─+┐\n│only this\n/v);
});

test('rejects at once if the program has ended without the expected text', async () => {
	await using terminal = run('write("the last")');
	await expect(terminal.waitForText(/some+thing/v)).rejects.toThrow(/^Waited for \/some\+thing\/v, but the program ended\. The screen:\n┌─+┐\n│the last\n/v);
});

test('rejects with the error that a condition throws', async () => {
	await using terminal = run('write("text")');
	await expect(terminal.waitFor(screen => {
		expect(screen).not.toContain('text');
		return false;
	}, 'nothing')).rejects.toThrow('not to contain \'text\'');
});

test('passes only a clean environment and the variables of the test', async () => {
	await using terminal = run('write(Object.keys(process.env).sort().join(" ") + " " + process.env.TERM)', {columns: 300, env: {given: 'x'}});
	await terminal.exited;
	expect(terminal.screen()).toBe('AWS_CONFIG_FILE AWS_EC2_METADATA_DISABLED AWS_SHARED_CREDENTIALS_FILE HOME LANG PATH PWD TERM TZ given xterm-256color');
});

test('kills the program and removes its home folder on close', async () => {
	const terminal = run('setInterval(() => {}, 1000); write(process.env.HOME + " " + process.pid)');
	await terminal.waitForText(/ \d+/v);
	const [home = '', pid = ''] = terminal.screen().split(' ', 2);
	expect(existsSync(home)).toBe(true);

	await terminal.close();
	expect(await terminal.exited).toEqual({exitCode: undefined, signal: 'SIGKILL'});
	expect(existsSync(home)).toBe(false);
	expect(() => process.kill(Number(pid), 0)).toThrow('ESRCH');
});
