import {
	existsSync,
	readFileSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setFlagsFromString} from 'node:v8';
import {runInNewContext} from 'node:vm';
import {
	beforeEach,
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {type ChangeEvent, type ReasonEvent} from '../../source/imports/event.ts';
import {type ImportTask} from '../../source/imports/task.ts';
import {createChangeCommand} from '../../source/notify/change-command.ts';
import {killCommand, maxOutputBytes} from '../../source/notify/command-run.ts';
import {eventsIn} from '../support/events.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {temporaryFolder} from '../support/temporary-files.ts';

let folder = '';

beforeEach(() => {
	folder = temporaryFolder();
});

const read = (name: string): string => readFileSync(path.join(folder, name), 'utf8');

const childCount = (): number => process.getActiveResourcesInfo().filter(name => name === 'ProcessWrap').length;

/*
The size of all buffers that are still in use.
*/
const bufferedBytes = (): number => {
	setFlagsFromString('--expose-gc');
	const collectGarbage = runInNewContext('gc') as () => void; // The flag adds it.
	collectGarbage();
	return process.memoryUsage().arrayBuffers;
};

const changed = (number: number, to: string, fields: Partial<ImportTask> = {}): ChangeEvent => ({
	version: 1,
	event: 'changed',
	at: '2026-03-01T12:00:00.000Z',
	profile: 'staging',
	region: 'eu-west-1',
	from: 'IMPORTING',
	to,
	task: importTask({taskId: taskId(number), status: to, ...fields}),
	elapsed: {minSeconds: 5, maxSeconds: 60.5},
});

const prepare = (command: string, settings: {readonly timeLimitMs?: number; readonly env?: Readonly<Record<string, string>>} = {}) => {
	const log: string[] = [];
	const failures: string[] = [];
	const runner = createChangeCommand({
		command: `cd '${folder}' || exit; ${command}`,
		env: {PATH: process.env['PATH'], ...settings.env},
		...(settings.timeLimitMs !== undefined && {timeLimitMs: settings.timeLimitMs}),
		log(line) {
			log.push(line);
		},
		onFailure(sentence) {
			failures.push(sentence);
		},
	});
	return {runner, log, failures};
};

describe('the --on-change command', () => {
	test('gets the reason and its code as variables, also for a reason that is known later', async () => {
		const {runner} = prepare('printf "%s " "$NEPTUNE_IMPORT_EVENT" "$NEPTUNE_IMPORT_STATUS" "$NEPTUNE_IMPORT_CODE" "$NEPTUNE_IMPORT_REASON" > variables; cat > json');
		const {version, at, profile, region, task} = changed(1, 'FAILED');
		const event: ReasonEvent = {
			version, at, profile, region, task, event: 'reason', reason: {code: 'OUT_OF_MEMORY', summary: 'OUT_OF_MEMORY: No room.', remedy: 'Add memory.'},
		};
		runner.run([event]);
		await runner.finished();
		expect(read('variables')).toBe('reason FAILED OUT_OF_MEMORY OUT_OF_MEMORY: No room. ');
		expect(eventsIn(read('json'))).toEqual([event]);
	});

	test('gets the change as a line of JSON and its main fields as variables', async () => {
		const {runner, failures} = prepare('cat > json; env | grep ^NEPTUNE_IMPORT_ | sort > variables', {env: {NEPTUNE_IMPORT_FROM: 'stale'}});
		const event = changed(1, 'FAILED');
		runner.run([event]);
		await runner.finished();
		expect(failures).toEqual([]);
		expect(eventsIn(read('json'))).toEqual([event]);
		expect(read('variables').trimEnd().split('\n')).toEqual([
			'AT=2026-03-01T12:00:00.000Z',
			'CODE=',
			'ELAPSED_SECONDS=60.5',
			'EVENT=changed',
			'FORMAT=CSV',
			'FROM=IMPORTING',
			'GRAPH_ID=g-0000000001',
			'PROFILE=staging',
			'REASON=',
			'REGION=eu-west-1',
			'SOURCE=s3://lake/2026/people.csv',
			'STATUS=FAILED',
			`TASK_ID=${taskId(1)}`,
			'TO=FAILED',
		].map(line => `NEPTUNE_IMPORT_${line}`));
	});

	test('has empty variables for missing fields, even if the environment sets them', async () => {
		const {runner} = prepare('printf "[%s][%s]" "$NEPTUNE_IMPORT_FROM" "$NEPTUNE_IMPORT_GRAPH_ID" > variables', {env: {NEPTUNE_IMPORT_FROM: 'stale'}});
		const {graphId: _, ...task} = importTask();
		runner.run([{
			version: 1, event: 'appeared', at: '2026-03-01T12:00:00.000Z', profile: 'x', region: 'y', task,
		}]);
		await runner.finished();
		expect(read('variables')).toBe('[][]');
	});

	test.each([
		// eslint-disable-next-line no-template-curly-in-string -- Shell syntax.
		'$(touch x)', '"; touch x; "', '\'; touch x; \'', '`touch x`', '|| touch x', '\ntouch x\n', '$IFS${IFS}touch x', '\0touch x', '%0 & touch x',
	])('never contains values from AWS: %j', async source => {
		const {runner, failures} = prepare('printf "%s" "$NEPTUNE_IMPORT_SOURCE" > source; cat > json');
		runner.run([changed(1, source, {source, graphId: source, roleArn: source})]);
		await runner.finished();
		expect(failures).toEqual([]);
		expect(existsSync(path.join(folder, 'x'))).toBe(false);
		expect(read('source')).toBe(source.replaceAll('\0', ''));
		expect(eventsIn(read('json'))).toMatchObject([{task: {source}}]);
	});

	test('runs in order and one at a time for the same import', async () => {
		const {runner, failures} = prepare('mkdir lock && echo "$NEPTUNE_IMPORT_TO" >> order && rmdir lock');
		const statuses = Array.from({length: 12}, (_, index) => `STEP_${index}`);
		runner.run(statuses.slice(0, 5).map(status => changed(1, status)));
		runner.run(statuses.slice(5).map(status => changed(1, status)));
		expect(runner.pending()).toBe(12);
		await runner.finished();
		expect(failures).toEqual([]);
		expect(read('order').trimEnd().split('\n')).toEqual(statuses);
		expect(runner.pending()).toBe(0);
	});

	test('runs at most four times at once', async () => {
		const {runner, failures} = prepare('echo >> ended');
		const before = childCount();
		runner.run(Array.from({length: 8}, (_, index) => changed(index + 1, 'FAILED')));

		// A child that has exited counts until the event loop turns, so this count can't miss one.
		expect(childCount() - before).toBe(4);
		await runner.finished();
		expect(failures).toEqual([]);
		expect(read('ended')).toBe('\n'.repeat(8));
	});

	test('is killed with its children after the time limit', async () => {
		const {runner, failures, log} = prepare('sleep 1000 & echo $! > pid; wait', {timeLimitMs: 500});
		runner.run([changed(1, 'FAILED')]);
		await runner.finished();
		const pid = Number(read('pid'));
		await vi.waitFor(() => {
			expect(() => process.kill(pid, 0)).toThrow('ESRCH');
		}, {timeout: 10_000});
		expect(failures).toEqual([expect.stringContaining('took longer than 0.5 s and was killed')]);
		expect(log.at(-1)).toContain('took longer');
	});

	test('reports the first failure, and logs every failure with the output', async () => {
		const {runner, failures, log} = prepare('echo "out $NEPTUNE_IMPORT_TO"; echo err >&2; exit 3');
		runner.run([changed(1, 'A'), changed(1, 'B')]);
		await runner.finished();
		expect(failures).toEqual(['The --on-change command failed with exit code 3. It runs again for the next change. Later problems go to the debug log only.']);
		expect(log.filter(line => line.includes('failed with exit code 3'))).toHaveLength(2);
		expect(log).toEqual(expect.arrayContaining(['--on-change: out A', '--on-change: err', '--on-change: out B']));
	});

	test('reports a failure if the process can\'t be created', async () => {
		const {runner, failures} = prepare('exit 0', {env: {TOO_LONG: 'x'.repeat(4_000_000)}});
		runner.run([changed(1, 'FAILED'), changed(1, 'FAILED'), changed(2, 'FAILED')]);
		await runner.finished();
		expect(failures).toEqual([expect.stringMatching(/^The --on-change command failed to start: .*E2BIG/v)]);
		expect(runner.pending()).toBe(0);
	});

	test('may ignore its input', async () => {
		const {runner, failures} = prepare('exec 0<&-; echo');
		runner.run([changed(1, 'FAILED', {source: 'x'.repeat(1_000_000)})]);
		await runner.finished();
		expect(failures).toEqual([]);
	});

	test('logs 64 KB of the output, with or without line ends, and counts the rest', async () => {
		const {runner, log} = prepare(String.raw`head -c 3000000 /dev/zero | tr "\0" x`);
		runner.run([changed(1, 'FAILED')]);
		await runner.finished();
		expect(log).toEqual([`--on-change: ${'x'.repeat(maxOutputBytes)}`, `--on-change: (${3_000_000 - maxOutputBytes} more bytes dropped)`]);
	});

	test('keeps 64 KB of 100 MB of output in memory while the command runs', async () => {
		const {runner} = prepare('head -c 100000000 /dev/zero; touch printed; while [ ! -e end ]; do sleep 0.01; done');
		const before = bufferedBytes();
		runner.run([changed(1, 'FAILED')]);
		await vi.waitFor(() => {
			expect(existsSync(path.join(folder, 'printed'))).toBe(true);
		}, {timeout: 60_000});

		// Freed buffers are counted until V8 has swept them.
		await vi.waitFor(() => {
			expect(bufferedBytes() - before).toBeLessThan(10 * maxOutputBytes);
		}, {timeout: 60_000});
		writeFileSync(path.join(folder, 'end'), '');
		await runner.finished();
	});

	test('ends running commands with SIGTERM when it is stopped, and starts no others', async () => {
		const {runner, failures, log} = prepare('trap "echo ended; exit 0" TERM; echo >> started; while :; do sleep 0.01; done');
		runner.run([changed(1, 'A'), changed(1, 'B')]);
		await vi.waitFor(() => {
			expect(read('started')).toBe('\n');
		}, {timeout: 10_000});
		await runner.stop();
		runner.run([changed(2, 'FAILED')]);
		expect([runner.pending(), read('started'), failures]).toEqual([0, '\n', []]);
		expect(log).toContain('--on-change: ended');
	});

	test('ends commands that ignore SIGTERM, and their children, with SIGKILL', async () => {
		const {runner} = prepare('trap "" TERM; (trap "" TERM; while :; do sleep 0.01; done) & echo $! > pid; while :; do sleep 0.01; done');
		runner.run([changed(1, 'FAILED')]);
		await vi.waitFor(() => {
			expect(read('pid')).not.toBe('');
		}, {timeout: 10_000});
		await runner.stop();
		await vi.waitFor(() => {
			expect(() => process.kill(Number(read('pid')), 0)).toThrow('ESRCH');
		}, {timeout: 10_000});
	});

	test('skips the newest changes when 1000 are waiting, and reports it', async () => {
		// A null character makes each start fail before there is a process: a thousand processes would take seconds.
		const {runner, failures, log} = prepare('exit 0', {env: {BROKEN: '\0'}});
		runner.run(Array.from({length: 1100}, (_, index) => changed(index, 'FAILED')));
		expect(failures).toEqual([expect.stringContaining('can\'t keep up: skipped 100 changes')]);
		expect(runner.pending()).toBe(1000);
		await runner.finished();
		expect(log.filter(line => line.includes('failed to start'))).toHaveLength(1000);
		expect(runner.pending()).toBe(0);
	});
});

test('the Windows command ends a process with its children', () => {
	expect(killCommand(42)).toEqual(['taskkill', '/pid', '42', '/t', '/f']);
});
