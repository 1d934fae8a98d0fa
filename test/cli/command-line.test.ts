import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import packageJson from '../../package.json' with {type: 'json'};
import {type Flag, flags} from '../../source/cli/arguments.ts';
import {parseCommandLine} from '../../source/cli/command-line.ts';
import {helpText} from '../../source/cli/help.ts';
import {isAccepted} from '../../source/cli/option-spec.ts';
import {allNotifications} from '../../source/imports/notify-on.ts';
import {offeredRegions} from '../../source/imports/target.ts';
import {type Options} from '../../source/runtime/options.ts';
import {watching} from './parsed.ts';

describe('parseCommandLine', () => {
	test('returns the defaults without arguments', async () => {
		expect(await parseCommandLine([])).toEqual(watching({}));
	});

	test('accepts many options together', async () => {
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
			untilDone: {
				isFailFast: true, isUsable: false, isNewOnly: false, expected: 2,
			},
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
		[['--until-done', '--new'], {
			untilDone: {
				isFailFast: false, isUsable: false, isNewOnly: true, expected: undefined,
			},
		}],
		[['--once'], {form: 'table'}],
		[['--screen-reader'], {isSpoken: true}],
		[['--no-color', '--color'], {hasColor: true}],
		[['--task', 't-1a2b3c4d5e', '--task', 't-2a2b3c4d5e', '--task', 't-1a2b3c4d5e'], {taskIds: ['t-1a2b3c4d5e', 't-2a2b3c4d5e']}],
		[['--notify', 'bell'], {notify: {channels: new Set(['bell']), on: allNotifications}}],
		[['--notify', 'none'], {notify: {channels: new Set(), on: allNotifications}}],
		[['--columns', 'status,source', '--columns', 'task,status'], {columns: ['status', 'source', 'task']}],
		[['--notify-on', 'succeeded,last'], {notify: {channels: new Set(['bell']), on: {statuses: new Set(['SUCCEEDED']), isLastEnd: true}}}],
		[['watch', '--demo'], {isDemo: true}],
		[['--demo', 'watch'], {isDemo: true}],
	])('parses %j', async (argv, expected) => {
		expect(await parseCommandLine(argv)).toEqual(watching(expected));
	});

	test.each(['-status:failed', '-x', '-', '=', 'a=b', 'true', '5', '"two words"', '\'', '"', 'a\nb', '-status:failed source:"a b"'])('does not change the value %j', async value => {
		expect(await parseCommandLine(['--filter', value])).toEqual(watching({filter: value}));
		expect(await parseCommandLine([`--filter=${value}`])).toEqual(watching({filter: value}));
	});

	test('does not change any value', async () => {
		const characters = fc.constantFrom('a', '-', '=', '"', '\'', '\\', ' ', '\n', '👩‍🚀', 'é');
		await fc.assert(fc.asyncProperty(fc.string({unit: characters, minLength: 1}).filter(value => !value.startsWith('--')), async value => {
			expect(await parseCommandLine(['--on-change', value])).toEqual(watching({onChange: value}));
		}));
	});

	test('parses the other commands', async () => {
		expect(await parseCommandLine(['history', '--since', '2h', '--graph', 'g-1a2b3c4d5e', '--filter', 'is:failed', '--json', '--profile', 'x', '--region', 'eu-west-1'])).toEqual({
			kind: 'history',
			options: {
				action: 'print',
				isConfirmed: false,
				since: '2h',
				graph: 'g-1a2b3c4d5e',
				taskIds: [],
				filter: 'is:failed',
				isJson: true,
				width: undefined,
				profiles: ['x'],
				regions: ['eu-west-1'],
				hasColor: undefined,
				theme: 'default',
				isAscii: false,
			},
		});
		expect(await parseCommandLine(['history', '--path'])).toMatchObject({kind: 'history', options: {action: 'path'}});
		expect(await parseCommandLine(['history', '--delete'])).toMatchObject({kind: 'history', options: {action: 'delete', isConfirmed: false}});
		expect(await parseCommandLine(['history', '--delete', '--yes'])).toMatchObject({kind: 'history', options: {action: 'delete', isConfirmed: true}});
		expect(await parseCommandLine(['history', '--no-color', '--ascii', '--theme', 'color-blind'])).toMatchObject({kind: 'history', options: {hasColor: false, isAscii: true, theme: 'color-blind'}});
		expect(await parseCommandLine(['completion', 'fish'])).toEqual({kind: 'completion', shell: 'fish'});
	});

	test.each([
		[['--help', '--region', 'eu-west-1'], 'watch'],
		[['-h'], 'watch'],
		[['xyzzy', '-h'], 'watch'],
		[['config', '-h'], 'config'],
		[['--help', 'all'], 'all'],
		[['all', '-h'], 'all'],
		[['history', '--help'], 'history'],
		[['history', '--path', '--help'], 'history'],
		[['completion', '--help'], 'completion'],
	] as const)('prints for %j the help of %s', async (argv, topic) => {
		expect(await parseCommandLine(argv)).toEqual({kind: 'print', text: helpText(topic)});
	});

	test.each(['--version', '-v'])('prints the version for %s', async flag => {
		expect(await parseCommandLine([flag])).toEqual({kind: 'print', text: `${packageJson.version}\n`});
	});
});

