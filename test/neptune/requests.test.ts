import {
	expect,
	test,
	describe,
	onTestFinished,
} from 'vitest';
import {
	untilAborted,
	cancelImport,
	getImportDetails,
	listGraphs,
} from '../../source/neptune/requests.ts';
import {type Connection} from '../../source/neptune/client.ts';
import {type Fault, type FaultKind} from '../../source/simulator/fault.ts';
import {setStatus, stillFleet} from '../../source/simulator/fleet.ts';
import {putGraph} from '../../source/simulator/graphs.ts';
import {startSimulator, type Simulator} from '../../source/simulator/server.ts';
import {importTask} from '../support/tasks.ts';
import {demoConnection} from './demo-connection.ts';

const reason = new Error('No longer wanted');
const never = Promise.withResolvers<never>().promise;

describe('untilAborted', () => {
	test('resolves like the promise', async () => {
		expect(await untilAborted(Promise.resolve(5), new AbortController().signal)).toBe(5);
	});

	test('rejects like the promise', async () => {
		await expect(untilAborted(Promise.reject(reason), new AbortController().signal)).rejects.toBe(reason);
	});

	test('rejects with the reason of an abort', async () => {
		const abort = new AbortController();
		const waiting = untilAborted(never, abort.signal);
		abort.abort(reason);

		await expect(waiting).rejects.toBe(reason);
	});

	test('rejects at once if the signal is already aborted', async () => {
		await expect(untilAborted(never, AbortSignal.abort(reason))).rejects.toBe(reason);
	});
});

const {taskId} = importTask();
const {signal} = new AbortController();

const importing = {
	...importTask(),
	attemptNumber: 1,
	importTaskDetails: {
		status: 'IN_PROGRESS', startTime: 1_700_000_000, timeElapsedSeconds: 90, progressPercentage: 76, errorCount: 0, statementCount: 1234, dictionaryEntryCount: 56,
	},
	novelty: 'yes',
};

const serve = async (fault?: Fault, settings?: {readonly maxAttempts: number}): Promise<{readonly simulator: Simulator; readonly connection: Connection}> => {
	const simulator = await startSimulator({fleet: stillFleet([importing])});
	onTestFinished(async () => simulator.close());

	if (fault !== undefined) {
		simulator.injectFault(fault);
	}

	return {simulator, connection: await demoConnection(simulator.url, settings)};
};

describe('getImportDetails', () => {
	test('returns the details, including unknown fields', async () => {
		const {connection} = await serve();
		expect(await getImportDetails(connection, taskId, signal)).toMatchObject({
			kind: 'details',
			details: {
				status: 'IMPORTING', attemptNumber: 1, progress: {percentage: 76, startedAt: 1_700_000_000_000, elapsedMs: 90_000}, extra: {novelty: 'yes'},
			},
		});
	});

	test('parses a time as text, which the SDK rejects', async () => {
		const body = JSON.stringify({status: 'IMPORTING', importTaskDetails: {startTime: '2026-03-01T12:00:00Z', progressPercentage: 3}});
		const {connection} = await serve({kind: 'body', body, on: 'get'});
		expect(await getImportDetails(connection, taskId, signal)).toMatchObject({kind: 'details', details: {progress: {percentage: 3, startedAt: Date.UTC(2026, 2, 1, 12)}}});
	});

	test.each<readonly [Fault, string]>([
		[
			{
				kind: 'error', code: 'AccessDeniedException', status: 403, message: 'User x is not authorized',
			}, 'permission',
		],
		[
			{
				kind: 'error', code: 'ThrottlingException', status: 429, message: 'Rate exceeded',
			}, 'throttled',
		],
		[{kind: 'reset'}, 'network'],
		[{kind: 'body', body: '[]'}, 'protocol'],
	])('returns a failure for %j', async (fault, kind) => {
		const {connection} = await serve(fault);
		expect(await getImportDetails(connection, taskId, signal)).toMatchObject({kind: 'failure', failure: {kind}});
	});

	test('names the missing permission', async () => {
		const {connection} = await serve({
			kind: 'error', code: 'AccessDeniedException', status: 403, message: 'User x is not authorized',
		});
		expect(JSON.stringify(await getImportDetails(connection, taskId, signal))).toContain('neptune-graph:GetImportTask');
	});

	test('rejects when it is aborted, even if the service never responds', async () => {
		const {connection} = await serve({kind: 'silence'});
		const abort = new AbortController();
		const asked = getImportDetails(connection, taskId, abort.signal);
		abort.abort();
		await expect(asked).rejects.toThrow('aborted');
	});
});

