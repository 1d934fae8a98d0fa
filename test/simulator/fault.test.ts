import {ListImportTasksCommand, paginateListImportTasks} from '@aws-sdk/client-neptune-graph';
import {describe, expect, test} from 'vitest';
import {type Fault} from '../../source/simulator/fault.ts';
import {listFleet, stillFleet} from '../../source/simulator/fleet.ts';
import {startAt} from '../support/model.ts';
import {importTasks, taskId} from '../support/tasks.ts';
import {
	authorization,
	connect,
	errorCodes,
	errorOf,
	listAll,
	request,
	requestBody,
	requestStatus,
	start,
} from './simulator-client.ts';

describe('a fault', () => {
	const throttling: Fault = {
		kind: 'error', code: 'ThrottlingException', status: 429, message: 'Rate exceeded', retryAfterSeconds: 3,
	};

	test('can send a Retry-After header', async () => {
		const simulator = await start();
		simulator.injectFault(throttling);
		const answer = await request(simulator, '/importtasks');
		expect(errorOf(answer)).toEqual({status: 429, type: 'ThrottlingException', message: 'Rate exceeded'});
		expect(answer.headers.get('retry-after')).toBe('3');
	});

	test('affects the given number of requests', async () => {
		const simulator = await start();
		simulator.injectFault({...throttling, times: 2});
		const statuses = [];

		for (const path of ['/importtasks', '/importtasks', '/importtasks']) {
			statuses.push(await requestStatus(simulator, path)); // eslint-disable-line no-await-in-loop -- The requests are sequential.
		}

		expect(statuses).toEqual([429, 429, 200]);
	});

	test('lasts until it is ended', async () => {
		const simulator = await start();
		const end = simulator.injectFault(throttling);
		expect(await requestStatus(simulator, '/importtasks')).toBe(429);
		end();
		expect(await requestStatus(simulator, '/importtasks')).toBe(200);
	});

	test('is followed by the next one when it is used up', async () => {
		const simulator = await start();
		simulator.injectFault({...throttling, times: 1});
		simulator.injectFault({kind: 'body', body: '{}'});
		expect(await requestStatus(simulator, '/importtasks')).toBe(429);
		expect(await requestBody(simulator, '/importtasks')).toEqual({});
	});

	test.each([
		['list', [429, 200, 200]],
		['get', [200, 429, 200]],
		['cancel', [200, 200, 429]],
		['any', [429, 429, 429]],
	] as const)('on %s affects only those requests', async (on, statuses) => {
		const simulator = await start({fleet: stillFleet(importTasks(1))});
		simulator.injectFault({...throttling, on});
		const list = await request(simulator, '/importtasks');
		const get = await request(simulator, `/importtasks/${taskId(1)}`);
		const cancel = await request(simulator, `/importtasks/${taskId(1)}`, 'DELETE');
		expect([list.status, get.status, cancel.status]).toEqual(statuses);
	});

	test('on a page affects only that page of the list', async () => {
		const simulator = await start({fleet: stillFleet(importTasks(5))});
		simulator.injectFault({...throttling, page: 2});
		await expect(listAll(connect(simulator), 2)).rejects.toMatchObject({name: 'ThrottlingException'});
		expect(simulator.requests.map(({page}) => page)).toEqual([1, 2]);
		expect(await requestStatus(simulator, `/importtasks/${taskId(1)}`)).toBe(200);
	});

	test('does not change the fleet if it replaces the response to a cancellation', async () => {
		const simulator = await start({fleet: stillFleet(importTasks(1))});
		simulator.injectFault(throttling);
		await request(simulator, `/importtasks/${taskId(1)}`, 'DELETE');
		expect(listFleet(simulator.fleet, startAt)).toEqual(importTasks(1));
	});

	test('can reset the connection', async () => {
		const simulator = await start();
		simulator.injectFault({kind: 'reset', times: 1});
		expect(await errorCodes(request(simulator, '/importtasks'))).toContain('ECONNRESET');
		expect(await requestStatus(simulator, '/importtasks')).toBe(200);
	});

	test('can truncate the response', async () => {
		const simulator = await start();
		simulator.injectFault({kind: 'cutOff'});
		const response = await fetch(`${simulator.url}/importtasks`, {headers: {authorization}});
		expect(response.status).toBe(200);
		expect(Number(response.headers.get('content-length'))).toBeGreaterThan(1000);
		await expect(response.text()).rejects.toThrow('terminated');
	});

	test('can respond with any body', async () => {
		const simulator = await start();
		simulator.injectFault({kind: 'body', body: '<html>Sign in</html>', contentType: 'text/html'});
		const response = await fetch(`${simulator.url}/importtasks`, {headers: {authorization}});
		expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, 'text/html', '<html>Sign in</html>']);
		await expect(connect(simulator).send(new ListImportTasksCommand({}))).rejects.toBeInstanceOf(SyntaxError);
	});

	test('can repeat the nextToken forever', async () => {
		const simulator = await start({fleet: stillFleet(importTasks(3))});
		simulator.injectFault({kind: 'repeatToken'});
		const pages = [];

		for await (const page of paginateListImportTasks({client: connect(simulator), pageSize: 2}, {})) {
			pages.push(page);

			if (pages.length === 5) {
				break;
			}
		}

		expect(new Set(pages.map(({nextToken}) => nextToken)).size).toBe(1);
		expect(pages.map(({tasks}) => tasks?.length)).toEqual([2, 1, 1, 1, 1]);
	});

	test('can repeat the nextToken even if the list has one page', async () => {
		const simulator = await start({fleet: stillFleet([])});
		simulator.injectFault({kind: 'repeatToken'});
		const body = await requestBody(simulator, '/importtasks');
		const token = encodeURIComponent(String(body['nextToken']));
		expect(await requestBody(simulator, `/importtasks?nextToken=${token}`)).toEqual(body);
	});

	test('can reject every page except the first', async () => {
		const simulator = await start({fleet: stillFleet(importTasks(3))});
		simulator.injectFault({kind: 'refuseToken'});
		await expect(listAll(connect(simulator), 2)).rejects.toMatchObject({name: 'ValidationException'});
		expect(simulator.requests.map(({page}) => page)).toEqual([1, 2]);
	});

	test('can delay a response, and then another fault may apply', async () => {
		const simulator = await start();
		simulator.injectFault({kind: 'delay', delayMs: 1, times: 2});
		simulator.injectFault({...throttling, times: 1});
		expect(await requestStatus(simulator, '/importtasks')).toBe(429);
		expect(await requestStatus(simulator, '/importtasks')).toBe(200);
	});
});

