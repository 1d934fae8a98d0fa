import {spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {
	appendFileSync,
	cpSync,
	existsSync,
	readdirSync,
	readFileSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import path from 'node:path';
import process from 'node:process';
import {text as readText} from 'node:stream/consumers';
import {
	afterAll,
	beforeEach,
	expect,
	onTestFinished,
	test,
} from 'vitest';
import packageJson from '../../package.json' with {type: 'json'};
import {putGraph} from '../../source/simulator/graphs.ts';
import {stillFleet} from '../../source/simulator/fleet.ts';
import {type Simulator, startSimulator} from '../../source/simulator/server.ts';
import {docsFiles, readDocs} from '../support/docs-tables.ts';
import {root} from '../support/root.ts';
import {stressCount} from '../support/stress.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {temporaryFolder} from '../support/temporary-files.ts';
import {closeAfterTest} from './program.ts';
import {reasonText, runScript, serveStatuses} from './scripts.ts';
import {key, openTerminal, type Terminal} from './terminal.ts';

// The shell commands of all pages. `readme.md` and `docs/using.md` share some.
const blocks = new Set(docsFiles.flatMap(file => readDocs(file).matchAll(/```sh\n(?<text>.+?)\n```/gsv).map(({groups}) => groups?.['text'] ?? '').toArray()));
const untested = new Set(blocks);

const block = (start: string): string => {
	const found = [...blocks].filter(text => text.startsWith(start)).toSorted((one, other) => one.length - other.length);
	expect(found).not.toEqual([]);
	const [shortest = ''] = found;
	untested.delete(shortest);
	return shortest;
};

// A copy of the repository. All tests share it, as a reader who runs one command after the other.
const clone = temporaryFolder(afterAll);
const notCloned = new Set(['.git', 'node_modules', 'dist', 'coverage']);

for (const name of readdirSync(root)) {
	if (!notCloned.has(name)) {
		cpSync(path.join(root, name), path.join(clone, name), {recursive: true});
	}
}

let home: string;

beforeEach(() => {
	home = temporaryFolder();
});

const npmSetting = (name: string): string => spawnSync('npm', ['config', 'get', name], {encoding: 'utf8'}).stdout.trim();

/*
Uses the npm registry and cache of the machine.
*/
const npmEnvironment = (): Readonly<Record<string, string>> => ({
	npm_config_cache: npmSetting('cache'),
	npm_config_registry: npmSetting('registry'),
	npm_config_prefer_offline: 'true',
	npm_config_prefix: path.join(home, 'global'),
	NODE_EXTRA_CA_CERTS: process.env['NODE_EXTRA_CA_CERTS'] ?? '',
});

// `npm ci` takes half a minute of CPU time, and CI has already run it. So the copy links to the installed packages, unless `STRESS=full` is set.
if (stressCount({usual: 0, full: 1}) === 0) {
	symlinkSync(path.join(root, 'node_modules'), path.join(clone, 'node_modules'), 'dir');
}

const inClone = (command: string): Terminal => {
	const install = '[ -d node_modules ] || npm ci';
	return closeAfterTest(openTerminal({command: ['bash', '-c', `cd ${clone}\n${install}\n${command.replace('npm ci && ', '')}`], env: npmEnvironment(), home}));
};

const isInstalled = (name: string): boolean => spawnSync('which', [name]).status === 0;

const minutes = 60_000;

test('starts the demo in a clone', async () => {
	const terminal = inClone(block('npm ci && npm start'));
	await terminal.waitForText(/\[All \d\d\]/v, 5 * minutes);
	terminal.press('q');
	expect(await terminal.exited).toMatchObject({exitCode: 0});
}, 6 * minutes);

test('runs all tests as CI does', () => {
	const commands = block('npm ci && npm test').split(' && ');
	const lines = readFileSync(path.join(root, '.ci', 'run'), 'utf8').split('\n');
	expect(commands.filter(command => lines.every(line => !line.startsWith(command)))).toEqual([]);
	expect(packageJson.scripts.test).toMatch(/ test:all$/v);
	expect(packageJson.scripts['test:all']).toBe('vitest run');
});

test('installs the program from the clone', async () => {
	const terminal = inClone(block('npm pack'));
	expect(await terminal.exited).toMatchObject({exitCode: 0});
	const {stdout} = spawnSync(path.join(home, 'global', 'bin', packageJson.name), ['--version'], {encoding: 'utf8', env: {...process.env, HOME: home}});
	expect(stdout).toBe(`${packageJson.version}\n`);
}, 2 * minutes);

/*
Runs one command on a screen, with three profiles, and returns the screen that shows this many imports.
*/
const watch = async (command: string, {url}: Simulator, imports: number): Promise<string> => {
	const [name, ...args] = command.split(' ');
	expect(name).toBe(packageJson.name);
	const config = path.join(home, 'aws-config');
	writeFileSync(config, ['dev', 'staging', 'production'].map(profile => `[profile ${profile}]\naws_access_key_id = example\naws_secret_access_key = example\n`).join('\n'));
	const terminal = closeAfterTest(openTerminal({
		args, columns: 140, home, env: {
			AWS_CONFIG_FILE: config, AWS_PROFILE: 'dev', AWS_REGION: 'us-east-1', AWS_ENDPOINT_URL_NEPTUNE_GRAPH: url,
		},
	}));
	await terminal.waitForText(`[All ${imports}]`);
	return terminal.screen();
};

test('watches the account and region of the environment', async () => {
	const simulator = await serveStatuses(['IMPORTING'], ['SUCCEEDED']);
	expect(await watch(block('neptune-import-watch'), simulator, 2)).toMatch(/dev.* us-east-1/v);
});

test('watches several accounts and regions', async () => {
	const simulator = await serveStatuses(['IMPORTING'], ['SUCCEEDED']);
	const text = [...blocks].find(one => one.includes('--target')) ?? '';
	const [crossed = '', pairs = '', ...others] = text.split('\n');
	expect(others).toEqual([]);
	untested.delete(text);
	expect(block('neptune-import-watch --profile')).toBe(crossed);

	const screen = await watch(crossed, simulator, 8);
	expect(screen).toMatch(/SOURCE +PROFILE +REGION/v);
	expect(screen).toMatch(/staging +eu-west-1/v);
	expect(await watch(pairs, simulator, 4)).toMatch(/production +us-east-1/v);
});

test('waits until the running imports have ended', async () => {
	const simulator = await serveStatuses(['IMPORTING', 'SUCCEEDED'], ['FAILED']);
	const {stderr, exitCode} = await runScript(block('neptune-import-watch --until-done --filter'), {home, simulator});
	expect(stderr).toContain('1 of 1 import succeeded.');
	expect(exitCode).toBe(0);
});

test.skipIf(!isInstalled('jq'))('prints the list once', async () => {
	const simulator = await serveStatuses(['IMPORTING'], ['FAILED']);
	const {stdout, exitCode} = await runScript(block('neptune-import-watch --once'), {home, simulator});
	expect(exitCode).toBe(0);
	const [heading, failed, ...sources] = stdout.trimEnd().split('\n');
	expect([heading, failed]).toEqual([expect.stringMatching(/^TASK /v), expect.stringContaining(taskId(2))]);
	expect(sources).toEqual([expect.stringMatching(/^s3:/v), expect.stringMatching(/^s3:/v)]);
	expect(readFileSync(path.join(home, 'imports.csv'), 'utf8')).toMatch(/^taskId,.*\n(?:t-.*\n){2}$/v);
});

test('prints each failed import in a shell script', async () => {
	const simulator = await serveStatuses(['IMPORTING', 'FAILED'], ['IMPORTING', 'IMPORTING', 'SUCCEEDED']);
	const {stdout, stderr, exitCode} = await runScript(block('neptune-import-watch --until-done --expect'), {home, simulator});
	expect(stdout).toMatch(new RegExp(`^${taskId(1)} of g-0000000001 failed at \\d{4}-\\d\\d-\\d\\dT[\\d:.]+Z\n$`, 'v'));
	expect(stderr).toContain(taskId(1));
	expect(exitCode).toBe(1);
});

test('installs the completions where the shells look for them', async () => {
	// The array `fpath` of zsh. Its first element is the second in Bash.
	const folders = 'mkdir -p ~/zsh ~/.config/fish/completions; fpath=("" ~/zsh)';
	const {stdout, stderr, exitCode} = await runScript(`${folders}\n${block('eval')}\ncomplete -p neptune-import-watch`, {home});
	expect([stderr, exitCode]).toEqual(['', 0]);
	expect(stdout).toMatch(/^complete .*neptune-import-watch\n$/v);
	expect(readFileSync(path.join(home, 'zsh', '_neptune-import-watch'), 'utf8')).toContain('#compdef neptune-import-watch');
	expect(readFileSync(path.join(home, '.config', 'fish', 'completions', 'neptune-import-watch.fish'), 'utf8')).toContain('complete');
});

test.skipIf(!isInstalled('jq'))('runs a command for each change, and prints it in the history', async () => {
	const simulator = await serveStatuses(['IMPORTING', 'FAILED'], ['IMPORTING', 'SUCCEEDED']);
	const {exitCode} = await runScript(block('neptune-import-watch --on-change'), {home, simulator, env: {NEPTUNE_IMPORT_WATCH: '--interval 1 --until-done'}});
	expect(exitCode).toBe(1);
	expect(readFileSync(path.join(home, 'failed.txt'), 'utf8')).toBe(`${taskId(1)}\n`);

	const history = await runScript(block('neptune-import-watch history --since'), {home});
	const [heading, ofFailed, ...others] = history.stdout.split('\n');
	expect(history.exitCode).toBe(0);
	expect(heading).toMatch(/^SEEN +TASK +WHAT/v);
	expect(ofFailed).toMatch(new RegExp(`${taskId(1)}  importing → failed`, 'v'));
	expect(others).toContainEqual(expect.stringMatching(/^ Timeline {2}last /v));
	expect(others.filter(line => /^t-\d+$/v.test(line)).toSorted()).toEqual([taskId(1), taskId(1), taskId(2), taskId(2)]);
});

test('finds and deletes the history', async () => {
	const simulator = await serveStatuses(['IMPORTING', 'SUCCEEDED']);
	await runScript('neptune-import-watch --until-done', {home, simulator});
	const {stdout, stderr, exitCode} = await runScript(block('neptune-import-watch history --path'), {home});
	expect([stdout, stderr, exitCode]).toEqual([`${home}/.local/state/neptune-import-watch/history.db\n`, 'History deleted.\n', 0]);
	expect(existsSync(stdout.trim())).toBe(false);
});

test('prints the settings in effect, with those of the environment variable', async () => {
	const {stdout, exitCode} = await runScript(`${block('export NEPTUNE_IMPORT_WATCH')}\n${block('neptune-import-watch config')}`, {home});
	expect(stdout).toMatch(/"?profile.* "?staging/v);
	expect(exitCode).toBe(0);
});

/*
Receives what is posted to it, on loopback.
*/
const serveWebhook = async (): Promise<{readonly url: string; readonly posts: readonly string[]}> => {
	const posts: string[] = [];
	const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		posts.push(await readText(request));
		response.end();
	};

	const server = createServer((request, response) => {
		void receive(request, response);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		server.close();
	});
	const address = server.address();
	return {url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}/`, posts};
};

test.skipIf(!isInstalled('jq') || !isInstalled('curl'))('posts failures to a webhook, but no old failure that leaves the list', async () => {
	const simulator = await serveStatuses(['IMPORTING', 'FAILED'], ['IMPORTING', 'IMPORTING', 'IMPORTING', 'IMPORTING', 'SUCCEEDED'], ['FAILED', 'gone']);
	const webhook = await serveWebhook();
	const script = `${block('cat > post-failure.sh')}\n${block('neptune-import-watch --plain')}`;
	const {stdout, exitCode} = await runScript(script, {home, simulator, env: {WEBHOOK_URL: webhook.url, NEPTUNE_IMPORT_WATCH: '--interval 1 --until-done'}});
	expect(exitCode).toBe(1);
	expect(stdout).toContain(`${taskId(3)}  g-0000000001  gone FAILED`);
	const texts = webhook.posts.map(post => JSON.parse(post) as unknown);
	expect(texts.at(-1)).toEqual({text: `${taskId(1)} (${importTask().source}) failed: ${reasonText}`});
	expect(texts.slice(0, -1)).toEqual(texts.length === 1 ? [] : [{text: `${taskId(1)} (${importTask().source}) failed: reason follows`}]);
});

const hasAwsCli = isInstalled('aws');

test.skipIf(!hasAwsCli)('starts an import with the AWS CLI and waits for it', async () => {
	const startedAt = Date.now();
	const fleet = putGraph(stillFleet([]), {id: 'g-1a2b3c4d5e', name: 'people'});

	// A thousand times as fast as the clock.
	const simulator = closeAfterTest(await startSimulator({fleet, clock: () => startedAt + ((Date.now() - startedAt) * 1000)}));
	const {stderr, exitCode} = await runScript(block('task=$(aws'), {
		home, simulator, env: {
			AWS_DEFAULT_REGION: 'us-east-1', GRAPH_ID: 'g-1a2b3c4d5e', SOURCE: 's3://lake/people/', ROLE_ARN: 'arn:aws:iam::123456789012:role/reader', AWS_PAGER: '',
		},
	});
	expect(stderr).toMatch(/1 of 1 import succeeded\.\nDecided by t-\w{10} of g-1a2b3c4d5e: succeeded\n$/v);
	expect(exitCode).toBe(0);
}, 2 * minutes);

test.skipIf(!hasAwsCli)('lists the imports of the simulator with the AWS CLI and the program', async () => {
	// The documented port may be in use, so this test takes a free one.
	const withPort = (command: string, port: string): string => {
		expect(command.split('8182')).toHaveLength(2);
		return command.replace('8182', () => port);
	};

	const simulator = inClone(withPort(block('npm run simulator'), '0'));
	const printed = /http:\/\/127\.0\.0\.1:(?<port>\d+);/v;
	await simulator.waitForText(printed, minutes);
	const {port = ''} = printed.exec(simulator.screen())?.groups ?? {};
	const {stdout, exitCode} = await runScript(withPort(block('export AWS_ACCESS_KEY_ID'), port), {home, env: {AWS_PAGER: ''}});
	expect(exitCode).toBe(0);
	expect(stdout).toContain('"taskId": "t-');
	expect(stdout).toMatch(/^TASK +GRAPH +NAME +STATUS/mv);
	simulator.press(key.ctrl('c'));
	await simulator.exited;
}, 2 * minutes);

test('restarts the program when a source file changes', async () => {
	const terminal = inClone(block('npm run dev'));
	await terminal.waitForText(/\[All \d\d\]/v, minutes);

	// The error stays on the screen until the next change.
	const file = path.join(clone, 'source', 'ui', 'list', 'header-spans.ts');
	const text = readFileSync(file, 'utf8');
	appendFileSync(file, 'const broken =');
	await terminal.waitForText('Waiting for a change', minutes);

	const changed = text.replace('Neptune imports', 'Neptune at work');
	expect(changed).not.toBe(text);
	writeFileSync(file, changed);
	await terminal.waitForText('Neptune at work', minutes);
	await terminal.waitForText(/\[All \d\d\]/v, minutes);
	terminal.press('q');
	expect(await terminal.exited).toMatchObject({exitCode: 0});
}, 4 * minutes);

// Some tests need a program that is not installed everywhere.
test.runIf(hasAwsCli && isInstalled('jq') && isInstalled('curl'))('has run every shell command of the pages', () => {
	expect([...untested]).toEqual([]);
});
