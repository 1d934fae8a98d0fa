import {
	CancelImportTaskCommand,
	GetImportTaskCommand,
	ListImportTasksCommand,
	NeptuneGraphClient,
	paginateListImportTasks,
} from '@aws-sdk/client-neptune-graph';
import {
	describe,
	expect,
	onTestFinished,
	test,
} from 'vitest';
import {type Fault} from '../../source/simulator/fault.ts';
import {
	type Fleet,
	listFleet,
	putImport,
	removeImport,
	setStatus,
	stillFleet,
} from '../../source/simulator/fleet.ts';
import {type Simulator, type SimulatorSettings, startSimulator} from '../../source/simulator/server.ts';
import {type WireTask} from '../../source/simulator/planned-import.ts';

const startAt = Date.UTC(2026, 2, 1, 12);

const taskId = (number: number): string => `t-${String(number).padStart(10, '0')}`;

const wireTask = (number: number, fields: Partial<WireTask> = {}): WireTask => ({
	taskId: taskId(number),
	graphId: 'g-0000000001',
	source: 's3://lake/people.csv',
	format: 'CSV',
	roleArn: 'arn:aws:iam::123456789012:role/reader',
	status: 'IMPORTING',
	...fields,
});

const taskIds = (...numbers: readonly number[]): readonly string[] => numbers.map(number => taskId(number));

const fleetOf = (...tasks: readonly WireTask[]): Fleet => stillFleet(tasks);

const tasksUpTo = (count: number): readonly WireTask[] => Array.from({length: count}, (_, index) => wireTask(index + 1));

/*
A simulator of which time stands still, and that ends with the test.
*/
const start = async (settings: SimulatorSettings = {}): Promise<Simulator> => {
	const simulator = await startSimulator({clock: () => startAt, ...settings});
	onTestFinished(simulator.close);
	return simulator;
};

const authorization = 'AWS4-HMAC-SHA256 Credential=made-up/20260301/us-east-1/neptune-graph/aws4_request, SignedHeaders=host, Signature=0';

type Answer = {
	readonly status: number;
	readonly headers: Headers;
	readonly body: Readonly<Record<string, unknown>>;
};

const ask = async (simulator: Simulator, path: string, method = 'GET'): Promise<Answer> => {
	const response = await fetch(`${simulator.url}${path}`, {method, headers: {authorization}});
	// The simulator answers with an object always, unless a fault says otherwise.
	return {status: response.status, headers: response.headers, body: await response.json() as Readonly<Record<string, unknown>>};
};

const askStatus = async (...request: Parameters<typeof ask>): Promise<number> => {
	const {status} = await ask(...request);
	return status;
};

const askBody = async (...request: Parameters<typeof ask>): Promise<Answer['body']> => {
	const {body} = await ask(...request);
	return body;
};

const errorOf = ({status, headers, body}: Answer) => ({status, type: headers.get('x-amzn-errortype'), message: body['message']});

const connect = ({url}: Simulator): NeptuneGraphClient => {
	const client = new NeptuneGraphClient({
		region: 'us-east-1',
		endpoint: url,
		credentials: {accessKeyId: 'made-up', secretAccessKey: 'made-up'},
		maxAttempts: 1,
	});
	onTestFinished(() => {
		client.destroy();
	});
	return client;
};

const listAll = async (client: NeptuneGraphClient, pageSize: number): Promise<readonly unknown[]> => {
	const ids: unknown[] = [];

	for await (const {tasks = []} of paginateListImportTasks({client, pageSize}, {})) {
		ids.push(...tasks.map(task => task.taskId));
	}

	return ids;
};

/*
How the asking failed: the codes or names of the error and of what caused it.
*/
const failureOf = async (asking: Promise<unknown>): Promise<readonly unknown[]> => {
	try {
		await asking;
		return [];
	} catch (error: unknown) {
		const chain = error instanceof Error ? [error, error.cause] : [error];
		return chain.filter(link => link instanceof Error).map(link => 'code' in link ? link.code : link.name);
	}
};

