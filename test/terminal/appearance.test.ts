import stringWidth from 'string-width';
import {describe, expect, test} from 'vitest';
import {type ImportTask, knownStatuses} from '../../source/imports/task.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {
	fakeCredentials,
	runProgram,
	serve,
	setStatuses,
	watch,
} from './program.ts';
import {key, type Terminal} from './terminal.ts';

/*
One import of each status. The source of the first one is not ASCII.
*/
const oneOfEach: readonly ImportTask[] = knownStatuses.map((status, index) =>
	importTask({taskId: taskId(index + 1), status, source: index === 0 ? 's3://lake/größe/漢字.csv' : 's3://lake/people.csv'}));

const allImports = `[All ${oneOfEach.length}]`;

const size = {columns: 140, rows: 40};

const colorsOf = (terminal: Terminal): ReadonlySet<number | string | undefined> =>
	new Set(terminal.cells().flat().flatMap(({foreground, background}) => [foreground, background]));

describe('colours', () => {
	test.each(['default', 'color-blind', 'high-contrast'])('of the theme %s use only the 16 terminal colours, even with COLORTERM=truecolor', async theme => {
		const terminal = watch(await serve(oneOfEach), ['--theme', theme], {...size, env: {COLORTERM: 'truecolor'}});
		await terminal.waitForText(allImports);

		for (const color of colorsOf(terminal)) {
			expect(color ?? 0).toBeLessThan(16);
		}

		expect(colorsOf(terminal).size > 1).toBe(theme !== 'high-contrast');
	});

	test.each<[string, readonly string[], Readonly<Record<string, string>>]>([
		['--no-color', ['--no-color'], {}],
		['NO_COLOR', [], {NO_COLOR: '1'}],
		['FORCE_COLOR=0', [], {FORCE_COLOR: '0'}],
		['an option in the environment', [], {NEPTUNE_IMPORT_WATCH: '--no-color'}],
	])('are off with %s; the selected row is still inverted and all text is the same', async (_, args, env) => {
		const simulator = await serve(oneOfEach);
		const colored = watch(simulator, [], size);
		const plain = watch(simulator, args, {...size, env});
		await Promise.all([colored, plain].map(async terminal => terminal.waitForText(/graph-\d[\s\S]*graph-\d/v)));
		expect([...colorsOf(plain)]).toEqual([undefined]);
		expect(plain.cells().flat().filter(({isInverse}) => isInverse).map(({text}) => text).join('')).toMatch(/▸ \S /v);
		expect(plain.lines().slice(1)).toEqual(colored.lines().slice(1));
	});

	test('of the theme high-contrast underline words, but not the padding', async () => {
		const terminal = watch(await serve(oneOfEach), ['--theme', 'high-contrast'], size);
		await terminal.waitForText(allImports);
		const row = terminal.lines().findIndex(line => line.includes('✗ failed'));
		const underlined = (terminal.cells()[row] ?? []).filter(({isUnderlined}) => isUnderlined);
		expect(underlined.map(({text}) => text).join('')).toBe('✗');
	});

	test('are on if both FORCE_COLOR and NO_COLOR are set, as in Node', async () => {
		const terminal = watch(await serve(oneOfEach), [], {...size, env: {NO_COLOR: '1', FORCE_COLOR: '1'}});
		await terminal.waitForText(allImports);
		expect(colorsOf(terminal).size).toBeGreaterThan(1);
	});
});

describe('a dumb terminal', () => {
	test('gets plain lines without control sequences', async () => {
		const simulator = await serve(oneOfEach);
		const endFault = simulator.injectFault({
			kind: 'error', code: 'ValidationException', status: 400, message: 'Not now.',
		});
		const terminal = watch(simulator, [], {env: {TERM: 'dumb'}});
		await terminal.waitForText('Not now');
		endFault();
		await terminal.waitForText('Imports could not be listed since');
		setStatuses(simulator, 'FAILED', 2);
		await terminal.waitForText('→ FAILED');
		expect(terminal.raw).not.toContain('\u{1B}');
	});
});

/*
Allows the characters that control sequences consist of.
*/
const notAscii = /[^\u{7}\t\n\r\u{1B}\u{20}-\u{7E}]/v;

