import {CancelImportTaskCommand, GetImportTaskCommand, ListImportTasksCommand} from '@aws-sdk/client-neptune-graph';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Fault} from '../../source/simulator/fault.ts';
import {
	type Fleet,
	listFleet,
	putImport,
	removeImport,
	setStatus,
	stillFleet,
} from '../../source/simulator/fleet.ts';
import {decodePageToken, encodePageToken} from '../../source/simulator/service.ts';
import {startAt} from '../support/model.ts';
import {importTasks, taskId} from '../support/tasks.ts';
import {
	connect,
	errorCodes,
	errorOf,
	listAll,
	request,
	requestBody,
	start,
	wireTask,
} from './simulator-client.ts';

describe('page tokens', () => {
	test('decode to the page that they were created for', () => {
		fc.assert(fc.property(fc.nat({max: 999_999_999}), fc.nat({max: 999_999_999}), (offset, page) => {
			expect(decodePageToken(encodePageToken({offset, page}))).toEqual({offset, page});
		}));
	});

	test('decode to undefined if the simulator did not create them', () => {
		fc.assert(fc.property(fc.oneof(fc.string(), fc.base64String()), token => {
			expect(decodePageToken(token)).toBeUndefined();
		}));
	});
});

describe('the list', () => {
	test('has pages of the requested size', async () => {
		const simulator = await start({fleet: stillFleet(importTasks(5))});
		const first = await request(simulator, '/importtasks?maxResults=3');
		expect(first.body['tasks']).toEqual(importTasks(5).slice(0, 3));
		const last = await request(simulator, `/importtasks?maxResults=3&nextToken=${encodeURIComponent(String(first.body['nextToken']))}`);
		expect(last.body).toEqual({tasks: importTasks(5).slice(3)});
	});

	test('has 20 imports per page by default', async () => {
		const simulator = await start({fleet: stillFleet(importTasks(21))});
		const {body} = await request(simulator, '/importtasks');
		expect(body).toEqual({tasks: importTasks(20), nextToken: expect.any(String) as unknown});
	});

	test('has no nextToken on a full last page', async () => {
		const simulator = await start({fleet: stillFleet(importTasks(20))});
		expect(await requestBody(simulator, '/importtasks')).toEqual({tasks: importTasks(20)});
	});

	test('is an empty page without imports', async () => {
		const simulator = await start({fleet: stillFleet([])});
		expect(await requestBody(simulator, '/importtasks')).toEqual({tasks: []});
	});

	test.each<readonly [string, (fleet: Fleet) => Fleet, readonly string[]]>([
		['a new import shifts another one onto both pages', fleet => putImport(fleet, wireTask(9)), [taskId(1), taskId(2), taskId(2), taskId(3), taskId(4)]],
		['a removed import makes the next page skip one', fleet => removeImport(fleet, taskId(1)), [taskId(1), taskId(2), taskId(4)]],
		['a page after the end is empty', () => stillFleet([]), [taskId(1), taskId(2)]],
	])('may change between two pages: %s', async (_, change, listed) => {
		const simulator = await start({
			fleet: stillFleet(importTasks(4)),
			onRequest({page}) {
				if (page === 2) {
					simulator.update(change);
				}
			},
		});
		expect(await listAll(connect(simulator), 2)).toEqual(listed);
	});

	test.each([['0'], ['101'], ['-1'], ['x'], ['1.5'], ['']])('rejects maxResults=%s', async maxResults => {
		const simulator = await start();
		expect(errorOf(await request(simulator, `/importtasks?maxResults=${maxResults}`))).toEqual({
			status: 400,
			type: 'ValidationException',
			message: 'maxResults must be a whole number from 1 to 100.',
		});
	});

	test.each([[''], ['garbage'], ['%F0%9F%90%99'], ['A'.repeat(8193)]])('rejects an unknown nextToken: %s', async token => {
		const simulator = await start();
		expect(errorOf(await request(simulator, `/importtasks?nextToken=${token}`))).toMatchObject({status: 400, type: 'ValidationException'});
	});
});

