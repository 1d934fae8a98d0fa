import process from 'node:process';
import {expect, test, vi} from 'vitest';
import {type ImportTask} from '../../source/domain/task.ts';
import {scanImportTasks, type ScannedPage} from '../../source/neptune/scan.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {demoConnection} from './demo-connection.ts';
import {
	errorAnswer,
	pagesOf,
	startService,
	type Answer,
} from './scripted-service.ts';

const fleet = (count: number): ImportTask[] => Array.from({length: count}, (_, index) => importTask({taskId: taskId(index + 1)}));
const idsOf = (tasks: Iterable<ImportTask>): string[] => [...tasks].map(task => task.taskId);
const {signal} = new AbortController();

const scanOf = async (answerTo: Parameters<typeof startService>[0], settings = {}, options = {}) => {
	const service = await startService(answerTo);
	const connection = await demoConnection(service.url, settings);
	return {result: await scanImportTasks(connection, {signal, ...options}), asks: service.asks};
};

test('250 imports on three pages are read to the end, in the order of the list', async () => {
	const pages: ScannedPage[] = [];
	const {result, asks} = await scanOf(pagesOf(fleet(250), 100), {}, {
		onPage(page: ScannedPage) {
			pages.push(page);
		},
	});

	expect(result).toMatchObject({pages: 3, snapshot: {isComplete: true}});
	expect(result).not.toHaveProperty('failure');
	expect(idsOf(result.snapshot.tasks.values())).toEqual(idsOf(fleet(250)));
	expect(result.snapshot.tasks.get(taskId(250))).toEqual(importTask({taskId: taskId(250)}));
	expect(asks.map(ask => ask.nextToken)).toEqual([undefined, '100', '200']);
	expect(pages.map(page => [page.pageNumber, page.tasks.length])).toEqual([[1, 100], [2, 100], [3, 50]]);
});

test('150 pages bring no warning of the process', async () => {
	const warn = vi.spyOn(process, 'emitWarning');
	const {result} = await scanOf(pagesOf(fleet(150), 1));

	expect(result.pages).toBe(150);
	expect(warn).not.toHaveBeenCalled();
	warn.mockRestore();
});

test('an empty list is a complete one', async () => {
	const {result} = await scanOf(() => ({json: {tasks: []}}));

	expect(result).toEqual({snapshot: {tasks: new Map(), isComplete: true}, pages: 1});
});

test('an import that is listed twice counts once, as it was seen last', async () => {
	const entries = [importTask({status: 'IMPORTING'}), importTask({taskId: taskId(2)}), importTask({status: 'SUCCEEDED'})];
	const {result} = await scanOf(pagesOf(entries, 1));

	expect(idsOf(result.snapshot.tasks.values())).toEqual([taskId(1), taskId(2)]);
	expect(result.snapshot.tasks.get(taskId(1))?.status).toBe('SUCCEEDED');
});

