import {spawnSync} from 'node:child_process';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	commandText,
	commandsFor,
	type CommandTarget,
	effectTexts,
	helpfulCommandFor,
	shellQuote,
} from '../../../source/imports/failures/commands.ts';
import {type ImportDetails} from '../../../source/imports/details.ts';
import {type Graph} from '../../../source/imports/graph.ts';
import {type ImportTask, knownStatuses} from '../../../source/imports/task.ts';
import {importTask} from '../../support/tasks.ts';

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
		fc.constantFrom(...'\'"`$)\\\n\r \t*?~#!;&|-=%\u{3}\u{15}', '$(', '://', '\u{1B}[201~', '%s', String.raw`\0`, 'file://'),
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

const home: CommandTarget = {region: 'us-east-1', profile: 'default'};

const failed = (fields: Partial<ImportTask> = {}): ImportTask => importTask({status: 'FAILED', ...fields});

const because = (statusReason: string): ImportDetails => ({status: 'FAILED', statusReason});

const namesOf = (...args: Parameters<typeof commandsFor>): ReadonlyArray<string | undefined> => commandsFor(...args).map(command => command.args[2]);

const textOf = (name: string, ...args: Parameters<typeof commandsFor>): string | undefined => {
	const found = commandsFor(...args).find(command => command.args[2] === name);
	return found && commandText(found.args);
};

describe('commandsFor', () => {
	test.each([
		['an active import', importTask(), undefined, ['get-import-task', 'get-log-events', 'ls']],
		['an import without a graph', importTask({graphId: undefined as unknown as string, status: 'INITIALIZING'}), undefined, ['get-import-task', 'ls']],
		['a failure without a reason', failed(), undefined, ['get-import-task', 'get-log-events', 'ls', 'update-graph', 'start-import-task', 'create-graph-using-import-task', 'reset-graph']],
		['insufficient memory', failed(), because('OUT_OF_MEMORY'), ['update-graph', 'start-import-task', 'create-graph-using-import-task', 'get-import-task', 'get-log-events', 'ls', 'reset-graph']],
		['a denied source', failed(), because('S3_ACCESS_DENIED'), ['ls', 'start-import-task', 'create-graph-using-import-task', 'get-import-task', 'get-log-events', 'update-graph', 'reset-graph']],
		[
			'a value that does not parse',
			failed(),
			because('PARSING_ERROR'),
			['get-log-events', 'start-import-task', 'create-graph-using-import-task', 'get-import-task', 'ls', 'update-graph', 'reset-graph'],
		],
		['a rollback', importTask({status: 'ROLLING_BACK'}), because('no files'), ['ls', 'get-import-task', 'get-log-events']],
		[
			'a source that is not in S3',
			failed({source: 'arn:aws:rds:us-east-1:123456789012:cluster-snapshot:one'}),
			because('no files'),
			['start-import-task', 'create-graph-using-import-task', 'get-import-task', 'get-log-events', 'update-graph', 'reset-graph'],
		],
	])('returns the commands for %s, the most helpful first', (_, task, details, names) => {
		expect(namesOf(task, details, home)).toEqual(names);
	});

	test('shows the import, with profile and endpoint', () => {
		expect(textOf('get-import-task', failed(), undefined, {region: 'eu-west-1', profile: 'data team', endpointUrl: 'http://127.0.0.1:8080'}))
			.toBe('aws neptune-graph get-import-task --task-identifier t-0000000001 --region eu-west-1 --profile \'data team\' --endpoint-url http://127.0.0.1:8080');
	});

	test.each([
		['t-1; reboot', '--task-identifier \'t-1; reboot\''],
		['--no-verify-ssl', '--task-identifier=--no-verify-ssl'],
		['-\n', '--task-identifier=\'-\n\''],
		['file:///etc/passwd', '--cli-input-json \'{"taskIdentifier":"file:///etc/passwd"}\''],
	])('passes the ID %j as a value', (taskId, option) => {
		expect(textOf('get-import-task', failed({taskId}), undefined, home)).toBe(`aws neptune-graph get-import-task ${option} --region us-east-1`);
	});

	test('reads one log stream, without the Neptune Analytics endpoint', () => {
		expect(textOf('get-log-events', failed(), undefined, {...home, profile: 'lake', endpointUrl: 'http://127.0.0.1:8080'})).toBe([
			'aws logs get-log-events --log-group-name /aws/neptune/import-task-logs/ --log-stream-name g-0000000001/t-0000000001',
			'--start-from-head --query \'events[].[message]\' --output text --region us-east-1 --profile lake',
		].join(' '));
	});

	test('lists the source', () => {
		expect(textOf('ls', failed(), undefined, home)).toBe('aws s3 ls s3://lake/2026/people.csv --region us-east-1');
	});

	test('adds memory, with a placeholder for the amount', () => {
		expect(textOf('update-graph', failed(), undefined, home)).toBe('aws neptune-graph update-graph --graph-identifier g-0000000001 --provisioned-memory \'<m-NCU>\' --region us-east-1');
	});

	test('starts an import again in its graph, with a placeholder for failOnError', () => {
		expect(textOf('start-import-task', failed({format: 'NTRIPLES'}), undefined, home)).toBe([
			'aws neptune-graph start-import-task --graph-identifier g-0000000001 --source s3://lake/2026/people.csv',
			'--role-arn arn:aws:iam::123456789012:role/reader --format NTRIPLES --blank-node-handling convertToIri',
			'\'<--fail-on-error or --no-fail-on-error>\' --region us-east-1',
		].join(' '));
	});

	test('starts an import again in a new graph, with a placeholder for its name', () => {
		expect(textOf('create-graph-using-import-task', failed({format: 'PARQUET', parquetType: 'COLUMNAR', roleArn: ''}), because('insufficient memory'), home)).toBe([
			'aws neptune-graph create-graph-using-import-task --graph-name \'<graph name>\' --source s3://lake/2026/people.csv',
			'--role-arn \'<role ARN>\' --format PARQUET --parquet-type COLUMNAR --max-provisioned-memory \'<m-NCU>\'',
			'\'<--fail-on-error or --no-fail-on-error>\' --region us-east-1',
		].join(' '));
	});

	test('passes the import options of a Neptune source', () => {
		const options = {s3ExportPath: 's3://lake/export', preserveEdgeIds: 'true', preserveDefaultVertexLabels: 'false'};
		expect(textOf('start-import-task', failed(), {status: 'FAILED', options}, home))
			.toContain('--import-options \'{"neptune":{"s3ExportPath":"s3://lake/export","preserveDefaultVertexLabels":false,"preserveEdgeIds":true}}\'');
	});

	test('offers nothing for a graph that does not exist, but starts the import again in a new one', () => {
		const missing: Graph = {id: 'g-0000000001', name: 'people', status: 'NOT_FOUND'};
		expect(namesOf(failed(), because('OUT_OF_MEMORY'), home, missing)).toEqual(['create-graph-using-import-task', 'get-import-task', 'get-log-events', 'ls']);
		expect(helpfulCommandFor(failed(), because('OUT_OF_MEMORY'), home, missing)?.title).toBe('Start it again in a new graph');
		expect(namesOf(failed(), because('OUT_OF_MEMORY'), home, {...missing, status: 'FAILED'})).toContain('reset-graph');
	});

	test('empties the graph only in a command of its own, the last one, and takes a snapshot first', () => {
		expect(textOf('reset-graph', failed(), undefined, home)).toBe('aws neptune-graph reset-graph --graph-identifier g-0000000001 --no-skip-snapshot --region us-east-1');
	});

	test('says in words what a command does to the account', () => {
		expect(commandsFor(failed(), undefined, home).map(({args, effect}) => [args[2], effectTexts[effect]])).toEqual([
			['get-import-task', 'reads'],
			['get-log-events', 'reads'],
			['ls', 'reads'],
			['update-graph', 'writes'],
			['start-import-task', 'writes'],
			['create-graph-using-import-task', 'writes'],
			['reset-graph', 'DESTROYS DATA'],
		]);
	});
});