describe('a single import', () => {
	test('includes details that the list lacks', async () => {
		const task = wireTask(1, {attemptNumber: 2, importTaskDetails: {progressPercentage: 7}, newField: true});
		const simulator = await start({fleet: stillFleet([task])});
		expect(await requestBody(simulator, `/importtasks/${task.taskId}`)).toEqual(task);
		expect(await requestBody(simulator, '/importtasks')).toEqual({tasks: [wireTask(1, {newField: true})]});
	});

	test('can be cancelled', async () => {
		const simulator = await start({fleet: stillFleet(importTasks(1))});
		const {status, body} = await request(simulator, `/importtasks/${taskId(1)}`, 'DELETE');
		expect({status, body}).toEqual({status: 200, body: wireTask(1, {status: 'CANCELLING'})});
		expect(listFleet(simulator.fleet, startAt)).toEqual([wireTask(1, {status: 'CANCELLING'})]);
	});

	test('can\'t be cancelled after it has finished', async () => {
		const simulator = await start({fleet: stillFleet([wireTask(1, {status: 'SUCCEEDED'})])});
		const answer = await request(simulator, `/importtasks/${taskId(1)}`, 'DELETE');
		expect(errorOf(answer)).toEqual({
			status: 409,
			type: 'ConflictException',
			message: 'Import task t-0000000001 is SUCCEEDED and can\'t be cancelled.',
		});
	});

	test.each([['GET'], ['DELETE']])('is not found if it does not exist: %s', async method => {
		const simulator = await start({fleet: stillFleet([])});
		const answer = await request(simulator, `/importtasks/${taskId(1)}`, method);
		expect(errorOf(answer)).toMatchObject({status: 404, type: 'ResourceNotFoundException'});
		expect(errorOf(await request(simulator, '/importtasks/people', method))).toMatchObject({status: 400, type: 'ValidationException'});
		expect(errorOf(await request(simulator, '/importtasks/%zz', method))).toMatchObject({status: 400, type: 'ValidationException'});
	});
});

describe('a request', () => {
	test('without a signature is rejected', async () => {
		const simulator = await start();
		const response = await fetch(`${simulator.url}/importtasks`);
		expect(response.status).toBe(403);
		expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
		expect(response.headers.get('x-amzn-requestid')).toMatch(/^[\d\-a-f]{36}$/v);
	});

	test.each([
		['GET', '/'],
		['GET', '/graphs/'],
		['GET', '/importtasks/'],
		['GET', `/importtasks/${taskId(1)}/more`],
		['PUT', '/importtasks'],
		['DELETE', '/graphs/g-0000000001'],
		['PUT', `/importtasks/${taskId(1)}`],
	])('with an unknown method or path is rejected: %s %s', async (method, path) => {
		const simulator = await start({fleet: stillFleet(importTasks(1))});
		expect(errorOf(await request(simulator, path, method))).toMatchObject({status: 404, type: 'UnknownOperationException'});
		expect(simulator.requests).toMatchObject([{operation: 'unknown', method, path}]);
	});

	test('is recorded with its page', async () => {
		const simulator = await start({fleet: stillFleet(importTasks(3))});
		await listAll(connect(simulator), 2);
		await request(simulator, `/importtasks/${taskId(1)}`, 'DELETE');
		expect(simulator.requests).toMatchObject([
			{
				operation: 'list', method: 'GET', path: '/importtasks', query: {maxResults: '2'}, page: 1, at: startAt,
			},
			{operation: 'list', page: 2},
			{
				operation: 'cancel', method: 'DELETE', path: `/importtasks/${taskId(1)}`, page: undefined,
			},
		]);
	});

	test('fails with status 500 if onRequest throws', async () => {
		const simulator = await start({
			onRequest() {
				throw new Error('Not today.');
			},
		});
		expect(errorOf(await request(simulator, '/importtasks'))).toEqual({status: 500, type: 'InternalServerException', message: 'Error: Not today.'});
	});
});

describe('the simulator\'s fleet', () => {
	test('changes with the clock', async () => {
		let at = startAt;
		const simulator = await start({clock: () => at});
		const before = await request(simulator, '/importtasks?maxResults=100');
		at += 60_000;
		const after = await request(simulator, '/importtasks?maxResults=100');
		expect(before.body['tasks']).toHaveLength(40);
		expect(after.body['tasks']).toHaveLength(43);
	});

	test('can be changed by a test', async () => {
		const simulator = await start({fleet: stillFleet(importTasks(1))});
		simulator.update((fleet, at) => setStatus(fleet, taskId(1), 'PONDERING', at));
		expect(await requestBody(simulator, '/importtasks')).toEqual({tasks: [wireTask(1, {status: 'PONDERING'})]});
	});
});