describe('cancelImport', () => {
	test('sends one DELETE request', async () => {
		const {simulator, connection} = await serve();
		expect(await cancelImport(connection, taskId, signal)).toEqual({kind: 'accepted'});
		expect(simulator.requests.map(({method, path}) => `${method} ${path}`)).toEqual([`DELETE /importtasks/${taskId}`]);
	});

	test('explains why a finished import can\'t be cancelled', async () => {
		const {simulator, connection} = await serve();
		simulator.update((fleet, at) => setStatus(fleet, taskId, 'SUCCEEDED', at));
		expect(await cancelImport(connection, taskId, signal)).toEqual({kind: 'refused', sentence: 'AWS rejected the request. The import may have finished already.'});
	});

	test('explains that the import no longer exists', async () => {
		const {connection} = await serve();
		expect(await cancelImport(connection, 't-9999999999', signal)).toEqual({kind: 'refused', sentence: 'This import no longer exists.'});
	});

	test('names the missing permission', async () => {
		const {connection} = await serve({
			kind: 'error', code: 'AccessDeniedException', status: 403, message: 'User x is not authorized',
		});
		expect(await cancelImport(connection, taskId, signal)).toMatchObject({kind: 'refused', sentence: expect.stringContaining('neptune-graph:CancelImportTask') as string});
	});

	test('reports an unknown outcome if AWS does not respond', async () => {
		const {connection} = await serve({kind: 'silence'});
		const abort = new AbortController();
		const asked = cancelImport(connection, taskId, abort.signal);
		abort.abort();
		expect(await asked).toEqual({kind: 'unknown', sentence: 'AWS did not respond in time.'});
	});

	test.each<[string, FaultKind, string]>([
		['the connection is reset', {kind: 'reset'}, 'Lost the connection to AWS.'],
		['the response is cut off', {kind: 'cutOff'}, 'Lost the connection to AWS.'],
		['the server fails', {
			kind: 'error', code: 'InternalServerException', status: 500, message: 'An internal error occurred.',
		}, 'Server error (HTTP 500).'],
	])('reports an unknown outcome if %s', async (_, fault, sentence) => {
		const {connection} = await serve({...fault, on: 'cancel'});
		expect(await cancelImport(connection, taskId, signal)).toEqual({kind: 'unknown', sentence});
	});

	test('reports an unknown outcome if AWS rejects a second request after the response to the first was lost', async () => {
		const {simulator, connection} = await serve({kind: 'reset', times: 1}, {maxAttempts: 2});
		simulator.update((fleet, at) => setStatus(fleet, taskId, 'CANCELLED', at));
		expect(await cancelImport(connection, taskId, signal)).toEqual({kind: 'unknown', sentence: 'AWS did not respond at first, then rejected the request.'});
		expect(simulator.requests).toHaveLength(2);
	});
});

describe('listGraphs', () => {
	const graphs = Array.from({length: 230}, (_, index) => ({
		id: `g-${String(index).padStart(10, '0')}`, name: `graph-${index}`, status: 'AVAILABLE', provisionedMemory: 16 + index,
	}));

	test('reads all pages', async () => {
		const {simulator, connection} = await serve();

		for (const graph of graphs) {
			simulator.update(fleet => putGraph(fleet, graph));
		}

		const answer = await listGraphs(connection, signal);
		expect(answer).toMatchObject({kind: 'graphs', calls: 3});
		expect(answer.kind === 'graphs' && answer.graphs.map(({id}) => id).toSorted()).toEqual(graphs.map(({id}) => id));
		expect(answer.kind === 'graphs' && answer.graphs.find(({id}) => id === 'g-0000000007')).toEqual(graphs[7]);
	});

	test('explains that it is not allowed', async () => {
		const {connection} = await serve({
			kind: 'error', code: 'AccessDeniedException', status: 403, message: 'User: arn:aws:iam::123456789012:user/me is not authorized to perform: neptune-graph:ListGraphs',
		});
		expect(await listGraphs(connection, signal)).toMatchObject({kind: 'failure', calls: 1, failure: {kind: 'permission', sentence: expect.stringContaining('neptune-graph:ListGraphs') as unknown}});
	});

	test.each(['{}', '{"graphs": null}', '[]', '{"graphs": [null, 1, {}, {"id": "g-1"}]}'])('skips what is not a graph: %s', async body => {
		const {connection} = await serve({kind: 'body', body});
		expect(await listGraphs(connection, signal)).toEqual({kind: 'graphs', graphs: [], calls: 1});
	});

	test('ends if the token repeats', async () => {
		const {connection} = await serve({kind: 'body', body: '{"graphs": [], "nextToken": "again"}'});
		expect(await listGraphs(connection, signal)).toMatchObject({kind: 'graphs', calls: 2});
	});

	test('rejects if it is aborted', async () => {
		const {connection} = await serve({kind: 'silence'});
		const abort = new AbortController();
		const waiting = listGraphs(connection, abort.signal);
		abort.abort(new Error('Enough.'));
		await expect(waiting).rejects.toThrow('Enough.');
	});
});
