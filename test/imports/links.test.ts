import {spawnSync} from 'node:child_process';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	consoleUrl,
	getTaskCommand,
	logsCommand,
	shellQuote,
} from '../../source/imports/links.ts';

const place = {taskId: 't-8f2k1m9q0z', region: 'us-east-1'};

/*
Parses a command into words with a real shell, without running it.
*/
const wordsOf = (words: string): readonly string[] => {
	const {stdout, stderr, status} = spawnSync('sh', ['-c', String.raw`printf '%s\0' ${words}`], {encoding: 'utf8'});
	expect({stderr, status}).toEqual({stderr: '', status: 0});
	return stdout.split('\0').slice(0, -1);
};

/*
Any argument, with extra characters that are special to a shell or the AWS CLI.
*/
const texts = fc.string({
	maxLength: 20,
	unit: fc.oneof(
		fc.string({unit: 'grapheme', minLength: 1, maxLength: 1}),
		fc.integer({min: 1, max: 0xFF}).map(code => String.fromCodePoint(code)),
		fc.constantFrom('\'', '"', '`', '$', '$(', ')', '\\', '\n', '\r', ' ', '\t', '*', '?', '~', '#', '!', ';', '&', '|', '-', '=', '://', '\u{3}', '\u{15}', '\u{1B}[201~', '%', '%s', String.raw`\0`, 'file://'),
	),
});

describe('shellQuote', () => {
	test.each([
		{value: 't-8f2k1m9q0z', quoted: 't-8f2k1m9q0z'},
		{value: 'https://127.0.0.1:8080/', quoted: 'https://127.0.0.1:8080/'},
		{value: 'me@work+1,50%', quoted: 'me@work+1,50%'},
		{value: '', quoted: '\'\''},
		{value: 'two words', quoted: '\'two words\''},
		{value: 'it\'s', quoted: String.raw`'it'\''s'`},
		{value: '\'', quoted: String.raw`''\'''`},
		{value: '$(reboot)', quoted: '\'$(reboot)\''},
		{value: '~', quoted: '\'~\''},
		{value: 'a=b', quoted: '\'a=b\''},
		{value: 'größe', quoted: '\'größe\''},
		{value: 'a\nb', quoted: '\'a\nb\''},
		{value: '\u{3}', quoted: String.raw`''"$(printf '\003')"''`},
		{value: 'a\u{9B}2J', quoted: String.raw`'a'"$(printf '\302\233')"'2J'`},
		{value: 'a\r\u{1B}b', quoted: String.raw`'a'"$(printf '\015\033')"'b'`},
	])('quotes $value as $quoted', ({value, quoted}) => {
		expect(shellQuote(value)).toBe(quoted);
	});

	test('a shell parses any quoted value as one word with the same value', () => {
		fc.assert(fc.property(fc.array(texts, {minLength: 1, maxLength: 60}), values => {
			expect(wordsOf(values.map(value => shellQuote(value)).join(' '))).toEqual(values);
		}));
	});

	test('contains no control characters except line feeds for any value', () => {
		fc.assert(fc.property(fc.string({unit: 'binary'}), value => {
			expect(shellQuote(value)).not.toMatch(/[\p{Control}--\n]/v);
		}));
	});
});

describe('getTaskCommand', () => {
	test.each([
		{
			name: 'an import',
			target: place,
			command: 'aws neptune-graph get-import-task --task-identifier t-8f2k1m9q0z --region us-east-1',
		},
		{
			name: 'a profile and an endpoint',
			target: {...place, profile: 'data team', endpointUrl: 'http://127.0.0.1:8080'},
			command: 'aws neptune-graph get-import-task --task-identifier t-8f2k1m9q0z --region us-east-1 --profile \'data team\' --endpoint-url http://127.0.0.1:8080',
		},
		{
			name: 'the default profile, which it omits',
			target: {...place, profile: 'default'},
			command: 'aws neptune-graph get-import-task --task-identifier t-8f2k1m9q0z --region us-east-1',
		},
		{
			name: 'no profile and no endpoint',
			target: {...place, profile: undefined, endpointUrl: undefined},
			command: 'aws neptune-graph get-import-task --task-identifier t-8f2k1m9q0z --region us-east-1',
		},
		{
			name: 'an ID that contains a command',
			target: {...place, taskId: 't-1; reboot'},
			command: 'aws neptune-graph get-import-task --task-identifier \'t-1; reboot\' --region us-east-1',
		},
		{
			name: 'an ID that looks like an option',
			target: {...place, taskId: '--no-verify-ssl'},
			command: 'aws neptune-graph get-import-task --task-identifier=--no-verify-ssl --region us-east-1',
		},
		{
			name: 'an ID that looks like a file URL',
			target: {...place, taskId: 'file:///etc/passwd'},
			command: 'aws neptune-graph get-import-task --cli-input-json \'{"taskIdentifier":"file:///etc/passwd"}\' --region us-east-1',
		},
	])('returns the command for $name', ({target, command}) => {
		expect(getTaskCommand(target)).toBe(command);
	});

	test('a shell parses the intended program and options for any values', () => {
		fc.assert(fc.property(texts, texts, texts, (taskId, profile, endpointUrl) => {
			fc.pre(profile !== 'default');
			const command = getTaskCommand({
				taskId, profile, endpointUrl, region: 'eu-west-1',
			});
			const joined = (name: string, value: string): readonly string[] => value.startsWith('-') ? [`${name}=${value}`] : [name, value];

			expect(wordsOf(command)).toEqual([
				'aws',
				'neptune-graph',
				'get-import-task',
				...(taskId.includes('://') ? ['--cli-input-json', JSON.stringify({taskIdentifier: taskId})] : joined('--task-identifier', taskId)),
				'--region',
				'eu-west-1',
				...joined('--profile', profile),
				...joined('--endpoint-url', endpointUrl),
			]);
		}));
	});
});

