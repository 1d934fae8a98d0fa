import {spawnSync} from 'node:child_process';
import process from 'node:process';
import stringWidth from 'string-width';
import {
	afterEach,
	describe,
	expect,
	test,
} from 'vitest';
import {type ImportTask, knownStatuses} from '../../source/imports/task.ts';
import {setStatus, stillFleet} from '../../source/simulator/fleet.ts';
import {startSimulator, type Simulator} from '../../source/simulator/server.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {
	key,
	openTerminal,
	type OpenTerminalOptions,
	type Terminal,
} from './terminal.ts';

const open: Array<{readonly close: () => Promise<void>}> = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async one => one.close()));
});

const serve = async (fleet: readonly ImportTask[]): Promise<Simulator> => {
	const simulator = await startSimulator({fleet: stillFleet(fleet)});
	open.push(simulator);
	return simulator;
};

const madeUpKeys = {AWS_ACCESS_KEY_ID: 'made-up', AWS_SECRET_ACCESS_KEY: 'made-up', AWS_REGION: 'us-east-1'};

const watch = (simulator: Simulator, args: readonly string[] = [], options: OpenTerminalOptions = {}): Terminal => {
	const terminal = openTerminal({...options, args: ['--endpoint-url', simulator.url, ...args], env: {...madeUpKeys, ...options.env}});
	open.push(terminal);
	return terminal;
};

/*
One import of each status, one of them with a source that is not in plain characters.
*/
const oneOfEach: readonly ImportTask[] = knownStatuses.map((status, index) =>
	importTask({taskId: taskId(index + 1), status, source: index === 0 ? 's3://lake/größe/漢字.csv' : 's3://lake/people.csv'}));

const everything = `${oneOfEach.length} imports]`;

const size = {columns: 140, rows: 40};

const colorsOn = (terminal: Terminal): ReadonlySet<number | string | undefined> =>
	new Set(terminal.cells().flat().flatMap(({foreground, background}) => [foreground, background]));

describe('colours', () => {
	test.each(['default', 'color-blind', 'high-contrast'])('of the theme %s are of the sixteen of the terminal, which may not even be asked how many it has', async theme => {
		const terminal = watch(await serve(oneOfEach), ['--theme', theme], {...size, env: {COLORTERM: 'truecolor'}});
		await terminal.waitForText(everything);

		for (const color of colorsOn(terminal)) {
			expect(color ?? 0).toBeLessThan(16);
		}

		expect(colorsOn(terminal).size > 1).toBe(theme !== 'high-contrast');
	});

	test.each<[string, readonly string[], Readonly<Record<string, string>>]>([
		['--no-color', ['--no-color'], {}],
		['NO_COLOR', [], {NO_COLOR: '1'}],
		['FORCE_COLOR=0', [], {FORCE_COLOR: '0'}],
		['an option in the environment', [], {NEPTUNE_IMPORT_WATCH: '--no-color'}],
	])('are none with %s; the selected row stands out all the same, and all is said in words', async (_, args, env) => {
		const simulator = await serve(oneOfEach);
		const colored = watch(simulator, [], size);
		const plain = watch(simulator, args, {...size, env});
		await Promise.all([colored, plain].map(async terminal => terminal.waitForText(everything)));
		expect([...colorsOn(plain)]).toEqual([undefined]);
		expect(plain.cells().flat().filter(({isInverse}) => isInverse).map(({text}) => text).join('')).toMatch(/▸ t-\d+/v);
		expect(plain.lines().slice(1)).toEqual(colored.lines().slice(1));
	});

	test('have words underlined where a theme says so, and not the spaces that fill up a column', async () => {
		const terminal = watch(await serve(oneOfEach), ['--theme', 'high-contrast'], size);
		await terminal.waitForText(everything);
		const row = terminal.lines().findIndex(line => line.includes('✖ failed'));
		const underlined = (terminal.cells()[row] ?? []).filter(({isUnderlined}) => isUnderlined);
		expect(underlined.map(({text}) => text).join('')).toBe('✖ failed');
	});

	test('are there where FORCE_COLOR goes before NO_COLOR, as in Node', async () => {
		const terminal = watch(await serve(oneOfEach), [], {...size, env: {NO_COLOR: '1', FORCE_COLOR: '1'}});
		await terminal.waitForText(everything);
		expect(colorsOn(terminal).size).toBeGreaterThan(1);
	});
});

describe('a dumb terminal', () => {
	test('gets lines, with no control sequence in them', async () => {
		const simulator = await serve(oneOfEach);
		const endFault = simulator.injectFault({
			kind: 'error', code: 'ValidationException', status: 400, message: 'Not now.',
		});
		const terminal = watch(simulator, ['--interval', '1'], {env: {TERM: 'dumb'}});
		await terminal.waitForText('Not now');
		endFault();
		await terminal.waitForText('Imports could not be listed since');
		simulator.update((fleet, at) => setStatus(fleet, taskId(2), 'FAILED', at));
		await terminal.waitForText('→ FAILED');
		expect(terminal.raw).not.toContain('\u{1B}');
	});
});

/*
All bytes but those of plain text; what begins control sequences among what is no text.
*/
const notPlain = /[^\u{7}\t\n\r\u{1B}\u{20}-\u{7E}]/v;

