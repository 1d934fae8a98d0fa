import {spawnSync} from 'node:child_process';
import process from 'node:process';
import {
	afterEach,
	describe,
	expect,
	test,
} from 'vitest';
import {type ImportTask} from '../../source/imports/task.ts';
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

const tasks = (count: number, fields: Partial<ImportTask> = {}): readonly ImportTask[] =>
	Array.from({length: count}, (_, index) => importTask({taskId: taskId(index + 1), status: index % 5 === 0 ? 'IMPORTING' : 'SUCCEEDED', ...fields}));

const serve = async (fleet: readonly ImportTask[]): Promise<Simulator> => {
	const simulator = await startSimulator({fleet: stillFleet(fleet)});
	open.push(simulator);
	return simulator;
};

const start = (args: readonly string[], options: OpenTerminalOptions = {}): Terminal => {
	const terminal = openTerminal({args, ...options});
	open.push(terminal);
	return terminal;
};

const madeUpKeys = {AWS_ACCESS_KEY_ID: 'made-up', AWS_SECRET_ACCESS_KEY: 'made-up', AWS_REGION: 'us-east-1'};

const watch = (simulator: Simulator, args: readonly string[] = [], options: OpenTerminalOptions = {}): Terminal =>
	start(['--endpoint-url', simulator.url, ...args], {...options, env: {...madeUpKeys, ...options.env}});

/*
What a terminal has to be given back as.
*/
const restored = {
	isAlternateScreen: false, isCursorHidden: false, isBracketedPaste: false, isMouseReported: false,
};

describe('the main job, on 250 imports over 3 pages', () => {
	test('all are listed, read in 3 calls', async () => {
		const simulator = await serve(tasks(250));
		const terminal = watch(simulator);
		await terminal.waitForText('[250 imports] 50 active  0 failed  200 succeeded');
		expect(simulator.requests.filter(({operation}) => operation === 'list').map(({page}) => page)).toEqual([1, 2, 3]);
	});

	test('the fifth page is reached by key', async () => {
		const terminal = watch(await serve(tasks(250)), ['--sort', 'task']);
		await terminal.waitForText('250 imports');

		for (const page of [2, 3, 4, 5]) {
			terminal.press(']');
			await terminal.waitForText(`page ${page} of`); // eslint-disable-line no-await-in-loop -- One page after the other.
		}

		const first = terminal.lines().find(line => line.includes('t-0'));
		const [, size = ''] = /page 5 of \d+ · (?<start>\d+)–/v.exec(terminal.screen()) ?? [];
		expect(first).toContain(taskId(Number(size)));
	});

	test('a filter narrows the list as it is typed, and is kept over the next scans', async () => {
		const terminal = watch(await serve([...tasks(249), importTask({taskId: taskId(250), status: 'FAILED'})]), ['--interval', '1']);
		await terminal.waitForText('250 imports');
		terminal.press('/', 'f', 'a', 'i', 'l');
		await terminal.waitForText('1–1 of 1 (250 in all)');
		terminal.press(key.enter, 'r');
		await terminal.waitForText('Esc clear');
		expect(terminal.screen()).toContain(taskId(250));
		terminal.press(key.escape);
		await terminal.waitForText('of 250 ·');
	});

	test('a status changed on the server is on screen one interval later, marked, and in the list of changes', async () => {
		const simulator = await serve(tasks(250));
		const terminal = watch(simulator, ['--interval', '1'], {columns: 140, rows: 40});
		await terminal.waitForText('250 imports');
		simulator.update((fleet, at) => setStatus(fleet, taskId(6), 'FAILED', at));
		await terminal.waitForText(/┃▸ t-0000000006 .*✖ failed .*from importing/v);
		await terminal.waitForText(/ \d\d:\d\d:\d\d {2}t-0000000006 {2}importing → failed/v);

		terminal.press('e');
		await terminal.waitForText('Changes seen, newest first');
		expect(terminal.screen()).toContain('importing → failed');
	});

	test('keys act at once while the service is silent', async () => {
		const simulator = await serve(tasks(250));
		const terminal = watch(simulator, ['--sort', 'task']);
		await terminal.waitForText('250 imports');
		simulator.injectFault({kind: 'silence', on: 'list'});
		terminal.press('r');
		await terminal.waitFor(screen => /[⠇⠋⠏⠙⠦⠧⠴⠸⠹⠼]/v.test(screen), 'the spinner');
		terminal.press('j', 'j');
		await terminal.waitForText(`▸ ${taskId(3)}`);
	});

	test('only reads: no request but GET leaves the program, whatever key is pressed', async () => {
		const simulator = await serve(tasks(5));
		const terminal = watch(simulator);
		await terminal.waitForText('5 imports');

		for (const character of 'abcdefghijklmnoprstuvwxyzABCDEFGHIJKLMNOPRSTUVWXYZ0123456789') {
			terminal.press(character);
			terminal.press(key.escape);
		}

		terminal.press('r');
		await terminal.waitFor(() => simulator.requests.length > 1, 'another scan');
		expect(new Set(simulator.requests.map(({method}) => method))).toEqual(new Set(['GET']));
	});
});

