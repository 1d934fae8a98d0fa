import {readFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {
	expect,
	onTestFinished,
	test,
	vi,
} from 'vitest';
import {importListOf, newImportRecord} from '../../source/imports/import-list.ts';
import {type ImportTask} from '../../source/imports/task.ts';
import {openConnection, type ConnectionSettings} from '../../source/neptune/client.ts';
import {scanImportTasks} from '../../source/neptune/scan.ts';
import {type Fault} from '../../source/simulator/fault.ts';
import {stillFleet} from '../../source/simulator/fleet.ts';
import {startSimulator} from '../../source/simulator/server.ts';
import {importTask, importTasks, taskId} from '../support/tasks.ts';
import {useAwsSettings} from './aws-settings.ts';
import {demoConnection} from './demo-connection.ts';
import {
	errorAnswer,
	pagesOf,
	startService,
	type Answer,
} from './scripted-service.ts';

const idsOf = (tasks: Iterable<ImportTask>): string[] => [...tasks].map(task => task.taskId);
const {signal} = new AbortController();

const scanSimulator = async (tasks: readonly ImportTask[], faults: readonly Fault[] = [], settings: Partial<ConnectionSettings> = {}) => {
	const simulator = await startSimulator({fleet: stillFleet(tasks)});
	onTestFinished(async () => simulator.close());

	for (const fault of faults) {
		simulator.injectFault(fault);
	}

	const connection = await demoConnection(simulator.url, settings);
	const result = await scanImportTasks(connection, {signal});
	return {result, pagesAsked: simulator.requests.map(request => request.page)};
};

// For responses that the simulator can't produce.
const scanScripted = async (answerTo: Parameters<typeof startService>[0], settings: Partial<ConnectionSettings> = {}, timeLimitMs = 60_000) => {
	const service = await startService(answerTo);
	const connection = await demoConnection(service.url, settings);
	return {result: await scanImportTasks(connection, {signal, timeLimitMs}), requests: service.requests};
};

test('reads all three pages of 250 imports in list order', async () => {
	const {result, pagesAsked} = await scanSimulator(importTasks(250));

	expect(result).toMatchObject({pages: 3, snapshot: {isComplete: true}});
	expect(result).not.toHaveProperty('failure');
	expect(result.snapshot.tasks.values().toArray()).toEqual(importTasks(250));
	expect(pagesAsked).toEqual([1, 2, 3]);
});

test('150 pages cause no process warning', async () => {
	const warn = vi.spyOn(process, 'emitWarning');
	const {result} = await scanScripted(pagesOf(importTasks(150), 1));

	expect(result.pages).toBe(150);
	expect(warn).not.toHaveBeenCalled();
	warn.mockRestore();
});

test('an empty list is a complete snapshot', async () => {
	const {result} = await scanScripted(() => ({json: {tasks: []}}));

	expect(result).toEqual({snapshot: {tasks: new Map(), isComplete: true}, pages: 1});
});

test('keeps the latest state of an import that is listed twice', async () => {
	const entries = [importTask({status: 'IMPORTING'}), importTask({taskId: taskId(2)}), importTask({status: 'SUCCEEDED'})];
	const {result} = await scanScripted(pagesOf(entries, 1));

	expect(idsOf(result.snapshot.tasks.values())).toEqual([taskId(1), taskId(2)]);
	expect(result.snapshot.tasks.get(taskId(1))?.status).toBe('SUCCEEDED');
});

test('returns unchanged imports as the same objects, even if others were added, changed or removed', async () => {
	const gone = importTask({taskId: taskId(999)});
	const known = importTasks(150).filter(task => task.taskId !== taskId(7)).toSpliced(50, 0, gone);
	const before = new Map(known.map(task => [task.taskId, task]));
	const list = importListOf(known.map(task => newImportRecord('@', task)), true);
	const moved = new Map<string, ImportTask>([
		[taskId(3), importTask({taskId: taskId(3), status: 'FAILED'})],
		[taskId(120), importTask({taskId: taskId(120), graphId: 'g-9999999999'})],
	]);
	const listed = importTasks(150).map(task => moved.get(task.taskId) ?? task);
	const simulator = await startSimulator({fleet: stillFleet(listed)});
	onTestFinished(async () => simulator.close());
	const {snapshot: {tasks}} = await scanImportTasks(await demoConnection(simulator.url), {signal, known: list});

	expect(tasks.values().toArray()).toEqual(listed);
	expect(tasks.values().filter(task => task !== before.get(task.taskId)).map(task => task.taskId).toArray()).toEqual([taskId(3), taskId(7), taskId(120)]);
});

test('accepts unknown statuses and members, and skips invalid entries', async () => {
	const {result} = await scanScripted(() => ({
		json: {
			tasks: [
				null,
				{...importTask(), status: 'PONDERING', rowsLoaded: 7},
				'nonsense',
				{status: 'IMPORTING'},
				{taskId: 5, status: 6},
			],
		},
	}));

	expect(result.snapshot.isComplete).toBe(true);
	expect(result.snapshot.tasks.values().toArray()).toEqual([
		importTask({status: 'PONDERING', extra: {rowsLoaded: 7}}),
		{
			taskId: '5',
			source: '',
			roleArn: '',
			status: '6',
		},
	]);
});

test.each([
	['{}', {json: {}}],
	['a null list', {json: {tasks: null}}],
	['text instead of a list', {json: {tasks: 'none'}}],
	['null', {json: null}],
	['an empty body', {text: ''}],
])('fails on %s', async (_name, answer: Answer) => {
	const {result} = await scanScripted(() => answer);

	expect(result).toMatchObject({snapshot: {isComplete: false}, failure: {kind: 'protocol', isTransient: true}});
});

const error = (status: number, code: string, message: string): Fault => ({
	kind: 'error',
	status,
	code,
	message,
});

const faults: ReadonlyArray<readonly [string, Fault, string, RegExp]> = [
	['throttling', error(429, 'ThrottlingException', 'Rate exceeded'), 'throttled', /Throttled by AWS/v],
	['a server error', error(500, 'InternalServerException', 'Oh'), 'service', /HTTP 500/v],
	['an HTML page of a proxy', {kind: 'body', body: '<html>Sign in</html>', contentType: 'text/html'}, 'protocol', /HTML page/v],
	['incomplete JSON', {kind: 'body', body: '{"tasks": ['}, 'protocol', /not JSON/v],
	['a missing permission', error(403, 'AccessDeniedException', 'User: arn:aws:iam::123456789012:user/me is not authorized'), 'permission', /neptune-graph:ListImportTasks/v],
	['invalid keys', error(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.'), 'credentials', /AWS rejected the credentials/v],
	['expired keys', error(403, 'ExpiredTokenException', 'The security token included in the request is expired'), 'credentials', /have expired/v],
	['a wrong clock', error(403, 'InvalidSignatureException', 'Signature expired: 20260101T000000Z is now earlier than 20260101T000500Z'), 'clock', /clock/v],
	['a missing response', {kind: 'silence'}, 'network', /did not respond in time/v],
	['a truncated response', {kind: 'cutOff'}, 'network', /Lost the connection/v],
	['a reset connection', {kind: 'reset'}, 'network', /Lost the connection/v],
];

test.each(faults)('%s on the second page ends the scan and keeps the first page', async (_name, fault, kind, sentence) => {
	const {result} = await scanSimulator(importTasks(150), [{...fault, page: 2}], {requestTimeoutMs: 500});

	expect(result.failure).toMatchObject({kind, sentence: expect.stringMatching(sentence) as string});
	expect(result.snapshot.isComplete).toBe(false);
	expect(result.snapshot.tasks.values().toArray()).toEqual(importTasks(100));
	expect(result.pages).toBe(1);
});

test.each<readonly [string, Answer, string, RegExp]>([
	['a gateway error page', {status: 502, text: '<html>Bad gateway</html>'}, 'service', /HTTP 502/v],
	['a stalled response', 'stall', 'network', /did not respond in time/v],
])('%s ends the scan', async (_name, answer, kind, sentence) => {
	const {result} = await scanScripted(() => answer, {requestTimeoutMs: 500});

	expect(result.failure).toMatchObject({kind, sentence: expect.stringMatching(sentence) as string});
	expect(result.snapshot.isComplete).toBe(false);
});

test('a transient connection reset is retried within the scan', async () => {
	const {result, pagesAsked} = await scanSimulator(importTasks(150), [{kind: 'reset', page: 2, times: 1}], {maxAttempts: 3});

	expect(result.snapshot.isComplete).toBe(true);
	expect(pagesAsked).toEqual([1, 2, 2]);
});

test('a transient stall is retried within the scan', async () => {
	const pages = pagesOf(importTasks(2), 1);
	const {result} = await scanScripted(request => request.number === 2 ? 'stall' : pages(request), {maxAttempts: 3, requestTimeoutMs: 500});

	expect(result.snapshot.isComplete).toBe(true);
});

test.each([1, 2, 3])('a page token that is rejected %i times restarts the scan as often, and the scan completes', async times => {
	const {result, pagesAsked} = await scanSimulator(importTasks(150), [{kind: 'refuseToken', times}]);

	expect(result).toMatchObject({pages: 2, snapshot: {isComplete: true}});
	expect(result.snapshot.tasks.values().toArray()).toEqual(importTasks(150));
	expect(pagesAsked).toEqual(Array.from({length: times + 1}, () => [1, 2]).flat());
});

test('the scan ends when a page token is rejected for the fourth time', async () => {
	const {result, pagesAsked} = await scanSimulator(importTasks(150), [{kind: 'refuseToken'}]);

	expect(result).toMatchObject({pages: 1, snapshot: {isComplete: false}, failure: {kind: 'protocol', isTransient: true}});
	expect(result.snapshot.tasks.values().toArray()).toEqual(importTasks(100));
	expect(pagesAsked).toHaveLength(8);
});

test('a restarted scan omits imports that only the earlier attempt saw', async () => {
	const {result} = await scanScripted(({number, nextToken}) => {
		if (number === 1) {
			return {json: {tasks: importTasks(2), nextToken: 'old'}};
		}

		return nextToken === 'old' ? errorAnswer(400, 'ValidationException', 'Invalid nextToken') : {json: {tasks: importTasks(1)}};
	});

	expect(idsOf(result.snapshot.tasks.values())).toEqual([taskId(1)]);
});

test('a rejected first page does not restart the scan', async () => {
	const {result, requests} = await scanScripted(() => errorAnswer(400, 'ValidationException', 'maxResults is too large'));

	expect(result.failure).toMatchObject({kind: 'service', sentence: 'AWS rejected the request: maxResults is too large.'});
	expect(requests).toHaveLength(1);
});

test('a repeated page token ends the scan', async () => {
	const {result, pagesAsked} = await scanSimulator(importTasks(150), [{kind: 'repeatToken'}]);

	expect(result).toMatchObject({snapshot: {isComplete: false}, failure: {kind: 'protocol'}});
	expect(pagesAsked).toHaveLength(2);
});

test('a cycle of page tokens ends the scan', async () => {
	const {result, requests} = await scanScripted(({number}) => ({json: {tasks: importTasks(1), nextToken: ['a', 'b', 'a'][number - 1] ?? 'never'}}));

	expect(result).toMatchObject({snapshot: {isComplete: false}, failure: {kind: 'protocol'}});
	expect(requests).toHaveLength(3);
});

test('an empty pagination token ends the list', async () => {
	const {result, requests} = await scanScripted(() => ({json: {tasks: importTasks(2), nextToken: ''}}));

	expect(result).toMatchObject({pages: 1, snapshot: {isComplete: true}});
	expect(requests).toHaveLength(1);
});

test('looks up missing credentials only once per scan, and sends no request', async () => {
	const service = await startService(() => ({json: {tasks: []}}));
	const {env, home} = await useAwsSettings({config: '[profile dev]\ncredential_process = sh -c "echo lookup >> $HOME/lookups; exit 1"\n'});
	const connection = await openConnection({
		profile: 'dev',
		region: 'us-east-1',
		endpointUrl: service.url,
		env,
		onLog() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- This test does not check the log.
		maxAttempts: 1,
	});
	onTestFinished(() => {
		connection.close();
	});
	const lookups = async (): Promise<string> => readFile(path.join(home, 'lookups'), 'utf8');

	// The SDK runs the command more than once per lookup.
	await expect(connection.client.config.credentials()).rejects.toThrow();
	const perLookup = await lookups();
	const {failure} = await scanImportTasks(connection, {signal});

	expect(failure).toMatchObject({kind: 'credentials'});
	expect(service.requests).toEqual([]);
	expect(await lookups()).toBe(perLookup.repeat(2));
});

test('a scan that exceeds its time limit ends with a failure', async () => {
	const {result} = await scanScripted(() => 'silence', {}, 100);

	expect(result).toMatchObject({
		snapshot: {isComplete: false},
		failure: {kind: 'network', sentence: 'Reading the list took longer than 0.1 s.', isTransient: true},
	});
});

test('an aborted scan rejects with the reason, whether aborted before or during the scan', async () => {
	const abort = new AbortController();
	const reason = new Error('No longer wanted');
	const service = await startService(() => {
		abort.abort(reason);
		return 'silence';
	});
	const connection = await demoConnection(service.url);

	await expect(scanImportTasks(connection, {signal: abort.signal})).rejects.toBe(reason);
	await expect(scanImportTasks(connection, {signal: abort.signal})).rejects.toBe(reason);
	expect(service.requests).toHaveLength(1);
});
