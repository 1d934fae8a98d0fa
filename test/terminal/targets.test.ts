import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, writeFileSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {
	afterEach,
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {type ImportTask} from '../../source/domain/task.ts';
import {setStatus, stillFleet} from '../../source/simulator/fleet.ts';
import {startSimulator, type Simulator} from '../../source/simulator/server.ts';
import {eventsIn} from '../support/events.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {key, openTerminal, type Terminal} from './terminal.ts';

const open: Array<() => Promise<void>> = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async close => close()));
});

const serve = async (tasks: readonly ImportTask[] = [importTask()]): Promise<Simulator> => {
	const simulator = await startSimulator({fleet: stillFleet(tasks)});
	open.push(simulator.close);
	return simulator;
};

type Profiles = Readonly<Record<string, {readonly simulator: Simulator; readonly region: string}>>;

/*
A home with an AWS configuration in which each profile has a simulator of its own.
*/
const homeWith = (profiles: Profiles): string => {
	const home = mkdtempSync(path.join(os.tmpdir(), 'neptune-import-watch-targets-'));
	open.push(async () => rm(home, {recursive: true, force: true}));
	mkdirSync(path.join(home, '.aws'));
	writeFileSync(path.join(home, '.aws', 'config'), Object.entries(profiles).map(([name, {simulator, region}]) => [
		`[profile ${name}]`,
		`region = ${region}`,
		'aws_access_key_id = made-up',
		'aws_secret_access_key = made-up',
		`endpoint_url = ${simulator.url}`,
		'',
	].join('\n')).join('\n'));
	return home;
};

const watch = (home: string, args: readonly string[], {columns = 140, rows = 40}: {readonly columns?: number; readonly rows?: number} = {}): Terminal => {
	const terminal = openTerminal({
		columns,
		rows,
		home,
		args: ['--interval', '1', ...args],
		env: {AWS_CONFIG_FILE: path.join(home, '.aws', 'config')},
	});
	open.push(async () => terminal.close());
	return terminal;
};

const lists = (simulator: Simulator): number => simulator.requests.filter(({page}) => page === 1).length;

describe('several targets', () => {
	test('are watched side by side: what fails, is throttled or silent in one hides and delays nothing of another', async () => {
		const [good, failing, throttling, silent] = [await serve(), await serve(), await serve(), await serve()];
		failing.injectFault({
			kind: 'error', code: 'AccessDeniedException', status: 403, message: 'User is not authorized',
		});
		throttling.injectFault({
			kind: 'error', code: 'ThrottlingException', status: 429, message: 'Rate exceeded',
		});
		silent.injectFault({kind: 'silence'});

		const home = homeWith({
			good: {simulator: good, region: 'us-east-1'},
			failing: {simulator: failing, region: 'us-east-1'},
			throttling: {simulator: throttling, region: 'us-east-1'},
			silent: {simulator: silent, region: 'us-east-1'},
		});
		const terminal = watch(home, ['--profile', 'good,failing,throttling,silent']);
		await terminal.waitForText(/● good {2}✖ failing {2}✖ throttling {2}○ silent/v);
		await terminal.waitForText('[1 import]');
		await terminal.waitForText(/failing: .*not allowed|failing: .*permission|failing: .*ListImportTasks/v);

		// Within the two polls that follow, whatever the others do.
		const asked = lists(good);
		good.update((fleet, at) => setStatus(fleet, taskId(1), 'SUCCEEDED', at));
		await terminal.waitForText('importing → succeeded');
		expect(lists(good)).toBeLessThanOrEqual(asked + 2);

		terminal.press('t');
		await terminal.waitForText(/good +us-east-1 +● fresh/v);
		await terminal.waitForText(/silent +us-east-1 +○ waiting/v);
		terminal.press('q', 'q');
		expect(await terminal.exited).toEqual({exitCode: 0, signal: undefined});
	});

	test('come and go by key, each with a history of its own', async () => {
		const [dev, prod] = [await serve(), await serve([importTask({status: 'FAILED'}), importTask({taskId: taskId(2)})])];
		const home = homeWith({dev: {simulator: dev, region: 'us-east-1'}, prod: {simulator: prod, region: 'eu-west-1'}});
		const terminal = watch(home, ['--profile', 'dev']);
		await terminal.waitForText('[1 import]');
		expect(lists(prod)).toBe(0);

		terminal.press('P');
		await terminal.waitForText('[x] dev');
		terminal.press('j', ' ');
		await terminal.waitForText('[x] prod');
		terminal.press(key.escape);
		await terminal.waitForText('[3 imports]');
		await terminal.waitForText(/TASK +PROFILE +REGION/v);

		terminal.press('/', ...'profile:dev', key.enter);
		await terminal.waitForText('1–1 of 1 (3 in all)');
		terminal.press(key.escape);
		await terminal.waitForText('1–3 of 3');

		terminal.press('P');
		await terminal.waitForText('[x] dev');
		terminal.press('k', ' ');
		await terminal.waitForText('[ ] dev');
		terminal.press(key.escape);
		await terminal.waitForText('[2 imports]');

		terminal.press('q');
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		const recorded = spawnSync(process.execPath, ['dist/bin.js', 'history', '--json'], {encoding: 'utf8', env: {HOME: home}});
		expect(new Set(eventsIn(recorded.stdout).map(({profile}) => profile))).toEqual(new Set(['dev', 'prod']));
	});

	test('fit small terminals', async () => {
		const [dev, prod] = [await serve(), await serve()];
		const home = homeWith({dev: {simulator: dev, region: 'us-east-1'}, prod: {simulator: prod, region: 'us-east-1'}});
		const terminal = watch(home, ['--profile', 'dev,prod'], {columns: 60, rows: 15});
		await terminal.waitForText('[2 imports]');
		expect(terminal.lines()[0]).toMatch(/● dev {2}● prod/v);
		expect(terminal.lines().find(row => row.includes('TASK'))).toMatch(/TASK +PROFILE +STATUS/v);
	});
});

