import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {eventsIn} from '../support/events.ts';
import {taskId} from '../support/tasks.ts';
import {temporaryFolder} from '../support/temporary-files.ts';
import {
	iso,
	reasonText,
	run,
	serveStatuses,
} from './scripts.ts';

const reason = {code: 'OUT_OF_MEMORY', summary: reasonText};
const [first, second] = [taskId(1), taskId(2)];

describe('--json', () => {
	test('prints one event per line and ends with the result', async () => {
		const simulator = await serveStatuses(['IMPORTING', 'IMPORTING', 'FAILED'], ['SUCCEEDED']);
		const {stdout, exitCode} = await run('watcher --json --until-done', {simulator});
		const events = eventsIn(stdout);
		const head = {
			version: 1, profile: 'default', region: 'us-east-1', endpoint: simulator.url,
		};
		expect(events).toMatchObject([
			{...head, event: 'baseline', task: {taskId: first, status: 'IMPORTING', roleArn: expect.any(String) as unknown}},
			{...head, event: 'baseline', task: {taskId: second, status: 'SUCCEEDED'}},
			{
				...head, event: 'changed', task: {taskId: first, status: 'FAILED'}, from: 'IMPORTING', to: 'FAILED',
			},
			{
				...head, event: 'reason', task: {taskId: first}, reason,
			},
			{
				...head, event: 'done', result: 'failed', counts: {
					active: 0, failed: 1, succeeded: 1, cancelled: 0, gone: 0,
				}, unfinished: [], failed: [{taskId: first, reason}], decidedBy: {taskId: first},
			},
		]);
		expect(exitCode).toBe(1);
	});

	test('prints failures, recoveries and progress', async () => {
		const simulator = await serveStatuses(['IMPORTING', 'IMPORTING', 'IMPORTING', 'SUCCEEDED']);
		simulator.injectFault({
			kind: 'body', body: '<html>', contentType: 'text/html', on: 'list', times: 1,
		});
		const {stdout, stderr, exitCode} = await run('watcher --json --until-done --expect 1 --details 20', {simulator});
		const events = eventsIn(stdout);
		expect(new Set(events.map(({event}) => event))).toEqual(new Set(['failure', 'recovered', 'baseline', 'progress', 'changed', 'done']));
		expect(events.slice(0, 2)).toMatchObject([{event: 'failure', kind: 'protocol'}, {event: 'baseline'}]);
		expect(events.find(({event}) => event === 'recovered')).toMatchObject({since: events[0]?.at});
		expect(stderr).not.toContain('protocol');
		expect(exitCode).toBe(0);
	});

	test.each([
		['all imports have succeeded', [['SUCCEEDED'], ['IMPORTING', 'SUCCEEDED']], '', {result: 'succeeded', unfinished: []}, 0],
		['one import has failed', [['IMPORTING', 'FAILED'], ['IMPORTING']], '--fail-fast', {result: 'failed', unfinished: [{taskId: second}]}, 1],
		['the timeout has passed', [['IMPORTING'], ['IMPORTING']], '--timeout 5s', {result: 'timedOut', unfinished: [{taskId: first}, {taskId: second}]}, 4],
	])('prints the result when %s', async (_, statuses, args, done, code) => {
		const simulator = await serveStatuses(...statuses);
		const {stdout, exitCode} = await run(`watcher --json --until-done ${args}`, {simulator});
		expect(eventsIn(stdout).at(-1)).toMatchObject({event: 'done', ...done});
		expect(exitCode).toBe(code);
	});

	test('prints the result without credentials, and the reason on stderr', async () => {
		const {stdout, stderr, exitCode} = await run('watcher --json --until-done', {simulator: await serveStatuses(['IMPORTING']), env: {AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: ''}});
		expect(eventsIn(stdout)).toMatchObject([{event: 'failure', kind: 'credentials'}, {event: 'done', result: 'unanswered'}]);
		expect(stdout).not.toContain('nextTryAt');
		expect(stderr).toBe('Can\'t list imports: No AWS credentials were found.\n');
		expect(exitCode).toBe(3);
	});
});

// Opens a pipe whose reader has closed it.
const closedPipe = 'exec {out}> >(:); wait "$!"';

