import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {type Simulator} from '../../source/simulator/server.ts';
import {eventsIn} from '../support/events.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {temporaryFolder} from '../support/temporary-files.ts';
import {
	closeAfterTest,
	runProgram,
	serve,
	setStatuses,
} from './program.ts';
import {withReasons} from './scripts.ts';
import {key, openTerminal, type Terminal} from './terminal.ts';

type Profiles = Readonly<Record<string, {readonly simulator: Simulator; readonly region: string}>>;

/*
A home folder with an AWS configuration in which each profile has its own simulator.
*/
const homeWith = (profiles: Profiles): string => {
	const home = temporaryFolder();
	mkdirSync(path.join(home, '.aws'));
	writeFileSync(path.join(home, '.aws', 'config'), Object.entries(profiles).map(([name, {simulator, region}]) => [
		`[profile ${name}]`,
		`region = ${region}`,
		'aws_access_key_id = example',
		'aws_secret_access_key = example',
		`endpoint_url = ${simulator.url}`,
		'',
	].join('\n')).join('\n'));
	return home;
};

const open = (home: string, args: readonly string[], {columns = 140, rows = 40}: {readonly columns?: number; readonly rows?: number} = {}): Terminal => closeAfterTest(openTerminal({
	columns,
	rows,
	home,
	args: ['--interval', '1', ...args],
	env: {AWS_CONFIG_FILE: path.join(home, '.aws', 'config')},
}));

const listCount = (simulator: Simulator): number => simulator.requests.filter(({page}) => page === 1).length;

describe('several targets', () => {
	test('are polled independently: a failing, throttled or silent target does not delay another', async () => {
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
		const terminal = open(home, ['--profile', 'good,failing,throttling,silent']);
		await terminal.waitForText(/✗ 2 of 4 failing: failing, throttling/v);
		await terminal.waitForText('[All 1]');
		await terminal.waitForText(/failing: .*not allowed|failing: .*permission|failing: .*ListImportTasks/v);

		// The change appears within two polls.
		const before = listCount(good);
		setStatuses(good, 'SUCCEEDED', 1);
		await terminal.waitForText('importing → succeeded');
		expect(listCount(good)).toBeLessThanOrEqual(before + 2);

		terminal.press('t');
		await terminal.waitForText(/good +us-east-1 +● ok/v);
		await terminal.waitForText(/silent +us-east-1 +◌ waiting/v);
		terminal.press('q', 'q');
		expect(await terminal.exited).toEqual({exitCode: 0, signal: undefined});
	});

	test('are added and removed by key, each with its own history', async () => {
		const [dev, prod] = [await serve(), await serve([importTask({status: 'FAILED'}), importTask({taskId: taskId(2)})])];
		const home = homeWith({dev: {simulator: dev, region: 'us-east-1'}, prod: {simulator: prod, region: 'eu-west-1'}});
		const terminal = open(home, ['--profile', 'dev']);
		await terminal.waitForText('[All 1]');
		expect(listCount(prod)).toBe(0);

		terminal.press('P');
		await terminal.waitForText('[x] dev');
		terminal.press('j', ' ');
		await terminal.waitForText('[x] prod');
		terminal.press(key.escape);
		await terminal.waitForText('[All 3]');
		await terminal.waitForText(/SOURCE +PROFILE +REGION/v);

		terminal.press('/', ...'profile:dev', key.enter);
		await terminal.waitForText('1–1 of 1 (3 total)');
		terminal.press(key.escape);
		await terminal.waitForText('1–3 of 3');

		terminal.press('P');
		await terminal.waitForText('[x] dev');
		terminal.press('k', ' ');
		await terminal.waitForText('[ ] dev');
		terminal.press(key.escape);
		await terminal.waitForText('[All 2]');

		terminal.press('q');
		expect(await terminal.exited).toMatchObject({exitCode: 0});
		const recorded = runProgram(['history', '--json'], {env: {HOME: home}});
		expect(new Set(eventsIn(recorded.stdout).map(({profile}) => profile))).toEqual(new Set(['dev', 'prod']));
	});

	test('fit into a small terminal', async () => {
		const [dev, prod] = [await serve(), await serve()];
		const home = homeWith({dev: {simulator: dev, region: 'us-east-1'}, prod: {simulator: prod, region: 'us-east-1'}});
		const terminal = open(home, ['--profile', 'dev,prod'], {columns: 60, rows: 15});
		await terminal.waitForText('[All 2]');
		expect(terminal.lines()[0]).toMatch(/^ dev, prod · us-east-1 +● live/v);
		expect(terminal.lines().find(row => row.includes('STATUS'))).toMatch(/STATUS ▾ +PROGRESS +SOURCE +PROFILE/v);
	});
});

