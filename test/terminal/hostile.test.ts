import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, test} from 'vitest';
import {type WireTask} from '../../source/simulator/planned-import.ts';
import {type Simulator} from '../../source/simulator/server.ts';
import {controlling, unprintable} from '../../source/text/printable.ts';
import {tasksIn} from '../support/events.ts';
import {root} from '../support/root.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {temporaryFolder} from '../support/temporary-files.ts';
import {
	fakeCredentials,
	serve,
	setStatuses,
	watch,
} from './program.ts';
import {runScript, serveStatuses} from './scripts.ts';
import {key, type Terminal} from './terminal.ts';

const hostile = '\u{1B}[8m\u{1B}]52;c;aGk=\u{7}\u{1B}]0;owned\u{7}\u{9B}31m\u{202E}\u{2066}\u{200B}\u{1B}P+q\u{1B}\\\r\u{8}\u{E}\u{2028}';

const hostileTask = (fields: Parameters<typeof importTask>[0] = {}): WireTask => ({
	...importTask({
		graphId: `g-1${hostile}`, source: `s3://x/${hostile}/y`, format: `F${hostile}`, parquetType: hostile, roleArn: `arn:${hostile}`, status: 'IMPORTING', ...fields,
	}),
	statusReason: `no${hostile}`,
});

const expectOnlyText = (output: string, dangerous = unprintable): void => {
	expect(output.replaceAll('\n', '').match(dangerous)).toBeNull();
};

const openList = async (simulator: Simulator): Promise<Terminal> => {
	const terminal = watch(simulator);
	await terminal.waitForText(/\[All \d+\]/v);
	return terminal;
};

