import {describe, expect, test} from 'vitest';
import packageJson from '../package.json' with {type: 'json'};
import {helpText, optionSpecs, parseCommandLine} from '../source/options.ts';

const wrong = (sentence: string) => ({kind: 'wrong', sentence});

describe('a command line', () => {
	test('may be empty', () => {
		expect(parseCommandLine([])).toEqual({
			kind: 'run',
			options: {
				region: undefined,
				profile: undefined,
				endpointUrl: undefined,
				intervalMs: undefined,
				filter: undefined,
				graph: undefined,
				sort: undefined,
				detailsBudget: undefined,
				canCancel: false,
				isDemo: false,
				hasColor: true,
				hasAlternateScreen: true,
				debugLog: undefined,
			},
		});
	});

	test('may set every option', () => {
		const argv = [
			'--region', 'eu-west-1', '--profile', 'my profile', '--endpoint-url=http://127.0.0.1:8182', '--interval', '2.5', '--filter', '-status:failed', '--graph', 'g-1a2b3c4d5e', '--sort', 'status', '--details', '5', '--allow-cancel', '--no-color', '--no-alternate-screen', '--debug-log', 'x.log',
		];
		expect(parseCommandLine(argv)).toEqual({
			kind: 'run',
			options: {
				region: 'eu-west-1',
				profile: 'my profile',
				endpointUrl: 'http://127.0.0.1:8182',
				intervalMs: 2500,
				filter: '-status:failed',
				graph: 'g-1a2b3c4d5e',
				sort: 'status',
				detailsBudget: 5,
				canCancel: true,
				isDemo: false,
				hasColor: false,
				hasAlternateScreen: false,
				debugLog: 'x.log',
			},
		});
	});

	test.each<readonly [argv: readonly string[], sentence: string]>([
		[['--regoin', 'us-east-1'], 'There is no option --regoin. Did you mean --region?'],
		[['--regoin=us-east-1'], 'There is no option --regoin. Did you mean --region?'],
		[['--colour'], 'There is no option --colour.'],
		[['--xyzzy'], 'There is no option --xyzzy.'],
		[['--no-region'], 'There is no option --no-region. Did you mean --region?'],
		[['--endpointUrl', 'http://x'], 'There is no option --endpointUrl. Did you mean --endpoint-url?'],
		[['-x'], 'There is no option -x.'],
		[['demo'], '“demo” is not an option; options begin with --. Did you mean --demo?'],
		[['--region'], '--region needs a value, for example --region us-east-1.'],
		[['--region', '--demo'], '--region needs a value, for example --region us-east-1.'],
		[['--interval='], '--interval needs a value, for example --interval 10.'],
		[['--region', 'us-east-1', '--region', 'eu-west-1'], '--region can be given once.'],
		[['--details', '101'], '--details takes a whole number from 0 to 100; “101” is none.'],
		[['--details', 'all'], '--details takes a whole number from 0 to 100; “all” is none.'],
		[['--demo=yes'], '--demo takes no value.'],
		[['--region', 'US East'], '--region takes the name of an AWS region, for example us-east-1; “US East” is none.'],
		[['--graph', 't-1a2b3c4d5e'], '--graph takes the id of a graph, g- and ten letters or digits; “t-1a2b3c4d5e” is none.'],
		[['--sort', 'state'], '--sort takes activity, status, graph, task, source or listed; “state” is none of them. Did you mean status?'],
		[['--endpoint-url', 'localhost:8182'], '--endpoint-url takes an address such as http://127.0.0.1:8182; “localhost:8182” is none.'],
		...['0', '0.5', '-5', 'ten', '1e3', 'Infinity', '86401'].map(value =>
			[['--interval', value], `--interval takes a number of seconds from 1 to 86400, for example --interval 10; “${value}” is none.`] as const),
		...['profile', 'region', 'endpoint-url'].map(flag =>
			[['--demo', `--${flag}`, 'http://x'], flag === 'region' ? '--region takes the name of an AWS region, for example us-east-1; “http://x” is none.' : `--demo asks no AWS account, so --${flag} can't go with it.`] as const),
		[['--demo', '--region', 'us-east-1'], '--demo asks no AWS account, so --region can\'t go with it.'],
	])('%j is answered in one sentence', (argv, sentence) => {
		expect(parseCommandLine(argv)).toEqual(wrong(sentence));
	});

	test('may ask for the help or the version, whatever else it says', () => {
		expect(parseCommandLine(['--help', '--region', 'eu-west-1'])).toEqual({kind: 'print', text: helpText});
		expect(parseCommandLine(['-h'])).toEqual({kind: 'print', text: helpText});
		expect(parseCommandLine(['--version'])).toEqual({kind: 'print', text: `${packageJson.version}\n`});
	});
});

test('the help names every option, aligned, in 80 columns where it can', () => {
	const lines = helpText.split('\n').filter(line => line.startsWith('  --'));
	expect(lines).toHaveLength(optionSpecs.length);
	expect(new Set(lines.map(line => line.search(/(?<= {2})[^ \-]/v))).size).toBe(1);
});
