import process from 'node:process';
import {describe, expect, test} from 'vitest';
import {type ImportTask} from '../../source/imports/task.ts';
import {importTask, importTasks, taskId} from '../support/tasks.ts';
import {
	quit,
	restoredModes,
	runProgram,
	serve,
	setStatuses,
	start,
	watch,
} from './program.ts';
import {reasonText, withReasons} from './scripts.ts';
import {key} from './terminal.ts';

const tasks = (count: number): readonly ImportTask[] =>
	Array.from({length: count}, (_, index) => importTask({taskId: taskId(index + 1), status: index % 5 === 0 ? 'IMPORTING' : 'SUCCEEDED'}));

describe('a list of 250 imports on 3 pages', () => {
	test('is read in 3 requests', async () => {
		const simulator = await serve(tasks(250));
		const terminal = watch(simulator, ['--interval', '60']);
		await terminal.waitForText('[All 250]  Running 50  Failed 0  Succeeded 200');
		expect(simulator.requests.filter(({operation}) => operation === 'list').map(({page}) => page)).toEqual([1, 2, 3]);
	});

	test('has pages that the user turns by key', async () => {
		const terminal = watch(await serve(tasks(250)), ['--sort', 'task', '--columns', 'task,status,source']);
		await terminal.waitForText('[All 250]');

		const pageSize = Number(/ 1–(?<end>\d+) of 250 /v.exec(terminal.screen())?.groups?.['end']);

		for (const page of [1, 2, 3, 4]) {
			terminal.press(']');
			await terminal.waitForText(` ${(page * pageSize) + 1}–`); // eslint-disable-line no-await-in-loop -- One page after the other.
		}

		const first = terminal.lines().find(line => line.includes('t-0'));
		expect(first).toContain(taskId((4 * pageSize) + 1));
	});

	test('is filtered while the user types, and stays filtered after the next polls', async () => {
		const terminal = watch(await serve([...tasks(249), importTask({taskId: taskId(250), status: 'FAILED'})]));
		await terminal.waitForText('[All 250]');
		terminal.press('/', 'f', 'a', 'i', 'l');
		await terminal.waitForText('1–1 of 1 (250 total)');
		terminal.press(key.enter, 'r');
		await terminal.waitForText('Esc clear');
		expect(terminal.screen()).toContain(taskId(250));
		terminal.press(key.escape);
		await terminal.waitForText('of 250 ·');
	});

	test('shows a changed status after the next poll, with a mark and in the changes', async () => {
		const simulator = await serve(tasks(250));
		const terminal = watch(simulator, [], {columns: 140, rows: 40});
		await terminal.waitForText('[All 250]');
		setStatuses(simulator, 'FAILED', 6);
		await terminal.waitForText(/┃▸ ✗ failed .* t-0000000006/v);
		await terminal.waitForText(/ \d\d:\d\d:\d\d {2}t-0000000006 {2}importing → failed/v);

		terminal.press('e');
		await terminal.waitForText('Changes, newest first');
		expect(terminal.screen()).toContain('importing → failed');
	});

	test('responds to keys while the service is silent', async () => {
		const simulator = await serve(tasks(250));
		const terminal = watch(simulator, ['--sort', 'task', '--columns', 'task,status,source']);
		await terminal.waitForText('[All 250]');
		simulator.injectFault({kind: 'silence', on: 'list'});
		terminal.press('r');
		await terminal.waitFor(screen => /[⠇⠋⠏⠙⠦⠧⠴⠸⠹⠼]/v.test(screen), 'the spinner');
		terminal.press('j', 'j');
		await terminal.waitForText(`▸ ${taskId(3)}`);
	});
});

describe('a failure', () => {
	test('is shown in the banner with a remedy until polling works again', async () => {
		const simulator = await serve(tasks(3));
		const endFault = simulator.injectFault({
			kind: 'error', code: 'AccessDeniedException', status: 403, message: 'User x is not authorized',
		});
		const terminal = watch(simulator, [], {columns: 140});
		await terminal.waitForText('neptune-graph:ListImportTasks');
		expect(terminal.screen()).toMatch(/Since\s+\d\d:\d\d:\d\d; (?:next try \d\d:\d\d:\d\d|trying now)\./v);
		endFault();
		terminal.press('r');
		await terminal.waitFor(screen => screen.includes('[All 3]') && !screen.includes('neptune-graph:ListImportTasks'), 'the list instead of the banner');
	});

	test.each([
		['no region', {AWS_REGION: ''}, [], 'No AWS region is set.'],
		['no credentials', {AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: ''}, [], 'No AWS credentials were found.'],
		['a missing profile', {}, ['--profile', 'nobody'], 'There is no profile "nobody"'],
		['an endpoint where nothing listens', {}, ['--endpoint-url', 'http://127.0.0.1:9'], 'The connection to http://127.0.0.1:9 was refused.'],
	])('at the start (%s) is shown on the screen, and the program keeps trying', async (_, env, args, sentence) => {
		const terminal = start(args, {env});
		await terminal.waitForText(sentence);
		expect(terminal.screen()).toMatch(/next\s+try/v);
	});
});