describe('what goes wrong', () => {
	test('is said in the banner, with what to do, and over when it is over', async () => {
		const simulator = await serve(tasks(3));
		const end = simulator.injectFault({
			kind: 'error', code: 'AccessDeniedException', status: 403, message: 'User x is not authorized',
		});
		const terminal = watch(simulator, ['--interval', '1'], {columns: 140});
		await terminal.waitForText('neptune-graph:ListImportTasks');
		expect(terminal.screen()).toMatch(/Since\s+\d\d:\d\d:\d\d; (?:next try \d\d:\d\d:\d\d|trying now)\./v);
		end();
		terminal.press('r');
		await terminal.waitFor(screen => screen.includes('3 imports') && !screen.includes('neptune-graph:ListImportTasks'), 'the list in place of the banner');
	});

	test.each([
		['no region', {AWS_REGION: ''}, [], 'No AWS region is set.'],
		['no credentials', {AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: ''}, [], 'No AWS credentials were found.'],
		['a profile that is not there', {}, ['--profile', 'nobody'], 'There is no profile "nobody"'],
		['an address where nothing listens', {}, ['--endpoint-url', 'http://127.0.0.1:9'], 'The connection to http://127.0.0.1:9 was refused.'],
	])('%s: the screen opens, says so, and keeps trying', async (_, env, args, sentence) => {
		const terminal = start(args, {env: {...madeUpKeys, ...env}});
		await terminal.waitForText(sentence);
		expect(terminal.screen()).toMatch(/next\s+try/v);
	});
});

describe('a sign-in that is about to end', () => {
	test.each([[10, true], [60, false]])('in %i minutes is warned of in good time: %s', async (minutes, isWarnedOf) => {
		const endsAt = new Date(Date.now() + (minutes * 60_000));
		const terminal = watch(await serve(tasks(3)), [], {env: {AWS_SESSION_TOKEN: 'made-up', AWS_CREDENTIAL_EXPIRATION: endsAt.toISOString()}});
		await terminal.waitForText('3 imports]');
		expect(terminal.screen().includes(`Sign-in expires at ${endsAt.toISOString().slice(11, 19)}. To renew: export new credentials`)).toBe(isWarnedOf);
	});
});

