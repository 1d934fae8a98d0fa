import {existsSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {eventsIn} from '../support/events.ts';
import {taskId} from '../support/tasks.ts';
import {
	iso,
	newHome,
	run,
	serve,
} from './scripts.ts';

const [first, second] = [taskId(1), taskId(2)];

describe('--json', () => {
	test('prints an event a line, each by the schema, and ends with what came of it', async () => {
		const simulator = await serve(['IMPORTING', 'IMPORTING', 'FAILED'], ['SUCCEEDED']);
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
				...head, event: 'done', result: 'failed', counts: {
					active: 0, failed: 1, succeeded: 1, cancelled: 0,
				}, unfinished: [],
			},
		]);
		expect(exitCode).toBe(1);
	});

	test('tells that the service could not be asked, that it could again, and how far imports are', async () => {
		const simulator = await serve(['IMPORTING', 'IMPORTING', 'IMPORTING', 'SUCCEEDED']);
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
		['all have succeeded', [['SUCCEEDED'], ['IMPORTING', 'SUCCEEDED']], '', {result: 'succeeded', unfinished: []}, 0],
		['one has failed', [['IMPORTING', 'FAILED'], ['IMPORTING']], '--fail-fast', {result: 'failed', unfinished: [{taskId: second}]}, 1],
		['the time is over', [['IMPORTING'], ['IMPORTING']], '--timeout 5s', {result: 'timedOut', unfinished: [{taskId: first}, {taskId: second}]}, 4],
	])('ends with what came of it when %s', async (_, statuses, args, done, code) => {
		const simulator = await serve(...statuses);
		const {stdout, exitCode} = await run(`watcher --json --until-done ${args}`, {simulator});
		expect(eventsIn(stdout).at(-1)).toMatchObject({event: 'done', ...done});
		expect(exitCode).toBe(code);
	});

	test('ends so too where nobody may ask, and says on standard error why', async () => {
		const {stdout, stderr, exitCode} = await run('watcher --json --until-done', {simulator: await serve(['IMPORTING']), env: {AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: ''}});
		expect(eventsIn(stdout)).toMatchObject([{event: 'failure', kind: 'credentials'}, {event: 'done', result: 'unanswered'}]);
		expect(stdout).not.toContain('nextTryAt');
		expect(stderr).toBe('Can\'t list imports: No AWS credentials were found.\n');
		expect(exitCode).toBe(3);
	});
});

/*
Opens a pipe that nobody reads any more.
*/
const noReader = 'exec {out}> >(:); wait "$!"';

test.each([
	['--profile nope --region eu-west-1', {}, {profile: 'nope', region: 'eu-west-1'}],
	['', {AWS_PROFILE: 'nope', AWS_REGION: '', AWS_DEFAULT_REGION: 'eu-west-2'}, {profile: 'nope', region: 'eu-west-2'}],
	['--profile nope', {AWS_REGION: ''}, {profile: 'nope', region: 'unknown'}],
])('--json %s tells who was to be asked, where that could not be', async (args, env, target) => {
	const {stdout, exitCode} = await run(`watcher --json --until-done ${args}`, {env});
	expect(eventsIn(stdout)).toMatchObject([{...target, event: 'failure', kind: 'configuration'}, {...target, event: 'done', result: 'unanswered'}]);
	expect(exitCode).toBe(3);
});

