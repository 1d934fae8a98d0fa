import {spawnSync} from 'node:child_process';
import {
	appendFileSync,
	existsSync,
	lstatSync,
	mkdirSync,
	mkdtempSync,
	openSync,
	readdirSync,
	readFileSync,
	statSync,
	symlinkSync,
	writeSync,
} from 'node:fs';
import {rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {
	afterEach,
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {type WatchEvent} from '../../source/imports/event.ts';
import {type ImportTask} from '../../source/imports/task.ts';
import {
	putImport,
	removeImport,
	setStatus,
	stillFleet,
} from '../../source/simulator/fleet.ts';
import {createRandom} from '../../source/simulator/random.ts';
import {startSimulator, type Simulator} from '../../source/simulator/server.ts';
import {eventsIn} from '../support/events.ts';
import {stressCount} from '../support/stress.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {runScript} from './shell.ts';
import {openTerminal, type OpenTerminalOptions, type Terminal} from './terminal.ts';

const open: Array<() => Promise<void>> = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async close => close()));
});

const serve = async (tasks: readonly ImportTask[], onRequest?: (simulator: () => Simulator) => void): Promise<Simulator> => {
	const simulator: Simulator = await startSimulator({
		fleet: stillFleet(tasks),
		...(onRequest !== undefined && {
			onRequest() {
				onRequest(() => simulator);
			},
		}),
	});
	open.push(simulator.close);
	return simulator;
};

/*
A home that outlives the program.
*/
const makeHome = (): string => {
	const home = mkdtempSync(path.join(os.tmpdir(), 'neptune-import-watch-home-'));
	open.push(async () => rm(home, {recursive: true, force: true}));
	return home;
};

const environment = {AWS_ACCESS_KEY_ID: 'made-up', AWS_SECRET_ACCESS_KEY: 'made-up', AWS_REGION: 'us-east-1'};

const watch = (simulator: Simulator, home: string, args: readonly string[] = [], command?: OpenTerminalOptions['command']): Terminal => {
	const terminal = openTerminal({
		...(command !== undefined && {command}), args: ['--endpoint-url', simulator.url, '--interval', '1', '--no-title', '--notify', 'none', ...args], env: environment, home,
	});
	open.push(async () => terminal.close());
	return terminal;
};

const quit = async (terminal: Terminal): Promise<void> => {
	terminal.press('q');
	await terminal.exited;
};

/*
What the program itself prints of the history.
*/
const printed = (home: string, ...args: readonly string[]): {readonly events: readonly WatchEvent[]; readonly notes: string} => {
	const {stdout, stderr, status} = spawnSync(process.execPath, ['dist/bin.js', 'history', '--json', ...args], {encoding: 'utf8', env: {HOME: home}, maxBuffer: 64_000_000});
	expect(status).toBe(0);
	return {events: eventsIn(stdout), notes: stderr};
};

const fileOf = (home: string): string => path.join(home, '.local', 'state', 'neptune-import-watch', 'history.db');

