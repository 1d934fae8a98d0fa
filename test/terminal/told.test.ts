import {Buffer} from 'node:buffer';
import {existsSync, mkdtempSync, readFileSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
	afterEach,
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {type ImportTask} from '../../source/imports/task.ts';
import {setStatus, stillFleet} from '../../source/simulator/fleet.ts';
import {startSimulator, type Simulator} from '../../source/simulator/server.ts';
import {eventsIn} from '../support/events.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {openTerminal, type OpenTerminalOptions, type Terminal} from './terminal.ts';

const open: Array<() => Promise<void>> = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async close => close()));
});

const serve = async (tasks: readonly ImportTask[]): Promise<Simulator> => {
	const simulator = await startSimulator({fleet: stillFleet(tasks)});
	open.push(simulator.close);
	return simulator;
};

const imports = (count: number): readonly ImportTask[] => Array.from({length: count}, (_, index) => importTask({taskId: taskId(index + 1)}));

const watch = async (simulator: Simulator, args: readonly string[] = [], {env = {}, ...options}: OpenTerminalOptions = {}): Promise<Terminal> => {
	const terminal = openTerminal({
		...options,
		args: ['--endpoint-url', simulator.url, '--interval', '1', ...args],
		env: {
			AWS_ACCESS_KEY_ID: 'made-up', AWS_SECRET_ACCESS_KEY: 'made-up', AWS_REGION: 'us-east-1', ...env,
		},
	});
	open.push(async () => terminal.close());
	await terminal.waitForText(/\d imports?\]/v);
	return terminal;
};

const temporaryFolder = (): string => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'neptune-import-watch-told-'));
	open.push(async () => rm(folder, {recursive: true, force: true}));
	return folder;
};

const change = (simulator: Simulator, numbers: readonly number[], status: string): void => {
	simulator.update((fleet, at) => {
		let changed = fleet;

		for (const number of numbers) {
			changed = setStatus(changed, taskId(number), status, at);
		}

		return changed;
	});
};

/*
So many more polls, in which nothing changes.
*/
const quietPolls = async (simulator: Simulator, count: number): Promise<void> => {
	const listed = (): number => simulator.requests.filter(({page}) => page === 1).length;
	const before = listed();
	await vi.waitFor(() => {
		expect(listed()).toBeGreaterThanOrEqual(before + count);
	}, {timeout: 20_000});
};

describe('notifications', () => {
	test('ring the bell once for what failed in one go, and not for what goes well', async () => {
		const simulator = await serve(imports(4));
		const terminal = await watch(simulator);
		change(simulator, [1], 'SUCCEEDED');
		await terminal.waitForText('importing → succeeded');
		change(simulator, [2, 3], 'FAILED');
		await terminal.waitForText('importing → failed');
		await terminal.waitFor(() => terminal.bells > 0, 'the bell');
		await quietPolls(simulator, 3);
		expect(terminal.bells).toBe(1);
	});

	test('ring for the end of the last import, even a good one', async () => {
		const simulator = await serve(imports(1));
		const terminal = await watch(simulator);
		change(simulator, [1], 'SUCCEEDED');
		await terminal.waitFor(() => terminal.bells === 1, 'the bell');
	});

	test('are of those statuses that --notify-on names', async () => {
		const simulator = await serve(imports(3));
		const terminal = await watch(simulator, ['--notify-on', 'cancelled']);
		change(simulator, [1], 'FAILED');
		await terminal.waitForText('importing → failed');
		await quietPolls(simulator, 4);
		expect(terminal.bells).toBe(0);
		change(simulator, [2], 'CANCELLED');
		await terminal.waitFor(() => terminal.bells === 1, 'the bell');
	});

	test('ring for the end that --until-done waits for, though the program ends with it', async () => {
		const simulator = await serve(imports(2));
		const terminal = await watch(simulator, ['--until-done']);
		change(simulator, [1, 2], 'SUCCEEDED');
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		expect(terminal.bells).toBe(1);
	});

	test.each([
		['OSC 9', {TERM_PROGRAM: 'iTerm.app'}, /^Neptune imports: 2 succeeded, 1 failed$/v],
		['OSC 777', {TERM: 'rxvt-unicode-256color'}, /^notify;Neptune imports;2 succeeded, 1 failed$/v],
		['OSC 99', {TERM: 'xterm-kitty', KITTY_WINDOW_ID: '1'}, new RegExp(`p=body.*;${Buffer.from('2 succeeded, 1 failed').toString('base64')}$`, 'v')],
	])('are sent to the desktop by %s where the terminal is known to take that, and several changes are one', async (_, env, awaited) => {
		const simulator = await serve(imports(4));
		const terminal = await watch(simulator, ['--notify', 'desktop'], {env});
		change(simulator, [1, 2], 'SUCCEEDED');
		change(simulator, [3], 'FAILED');
		await terminal.waitFor(() => terminal.notifications.some(text => awaited.test(text)), 'the notification');
		await quietPolls(simulator, 3);
		expect(terminal.notifications.filter(text => awaited.test(text))).toHaveLength(1);
		expect(terminal.bells).toBe(0);
	});

	test('are none with --notify none, or after n, which says so', async () => {
		const simulator = await serve(imports(3));
		const silent = await watch(simulator, ['--notify', 'none']);
		const muted = await watch(simulator);
		muted.press('n');
		await muted.waitForText('Notifications off');
		change(simulator, [1, 2, 3], 'FAILED');
		await Promise.all([silent, muted].map(async terminal => terminal.waitForText('3 failed')));
		await quietPolls(simulator, 8);
		expect([silent.bells, muted.bells]).toEqual([0, 0]);
	});
});

