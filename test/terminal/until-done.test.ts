import {describe, expect, test} from 'vitest';
import {putImport} from '../../source/simulator/fleet.ts';
import {putGraph} from '../../source/simulator/graphs.ts';
import {type Simulator} from '../../source/simulator/server.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {temporaryFolder} from '../support/temporary-files.ts';
import {serve} from './program.ts';
import {iso, run, serveStatuses} from './scripts.ts';

const [first, second] = [taskId(1), taskId(2)];

describe('--until-done', () => {
	test('prints each change and exits with 0 when all imports have succeeded', async () => {
		const simulator = await serveStatuses(['INITIALIZING', 'IMPORTING', 'SUCCEEDED'], ['SUCCEEDED']);
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

	test.each(['FAILED', 'CANCELLED', 'DELETED'])('exits with 1 and names the import that is %s', async status => {
		const simulator = await serveStatuses(['IMPORTING', status], ['IMPORTING', 'IMPORTING', 'SUCCEEDED']);
		const {stdout, stderr, exitCode} = await run('watcher --until-done', {simulator});
		expect(stdout).toContain(`${second}  g-0000000001  IMPORTING → SUCCEEDED`);
		expect(stderr).toContain(`1 of 2 imports did not succeed:\n${first}  g-0000000001  ${status.toLowerCase()}`);
		expect(stderr.trimEnd().split('\n').at(-1)).toContain(`Decided by ${first} of g-0000000001: ${status.toLowerCase()}`);
		expect(exitCode).toBe(1);
	});

	test('exits at the first failure with --fail-fast, and names the running imports', async () => {
		const simulator = await serveStatuses(['IMPORTING', 'FAILED'], ['IMPORTING']);
		const {stderr, exitCode} = await run('watcher --until-done --fail-fast', {simulator});
		expect(stderr).toContain(`${first}  g-0000000001  failed`);
		expect(stderr).toContain(`still running: ${second}  g-0000000001  importing`);
		expect(exitCode).toBe(1);
	});

	test('exits with 4 after --timeout, and names the running imports', async () => {
		const simulator = await serveStatuses(['IMPORTING'], ['SUCCEEDED'], ['ANALYZING_DATA']);
		const {stdout, stderr, exitCode} = await run('watcher --until-done --timeout 5s', {simulator});
		expect(stdout).toBe('');
		expect(stderr).toContain('Timed out: 2 of 3 imports still running');
		expect(stderr).toContain(`still running: ${first}  g-0000000001  importing`);
		expect(stderr).toContain(`still running: ${taskId(3)}  g-0000000001  analyzing data`);
		expect(stderr).not.toContain(second);
		expect(exitCode).toBe(4);
	});

	test('names the imports that were never listed after --timeout', async () => {
		const {stderr, exitCode} = await run(`watcher --until-done --timeout 5s --task ${first} --task ${second}`, {simulator: await serveStatuses(['IMPORTING'])});
		expect(stderr).toBe(`Not listed yet: ${second}.\nTimed out: 1 of 1 import still running\nstill running: ${first}  g-0000000001  importing\nnot listed: ${second}\n`);
		expect(exitCode).toBe(4);
	});

	test('says that the list was not read if the service never responds', async () => {
		const simulator = await serveStatuses(['IMPORTING']);
		simulator.injectFault({kind: 'silence'});
		const {stdout, stderr, exitCode} = await run('watcher --until-done --timeout 5s', {simulator});
		expect(stdout).toBe('');
		expect(stderr).toBe('Timed out: the list was not fully read\n');
		expect(exitCode).toBe(4);
	});

	test('waits for an import that does not exist yet with --expect', async () => {
		let requests = 0;
		const simulator: Simulator = await serve([], () => {
			requests++;

			if (requests === 3) {
				simulator.update(fleet => putImport(fleet, importTask({taskId: first, status: 'SUCCEEDED'})));
			}
		});
		const {stdout, exitCode} = await run('watcher --until-done --graph g-0000000001 --expect 1', {simulator});
		expect(stdout).toMatch(new RegExp(`^${iso}  ${first}  g-0000000001  appeared SUCCEEDED\n$`, 'v'));
		expect(exitCode).toBe(0);
	});

	test('waits only for the import of --task', async () => {
		const simulator = await serveStatuses(['IMPORTING', 'SUCCEEDED'], ['FAILED'], ['IMPORTING']);
		const {stdout, exitCode} = await run(`watcher --until-done --task ${first}`, {simulator});
		expect(stdout).toContain('IMPORTING → SUCCEEDED');
		expect(exitCode).toBe(0);
	});

	test('does not wait for the import of --task if the filter excludes it', async () => {
		const {stderr, exitCode} = await run(`watcher --until-done --task ${first} --filter is:active --timeout 20s`, {simulator: await serveStatuses(['SUCCEEDED'])});
		expect(stderr).toBe('No import matched.\n');
		expect(exitCode).toBe(0);
	});

	test('waits only for the imports that match the filter at the start', async () => {
		const simulator = await serveStatuses(['IMPORTING', 'SUCCEEDED'], ['FAILED']);
		const {stdout, exitCode} = await run('watcher --until-done --filter is:active', {simulator});
		expect(stdout).toContain('IMPORTING → SUCCEEDED');
		expect(exitCode).toBe(0);
	});

	test('exits with 3 and a remedy without credentials', async () => {
		const simulator = await serveStatuses(['IMPORTING']);
		const {stdout, stderr, exitCode} = await run('watcher --until-done', {simulator, env: {AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: ''}});
		expect(stdout).toBe('');
		expect(stderr.split('\n')).toEqual([
			expect.stringMatching(new RegExp(String.raw`^${iso}  No AWS credentials were found\. Run aws configure[^.]*\.$`, 'v')),
			'Can\'t list imports: No AWS credentials were found.',
			'',
		]);
		expect(exitCode).toBe(3);
	});

	test('exits with 3 if a recording ends before the imports do, or before the list was read', async () => {
		const home = temporaryFolder();
		const simulator = await serveStatuses(['IMPORTING', 'SUCCEEDED'], ['IMPORTING']);
		await run('watcher --record imports.ndjson --until-done --timeout 5s', {simulator, home});
		const {stdout, stderr, exitCode} = await run('watcher --replay imports.ndjson --speed 100 --until-done', {home});
		expect(stdout).toContain('IMPORTING → SUCCEEDED');
		expect(stderr).toMatch(/^End of recording: 1 of 2 imports still running\nstill running: t-\S+ {2}g-\S+ {2}importing\n$/v);
		expect(exitCode).toBe(3);

		const once = await run('head -n 1 imports.ndjson > cut.ndjson; watcher --replay cut.ndjson --speed 100 --once', {home});
		expect([once.stdout, once.stderr.split('\n').at(-2), once.exitCode]).toEqual(['', 'End of recording: the list was not fully read', 3]);
	});

	test('waits for the graphs with --usable', async () => {
		const simulator = await serveStatuses(['SUCCEEDED'], ['SUCCEEDED']);
		simulator.update(fleet => putGraph(fleet, {id: 'g-0000000001', name: 'orders-prod', status: 'IMPORTING'}));
		const importing = await run('watcher --until-done --usable --timeout 5s', {simulator});
		expect(importing.stderr.split('\n')).toEqual([
			'Timed out: 2 of 2 imports not available yet',
			`not available yet: ${first}  g-0000000001  succeeded, graph importing`,
			`not available yet: ${second}  g-0000000001  succeeded, graph importing`,
			'',
		]);
		expect(importing.exitCode).toBe(4);

		simulator.update(fleet => putGraph(fleet, {id: 'g-0000000001', status: 'AVAILABLE'}));
		const {stderr, exitCode} = await run('watcher --until-done --usable --filter graph:orders', {simulator});
		expect(stderr).toBe(`2 of 2 imports succeeded.\nDecided by ${second} of g-0000000001: succeeded\n`);
		expect(exitCode).toBe(0);
	});

	test('exits with 3 if --usable needs graphs that are denied', async () => {
		const simulator = await serveStatuses(['IMPORTING']);
		simulator.injectFault({
			kind: 'error', on: 'listGraphs', code: 'AccessDeniedException', status: 403, message: 'Not authorized to perform: neptune-graph:ListGraphs',
		});
		const {stderr, exitCode} = await run('watcher --until-done --usable', {simulator});
		expect(stderr).toMatch(/^Can't get names and statuses of graphs: .*neptune-graph:ListGraphs.*\nCan't list graphs: .*neptune-graph:ListGraphs.*\nstill running: /v);
		expect(exitCode).toBe(3);
	});

	test('prints the names of the graphs in JSON', async () => {
		const simulator = await serveStatuses(['IMPORTING']);
		simulator.update(fleet => putGraph(fleet, {
			id: 'g-0000000001', name: 'orders-prod', status: 'IMPORTING', provisionedMemory: 64,
		}));
		const {stdout} = await run('watcher --once --json --filter graph:orders; watcher --once --json --filter graph:people', {simulator});
		expect(JSON.parse(stdout)).toMatchObject({taskId: first, graph: {name: 'orders-prod', status: 'IMPORTING', provisionedMemory: 64}});
	});
});