describe('a debug log on a full disk', () => {
	const hasFullDisk = existsSync('/dev/full');

	test.runIf(hasFullDisk)('is reported in one sentence on the screen, and watching continues', async () => {
		const simulator = await serve();
		const terminal = watch(simulator, ['--debug-log', '/dev/full']);
		await terminal.waitForText('Can\'t write the debug log');
		setStatuses(simulator, 'SUCCEEDED', 1);
		await terminal.waitForText('succeeded');
		terminal.press('q');
		expect(await terminal.exited).toMatchObject({exitCode: 0});
	});

	test.runIf(hasFullDisk)('is reported once on stderr, and watching continues', async () => {
		const simulator = await serveStatuses(['IMPORTING', 'ROLLING_BACK', 'FAILED']);
		const {stdout, stderr, exitCode} = await runScript('neptune-import-watch --until-done --plain --debug-log /dev/full --on-change "echo output; exit 1"', {simulator});
		expect(stdout.split('\n').filter(line => !line.includes(' reason '))).toHaveLength(3);
		expect(stderr.match(/Can't write the debug log \/dev\/full: the disk is full\. It is off now\./gv)).toHaveLength(1);
		expect(stderr).not.toContain('    at ');
		expect(exitCode).toBe(1);
	});
});

describe('text from the service with control sequences', () => {
	test.each([['--once', unprintable], ['--once --csv', controlling], ['--once --json', unprintable]])('is only text in the output of %s', async (args, dangerous) => {
		const simulator = await serve([hostileTask({status: `S${hostile}`})]);
		const {stdout, stderr} = await runScript(`neptune-import-watch ${args}`, {simulator});
		expect(stdout).toContain('owned');
		expectOnlyText(stdout + stderr, dangerous);
	});

	test('has no styles of its own with --color', async () => {
		const simulator = await serve([hostileTask({status: `S${hostile}`})]);
		const {stdout} = await runScript('neptune-import-watch --once --color', {simulator});
		expectOnlyText(stdout.replaceAll(/\u{1B}\[(?:[012]|3\d|9\d)(?:;1)?m/gv, ''));
	});

	test('is only text in changes, closing lines and the debug log, with the output of the --on-change command', async () => {
		const home = temporaryFolder();
		const file = path.join(home, 'debug.log');
		const simulator = await serve([hostileTask(), hostileTask({taskId: taskId(2), status: 'FAILED'})]);
		const hook = String.raw`cat; printf "$NEPTUNE_IMPORT_SOURCE"; printf "\033]52;c;aGk=\a" >&2`;
		const ended = runScript(`neptune-import-watch --until-done --plain --debug-log ${file} --on-change '${hook}'`, {simulator, home});
		await expect.poll(() => simulator.requests.length, {timeout: 60_000}).toBeGreaterThan(1);
		setStatuses(simulator, 'FAILED', 1);
		const {stdout, stderr} = await ended;
		expectOnlyText(stdout + stderr + readFileSync(file, 'utf8'));
		expect(stderr).toContain('owned');
	});

	test('is only text in the reason why the list can\'t be read', async () => {
		const simulator = await serve();
		simulator.injectFault({
			kind: 'error', status: 400, code: 'SomethingElseException', message: `no${hostile}`,
		});
		const {stderr} = await runScript('neptune-import-watch --once; neptune-import-watch --until-done --timeout 3s; neptune-import-watch --once --debug-log /dev/stderr', {simulator});
		expect(stderr).toContain('owned');
		expectOnlyText(stderr);
	});
});

describe('a paste without an end', () => {
	test('ends after a while without input, and keys work again', async () => {
		const simulator = await serve();
		const terminal = await openList(simulator);
		terminal.press('\u{1B}[200~abc');
		const {length} = simulator.requests;

		// At one poll per second, the paste has ended by then.
		await expect.poll(() => simulator.requests.filter(({page}) => page === 1).length, {timeout: 60_000}).toBeGreaterThan(length + 4);
		terminal.press('?');
		await terminal.waitForText('Help');
	});

	test.each([
		['a paste', '\u{1B}[200~abc'],
		['a paste in the filter prompt', '/\u{1B}[200~abc'],
		['a paste that began a second time', '\u{1B}[200~abc\u{1B}[200~\u{1B}[201'],
		['100 KB of junk', 'j\u{1B}[Ax[<'.repeat(12_500)],
		['100 KB of junk in a paste', `\u{1B}[200~${'j\u{1B}[Ax[<'.repeat(12_500)}`],
	])('or %s does not hide Ctrl+C', async (_, text) => {
		const terminal = await openList(await serve());
		terminal.press(text, key.ctrl('c'));
		expect(await terminal.exited).toMatchObject({exitCode: 0});
	});
});

describe('a value of 1 MB', () => {
	const wide = '語'.repeat(350_000);

	test('is cut in the details, and watching and keys continue', async () => {
		const simulator = await serve([{
			...importTask({status: 'FAILED', source: `s3://${wide}`}), statusReason: wide, importTaskDetails: {errorDetails: wide, errorCount: 1}, novelty: wide,
		}]);
		const terminal = await openList(simulator);
		terminal.press(key.enter);
		await terminal.waitForText('語語語語');
		setStatuses(simulator, 'CANCELLED', 1);
		await terminal.waitForText('cancelled');
		await expect.poll(() => {
			terminal.press('G');
			return terminal.screen();
		}, {timeout: 60_000}).toContain('more characters');
		terminal.press(key.ctrl('c'));
		expect(await terminal.exited).toMatchObject({exitCode: 0});
	});

	test('is cut by --once, and whole in JSON and CSV', async () => {
		const simulator = await serve([importTask({source: `s3://${wide}`, graphId: wide, status: wide})]);
		const {stdout} = await runScript('neptune-import-watch --once', {simulator});
		expect(Math.max(...stdout.split('\n').map(line => line.length))).toBeLessThan(10_000);
		const json = await runScript('neptune-import-watch --once --json', {simulator});
		expect(tasksIn(json.stdout).map(({source}) => source)).toEqual([`s3://${wide}`]);
		const csv = await runScript('neptune-import-watch --once --csv', {simulator});
		expect(csv.stdout).toContain(`s3://${wide}`);
	});
});

describe('SIGTERM while the reader of a pipe is slow', () => {
	test.each([
		['--json', ['--json', '--interval', '1']],
		['--once --json', ['--once', '--json']],
		['--once --csv', ['--once', '--csv']],
	])('leaves whole lines in the output of %s', async (_, args) => {
		const simulator = await serve([1, 2, 3].map(number => importTask({taskId: taskId(number), source: `s3://${'x'.repeat(1_000_000)}`})));
		const child = spawn(process.execPath, ['dist/bin.js', ...args, '--no-history', '--endpoint-url', simulator.url], {
			cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: {...fakeCredentials, PATH: process.env['PATH'] ?? '', HOME: temporaryFolder()},
		});
		const ended = once(child, 'close');
		let output = '';
		child.stdout.setEncoding('utf8');
		child.stdout.on('data', (text: string) => {
			if (output === '') {
				// More than a pipe holds follows, so the program is in the middle of a line.
				child.kill('SIGTERM');
			}

			output += text;
		});
		expect(await ended).toEqual([null, 'SIGTERM']);
		expect(output.endsWith('\n')).toBe(true);
		expect(output.split('\n').filter(line => line.includes('xxx')).every(line => line.length > 1_000_000)).toBe(true);
	});
});