describe('the terminal', () => {
	test('is given back as it was on q, with the counts, what failed and what is under way in the scrollback', async () => {
		const terminal = watch(await serve([...tasks(3), importTask({taskId: taskId(9), status: 'FAILED'})]));
		await terminal.waitForText('4 imports');
		expect(terminal.modes).toEqual({
			isAlternateScreen: true, isCursorHidden: true, isBracketedPaste: true, isMouseReported: false,
		});
		terminal.press('q');
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		expect(terminal.modes).toEqual(restored);
		expect(terminal.lines().slice(0, 3)).toEqual([
			'4 imports: 1 active, 1 failed, 2 succeeded, 0 cancelled',
			'failed     t-0000000009  s3://lake/2026/people.csv',
			'running    t-0000000001  importing       s3://lake/2026/people.csv',
		]);
	});

	test('keeps the reason in the scrollback where nothing could be read', async () => {
		const terminal = start([], {env: {...madeUpKeys, AWS_REGION: ''}});
		await terminal.waitForText('[– imports]');
		await terminal.waitForText('No AWS region is set.');
		terminal.press('q');
		await terminal.exited;
		expect(terminal.lines()[0]).toBe('Can\'t list imports: No AWS region is set.');
	});

	test('is given back on Ctrl+C, from the filter too', async () => {
		const terminal = watch(await serve(tasks(3)));
		await terminal.waitForText('3 imports');
		terminal.press('/', key.ctrl('c'));
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		expect(terminal.modes).toEqual(restored);
	});

	test('may keep what is above: drawn inline, the frame leaves a row, and is cleared at the end', async () => {
		const terminal = watch(await serve(tasks(3)), ['--no-alternate-screen'], {columns: 80, rows: 24});
		await terminal.waitForText('3 imports');
		expect(terminal.modes.isAlternateScreen).toBe(false);
		terminal.press('q');
		await terminal.exited;
		expect(terminal.modes).toEqual(restored);
		expect(terminal.screen()).toContain('3 imports: 1 active');
		expect(terminal.screen()).not.toContain('q quit');
	});

	test('is filled at every size it is given, at once, and never more than filled', async () => {
		const terminal = watch(await serve(tasks(250)), [], {columns: 140, rows: 40});
		await terminal.waitForText('250 imports');

		for (const [columns, rows] of [[80, 24], [60, 15], [40, 8], [200, 60], [100, 30]] as const) {
			terminal.resize(columns, rows);
			// eslint-disable-next-line no-await-in-loop -- One size after the other.
			await terminal.waitFor(() => (terminal.lines().at(-1) ?? '').includes('q quit') && (terminal.lines()[0] ?? '').includes('us-east-1'), `a frame of ${columns}×${rows}`);
		}

		terminal.resize(30, 5);
		await terminal.waitForText('Needs 40×8, has 30×5.');
	});

	test('is drawn on in a build environment as well', async () => {
		const terminal = watch(await serve(tasks(3)), [], {env: {CI: 'true'}});
		await terminal.waitForText('3 imports');
	});

	test('takes pasted text into the filter, and never for keys', async () => {
		const terminal = watch(await serve(tasks(3)));
		await terminal.waitForText('3 imports');
		terminal.paste('q');
		terminal.press('/');
		await terminal.waitForText('Enter keep');
		terminal.paste('is:active\nstatus:importing');
		await terminal.waitForText('is:active status:importing');
	});

	test('shows no colour with --no-color or NO_COLOR', async () => {
		const simulator = await serve(tasks(3));

		for (const terminal of [watch(simulator, ['--no-color']), watch(simulator, [], {env: {NO_COLOR: '1'}})]) {
			await terminal.waitForText('3 imports'); // eslint-disable-line no-await-in-loop -- One after the other.

			expect(terminal.raw).not.toMatch(/\u{1B}\[(?:3[0-7]|9[0-7])m/v);
		}
	});
});

describe('the demo', () => {
	test('moves, says that it is one, and reads no AWS setting', async () => {
		const terminal = start(['--demo'], {
			columns: 140,
			rows: 40,
			env: {
				AWS_PROFILE: 'nobody', AWS_REGION: 'nowhere', AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_CONFIG_FILE: '/dev/full/nothing',
			},
		});
		await terminal.waitForText('demo, no AWS account');
		await terminal.waitForText(/\[\d\d imports\]/v);
		await terminal.waitForText('→');
	});
});

describe('a command line that can\'t be obeyed', () => {
	const run = (args: readonly string[], execArgv: readonly string[] = []) =>
		spawnSync(process.execPath, [...execArgv, 'dist/bin.js', ...args], {encoding: 'utf8'});

	test('is answered in one sentence on standard error, and exit code 2', () => {
		expect(run(['--regoin', 'us-east-1'])).toMatchObject({status: 2, stdout: '', stderr: 'unknown option --regoin (did you mean --region?)\n'});
	});

	test('is one whose debug log can\'t be written', async () => {
		const terminal = start(['--debug-log', '/nowhere/at/all.log'], {env: madeUpKeys});
		expect(await terminal.exited).toMatchObject({exitCode: 2});
		expect(terminal.screen()).toContain('The debug log can\'t be written:');
	});

	test.each(['20.20.2', '22.12.0'])('is any on Node %s, which is too old', version => {
		const olderNode = `data:text/javascript,Object.defineProperty(process, "versions", {value: {...process.versions, node: "${version}"}})`;
		expect(run(['--help'], ['--import', olderNode])).toMatchObject({
			status: 2, stdout: '', stderr: `neptune-import-watch needs Node 22.13 or newer; this is Node ${version}.\n`,
		});
	});

	test('may ask for the help and the version without a terminal', () => {
		expect(run(['--help'])).toMatchObject({status: 0, stderr: ''});
		expect(run(['--version'])).toMatchObject({status: 0, stderr: '', stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/v) as string});
	});
});

