import process from 'node:process';
import {cleanup, render} from 'ink-testing-library';
import {
	afterEach,
	expect,
	onTestFinished,
	test,
} from 'vitest';
import {eventsOf} from '../source/app/effect.ts';
import {type Message} from '../source/app/message.ts';
import {type Model} from '../source/app/model.ts';
import {createStore} from '../source/app/store.ts';
import {update} from '../source/app/update.ts';
import {followedImports} from '../source/app/polling/until-done.ts';
import {isCommandEvent, type WatchEvent} from '../source/imports/event.ts';
import {openSource} from '../source/neptune/source.ts';
import {createChangeCommand} from '../source/notify/change-command.ts';
import {outcomeLines} from '../source/print/outcome-lines.ts';
import {plainLine} from '../source/print/plain-lines.ts';
import {putImport, stillFleet} from '../source/simulator/fleet.ts';
import {type WireTask} from '../source/simulator/planned-import.ts';
import {startSimulator} from '../source/simulator/server.ts';
import {createTheme} from '../source/text/themes.ts';
import {App} from '../source/ui/app.tsx';
import {defaultKeymap} from '../source/app/keys/keymap.ts';
import {expectEvents} from './support/events.ts';
import {
	after,
	defaultId,
	freshModel,
	only,
	startAt,
	untilDoneOf,
} from './support/model.ts';
import {importTask} from './support/tasks.ts';

const source = 's3://acme-lake/orders/2026/10/';
const roleArn = 'arn:aws:iam::123456789012:role/loader';
const running = importTask({source, roleArn});
const {signal} = new AbortController();

/*
The events of an import that fails with this response of GetImportTask, and the model after them. The SDK makes the requests.
*/
const observe = async (response: Partial<WireTask>): Promise<{readonly model: Model; readonly events: readonly WatchEvent[]}> => {
	const simulator = await startSimulator({fleet: stillFleet([running])});
	onTestFinished(async () => simulator.close());
	let model = freshModel({asksReasons: true, detailsBudget: 0, untilDone: untilDoneOf()});
	const events: WatchEvent[] = [];

	const dispatch = (message: Message): void => {
		const [next, effects] = update(model, message);
		model = next;
		events.push(...eventsOf(effects));
	};

	const neptune = openSource({
		region: 'us-east-1', endpointUrl: simulator.url, credentials: {accessKeyId: 'AKIADEMO', secretAccessKey: 'example'}, env: {}, maxAttempts: 1,
		onLog() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- The log is not tested.
		onConnected(target) {
			// The address of the simulator differs in each run.
			dispatch({type: 'connected', targetId: defaultId, target: {...target, endpointUrl: undefined}});
		},
	});
	onTestFinished(async () => neptune.close());

	const poll = async (at: number): Promise<void> => {
		if (only(model).poll.kind === 'waiting') {
			dispatch({type: 'pollDue', targetId: defaultId, at});
		}

		const {scanNumber} = only(model);
		dispatch({
			type: 'scanEnded', targetId: defaultId, at, scanNumber, chance: 0.5, ...await neptune.scan(signal),
		});
	};

	await poll(startAt);
	simulator.update(fleet => putImport(fleet, {...running, status: 'FAILED', ...response}));
	await poll(startAt + 10_000);
	dispatch({
		type: 'detailsAnswered', targetId: defaultId, key: running.taskId, at: startAt + 10_000, answer: await neptune.askDetails(running.taskId, signal),
	});
	expectEvents(events);
	return {model, events};
};

const screenOf = (model: Model, columns: number, ...messages: readonly Message[]): readonly string[] => {
	const sized = after({...model, isQuitting: false}, {type: 'resized', size: {columns, rows: 30}}, ...messages);
	const app = <App store={createStore(sized)} theme={createTheme({hasColor: false})} keymap={defaultKeymap} now={() => startAt} suspend={async () => undefined}/>;
	const {lastFrame, stdout, rerender} = render(app);
	Object.defineProperty(stdout, 'columns', {value: columns});
	rerender(app);
	return (lastFrame() ?? '').split('\n').map(line => line.trimEnd());
};