test.each([
	['--profile nope --region eu-west-1', {}, {profile: 'nope', region: 'eu-west-1'}],
	['', {AWS_PROFILE: 'nope', AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-west-2'}, {profile: 'nope', region: 'eu-west-2'}],
	['--profile nope', {AWS_REGION: ''}, {profile: 'nope', region: 'unknown'}],
])('--json %s prints the target of a failure', async (args, env, target) => {
	const {stdout, exitCode} = await run(`watcher --json --until-done ${args}`, {env});
	expect(eventsIn(stdout)).toMatchObject([{...target, event: 'failure', kind: 'configuration'}, {...target, event: 'done', result: 'unanswered'}]);
	expect(exitCode).toBe(3);
});

describe('--plain', () => {
	test('prints failures and recoveries on stderr', async () => {
		const simulator = await serveStatuses(['IMPORTING', 'IMPORTING', 'SUCCEEDED']);
		simulator.injectFault({
			kind: 'body', body: '<html>', contentType: 'text/html', on: 'list', times: 1,
		});
		const {stdout, stderr} = await run('watcher --plain --until-done --expect 1', {simulator});
		expect(stdout.trimEnd().split('\n')).toHaveLength(1);
		expect(stderr.split('\n').slice(0, 2)).toEqual([expect.stringMatching(new RegExp(`^${iso}  .*Next try`, 'v')), expect.stringMatching(new RegExp(`^${iso}  `, 'v'))]);
	});

	test('prints colours only with --color', async () => {
		const simulator = await serveStatuses(['IMPORTING', 'SUCCEEDED']);
		const plain = await run('watcher --until-done', {simulator});
		expect(plain.stdout).not.toContain('\u{1B}');
		const colored = await run('watcher --until-done --color', {simulator: await serveStatuses(['IMPORTING', 'SUCCEEDED'])});
		expect(colored.stdout).toContain('\u{1B}[32mSUCCEEDED');
	});

	test('prints changes at once, and exits silently with 141 (SIGPIPE) if the reader closes the pipe', async () => {
		const simulator = await serveStatuses(['IMPORTING', 'ANALYZING_DATA', 'IMPORTING', 'SUCCEEDED', 'FAILED', 'IMPORTING', 'SUCCEEDED']);
		const {stdout, stderr} = await run('watcher --plain | head -1; echo "$PIPESTATUS"', {simulator});
		expect(stdout.split('\n').map(line => line.split('  ').slice(1).join(' '))).toEqual([`${first} g-0000000001 IMPORTING → ANALYZING_DATA`, '', '']);
		expect(stdout.split('\n', 2)[1]).toBe('141');
		expect(stderr).toBe('');
	});

	test('passes changes to --on-change and to the history', async () => {
		const home = temporaryFolder();
		const simulator = await serveStatuses(['IMPORTING', 'FAILED']);
		const {exitCode} = await run('watcher --until-done --on-change \'cat >> changes\'; neptune-import-watch history --json | grep -c changed', {simulator, home});
		expect(exitCode).toBe(0);
		expect(eventsIn(readFileSync(path.join(home, 'changes'), 'utf8'))).toMatchObject([{event: 'changed', to: 'FAILED'}, {event: 'reason', reason}]);
	});
});

describe('exit codes', () => {
	test.each([
		['the help', 'neptune-import-watch --help >&"$out"'],
		['a completion', 'neptune-import-watch completion bash >&"$out"'],
		['the list', 'neptune-import-watch --once >&"$out"'],
		['the history', 'neptune-import-watch history --json >&"$out"'],
		['an event', 'neptune-import-watch --json >&"$out"'],
		['a usage error', 'neptune-import-watch --xyzzy 2>&"$out"'],
		['an error without credentials', 'AWS_ACCESS_KEY_ID= AWS_SECRET_ACCESS_KEY= neptune-import-watch --once 2>&"$out"'],
		['a failure line', 'AWS_ACCESS_KEY_ID= AWS_SECRET_ACCESS_KEY= neptune-import-watch --plain 2>&"$out"'],
	])('are 141 (SIGPIPE), without a message, if %s goes to a closed pipe', async (_, script) => {
		const home = temporaryFolder();
		const simulator = await serveStatuses(['IMPORTING', 'FAILED']);
		await run('watcher --until-done', {simulator, home});
		const {stdout, stderr} = await run(`${closedPipe}; ${script}; echo "$?"`, {simulator, home});
		expect(stdout).toBe('141\n');
		expect(stderr).toBe('');
	});

	// Not every system has /dev/full.
	test.runIf(existsSync('/dev/full'))('are 74, with a message, on a full disk', async () => {
		const simulator = await serveStatuses(['IMPORTING']);

		for (const args of ['--help', '--once', '--json']) {
			// eslint-disable-next-line no-await-in-loop -- One after the other.
			const {stderr, exitCode} = await run(`watcher ${args} > /dev/full`, {simulator});
			expect(stderr).toBe('Can\'t write the output: the disk is full.\n');
			expect(exitCode).toBe(74);
		}
	});

	test('are 143 on SIGTERM', async () => {
		const simulator = await serveStatuses(['IMPORTING']);
		const {stdout, stderr} = await run('coproc W { exec neptune-import-watch --json; }; pid=$W_PID; read -r line <&"$W"; kill -TERM "$pid"; wait "$pid"; echo "$?"', {simulator});
		expect(stdout).toBe('143\n');
		expect(stderr).toBe('');
	});
});