describe('a screen that waits for imports', () => {
	test('ends by itself when they are over, and leaves what came of it', async () => {
		const simulator = await serve(tasks(3));
		const terminal = watch(simulator, ['--until-done', '--filter', 'is:active', '--interval', '1']);
		await terminal.waitForText('3 imports]');
		simulator.update((fleet, at) => setStatus(fleet, taskId(1), 'FAILED', at));
		expect(await terminal.exited).toMatchObject({exitCode: 1});
		expect(terminal.modes).toEqual(restored);
		expect(terminal.screen()).toContain(`1 of 1 import did not succeed:\n${taskId(1)}  g-0000000001  failed`);
	});

	test('ends well when all have succeeded, and at the first failure where that is asked for', async () => {
		const simulator = await serve([1, 2].map(number => importTask({taskId: taskId(number)})));
		const [waiting, hasty] = [watch(simulator, ['--until-done', '--interval', '1']), watch(simulator, ['--until-done', '--fail-fast', '--interval', '1'])];
		await Promise.all([waiting.waitForText('2 imports]'), hasty.waitForText('2 imports]')]);
		simulator.update((fleet, at) => setStatus(fleet, taskId(1), 'ROLLING_BACK', at));
		expect(await hasty.exited).toMatchObject({exitCode: 1});
		expect(hasty.screen()).toContain(`1 of 2 imports did not succeed:\n${taskId(1)}  g-0000000001  rolling back\nstill running: ${taskId(2)}  g-0000000001  importing`);
		simulator.update((fleet, at) => setStatus(setStatus(fleet, taskId(1), 'SUCCEEDED', at), taskId(2), 'SUCCEEDED', at));
		expect(await waiting.exited).toMatchObject({exitCode: 0});
		expect(waiting.modes).toEqual(restored);
		expect(waiting.screen()).toContain('2 of 2 imports succeeded.');
	});

	test('ends at the time that was set, and names what is not over', async () => {
		const terminal = watch(await serve(tasks(3)), ['--until-done', '--timeout', '2s', '--interval', '1']);
		expect(await terminal.exited).toMatchObject({exitCode: 4});
		expect(terminal.screen()).toContain(`still running: ${taskId(1)}  g-0000000001  importing`);
	});

	test('is ended by the person as ever', async () => {
		const terminal = watch(await serve(tasks(3)), ['--until-done']);
		await terminal.waitForText('3 imports]');
		terminal.press('q');
		expect(await terminal.exited).toMatchObject({exitCode: 0});
	});
});

describe('--once on a terminal', () => {
	test('cuts nothing where the terminal does not say how wide it is', async () => {
		const {url} = await serve(tasks(3));
		const terminal = openTerminal({
			command: ['sh', '-c', `stty cols 0 && exec "$0" dist/bin.js --once --endpoint-url ${url}`, process.execPath], columns: 100, env: madeUpKeys,
		});
		open.push(terminal);
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		expect(terminal.lines().slice(0, 2)).toEqual(['TASK          GRAPH         STATUS     FORMAT  SOURCE', 't-0000000001  g-0000000001  importing  csv     s3://lake/2026/people.csv']);
	});

	test('prints a table as wide as that', async () => {
		const terminal = watch(await serve(tasks(3)), ['--once'], {columns: 60});
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		expect(terminal.lines().slice(0, 2)).toEqual(['TASK          GRAPH         STATUS     FORMAT  SOURCE', 't-0000000001  g-0000000001  importing  csv     s3://l…le.csv']);
	});
});