describe('a sign-in that expires', () => {
	test.each([[10, true], [60, false]])('in %i minutes shows a warning: %s', async (minutes, hasWarning) => {
		const endsAt = new Date(Date.now() + (minutes * 60_000));
		const terminal = watch(await serve(tasks(3)), [], {env: {AWS_SESSION_TOKEN: 'example', AWS_CREDENTIAL_EXPIRATION: endsAt.toISOString()}});
		await terminal.waitForText('[All 3]');
		expect(terminal.screen().includes(`Sign-in expires at ${endsAt.toISOString().slice(11, 19)}. To renew: export new credentials`)).toBe(hasWarning);
	});
});

describe('the terminal', () => {
	test('is restored on q, with a summary in the scrollback', async () => {
		const terminal = watch(await serve([...tasks(3), importTask({taskId: taskId(9), status: 'FAILED'})]));
		await terminal.waitForText('[All 4]');
		expect(terminal.modes).toEqual({
			isAlternateScreen: true, isCursorHidden: true, isBracketedPaste: true, isMouseReported: false,
		});
		terminal.press('q');
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		expect(terminal.modes).toEqual(restoredModes);
		expect(terminal.lines().slice(0, 3)).toEqual([
			'4 imports: 1 running, 1 failed, 2 succeeded, 0 cancelled',
			'failed     t-0000000009  s3://lake/2026/people.csv',
			'running    t-0000000001  importing       s3://lake/2026/people.csv',
		]);
	});

	test('has the reason in the scrollback if no list was read', async () => {
		const terminal = start([], {env: {AWS_REGION: ''}});
		await terminal.waitForText('[All –]');
		await terminal.waitForText('No AWS region is set.');
		await quit(terminal);
		expect(terminal.lines()[0]).toBe('Can\'t list imports: No AWS region is set.');
	});

	test('is restored on Ctrl+C in the filter prompt', async () => {
		const terminal = watch(await serve(tasks(3)));
		await terminal.waitForText('[All 3]');
		terminal.press('/', key.ctrl('c'));
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		expect(terminal.modes).toEqual(restoredModes);
	});

	test('keeps its previous content with --no-alternate-screen, and the frame is cleared at the end', async () => {
		const terminal = watch(await serve(tasks(3)), ['--no-alternate-screen'], {columns: 80, rows: 24});
		await terminal.waitForText('[All 3]');
		expect(terminal.modes.isAlternateScreen).toBe(false);
		await quit(terminal);
		expect(terminal.modes).toEqual(restoredModes);
		expect(terminal.screen()).toContain('3 imports: 1 running');
		expect(terminal.screen()).not.toContain('q quit');
	});

	test('is filled exactly after each resize', async () => {
		const terminal = watch(await serve(tasks(250)), [], {columns: 140, rows: 40});
		await terminal.waitForText('[All 250]');

		for (const [columns, rows] of [[80, 24], [60, 15], [40, 8], [200, 60], [100, 30]] as const) {
			terminal.resize(columns, rows);
			// eslint-disable-next-line no-await-in-loop -- One size after the other.
			await terminal.waitFor(() => (terminal.lines().at(-1) ?? '').includes('q quit') && (terminal.lines()[0] ?? '').includes('us-east-1'), `a frame of ${columns}×${rows}`);
		}

		terminal.resize(30, 5);
		await terminal.waitForText('Needs 40×8, has 30×5.');
	});

	test('is drawn on even if CI is set', async () => {
		const terminal = watch(await serve(tasks(3)), [], {env: {CI: 'true'}});
		await terminal.waitForText('[All 3]');
	});

	test('pastes text into the filter only, never as keys', async () => {
		const terminal = watch(await serve(tasks(3)));
		await terminal.waitForText('[All 3]');
		terminal.paste('q');
		terminal.press('/');
		await terminal.waitForText('Enter keep');
		terminal.paste('is:active\nstatus:importing');
		await terminal.waitForText('is:active status:importing');
	});

	test('shows no colour with --no-color or NO_COLOR', async () => {
		const simulator = await serve(tasks(3));

		for (const terminal of [watch(simulator, ['--no-color']), watch(simulator, [], {env: {NO_COLOR: '1'}})]) {
			await terminal.waitForText('[All 3]'); // eslint-disable-line no-await-in-loop -- One after the other.

			expect(terminal.raw).not.toMatch(/\u{1B}\[(?:3[0-7]|9[0-7])m/v);
		}
	});
});

describe('the demo', () => {
	test('shows changes, says that it is a demo, and reads no AWS settings', async () => {
		const terminal = start(['--demo'], {
			columns: 140,
			rows: 40,
			env: {
				AWS_PROFILE: 'nobody', AWS_REGION: 'nowhere', AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_CONFIG_FILE: '/dev/full/nothing',
			},
		});
		await terminal.waitForText('demo, no AWS account');
		await terminal.waitForText(/\[All \d\d\]/v);
		await terminal.waitForText('→');
	});
});

describe('the command line', () => {
	test('prints a usage error on stderr and exits with 2', () => {
		expect(runProgram(['--regoin', 'us-east-1'])).toMatchObject({status: 2, stdout: '', stderr: 'unknown option --regoin (did you mean --region?)\n'});
	});

	test('exits with 2 if it can\'t write the debug log', async () => {
		const terminal = start(['--debug-log', '/nowhere/at/all.log']);
		expect(await terminal.exited).toMatchObject({exitCode: 2});
		expect(terminal.screen()).toContain('can\'t write the debug log /nowhere/at/all.log: no such file or folder');
	});

	test.each(['20.20.2', '22.12.0'])('exits with 2 on Node %s, which is too old', version => {
		const olderNode = `data:text/javascript,Object.defineProperty(process, "versions", {value: {...process.versions, node: "${version}"}})`;
		expect(runProgram(['--help'], {nodeArgs: ['--import', olderNode]})).toMatchObject({
			status: 2, stdout: '', stderr: `neptune-import-watch needs Node 22.13 or newer; this is Node ${version}\n`,
		});
	});

	test('prints the help and the version without a terminal', () => {
		expect(runProgram(['--help'])).toMatchObject({status: 0, stderr: ''});
		expect(runProgram(['--version'])).toMatchObject({status: 0, stderr: '', stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/v) as string});
	});
});