describe('the SDK', () => {
	test('reads all pages of the list', async () => {
		const simulator = await start({fleet: stillFleet(importTasks(250))});
		expect(await listAll(connect(simulator), 100)).toEqual(importTasks(250).map(task => task.taskId));
		expect(simulator.requests.map(({page}) => page)).toEqual([1, 2, 3]);
	});

	test('reads the details of every import', async () => {
		const simulator = await start();
		const client = connect(simulator);

		const commands = listFleet(simulator.fleet, startAt).map(task => new GetImportTaskCommand({taskIdentifier: task.taskId}));
		const answers = await Promise.all(commands.map(async command => client.send(command)));
		const details = answers.flatMap(({importTaskDetails}) => importTaskDetails ?? []);
		expect(answers).toHaveLength(40);
		expect(details.length).toBeGreaterThan(30);
		expect(details.every(({startTime}) => startTime instanceof Date && startTime.getTime() < startAt)).toBe(true);
		expect(answers.some(({importOptions}) => importOptions?.neptune?.s3ExportPath?.startsWith('s3://'))).toBe(true);
	});

	test('cancels an import', async () => {
		const simulator = await start({fleet: stillFleet(importTasks(1))});
		const cancelled = await connect(simulator).send(new CancelImportTaskCommand({taskIdentifier: taskId(1)}));
		expect(cancelled).toMatchObject({taskId: taskId(1), status: 'CANCELLING'});
	});

	test('recognizes the errors', async () => {
		const simulator = await start({fleet: stillFleet([wireTask(1, {status: 'FAILED'})])});
		const client = connect(simulator);
		const missing = client.send(new GetImportTaskCommand({taskIdentifier: taskId(2)}));
		await expect(missing).rejects.toMatchObject({name: 'ResourceNotFoundException', $metadata: {httpStatusCode: 404}});
		const refused = client.send(new CancelImportTaskCommand({taskIdentifier: taskId(1)}));
		await expect(refused).rejects.toMatchObject({name: 'ConflictException', message: 'Import task t-0000000001 is FAILED and can\'t be cancelled.'});
		const invalid = client.send(new ListImportTasksCommand({maxResults: 500}));
		await expect(invalid).rejects.toMatchObject({name: 'ValidationException'});
	});

	test.each([
		['ThrottlingException', 429],
		['InternalServerException', 500],
		['AccessDeniedException', 403],
		['ExpiredTokenException', 403],
		['UnrecognizedClientException', 403],
		['InvalidSignatureException', 403],
	])('recognizes an injected %s', async (code, status) => {
		const simulator = await start();
		simulator.injectFault({
			kind: 'error', code, status, message: 'Not now.',
		});
		await expect(connect(simulator).send(new ListImportTasksCommand({}))).rejects.toMatchObject({name: code, message: 'Not now.', $metadata: {httpStatusCode: status}});
	});
});

describe('close', () => {
	test.each<readonly [string, Fault]>([
		['pending', {kind: 'silence'}],
		['delayed', {kind: 'delay', delayMs: 3_600_000}],
	])('ends a %s request', async (_, fault) => {
		const {promise: arrived, resolve: arrive} = Promise.withResolvers<undefined>();
		const simulator = await start({
			onRequest() {
				arrive(undefined);
			},
		});
		simulator.injectFault(fault);
		const failing = errorCodes(request(simulator, '/importtasks'));
		await arrived;
		await simulator.close();
		expect(await failing).not.toEqual([]);
	});

	test('frees the port and may be called twice', async () => {
		const simulator = await start();
		await request(simulator, '/importtasks');
		await simulator.close();
		await simulator.close();
		expect(await errorCodes(request(simulator, '/importtasks'))).toContain('ECONNREFUSED');
		const again = await start({port: Number(new URL(simulator.url).port)});
		expect(again.url).toBe(simulator.url);
	});
});

test('startSimulator rejects if the port is in use', async () => {
	const simulator = await start();
	const {port} = new URL(simulator.url);
	await expect(start({port: Number(port)})).rejects.toMatchObject({code: 'EADDRINUSE'});
});
