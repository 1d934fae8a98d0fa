import {describe, expect, test} from 'vitest';
import {parseCommandLine} from '../../source/cli/command-line.ts';
import {columnNames} from '../../source/imports/column-names.ts';
import {filterError, wrong} from './parsed.ts';

type ErrorCase = readonly [argv: readonly string[], sentence: string];

describe('a usage error reports', () => {
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
		[['completion'], 'completion requires a shell: bash, zsh or fish'],
		[['completion', 'csh'], 'unknown shell "csh": expected bash, zsh or fish'],
		[['completion', 'powershell'], 'unknown shell "powershell": expected bash, zsh or fish'],
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
		['endpoint-url', 'an HTTP URL without a user name, such as http://127.0.0.1:8182', ['localhost:8182', 'x']],
		['graph', 'a graph ID: g- and ten lowercase letters or digits', ['t-1a2b3c4d5e', 'g-1', 'g-1A2B3C4D5E']],
		[
			'task',
			'an import task ID: t- and ten lowercase letters or digits',
			['g-1a2b3c4d5e', 't-1', 't-1a2b3c4d5', 't-1a2b3c4d5e6', 'T-1A2B3C4D5E', '1a2b3c4d5e', 't-1a2b3c4d5e,t-2a2b3c4d5e', ' t-1a2b3c4d5e', 't-1a2b3c4d5é', 'arn:t-1a2b3c4d5e'],
		],
		['region', 'comma-separated regions, such as us-east-1, or all', ['US East', 'us-east-1,', 'http://x']],
		['profile', 'comma-separated profile names', ['a,,b', ' ']],
		['target', 'profile@region, such as staging@eu-west-1', ['staging', 'staging@', '@eu-west-1', 'a@us-east-1,']],
		['sort', 'activity, status, left, progress, elapsed, source, graph, task or listed', [['state', 'status'], 'xyzzy', 'toString']],
		['theme', 'default, high-contrast or color-blind', [['colour-blind', 'color-blind'], 'toString']],
		['notify', 'bell, desktop, none or bell,desktop', ['bell,horn', ['bel', 'bell'], 'none,bell', 'bell,,desktop']],
		['columns', `comma-separated columns: ${columnNames.join(', ')}`, [['statsu', 'status'], 'xyzzy']],
		['notify-on', 'comma-separated statuses or last, such as failed,last', [['failde', 'failed'], 'xyzzy']],
	])('the invalid value of --%s', async (flag, expected, values) => {
		for (const entry of values) {
			const [value, suggested] = typeof entry === 'string' ? [entry, undefined] : entry;
			const hint = suggested === undefined ? '' : ` (did you mean ${suggested}?)`;
			// eslint-disable-next-line no-await-in-loop -- Each failure names its value.
			expect(await parseCommandLine([`--${flag}`, value])).toEqual(wrong(`invalid value "${value}" for --${flag}: expected ${expected}${hint}`));
		}
	});

	test.each<ErrorCase>([
		...['soon', '90', '0', '0s', '1.5h', '2H', '-1h', '30m1h', '1h 30m', '1h1h', '367d', '999999999d', '٣s'].map((value): ErrorCase =>
			[['--until-done', '--timeout', value], `invalid value "${value}" for --timeout: expected a duration from 1s to 366d, such as 90s, 45m, 2h or 1h30m`]),
		...['-1', '1.5', '1e3', '0x1', '1000001', '9999999999', 'one', ' 1', '½', 'NaN'].map((value): ErrorCase =>
			[['--until-done', '--expect', value], `invalid value "${value}" for --expect: expected a whole number from 0 to 1000000`]),
		[['--replay', 'x', '--speed', '0'], 'invalid value "0" for --speed: expected a number from 0.1 to 1000'],
		[['history', '--since', 'someday'], 'invalid value "someday" for --since: expected a duration or a time, such as 2h, yesterday, 2026-03-01 or 2026-03-01T12:00'],
		[['--until-done', '--filter', 'is:failde'], filterError('is:failde')],
		[['--once', '--filter', 'statsu:failed'], 'invalid value "statsu:failed" for --filter: unknown field "statsu": is, status, graph, task, format, source, role, reason, profile, region'],
		[['history', '--filter', 'status:'], filterError('status:')],
	])('the invalid value: %j', async (argv, sentence) => {
		expect(await parseCommandLine(argv)).toEqual(wrong(sentence));
	});

	test('the user name and password of an endpoint, without repeating them', async () => {
		const {sentence} = await parseCommandLine(['--endpoint-url', 'http://me:secret@127.0.0.1:8182']) as {readonly sentence: string};
		expect(sentence).toBe('invalid value "http://…@127.0.0.1:8182" for --endpoint-url: expected an HTTP URL without a user name, such as http://127.0.0.1:8182');
	});

	test('control characters in visible form', async () => {
		expect(await parseCommandLine(['--region', 'us\n\u{1B}[31m\u{200B}'])).toEqual(wrong('invalid value "us␊␛[31m\u{FFFD}" for --region: expected comma-separated regions, such as us-east-1, or all'));
	});

	test('an --expect greater than the number of --task options', async () => {
		expect(await parseCommandLine(['--until-done', '--task', 't-1a2b3c4d5e', '--task', 't-1a2b3c4d5e', '--expect', '2'])).toEqual(wrong('--expect 2 can\'t be met: --task selects only 1 import'));
		expect(await parseCommandLine(['--until-done', '--task', 't-1a2b3c4d5e', '--task', 't-2a2b3c4d5e', '--expect', '3'])).toEqual(wrong('--expect 3 can\'t be met: --task selects only 2 imports'));
	});
});