describe('--until-done on a terminal', () => {
	test('exits when the imports have finished, and leaves the result in the scrollback', async () => {
		const simulator = await serve(withReasons(tasks(3)));
		const terminal = watch(simulator, ['--until-done', '--filter', 'is:active']);
		await terminal.waitForText('[All 3]');
		setStatuses(simulator, 'FAILED', 1);
		expect(await terminal.exited).toMatchObject({exitCode: 1});
		expect(terminal.modes).toEqual(restoredModes);
		expect(terminal.screen()).toContain(`1 of 1 import did not succeed:\n${taskId(1)}  g-0000000001  failed`);
	});

	test('exits with 0 when all have succeeded, and with 1 at the first failure with --fail-fast', async () => {
		const simulator = await serve(withReasons(importTasks(2)));
		const [waiting, failFast] = [watch(simulator, ['--until-done']), watch(simulator, ['--until-done', '--fail-fast'])];
		await Promise.all([waiting.waitForText('[All 2]'), failFast.waitForText('[All 2]')]);
		setStatuses(simulator, 'ROLLING_BACK', 1);
		expect(await failFast.exited).toMatchObject({exitCode: 1});
		expect(failFast.screen()).toContain([
			'1 of 2 imports did not succeed:',
			`${taskId(1)}  g-0000000001  rolling back  ${reasonText}`,
			'  Give the graph more memory (m-NCU), then start the import again.',
			`still running: ${taskId(2)}  g-0000000001  importing`,
		].join('\n'));
		setStatuses(simulator, 'SUCCEEDED', 1, 2);
		expect(await waiting.exited).toMatchObject({exitCode: 0});
		expect(waiting.modes).toEqual(restoredModes);
		expect(waiting.screen()).toContain('2 of 2 imports succeeded.');
	});

	test('exits with 4 after --timeout, and names the running imports', async () => {
		const terminal = watch(await serve(tasks(3)), ['--until-done', '--timeout', '2s']);
		expect(await terminal.exited).toMatchObject({exitCode: 4});
		expect(terminal.screen()).toContain(`still running: ${taskId(1)}  g-0000000001  importing`);
	});

	test('quits when the user presses q', async () => {
		const terminal = watch(await serve(tasks(3)), ['--until-done']);
		await terminal.waitForText('[All 3]');
		terminal.press('q');
		expect(await terminal.exited).toMatchObject({exitCode: 0});
	});
});

describe('--once on a terminal', () => {
	test('cuts nothing if the width of the terminal is unknown', async () => {
		const command = ['sh', '-c', 'stty cols 0 && exec "$@"', 'sh', process.execPath, 'dist/bin.js'] as const;
		const terminal = watch(await serve(tasks(3)), ['--once'], {command});
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		expect(terminal.lines().slice(0, 2)).toEqual([
			'TASK          GRAPH         NAME              STATUS     FORMAT  SOURCE',
			't-0000000001  g-0000000001  graph-0000000001  importing  csv     s3://lake/2026/people.csv',
		]);
	});

	test('fits the table into the width of the terminal', async () => {
		const terminal = watch(await serve(tasks(3)), ['--once'], {columns: 60});
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		expect(terminal.lines().slice(0, 2)).toEqual(['TASK          GRAPH         STATUS     FORMAT  SOURCE', 't-0000000001  g-0000000001  importing  csv     s3://l…le.csv']);
	});
});
