import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {importTask, taskId} from '../support/tasks.ts';
import {temporaryFolder} from '../support/temporary-files.ts';
import {runProgram, serve, start} from './program.ts';
import {key, type Terminal} from './terminal.ts';

const defaultFile = path.join('neptune-import-watch', 'config.jsonc');

const configFolder = (text?: string): string => {
	const folder = temporaryFolder();

	if (text !== undefined) {
		mkdirSync(path.dirname(path.join(folder, defaultFile)));
		writeFileSync(path.join(folder, defaultFile), text);
	}

	return folder;
};

const startWith = (folder: string, args: readonly string[]): Terminal =>
	start(args, {columns: 120, rows: 50, env: {XDG_CONFIG_HOME: folder, NEPTUNE_IMPORT_WATCH: ''}});

const run = (folder: string, args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
	const {status, stdout, stderr} = runProgram(args, {env: {HOME: folder, XDG_CONFIG_HOME: folder, ...env}});
	return {status, stdout, stderr};
};

test('applies the options, keys and filters of the config file', async () => {
	const fleet = Array.from({length: 6}, (_, index) => importTask({taskId: taskId(index + 1), status: index < 2 ? 'FAILED' : 'SUCCEEDED', format: index % 2 === 0 ? 'CSV' : 'PARQUET'}));
	const {url} = await serve(fleet);
	const folder = configFolder(`{
		// My settings
		"options": {"interval": 42, "sort": "task", "endpoint-url": ${JSON.stringify(url)}},
		"keys": {"quit": ["Q"], "openHelp": ["H", "Ctrl+G"]},
		"filters": {"1": "is:failed", "2": {"name": "parquet", "query": "format:parquet"}},
	}`);
	const terminal = startWith(folder, []);

	await terminal.waitForText('[All 6]');
	await terminal.waitForText('every 42 s (fixed)');
	await terminal.waitForText('by task');
	await terminal.waitForText('H help  Q quit');

	terminal.press('1');
	await terminal.waitForText(/filter {2}is:failed[\s\S]*1–2 of 2/v);
	terminal.press('2');
	await terminal.waitForText(/filter {2}format:parquet[\s\S]*1–3 of 3/v);
	terminal.press('2');
	await terminal.waitForText(/ 1–6 of 6/v);

	terminal.press(key.ctrl('g'));
	await terminal.waitForText(/H {2}Ctrl\+G +open or close this help/v);
	await terminal.waitForText(/Q +quit/v);
	terminal.press(key.escape);
	await terminal.waitForText('[All 6]');
	terminal.press('q', '?', '1');
	await terminal.waitForText(/filter {2}is:failed/v);
	terminal.press('Q');
	expect(await terminal.exited).toMatchObject({exitCode: 0});
});

test('lists the filters in the help', async () => {
	const folder = configFolder('{"filters": {"7": {"name": "the lake", "query": "source:s3://lake/"}}}');
	const terminal = startWith(folder, ['--demo']);
	await terminal.waitForText('[All ');
	terminal.press('?', '/', ...'lake');
	await terminal.waitForText(/7 +the lake: source:s3:\/\/lake\//v);
});

test('prints the default path if there is no config file', () => {
	expect(run(configFolder(), ['config']).stdout).toMatch(/^No config file \(default: .+config\.jsonc\)\n\nOptions\n/v);
});

test.each([
	['{\n\t"options": {\n\t\t"interval": "soon"\n\t}\n}', 3, 'invalid value "soon" for --interval: expected a number of seconds from 1 to 86400'],
	['{\n\t"keys": {"quit": "d"}\n}', 2, 'key "d" is assigned to both openDetails and quit'],
	['{\n\t"options": {\n', 3, 'expected }'],
])('rejects an invalid config file with one sentence: %j', (text, line, sentence) => {
	const folder = configFolder(text);
	expect(run(folder, ['--demo', '--once'])).toEqual({status: 2, stdout: '', stderr: `${path.join(folder, defaultFile)}:${line}: ${sentence}\n`});
	expect(run(folder, ['config'])).toMatchObject({status: 2, stdout: ''});
	expect(run(folder, ['--demo', '--once', '--no-config'])).toMatchObject({status: 0, stderr: ''});
	expect(run(folder, ['history'])).toMatchObject({status: 0});
});

test('rejects a config file that can\'t be read', () => {
	const folder = configFolder();
	expect(run(folder, ['--config', 'not-there.jsonc', '--demo'])).toEqual({status: 2, stdout: '', stderr: 'can\'t read the config file not-there.jsonc: no such file or folder\n'});
	expect(run(folder, ['--config', folder, '--demo'])).toEqual({status: 2, stdout: '', stderr: `can't read the config file ${folder}: it is a folder\n`});
});

test('prints the settings in effect and their origin', () => {
	const folder = configFolder('{\n"options": {"interval": 5},\n"keys": {"quit": "Q", "togglePause": []},\n"filters": {"1": {"name": "broken", "query": "is:failed"}}}');
	const {status, stdout, stderr} = run(folder, ['config', '--details', '3'], {NEPTUNE_IMPORT_WATCH: '--sort task --no-title'});
	const rows = stdout.split('\n').map(row => row.trim().split(/ {2,}/v));

	expect({status, stderr}).toEqual({status: 0, stderr: ''});
	expect(stdout.split('\n', 1)).toEqual([`Config file: ${path.join(folder, defaultFile)}`]);
	expect(rows).toEqual(expect.arrayContaining([
		['interval', '5', 'config file, line 2'],
		['details', '3', 'command line'],
		['sort', 'task', 'NEPTUNE_IMPORT_WATCH'],
		['title', 'off', 'NEPTUNE_IMPORT_WATCH'],
		['history', 'on', 'default'],
		['profile', '–', 'default'],
		['1', 'broken: is:failed', 'config file, line 4'],
		['quit', 'Q', 'config file, line 3'],
		['quit', 'Ctrl+C', 'default'],
		['togglePause', '–', 'config file, line 3'],
		['openHelp', '?', 'default'],
	]));
});
