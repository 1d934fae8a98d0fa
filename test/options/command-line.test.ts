import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import packageJson from '../../package.json' with {type: 'json'};
import {defaultNotifyOn, worthKnowing} from '../../source/domain/noteworthy.ts';
import {offeredRegions} from '../../source/domain/regions.ts';
import {parseConfig} from '../../source/config/parse-config.ts';
import {parseCommandLine} from '../../source/options/command-line.ts';
import {helpText} from '../../source/options/help-text.ts';
import {optionSpecs} from '../../source/options/option-specs.ts';
import {type Options} from '../../source/options/options.ts';
import {UsageError} from '../../source/options/usage-error.ts';

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

describe('a command line', () => {
	test('may be empty', async () => {
		expect(await parseCommandLine([])).toEqual(watching({}));
	});

	test('may set every option', async () => {
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

	test('may set what can\'t go with those', async () => {
		expect(await parseCommandLine(['--replay', 'r.ndjson', '--speed', '10', '--plain', '--color'])).toEqual(watching({
			replay: 'r.ndjson', speed: 10, form: 'plain', hasColor: true,
		}));
		expect(await parseCommandLine(['--once', '--csv', '--timeout', '90s', '--demo'])).toEqual(watching({form: 'csv', timeoutMs: 90_000, isDemo: true}));
		expect(await parseCommandLine(['--once', '--json'])).toEqual(watching({form: 'jsonOnce'}));
		expect(await parseCommandLine(['--once'])).toEqual(watching({form: 'table'}));
		expect(await parseCommandLine(['--screen-reader'])).toEqual(watching({isSpoken: true}));
	});

	test('may name an import twice', async () => {
		expect(await parseCommandLine(['--task', 't-1a2b3c4d5e', '--task', 't-2a2b3c4d5e', '--task', 't-1a2b3c4d5e'])).toEqual(watching({taskIds: ['t-1a2b3c4d5e', 't-2a2b3c4d5e']}));
	});

	test('notifies of more where it says how', async () => {
		expect(await parseCommandLine(['--notify', 'bell'])).toEqual(watching({notify: {channels: new Set(['bell']), on: worthKnowing}}));
		expect(await parseCommandLine(['--notify', 'none'])).toEqual(watching({notify: {channels: new Set(), on: worthKnowing}}));
		expect(await parseCommandLine(['--notify-on', 'succeeded,last'])).toEqual(watching({notify: {channels: new Set(['bell']), on: {statuses: new Set(['SUCCEEDED']), isLastEnd: true}}}));
	});

	test('may ask for the history or a completion', async () => {
		expect(await parseCommandLine(['history', '--since', '2h', '--graph', 'g-1a2b3c4d5e', '--filter', 'is:failed', '--json', '--profile', 'x', '--region', 'eu-west-1'])).toEqual({
			kind: 'history',
			options: {
				since: '2h', graph: 'g-1a2b3c4d5e', taskIds: [], filter: 'is:failed', isJson: true, profiles: ['x'], regions: ['eu-west-1'], hasColor: undefined, theme: 'default', isAscii: false,
			},
		});
		expect(await parseCommandLine(['history', '--no-color', '--ascii', '--theme', 'color-blind'])).toMatchObject({kind: 'history', options: {hasColor: false, isAscii: true, theme: 'color-blind'}});
		expect(await parseCommandLine(['completion', 'fish'])).toEqual({kind: 'completion', shell: 'fish'});
		expect(await parseCommandLine(['watch', '--demo'])).toEqual(watching({isDemo: true}));
	});

	test.each<readonly [argv: readonly string[], sentence: string]>([
		[['--regoin', 'us-east-1'], 'There is no option --regoin. Did you mean --region?'],
		[['--regoin=us-east-1'], 'There is no option --regoin. Did you mean --region?'],
		[['--colour'], 'There is no option --colour. Did you mean --color?'],
		[['--xyzzy'], 'There is no option --xyzzy.'],
		[['--no-region'], 'There is no option --no-region. Did you mean --region?'],
		[['--endpointUrl', 'http://x'], 'There is no option --endpointUrl. Did you mean --endpoint-url?'],
		[['-x'], 'There is no option -x.'],
		[['demo'], '“demo” is not an option, which begin with --, nor a command, which are watch, history, config, completion. Did you mean --demo?'],
		[['histroy'], '“histroy” is not an option, which begin with --, nor a command, which are watch, history, config, completion. Did you mean history?'],
		[['history', 'all'], '“all” is one word too many.'],
		[['history', '--interval', '5'], '--interval is no option of history.'],
		[['history', '--since', 'someday'], '--since takes a duration or a time, such as 2h, yesterday, 2026-03-01 or 2026-03-01T12:00; “someday” is none.'],
		[['--since', '2h'], '--since goes with the command history alone.'],
		[['completion'], 'completion takes the name of a shell: bash, zsh, fish.'],
		[['completion', 'fishy'], 'completion takes the name of a shell: bash, zsh, fish; “fishy” is none of them. Did you mean fish?'],
		[['--task', 'g-1a2b3c4d5e'], '--task takes the id of an import, t- and ten letters or digits; “g-1a2b3c4d5e” is none.'],
		[['--until-done', '--filter', 'is:failde'], '--filter is not understood: is: takes active, failed, succeeded, cancelled or over.'],
		[['--once', '--filter', 'statsu:failed'], '--filter is not understood: statsu: is not a field; read as a word.'],
		[['history', '--filter', 'status:'], '--filter is not understood: status: needs a value, for example status:failed.'],
		[['--notify', 'bell,horn'], '--notify takes bell, desktop or none, several with commas between; “horn” is none of them. Did you mean none?'],
		[['--notify', 'none,bell'], '--notify none can\'t go with another way to notify.'],
		[['--notify-on', 'failde'], '--notify-on takes statuses, with commas between, and last for the end of the last import, for example failed,last; “failde” is none. Did you mean failed?'],
		[['--theme', 'colour-blind'], '--theme takes default, high-contrast or color-blind; “colour-blind” is none of them. Did you mean color-blind?'],
		[['--theme', 'toString'], '--theme takes default, high-contrast or color-blind; “toString” is none of them.'],
		[['--screen-reader', '--mouse'], '--screen-reader draws nothing to click on, so --mouse can\'t go with it.'],
		[['history', '--mouse'], '--mouse is no option of history.'],
		[['--csv'], '--csv goes with --once alone.'],
		[['--once', '--csv', '--json'], '--json and --csv can\'t go together.'],
		[['--once', '--until-done'], '--once ends after one scan, so --until-done can\'t go with it.'],
		[['--fail-fast'], '--fail-fast goes with --until-done alone.'],
		[['--expect', '1'], '--expect goes with --until-done alone.'],
		[['--until-done', '--expect', 'some'], '--expect takes a whole number from 0 to 1000000; “some” is none.'],
		[['--timeout', '2h'], '--timeout goes with --until-done or --once alone.'],
		...['soon', '90', '0', '0s', '1.5h', '2H', '-1h', '30m1h', '1h 30m', '1h1h', '367d', '999999999d', '٣s', '2h\u{200B}'].map(value =>
			[['--until-done', '--timeout', value], `--timeout takes a duration of at most a year, such as 90s, 45m, 2h or 1h30m; “${value.replace('\u{200B}', '\u{FFFD}')}” is none.`] as const),
		...['t-1', 't-1a2b3c4d5', 't-1a2b3c4d5e6', 'T-1A2B3C4D5E', '1a2b3c4d5e', 't-1a2b3c4d5e,t-2a2b3c4d5e', ' t-1a2b3c4d5e', 't-1a2b3c4d5é', 'arn:t-1a2b3c4d5e'].map(value =>
			[['--task', value], `--task takes the id of an import, t- and ten letters or digits; “${value}” is none.`] as const),
		...['-1', '1.5', '1e3', '0x1', '1000001', '9999999999', 'one', ' 1', '½', 'NaN'].map(value =>
			[['--until-done', '--expect', value], `--expect takes a whole number from 0 to 1000000; “${value}” is none.`] as const),
		[['--until-done', '--task', 't-1a2b3c4d5e', '--task', 't-1a2b3c4d5e', '--expect', '2'], '--expect 2 can\'t come about with 1 import named by --task.'],
		[['--until-done', '--task', 't-1a2b3c4d5e', '--task', 't-2a2b3c4d5e', '--expect', '3'], '--expect 3 can\'t come about with 2 imports named by --task.'],
		[['--region', 'us\n\u{1B}[31m'], '--region takes names of AWS regions, for example us-east-1, or all; “us␊␛[31m” is none.'],
		[['--speed', '2'], '--speed goes with --replay alone.'],
		[['--replay', 'x', '--speed', '0'], '--speed takes a number from 0.1 to 1000; “0” is none.'],
		[['--replay', 'x', '--record', 'y'], '--replay can\'t go with --record.'],
		[['--replay', 'x', '--profile', 'y'], '--replay asks no AWS account, so --profile can\'t go with it.'],
		[['--region'], '--region needs a value, for example --region us-east-1.'],
		[['--region', '--demo'], '--region needs a value, for example --region us-east-1.'],
		[['--interval='], '--interval needs a value, for example --interval 10.'],
		[['--endpoint-url', 'http://x', '--endpoint-url', 'http://y'], '--endpoint-url can be given once.'],
		[['--details', '101'], '--details takes a whole number from 0 to 100; “101” is none.'],
		[['--details', 'all'], '--details takes a whole number from 0 to 100; “all” is none.'],
		[['--demo=yes'], '--demo takes no value.'],
		[['--region', 'US East'], '--region takes names of AWS regions, for example us-east-1, or all; “US East” is none.'],
		[['--graph', 't-1a2b3c4d5e'], '--graph takes the id of a graph, g- and ten letters or digits; “t-1a2b3c4d5e” is none.'],
		[['--sort', 'state'], '--sort takes activity, status, graph, task, source or listed; “state” is none of them. Did you mean status?'],
		[['--endpoint-url', 'localhost:8182'], '--endpoint-url takes an address such as http://127.0.0.1:8182; “localhost:8182” is none.'],
		...['0', '0.5', '-5', 'ten', '1e3', 'Infinity', '86401'].map(value =>
			[['--interval', value], `--interval takes a number of seconds from 1 to 86400, for example --interval 10; “${value}” is none.`] as const),
		...['profile', 'region', 'endpoint-url'].map(flag =>
			[['--demo', `--${flag}`, 'http://x'], flag === 'region' ? '--region takes names of AWS regions, for example us-east-1, or all; “http://x” is none.' : `--demo asks no AWS account, so --${flag} can't go with it.`] as const),
		[['--demo', '--region', 'us-east-1'], '--demo asks no AWS account, so --region can\'t go with it.'],
	])('%j is answered in one sentence', async (argv, sentence) => {
		expect(await parseCommandLine(argv)).toEqual(wrong(sentence));
	});

	test('may ask for the help or the version, whatever else it says', async () => {
		expect(await parseCommandLine(['--help', '--region', 'eu-west-1'])).toEqual({kind: 'print', text: helpText});
		expect(await parseCommandLine(['-h'])).toEqual({kind: 'print', text: helpText});
		expect(await parseCommandLine(['--version'])).toEqual({kind: 'print', text: `${packageJson.version}\n`});
	});
});

test('the help names every option, aligned, in 80 columns where it can', async () => {
	const lines = helpText.split('\n').filter(line => line.startsWith('  --'));
	expect(lines).toHaveLength(optionSpecs.length);
	expect(helpText).toMatch(/^\p{ASCII}*$/v);
	expect(new Set(lines.map(line => line.search(/(?<= {2})[^ \-]/v))).size).toBe(1);
});

describe('what is watched', () => {
	const targetsOf = async (...argv: readonly string[]): Promise<readonly string[]> => {
		const read = await parseCommandLine(argv);
		return read.kind === 'watch' ? read.options.targets.map(({profile = '', region = ''}) => `${profile}@${region}`) : [JSON.stringify(read)];
	};

	test.each<[string, readonly string[], readonly string[]]>([
		['each profile in each region', ['--profile', 'a,b', '--region', 'us-east-1', '--region', 'eu-west-1'], ['a@us-east-1', 'a@eu-west-1', 'b@us-east-1', 'b@eu-west-1']],
		['each of several profiles in its own region', ['--profile', 'a', '--profile', 'b,a'], ['a@', 'b@']],
		['exactly the pairs that are named', ['--target', 'a@us-east-1', '--target', 'me@example.com@eu-west-1'], ['a@us-east-1', 'me@example.com@eu-west-1']],
		['pairs besides', ['--profile', 'a', '--target', 'b@us-east-1,a@eu-west-1'], ['a@', 'b@us-east-1', 'a@eu-west-1']],
		['nothing twice', ['--profile', 'a', '--region', 'us-east-1,us-east-1', '--target', 'a@us-east-1'], ['a@us-east-1']],
	])('is %s', async (_, argv, targets) => {
		expect(await targetsOf(...argv)).toEqual(targets);
	});

	test('can be every region in which the service is offered', async () => {
		expect(await targetsOf('--region', 'all')).toEqual(offeredRegions.map(region => `@${region}`));
	});

	test.each([
		['--target', 'staging', '--target takes a profile and a region, for example staging@eu-west-1; “staging” is none.'],
		['--target', 'staging@', '--target takes a profile and a region, for example staging@eu-west-1; “staging@” is none.'],
		['--target', '@eu-west-1', '--target takes a profile and a region, for example staging@eu-west-1; “@eu-west-1” is none.'],
		['--profile', 'a,,b', '--profile takes names of profiles, several with commas between; one of them is empty.'],
		['--region', 'us-east-1,', '--region takes names of AWS regions, for example us-east-1, or all; “” is none.'],
	])('%s %s is answered in one sentence', async (option, value, sentence) => {
		expect(await parseCommandLine([option, value])).toEqual(wrong(sentence));
	});

	test('is what the command line says, in whichever way, and not what the environment does', async () => {
		expect(await parseCommandLine(['--target', 'a@us-east-1'], '--profile b --region eu-west-1')).toEqual(watching({targets: [{profile: 'a', region: 'us-east-1'}]}));
		expect(await parseCommandLine(['--profile', 'a'], '--target b@eu-west-1')).toEqual(watching({targets: [{profile: 'a', region: undefined}]}));
		expect(await parseCommandLine(['--profile', 'a'], '--region eu-west-1')).toEqual(watching({targets: [{profile: 'a', region: 'eu-west-1'}]}));
	});
});

describe('options in the environment', () => {
	test('count as if they stood on the command line, and give way to those that do', async () => {
		expect(await parseCommandLine([], '--interval 5 --filter \'is:active source:"s3://a b/"\' --no-color')).toEqual(watching({intervalMs: 5000, filter: 'is:active source:"s3://a b/"', hasColor: false}));
		expect(await parseCommandLine(['--interval', '7', '--color'], '--interval 5 --no-color')).toEqual(watching({intervalMs: 7000, hasColor: true}));
		expect(await parseCommandLine(['--task', 't-1a2b3c4d5e'], '--task t-2a2b3c4d5e')).toEqual(watching({taskIds: ['t-1a2b3c4d5e']}));
	});

	test('are none of the other commands', async () => {
		expect(await parseCommandLine(['completion', 'bash'], '--interval nonsense')).toEqual({kind: 'completion', shell: 'bash'});
	});

	test.each<readonly [variable: string, argv: readonly string[], options: Partial<Options>]>([
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
	])('of %j give way where they can\'t go with %j', async (variable, argv, options) => {
		expect(await parseCommandLine(argv, variable)).toEqual(watching(options));
	});

	test('count where they can, and only there', async () => {
		const variable = '--timeout 2h --fail-fast --expect 1 --csv --speed 10';
		expect(await parseCommandLine([], variable)).toEqual(watching({}));
		expect(await parseCommandLine(['--until-done'], variable)).toEqual(watching({untilDone: {isFailFast: true, expected: 1}, timeoutMs: 7_200_000}));
		expect(await parseCommandLine(['--once'], variable)).toEqual(watching({form: 'csv', timeoutMs: 7_200_000}));
		expect(await parseCommandLine(['--replay', 'x'], variable)).toEqual(watching({replay: 'x', speed: 10}));
	});

	test('are checked, whatever goes before them', async () => {
		expect(await parseCommandLine(['--demo'], '--interval 0')).toEqual(wrong('In NEPTUNE_IMPORT_WATCH: --interval takes a number of seconds from 1 to 86400, for example --interval 10; “0” is none.'));
		expect(await parseCommandLine(['--interval', '5'], '--interval 0')).toEqual(watching({intervalMs: 5000}));
		expect(await parseCommandLine(['--interval', 'ten'], '--sort state')).toEqual(wrong('--interval takes a number of seconds from 1 to 86400, for example --interval 10; “ten” is none.'));
	});

	test.each([
		['--sort state', 'In NEPTUNE_IMPORT_WATCH: --sort takes activity, status, graph, task, source or listed; “state” is none of them. Did you mean status?'],
		['--endpoint-url http://a --endpoint-url http://b', 'In NEPTUNE_IMPORT_WATCH: --endpoint-url can be given once.'],
		['--demo --profile x', 'In NEPTUNE_IMPORT_WATCH: --demo asks no AWS account, so --profile can\'t go with it.'],
		['--interval', 'In NEPTUNE_IMPORT_WATCH: --interval needs a value, for example --interval 10.'],
		['--intervall 5', 'In NEPTUNE_IMPORT_WATCH: There is no option --intervall. Did you mean --interval?'],
		['--filter "is:active', 'In NEPTUNE_IMPORT_WATCH: There is a " that nothing closes.'],
		['history', 'In NEPTUNE_IMPORT_WATCH: “history” is not an option.'],
	])('%s is answered in one sentence that says where it stands', async (variable, sentence) => {
		expect(await parseCommandLine([], variable)).toEqual(wrong(sentence));
	});
});

describe('options in a config file', () => {
	const ask = async (options: unknown, argv: readonly string[] = [], variable = '') =>
		parseCommandLine(argv, variable, async () => parseConfig('c.jsonc', JSON.stringify({options}, undefined, '\t')));

	test('give way to those of the environment, and these to those of the command line', async () => {
		const options = {interval: 5, sort: 'task', filter: 'is:active'};
		expect(await ask(options)).toMatchObject(watching({intervalMs: 5000, sort: 'task', filter: 'is:active'}));
		expect(await ask(options, ['--sort', 'graph'], '--sort status --interval 7')).toMatchObject(watching({intervalMs: 7000, sort: 'graph', filter: 'is:active'}));
		expect(await ask({color: false, title: false}, ['--color'])).toMatchObject(watching({hasColor: true, hasTitle: false}));
		expect(await ask({task: ['t-1a2b3c4d5e', 't-2a2b3c4d5e']})).toMatchObject(watching({taskIds: ['t-1a2b3c4d5e', 't-2a2b3c4d5e']}));
		expect(await ask({task: ['t-1a2b3c4d5e']}, ['--task', 't-3a2b3c4d5e'])).toMatchObject(watching({taskIds: ['t-3a2b3c4d5e']}));
		expect(await ask({title: true, demo: false})).toMatchObject(watching({}));
	});

	test('are none of the other commands', async () => {
		expect(await ask({interval: 'nonsense'}, ['completion', 'bash'])).toEqual({kind: 'completion', shell: 'bash'});
		expect(await ask({profile: 'staging'}, ['history'])).toMatchObject({kind: 'history', options: {profiles: []}});
	});

	test('give way to what they can\'t go with, and have no meaning where they mean nothing by themselves', async () => {
		expect(await ask({profile: 'staging', region: 'eu-west-1'}, ['--demo'])).toMatchObject(watching({isDemo: true}));
		expect(await ask({'until-done': true, expect: 2, timeout: '2h'}, ['--once'])).toMatchObject(watching({form: 'table', timeoutMs: 7_200_000}));
		expect(await ask({timeout: '2h', csv: true, speed: 10})).toMatchObject(watching({}));
		expect(await ask({timeout: '2h'}, ['--until-done'])).toMatchObject(watching({timeoutMs: 7_200_000, untilDone: {isFailFast: false, expected: undefined}}));
		expect(await ask({}, ['--demo'], '--profile staging')).toMatchObject(watching({isDemo: true}));
	});

	test.each<readonly [options: unknown, argv: readonly string[], variable: string, sentence: string]>([
		[{sort: 'task', interval: 'soon'}, [], '', 'c.jsonc:4: --interval takes a number of seconds from 1 to 86400, for example --interval 10; “soon” is none.'],
		[{demo: true, region: 'eu-west-1'}, [], '', 'c.jsonc:3: --demo asks no AWS account, so --region can\'t go with it.'],
		[{interval: 5}, [], '--interval soon', 'In NEPTUNE_IMPORT_WATCH: --interval takes a number of seconds from 1 to 86400, for example --interval 10; “soon” is none.'],
		[{interval: 5}, ['--interval', 'soon'], '', '--interval takes a number of seconds from 1 to 86400, for example --interval 10; “soon” is none.'],
		[{}, ['--csv'], '', '--csv goes with --once alone.'],
	])('%j with %j and %j is answered in one sentence that says where it stands', async (options, argv, variable, sentence) => {
		expect(await ask(options, argv, variable)).toEqual(wrong(sentence));
	});

	test('are read from the file that is named, from the usual one where none is, and from none where that is said', async () => {
		const asked: unknown[] = [];
		const open = async (file: string | undefined) => {
			asked.push(file);
			return undefined;
		};

		await parseCommandLine([], '', open);
		await parseCommandLine(['--config', 'mine.jsonc'], '--no-config', open);
		await parseCommandLine([], '--config other.jsonc', open);
		await parseCommandLine(['--no-config'], '--config other.jsonc', open);
		await parseCommandLine(['history'], '', open);
		expect(asked).toEqual([undefined, 'mine.jsonc', 'other.jsonc']);
		expect(await parseCommandLine(['--config', 'x', '--no-config'], '', open)).toEqual(wrong('--config and --no-config can\'t go together.'));
		expect(await parseCommandLine(['--config', 'x', '--config', 'y'], '', open)).toEqual(wrong('--config can be given once.'));
	});

	test('are told with what else is in force, and where from', async () => {
		const told = await ask({
			interval: 5, title: true, color: false, profile: 'x',
		}, ['config', '--demo'], '--sort task');
		const rows = told.kind === 'config' ? told.inForce : [];
		const inFile = (line: number) => ({kind: 'file', file: 'c.jsonc', line});

		expect(rows.filter(({origin}) => origin !== undefined)).toEqual([
			{name: 'interval', value: '5', origin: inFile(3)},
			{name: 'sort', value: 'task', origin: {kind: 'environment'}},
			{name: 'demo', value: 'on', origin: {kind: 'commandLine'}},
			{name: 'color', value: 'off', origin: inFile(5)},
			{name: 'title', value: 'on', origin: inFile(4)},
		]);
		expect(rows.filter(({name}) => ['profile', 'details', 'history', 'once'].includes(name)).map(({name, value}) => [name, value])).toEqual([
			['profile', undefined], ['details', '20'], ['history', 'on'], ['once', 'off'],
		]);
	});

	test('whatever options stand in the three places, the first place that has one decides', async () => {
		const orders = fc.option(fc.constantFrom('status', 'graph', 'task'), {nil: undefined});
		const argvOf = (order: string | undefined): readonly string[] => order === undefined ? [] : ['--sort', order];

		await fc.assert(fc.asyncProperty(orders, orders, orders, async (first, second, third) => {
			const parsed = await ask(third === undefined ? {} : {sort: third}, argvOf(first), argvOf(second).join(' '));
			expect(parsed).toMatchObject(watching({sort: first ?? second ?? third}));
		}));
	});

	test('that are wrong by their form end it with the sentence of whoever read them', async () => {
		expect(await parseCommandLine([], '', async () => {
			throw new UsageError('c.jsonc:1: x.');
		})).toEqual(wrong('c.jsonc:1: x.'));
	});
});