describe('ASCII output', () => {
	test.each<[string, readonly string[], Readonly<Record<string, string>>]>([
		['--ascii', ['--ascii'], {}],
		['a locale that is not UTF-8', [], {LANG: 'C'}],
		['LC_ALL=POSIX, which overrides LANG', [], {LC_ALL: 'POSIX'}],
	])('is used with %s on every screen, in the title and in the summary at the end', async (_, args, env) => {
		const simulator = await serve(oneOfEach);
		const terminal = watch(simulator, [...args, '--notify', 'desktop'], {...size, env: {...env, TERM_PROGRAM: 'iTerm.app'}});
		await terminal.waitForText(allImports);
		await terminal.waitForText(/> \S \w/v);
		expect(terminal.screen()).toContain('lake/gro?e/????.csv');
		setStatuses(simulator, 'FAILED', 1);
		await terminal.waitForText(/\|. x failed .*t-0000000001/v);
		await terminal.waitForText(/t-0000000001 {2}initializing > failed/v);

		simulator.injectFault({kind: 'silence', on: 'list'});
		await terminal.waitForText(/[\-\/\\\|] waiting since/v);

		const steps = [
			['e', 'Changes, newest first'],
			['q', allImports],
			['?', 'Keys in the list'],
			['q', allImports],
			[key.enter, 'Details'],
			['q', allImports],
			['/', 'filter'],
			['ä', 'filter  a'],
		] as const;

		for (const [pressed, expected] of steps) {
			terminal.press(pressed);
			await terminal.waitForText(expected); // eslint-disable-line no-await-in-loop -- One key after the other.
		}

		for (const [columns, rows, expected] of [[60, 15, 'STATUS'], [40, 8, 'STATUS'], [39, 8, 'Needs 40x8, has 39x8.']] as const) {
			terminal.resize(columns, rows);
			await terminal.waitForText(expected); // eslint-disable-line no-await-in-loop -- One size after the other.
		}

		terminal.press(key.ctrl('c'));
		await terminal.exited;
		expect(terminal.raw).toContain('| 1 failed - Neptune imports');
		expect(terminal.raw).not.toMatch(notAscii);
	});

	test('has the same layout as Unicode output', async () => {
		const simulator = await serve(oneOfEach);
		const plain = watch(simulator, ['--ascii'], size);
		const unicode = watch(simulator, [], size);
		await Promise.all([plain, unicode].map(async terminal => terminal.waitForText(/graph-\d[\s\S]*graph-\d/v)));
		expect(plain.lines().slice(1).map(line => line.length)).toEqual(unicode.lines().slice(1).map(line => stringWidth(line)));
	});

	test('is not used in a UTF-8 locale', async () => {
		const terminal = watch(await serve(oneOfEach), [], {...size, env: {LANG: 'C', LC_CTYPE: 'en_US.UTF-8'}});
		await terminal.waitForText('漢字.csv');
	});
});

describe('printed output', () => {
	const run = (args: readonly string[], env: Readonly<Record<string, string>>) => runProgram(args, {env: {...fakeCredentials, ...env}});

	test.each<[string, readonly string[], Readonly<Record<string, string>>]>([
		['--ascii', ['--ascii'], {LANG: 'C.UTF-8'}],
		['a locale that is not UTF-8', [], {LANG: 'C'}],
	])('has errors and an empty history in ASCII with %s', (_, args, env) => {
		const {status, stderr} = run([...args, 'd←mo'], env);
		expect(status).toBe(2);
		expect(stderr).toBe('unknown command "d<mo" (did you mean --demo?)\n');
		expect(run(['history', ...args, '--filter', 'is:ümlaut'], env).stderr).not.toMatch(notAscii);
	});

	test('is Unicode in a UTF-8 locale', () => {
		expect(run(['dëmo'], {LANG: 'C.UTF-8'}).stderr).toBe('unknown command "dëmo" (did you mean --demo?)\n');
	});

	test('is an ASCII table with --ascii, with ? for other characters of the service', async () => {
		const terminal = watch(await serve(oneOfEach), ['--once', '--ascii'], size);
		await terminal.exited;
		expect(terminal.raw).toMatch(/t-0000000001 {2}g-0000000001 .* s3:\/\/lake\/gro\?e\/\?{4}\.csv/v);
		expect(terminal.raw).not.toMatch(notAscii);
	});

	test('keeps JSON in UTF-8 in any locale', async () => {
		const terminal = watch(await serve(oneOfEach), ['--once', '--json', '--ascii'], {...size, env: {LANG: 'C'}});
		await terminal.exited;
		expect(terminal.raw).toContain('größe/漢字');
	});

	test('has the colours of the theme, and none with NO_COLOR', async () => {
		const simulator = await serve(oneOfEach);
		const terminal = watch(simulator, ['--once', '--theme', 'color-blind'], size);
		await terminal.exited;
		expect(terminal.raw).toContain('\u{1B}[94msucceeded');
		const plain = watch(simulator, ['--once'], {...size, env: {NO_COLOR: '1'}});
		await plain.exited;
		expect(plain.raw).not.toContain('\u{1B}');
	});
});
