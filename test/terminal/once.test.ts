import {describe, expect, test} from 'vitest';
import {tasksIn} from '../support/events.ts';
import {importTask, importTasks, taskId} from '../support/tasks.ts';
import {serve} from './program.ts';
import {run, serveStatuses} from './scripts.ts';

const first = taskId(1);

describe('--once', () => {
	const mixed = [['IMPORTING'], ['FAILED'], ['SUCCEEDED']];

	test('prints a filtered and sorted table and exits', async () => {
		const simulator = await serveStatuses(...mixed);
		const {stdout, exitCode} = await run('watcher --once --sort task --filter -status:failed', {simulator});
		expect(stdout.split('\n').map(line => line.trim().split(/\s{2,}/v).slice(0, 4))).toEqual([
			['TASK', 'GRAPH', 'NAME', 'STATUS'],
			[first, 'g-0000000001', 'graph-0000000001', 'importing'],
			[taskId(3), 'g-0000000001', 'graph-0000000001', 'succeeded'],
			[''],
		]);
		expect(exitCode).toBe(0);
	});

	test('prints one JSON line per import, or CSV', async () => {
		const simulator = await serveStatuses(...mixed);
		const {stdout: json} = await run('watcher --once --json --sort task', {simulator});
		expect(tasksIn(json).map(({status}) => status)).toEqual(['IMPORTING', 'FAILED', 'SUCCEEDED']);
		const {stdout: csv} = await run('watcher --once --csv --sort task', {simulator});
		expect(csv.trimEnd().split('\n').map(line => line.split(',').slice(0, 3))).toEqual([
			['taskId', 'graphId', 'status'],
			...['IMPORTING', 'FAILED', 'SUCCEEDED'].map((status, index) => [taskId(index + 1), 'g-0000000001', status]),
		]);
	});

	test('prints CSV with the joiners of a source, as in JSON', async () => {
		const source = 's3://b/ک\u{200C}ه/👩\u{200D}👧/';
		const simulator = await serve([importTask({source})]);
		const {stdout: json} = await run('watcher --once --json', {simulator});
		const {stdout: csv} = await run('watcher --once --csv', {simulator});
		expect([tasksIn(json)[0]?.source, csv.split('\n', 2)[1]?.split(',', 6)[5]]).toEqual([source, source]);
	});

	test('prints no table if a page of the list fails', async () => {
		const simulator = await serve(importTasks(150));
		simulator.injectFault({
			kind: 'error', code: 'AccessDeniedException', status: 403, message: 'User x is not authorized', page: 2,
		});
		const {stdout, stderr, exitCode} = await run('watcher --once', {simulator});
		expect(stdout).toBe('');
		expect(stderr).toContain('neptune-graph:ListImportTasks');
		expect(exitCode).toBe(3);
	});

	test('accepts timeouts of more than 24 days, the longest of a timer', async () => {
		for (const timeout of ['30d', '366d']) {
			// eslint-disable-next-line no-await-in-loop -- One after the other.
			const {stdout, exitCode} = await run(`watcher --once --timeout ${timeout}`, {simulator: await serveStatuses(['IMPORTING'])});
			expect(stdout).toContain(first);
			expect(exitCode).toBe(0);
		}
	});

	test('exits with 4 on a timeout', async () => {
		const simulator = await serveStatuses(['IMPORTING']);
		simulator.injectFault({kind: 'silence'});
		const {stdout, stderr, exitCode} = await run('watcher --once --timeout 1s', {simulator});
		expect(stdout).toBe('');
		expect(stderr).toBe('Timed out: the list was not fully read\n');
		expect(exitCode).toBe(4);
	});
});

describe('the command line', () => {
	test.each([
		['--until-done --timeout soon', 'invalid value "soon" for --timeout: expected a duration from 1s to 366d, such as 90s, 45m, 2h or 1h30m'],
		['--task t-1', 'invalid value "t-1" for --task: expected an import task ID: t- and ten lowercase letters or digits'],
		['--replay nowhere.ndjson', 'nowhere.ndjson'],
	])('exits with 2 and one line for %s', async (args, sentence) => {
		const {stdout, stderr, exitCode} = await run(`watcher ${args}`);
		expect(stdout).toBe('');
		expect(stderr).toContain(sentence);
		expect(stderr.trimEnd().split('\n')).toHaveLength(1);
		expect(exitCode).toBe(2);
	});

	test('names the environment variable that has an invalid option', async () => {
		const {stderr, exitCode} = await run('watcher', {env: {NEPTUNE_IMPORT_WATCH: '--intervall 5'}});
		expect(stderr).toBe('NEPTUNE_IMPORT_WATCH: unknown option --intervall (did you mean --interval?)\n');
		expect(exitCode).toBe(2);
	});

	test('completes options in Bash', async () => {
		const {stdout} = await run(`
			eval "$(neptune-import-watch completion bash)"
			COMP_WORDS=(neptune-import-watch --until)
			COMP_CWORD=1
			complete -p neptune-import-watch | grep -o -- "-F [^ ]*" | { read -r _ name; $name; echo "$COMPREPLY"; }
		`);
		expect(stdout.trim()).toBe('--until-done');
	});
});

/*
The environment with which Node runs this code before the program.
*/
const withCode = (code: string): Readonly<Record<string, string>> => ({NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code).replaceAll('\'', '%27')}`});

test('exits with 70 and one message on an uncaught exception', async () => {
	const env = withCode('process.on("SIGUSR2", () => { throw new Error("a cog has come loose") })');
	const {stdout, stderr} = await run(
		'coproc W { exec neptune-import-watch --json 2>&1; }; pid=$W_PID; exec {out}<&"$W"; read -r line <&"$out"; kill -USR2 "$pid"; wait "$pid"; echo "$?"; cat <&"$out"',
		{simulator: await serveStatuses(['IMPORTING']), env},
	);
	expect(stderr).toBe('');
	expect(stdout.startsWith('70\n')).toBe(true);
	expect(stdout).toContain('neptune-import-watch: internal error: a cog has come loose\nRun it with --debug-log');
});

test('exits with 70 and one message on an exception at the start', async () => {
	const {stdout, stderr, exitCode} = await run('watcher --help', {env: withCode('process.stdout.write = () => { throw new Error("a cog has come loose") }')});
	expect(stdout).toBe('');
	expect(stderr).toBe('neptune-import-watch: internal error: a cog has come loose\n');
	expect(exitCode).toBe(70);
});