describe('for any text from the service', () => {
	const sources = fc.oneof(texts, texts.map(text => `s3://${text}`));
	const tasks: fc.Arbitrary<ImportTask> = fc.record({
		taskId: texts, graphId: texts, source: sources, roleArn: texts, format: texts, parquetType: texts, status: fc.constantFrom(...knownStatuses, 'PONDERING'),
	});
	const details = fc.record({status: texts, statusReason: texts, options: fc.dictionary(fc.constantFrom('s3ExportPath', 's3ExportKmsKeyId', 'preserveEdgeIds'), texts)});
	const targets = fc.record({region: texts, profile: texts, endpointUrl: texts});

	test('a shell reads every argument back unchanged', () => {
		fc.assert(fc.property(tasks, details, targets, (task, known, target) => {
			const commands = commandsFor(task, known, target);
			const line = commands.map(({args}) => commandText(args)).join(' ');
			expect(wordsOf(line)).toEqual(commands.flatMap(({args}) => args));
			expect(line).not.toMatch(/[\p{Control}--\n]/v);
		}));
	});

	test('no argument is an option or a file that the text chose', () => {
		const plain = {
			task: importTask({format: 'CSV', parquetType: 'COLUMNAR'}), target: {region: 'us-east-1', profile: 'dev', endpointUrl: 'http://127.0.0.1'},
		};
		const fields = fc.constantFrom('taskId', 'graphId', 'source', 'roleArn', 'format', 'parquetType');
		fc.assert(fc.property(fc.oneof(texts, fc.constant('file://')), fields, fc.constantFrom('FAILED', 'IMPORTING'), (text, field, status) => {
			const known = new Set(commandsFor({...plain.task, status: 'FAILED'}, undefined, plain.target).flatMap(({args}) => args));

			for (const {args} of commandsFor({...plain.task, status, [field]: text}, undefined, plain.target)) {
				const chosen = args.filter(arg => !known.has(arg));
				expect(chosen.filter(arg => (arg.startsWith('-') && arg !== '--cli-input-json' && !/^--[\-a-z]+=/v.test(arg)) || /^(?:file|fileb|https?):\/\//v.test(arg))).toEqual([]);
			}
		}));
	});

	test('a command that destroys data is the last, and no other command contains it', () => {
		fc.assert(fc.property(tasks, details, targets, (task, known, target) => {
			const commands = commandsFor(task, known, target);
			expect(commands.slice(0, -1).filter(({effect}) => effect === 'destroys')).toEqual([]);
			expect(commands.filter(({args}) => args[2] === 'reset-graph').every(({effect}) => effect === 'destroys')).toBe(true);
			expect(commands[0]?.effect).not.toBe('destroys');
		}));
	});
});
