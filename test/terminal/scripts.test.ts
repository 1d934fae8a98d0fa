import {existsSync, readFileSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import path from 'node:path';
import {
	afterEach,
	describe,
	expect,
	test,
} from 'vitest';
import {stillFleet} from '../../source/simulator/fleet.ts';
import {startSimulator, type Simulator} from '../../source/simulator/server.ts';
import {eventsIn, expectPrintedForm, tasksIn} from '../support/events.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {
	makeHome,
	type Ran,
	runScript,
	type ShellOptions,
	startCourses,
} from './shell.ts';

const open: Array<() => Promise<void>> = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async close => close()));
});

const serve = async (...courses: ReadonlyArray<readonly string[]>): Promise<Simulator> => {
	const simulator = await startCourses(...courses);
	open.push(simulator.close);
	return simulator;
};

const newHome = (): string => {
	const home = makeHome();
	open.push(async () => rm(home, {recursive: true, force: true}));
	return home;
};

/*
A script in which `watcher` is the program.
*/
const run = async (script: string, {home = newHome(), ...besides}: Partial<ShellOptions> = {}): Promise<Ran> => {
	const ran = await runScript(`watcher() { neptune-import-watch "$@"; }\n${script}`, {home, ...besides});
	expectPrintedForm(ran.stdout);
	return ran;
};