describe('for scripts', () => {
	const lines = async (home: string, args: readonly string[]): Promise<{readonly text: string; readonly exitCode: number | undefined}> => {
		const terminal = watch(home, args, {columns: 200, rows: 40});
		const {exitCode} = await terminal.exited;
		return {text: terminal.screen(), exitCode};
	};

	test('waiting ends when the imports of all targets are over', async () => {
		const [dev, prod] = [await serve(), await serve()];
		const home = homeWith({dev: {simulator: dev, region: 'us-east-1'}, prod: {simulator: prod, region: 'us-east-1'}});
		const terminal = watch(home, ['--profile', 'dev,prod', '--json', '--until-done'], {columns: 2000, rows: 40});
		await vi.waitFor(() => {
			expect(Math.min(lists(dev), lists(prod))).toBeGreaterThan(1);
		}, {timeout: 20_000});
		dev.update((fleet, at) => setStatus(fleet, taskId(1), 'SUCCEEDED', at));
		await terminal.waitForText(/"event":"changed".*"profile":"dev"/v);
		prod.update((fleet, at) => setStatus(fleet, taskId(1), 'FAILED', at));
		expect(await terminal.exited).toMatchObject({exitCode: 1});

		const events = eventsIn(terminal.lines().filter(row => row.startsWith('{')).join('\n'));
		expect(events.filter(({event}) => event === 'changed').map(({profile}) => profile)).toEqual(['dev', 'prod']);
		expect(events.at(-1)).toMatchObject({
			event: 'done', result: 'failed', profile: 'dev,prod', region: 'us-east-1',
		});
	});

	test('a list of all targets is printed once, with where each import is, or not at all', async () => {
		const [dev, prod] = [await serve(), await serve([importTask({status: 'FAILED'})])];
		const home = homeWith({dev: {simulator: dev, region: 'us-east-1'}, prod: {simulator: prod, region: 'eu-west-1'}});
		const table = await lines(home, ['--profile', 'dev,prod', '--once']);
		expect(table.exitCode).toBe(0);
		expect(table.text).toMatch(/TASK +PROFILE +REGION +GRAPH/v);
		expect(table.text).toMatch(/t-0000000001 +prod +eu-west-1 .*failed/v);

		const csv = await lines(home, ['--target', 'dev@us-east-1', '--target', 'prod@eu-west-1', '--once', '--csv', '--filter', 'profile:prod']);
		expect(csv.text.split('\n')).toEqual([
			'profile,region,taskId,graphId,status,format,parquetType,source,roleArn',
			expect.stringContaining('prod,eu-west-1,t-0000000001,'),
		]);

		prod.injectFault({
			kind: 'error', code: 'AccessDeniedException', status: 403, message: 'User is not authorized',
		});
		const nothing = await lines(home, ['--profile', 'dev,prod', '--once']);
		expect(nothing.exitCode).toBe(3);
		expect(nothing.text).toContain('prod@eu-west-1: ');
		expect(nothing.text).not.toContain('t-0000000001');
	});
});