describe('several targets in scripts', () => {
	const printed = async (home: string, args: readonly string[]): Promise<{readonly text: string; readonly exitCode: number | undefined}> => {
		const terminal = open(home, args, {columns: 200, rows: 40});
		const {exitCode} = await terminal.exited;
		return {text: terminal.screen(), exitCode};
	};

	test('end with the result of all targets with --until-done', async () => {
		const [dev, prod] = [await serve(), await serve(withReasons([importTask()]))];
		const home = homeWith({dev: {simulator: dev, region: 'us-east-1'}, prod: {simulator: prod, region: 'us-east-1'}});
		const terminal = open(home, ['--profile', 'dev,prod', '--json', '--until-done'], {columns: 2000, rows: 40});
		await vi.waitFor(() => {
			expect(Math.min(listCount(dev), listCount(prod))).toBeGreaterThan(1);
		}, {timeout: 20_000});
		setStatuses(dev, 'SUCCEEDED', 1);
		await terminal.waitForText(/"event":"changed".*"profile":"dev"/v);
		setStatuses(prod, 'FAILED', 1);
		expect(await terminal.exited).toMatchObject({exitCode: 1});

		const events = eventsIn(terminal.lines().filter(row => row.startsWith('{')).join('\n'));
		expect(events.filter(({event}) => event === 'changed').map(({profile}) => profile)).toEqual(['dev', 'prod']);
		expect(events.at(-1)).toMatchObject({
			event: 'done', result: 'failed', profile: 'dev,prod', region: 'us-east-1',
		});
	});

	test('are printed in one list with --once, or not at all if one of them fails', async () => {
		const [dev, prod] = [await serve(), await serve([importTask({status: 'FAILED'})])];
		const home = homeWith({dev: {simulator: dev, region: 'us-east-1'}, prod: {simulator: prod, region: 'eu-west-1'}});
		const table = await printed(home, ['--profile', 'dev,prod', '--once']);
		expect(table.exitCode).toBe(0);
		expect(table.text).toMatch(/TASK +PROFILE +REGION +GRAPH/v);
		expect(table.text).toMatch(/t-0000000001 +prod +eu-west-1 .*failed/v);

		const csv = await printed(home, ['--target', 'dev@us-east-1', '--target', 'prod@eu-west-1', '--once', '--csv', '--filter', 'profile:prod']);
		expect(csv.text.split('\n')).toEqual([
			'profile,region,taskId,graphId,status,format,parquetType,source,roleArn,graphName,graphStatus,provisionedMemory,extra',
			expect.stringContaining('prod,eu-west-1,t-0000000001,'),
		]);

		prod.injectFault({
			kind: 'error', code: 'AccessDeniedException', status: 403, message: 'User is not authorized',
		});
		const nothing = await printed(home, ['--profile', 'dev,prod', '--once']);
		expect(nothing.exitCode).toBe(3);
		expect(nothing.text).toContain('prod@eu-west-1: ');
		expect(nothing.text).not.toContain('t-0000000001');
	});
});