/*
The row of the import without its mark, status and time.
*/
const rowOf = (model: Model, columns: number): string => screenOf(model, columns).find(line => line.includes('✗ failed'))?.replace(/^.*✗ failed +(?:\d\d:\d\d)? +/v, '') ?? '';

/*
Returns the lines of the details that explain the failure.
*/
const detailsOf = (model: Model): readonly string[] => {
	const lines = screenOf(model, 140, {type: 'commandGiven', at: startAt, command: 'openDetails'});
	const start = lines.indexOf(' Failure');
	return lines.slice(start + 1, lines.indexOf('', start)).map(line => line.trim());
};

/*
The variables and the standard input of the `--on-change` command for the reason.
*/
const hookInput = async (events: readonly WatchEvent[]): Promise<readonly string[]> => {
	const lines: string[] = [];
	const command = createChangeCommand({
		command: String.raw`printf "%s\n" "$NEPTUNE_IMPORT_EVENT" "$NEPTUNE_IMPORT_CODE" "$NEPTUNE_IMPORT_REASON"; cat`,
		env: process.env,
		log(line) {
			lines.push(line.replace('--on-change: ', ''));
		},
		onFailure(sentence) {
			lines.push(sentence);
		},
	});
	command.run(events.filter(event => isCommandEvent(event)).filter(({event}) => event === 'reason'));
	await command.finished();
	return lines;
};

const moreMemory = 'Give the graph more memory (m-NCU), then start the import again.';
const updateGraph = 'aws neptune-graph update-graph --graph-identifier g-0000000001 --provisioned-memory \'<m-NCU>\' --region us-east-1';
const listSource = `aws s3 ls ${source} --region us-east-1`;

type Case = {
	readonly statusReason: string;
	readonly errorDetails?: string;
	readonly code?: string;
	readonly text: string;
	readonly remedy?: string;

	/**
	Undefined if it reads the log stream, which the details always show.
	*/
	readonly command?: string;

	/**
	The beginning of the reason that the row shows at 80 and at 140 columns. The space for the rest depends on the other columns.
	*/
	readonly rows: readonly [narrow: string, wide: string];
};

const cases: readonly Case[] = [
	{
		statusReason: `S3_ACCESS_DENIED: ${roleArn} is not authorized to perform: s3:GetObject on resource: "arn:aws:s3:::acme-lake/orders/2026/10/a.csv"`,
		code: 'S3_ACCESS_DENIED',
		text: 's3:GetObject on resource: "arn:aws:s3:::the bucket/orders/2026/10/a.csv"',
		remedy: 'Allow the role to read the source (S3, KMS and trust policy). The source must be in the graph\'s region.',
		command: listSource,
		rows: ['S3_ACCESS_DENIED: s3:GetObject', 'S3_ACCESS_DENIED: s3:GetObject on resource:'],
	},
	{
		statusReason: 'Import failed.',
		errorDetails: 'LARGE_STRING_ERROR: A string value is longer than the limit of 1048062 bytes.',
		code: 'LARGE_STRING_ERROR',
		text: 'A string value is longer than the limit of 1048062 bytes.',
		remedy: 'Shorten the string, then start the import again.',
		rows: ['LARGE_STRING_ERROR: A string', 'LARGE_STRING_ERROR: A string value is longer than'],
	},
	{
		statusReason: `PARSING_ERROR: Could not parse line 4711 of ${source}part-0031.csv: the value "n/a" is not an Int.`,
		code: 'PARSING_ERROR',
		text: 'line 4711 of part-0031.csv: the value "n/a" is not an Int.',
		remedy: 'Correct the value, then start the import again. The log stream lists every error.',
		rows: ['PARSING_ERROR: line 4711', 'PARSING_ERROR: line 4711 of part-0031.csv: the'],
	},
	{
		statusReason: 'Import failed (OUT_OF_MEMORY).',
		code: 'OUT_OF_MEMORY',
		text: 'Import failed.',
		remedy: moreMemory,
		command: updateGraph,
		rows: ['OUT_OF_MEMORY: Import failed.', 'OUT_OF_MEMORY: Import failed.'],
	},
	{
		statusReason: 'PARTITION_FULL_ERROR: A partition of the graph is full.',
		code: 'PARTITION_FULL_ERROR',
		text: 'A partition of the graph is full.',
		remedy: 'The service tries again with another layout. If the import has failed for good, start it again.',
		rows: ['PARTITION_FULL_ERROR: A part', 'PARTITION_FULL_ERROR: A partition of the graph is'],
	},
	{
		statusReason: 'The graph has insufficient memory.',
		code: 'OUT_OF_MEMORY',
		text: 'The graph has insufficient memory.',
		remedy: moreMemory,
		command: updateGraph,
		rows: ['OUT_OF_MEMORY: The graph has', 'OUT_OF_MEMORY: The graph has insufficient memory.'],
	},
	{
		statusReason: `No files to load in ${source}.`,
		text: 'No files to load in the source.',
		remedy: 'Check the source: there are no files to load.',
		command: listSource,
		rows: ['No files to load in the source.', 'No files to load in the source.'],
	},
	{
		statusReason: 'The import was stopped by the service.',
		text: 'The import was stopped by the service.',
		rows: ['The import was stopped by', 'The import was stopped by the service.'],
	},
];