const iso = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;

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
		expect(stderr).toContain('2 imports, all succeeded.');
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
		expect(stderr).toContain(`not over: ${second}  g-0000000001  importing`);
		expect(exitCode).toBe(1);
	});

	test('--timeout ends with 4, and names every import that is not over', async () => {
		const simulator = await serve(['IMPORTING'], ['SUCCEEDED'], ['ANALYZING_DATA']);
		const {stdout, stderr, exitCode} = await run('watcher --until-done --timeout 2s', {simulator});
		expect(stdout).toBe('');
		expect(stderr).toContain('The time is over, and 2 of 3 imports are not over.');
		expect(stderr).toContain(`not over: ${first}  g-0000000001  importing`);
		expect(stderr).toContain(`not over: ${taskId(3)}  g-0000000001  analyzing data`);
		expect(stderr).not.toContain(second);
		expect(exitCode).toBe(4);
	});

	test('--timeout names what was waited for and never came', async () => {
		const {stderr, exitCode} = await run(`watcher --until-done --timeout 2s --task ${first} --task ${second}`, {simulator: await serve(['IMPORTING'])});
		expect(stderr).toBe(`Not listed yet: ${second}.\nThe time is over, and 1 of 1 import is not over.\nnot over: ${first}  g-0000000001  importing\nnot listed: ${second}\n`);
		expect(exitCode).toBe(4);
	});

	test('--timeout says where the service never answered', async () => {
		const simulator = await serve(['IMPORTING']);
		simulator.injectFault({kind: 'silence'});
		const {stdout, stderr, exitCode} = await run('watcher --until-done --timeout 2s', {simulator});
		expect(stdout).toBe('');
		expect(stderr).toBe('The time is over, and the list was not read to its end.\n');
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
		open.push(simulator.close);
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
			'The service could not be asked: No AWS credentials were found.',
			'',
		]);
		expect(exitCode).toBe(3);
	});

	test('ends with 3 where a recording ends before the imports do', async () => {
		const home = newHome();
		const simulator = await serve(['IMPORTING', 'SUCCEEDED'], ['IMPORTING']);
		await run('watcher --record imports.ndjson --until-done --timeout 3s', {simulator, home});
		const {stdout, stderr, exitCode} = await run('watcher --replay imports.ndjson --speed 100 --until-done', {home});
		expect(stdout).toContain('IMPORTING → SUCCEEDED');
		expect(stderr).toMatch(/^The recording is at its end, and 1 of 2 imports is not over\.\nnot over: t-\S+ {2}g-\S+ {2}importing\n$/v);
		expect(exitCode).toBe(3);
	});
});

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
		['the time is over', [['IMPORTING'], ['IMPORTING']], '--timeout 2s', {result: 'timedOut', unfinished: [{taskId: first}, {taskId: second}]}, 4],
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
		expect(stderr).toBe('The service could not be asked: No AWS credentials were found.\n');
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
			expect(stderr).toMatch(/^What is to be printed can't be written: .*ENOSPC.*\.\n$/v);
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

describe('--once', () => {
	const mixed = [['IMPORTING'], ['FAILED'], ['SUCCEEDED']];

	test('prints a table, filtered and sorted as the screen is, and ends', async () => {
		const simulator = await serve(...mixed);
		const {stdout, exitCode} = await run('watcher --once --sort task --filter -status:failed', {simulator});
		expect(stdout.split('\n').map(line => line.trim().split(/\s{2,}/v).slice(0, 3))).toEqual([
			['TASK', 'GRAPH', 'STATUS'],
			[first, 'g-0000000001', 'importing'],
			[taskId(3), 'g-0000000001', 'succeeded'],
			[''],
		]);
		expect(exitCode).toBe(0);
	});

	test('prints a line of JSON an import, or comma-separated values', async () => {
		const simulator = await serve(...mixed);
		const {stdout: json} = await run('watcher --once --json --sort task', {simulator});
		expect(tasksIn(json).map(({status}) => status)).toEqual(['IMPORTING', 'FAILED', 'SUCCEEDED']);
		const {stdout: csv} = await run('watcher --once --csv --sort task', {simulator});
		expect(csv.trimEnd().split('\n').map(line => line.split(',').slice(0, 3))).toEqual([['taskId', 'graphId', 'status'], ...['IMPORTING', 'FAILED', 'SUCCEEDED'].map((status, index) => [taskId(index + 1), 'g-0000000001', status])]);
	});

	test('prints nothing of a list that it could not read to its end, and fails', async () => {
		const simulator = await startSimulator({fleet: stillFleet(Array.from({length: 150}, (_, index) => importTask({taskId: taskId(index + 1)})))});
		open.push(simulator.close);
		simulator.injectFault({
			kind: 'error', code: 'AccessDeniedException', status: 403, message: 'User x is not authorized', page: 2,
		});
		const {stdout, stderr, exitCode} = await run('watcher --once', {simulator});
		expect(stdout).toBe('');
		expect(stderr).toContain('neptune-graph:ListImportTasks');
		expect(exitCode).toBe(3);
	});

	test('may be given as much time as anybody wants', async () => {
		for (const timeout of ['30d', '366d']) {
			// eslint-disable-next-line no-await-in-loop -- One after the other.
			const {stdout, exitCode} = await run(`watcher --once --timeout ${timeout}`, {simulator: await serve(['IMPORTING'])});
			expect(stdout).toContain(first);
			expect(exitCode).toBe(0);
		}
	});

	test('ends with 4 when the time is over', async () => {
		const simulator = await serve(['IMPORTING']);
		simulator.injectFault({kind: 'silence'});
		const {stdout, stderr, exitCode} = await run('watcher --once --timeout 1s', {simulator});
		expect(stdout).toBe('');
		expect(stderr).toBe('The time is over, and the list was not read to its end.\n');
		expect(exitCode).toBe(4);
	});
});

describe('the command line', () => {
	test.each([
		['--until-done --timeout soon', 'invalid value "soon" for --timeout: expected a duration of at most a year, such as 90s, 45m, 2h or 1h30m'],
		['--task t-1', 'invalid value "t-1" for --task: expected an import task ID: t- and ten lowercase letters or digits'],
		['--replay nowhere.ndjson', 'nowhere.ndjson'],
	])('%s ends with 2 and a sentence', async (args, sentence) => {
		const {stdout, stderr, exitCode} = await run(`watcher ${args}`);
		expect(stdout).toBe('');
		expect(stderr).toContain(sentence);
		expect(stderr.trimEnd().split('\n')).toHaveLength(1);
		expect(exitCode).toBe(2);
	});

	test('takes options from the environment too, and says where one is wrong', async () => {
		const {stderr, exitCode} = await run('watcher', {env: {NEPTUNE_IMPORT_WATCH: '--intervall 5'}});
		expect(stderr).toBe('NEPTUNE_IMPORT_WATCH: unknown option --intervall (did you mean --interval?)\n');
		expect(exitCode).toBe(2);
	});

	test('completes in bash as the program itself says', async () => {
		const {stdout} = await run('eval "$(neptune-import-watch completion bash)"; COMP_WORDS=(neptune-import-watch --until); COMP_CWORD=1; complete -p neptune-import-watch | grep -o -- "-F [^ ]*" | { read -r _ name; $name; echo "$COMPREPLY"; }');
		expect(stdout.trim()).toBe('--until-done');
	});
});

/*
What has Node run this code before the program.
*/
const before = (code: string): Readonly<Record<string, string>> => ({NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code).replaceAll('\'', '%27')}`});

test('a fault of the program ends it with 70 and a sentence', async () => {
	const env = before('process.on("SIGUSR2", () => { throw new Error("a cog has come loose") })');
	const {stdout, stderr} = await run('coproc W { exec neptune-import-watch --json 2>&1; }; pid=$W_PID; exec {out}<&"$W"; read -r line <&"$out"; kill -USR2 "$pid"; wait "$pid"; echo "$?"; cat <&"$out"', {simulator: await serve(['IMPORTING']), env});
	expect(stderr).toBe('');
	expect(stdout.startsWith('70\n')).toBe(true);
	expect(stdout).toContain('neptune-import-watch ended by a fault of its own: a cog has come loose. With --debug-log');
});

test('a fault of the program before it does anything, likewise', async () => {
	const {stdout, stderr, exitCode} = await run('watcher --help', {env: before('process.stdout.write = () => { throw new Error("a cog has come loose") }')});
	expect(stdout).toBe('');
	expect(stderr).toBe('neptune-import-watch ended by a fault of its own: a cog has come loose.\n');
	expect(exitCode).toBe(70);
});