describe('the list', () => {
	test('comes in pages of the size that is asked for, to the end', async () => {
		const simulator = await start({fleet: stillFleet(tasksUpTo(5))});
		const first = await ask(simulator, '/importtasks?maxResults=3');
		expect(first.body['tasks']).toEqual(tasksUpTo(5).slice(0, 3));
		const last = await ask(simulator, `/importtasks?maxResults=3&nextToken=${encodeURIComponent(String(first.body['nextToken']))}`);
		expect(last.body).toEqual({tasks: tasksUpTo(5).slice(3)});
	});

	test('holds twenty imports a page where nobody says how many', async () => {
		const simulator = await start({fleet: stillFleet(tasksUpTo(21))});
		const {body} = await ask(simulator, '/importtasks');
		expect(body).toEqual({tasks: tasksUpTo(20), nextToken: expect.any(String) as unknown});
	});

	test('offers no further page where the last one is just full', async () => {
		const simulator = await start({fleet: stillFleet(tasksUpTo(20))});
		expect(await askBody(simulator, '/importtasks')).toEqual({tasks: tasksUpTo(20)});
	});

	test('is an empty page where there are no imports', async () => {
		const simulator = await start({fleet: stillFleet([])});
		expect(await askBody(simulator, '/importtasks')).toEqual({tasks: []});
	});

	test.each<readonly [string, (fleet: Fleet) => Fleet, readonly string[]]>([
		['an import that starts in between pushes one onto both pages', fleet => putImport(fleet, wireTask(9)), taskIds(1, 2, 2, 3, 4)],
		['an import that leaves in between pulls one past the page', fleet => removeImport(fleet, taskId(1)), taskIds(1, 2, 4)],
		['a page that it no longer reaches is empty', () => stillFleet([]), taskIds(1, 2)],
	])('moves while it is paged: %s', async (_, change, listed) => {
		const simulator = await start({
			fleet: stillFleet(tasksUpTo(4)),
			onRequest({page}) {
				if (page === 2) {
					simulator.update(change);
				}
			},
		});
		expect(await listAll(connect(simulator), 2)).toEqual(listed);
	});

	test.each([['0'], ['101'], ['-1'], ['x'], ['1.5'], ['']])('refuses maxResults=%s', async maxResults => {
		const simulator = await start();
		expect(errorOf(await ask(simulator, `/importtasks?maxResults=${maxResults}`))).toEqual({
			status: 400,
			type: 'ValidationException',
			message: 'maxResults must be a whole number from 1 to 100.',
		});
	});

	test.each([[''], ['garbage'], ['%F0%9F%90%99'], ['A'.repeat(8193)]])('refuses a nextToken that it never gave out: %s', async token => {
		const simulator = await start();
		expect(errorOf(await ask(simulator, `/importtasks?nextToken=${token}`))).toMatchObject({status: 400, type: 'ValidationException'});
	});
});

