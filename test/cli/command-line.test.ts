import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import packageJson from '../../package.json' with {type: 'json'};
import {parseCommandLine} from '../../source/cli/command-line.ts';
import {helpText} from '../../source/cli/help.ts';
import {
	flags,
	isAccepted,
	type Option,
	options,
	optionTable,
} from '../../source/cli/options.ts';
import {parseConfig} from '../../source/cli/parse-config.ts';
import {UsageError} from '../../source/cli/usage-error.ts';
import {parseFilter} from '../../source/domain/filter.ts';
import {defaultNotifyOn, worthKnowing} from '../../source/domain/noteworthy.ts';
import {offeredRegions} from '../../source/domain/regions.ts';
import {type Options} from '../../source/modes/options.ts';

const watching = (options: Partial<Options>) => ({
	kind: 'watch',
	options: {
		targets: [{profile: undefined, region: undefined}],
		endpointUrl: undefined,
		intervalMs: undefined,
		filter: undefined,
		graph: undefined,
		taskIds: [],
		sort: undefined,
		detailsBudget: undefined,
		canCancel: false,
		isDemo: false,
		hasColor: undefined,
		theme: 'default',
		isAscii: false,
		isSpoken: false,
		hasMouse: false,
		hasAlternateScreen: true,
		notify: {channels: new Set(['bell']), on: defaultNotifyOn},
		hasTitle: true,
		onChange: undefined,
		keepsHistory: true,
		record: undefined,
		replay: undefined,
		speed: 1,
		form: undefined,
		untilDone: undefined,
		timeoutMs: undefined,
		debugLog: undefined,
		...options,
	},
});

const wrong = (sentence: string) => ({kind: 'wrong', sentence});

const withFile = async (fileOptions: unknown, argv: readonly string[] = [], variable = '') =>
	parseCommandLine(argv, variable, async () => parseConfig('c.jsonc', JSON.stringify({options: fileOptions}, undefined, '\t')));

