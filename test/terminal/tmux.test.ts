import {Buffer} from 'node:buffer';
import {spawnSync} from 'node:child_process';
import {mkdtempSync, writeFileSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {
	afterEach,
	describe,
	expect,
	test,
} from 'vitest';
import {setStatus, stillFleet} from '../../source/simulator/fleet.ts';
import {startSimulator, type Simulator} from '../../source/simulator/server.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {openTerminal, type Terminal} from './terminal.ts';

const open: Array<() => Promise<void>> = [];

afterEach(async () => {
	for (const close of open.splice(0).toReversed()) {
		await close(); // eslint-disable-line no-await-in-loop -- The terminal before what it shows.
	}
});

const hasTmux = spawnSync('tmux', ['-V']).status === 0;

/*
The program in a tmux of its own, which is in a terminal that takes notifications as kitty does, and progress.
*/
const watchInTmux = async (simulator: Simulator, ...settings: readonly string[]): Promise<{readonly terminal: Terminal; readonly tmux: (...args: readonly string[]) => string}> => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'neptune-import-watch-tmux-'));
	open.push(async () => rm(folder, {recursive: true, force: true}));
	const [socket, configuration] = [path.join(folder, 'socket'), path.join(folder, 'tmux.conf')];
	writeFileSync(configuration, ['status off', 'remain-on-exit on', ...settings].map(setting => `set -g ${setting}\n`).join(''));
	const tmux = (...args: readonly string[]): string => spawnSync('tmux', ['-S', socket, ...args], {encoding: 'utf8'}).stdout;
	const terminal = openTerminal({
		command: ['tmux', '-S', socket, '-f', configuration, 'new'],
		args: [process.execPath, 'dist/bin.js', '--endpoint-url', simulator.url, '--interval', '1', '--notify', 'desktop'],
		env: {
			AWS_ACCESS_KEY_ID: 'made-up', AWS_SECRET_ACCESS_KEY: 'made-up', AWS_REGION: 'us-east-1', KITTY_WINDOW_ID: '1',
		},
	});
	open.push(async () => {
		tmux('kill-server');
		await terminal.close();
	});
	await terminal.waitForText(/\d imports?\]/v);
	return {terminal, tmux};
};

const serve = async (): Promise<Simulator> => {
	const simulator = await startSimulator({fleet: stillFleet([importTask({taskId: taskId(1)}), importTask({taskId: taskId(2)})])});
	open.push(simulator.close);
	return simulator;
};

const fail = (simulator: Simulator, number: number): void => {
	simulator.update((fleet, at) => setStatus(fleet, taskId(number), 'FAILED', at));
};

describe.skipIf(!hasTmux)('inside tmux', () => {
	const text = Buffer.from(`${taskId(1)} failed: s3://lake/2026/people.csv`).toString('base64');

	test('a notification reaches the terminal around it, where tmux lets it', async () => {
		const simulator = await serve();
		const {terminal} = await watchInTmux(simulator, 'allow-passthrough on');
		fail(simulator, 1);
		await terminal.waitFor(() => terminal.notifications.some(notification => notification.endsWith(text)), 'the notification');
		expect(terminal.bells).toBe(0);
	});

	test('the bell rings where tmux does not let it, until it does', async () => {
		const simulator = await serve();
		const {terminal, tmux} = await watchInTmux(simulator, 'allow-passthrough off');
		fail(simulator, 1);
		await terminal.waitFor(() => terminal.bells === 1, 'the bell');
		expect(terminal.notifications).toEqual([]);
		tmux('set', '-g', 'allow-passthrough', 'on');
		fail(simulator, 2);
		await terminal.waitFor(() => terminal.notifications.length > 0, 'the notification');
		expect(terminal.bells).toBe(1);
	});

	test('the title is that of the pane, and is put back', async () => {
		const {terminal, tmux} = await watchInTmux(await serve());
		const title = (): string => tmux('display', '-p', '#{pane_title}').trim();
		expect(title()).toBe('2 importing – Neptune imports');
		terminal.press('q');
		await terminal.waitForText('2 imports: 2 active');
		expect(title()).toBe(os.hostname());
	});
});
