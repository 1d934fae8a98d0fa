import {describe, expect, test} from 'vitest';
import {parseCommandLine} from '../../source/cli/command-line.ts';
import {UsageError} from '../../source/cli/usage-error.ts';
import {type Options} from '../../source/runtime/options.ts';
import {
	filterError,
	watching,
	withFile,
	wrong,
} from './parsed.ts';

describe('the environment variable', () => {
	test('sets options, which the command line overrides', async () => {
		expect(await parseCommandLine([], '--interval 5 --filter \'is:active source:"s3://a b/"\' --no-color'))
			.toEqual(watching({intervalMs: 5000, filter: 'is:active source:"s3://a b/"', hasColor: false}));
		expect(await parseCommandLine(['--interval', '7', '--color'], '--interval 5 --no-color')).toEqual(watching({intervalMs: 7000, hasColor: true}));
		expect(await parseCommandLine(['--task', 't-1a2b3c4d5e'], '--task t-2a2b3c4d5e')).toEqual(watching({taskIds: ['t-1a2b3c4d5e']}));
	});

	test('does not affect other commands', async () => {
		expect(await parseCommandLine(['completion', 'bash'], '--interval nonsense')).toEqual({kind: 'completion', shell: 'bash'});
	});

	test.each<readonly [variable: string, argv: readonly string[], expected: Partial<Options>]>([
		['--json', ['--plain'], {form: 'plain'}],
		['--once --csv', ['--json'], {form: 'jsonOnce'}],
		['--plain', ['--json'], {form: 'json'}],
		['--once --json', ['--csv'], {form: 'csv'}],
		['--json', ['--once'], {form: 'jsonOnce'}],
		['--once --csv --timeout 90s', ['--until-done', '--json'], {
			form: 'json', untilDone: {
				isFailFast: false, isUsable: false, isNewOnly: false, expected: undefined,
			}, timeoutMs: 90_000,
		}],
		['--until-done --fail-fast --expect 1', ['--once'], {form: 'table'}],
		['--until-done --fail-fast', ['--once', '--csv'], {form: 'csv'}],
		['--profile staging --region eu-west-1 --endpoint-url http://127.0.0.1:8182', ['--demo'], {isDemo: true}],
		['--profile staging --interval 5 --record r.ndjson', ['--replay', 'x'], {replay: 'x', intervalMs: 5000}],
		['--replay x --speed 10', ['--record', 'r.ndjson'], {record: 'r.ndjson'}],
		['--replay x --speed 10', ['--demo'], {isDemo: true}],
		['--demo', ['--region', 'eu-west-1'], {targets: [{profile: undefined, region: 'eu-west-1'}]}],
		['--replay x --speed 10', ['--profile', 'staging'], {targets: [{profile: 'staging', region: undefined}]}],
		['--mouse', ['--screen-reader'], {isSpoken: true}],
	])('%j with the arguments %j sets the options that can be combined', async (variable, argv, expected) => {
		expect(await parseCommandLine(argv, variable)).toEqual(watching(expected));
	});

	test('ignores options until an option that they require is given', async () => {
		const variable = '--timeout 2h --fail-fast --expect 1 --csv --speed 10';
		expect(await parseCommandLine([], variable)).toEqual(watching({}));
		expect(await parseCommandLine(['--until-done'], variable)).toEqual(watching({
			untilDone: {
				isFailFast: true, isUsable: false, isNewOnly: false, expected: 1,
			}, timeoutMs: 7_200_000,
		}));
		expect(await parseCommandLine(['--once'], variable)).toEqual(watching({form: 'csv', timeoutMs: 7_200_000}));
		expect(await parseCommandLine(['--replay', 'x'], variable)).toEqual(watching({replay: 'x', speed: 10}));
		expect(await withFile({'until-done': true}, [], '--timeout 2h')).toMatchObject(watching({
			untilDone: {
				isFailFast: false, isUsable: false, isNewOnly: false, expected: undefined,
			}, timeoutMs: 7_200_000,
		}));
	});

	test('does not override the config file with an option that lacks what it requires', async () => {
		expect(await withFile({json: true}, [], '--csv')).toMatchObject(watching({form: 'json'}));
	});

	test.each<readonly [variable: string, argv: readonly string[], sentence: string]>([
		['--interval 0', ['--demo'], 'NEPTUNE_IMPORT_WATCH: invalid value "0" for --interval: expected a number of seconds from 1 to 86400'],
		['--sort state', ['--interval', 'ten'], 'invalid value "ten" for --interval: expected a number of seconds from 1 to 86400'],
		['--sort state', [], 'NEPTUNE_IMPORT_WATCH: invalid value "state" for --sort: expected activity, status, left, progress, elapsed, source, graph, task or listed (did you mean status?)'],
		['--once --filter is:x', [], `NEPTUNE_IMPORT_WATCH: ${filterError('is:x')}`],
		['--until-done --expect 2', ['--task', 't-1a2b3c4d5e'], 'NEPTUNE_IMPORT_WATCH: --expect 2 can\'t be met: --task selects only 1 import'],
		['--endpoint-url http://a --endpoint-url http://b', [], 'NEPTUNE_IMPORT_WATCH: --endpoint-url can be given only once'],
		['--demo --profile x', [], 'NEPTUNE_IMPORT_WATCH: --demo can\'t be combined with --profile'],
		['--interval', [], 'NEPTUNE_IMPORT_WATCH: --interval requires a value, for example --interval 10'],
		['--intervall 5', [], 'NEPTUNE_IMPORT_WATCH: unknown option --intervall (did you mean --interval?)'],
		['--filter "is:active', [], 'NEPTUNE_IMPORT_WATCH: unclosed quote "'],
		['history', [], 'NEPTUNE_IMPORT_WATCH: unexpected argument "history" (only options are allowed here)'],
		['--since 2h', [], 'NEPTUNE_IMPORT_WATCH: --since is allowed only on the command line'],
		['--help', [], 'NEPTUNE_IMPORT_WATCH: --help is allowed only on the command line'],
	])('%j with the arguments %j is an error', async (variable, argv, sentence) => {
		expect(await parseCommandLine(argv, variable)).toEqual(wrong(sentence));
	});

	test('may have invalid values that the command line overrides', async () => {
		expect(await parseCommandLine(['--interval', '5'], '--interval 0')).toEqual(watching({intervalMs: 5000}));
	});
});