describe('a command line', () => {
	test('can be empty', async () => {
		expect(await parseCommandLine([])).toEqual(watching({}));
	});

	test('can set most options together', async () => {
		const argv = [
			'--region',
			'eu-west-1',
			'--profile',
			'my profile',
			'--endpoint-url=http://127.0.0.1:8182',
			'--interval',
			'2.5',
			'--filter',
			'-status:failed',
			'--graph',
			'g-1a2b3c4d5e',
			'--task',
			't-1a2b3c4d5e',
			'--task=t-2a2b3c4d5e',
			'--sort',
			'status',
			'--details',
			'5',
			'--allow-cancel',
			'--no-color',
			'--theme',
			'high-contrast',
			'--ascii',
			'--mouse',
			'--no-alternate-screen',
			'--notify',
			'bell,desktop',
			'--notify-on',
			'failed,Rolling_Back',
			'--no-title',
			'--on-change',
			'jq .',
			'--no-history',
			'--record',
			'r.ndjson',
			'--json',
			'--until-done',
			'--fail-fast',
			'--expect',
			'2',
			'--timeout',
			'1h30m',
			'--debug-log',
			'x.log',
		];
		expect(await parseCommandLine(argv)).toEqual(watching({
			targets: [{profile: 'my profile', region: 'eu-west-1'}],
			endpointUrl: 'http://127.0.0.1:8182',
			intervalMs: 2500,
			filter: '-status:failed',
			graph: 'g-1a2b3c4d5e',
			taskIds: ['t-1a2b3c4d5e', 't-2a2b3c4d5e'],
			sort: 'status',
			detailsBudget: 5,
			canCancel: true,
			hasColor: false,
			theme: 'high-contrast',
			isAscii: true,
			hasMouse: true,
			hasAlternateScreen: false,
			notify: {channels: new Set(['bell', 'desktop']), on: {statuses: new Set(['FAILED', 'ROLLING_BACK']), isLastEnd: false}},
			hasTitle: false,
			onChange: 'jq .',
			keepsHistory: false,
			record: 'r.ndjson',
			form: 'json',
			untilDone: {isFailFast: true, expected: 2},
			timeoutMs: 5_400_000,
			debugLog: 'x.log',
		}));
	});

	test.each<readonly [argv: readonly string[], expected: Partial<Options>]>([
		[['--replay', 'r.ndjson', '--speed', '10', '--plain', '--color'], {
			replay: 'r.ndjson', speed: 10, form: 'plain', hasColor: true,
		}],
		[['--once', '--csv', '--timeout', '90s', '--demo'], {form: 'csv', timeoutMs: 90_000, isDemo: true}],
		[['--once', '--json'], {form: 'jsonOnce'}],
		[['--once'], {form: 'table'}],
		[['--screen-reader'], {isSpoken: true}],
		[['--no-color', '--color'], {hasColor: true}],
		[['--task', 't-1a2b3c4d5e', '--task', 't-2a2b3c4d5e', '--task', 't-1a2b3c4d5e'], {taskIds: ['t-1a2b3c4d5e', 't-2a2b3c4d5e']}],
		[['--notify', 'bell'], {notify: {channels: new Set(['bell']), on: worthKnowing}}],
		[['--notify', 'none'], {notify: {channels: new Set(), on: worthKnowing}}],
		[['--notify-on', 'succeeded,last'], {notify: {channels: new Set(['bell']), on: {statuses: new Set(['SUCCEEDED']), isLastEnd: true}}}],
		[['watch', '--demo'], {isDemo: true}],
		[['--demo', 'watch'], {isDemo: true}],
	])('%j is parsed', async (argv, expected) => {
		expect(await parseCommandLine(argv)).toEqual(watching(expected));
	});

	test.each(['-status:failed', '-x', '-', '=', 'a=b', 'true', '5', '"two words"', '\'', '"', 'a\nb', '-status:failed source:"a b"'])('keeps the value %j as it is', async value => {
		expect(await parseCommandLine(['--filter', value])).toEqual(watching({filter: value}));
		expect(await parseCommandLine([`--filter=${value}`])).toEqual(watching({filter: value}));
	});

	test('keeps any value as it is', async () => {
		await fc.assert(fc.asyncProperty(fc.string({unit: 'grapheme', minLength: 1}).filter(value => !value.startsWith('--')), async value => {
			expect(await parseCommandLine(['--on-change', value])).toEqual(watching({onChange: value}));
		}));
	});

	test('can select another command', async () => {
		expect(await parseCommandLine(['history', '--since', '2h', '--graph', 'g-1a2b3c4d5e', '--filter', 'is:failed', '--json', '--profile', 'x', '--region', 'eu-west-1'])).toEqual({
			kind: 'history',
			options: {
				action: 'print', isConfirmed: false, since: '2h', graph: 'g-1a2b3c4d5e', taskIds: [], filter: 'is:failed', isJson: true, profiles: ['x'], regions: ['eu-west-1'], hasColor: undefined, theme: 'default', isAscii: false,
			},
		});
		expect(await parseCommandLine(['history', '--path'])).toMatchObject({kind: 'history', options: {action: 'path'}});
		expect(await parseCommandLine(['history', '--delete'])).toMatchObject({kind: 'history', options: {action: 'delete', isConfirmed: false}});
		expect(await parseCommandLine(['history', '--delete', '--yes'])).toMatchObject({kind: 'history', options: {action: 'delete', isConfirmed: true}});
		expect(await parseCommandLine(['history', '--no-color', '--ascii', '--theme', 'color-blind'])).toMatchObject({kind: 'history', options: {hasColor: false, isAscii: true, theme: 'color-blind'}});
		expect(await parseCommandLine(['completion', 'fish'])).toEqual({kind: 'completion', shell: 'fish'});
	});

	test.each([['--help', '--region', 'eu-west-1'], ['-h'], ['history', '--help'], ['xyzzy', '-h']])('prints the help for %j', async (...argv) => {
		expect(await parseCommandLine(argv)).toEqual({kind: 'print', text: helpText()});
	});

	test.each(['--version', '-v'])('prints the version for %s', async flag => {
		expect(await parseCommandLine([flag])).toEqual({kind: 'print', text: `${packageJson.version}\n`});
	});
});