describe('a line for each change', () => {
	test('is accompanied by failures and recoveries on standard error', async () => {
		const simulator = await serve(['IMPORTING', 'IMPORTING', 'SUCCEEDED']);
		simulator.injectFault({
			kind: 'body', body: '<html>', contentType: 'text/html', on: 'list', times: 1,
		});
		const {stdout, stderr} = await run('watcher --plain --until-done --expect 1', {simulator});
		expect(stdout.trimEnd().split('\n')).toHaveLength(1);
		expect(stderr.split('\n').slice(0, 2)).toEqual([expect.stringMatching(new RegExp(`^${iso}  .*Next try`, 'v')), expect.stringMatching(new RegExp(`^${iso}  `, 'v'))]);
	});

	test('has no colour unless it is asked for', async () => {
		const simulator = await serve(['IMPORTING', 'SUCCEEDED']);
		const plain = await run('watcher --until-done', {simulator});
		expect(plain.stdout).not.toContain('\u{1B}');
		const colored = await run('watcher --until-done --color', {simulator: await serve(['IMPORTING', 'SUCCEEDED'])});
		expect(colored.stdout).toContain('\u{1B}[32mSUCCEEDED');
	});

	test('is printed as it happens, and the reader may leave: the program ends quietly as by SIGPIPE', async () => {
		const simulator = await serve(['IMPORTING', 'ANALYZING_DATA', 'IMPORTING', 'SUCCEEDED', 'FAILED', 'IMPORTING', 'SUCCEEDED']);
		const {stdout, stderr} = await run('watcher --plain | head -1; echo "$PIPESTATUS"', {simulator});
		expect(stdout.split('\n').map(line => line.split('  ').slice(1).join(' '))).toEqual([`${first} g-0000000001 IMPORTING → ANALYZING_DATA`, '', '']);
		expect(stdout.split('\n', 2)[1]).toBe('141');
		expect(stderr).toBe('');
	});

	test.each([
		['the help', 'neptune-import-watch --help >&"$out"'],
		['a completion', 'neptune-import-watch completion bash >&"$out"'],
		['the list', 'neptune-import-watch --once >&"$out"'],
		['the history', 'neptune-import-watch history --json >&"$out"'],
		['each event', 'neptune-import-watch --json >&"$out"'],
		['what is wrong with the command line', 'neptune-import-watch --xyzzy 2>&"$out"'],
		['why nothing can be asked', 'AWS_ACCESS_KEY_ID= AWS_SECRET_ACCESS_KEY= neptune-import-watch --once 2>&"$out"'],
		['each failure', 'AWS_ACCESS_KEY_ID= AWS_SECRET_ACCESS_KEY= neptune-import-watch --plain 2>&"$out"'],
	])('and %s, where the reader is gone before it begins: likewise', async (_, script) => {
		const home = newHome();
		const simulator = await serve(['IMPORTING', 'FAILED']);
		await run('watcher --until-done', {simulator, home});
		const {stdout, stderr} = await run(`${noReader}; ${script}; echo "$?"`, {simulator, home});
		expect(stdout).toBe('141\n');
		expect(stderr).toBe('');
	});

	// Not every system has a disk that is always full.
	test.runIf(existsSync('/dev/full'))('and anything else, where there is no room for it: the program says so and ends with 74', async () => {
		const simulator = await serve(['IMPORTING']);

		for (const args of ['--help', '--once', '--json']) {
			// eslint-disable-next-line no-await-in-loop -- One after the other.
			const {stderr, exitCode} = await run(`watcher ${args} > /dev/full`, {simulator});
			expect(stderr).toMatch(/^Can't write the output: .*ENOSPC.*\.\n$/v);
			expect(exitCode).toBe(74);
		}
	});

	test('ends by SIGTERM as the shell is told by the signal', async () => {
		const simulator = await serve(['IMPORTING']);
		const {stdout, stderr} = await run('coproc W { exec neptune-import-watch --json; }; pid=$W_PID; read -r line <&"$W"; kill -TERM "$pid"; wait "$pid"; echo "$?"', {simulator});
		expect(stdout).toBe('143\n');
		expect(stderr).toBe('');
	});

	test('goes to the command for changes as well, and to the history', async () => {
		const home = newHome();
		const simulator = await serve(['IMPORTING', 'FAILED']);
		const {exitCode} = await run('watcher --until-done --on-change \'cat >> changes\'; neptune-import-watch history --json | grep -c changed', {simulator, home});
		expect(exitCode).toBe(0);
		expect(eventsIn(readFileSync(path.join(home, 'changes'), 'utf8'))).toMatchObject([{event: 'changed', to: 'FAILED'}]);
	});
});
