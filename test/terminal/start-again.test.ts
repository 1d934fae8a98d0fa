import {Buffer} from 'node:buffer';
import {spawn, spawnSync} from 'node:child_process';
import process from 'node:process';
import {text as textOf} from 'node:stream/consumers';
import {
	CreateGraphUsingImportTaskCommand,
	type CreateGraphUsingImportTaskCommandInput,
	NeptuneGraphClient,
	StartImportTaskCommand,
	type StartImportTaskCommandInput,
} from '@aws-sdk/client-neptune-graph';
import {expect, test} from 'vitest';
import {listFleet} from '../../source/simulator/fleet.ts';
import {graphsOf} from '../../source/simulator/graphs.ts';
import {type WireGraph, type WireTask} from '../../source/simulator/planned-import.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {fakeCredentials, serve, watch} from './program.ts';
import {key, type Terminal} from './terminal.ts';

const env = {...process.env, ...fakeCredentials, AWS_PAGER: ''};

const isCliInstalled = spawnSync('aws', ['--version']).status === 0;

/*
Sends the call of a command of the AWS CLI with the SDK.
*/
const sendWithSdk = async (words: readonly string[]): Promise<void> => {
	const [name, ...options] = words.slice(2);
	const input: Record<string, unknown> = {};
	let endpoint = '';

	for (const [index, flag] of options.entries()) {
		const next = options[index + 1] ?? '--';
		const parameter = flag.replace(/^--(?:no-)?/v, '').replaceAll(/-(?<letter>[a-z])/gv, (_, letter: string) => letter.toUpperCase());

		if (flag === '--endpoint-url') {
			endpoint = next;
		} else if (flag !== '--region' && flag.startsWith('--')) {
			input[parameter] = next.startsWith('--') ? !flag.startsWith('--no-') : (/^\d+$/v.test(next) ? Number(next) : next);
		}
	}

	const client = new NeptuneGraphClient({endpoint, region: 'us-east-1', credentials: {accessKeyId: 'example', secretAccessKey: 'example'}});
	await (name === 'start-import-task'
		? client.send(new StartImportTaskCommand(input as unknown as StartImportTaskCommandInput)) // The simulator checks the input.
		: client.send(new CreateGraphUsingImportTaskCommand(input as unknown as CreateGraphUsingImportTaskCommandInput))); // As above.
	client.destroy();
};

/*
Runs a copied command in a shell with the AWS CLI. Without the CLI, the shell only splits the command.
*/
const runCommand = async (command: string): Promise<void> => {
	const child = spawn('sh', ['-c', isCliInstalled ? command : String.raw`printf '%s\n' ${command}`], {env, stdio: ['ignore', 'pipe', 'pipe']});
	const [stdout, stderr] = await Promise.all([textOf(child.stdout), textOf(child.stderr)]);
	expect(stderr).toBe('');

	if (!isCliInstalled) {
		await sendWithSdk(stdout.trimEnd().split('\n'));
	}
};

const clipboardOf = ({raw}: Terminal): string => Buffer.from(raw.matchAll(/\u{1B}\]52;c;(?<text>[^\u{7}]*)\u{7}/gv).toArray().at(-1)?.groups?.['text'] ?? '', 'base64').toString();

test.each<{readonly title: string; readonly failed: Partial<WireTask>; readonly placeholders: Readonly<Record<string, string>>; readonly graph: Partial<WireGraph>}>([
	{
		title: 'Start it again in this graph (must be empty)',
		failed: {statusReason: 'PARSING_ERROR: line 7 is malformed.'},
		placeholders: {'\'<--fail-on-error or --no-fail-on-error>\'': '--no-fail-on-error'},
		graph: {id: 'g-0000000001'},
	},
	{
		title: 'Start it again in a new graph',
		failed: {format: 'NTRIPLES', source: 's3://lake/o\'hara/', statusReason: 'Insufficient memory.'},
		placeholders: {'\'<--fail-on-error or --no-fail-on-error>\'': '--fail-on-error', '\'<graph name>\'': 'people', '\'<m-NCU>\'': '256'},
		graph: {name: 'people', provisionedMemory: 256},
	},
])('the command "$title" that Y copies starts a new import, which appears in the list', async ({title, failed, placeholders, graph}) => {
	const simulator = await serve([{...importTask({status: 'FAILED'}), ...failed}]);
	const terminal = watch(simulator, [], {columns: 140, rows: 40});
	await terminal.waitForText(/✗ failed .*(?:PARSING_ERROR|OUT_OF_MEMORY)/v);
	terminal.press('Y');
	await terminal.waitForText(title);

	while (terminal.lines().every(line => !line.includes('▸') || !line.includes(title))) {
		const before = terminal.screen();
		terminal.press(key.down);
		// eslint-disable-next-line no-await-in-loop -- Each key moves the cursor by one line.
		await terminal.waitFor(screen => screen !== before, 'the next command');
	}

	terminal.press(key.enter);
	await terminal.waitForText('Copied (writes): aws neptune-graph');
	let command = clipboardOf(terminal);

	for (const [placeholder, value] of Object.entries(placeholders)) {
		command = command.replace(placeholder, () => value);
	}

	expect(command).not.toMatch(/[<>]/v);
	await runCommand(command);

	const started = listFleet(simulator.fleet, Date.now()).find(one => one.taskId !== taskId(1));
	expect(started).toMatchObject({source: failed.source ?? importTask().source, format: failed.format ?? 'CSV', roleArn: importTask().roleArn});

	// A new graph exists once it has been provisioned.
	expect(graphsOf(simulator.fleet, Date.now() + 60_000).map(({wire}) => wire)).toContainEqual(expect.objectContaining(graph));
	await terminal.waitForText(`${started?.taskId ?? ''}  appeared, initializing`);
	expect(terminal.screen()).toContain('[All 2]');
});