test('unknown statuses, unknown members, and entries that are none are lived with', async () => {
	const {result} = await scanOf(() => ({
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
	expect([...result.snapshot.tasks.values()]).toEqual([
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
	['null for a list', {json: {tasks: null}}],
	['text for a list', {json: {tasks: 'none'}}],
	['null', {json: null}],
	['nothing at all', {text: ''}],
])('an answer that is %s proves nothing', async (_name, answer: Answer) => {
	const {result} = await scanOf(() => answer);

	expect(result).toMatchObject({snapshot: {isComplete: false}, failure: {kind: 'protocol', isTransient: true}});
});

const faults: ReadonlyArray<readonly [string, Answer, string, RegExp]> = [
	['throttling', errorAnswer(429, 'ThrottlingException', 'Rate exceeded'), 'throttled', /less often/v],
	['a fault of the service', errorAnswer(500, 'InternalServerException', 'Oh'), 'service', /HTTP 500/v],
	['a page of a gateway', {status: 502, text: '<html>Bad gateway</html>'}, 'service', /HTTP 502/v],
	['a page of a proxy', {text: '<html>Sign in</html>'}, 'protocol', /web page/v],
	['half a line', {text: '{"tasks": ['}, 'protocol', /could not be read/v],
	['no permission', errorAnswer(403, 'AccessDeniedException', 'User: arn:aws:iam::123456789012:user/me is not authorized'), 'permission', /neptune-graph:ListImportTasks/v],
	['keys that are not accepted', errorAnswer(403, 'UnrecognizedClientException', 'The security token included in the request is invalid.'), 'credentials', /does not accept/v],
	['keys that have run out', errorAnswer(403, 'ExpiredTokenException', 'The security token included in the request is expired'), 'credentials', /have expired/v],
	['a wrong clock', errorAnswer(403, 'InvalidSignatureException', 'Signature expired: 20260101T000000Z is now earlier than 20260101T000500Z'), 'clock', /clock/v],
	['silence', 'silence', 'network', /did not answer in time/v],
	['an answer that stalls', 'stall', 'network', /did not answer in time/v],
	['an answer that is cut off', 'cutOff', 'network', /broke off/v],
	['a reset', 'reset', 'network', /broke off/v],
];

test.each(faults)('%s on the second page breaks the scan off, with the first page kept', async (_name, answer, kind, sentence) => {
	const pages = pagesOf(fleet(3), 1);
	const {result} = await scanOf(ask => ask.nextToken === undefined ? pages(ask) : answer, {requestTimeoutMs: 500});

	expect(result.failure).toMatchObject({kind, sentence: expect.stringMatching(sentence) as string});
	expect(result.snapshot.isComplete).toBe(false);
	expect(idsOf(result.snapshot.tasks.values())).toEqual([taskId(1)]);
	expect(result.pages).toBe(1);
});

test('a fault that passes is not noticed', async () => {
	const pages = pagesOf(fleet(2), 1);
	const {result, asks} = await scanOf(ask => ask.number === 2 ? 'reset' : pages(ask), {maxAttempts: 3});

	expect(result.snapshot.isComplete).toBe(true);
	expect(asks).toHaveLength(3);
});

test('a stall that passes is not noticed', async () => {
	const pages = pagesOf(fleet(2), 1);
	const {result} = await scanOf(ask => ask.number === 2 ? 'stall' : pages(ask), {maxAttempts: 3, requestTimeoutMs: 500});

	expect(result.snapshot.isComplete).toBe(true);
});

const refusal = errorAnswer(400, 'ValidationException', 'Invalid nextToken');

test.each([1, 2, 3])('a token that is refused %i times makes the scan start over as often, and end complete', async times => {
	const pages = pagesOf(fleet(2), 1);
	let refused = 0;
	const {result} = await scanOf(ask => {
		if (ask.nextToken !== undefined && refused < times) {
			refused++;
			return refusal;
		}

		return pages(ask);
	});

	expect(refused).toBe(times);
	expect(result).toMatchObject({pages: 2, snapshot: {isComplete: true}});
	expect(idsOf(result.snapshot.tasks.values())).toEqual([taskId(1), taskId(2)]);
});

test('what only an earlier run reached is not in a complete scan that started over', async () => {
	const {result} = await scanOf(({number, nextToken}) => {
		if (number === 1) {
			return {json: {tasks: fleet(2), nextToken: 'old'}};
		}

		return nextToken === 'old' ? refusal : {json: {tasks: fleet(1)}};
	});

	expect(idsOf(result.snapshot.tasks.values())).toEqual([taskId(1)]);
});

test('a token that is refused for the fourth time breaks the scan off', async () => {
	const pages = pagesOf(fleet(2), 1);
	const {result, asks} = await scanOf(ask => ask.nextToken === undefined ? pages(ask) : refusal);

	expect(result).toMatchObject({snapshot: {isComplete: false}, failure: {kind: 'protocol', isTransient: true}});
	expect(idsOf(result.snapshot.tasks.values())).toEqual([taskId(1)]);
	expect(asks).toHaveLength(8);
});

test('a first page that is refused is no matter of tokens', async () => {
	const {result, asks} = await scanOf(() => errorAnswer(400, 'ValidationException', 'maxResults is too large'));

	expect(result.failure).toMatchObject({kind: 'service', sentence: 'The service refused the request: maxResults is too large.'});
	expect(asks).toHaveLength(1);
});

test.each([
	['the same token for ever', ['a', 'a']],
	['two tokens in turn', ['a', 'b', 'a']],
])('%s does not hold the scan', async (_name, tokens) => {
	const {result, asks} = await scanOf(({number}) => ({json: {tasks: fleet(1), nextToken: tokens[number - 1] ?? 'never'}}));

	expect(result).toMatchObject({snapshot: {isComplete: false}, failure: {kind: 'protocol'}});
	expect(asks).toHaveLength(tokens.length);
});

test('a scan that takes too long as a whole breaks off', async () => {
	const {result} = await scanOf(() => 'silence', {}, {timeLimitMs: 100});

	expect(result).toMatchObject({
		snapshot: {isComplete: false},
		failure: {kind: 'network', sentence: 'The list could not be read to its end within 0.1 s.', isTransient: true},
	});
});

test('a scan that is aborted rejects with the reason, under way or before it began', async () => {
	const abort = new AbortController();
	const reason = new Error('No longer wanted');
	const service = await startService(() => {
		abort.abort(reason);
		return 'silence';
	});
	const connection = await demoConnection(service.url);

	await expect(scanImportTasks(connection, {signal: abort.signal})).rejects.toBe(reason);
	await expect(scanImportTasks(connection, {signal: abort.signal})).rejects.toBe(reason);
	expect(service.asks).toHaveLength(1);
});