const filterError = (query: string): string => `invalid value "${query}" for --filter: ${parseFilter(query).notes[0] ?? ''}`;

type ErrorCase = readonly [argv: readonly string[], sentence: string];

describe('an error names', () => {
	test.each<ErrorCase>([
		[['--xyzzy'], 'unknown option --xyzzy (see --help)'],
		[['--xyzzy=1'], 'unknown option --xyzzy (see --help)'],
		[['--regoin', 'us-east-1'], 'unknown option --regoin (did you mean --region?)'],
		[['--regoin=us-east-1'], 'unknown option --regoin (did you mean --region?)'],
		[['--colour'], 'unknown option --colour (did you mean --color?)'],
		[['--no-region'], 'unknown option --no-region (did you mean --region?)'],
		[['--no-demo'], 'unknown option --no-demo (did you mean --demo?)'],
		[['--endpointUrl', 'http://x'], 'unknown option --endpointUrl (did you mean --endpoint-url?)'],
		[['--region.x', 'y'], 'unknown option --region.x (did you mean --region?)'],
		[['-x'], 'unknown option -x (see --help)'],
		[['-region'], 'unknown option -region (did you mean --region?)'],
		[['-hv'], 'unknown option -hv (see --help)'],
		[['--'], 'unknown option -- (see --help)'],
		[['--__proto__', 'x'], 'unknown option --__proto__ (see --help)'],
	])('an unknown option: %j', async (argv, sentence) => {
		expect(await parseCommandLine(argv)).toEqual(wrong(sentence));
	});

	test.each<ErrorCase>([
		[['extra'], 'unknown command "extra" (see --help)'],
		[['demo'], 'unknown command "demo" (did you mean --demo?)'],
		[['histroy'], 'unknown command "histroy" (did you mean history?)'],
		[['-'], 'unknown command "-" (see --help)'],
		[['history', 'all'], 'unexpected argument "all" (see --help)'],
		[['--color', 'true'], 'unknown command "true" (see --help)'],
		[['completion'], 'completion requires a shell: bash, zsh, fish'],
		[['completion', 'csh'], 'unknown shell "csh" (did you mean zsh?)'],
		[['completion', 'powershell'], 'unknown shell "powershell": expected bash, zsh, fish'],
		[['completion', 'bash', 'zsh'], 'unexpected argument "zsh" (see --help)'],
	])('an unknown command or argument: %j', async (argv, sentence) => {
		expect(await parseCommandLine(argv)).toEqual(wrong(sentence));
	});

	test.each<ErrorCase>([
		[['history', '--interval', '5'], 'history does not accept --interval'],
		[['history', '--mouse'], 'history does not accept --mouse'],
		[['history', '--endpoint-url', 'http://x'], 'history does not accept --endpoint-url'],
		[['completion', 'bash', '--json'], 'completion does not accept --json'],
		[['--since', '2h'], '--since requires the history command'],
	])('an option of another command: %j', async (argv, sentence) => {
		expect(await parseCommandLine(argv)).toEqual(wrong(sentence));
	});

	test.each<ErrorCase>([
		[['--region'], '--region requires a value, for example --region us-east-1'],
		[['--region', '--demo'], '--region requires a value, for example --region us-east-1'],
		[['--region', ''], '--region requires a value, for example --region us-east-1'],
		[['--interval='], '--interval requires a value, for example --interval 10'],
		[['--demo=yes'], '--demo takes no value'],
		[['--demo='], '--demo takes no value'],
		[['--no-config=x'], '--no-config takes no value'],
		[['--endpoint-url', 'http://x', '--endpoint-url', 'http://y'], '--endpoint-url can be given only once'],
		[['--config', 'x', '--config', 'y'], '--config can be given only once'],
		[['--config', 'x', '--no-config'], '--config can\'t be combined with --no-config'],
	])('a missing, superfluous or repeated value: %j', async (argv, sentence) => {
		expect(await parseCommandLine(argv)).toEqual(wrong(sentence));
	});

	test.each<readonly [flag: string, expected: string, values: ReadonlyArray<string | readonly [value: string, hint: string]>]>([
		['interval', 'a number of seconds from 1 to 86400', ['0', '0.5', '-5', 'ten', '1e3', 'Infinity', '86401']],
		['details', 'a whole number from 0 to 100', ['101', 'all', '1.0']],
		['endpoint-url', 'an HTTP URL, such as http://127.0.0.1:8182', ['localhost:8182', 'x']],
		['graph', 'a graph ID: g- and ten lowercase letters or digits', ['t-1a2b3c4d5e', 'g-1', 'g-1A2B3C4D5E']],
		['task', 'an import task ID: t- and ten lowercase letters or digits', ['g-1a2b3c4d5e', 't-1', 't-1a2b3c4d5', 't-1a2b3c4d5e6', 'T-1A2B3C4D5E', '1a2b3c4d5e', 't-1a2b3c4d5e,t-2a2b3c4d5e', ' t-1a2b3c4d5e', 't-1a2b3c4d5é', 'arn:t-1a2b3c4d5e']],
		['region', 'AWS regions, such as us-east-1, or all', ['US East', 'us-east-1,', 'http://x']],
		['profile', 'profile names, comma-separated', ['a,,b', ' ']],
		['target', 'a profile and a region, such as staging@eu-west-1', ['staging', 'staging@', '@eu-west-1', 'a@us-east-1,']],
		['sort', 'activity, status, graph, task, source or listed', [['state', 'status'], 'xyzzy', 'toString']],
		['theme', 'default, high-contrast or color-blind', [['colour-blind', 'color-blind'], 'toString']],
		['notify', 'bell, desktop, none or bell,desktop', ['bell,horn', ['bel', 'bell'], 'none,bell', 'bell,,desktop']],
		['notify-on', 'statuses, comma-separated, and last for the end of the last import, such as failed,last', [['failde', 'failed'], 'xyzzy']],
	])('the invalid value of --%s', async (flag, expected, values) => {
		for (const entry of values) {
			const [value, suggested] = typeof entry === 'string' ? [entry, undefined] : entry;
			const hint = suggested === undefined ? '' : ` (did you mean ${suggested}?)`;
			expect(await parseCommandLine([`--${flag}`, value])).toEqual(wrong(`invalid value "${value}" for --${flag}: expected ${expected}${hint}`)); // eslint-disable-line no-await-in-loop -- Each failure names its value.
		}
	});

	test.each<ErrorCase>([
		...['soon', '90', '0', '0s', '1.5h', '2H', '-1h', '30m1h', '1h 30m', '1h1h', '367d', '999999999d', '٣s'].map((value): ErrorCase =>
			[['--until-done', '--timeout', value], `invalid value "${value}" for --timeout: expected a duration of at most a year, such as 90s, 45m, 2h or 1h30m`]),
		...['-1', '1.5', '1e3', '0x1', '1000001', '9999999999', 'one', ' 1', '½', 'NaN'].map((value): ErrorCase =>
			[['--until-done', '--expect', value], `invalid value "${value}" for --expect: expected a whole number from 0 to 1000000`]),
		[['--replay', 'x', '--speed', '0'], 'invalid value "0" for --speed: expected a number from 0.1 to 1000'],
		[['history', '--since', 'someday'], 'invalid value "someday" for --since: expected a duration or a time, such as 2h, yesterday, 2026-03-01 or 2026-03-01T12:00'],
		[['--until-done', '--filter', 'is:failde'], filterError('is:failde')],
		[['--once', '--filter', 'statsu:failed'], filterError('statsu:failed')],
		[['history', '--filter', 'status:'], filterError('status:')],
	])('the invalid value: %j', async (argv, sentence) => {
		expect(await parseCommandLine(argv)).toEqual(wrong(sentence));
	});

	test('control characters visibly', async () => {
		expect(await parseCommandLine(['--region', 'us\n\u{1B}[31m\u{200B}'])).toEqual(wrong('invalid value "us␊␛[31m\u{FFFD}" for --region: expected AWS regions, such as us-east-1, or all'));
	});

	test('an --expect that --task makes impossible', async () => {
		expect(await parseCommandLine(['--until-done', '--task', 't-1a2b3c4d5e', '--task', 't-1a2b3c4d5e', '--expect', '2'])).toEqual(wrong('--expect 2 can\'t be met: --task names 1 import'));
		expect(await parseCommandLine(['--until-done', '--task', 't-1a2b3c4d5e', '--task', 't-2a2b3c4d5e', '--expect', '3'])).toEqual(wrong('--expect 3 can\'t be met: --task names 2 imports'));
	});
});

