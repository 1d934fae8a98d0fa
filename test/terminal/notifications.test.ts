import {Buffer} from 'node:buffer';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {type Simulator} from '../../source/simulator/server.ts';
import {eventsIn} from '../support/events.ts';
import {importTask, importTasks, taskId} from '../support/tasks.ts';
import {temporaryFolder} from '../support/temporary-files.ts';
import {
	quit,
	serve,
	setStatuses,
	watch,
} from './program.ts';
import {type OpenTerminalOptions, type Terminal} from './terminal.ts';

const open = async (simulator: Simulator, args: readonly string[] = [], options: OpenTerminalOptions = {}): Promise<Terminal> => {
	const terminal = watch(simulator, args, options);
	await terminal.waitForText(/\[All \d/v);
	return terminal;
};

const waitForPolls = async (simulator: Simulator, count: number): Promise<void> => {
	const polls = (): number => simulator.requests.filter(({page}) => page === 1).length;
	const before = polls();
	await vi.waitFor(() => {
		expect(polls()).toBeGreaterThanOrEqual(before + count);
	}, {timeout: 20_000});
};

describe('notifications', () => {
	test('ring the bell once for several failures in one poll, and not for a success', async () => {
		const simulator = await serve(importTasks(4));
		const terminal = await open(simulator);
		setStatuses(simulator, 'SUCCEEDED', 1);
		await terminal.waitForText('importing → succeeded');
		setStatuses(simulator, 'FAILED', 2, 3);
		await terminal.waitForText('importing → failed');
		await terminal.waitFor(() => terminal.bells > 0, 'the bell');
		await waitForPolls(simulator, 3);
		expect(terminal.bells).toBe(1);
	});

	test('ring the bell when the last import succeeds', async () => {
		const simulator = await serve();
		const terminal = await open(simulator);
		setStatuses(simulator, 'SUCCEEDED', 1);
		await terminal.waitFor(() => terminal.bells === 1, 'the bell');
	});

	test('are sent only for the statuses of --notify-on', async () => {
		const simulator = await serve(importTasks(3));
		const terminal = await open(simulator, ['--notify-on', 'cancelled']);
		setStatuses(simulator, 'FAILED', 1);
		await terminal.waitForText('importing → failed');
		await waitForPolls(simulator, 4);
		expect(terminal.bells).toBe(0);
		setStatuses(simulator, 'CANCELLED', 2);
		await terminal.waitFor(() => terminal.bells === 1, 'the bell');
	});

	test('ring the bell when --until-done finishes, before the program ends', async () => {
		const simulator = await serve(importTasks(2));
		const terminal = await open(simulator, ['--until-done']);
		setStatuses(simulator, 'SUCCEEDED', 1, 2);
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		expect(terminal.bells).toBe(1);
	});

	test.each([
		['OSC 9', {TERM_PROGRAM: 'iTerm.app'}, /^Neptune imports: 2 succeeded, 1 failed$/v],
		['OSC 777', {TERM: 'rxvt-unicode-256color'}, /^notify;Neptune imports;2 succeeded, 1 failed$/v],
		['OSC 99', {TERM: 'xterm-kitty', KITTY_WINDOW_ID: '1'}, new RegExp(`p=body.*;${Buffer.from('2 succeeded, 1 failed').toString('base64')}$`, 'v')],
	])('are sent to the desktop with %s, one for several changes', async (_, env, expected) => {
		const simulator = await serve(importTasks(4));
		const terminal = await open(simulator, ['--notify', 'desktop'], {env});
		setStatuses(simulator, 'SUCCEEDED', 1, 2);
		setStatuses(simulator, 'FAILED', 3);
		await terminal.waitFor(() => terminal.notifications.some(text => expected.test(text)), 'the notification');
		await waitForPolls(simulator, 3);
		expect(terminal.notifications.filter(text => expected.test(text))).toHaveLength(1);
		expect(terminal.bells).toBe(0);
	});

	test('are off with --notify none and after the key n', async () => {
		const simulator = await serve(importTasks(3));
		const silent = await open(simulator, ['--notify', 'none']);
		const muted = await open(simulator);
		muted.press('n');
		await muted.waitForText('Notifications off');
		setStatuses(simulator, 'FAILED', 1, 2, 3);
		await Promise.all([silent, muted].map(async terminal => terminal.waitForText('Failed 3')));
		await waitForPolls(simulator, 8);
		expect([silent.bells, muted.bells]).toEqual([0, 0]);
	});
});

describe('title and taskbar', () => {
	const taskbar = {ConEmuANSI: 'ON'};

	test('show the state of the imports and are written only when it changes', async () => {
		const simulator = await serve(importTasks(2));
		const terminal = await open(simulator, [], {env: taskbar, title: 'before'});
		await terminal.waitFor(() => terminal.title === '2 importing – Neptune imports' && terminal.taskbar.startsWith('4;3'), 'the title');
		const countWrites = (): number => terminal.raw.split(/\u{1B}\](?:2|9;4);/v).length - 1;
		const before = countWrites();
		await waitForPolls(simulator, 4);
		expect(countWrites()).toBe(before);

		setStatuses(simulator, 'FAILED', 1);
		await terminal.waitFor(() => terminal.title === '1 importing · 1 failed – Neptune imports' && terminal.taskbar.startsWith('4;2'), 'the failure in the title');
		terminal.press('j');
		await terminal.waitFor(() => terminal.title === '1 importing – Neptune imports', 'the title without the failure that was seen');
		setStatuses(simulator, 'SUCCEEDED', 2);
		await terminal.waitFor(() => terminal.title === 'all finished – Neptune imports' && terminal.taskbar.startsWith('4;0'), 'the final title');
	});

	test('are not written with --no-title', async () => {
		const simulator = await serve(importTasks(2));
		const terminal = await open(simulator, ['--no-title'], {env: taskbar, title: 'before'});
		setStatuses(simulator, 'FAILED', 1);
		await terminal.waitForText('importing → failed');
		await quit(terminal);
		expect(terminal.raw).not.toMatch(/\u{1B}\](?:[02]|9;4);|\u{1B}\[2[23];/v);
	});
});