describe('logsCommand', () => {
	test('reads the log group and filters by the task ID at the end of the stream name', () => {
		expect(logsCommand({...place, profile: 'lake'})).toBe([
			'aws logs filter-log-events --log-group-name /aws/neptune/import-task-logs/',
			'--query \'events[?ends_with(logStreamName, `"/t-8f2k1m9q0z"`)].[message]\' --output text',
			'--region us-east-1 --profile lake',
		].join(' '));
	});

	test.each([
		{startedAt: Date.UTC(2026, 2, 2, 12), option: ` --start-time ${Date.UTC(2026, 2, 1, 12)} `},
		{startedAt: Date.UTC(2026, 2, 2, 12) + 0.5, option: ` --start-time ${Date.UTC(2026, 2, 1, 12)} `},
		{startedAt: 5000, option: ' --start-time 0 '},
	])('starts a day before the import started at $startedAt', ({startedAt, option}) => {
		expect(logsCommand({...place, startedAt})).toContain(option);
	});

	test.each([undefined, NaN, Infinity])('has no start time if the import started at %s', startedAt => {
		expect(logsCommand({...place, startedAt})).not.toContain('--start-time');
	});

	test('omits the Neptune Analytics endpoint', () => {
		expect(logsCommand({...place, endpointUrl: 'http://127.0.0.1:8080'})).not.toContain('--endpoint-url');
	});

	test('escapes any task ID in the query', () => {
		fc.assert(fc.property(texts, taskId => {
			const words = wordsOf(logsCommand({...place, taskId}));
			const {literal = ''} = /^events\[\?ends_with\(logStreamName, `(?<literal>[^`]*)`\)\]\.\[message\]$/v.exec(words[6] ?? '')?.groups ?? {};
			expect(words).toHaveLength(11);
			expect(JSON.parse(literal)).toBe(`/${taskId}`);
		}));
	});
});

describe('consoleUrl', () => {
	test.each([
		{
			name: 'the graph',
			where: {...place, graphId: 'g-1a2b3c4d5e'},
			url: 'https://console.aws.amazon.com/neptune/home?region=us-east-1#analytics-graph-details:id=g-1a2b3c4d5e;tab=connectivity',
		},
		{
			name: 'the import if there is no graph',
			where: place,
			url: 'https://console.aws.amazon.com/neptune/home?region=us-east-1#analytics-import-task-details:id=t-8f2k1m9q0z',
		},
		{
			name: 'a region in China',
			where: {...place, region: 'cn-north-1'},
			url: 'https://console.amazonaws.cn/neptune/home?region=cn-north-1#analytics-import-task-details:id=t-8f2k1m9q0z',
		},
		{
			name: 'a GovCloud region',
			where: {...place, region: 'us-gov-west-1'},
			url: 'https://console.amazonaws-us-gov.com/neptune/home?region=us-gov-west-1#analytics-import-task-details:id=t-8f2k1m9q0z',
		},
		{
			name: 'a European Sovereign Cloud region',
			where: {...place, region: 'eusc-de-east-1'},
			url: 'https://console.amazonaws-eusc.eu/neptune/home?region=eusc-de-east-1#analytics-import-task-details:id=t-8f2k1m9q0z',
		},
		{
			name: 'an ID with a lone surrogate',
			where: {...place, taskId: '\u{D83D}'},
			url: 'https://console.aws.amazon.com/neptune/home?region=us-east-1#analytics-import-task-details:id=%EF%BF%BD',
		},
	])('returns the URL of $name', ({where, url}) => {
		expect(consoleUrl(where)).toBe(url);
	});

	test('has a console host and encodes any values', () => {
		fc.assert(fc.property(fc.string({unit: 'binary'}), fc.string({unit: 'binary'}), (region, graphId) => {
			const url = consoleUrl({taskId: 't-8f2k1m9q0z', region, graphId});
			const {host, pathname, search, hash} = new URL(url);
			expect(['console.aws.amazon.com', 'console.amazonaws.cn', 'console.amazonaws-us-gov.com', 'console.amazonaws-eusc.eu']).toContain(host);
			expect(pathname).toBe('/neptune/home');
			expect(decodeURIComponent(search)).toBe(`?region=${region.toWellFormed()}`);
			expect(decodeURIComponent(hash)).toBe(`#analytics-graph-details:id=${graphId.toWellFormed()};tab=connectivity`);
			expect(url).toMatch(/^[\p{ASCII}--[\s\p{Control}]]+$/v);
		}));
	});
});