/*
Arguments that give an option a valid value.
*/
const argumentsOf = ({flag, value, help, example = ''}: Option): readonly string[] => {
	if (value !== undefined) {
		return [`--${flag}`, example];
	}

	return [help === undefined ? `--no-${flag}` : `--${flag}`];
};

const optionNamed = (name: string): Option => {
	const option = options.find(one => one.name === name);

	if (option === undefined) {
		throw new Error(`no option ${name}`);
	}

	return option;
};

/*
The command that accepts an option: none is `watch`.
*/
const commandOf = (option: Option): readonly string[] => isAccepted(option, 'watch') ? [] : ['history'];

const flagText = (name: string): string => `--${optionNamed(name).flag}`;

/*
An option with one that it requires.
*/
const withRequired = (option: Option): readonly string[] => [option, ...(option.requires ?? []).slice(0, 1).map(name => optionNamed(name))].flatMap(one => argumentsOf(one));

describe('the table of options', () => {
	const conflicts = options.flatMap(option => (option.conflicts ?? []).map(name => [option, optionNamed(name)] as const));

	test('states each conflict once', () => {
		const pairs = conflicts.map(([{name}, other]) => [name, other.name].toSorted().join(' '));
		expect(new Set(pairs).size).toBe(pairs.length);
	});

	test.each(conflicts.map(([option, other]) => [option.flag, other.flag, option, other] as const))('rejects --%s with --%s', async (_, __, option, other) => {
		const sentence = `--${option.flag} can't be combined with --${other.flag}`;
		expect(await parseCommandLine([...commandOf(option), ...withRequired(option), ...argumentsOf(other)])).toEqual(wrong(sentence));
		expect(await parseCommandLine([...commandOf(option), ...argumentsOf(other), ...withRequired(option)])).toEqual(wrong(sentence));
	});

	test.each(conflicts.filter(([option]) => isAccepted(option, 'watch')).map(([option, other]) => [option.flag, other.flag, option, other] as const))('lets the command line choose between --%s and --%s', async (_, __, option, other) => {
		const namesInEffect = async (argv: readonly string[], inVariable: readonly string[]): Promise<readonly string[]> => {
			const parsed = await parseCommandLine(['config', ...argv], inVariable.join(' '));
			return parsed.kind === 'config' ? parsed.inEffect.map(({option: {name}}) => name) : [JSON.stringify(parsed)];
		};

		const names = await namesInEffect(withRequired(option), withRequired(other));
		expect(names).toContain(option.name);
		expect(names).not.toContain(other.name);

		const others = await namesInEffect(withRequired(other), withRequired(option));
		expect(others).toContain(other.name);
		expect(others).not.toContain(option.name);
	});

	const requiring = options.flatMap(option => option.requires === undefined ? [] : [[option.flag, option, option.requires] as const]);

	test.each(requiring)('rejects --%s without what it requires', async (_, option, requires) => {
		expect(await parseCommandLine([...commandOf(option), ...argumentsOf(option)])).toEqual(wrong(`--${option.flag} requires ${requires.map(name => flagText(name)).join(' or ')}`));
	});

	test.each(requiring.filter(([, option]) => isAccepted(option, 'watch')))('ignores --%s in the variable without what it requires', async (_, option) => {
		expect(await parseCommandLine([], argumentsOf(option).join(' '))).toEqual(watching({}));
	});

	test('has a valid example for each value', () => {
		for (const {value, example = ''} of options) {
			expect(value === undefined || value.parse(example) !== undefined).toBe(true);
		}
	});

	test('names only existing options', () => {
		const names = options.flatMap(({requires = [], conflicts: conflicting = [], replaces = []}) => [...requires, ...conflicting, ...replaces]);
		expect(Object.keys(optionTable)).toEqual(expect.arrayContaining(names));
	});
});