describe('a restart', () => {
	test('says what happened meanwhile, marks it until it is seen, and knows what was seen before', async () => {
		const simulator = await serve([1, 2, 3, 4].map(number => importTask({taskId: taskId(number)})));
		const home = makeHome();
		const first = watch(simulator, home);
		await first.waitForText('4 imports]');
		await quit(first);

		for (const [number, status] of [[1, 'SUCCEEDED'], [2, 'SUCCEEDED'], [3, 'FAILED']] as const) {
			simulator.update((fleet, at) => setStatus(fleet, taskId(number), status, at));
		}

		const second = watch(simulator, home);
		await second.waitForText(/Since \d\d:\d\d(?: yesterday)?: 2 succeeded, 1 failed/v);
		expect(second.lines().filter(line => line.startsWith('┃') || line.startsWith(' ▸┃') || line.includes('from importing'))).not.toEqual([]);
		second.press('j');
		await second.waitFor(screen => !screen.includes('Since '), 'the line to go once all of it was on the screen');
		await quit(second);

		const {events} = printed(home);
		expect(events.map(event => [event.event, 'task' in event ? event.task.taskId : '', event.event === 'changed' ? event.to : ''])).toEqual([
			...[1, 2, 3, 4].map(number => ['baseline', taskId(number), '']),
			['changed', taskId(1), 'SUCCEEDED'],
			['changed', taskId(2), 'SUCCEEDED'],
			['changed', taskId(3), 'FAILED'],
		]);
		expect(printed(home, '--filter', 'is:failed').events).toHaveLength(1);
		expect(printed(home, '--task', taskId(2)).events).toHaveLength(2);
		expect(printed(home, '--since', '2100-01-01').events).toHaveLength(0);
	});

	test('that watches one import alone remembers nothing of the others', async () => {
		const simulator = await serve([1, 2].map(number => importTask({taskId: taskId(number)})));
		const home = makeHome();
		const first = watch(simulator, home);
		await first.waitForText('2 imports]');
		simulator.update((fleet, at) => setStatus(setStatus(fleet, taskId(1), 'FAILED', at), taskId(2), 'FAILED', at));
		await first.waitForText('2 failed');
		await quit(first);
		const second = watch(simulator, home, ['--task', taskId(1)]);
		await second.waitForText('1 import]');
		expect(second.screen()).toContain('importing → failed');
		expect(second.screen()).not.toContain(taskId(2));
	});

	test('shows the list as it was last known where the service can\'t be asked', async () => {
		const simulator = await serve([importTask({taskId: taskId(1)})]);
		const home = makeHome();
		const first = watch(simulator, home);
		await first.waitForText('1 import]');
		await quit(first);
		simulator.injectFault({
			kind: 'error', code: 'AccessDeniedException', status: 403, message: 'User x is not authorized',
		});
		const second = watch(simulator, home);
		await second.waitForText('neptune-graph:ListImportTasks');
		expect(second.screen()).toContain(taskId(1));
		expect(second.lines()[0]).toMatch(/last \d\d:\d\d /v);
		await quit(second);
		expect(second.screen()).toContain('Can\'t list imports');
	});

	test('knows nothing after --no-history, and nothing is on the disk', async () => {
		const simulator = await serve([importTask({taskId: taskId(1)})]);
		const home = makeHome();
		const terminal = watch(simulator, home, ['--no-history']);
		await terminal.waitForText('1 import]');
		await quit(terminal);
		expect(readdirSync(home)).toEqual([]);
	});

	test('moves a damaged history aside, says so, and starts a new one', async () => {
		const simulator = await serve([importTask({taskId: taskId(1)})]);
		const home = makeHome();
		const first = watch(simulator, home);
		await first.waitForText('1 import]');
		await quit(first);
		writeSync(openSync(fileOf(home), 'r+'), new Uint8Array(4096).fill(0xA5));
		expect(printed(home)).toEqual({events: [], notes: `Can't read the history: file is not a database (${fileOf(home)}).\n`});
		const second = watch(simulator, home);
		await second.waitForText('The history was damaged: moved it to');
		await quit(second);
		expect(printed(home)).toMatchObject({events: [{event: 'baseline'}], notes: ''});
	});

	test('keeps the history to the user alone', async () => {
		const simulator = await serve([importTask({taskId: taskId(1)})]);
		const home = makeHome();
		const terminal = watch(simulator, home);
		await terminal.waitForText('1 import]');
		await quit(terminal);
		expect([statSync(path.dirname(fileOf(home))).mode, statSync(fileOf(home)).mode].map(mode => (mode % 0o1000).toString(8))).toEqual(['700', '600']);
	});
});

/*
An event in short: `1 changed FAILED`.
*/
const shortOf = (event: WatchEvent): string => 'task' in event ? `${Number(event.task.taskId.slice(2))} ${event.event} ${event.task.status}` : event.event;