describe('one import', () => {
	test('is given with what the list does not tell', async () => {
		const task = wireTask(1, {attemptNumber: 2, importTaskDetails: {progressPercentage: 7}, newField: true});
		const simulator = await start({fleet: stillFleet([task])});
		expect(await askBody(simulator, `/importtasks/${task.taskId}`)).toEqual(task);
		expect(await askBody(simulator, '/importtasks')).toEqual({tasks: [wireTask(1, {newField: true})]});
	});

	test('is cancelled', async () => {
		const simulator = await start({fleet: stillFleet(tasksUpTo(1))});
		const {status, body} = await ask(simulator, `/importtasks/${taskId(1)}`, 'DELETE');
		expect({status, body}).toEqual({status: 200, body: wireTask(1, {status: 'CANCELLING'})});
		expect(listFleet(simulator.fleet, startAt)).toEqual([wireTask(1, {status: 'CANCELLING'})]);
	});

	test('can\'t be cancelled when it is over', async () => {
		const simulator = await start({fleet: fleetOf(wireTask(1, {status: 'SUCCEEDED'}))});
		const answer = await ask(simulator, `/importtasks/${taskId(1)}`, 'DELETE');
		expect(errorOf(answer)).toEqual({
			status: 409,
			type: 'ConflictException',
			message: 'Import task t-0000000001 is SUCCEEDED and can\'t be cancelled.',
		});
	});

	test.each([['GET'], ['DELETE']])('that does not exist is not found: %s', async method => {
		const simulator = await start({fleet: stillFleet([])});
		const answer = await ask(simulator, `/importtasks/${taskId(1)}`, method);
		expect(errorOf(answer)).toMatchObject({status: 404, type: 'ResourceNotFoundException'});
		expect(errorOf(await ask(simulator, '/importtasks/people', method))).toMatchObject({status: 400, type: 'ValidationException'});
		expect(errorOf(await ask(simulator, '/importtasks/%zz', method))).toMatchObject({status: 400, type: 'ValidationException'});
	});
});

