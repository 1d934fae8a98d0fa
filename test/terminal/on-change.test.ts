import {spawnSync} from 'node:child_process';
import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {importTask} from '../support/tasks.ts';
import {temporaryFile, temporaryFolder} from '../support/temporary-files.ts';
import {serve, setStatuses, watch} from './program.ts';
import {runScript, serveStatuses, withReasons} from './scripts.ts';
import {key} from './terminal.ts';

describe('the --on-change command', () => {
	/*
	The processes of the group of this process, except for those that have ended.
	*/
	const processesOf = (group: string): readonly string[] => spawnSync('ps', ['-e', '-o', 'pgid=,stat=,args='], {encoding: 'utf8'}).stdout
		.split('\n')
		.map(line => line.trim())
		.filter(line => line.startsWith(`${group.trim()} `) && !/^\d+\s+Z/v.test(line));

	/*
	Ignores SIGTERM, as its child does. Writes its process ID, which is also the ID of its group.
	*/
	const stubborn = (file: string): string => `trap "" TERM INT HUP; sleep 600 & echo $$ > ${file}.new; mv ${file}.new ${file}; wait; sleep 600`;

	const waitForHook = async (file: string): Promise<string> => {
		await expect.poll(() => existsSync(file), {timeout: 60_000}).toBe(true);
		return readFileSync(file, 'utf8');
	};

	test.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('leaves no process that ignores SIGTERM when the watcher gets %s', async signal => {
		const file = temporaryFile('hook');
		const simulator = await serve();
		const terminal = watch(simulator, ['--on-change', stubborn(file)]);
		await terminal.waitForText('[All 1]');
		setStatuses(simulator, 'FAILED', 1);
		const group = await waitForHook(file);
		expect(processesOf(group)).not.toEqual([]);
		terminal.kill(signal);
		expect(await terminal.exited).toMatchObject({signal});
		expect(processesOf(group)).toEqual([]);
	});

	test.each([
		['with a screen', []],
		['in lines', ['--plain']],
	])('does not prolong polling %s when it ends late after SIGTERM', async (_, args) => {
		const [started, terminated] = [temporaryFile('started'), temporaryFile('terminated')];
		const simulator = await serve();
		const terminal = watch(simulator, [...args, '--on-change', `trap "touch ${terminated}" TERM; touch ${started}; while :; do sleep 1; done`]);
		await expect.poll(() => simulator.requests.length, {timeout: 60_000}).toBeGreaterThan(1);
		setStatuses(simulator, 'ROLLING_BACK', 1);
		await waitForHook(started);
		terminal.kill('SIGTERM');
		await waitForHook(terminated);
		const requests = simulator.requests.length;
		expect(await terminal.exited).toMatchObject({signal: 'SIGTERM'});
		expect(simulator.requests).toHaveLength(requests);
	});

	test.each([
		['Ctrl+C while the watcher waits for it', 1],
		['a second Ctrl+C', 2],
	])('leaves no process after %s', async (_, count) => {
		const file = temporaryFile('hook');
		const simulator = await serve(withReasons([importTask()]));
		const terminal = watch(simulator, ['--plain', '--until-done', '--on-change', stubborn(file)]);
		await expect.poll(() => simulator.requests.length, {timeout: 60_000}).toBeGreaterThan(1);
		setStatuses(simulator, 'FAILED', 1);
		await terminal.waitForText('Press Ctrl+C to quit now.');
		const group = await waitForHook(file);
		terminal.press(...Array.from({length: count}, () => key.ctrl('c')));
		await terminal.exited;
		expect(processesOf(group)).toEqual([]);
	});

	test('may print 100 MB without a line end: the debug log has 64 KB of it', async () => {
		const home = temporaryFolder();
		const file = path.join(home, 'debug.log');
		const simulator = await serveStatuses(['IMPORTING', 'SUCCEEDED']);
		const {exitCode} = await runScript(String.raw`neptune-import-watch --until-done --plain --debug-log ${file} --on-change 'head -c 100000000 /dev/zero | tr "\0" x'`, {simulator, home});
		expect(exitCode).toBe(0);
		const log = readFileSync(file, 'utf8');
		expect(log).toContain(`(${100_000_000 - 65_536} more bytes dropped)`);
		expect(log.length).toBeLessThan(100_000);
	});
});