describe('--on-change', () => {
	test('passes each change as JSON and in the environment, and runs no text of the service', async () => {
		const folder = temporaryFolder();
		const [touched, json, variables] = ['x', 'json', 'variables'].map(name => path.join(folder, name));
		const source = `s3://lake/$(touch ${touched})"; touch ${touched}; "'; touch ${touched}; '\`touch ${touched}\``;
		const simulator = await serve([importTask({taskId: taskId(1), source}), importTask({taskId: taskId(2)})]);
		const terminal = await open(simulator, ['--on-change', `cat >> ${json}; echo "$NEPTUNE_IMPORT_TASK_ID $NEPTUNE_IMPORT_FROM $NEPTUNE_IMPORT_TO $NEPTUNE_IMPORT_SOURCE" >> ${variables}`]);
		setStatuses(simulator, 'FAILED', 1);
		await terminal.waitForText('importing → failed');
		terminal.press('q');
		expect(await terminal.exited).toMatchObject({exitCode: 0});

		expect(eventsIn(readFileSync(json ?? '', 'utf8'))).toMatchObject([{
			version: 1, event: 'changed', from: 'IMPORTING', to: 'FAILED', region: 'us-east-1', task: {taskId: taskId(1), source},
		}]);
		expect(readFileSync(variables ?? '', 'utf8')).toBe(`${taskId(1)} IMPORTING FAILED ${source}\n`);
		expect(existsSync(touched ?? '')).toBe(false);
	});

	test('reports a failing command once and keeps watching', async () => {
		const simulator = await serve(importTasks(3));
		const terminal = await open(simulator, ['--on-change', 'exit 3'], {columns: 160});
		setStatuses(simulator, 'FAILED', 1);
		await terminal.waitForText('failed with exit code 3');
		terminal.press('j');
		await terminal.waitFor(screen => !screen.includes('exit code 3'), 'the note to disappear with a key');
		setStatuses(simulator, 'FAILED', 2);
		await terminal.waitForText('Failed 2');
		await waitForPolls(simulator, 3);
		expect(terminal.screen()).not.toContain('exit code 3');
	});
});