describe('the help', () => {
	const isListed = (help: string, {flag, help: text}: Flag): boolean => new RegExp(`^  (?:-., )?--${flag}(?: <[^>]+>)? {2,}${text.split(' ', 1)[0]}`, 'mv').test(help);

	test.each(['watch', 'all', 'history', 'config', 'completion'] as const)('of %s is in ASCII and 80 columns, ends with a line break and lists no option twice', topic => {
		const help = helpText(topic);
		expect(help).toMatch(/^\p{ASCII}*[^\n]\n$/v);
		expect(help.split('\n').filter(line => line.length > 80)).toEqual([]);
		const listed = help.matchAll(/^ {2}(?:-., )?(?<flag>--[\-a-z]+)/gmv).map(({groups}) => groups?.['flag']).toArray();
		expect(new Set(listed).size).toBe(listed.length);
	});

	test('fits 40 lines, lists the common options, and says where the others are', () => {
		const help = helpText('watch');
		expect(help.trimEnd().split('\n').length).toBeLessThanOrEqual(40);
		expect(flags.filter(flag => isListed(help, flag)).map(({flag}) => flag)).toEqual(flags.filter(({option}) => option.isCommon).map(({flag}) => flag));
		expect(help).toContain('--help all');
		expect(help).toContain('history --help');
	});

	test('of all lists every flag', () => {
		expect(flags.filter(flag => !isListed(helpText('all'), flag)).map(({flag}) => flag)).toEqual([]);
	});

	test('of config describes options as the help of all does', () => {
		expect(flags.filter(flag => isAccepted(flag.option, 'config') && !isListed(helpText('config'), flag)).map(({flag}) => flag)).toEqual([]);
	});

	test('of a command lists exactly the options that it accepts', () => {
		for (const command of ['history', 'config', 'completion'] as const) {
			const help = helpText(command);
			expect(flags.filter(({flag}) => new RegExp(`^  (?:-., )?--${flag} `, 'mv').test(help)).map(({flag}) => flag)).toEqual(flags.filter(({option}) => isAccepted(option, command)).map(({flag}) => flag));
			expect(help).not.toContain('with history:');
		}
	});
});

describe('the parsed targets are', () => {
	const targetsOf = async (...argv: readonly string[]): Promise<readonly string[]> => {
		const parsed = await parseCommandLine(argv);
		return parsed.kind === 'watch' ? parsed.options.targets.map(({profile = '', region = ''}) => `${profile}@${region}`) : [JSON.stringify(parsed)];
	};

	test.each<[string, readonly string[], readonly string[]]>([
		['each profile in each region', ['--profile', 'a,b', '--region', 'us-east-1', '--region', 'eu-west-1'], ['a@us-east-1', 'a@eu-west-1', 'b@us-east-1', 'b@eu-west-1']],
		['each profile in its own region', ['--profile', 'a', '--profile', 'b,a'], ['a@', 'b@']],
		['only the given pairs', ['--target', 'a@us-east-1', '--target', 'me@example.com@eu-west-1'], ['a@us-east-1', 'me@example.com@eu-west-1']],
		['profiles and pairs', ['--profile', 'a', '--target', 'b@us-east-1,a@eu-west-1'], ['a@', 'b@us-east-1', 'a@eu-west-1']],
		['unique', ['--profile', 'a', '--region', 'us-east-1,us-east-1', '--target', 'a@us-east-1'], ['a@us-east-1']],
		['every region of the service', ['--region', 'all'], offeredRegions.map(region => `@${region}`)],
	])('%s', async (_, argv, targets) => {
		expect(await targetsOf(...argv)).toEqual(targets);
	});

	test('taken from the command line, not from the environment variable', async () => {
		expect(await parseCommandLine(['--target', 'a@us-east-1'], '--profile b --region eu-west-1')).toEqual(watching({targets: [{profile: 'a', region: 'us-east-1'}]}));
		expect(await parseCommandLine(['--profile', 'a'], '--target b@eu-west-1')).toEqual(watching({targets: [{profile: 'a', region: undefined}]}));
		expect(await parseCommandLine(['--profile', 'a'], '--region eu-west-1')).toEqual(watching({targets: [{profile: 'a', region: 'eu-west-1'}]}));
	});
});