test('the help lists every flag, in ASCII and 80 columns', () => {
	const help = helpText();
	expect(help).toMatch(/^\p{ASCII}*$/v);
	expect(help.split('\n').filter(line => line.length > 80)).toEqual([]);

	for (const {flag, help: text} of flags) {
		expect(help).toMatch(new RegExp(`^  (?:-., )?--${flag}(?: <[^>]+>)? {2,}${text.split(' ', 1)[0]}`, 'mv'));
	}
});

describe('the targets are', () => {
	const targetsOf = async (...argv: readonly string[]): Promise<readonly string[]> => {
		const parsed = await parseCommandLine(argv);
		return parsed.kind === 'watch' ? parsed.options.targets.map(({profile = '', region = ''}) => `${profile}@${region}`) : [JSON.stringify(parsed)];
	};

	test.each<[string, readonly string[], readonly string[]]>([
		['each profile in each region', ['--profile', 'a,b', '--region', 'us-east-1', '--region', 'eu-west-1'], ['a@us-east-1', 'a@eu-west-1', 'b@us-east-1', 'b@eu-west-1']],
		['each profile in its own region', ['--profile', 'a', '--profile', 'b,a'], ['a@', 'b@']],
		['exactly the given pairs', ['--target', 'a@us-east-1', '--target', 'me@example.com@eu-west-1'], ['a@us-east-1', 'me@example.com@eu-west-1']],
		['profiles and pairs', ['--profile', 'a', '--target', 'b@us-east-1,a@eu-west-1'], ['a@', 'b@us-east-1', 'a@eu-west-1']],
		['unique', ['--profile', 'a', '--region', 'us-east-1,us-east-1', '--target', 'a@us-east-1'], ['a@us-east-1']],
		['every region of the service', ['--region', 'all'], offeredRegions.map(region => `@${region}`)],
	])('%s', async (_, argv, targets) => {
		expect(await targetsOf(...argv)).toEqual(targets);
	});

	test('those of the command line, not those of the variable', async () => {
		expect(await parseCommandLine(['--target', 'a@us-east-1'], '--profile b --region eu-west-1')).toEqual(watching({targets: [{profile: 'a', region: 'us-east-1'}]}));
		expect(await parseCommandLine(['--profile', 'a'], '--target b@eu-west-1')).toEqual(watching({targets: [{profile: 'a', region: undefined}]}));
		expect(await parseCommandLine(['--profile', 'a'], '--region eu-west-1')).toEqual(watching({targets: [{profile: 'a', region: 'eu-west-1'}]}));
	});
});