describe('plain characters', () => {
	test.each<[string, readonly string[], Readonly<Record<string, string>>]>([
		['--ascii', ['--ascii'], {}],
		['a locale that is not UTF-8', [], {LANG: 'C'}],
		['LC_ALL, which goes before LANG', [], {LC_ALL: 'POSIX'}],
	])('are all that is written with %s, on every screen, in the title and in what stays', async (_, args, env) => {
		const simulator = await serve(oneOfEach);
		const terminal = watch(simulator, [...args, '--interval', '1', '--notify', 'desktop'], {...size, env: {...env, TERM_PROGRAM: 'iTerm.app'}});
		await terminal.waitForText(everything);
		await terminal.waitForText(/> t-\d{10} /v);
		expect(terminal.screen()).toContain('s3://lake/gro?e/????.csv');
		simulator.update((fleet, at) => setStatus(fleet, taskId(1), 'FAILED', at));
		await terminal.waitForText(/\|. t-0000000001 .*x failed/v);
		await terminal.waitForText(/t-0000000001 {2}initializing > failed/v);

		simulator.injectFault({kind: 'silence', on: 'list'});
		await terminal.waitForText(/asking since \S+ [\-\/\\\|]$/mv);

		const walk = [
			['e', 'Changes seen'],
			['q', everything],
			['?', 'Keys in the list'],
			['q', everything],
			[key.enter, 'Details'],
			['q', everything],
			['/', 'filter'],
			['ä', 'filter  a'],
		] as const;

		for (const [pressed, awaited] of walk) {
			terminal.press(pressed);
			await terminal.waitForText(awaited); // eslint-disable-line no-await-in-loop -- One key after the other.
		}

		for (const [columns, rows, awaited] of [[60, 15, 'STATUS'], [40, 8, 'STATUS'], [39, 8, 'Needs 40x8, has 39x8.']] as const) {
			terminal.resize(columns, rows);
			await terminal.waitForText(awaited); // eslint-disable-line no-await-in-loop -- One size after the other.
		}

		terminal.press(key.ctrl('c'));
		await terminal.exited;
		expect(terminal.raw).toContain('| 1 failed - Neptune imports');
		expect(terminal.raw).not.toMatch(notPlain);
	});

	test('take the same columns as the signs that they stand for', async () => {
		const simulator = await serve(oneOfEach);
		const plain = watch(simulator, ['--ascii'], size);
		const signs = watch(simulator, [], size);
		await Promise.all([plain, signs].map(async terminal => terminal.waitForText(everything)));
		expect(plain.lines().slice(1).map(line => line.length)).toEqual(signs.lines().slice(1).map(line => stringWidth(line)));
	});

	test('are not forced on a locale that is UTF-8', async () => {
		const terminal = watch(await serve(oneOfEach), [], {...size, env: {LANG: 'C', LC_CTYPE: 'en_US.UTF-8'}});
		await terminal.waitForText('漢字.csv');
	});
});

describe('what is printed', () => {
	const run = (args: readonly string[], env: Readonly<Record<string, string>>) => spawnSync(process.execPath, ['dist/bin.js', ...args], {
		encoding: 'utf8', env: {
			...madeUpKeys, PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', ...env,
		},
	});

	test.each<[string, readonly string[], Readonly<Record<string, string>>]>([
		['--ascii', ['--ascii'], {LANG: 'C.UTF-8'}],
		['a locale that is not UTF-8', [], {LANG: 'C'}],
	])('prints errors and an empty history in ASCII with %s', (_, args, env) => {
		const {status, stderr} = run([...args, 'd←mo'], env);
		expect(status).toBe(2);
		expect(stderr).toBe('unknown command "d<mo" (did you mean --demo?)\n');
		expect(run(['history', ...args, '--filter', 'is:ümlaut'], env).stderr).not.toMatch(notPlain);
	});

	test('is Unicode in a UTF-8 locale', () => {
		expect(run(['dëmo'], {LANG: 'C.UTF-8'}).stderr).toBe('unknown command "dëmo" (did you mean --demo?)\n');
	});

	test('is a table of plain characters, with stand-ins for what the service says', async () => {
		const terminal = watch(await serve(oneOfEach), ['--once', '--ascii'], size);
		await terminal.exited;
		expect(terminal.raw).toMatch(/t-0000000001 {2}g-0000000001 .* s3:\/\/lake\/gro\?e\/\?{4}\.csv/v);
		expect(terminal.raw).not.toMatch(notPlain);
	});

	test('is JSON as it is, whatever the locale: it is UTF-8', async () => {
		const terminal = watch(await serve(oneOfEach), ['--once', '--json', '--ascii'], {...size, env: {LANG: 'C'}});
		await terminal.exited;
		expect(terminal.raw).toContain('größe/漢字');
	});

	test('is coloured by the theme', async () => {
		const simulator = await serve(oneOfEach);
		const terminal = watch(simulator, ['--once', '--theme', 'color-blind'], size);
		await terminal.exited;
		expect(terminal.raw).toContain('\u{1B}[94msucceeded');
		const plain = watch(simulator, ['--once'], {...size, env: {NO_COLOR: '1'}});
		await plain.exited;
		expect(plain.raw).not.toContain('\u{1B}');
	});
});
