import {Buffer} from 'node:buffer';
import {spawnSync} from 'node:child_process';
import {writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {
	describe,
	expect,
	onTestFinished,
	test,
} from 'vitest';
import {type Simulator} from '../../source/simulator/server.ts';
import {importTasks, taskId} from '../support/tasks.ts';
import {temporaryFolder} from '../support/temporary-files.ts';
import {serve, setStatuses, watch} from './program.ts';
import {type Terminal} from './terminal.ts';

const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/*
Starts the program in its own tmux server, in a terminal that supports the notifications of kitty.
*/
const watchInTmux = async (simulator: Simulator, ...settings: readonly string[]): Promise<{readonly terminal: Terminal; readonly tmux: (...args: readonly string[]) => string}> => {
	const folder = temporaryFolder();
	const [socket, configuration] = [path.join(folder, 'socket'), path.join(folder, 'tmux.conf')];
	writeFileSync(configuration, ['status off', 'remain-on-exit on', ...settings].map(setting => `set -g ${setting}\n`).join(''));
	const tmux = (...args: readonly string[]): string => spawnSync('tmux', ['-S', socket, ...args], {encoding: 'utf8'}).stdout;
	const terminal = watch(simulator, ['--notify', 'desktop'], {
		command: ['tmux', '-S', socket, '-f', configuration, 'new', process.execPath, 'dist/bin.js'],
		env: {KITTY_WINDOW_ID: '1'},
	});
	onTestFinished(() => {
		tmux('kill-server');
	});
	await terminal.waitForText(/\[All \d/v);
	return {terminal, tmux};
};

describe.skipIf(!hasTmux)('inside tmux', () => {
	const text = Buffer.from(`${taskId(1)} failed: s3://lake/2026/people.csv`).toString('base64');

	test('sends notifications to the outer terminal if tmux allows passthrough', async () => {
		const simulator = await serve(importTasks(2));
		const {terminal} = await watchInTmux(simulator, 'allow-passthrough on');
		setStatuses(simulator, 'FAILED', 1);
		await terminal.waitFor(() => terminal.notifications.some(notification => notification.endsWith(text)), 'the notification');
		expect(terminal.bells).toBe(0);
	});

	test('rings the bell while tmux does not allow passthrough', async () => {
		const simulator = await serve(importTasks(2));
		const {terminal, tmux} = await watchInTmux(simulator, 'allow-passthrough off');
		setStatuses(simulator, 'FAILED', 1);
		await terminal.waitFor(() => terminal.bells === 1, 'the bell');
		expect(terminal.notifications).toEqual([]);
		tmux('set', '-g', 'allow-passthrough', 'on');
		setStatuses(simulator, 'FAILED', 2);
		await terminal.waitFor(() => terminal.notifications.length > 0, 'the notification');
		expect(terminal.bells).toBe(1);
	});

	test('sets the title of the pane and restores it', async () => {
		const {terminal, tmux} = await watchInTmux(await serve(importTasks(2)));
		const title = (): string => tmux('display', '-p', '#{pane_title}').trim();
		expect(title()).toBe('2 importing – Neptune imports');
		terminal.press('q');
		await terminal.waitForText('2 imports: 2 running');
		expect(title()).toBe(os.hostname());
	});
});