describe('the environment variable', () => {
	test('holds options that the command line overrides', async () => {
		expect(await parseCommandLine([], '--interval 5 --filter \'is:active source:"s3://a b/"\' --no-color')).toEqual(watching({intervalMs: 5000, filter: 'is:active source:"s3://a b/"', hasColor: false}));
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
		['--once --csv --timeout 90s', ['--until-done', '--json'], {form: 'json', untilDone: {isFailFast: false, expected: undefined}, timeoutMs: 90_000}],
		['--until-done --fail-fast --expect 1', ['--once'], {form: 'table'}],
		['--until-done --fail-fast', ['--once', '--csv'], {form: 'csv'}],
		['--profile staging --region eu-west-1 --endpoint-url http://127.0.0.1:8182', ['--demo'], {isDemo: true}],
		['--profile staging --interval 5 --record r.ndjson', ['--replay', 'x'], {replay: 'x', intervalMs: 5000}],
		['--replay x --speed 10', ['--record', 'r.ndjson'], {record: 'r.ndjson'}],
		['--replay x --speed 10', ['--demo'], {isDemo: true}],
		['--demo', ['--region', 'eu-west-1'], {targets: [{profile: undefined, region: 'eu-west-1'}]}],
		['--replay x --speed 10', ['--profile', 'staging'], {targets: [{profile: 'staging', region: undefined}]}],
		['--mouse', ['--screen-reader'], {isSpoken: true}],
	])('of %j with %j keeps what can be combined', async (variable, argv, expected) => {
		expect(await parseCommandLine(argv, variable)).toEqual(watching(expected));
	});

	test('keeps options for when what they require is given', async () => {
		const variable = '--timeout 2h --fail-fast --expect 1 --csv --speed 10';
		expect(await parseCommandLine([], variable)).toEqual(watching({}));
		expect(await parseCommandLine(['--until-done'], variable)).toEqual(watching({untilDone: {isFailFast: true, expected: 1}, timeoutMs: 7_200_000}));
		expect(await parseCommandLine(['--once'], variable)).toEqual(watching({form: 'csv', timeoutMs: 7_200_000}));
		expect(await parseCommandLine(['--replay', 'x'], variable)).toEqual(watching({replay: 'x', speed: 10}));
		expect(await withFile({'until-done': true}, [], '--timeout 2h')).toMatchObject(watching({untilDone: {isFailFast: false, expected: undefined}, timeoutMs: 7_200_000}));
	});

	test('does not override the config file with an option that lacks what it requires', async () => {
		expect(await withFile({json: true}, [], '--csv')).toMatchObject(watching({form: 'json'}));
	});

	test.each<readonly [variable: string, argv: readonly string[], sentence: string]>([
		['--interval 0', ['--demo'], 'NEPTUNE_IMPORT_WATCH: invalid value "0" for --interval: expected a number of seconds from 1 to 86400'],
		['--sort state', ['--interval', 'ten'], 'invalid value "ten" for --interval: expected a number of seconds from 1 to 86400'],
		['--sort state', [], 'NEPTUNE_IMPORT_WATCH: invalid value "state" for --sort: expected activity, status, graph, task, source or listed (did you mean status?)'],
		['--once --filter is:x', [], `NEPTUNE_IMPORT_WATCH: ${filterError('is:x')}`],
		['--until-done --expect 2', ['--task', 't-1a2b3c4d5e'], 'NEPTUNE_IMPORT_WATCH: --expect 2 can\'t be met: --task names 1 import'],
		['--endpoint-url http://a --endpoint-url http://b', [], 'NEPTUNE_IMPORT_WATCH: --endpoint-url can be given only once'],
		['--demo --profile x', [], 'NEPTUNE_IMPORT_WATCH: --demo can\'t be combined with --profile'],
		['--interval', [], 'NEPTUNE_IMPORT_WATCH: --interval requires a value, for example --interval 10'],
		['--intervall 5', [], 'NEPTUNE_IMPORT_WATCH: unknown option --intervall (did you mean --interval?)'],
		['--filter "is:active', [], 'NEPTUNE_IMPORT_WATCH: unclosed quote "'],
		['history', [], 'NEPTUNE_IMPORT_WATCH: "history" is not an option'],
		['--since 2h', [], 'NEPTUNE_IMPORT_WATCH: --since is not allowed here'],
		['--help', [], 'NEPTUNE_IMPORT_WATCH: --help is not allowed here'],
	])('of %j with %j gives an error', async (variable, argv, sentence) => {
		expect(await parseCommandLine(argv, variable)).toEqual(wrong(sentence));
	});

	test('is not checked for options that the command line overrides', async () => {
		expect(await parseCommandLine(['--interval', '5'], '--interval 0')).toEqual(watching({intervalMs: 5000}));
	});
});

