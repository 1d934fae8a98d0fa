import {spawnSync} from 'node:child_process';
import {
	appendFileSync,
	cpSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import {rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {
	afterAll,
	beforeEach,
	expect,
	test,
} from 'vitest';
import packageJson from '../../package.json' with {type: 'json'};
import {stressCount} from '../support/stress.ts';
import {taskId} from '../support/tasks.ts';
import {closeAfterTest, root, temporaryFolder} from './program.ts';
import {runScript, serveStatuses} from './scripts.ts';
import {key, openTerminal, type Terminal} from './terminal.ts';

// The shell commands of the readme.
const blocks = readFileSync(path.join(root, 'readme.md'), 'utf8').matchAll(/```sh\n(?<text>.+?)\n```/gsv).map(({groups}) => groups?.['text'] ?? '').toArray();

const block = (start: string): string => {
	const found = blocks.filter(text => text.startsWith(start));
	expect(found).toHaveLength(1);
	return found[0] ?? '';
};

// A copy of the repository. All tests share it, as a reader who runs one command after the other.
const clone = mkdtempSync(path.join(os.tmpdir(), 'neptune-import-watch-clone-'));
const notCloned = new Set(['.git', 'node_modules', 'dist', 'coverage']);

for (const name of readdirSync(root)) {
	if (!notCloned.has(name)) {
		cpSync(path.join(root, name), path.join(clone, name), {recursive: true});
	}
}

afterAll(async () => {
	await rm(clone, {recursive: true, force: true});
});

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

test('covers every shell command of the readme', () => {
	const starts = [
		'npm ci && npm start',
		'npm ci && npm test',
		'npm pack',
		'neptune-import-watch --profile',
		'neptune-import-watch --until-done',
		'eval "$(neptune-import-watch completion bash)"',
		'neptune-import-watch --on-change',
		'neptune-import-watch history',
		'neptune-import-watch config',
		'npm run simulator',
		'AWS_ACCESS_KEY_ID=example',
		'npm run dev',
	];
	expect(blocks.filter(text => starts.every(start => !text.startsWith(start)))).toEqual([]);
	expect(blocks).toHaveLength(starts.length);
});

test('starts the demo in a clone', async () => {
	const terminal = inClone(block('npm ci && npm start'));
	await terminal.waitForText(/\[All \d\d\]/v, 5 * minutes);
	terminal.press('q');
	expect(await terminal.exited).toMatchObject({exitCode: 0});
}, 6 * minutes);

test('runs all tests with the command of the readme, as CI does', () => {
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

test('watches several accounts and regions', async () => {
	const simulator = await serveStatuses(['IMPORTING'], ['SUCCEEDED']);
	const config = path.join(home, 'aws-config');
	writeFileSync(config, ['dev', 'staging', 'production'].map(name => `[profile ${name}]\naws_access_key_id = example\naws_secret_access_key = example\n`).join('\n'));
	const [crossed = '', pairs = '', ...others] = block('neptune-import-watch --profile').split('\n');
	expect(others).toEqual([]);

	const watch = async (command: string, imports: number): Promise<string> => {
		const [, ...args] = command.split(' ');
		const terminal = closeAfterTest(openTerminal({
			args, columns: 140, home, env: {AWS_CONFIG_FILE: config, AWS_ENDPOINT_URL_NEPTUNE_GRAPH: simulator.url},
		}));
		await terminal.waitForText(`[All ${imports}]`);
		return terminal.screen();
	};

	const screen = await watch(crossed, 8);
	expect(screen).toMatch(/SOURCE +PROFILE +REGION/v);
	expect(screen).toMatch(/staging +eu-west-1/v);
	expect(await watch(pairs, 4)).toMatch(/production +us-east-1/v);
});

test('prints each failed import in a shell script', async () => {
	const simulator = await serveStatuses(['IMPORTING', 'FAILED'], ['IMPORTING', 'IMPORTING', 'SUCCEEDED']);
	const {stdout, stderr, exitCode} = await runScript(block('neptune-import-watch --until-done'), {home, simulator});
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

	const history = await runScript(block('neptune-import-watch history'), {home});
	const [heading, ofFailed, ...others] = history.stdout.split('\n');
	expect(history.exitCode).toBe(0);
	expect(heading).toMatch(/^SEEN +TASK +WHAT/v);
	expect(ofFailed).toMatch(new RegExp(`${taskId(1)}  importing → failed`, 'v'));
	expect(others).toContainEqual(expect.stringMatching(/^ Timeline {2}last /v));
	expect(others.filter(line => /^t-\d+$/v.test(line)).toSorted()).toEqual([taskId(1), taskId(1), taskId(2), taskId(2)]);
});

test('prints the settings in effect', async () => {
	const {stdout, exitCode} = await runScript(block('neptune-import-watch config'), {home});
	expect(stdout).toContain('interval');
	expect(exitCode).toBe(0);
});

test.skipIf(!isInstalled('aws'))('lists the imports of the simulator with the AWS CLI', async () => {
	const simulator = inClone(block('npm run simulator'));
	await simulator.waitForText('http://127.0.0.1:8182', minutes);
	const {stdout, exitCode} = await runScript(block('AWS_ACCESS_KEY_ID=example'), {home, env: {AWS_PAGER: ''}});
	expect(exitCode).toBe(0);
	expect(stdout).toContain('"taskId": "t-');
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