afterEach(() => {
	cleanup();
});

test.each(cases)('the failure "$statusReason" is explained on the screen, in scripts and to --on-change', async ({statusReason, errorDetails, code, text, remedy, command, rows}) => {
	const {model, events} = await observe({statusReason, importTaskDetails: {status: 'FAILED', ...(errorDetails !== undefined && {errorDetails})}});
	expect([80, 140].map((columns, index) => rowOf(model, columns).slice(0, rows[index]?.length))).toEqual(rows);

	const details = detailsOf(model).join(' ');
	expect(details).toContain(`reason       ${statusReason}`);
	expect(details).toContain(errorDetails === undefined ? '' : `error        ${errorDetails}`);
	expect(/(?<=next {9}).*?(?= (?:command|logs) )/v.exec(details)?.[0]).toBe(remedy);
	expect(/(?<=command {6}).*?(?= logs )/v.exec(details)?.[0]).toBe(command);
	expect(details).toContain('logs         aws logs get-log-events');

	const summary = code === undefined ? text : `${code}: ${text}`;
	const reason = {
		...(code !== undefined && {code}), summary, ...(remedy !== undefined && {remedy}), statusReason, ...(errorDetails !== undefined && {errorDetails}),
	};
	expect(events.map(({event}) => event)).toEqual(['baseline', 'changed', 'reason', 'done']);
	const [, changed, explained, done] = events;
	expect(changed).not.toHaveProperty('reason');
	expect(explained).toMatchObject({task: {status: 'FAILED'}, reason});
	expect(done).toMatchObject({result: 'failed', failed: [{taskId: running.taskId, reason}]});
	expect(events.slice(1, 3).map(event => plainLine(event, {theme: undefined})?.text)).toEqual([
		`2026-03-01T12:00:10.000Z  ${running.taskId}  g-0000000001  IMPORTING → FAILED`,
		`2026-03-01T12:00:10.000Z  ${running.taskId}  g-0000000001  FAILED reason ${code ?? '–'}  ${text}`,
	]);
	expect(outcomeLines('failed', {
		followed: followedImports(model), named: [], expected: 0, isRead: true, failures: [], graphFailures: [], nameOf: () => undefined,
	})).toEqual([
		'1 of 1 import did not succeed:',
		`${running.taskId}  g-0000000001  failed  ${summary}`,
		...(remedy === undefined ? [] : [`  ${remedy}`]),
		`Decided by ${running.taskId} of g-0000000001: failed${code === undefined ? '' : `, ${code}`}`,
	]);

	const [event, codeVariable, reasonVariable, input = ''] = await hookInput(events);
	expect([event, codeVariable ?? '', reasonVariable]).toEqual(code === undefined ? ['reason', summary, expect.stringMatching(/^\{/v)] : ['reason', code, summary]);
	expect(JSON.parse(code === undefined ? reasonVariable ?? '' : input)).toEqual(explained);
});