describe('the config file', () => {
	test('gives way to the variable, and this to the command line', async () => {
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
		[{timeout: '2h'}, ['--until-done'], {timeoutMs: 7_200_000, untilDone: {isFailFast: false, expected: undefined}}],
		[{'until-done': false, timeout: '2h'}, [], {}],
	])('with %j and %j keeps what can be combined', async (file, argv, expected) => {
		expect(await withFile(file, argv)).toMatchObject(watching(expected));
	});

	test.each<readonly [file: unknown, argv: readonly string[], variable: string, sentence: string]>([
		[{sort: 'task', interval: 'soon'}, [], '', 'c.jsonc:4: invalid value "soon" for --interval: expected a number of seconds from 1 to 86400'],
		[{demo: true, region: 'eu-west-1'}, [], '', 'c.jsonc:3: --demo can\'t be combined with --region'],
		[{interval: 5}, [], '--interval soon', 'NEPTUNE_IMPORT_WATCH: invalid value "soon" for --interval: expected a number of seconds from 1 to 86400'],
		[{interval: 5}, ['--interval', 'soon'], '', 'invalid value "soon" for --interval: expected a number of seconds from 1 to 86400'],
		[{}, ['--csv'], '', '--csv requires --once'],
	])('with %j, %j and %j gives an error', async (file, argv, variable, sentence) => {
		expect(await withFile(file, argv, variable)).toEqual(wrong(sentence));
	});

	test('is the given one, the default one, or none', async () => {
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

	test('gives its own error', async () => {
		expect(await parseCommandLine([], '', async () => {
			throw new UsageError('x', {kind: 'file', file: 'c.jsonc', line: 1});
		})).toEqual(wrong('c.jsonc:1: x'));
	});
});

test('the config command lists what is in effect, and its origin', async () => {
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

describe('any options', () => {
	const quote = (word: string): string => `'${word.replaceAll('\'', String.raw`'\''`)}'`;

	/*
	Values of an option, most of them valid.
	*/
	const values = ({value, example = '', isList}: Option): fc.Arbitrary<boolean | readonly string[]> => {
		const one = fc.constantFrom(example, ...(value?.choices ?? []), '-x', 'it\'s "x"');
		const valid = one.filter(text => value?.parse(text) !== undefined);
		return fc.array(fc.oneof({weight: 20, arbitrary: valid}, one), {minLength: 1, maxLength: isList === true ? 2 : 1});
	};

	const watchOptions = options.filter(({commands = ['watch'], notIn}) => commands.includes('watch') && notIn === undefined);
	const chosen = fc.subarray(watchOptions, {maxLength: 6}).chain(list => fc.tuple(...list.map(option => fc.tuple(
		fc.constant(option),
		option.value === undefined ? fc.constantFrom(...[option.help === undefined ? [] : [true], option.offHelp === undefined ? [] : [false]].flat()) : values(option),
	))));

	test('mean the same on the command line, in the variable and in the config file, if they are accepted', async () => {
		await fc.assert(fc.asyncProperty(chosen, async given => {
			const argv = given.flatMap(([{flag}, value]) => typeof value === 'boolean' ? [value ? `--${flag}` : `--no-${flag}`] : value.flatMap(text => [`--${flag}`, text]));
			const file = Object.fromEntries(given.map(([{flag, isList}, value]) => [flag, typeof value === 'boolean' || isList === true ? value : value[0]]));
			const parsed = await parseCommandLine(argv);
			fc.pre(parsed.kind === 'watch');
			expect(await parseCommandLine([], argv.map(word => quote(word)).join(' '))).toEqual(parsed);
			expect(await withFile(file)).toMatchObject(parsed);
			expect(await withFile(file, argv, argv.map(word => quote(word)).join(' '))).toMatchObject(parsed);
		}), {numRuns: 200});
	});

	test('in three places take effect by precedence', async () => {
		const orders = fc.option(fc.constantFrom('status', 'graph', 'task'), {nil: undefined});
		const argvOf = (order: string | undefined): readonly string[] => order === undefined ? [] : ['--sort', order];

		await fc.assert(fc.asyncProperty(orders, orders, orders, async (first, second, third) => {
			const parsed = await withFile(third === undefined ? {} : {sort: third}, argvOf(first), argvOf(second).join(' '));
			expect(parsed).toMatchObject(watching({sort: first ?? second ?? third}));
		}));
	});

	test('give options or one sentence', async () => {
		const words = fc.array(fc.oneof(
			fc.constantFrom(...flags.map(({flag}) => `--${flag}`), '-h', '--', '-', 'history', 'config', 'x', '-status:failed', '--x.y', '--__proto__'),
			fc.string({unit: 'binary'}),
		), {maxLength: 6});

		await fc.assert(fc.asyncProperty(words, words, async (argv, inVariable) => {
			const parsed = await parseCommandLine(argv, inVariable.map(word => quote(word)).join(' '));
			expect(parsed.kind === 'wrong' ? parsed.sentence : 'x').toMatch(/^.+$/v);
		}), {numRuns: 300});
	});
});