describe('title and taskbar', () => {
	const taskbar = {ConEmuANSI: 'ON'};

	test('say how the imports stand, and are written only where that has changed', async () => {
		const simulator = await serve(imports(2));
		const terminal = await watch(simulator, [], {env: taskbar, title: 'before'});
		await terminal.waitFor(() => terminal.title === '2 importing – Neptune imports' && terminal.taskbar.startsWith('4;3'), 'the title');
		const countWrites = (): number => terminal.raw.split(/\u{1B}\](?:2|9;4);/v).length - 1;
		const before = countWrites();
		await quietPolls(simulator, 4);
		expect(countWrites()).toBe(before);

		change(simulator, [1], 'FAILED');
		await terminal.waitFor(() => terminal.title === '1 importing · 1 failed – Neptune imports' && terminal.taskbar.startsWith('4;2'), 'the failure in the title');
		terminal.press('j');
		await terminal.waitFor(() => terminal.title === '1 importing – Neptune imports', 'the title, once the failure was seen');
		change(simulator, [2], 'SUCCEEDED');
		await terminal.waitFor(() => terminal.title === 'all finished – Neptune imports' && terminal.taskbar.startsWith('4;0'), 'the end in the title');
	});

	test('are left alone with --no-title', async () => {
		const simulator = await serve(imports(2));
		const terminal = await watch(simulator, ['--no-title'], {env: taskbar, title: 'before'});
		change(simulator, [1], 'FAILED');
		await terminal.waitForText('importing → failed');
		terminal.press('q');
		await terminal.exited;
		expect(terminal.raw).not.toMatch(/\u{1B}\](?:[02]|9;4);|\u{1B}\[2[23];/v);
	});
});

describe('the command for changes', () => {
	test('gets each change as JSON and in its environment, and nothing that the service says is ever run', async () => {
		const folder = temporaryFolder();
		const [touched, json, variables] = ['x', 'json', 'variables'].map(name => path.join(folder, name));
		const source = `s3://lake/$(touch ${touched})"; touch ${touched}; "'; touch ${touched}; '\`touch ${touched}\``;
		const simulator = await serve([importTask({taskId: taskId(1), source}), importTask({taskId: taskId(2)})]);
		const terminal = await watch(simulator, ['--on-change', `cat >> ${json}; echo "$NEPTUNE_IMPORT_TASK_ID $NEPTUNE_IMPORT_FROM $NEPTUNE_IMPORT_TO $NEPTUNE_IMPORT_SOURCE" >> ${variables}`]);
		change(simulator, [1], 'FAILED');
		await terminal.waitForText('importing → failed');
		terminal.press('q');
		expect(await terminal.exited).toMatchObject({exitCode: 0});

		expect(eventsIn(readFileSync(json ?? '', 'utf8'))).toMatchObject([{
			version: 1, event: 'changed', from: 'IMPORTING', to: 'FAILED', region: 'us-east-1', task: {taskId: taskId(1), source},
		}]);
		expect(readFileSync(variables ?? '', 'utf8')).toBe(`${taskId(1)} IMPORTING FAILED ${source}\n`);
		expect(existsSync(touched ?? '')).toBe(false);
	});

	test('says once that it failed, and goes on', async () => {
		const simulator = await serve(imports(3));
		const terminal = await watch(simulator, ['--on-change', 'exit 3'], {columns: 160});
		change(simulator, [1], 'FAILED');
		await terminal.waitForText('failed with exit code 3');
		terminal.press('j');
		await terminal.waitFor(screen => !screen.includes('exit code 3'), 'the note, gone with a key');
		change(simulator, [2], 'FAILED');
		await terminal.waitForText('2 failed');
		await quietPolls(simulator, 3);
		expect(terminal.screen()).not.toContain('exit code 3');
	});
});