describe('a request', () => {
	test('without a signature is refused', async () => {
		const simulator = await start();
		const response = await fetch(`${simulator.url}/importtasks`);
		expect(response.status).toBe(403);
		expect(response.headers.get('x-amzn-errortype')).toBe('MissingAuthenticationTokenException');
		expect(response.headers.get('x-amzn-requestid')).toMatch(/^[\d\-a-f]{36}$/v);
	});

	test.each([
		['GET', '/'],
		['GET', '/graphs'],
		['GET', '/importtasks/'],
		['GET', `/importtasks/${taskId(1)}/more`],
		['POST', '/importtasks'],
		['PUT', `/importtasks/${taskId(1)}`],
	])('that is none of the service\'s is unknown: %s %s', async (method, path) => {
		const simulator = await start({fleet: stillFleet(tasksUpTo(1))});
		expect(errorOf(await ask(simulator, path, method))).toMatchObject({status: 404, type: 'UnknownOperationException'});
		expect(simulator.requests).toMatchObject([{operation: 'unknown', method, path}]);
	});

	test('is remembered, with the page that it asked for', async () => {
		const simulator = await start({fleet: stillFleet(tasksUpTo(3))});
		await listAll(connect(simulator), 2);
		await ask(simulator, `/importtasks/${taskId(1)}`, 'DELETE');
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

	test('of which the hook throws is a fault of the server', async () => {
		const simulator = await start({
			onRequest() {
				throw new Error('Not today.');
			},
		});
		expect(errorOf(await ask(simulator, '/importtasks'))).toEqual({status: 500, type: 'InternalServerException', message: 'Error: Not today.'});
	});
});

describe('the fleet of a simulator', () => {
	test('moves with the clock', async () => {
		let at = startAt;
		const simulator = await start({clock: () => at});
		const before = await ask(simulator, '/importtasks?maxResults=100');
		at += 60_000;
		const after = await ask(simulator, '/importtasks?maxResults=100');
		expect(before.body['tasks']).toHaveLength(40);
		expect(after.body['tasks']).toHaveLength(43);
	});

	test('is what a test makes of it', async () => {
		const simulator = await start({fleet: stillFleet(tasksUpTo(1))});
		simulator.update((fleet, at) => setStatus(fleet, taskId(1), 'PONDERING', at));
		expect(await askBody(simulator, '/importtasks')).toEqual({tasks: [wireTask(1, {status: 'PONDERING'})]});
	});
});

describe('the SDK', () => {
	test('reads the list to its end, a page at a time', async () => {
		const simulator = await start({fleet: stillFleet(tasksUpTo(250))});
		expect(await listAll(connect(simulator), 100)).toEqual(tasksUpTo(250).map(task => task.taskId));
		expect(simulator.requests.map(({page}) => page)).toEqual([1, 2, 3]);
	});

	test('reads the details of every import of a fleet that moves', async () => {
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
		const simulator = await start({fleet: stillFleet(tasksUpTo(1))});
		const cancelled = await connect(simulator).send(new CancelImportTaskCommand({taskIdentifier: taskId(1)}));
		expect(cancelled).toMatchObject({taskId: taskId(1), status: 'CANCELLING'});
	});

	test('knows the errors by their names', async () => {
		const simulator = await start({fleet: fleetOf(wireTask(1, {status: 'FAILED'}))});
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
	])('meets a %s that is asked for', async (code, status) => {
		const simulator = await start();
		simulator.injectFault({
			kind: 'error', code, status, message: 'Not now.',
		});
		await expect(connect(simulator).send(new ListImportTasksCommand({}))).rejects.toMatchObject({name: code, message: 'Not now.', $metadata: {httpStatusCode: status}});
	});
});

describe('a fault', () => {
	const throttling: Fault = {
		kind: 'error', code: 'ThrottlingException', status: 429, message: 'Rate exceeded', retryAfterSeconds: 3,
	};

	test('can ask to try again later', async () => {
		const simulator = await start();
		simulator.injectFault(throttling);
		const answer = await ask(simulator, '/importtasks');
		expect(errorOf(answer)).toEqual({status: 429, type: 'ThrottlingException', message: 'Rate exceeded'});
		expect(answer.headers.get('retry-after')).toBe('3');
	});

	test('lasts for as many requests as it says', async () => {
		const simulator = await start();
		simulator.injectFault({...throttling, times: 2});
		const statuses = [];

		for (const path of ['/importtasks', '/importtasks', '/importtasks']) {
			statuses.push(await askStatus(simulator, path)); // eslint-disable-line no-await-in-loop -- One after the other is the point.
		}

		expect(statuses).toEqual([429, 429, 200]);
	});

	test('lasts until it is ended', async () => {
		const simulator = await start();
		const end = simulator.injectFault(throttling);
		expect(await askStatus(simulator, '/importtasks')).toBe(429);
		end();
		expect(await askStatus(simulator, '/importtasks')).toBe(200);
	});

	test('gives way to the next when it is used up', async () => {
		const simulator = await start();
		simulator.injectFault({...throttling, times: 1});
		simulator.injectFault({kind: 'body', body: '{}'});
		expect(await askStatus(simulator, '/importtasks')).toBe(429);
		expect(await askBody(simulator, '/importtasks')).toEqual({});
	});

	test.each([
		['list', [429, 200, 200]],
		['get', [200, 429, 200]],
		['cancel', [200, 200, 429]],
		['any', [429, 429, 429]],
	] as const)('on %s befalls that alone', async (on, statuses) => {
		const simulator = await start({fleet: stillFleet(tasksUpTo(1))});
		simulator.injectFault({...throttling, on});
		const list = await ask(simulator, '/importtasks');
		const get = await ask(simulator, `/importtasks/${taskId(1)}`);
		const cancel = await ask(simulator, `/importtasks/${taskId(1)}`, 'DELETE');
		expect([list.status, get.status, cancel.status]).toEqual(statuses);
	});

	test('on a page befalls that page of the list alone', async () => {
		const simulator = await start({fleet: stillFleet(tasksUpTo(5))});
		simulator.injectFault({...throttling, page: 2});
		await expect(listAll(connect(simulator), 2)).rejects.toMatchObject({name: 'ThrottlingException'});
		expect(simulator.requests.map(({page}) => page)).toEqual([1, 2]);
		expect(await askStatus(simulator, `/importtasks/${taskId(1)}`)).toBe(200);
	});

	test('leaves the fleet alone where an exception takes the place of a cancellation', async () => {
		const simulator = await start({fleet: stillFleet(tasksUpTo(1))});
		simulator.injectFault(throttling);
		await ask(simulator, `/importtasks/${taskId(1)}`, 'DELETE');
		expect(listFleet(simulator.fleet, startAt)).toEqual(tasksUpTo(1));
	});

	test('can reset the connection', async () => {
		const simulator = await start();
		simulator.injectFault({kind: 'reset', times: 1});
		expect(await failureOf(ask(simulator, '/importtasks'))).toContain('ECONNRESET');
		expect(await askStatus(simulator, '/importtasks')).toBe(200);
	});

	test('can cut the answer off halfway', async () => {
		const simulator = await start();
		simulator.injectFault({kind: 'cutOff'});
		const response = await fetch(`${simulator.url}/importtasks`, {headers: {authorization}});
		expect(response.status).toBe(200);
		expect(Number(response.headers.get('content-length'))).toBeGreaterThan(1000);
		await expect(response.text()).rejects.toThrow('terminated');
	});

	test('can answer with anything', async () => {
		const simulator = await start();
		simulator.injectFault({kind: 'body', body: '<html>Sign in</html>', contentType: 'text/html'});
		const response = await fetch(`${simulator.url}/importtasks`, {headers: {authorization}});
		expect([response.status, response.headers.get('content-type'), await response.text()]).toEqual([200, 'text/html', '<html>Sign in</html>']);
		await expect(connect(simulator).send(new ListImportTasksCommand({}))).rejects.toBeInstanceOf(SyntaxError);
	});

	test('can offer the same page for ever', async () => {
		const simulator = await start({fleet: stillFleet(tasksUpTo(3))});
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

	test('can offer the same page for ever though one would hold all', async () => {
		const simulator = await start({fleet: stillFleet([])});
		simulator.injectFault({kind: 'repeatToken'});
		const body = await askBody(simulator, '/importtasks');
		const token = encodeURIComponent(String(body['nextToken']));
		expect(await askBody(simulator, `/importtasks?nextToken=${token}`)).toEqual(body);
	});

	test('can refuse every page but the first', async () => {
		const simulator = await start({fleet: stillFleet(tasksUpTo(3))});
		simulator.injectFault({kind: 'refuseToken'});
		await expect(listAll(connect(simulator), 2)).rejects.toMatchObject({name: 'ValidationException'});
		expect(simulator.requests.map(({page}) => page)).toEqual([1, 2]);
	});

	test('can delay an answer, and another may befall it then', async () => {
		const simulator = await start();
		simulator.injectFault({kind: 'delay', delayMs: 1, times: 2});
		simulator.injectFault({...throttling, times: 1});
		expect(await askStatus(simulator, '/importtasks')).toBe(429);
		expect(await askStatus(simulator, '/importtasks')).toBe(200);
	});
});

describe('closing', () => {
	test.each<readonly [string, Fault]>([
		['silent', {kind: 'silence'}],
		['delayed', {kind: 'delay', delayMs: 3_600_000}],
	])('ends a request that is %s', async (_, fault) => {
		const {promise: arrived, resolve: arrive} = Promise.withResolvers<undefined>();
		const simulator = await start({
			onRequest() {
				arrive(undefined);
			},
		});
		simulator.injectFault(fault);
		const failing = failureOf(ask(simulator, '/importtasks'));
		await arrived;
		await simulator.close();
		expect(await failing).not.toEqual([]);
	});

	test('frees the port, and can be done twice', async () => {
		const simulator = await start();
		await ask(simulator, '/importtasks');
		await simulator.close();
		await simulator.close();
		expect(await failureOf(ask(simulator, '/importtasks'))).toContain('ECONNREFUSED');
		const again = await start({port: Number(new URL(simulator.url).port)});
		expect(again.url).toBe(simulator.url);
	});

	test('is not needed where the port is in use: starting fails', async () => {
		const simulator = await start();
		const {port} = new URL(simulator.url);
		await expect(start({port: Number(port)})).rejects.toMatchObject({code: 'EADDRINUSE'});
	});
});
