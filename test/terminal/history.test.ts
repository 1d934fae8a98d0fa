import {
	appendFileSync,
	existsSync,
	lstatSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {type WatchEvent} from '../../source/imports/event.ts';
import {putImport, removeImport, setStatus} from '../../source/simulator/fleet.ts';
import {createRandom} from '../../source/simulator/random.ts';
import {type Simulator} from '../../source/simulator/server.ts';
import {eventsIn} from '../support/events.ts';
import {stressCount} from '../support/stress.ts';
import {importTask, importTasks, taskId} from '../support/tasks.ts';
import {temporaryFolder} from '../support/temporary-files.ts';
import {
	quit,
	runProgram,
	serve,
	setStatuses,
	start,
	watch,
} from './program.ts';
import {runScript} from './scripts.ts';
import {type OpenTerminalOptions, type Terminal} from './terminal.ts';

const open = (simulator: Simulator, home: string, args: readonly string[] = [], options: OpenTerminalOptions = {}): Terminal =>
	watch(simulator, ['--no-title', '--notify', 'none', ...args], {home, ...options});

/*
Runs the program until it has listed the imports, and quits.
*/
const runOnce = async (simulator: Simulator, home: string, args: readonly string[] = []): Promise<void> => {
	const terminal = open(simulator, home, args);
	await terminal.waitForText(/\[All \d/v);
	await quit(terminal);
};

const history = (home: string, ...args: readonly string[]) => runProgram(['history', ...args], {env: {HOME: home}});

/*
The events that `history --json` prints.
*/
const recorded = (home: string, ...args: readonly string[]): {readonly events: readonly WatchEvent[]; readonly notes: string} => {
	const {stdout, stderr, status} = history(home, '--json', ...args);
	expect(status).toBe(0);
	return {events: eventsIn(stdout), notes: stderr};
};

const fileOf = (home: string): string => path.join(home, '.local', 'state', 'neptune-import-watch', 'history.db');

describe('a restart', () => {
	test('shows what changed since the last run, until the user sees it', async () => {
		const simulator = await serve(importTasks(4));
		const home = temporaryFolder();
		await runOnce(simulator, home);
		setStatuses(simulator, 'SUCCEEDED', 1, 2);
		setStatuses(simulator, 'FAILED', 3);
		const second = open(simulator, home);
		await second.waitForText(/Since (?:\w{3} )?\d\d:\d\d: 2 succeeded, 1 failed/v);
		expect(second.lines().filter(line => line.startsWith('┃') || line.startsWith(' ▸┃') || line.includes('from importing'))).not.toEqual([]);
		second.press('j');
		await second.waitFor(screen => !screen.includes('Since '), 'the summary to disappear after a key');
		await quit(second);

		const {events} = recorded(home);
		expect(events.map(event => [event.event, 'task' in event ? event.task.taskId : '', event.event === 'changed' ? event.to : ''])).toEqual([
			...[1, 2, 3, 4].map(number => ['baseline', taskId(number), '']),
			['changed', taskId(1), 'SUCCEEDED'],
			['changed', taskId(2), 'SUCCEEDED'],
			['changed', taskId(3), 'FAILED'],
		]);
		expect(recorded(home, '--filter', 'is:failed').events).toHaveLength(1);
		expect(recorded(home, '--task', taskId(2)).events).toHaveLength(2);
		expect(recorded(home, '--since', '2100-01-01').events).toHaveLength(0);
	});

	test('with --task shows nothing about other imports', async () => {
		const simulator = await serve(importTasks(2));
		const home = temporaryFolder();
		const first = open(simulator, home);
		await first.waitForText('[All 2]');
		setStatuses(simulator, 'FAILED', 1, 2);
		await first.waitForText('Failed 2');
		await quit(first);
		const second = open(simulator, home, ['--task', taskId(1)]);
		await second.waitForText('[All 1]');
		expect(second.screen()).toContain('importing → failed');
		expect(second.screen()).not.toContain(taskId(2));
	});

	test('shows the saved list while polling fails', async () => {
		const simulator = await serve();
		const home = temporaryFolder();
		await runOnce(simulator, home);
		simulator.injectFault({
			kind: 'error', code: 'AccessDeniedException', status: 403, message: 'User x is not authorized',
		});
		const second = open(simulator, home);
		await second.waitForText('neptune-graph:ListImportTasks');
		expect(second.screen()).toContain(taskId(1));
		expect(second.lines()[0]).toMatch(/last \d\d:\d\d/v);
		await quit(second);
		expect(second.screen()).toContain('Can\'t list imports');
	});

	test('with --no-history writes no files', async () => {
		const simulator = await serve();
		const home = temporaryFolder();
		await runOnce(simulator, home, ['--no-history']);
		expect(readdirSync(home)).toEqual([]);
	});

	test('moves a damaged history aside, says so, and starts a new one', async () => {
		const simulator = await serve();
		const home = temporaryFolder();
		await runOnce(simulator, home);
		writeSync(openSync(fileOf(home), 'r+'), new Uint8Array(4096).fill(0xA5));

		for (const args of [['--json'], ['--stats'], ['--timeline'], []]) {
			const {stdout, stderr, status} = history(home, ...args);
			expect([stdout, status]).toEqual(['', 2]);
			expect(stderr).toContain(`can't read the history: file is not a database (${fileOf(home)})\n`);
		}

		const second = open(simulator, home);
		await second.waitForText('The history was damaged: moved it to');
		await quit(second);
		expect(recorded(home)).toMatchObject({events: [{event: 'baseline'}], notes: ''});
	});

	test('makes the history readable for the user only', async () => {
		const simulator = await serve();
		const home = temporaryFolder();
		await runOnce(simulator, home);
		expect([statSync(path.dirname(fileOf(home))).mode, statSync(fileOf(home)).mode].map(mode => (mode % 0o1000).toString(8))).toEqual(['700', '600']);
	});
});

/*
Such as `1 changed FAILED`.
*/
const summaryOf = (event: WatchEvent): string => 'task' in event ? `${Number(event.task.taskId.slice(2))} ${event.event} ${event.task.status}` : event.event;

describe('scripts', () => {
	test.each([['--json'], ['--plain']])('with %s record imports that left and returned between runs, but print only changes of the run', async format => {
		let requests = 0;
		const simulator: Simulator = await serve([importTask({taskId: taskId(1)}), importTask({taskId: taskId(2), status: 'SUCCEEDED'})], ({operation}) => {
			requests += Number(operation === 'list');

			if (operation === 'list' && requests % 3 === 0) {
				setStatuses(simulator, 'SUCCEEDED', 1);
			}
		});
		const home = temporaryFolder();
		const outputs: string[] = [];

		const run = async (): Promise<void> => {
			setStatuses(simulator, 'IMPORTING', 1);
			const {stdout, stderr, exitCode} = await runScript(`neptune-import-watch ${format} --until-done`, {home, simulator});
			expect([stderr, exitCode]).toEqual([expect.stringMatching(/^\d of \d imports? succeeded\.\nDecided by .*\n$/v), 0]);
			outputs.push(stdout);
		};

		await run();
		simulator.update(fleet => removeImport(fleet, taskId(2)));
		await run();
		simulator.update(fleet => putImport(fleet, importTask({taskId: taskId(2), status: 'SUCCEEDED'})));
		await run();

		expect(recorded(home).events.map(event => summaryOf(event))).toEqual([
			'1 baseline IMPORTING',
			'2 baseline SUCCEEDED',
			'1 changed SUCCEEDED',
			'1 changed IMPORTING',
			'2 gone SUCCEEDED',
			'1 changed SUCCEEDED',
			'2 appeared SUCCEEDED',
			'1 changed IMPORTING',
			'1 changed SUCCEEDED',
		]);
		const first = '1 baseline IMPORTING';
		const second = '2 baseline SUCCEEDED';
		const changes = ['1 changed SUCCEEDED'];
		const shortLine = (line: string): string => {
			const [, id = '', ...rest] = line.split(/\s+/v);
			return `${Number(id.slice(2))} changed ${rest[3]}`;
		};

		if (format === '--json') {
			const events = outputs.map(stdout => eventsIn(stdout).filter(({event}) => event !== 'done').map(event => summaryOf(event)));
			expect(events).toEqual([[first, second, ...changes], [first, ...changes], [second, first, ...changes]]);
		} else {
			expect(outputs.map(stdout => stdout.trim().split('\n').map(line => shortLine(line)))).toEqual([changes, changes, changes]);
		}
	});
});

describe('two watchers with the same history', () => {
	test('record each change once', async () => {
		const simulator = await serve(importTasks(3));
		const home = temporaryFolder();
		const both = [open(simulator, home), open(simulator, home)];
		await Promise.all(both.map(async terminal => terminal.waitForText('[All 3]')));
		const steps = ['STEP_A', 'STEP_B', 'STEP_C', 'STEP_D'];

		for (const step of steps) {
			setStatuses(simulator, step, 1, 2, 3);

			for (const terminal of both) {
				terminal.press('r');
			}

			await Promise.all(both.map(async terminal => terminal.waitForText(`→ ${step}`))); // eslint-disable-line no-await-in-loop -- One after the other.
		}

		await Promise.all(both.map(async terminal => quit(terminal)));
		const byImport = Map.groupBy(recorded(home).events.filter(event => 'task' in event), ({task}) => task.taskId);
		expect(byImport.size).toBe(3);

		for (const events of byImport.values()) {
			expect(events.map(({task}) => task.status)).toEqual(['IMPORTING', ...steps]);
		}
	});
});

const waitForRequests = async (simulator: Simulator, count: number): Promise<void> => {
	const before = simulator.requests.length;
	await vi.waitFor(() => {
		expect(simulator.requests.length).toBeGreaterThan(before + count);
	}, {timeout: 30_000});
};

describe('the summary of missed changes appears', () => {
	const since = /Since (?:\w{3} )?\d\d:\d\d: 1 failed/v;

	test('after the machine slept', async () => {
		const simulator = await serve(importTasks(2));
		const [sleeper, other] = [open(simulator, temporaryFolder(), ['--details', '0']), open(simulator, temporaryFolder(), ['--details', '0'])];
		await Promise.all([sleeper, other].map(async terminal => terminal.waitForText('[All 2]')));

		// A short sleep during the slow first scan is not noticed. No scan is running right after the next one.
		const lastPoll = (screen: string): string | undefined => /^.* (?<time>\d\d:\d\d:\d\d)/v.exec(screen)?.groups?.['time'];
		const first = lastPoll(sleeper.screen());
		await sleeper.waitFor(screen => lastPoll(screen) !== first, 'another poll');
		sleeper.kill('SIGSTOP');
		setStatuses(simulator, 'FAILED', 1);
		await waitForRequests(simulator, 12);
		sleeper.kill('SIGCONT');
		await sleeper.waitForText(since);
		expect(other.screen()).toContain('importing → failed');
		expect(other.screen()).not.toMatch(since);
	});

	test('after polling failed', async () => {
		const simulator = await serve(importTasks(2));
		const terminal = open(simulator, temporaryFolder());
		await terminal.waitForText('[All 2]');
		const endFault = simulator.injectFault({
			kind: 'error', code: 'UnrecognizedClientException', status: 403, message: 'The security token included in the request is invalid.',
		});
		setStatuses(simulator, 'FAILED', 1);
		await waitForRequests(simulator, 10);
		endFault();
		await terminal.waitForText(since);
	});
});

test('keeps a symbolic link to the history file', async () => {
	const simulator = await serve();
	const home = temporaryFolder();
	const linkedFile = path.join(home, 'linked.db');
	mkdirSync(path.dirname(fileOf(home)), {recursive: true});
	symlinkSync(linkedFile, fileOf(home));
	await runOnce(simulator, home);
	expect(lstatSync(fileOf(home)).isSymbolicLink()).toBe(true);
	expect(lstatSync(linkedFile).isFile()).toBe(true);
	expect(recorded(home).events).toHaveLength(1);
});

test('history --stats counts the observed imports per source and graph, as a table and as data', async () => {
	const simulator = await serve(importTasks(1));
	const home = temporaryFolder();
	const terminal = open(simulator, home);
	await terminal.waitForText('[All 1]');
	const source = 's3://lake/orders/2026/10/part-1.csv';

	for (const number of [2, 3]) {
		simulator.update(fleet => putImport(fleet, {...importTask({taskId: taskId(number), source}), importTaskDetails: {status: 'COMPLETED', statementCount: 4000}}));
	}

	await terminal.waitForText('[All 3]');
	simulator.update((fleet, at) => setStatus(setStatus(fleet, taskId(2), 'SUCCEEDED', at), taskId(3), 'FAILED', at));
	await terminal.waitForText(/Succeeded 1/v);
	await vi.waitFor(() => {
		expect(recorded(home).events.filter(event => 'statementCount' in event)).toHaveLength(1);
	}, 20_000);
	await quit(terminal);

	const [line = '', ...others] = history(home, '--stats', '--json', '--filter', 'orders', '--since', '1h').stdout.trim().split('\n');
	expect(others).toEqual([]);
	expect(JSON.parse(line)).toMatchObject({
		sourcePrefix: 's3://lake/orders/',
		profile: 'default',
		region: 'us-east-1',
		imports: 2,
		succeeded: 1,
		failed: 1,
		failures: {other: 1},
		medianSeconds: expect.any(Number) as unknown,
		statementsPerSecond: expect.any(Number) as unknown,
	});
	const {stdout, status} = history(home, '--stats');
	expect(status).toBe(0);
	expect(stdout.split('\n', 1)[0]).toMatch(/^SOURCE +GRAPH +IMPORTS +FAILED +MEDIAN +90% +STATEMENTS\/S +FAILURES$/v);
	expect(stdout).toMatch(/^s3:\/\/lake\/orders\/ +graph-0000000001 +2 +1 +\d+s +\d+s +[\d,]+ +other 1$/mv);
});

test.each([
	['an empty history', []],
	['an empty history with --stats', ['--stats']],
	['nothing that matches', ['--filter', 'no-such-import']],
])('history reports %s on stderr, without a heading', async (_, args) => {
	const home = temporaryFolder();

	if (args.includes('--filter')) {
		await runOnce(await serve(), home);
		expect(history(home).stdout).toContain(taskId(1));
	}

	expect(history(home, ...args)).toMatchObject({status: 0, stdout: '', stderr: 'No matching changes recorded.\n'});
	expect(history(home, ...args, '--json')).toMatchObject({status: 0, stdout: '', stderr: ''});
});

describe('history --path and --delete', () => {
	const homeWithHistory = async (): Promise<string> => {
		const home = temporaryFolder();
		await runOnce(await serve(), home);
		return home;
	};

	test('print the path, and require --yes without a terminal', async () => {
		const home = await homeWithHistory();
		expect(history(home, '--path')).toMatchObject({status: 0, stdout: `${fileOf(home)}\n`, stderr: ''});
		expect(history(home, '--delete')).toMatchObject({status: 2, stdout: '', stderr: 'history --delete needs a terminal to ask for confirmation; use --yes in scripts\n'});
		expect(existsSync(fileOf(home))).toBe(true);
		expect(history(home, '--delete', '--yes')).toMatchObject({status: 0, stdout: '', stderr: 'History deleted.\n'});
		expect(readdirSync(path.dirname(fileOf(home)))).toEqual([]);
	});

	test('ask for confirmation on a terminal', async () => {
		const home = await homeWithHistory();

		for (const [answer, sentence] of [['n', 'History not deleted.'], ['y', 'History deleted.']] as const) {
			const terminal = start(['history', '--delete'], {home});
			await terminal.waitForText('[y/N]'); // eslint-disable-line no-await-in-loop -- One answer after the other.
			expect(existsSync(fileOf(home))).toBe(true);
			terminal.press(answer, '\r');
			await terminal.waitForText(sentence); // eslint-disable-line no-await-in-loop -- Likewise.
			await terminal.exited; // eslint-disable-line no-await-in-loop -- Likewise.
		}

		expect(existsSync(fileOf(home))).toBe(false);
	});
});

describe('a history that can\'t be written', () => {
	test('shows a note, and the program keeps running', async () => {
		const simulator = await serve();
		const home = temporaryFolder();
		appendFileSync(path.join(home, '.local'), 'a file where a folder should be');
		const terminal = open(simulator, home);
		await terminal.waitForText('[All 1]');
		await terminal.waitForText('save the history: can\'t create the folder');
		await quit(terminal);
		expect(readFileSync(path.join(home, '.local'), 'utf8')).toBe('a file where a folder should be');
	});

	// Node's own recursive creation would never return there, and fill the memory.
	test.runIf(process.platform === 'linux')('does not hang in a file system that creates no folders', async () => {
		const simulator = await serve([importTask({status: 'SUCCEEDED'})]);
		const {stderr, exitCode} = await runScript('HOME=/proc/nonexistent timeout --signal=KILL 20 neptune-import-watch --until-done', {simulator});
		expect(stderr).toContain('can\'t create the folder /proc/nonexistent/.local/state/neptune-import-watch');
		expect(exitCode).toBe(0);
	});

	test('shows a note if the file is too large, and stays readable', async () => {
		const simulator = await serve();
		const home = temporaryFolder();

		// Without the compile cache, which Node writes at exit, when the signal for a file that is too large would kill it.
		const limited = 'ulimit -f 400 && export NODE_DISABLE_COMPILE_CACHE=1 && exec "$@"';
		const terminal = open(simulator, home, ['--details', '0'], {command: ['sh', '-c', limited, 'sh', process.execPath, 'dist/bin.js']});
		await terminal.waitForText('[All 1]');
		const steps: string[] = [];

		// The raw output, because the next key clears the note.
		while (!terminal.raw.includes('save the history:')) {
			const step = `STEP_${steps.length + 1}`;
			steps.push(step);
			setStatuses(simulator, step, 1);
			terminal.press('r');
			await terminal.waitForText(`→ ${step}`); // eslint-disable-line no-await-in-loop -- One after the other.
		}

		terminal.press('q');
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		const {events, notes} = recorded(home);
		expect(notes).toBe('');
		expect(events.length).toBeGreaterThan(steps.length / 2);
		expect(events.slice(1)).toMatchObject(steps.slice(0, events.length - 1).map(step => ({event: 'changed', to: step})));
	});
});

describe('SIGKILL at a random moment', () => {
	const numbers = Array.from({length: 60}, (_, index) => index + 1);
	const stepOf = (number: number): string => `STEP_${String(number).padStart(5, '0')}`;

	const changesOn = (screen: string): readonly string[] => screen
		.matchAll(/(?<id>t-\d{10}) .*→ (?<status>STEP_\d{5})/gv)
		.map(({groups}) => `${groups?.['id'] ?? ''} ${groups?.['status'] ?? ''}`)
		.toArray();

	/*
	Starts a watcher that polls as often as possible. Kills it `ms` milliseconds after `frames` frames showed new changes. Returns all changes that it showed.
	*/
	const killAfter = async (simulator: Simulator, home: string, {frames, ms}: {readonly frames: number; readonly ms: number}): Promise<ReadonlySet<string>> => {
		const terminal = open(simulator, home);
		const shown = new Set<string>();
		let newest: string | undefined;
		let count = 0;
		let timer: NodeJS.Timeout | undefined;
		const killed = terminal.waitFor(screen => {
			const changes = changesOn(screen);

			if (changes[0] !== newest) {
				[newest] = changes;
				count++;
			}

			if (count > frames) {
				timer ??= setTimeout(() => {
					terminal.kill('SIGKILL');
				}, ms);
			}

			for (const change of changes) {
				shown.add(change);
			}

			terminal.press('r');
			return false;
		}, 'the program to be killed');
		await expect(killed).rejects.toThrow('the program ended');
		return shown;
	};

	// The program saves a change before it draws it.
	test('loses no change that was on the screen', async () => {
		let step = 0;
		const simulator: Simulator = await serve(importTasks(numbers.length, stepOf(0)), () => {
			step++;
			setStatuses(simulator, stepOf(step), ...numbers);
		});
		const home = temporaryFolder();
		const random = createRandom(7, 1);
		const shown = new Set<string>();

		for (let round = 0; round < stressCount({usual: 3, full: 100}); round++) {
			// eslint-disable-next-line no-await-in-loop -- One after the other, on the same history.
			for (const change of await killAfter(simulator, home, {frames: random.whole(1, 6), ms: random.whole(0, 40)})) {
				shown.add(change);
			}
		}

		const {events} = recorded(home);
		const saved = events.filter(event => 'task' in event).map(event => ({
			id: event.task.taskId, status: event.task.status, from: event.event === 'changed' ? event.from : undefined,
		}));
		expect(shown.size).toBeGreaterThan(stressCount({usual: 15, full: 500}));
		expect(shown.difference(new Set(saved.map(({id, status}) => `${id} ${status}`)))).toEqual(new Set());

		for (const entries of Map.groupBy(saved, ({id}) => id).values()) {
			expect(entries.map(({from}) => from)).toEqual([undefined, ...entries.map(({status}) => status)].slice(0, -1));
		}
	}, 900_000);
});