describe('the config file', () => {
	test('is overridden by the environment variable and the command line', async () => {
		const file = {interval: 5, sort: 'task', filter: 'is:active'};
		expect(await withFile(file)).toMatchObject(watching({intervalMs: 5000, sort: 'task', filter: 'is:active'}));
		expect(await withFile(file, ['--sort', 'graph'], '--sort status --interval 7')).toMatchObject(watching({intervalMs: 7000, sort: 'graph', filter: 'is:active'}));
		expect(await withFile({color: false, title: false}, ['--color'])).toMatchObject(watching({hasColor: true, hasTitle: false}));
		expect(await withFile({task: ['t-1a2b3c4d5e', 't-2a2b3c4d5e']})).toMatchObject(watching({taskIds: ['t-1a2b3c4d5e', 't-2a2b3c4d5e']}));
		expect(await withFile({task: ['t-1a2b3c4d5e']}, ['--task', 't-3a2b3c4d5e'])).toMatchObject(watching({taskIds: ['t-3a2b3c4d5e']}));
		expect(await withFile({title: true, demo: false, profile: 'x'})).toMatchObject(watching({targets: [{profile: 'x', region: undefined}]}));
	});

	test('does not affect other commands', async () => {
		expect(await withFile({interval: 'nonsense'}, ['completion', 'bash'])).toEqual({kind: 'completion', shell: 'bash'});
		expect(await withFile({profile: 'staging'}, ['history'])).toMatchObject({kind: 'history', options: {profiles: []}});
	});

	test.each<readonly [file: unknown, argv: readonly string[], expected: Partial<Options>]>([
		[{profile: 'staging', region: 'eu-west-1'}, ['--demo'], {isDemo: true}],
		[{'until-done': true, expect: 2, timeout: '2h'}, ['--once'], {form: 'table', timeoutMs: 7_200_000}],
		[{timeout: '2h', csv: true, speed: 10}, [], {}],
		[{timeout: '2h'}, ['--until-done'], {
			timeoutMs: 7_200_000, untilDone: {
				isFailFast: false, isUsable: false, isNewOnly: false, expected: undefined,
			},
		}],
		[{'until-done': false, timeout: '2h'}, [], {}],
	])('%j with the arguments %j sets the options that can be combined', async (file, argv, expected) => {
		expect(await withFile(file, argv)).toMatchObject(watching(expected));
	});

	test.each<readonly [file: unknown, argv: readonly string[], variable: string, sentence: string]>([
		[{sort: 'task', interval: 'soon'}, [], '', 'c.jsonc:4: invalid value "soon" for --interval: expected a number of seconds from 1 to 86400'],
		[{demo: true, region: 'eu-west-1'}, [], '', 'c.jsonc:3: --demo can\'t be combined with --region'],
		[{interval: 5}, [], '--interval soon', 'NEPTUNE_IMPORT_WATCH: invalid value "soon" for --interval: expected a number of seconds from 1 to 86400'],
		[{interval: 5}, ['--interval', 'soon'], '', 'invalid value "soon" for --interval: expected a number of seconds from 1 to 86400'],
		[{}, ['--csv'], '', '--csv requires --once'],
	])('%j with the arguments %j and the variable %j is an error', async (file, argv, variable, sentence) => {
		expect(await withFile(file, argv, variable)).toEqual(wrong(sentence));
	});

	test('is the file of --config, the default file, or none', async () => {
		const opened: unknown[] = [];
		const open = async (file: string | undefined) => {
			opened.push(file);
			return undefined;
		};

		await parseCommandLine([], '', open);
		await parseCommandLine(['--config', 'mine.jsonc'], '--no-config', open);
		await parseCommandLine([], '--config other.jsonc', open);
		await parseCommandLine(['--no-config'], '--config other.jsonc', open);
		await parseCommandLine(['history'], '', open);
		expect(opened).toEqual([undefined, 'mine.jsonc', 'other.jsonc']);
	});

	test('reports an error with its line', async () => {
		expect(await parseCommandLine([], '', async () => {
			throw new UsageError('x', {kind: 'file', file: 'c.jsonc', line: 1});
		})).toEqual(wrong('c.jsonc:1: x'));
	});
});

test('the config command lists the options in effect and their origins', async () => {
	const parsed = await withFile({
		interval: 5, title: true, color: false, profile: 'x', timeout: '2h',
	}, ['config', '--demo'], '--sort task');
	const inEffect = parsed.kind === 'config' ? parsed.inEffect : [];
	const inFile = (line: number) => ({kind: 'file', file: 'c.jsonc', line});

	expect(inEffect.map(({option, value, origin}) => [option.flag, value, origin])).toEqual([
		['demo', true, {kind: 'commandLine'}],
		['sort', ['task'], {kind: 'environment'}],
		['interval', ['5'], inFile(3)],
		['title', true, inFile(4)],
		['color', false, inFile(5)],
	]);
});
