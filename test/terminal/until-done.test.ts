import {
	describe,
	expect,
	onTestFinished,
	test,
} from 'vitest';
import {stillFleet} from '../../source/simulator/fleet.ts';
import {startSimulator} from '../../source/simulator/server.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {
	iso,
	newHome,
	run,
	serve,
} from './scripts.ts';

const [first, second] = [taskId(1), taskId(2)];

describe('--until-done', () => {
	test('prints each change and ends with 0 when all have succeeded', async () => {
		const simulator = await serve(['INITIALIZING', 'IMPORTING', 'SUCCEEDED'], ['SUCCEEDED']);
		const {stdout, stderr, exitCode} = await run('watcher --until-done && echo "loaded"', {simulator});
		expect(stdout.split('\n')).toEqual([
			expect.stringMatching(new RegExp(`^${iso}  ${first}  g-0000000001  INITIALIZING → IMPORTING$`, 'v')),
			expect.stringMatching(new RegExp(String.raw`^${iso}  ${first}  g-0000000001  IMPORTING → SUCCEEDED  after \S`, 'v')),
			'loaded',
			'',
		]);
		expect(stderr).toContain('2 of 2 imports succeeded.');
		expect(exitCode).toBe(0);
	});

	test.each(['FAILED', 'CANCELLED', 'DELETED'])('ends with 1 when one is %s, and says which', async status => {
		const simulator = await serve(['IMPORTING', status], ['IMPORTING', 'IMPORTING', 'SUCCEEDED']);
		const {stdout, stderr, exitCode} = await run('watcher --until-done', {simulator});
		expect(stdout).toContain(`${second}  g-0000000001  IMPORTING → SUCCEEDED`);
		expect(stderr).toContain(`1 of 2 imports did not succeed:\n${first}  g-0000000001  ${status.toLowerCase()}\n`);
		expect(exitCode).toBe(1);
	});

	test('--fail-fast ends at the first failure, and names what was under way', async () => {
		const simulator = await serve(['IMPORTING', 'FAILED'], ['IMPORTING']);
		const {stderr, exitCode} = await run('watcher --until-done --fail-fast', {simulator});
		expect(stderr).toContain(`${first}  g-0000000001  failed`);
		expect(stderr).toContain(`still running: ${second}  g-0000000001  importing`);
		expect(exitCode).toBe(1);
	});

	test('--timeout ends with 4, and names every import that is not over', async () => {
		const simulator = await serve(['IMPORTING'], ['SUCCEEDED'], ['ANALYZING_DATA']);
		const {stdout, stderr, exitCode} = await run('watcher --until-done --timeout 5s', {simulator});
		expect(stdout).toBe('');
		expect(stderr).toContain('Timed out: 2 of 3 imports still running');
		expect(stderr).toContain(`still running: ${first}  g-0000000001  importing`);
		expect(stderr).toContain(`still running: ${taskId(3)}  g-0000000001  analyzing data`);
		expect(stderr).not.toContain(second);
		expect(exitCode).toBe(4);
	});

	test('--timeout names what was waited for and never came', async () => {
		const {stderr, exitCode} = await run(`watcher --until-done --timeout 5s --task ${first} --task ${second}`, {simulator: await serve(['IMPORTING'])});
		expect(stderr).toBe(`Not listed yet: ${second}.\nTimed out: 1 of 1 import still running\nstill running: ${first}  g-0000000001  importing\nnot listed: ${second}\n`);
		expect(exitCode).toBe(4);
	});

	test('--timeout says where the service never answered', async () => {
		const simulator = await serve(['IMPORTING']);
		simulator.injectFault({kind: 'silence'});
		const {stdout, stderr, exitCode} = await run('watcher --until-done --timeout 5s', {simulator});
		expect(stdout).toBe('');
		expect(stderr).toBe('Timed out: the list was not fully read\n');
		expect(exitCode).toBe(4);
	});

	test('--expect waits for an import that is not there yet', async () => {
		const simulator = await startSimulator({
			fleet: stillFleet([]),
			onRequest() {
				requests++;

				if (requests === 3) {
					simulator.update(() => stillFleet([importTask({taskId: first, status: 'SUCCEEDED'})]));
				}
			},
		});
		let requests = 0;
		onTestFinished(simulator.close);
		const {stdout, exitCode} = await run('watcher --until-done --graph g-0000000001 --expect 1', {simulator});
		expect(stdout).toMatch(new RegExp(`^${iso}  ${first}  g-0000000001  appeared SUCCEEDED\n$`, 'v'));
		expect(exitCode).toBe(0);
	});

	test('--task waits for that import alone, whatever the others do', async () => {
		const simulator = await serve(['IMPORTING', 'SUCCEEDED'], ['FAILED'], ['IMPORTING']);
		const {stdout, exitCode} = await run(`watcher --until-done --task ${first}`, {simulator});
		expect(stdout).toContain('IMPORTING → SUCCEEDED');
		expect(exitCode).toBe(0);
	});

	test('--task does not wait for what a filter leaves out', async () => {
		const {stderr, exitCode} = await run(`watcher --until-done --task ${first} --filter is:active --timeout 20s`, {simulator: await serve(['SUCCEEDED'])});
		expect(stderr).toBe('No import matched.\n');
		expect(exitCode).toBe(0);
	});

	test('with a filter for what is under way judges those alone', async () => {
		const simulator = await serve(['IMPORTING', 'SUCCEEDED'], ['FAILED']);
		const {stdout, exitCode} = await run('watcher --until-done --filter is:active', {simulator});
		expect(stdout).toContain('IMPORTING → SUCCEEDED');
		expect(exitCode).toBe(0);
	});

	test('ends with 3 where nobody may ask, with what to do', async () => {
		const simulator = await serve(['IMPORTING']);
		const {stdout, stderr, exitCode} = await run('watcher --until-done', {simulator, env: {AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: ''}});
		expect(stdout).toBe('');
		expect(stderr.split('\n')).toEqual([
			expect.stringMatching(new RegExp(String.raw`^${iso}  No AWS credentials were found\. Run aws configure[^.]*\.$`, 'v')),
			'Can\'t list imports: No AWS credentials were found.',
			'',
		]);
		expect(exitCode).toBe(3);
	});

	test('ends with 3 where a recording ends before the imports do', async () => {
		const home = newHome();
		const simulator = await serve(['IMPORTING', 'SUCCEEDED'], ['IMPORTING']);
		await run('watcher --record imports.ndjson --until-done --timeout 5s', {simulator, home});
		const {stdout, stderr, exitCode} = await run('watcher --replay imports.ndjson --speed 100 --until-done', {home});
		expect(stdout).toContain('IMPORTING → SUCCEEDED');
		expect(stderr).toMatch(/^End of recording: 1 of 2 imports still running\nstill running: t-\S+ {2}g-\S+ {2}importing\n$/v);
		expect(exitCode).toBe(3);
	});
});