describe('scripts', () => {
	test.each([['--json'], ['--plain']])('with %s record what vanished and returned between runs, and print what happened in the run', async form => {
		let requests = 0;
		const simulator = await serve([importTask({taskId: taskId(1)}), importTask({taskId: taskId(2), status: 'SUCCEEDED'})], current => {
			requests++;

			if (requests % 3 === 0) {
				current().update((fleet, at) => setStatus(fleet, taskId(1), 'SUCCEEDED', at));
			}
		});
		const home = makeHome();
		const printedBy: string[] = [];

		const run = async (): Promise<void> => {
			simulator.update((fleet, at) => setStatus(fleet, taskId(1), 'IMPORTING', at));
			const {stdout, stderr, exitCode} = await runScript(`neptune-import-watch ${form} --until-done`, {home, simulator});
			expect([stderr, exitCode]).toEqual([expect.stringMatching(/^\d of \d imports? succeeded\.\n$/v), 0]);
			printedBy.push(stdout);
		};

		await run();
		simulator.update(fleet => removeImport(fleet, taskId(2)));
		await run();
		simulator.update(fleet => putImport(fleet, importTask({taskId: taskId(2), status: 'SUCCEEDED'})));
		await run();

		expect(printed(home).events.map(event => shortOf(event))).toEqual([
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

		if (form === '--json') {
			const events = printedBy.map(stdout => eventsIn(stdout).filter(({event}) => event !== 'done').map(event => shortOf(event)));
			expect(events).toEqual([[first, second, ...changes], [first, ...changes], [second, first, ...changes]]);
		} else {
			expect(printedBy.map(stdout => stdout.trim().split('\n').map(line => shortLine(line)))).toEqual([changes, changes, changes]);
		}
	});
});

describe('two watchers at once', () => {
	test('tell each change once into the history that they share', async () => {
		const simulator = await serve([1, 2, 3].map(number => importTask({taskId: taskId(number)})));
		const home = makeHome();
		const both = [watch(simulator, home), watch(simulator, home)];
		await Promise.all(both.map(async terminal => terminal.waitForText('3 imports]')));
		const steps = ['STEP_A', 'STEP_B', 'STEP_C', 'STEP_D'];

		for (const step of steps) {
			simulator.update((fleet, at) => {
				let changed = fleet;

				for (const number of [1, 2, 3]) {
					changed = setStatus(changed, taskId(number), step, at);
				}

				return changed;
			});

			for (const terminal of both) {
				terminal.press('r');
			}

			await Promise.all(both.map(async terminal => terminal.waitForText(`→ ${step}`))); // eslint-disable-line no-await-in-loop -- One after the other.
		}

		await Promise.all(both.map(async terminal => quit(terminal)));
		const byImport = Map.groupBy(printed(home).events.filter(event => 'task' in event), ({task}) => task.taskId);
		expect(byImport.size).toBe(3);

		for (const events of byImport.values()) {
			expect(events.map(({task}) => task.status)).toEqual(['IMPORTING', ...steps]);
		}
	});
});

/*
So many more polls of whoever still asks.
*/
const polls = async (simulator: Simulator, count: number): Promise<void> => {
	const before = simulator.requests.length;
	await vi.waitFor(() => {
		expect(simulator.requests.length).toBeGreaterThan(before + count);
	}, {timeout: 30_000});
};

describe('what happens meanwhile is said in the same way', () => {
	const since = /Since \d\d:\d\d(?: yesterday)?: 1 failed/v;

	test('after a sleep of the machine', async () => {
		const simulator = await serve([1, 2].map(number => importTask({taskId: taskId(number)})));
		const [sleeper, other] = [watch(simulator, makeHome(), ['--details', '0']), watch(simulator, makeHome(), ['--details', '0'])];
		await Promise.all([sleeper, other].map(async terminal => terminal.waitForText('2 imports]')));

		// The first scan may take seconds, in which a short sleep does not show. Right after another one, none is under way.
		const lastPoll = (screen: string): string | undefined => /last (?<time>[\d:]+)/v.exec(screen)?.groups?.['time'];
		const first = lastPoll(sleeper.screen());
		await sleeper.waitFor(screen => lastPoll(screen) !== first, 'another poll');
		sleeper.kill('SIGSTOP');
		simulator.update((fleet, at) => setStatus(fleet, taskId(1), 'FAILED', at));
		await polls(simulator, 12);
		sleeper.kill('SIGCONT');
		await sleeper.waitForText(since);
		expect(other.screen()).toContain('importing → failed');
		expect(other.screen()).not.toMatch(since);
	});

	test('after a failure of the service', async () => {
		const simulator = await serve([1, 2].map(number => importTask({taskId: taskId(number)})));
		const terminal = watch(simulator, makeHome());
		await terminal.waitForText('2 imports]');
		const heal = simulator.injectFault({
			kind: 'error', code: 'UnrecognizedClientException', status: 403, message: 'The security token included in the request is invalid.',
		});
		simulator.update((fleet, at) => setStatus(fleet, taskId(1), 'FAILED', at));
		await polls(simulator, 10);
		heal();
		await terminal.waitForText(since);
	});
});

test('a history file that is a symbolic link stays one', async () => {
	const simulator = await serve([importTask({taskId: taskId(1)})]);
	const home = makeHome();
	const elsewhere = path.join(home, 'elsewhere.db');
	mkdirSync(path.dirname(fileOf(home)), {recursive: true});
	symlinkSync(elsewhere, fileOf(home));
	const terminal = watch(simulator, home);
	await terminal.waitForText('1 import]');
	await quit(terminal);
	expect(lstatSync(fileOf(home)).isSymbolicLink()).toBe(true);
	expect(lstatSync(elsewhere).isFile()).toBe(true);
	expect(printed(home).events).toHaveLength(1);
});

describe('history --path and --delete', () => {
	const run = (home: string, ...args: readonly string[]) => spawnSync(process.execPath, ['dist/bin.js', 'history', ...args], {encoding: 'utf8', env: {HOME: home}});

	const kept = async (): Promise<string> => {
		const simulator = await serve([importTask({taskId: taskId(1)})]);
		const home = makeHome();
		const terminal = watch(simulator, home);
		await terminal.waitForText('1 import]');
		await quit(terminal);
		return home;
	};

	test('print the path, and delete without a terminal only with --yes', async () => {
		const home = await kept();
		expect(run(home, '--path')).toMatchObject({status: 0, stdout: `${fileOf(home)}\n`, stderr: ''});
		expect(run(home, '--delete')).toMatchObject({status: 2, stdout: '', stderr: 'history --delete needs a terminal to ask for confirmation; use --yes in scripts.\n'});
		expect(existsSync(fileOf(home))).toBe(true);
		expect(run(home, '--delete', '--yes')).toMatchObject({status: 0, stdout: '', stderr: 'History deleted.\n'});
		expect(readdirSync(path.dirname(fileOf(home)))).toEqual([]);
	});

	test('ask on a terminal, where anything but yes keeps the history', async () => {
		const home = await kept();

		for (const [answer, sentence] of [['n', 'History not deleted.'], ['y', 'History deleted.']] as const) {
			const terminal = openTerminal({args: ['history', '--delete'], env: {}, home});
			open.push(async () => terminal.close());
			await terminal.waitForText('[y/N]'); // eslint-disable-line no-await-in-loop -- One answer after the other.
			expect(existsSync(fileOf(home))).toBe(true);
			terminal.press(answer, '\r');
			await terminal.waitForText(sentence); // eslint-disable-line no-await-in-loop -- Likewise.
			await terminal.exited; // eslint-disable-line no-await-in-loop -- Likewise.
		}

		expect(existsSync(fileOf(home))).toBe(false);
	});
});

describe('a history that can\'t be kept', () => {
	test('is a note, and not an end', async () => {
		const simulator = await serve([importTask({taskId: taskId(1)})]);
		const home = makeHome();
		appendFileSync(path.join(home, '.local'), 'a file where a folder should be');
		const terminal = watch(simulator, home);
		await terminal.waitForText('1 import]');
		await terminal.waitForText('save the history: can\'t create the folder');
		await quit(terminal);
		expect(readFileSync(path.join(home, '.local'), 'utf8')).toBe('a file where a folder should be');
	});

	test('since no more can be written, is one as well, and what was written before can be read', async () => {
		const simulator = await serve([importTask({taskId: taskId(1)})]);
		const home = makeHome();

		// Node writes what it has compiled at its very end, when it no longer ignores the signal for a file that is too long.
		const limited = 'ulimit -f 400 && export NODE_DISABLE_COMPILE_CACHE=1 && exec "$@"';
		const terminal = watch(simulator, home, ['--details', '0'], ['sh', '-c', limited, 'sh', process.execPath, 'dist/bin.js']);
		await terminal.waitForText('1 import]');
		const steps: string[] = [];

		// A note is gone with the next key.
		while (!terminal.raw.includes('save the history:')) {
			const step = `STEP_${steps.length + 1}`;
			steps.push(step);
			simulator.update((fleet, at) => setStatus(fleet, taskId(1), step, at));
			terminal.press('r');
			await terminal.waitForText(`→ ${step}`); // eslint-disable-line no-await-in-loop -- One after the other.
		}

		terminal.press('q');
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		const {events, notes} = printed(home);
		expect(notes).toBe('');
		expect(events.length).toBeGreaterThan(steps.length / 2);
		expect(events.slice(1)).toMatchObject(steps.slice(0, events.length - 1).map(step => ({event: 'changed', to: step})));
	});
});

describe('SIGKILL at any moment', () => {
	const numbers = Array.from({length: 60}, (_, index) => index + 1);
	const stepOf = (number: number): string => `STEP_${String(number).padStart(5, '0')}`;

	/*
	The changes that stand on the screen.
	*/
	const changesOn = (screen: string): readonly string[] => screen
		.matchAll(/(?<id>t-\d{10}) .*→ (?<status>STEP_\d{5})/gv)
		.map(({groups}) => `${groups?.['id'] ?? ''} ${groups?.['status'] ?? ''}`)
		.toArray();

	/*
	Starts a watcher of imports that have another status at each poll, has it poll as often as it can, and kills it, whatever it does then, so many milliseconds after so many of its frames have shown changes. Gives all changes that it has shown.
	*/
	const killAfter = async (simulator: Simulator, home: string, {frames, ms}: {readonly frames: number; readonly ms: number}): Promise<ReadonlySet<string>> => {
		const terminal = watch(simulator, home);
		const shown = new Set<string>();
		let newest: string | undefined;
		let count = 0;
		let timer: NodeJS.Timeout | undefined;
		const watched = terminal.waitFor(screen => {
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
		}, 'more');
		await expect(watched).rejects.toThrow('the program ended');
		return shown;
	};

	/*
	A change is written down before it is drawn: not even the last one is lost.
	*/
	test('loses nothing that was on the screen', async () => {
		let step = 0;
		const simulator = await serve(numbers.map(number => importTask({taskId: taskId(number), status: stepOf(0)})), current => {
			step++;
			current().update((fleet, at) => {
				let changed = fleet;

				for (const number of numbers) {
					changed = setStatus(changed, taskId(number), stepOf(step), at);
				}

				return changed;
			});
		});
		const home = makeHome();
		const random = createRandom(7, 1);
		const shown = new Set<string>();

		for (let round = 0; round < stressCount({usual: 3, full: 100}); round++) {
			// eslint-disable-next-line no-await-in-loop -- One after the other, on the same history.
			for (const change of await killAfter(simulator, home, {frames: random.whole(1, 6), ms: random.whole(0, 40)})) {
				shown.add(change);
			}
		}

		const {events} = printed(home);
		const told = events.filter(event => 'task' in event).map(event => ({
			id: event.task.taskId, status: event.task.status, from: event.event === 'changed' ? event.from : undefined,
		}));
		expect(shown.size).toBeGreaterThan(stressCount({usual: 15, full: 500}));
		expect(shown.difference(new Set(told.map(({id, status}) => `${id} ${status}`)))).toEqual(new Set());

		for (const of of Map.groupBy(told, ({id}) => id).values()) {
			expect(of.map(({from}) => from)).toEqual([undefined, ...of.map(({status}) => status)].slice(0, -1));
		}
	}, 900_000);
});
