import {
	CreateGraphUsingImportTaskCommand,
	GetGraphCommand,
	type GraphSummary,
	ListGraphsCommand,
	type NeptuneGraphClient,
	paginateListGraphs,
	ResetGraphCommand,
	StartImportTaskCommand,
	UpdateGraphCommand,
} from '@aws-sdk/client-neptune-graph';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {causeOf, type FailureCode} from '../../source/imports/failures/causes.ts';
import {
	createFleet,
	getImport,
	listFleet,
	stillFleet,
} from '../../source/simulator/fleet.ts';
import {failureReason} from '../../source/simulator/failure-reason.ts';
import {graphsOf, putGraph} from '../../source/simulator/graphs.ts';
import {planImport} from '../../source/simulator/import-plan.ts';
import {startAt} from '../support/model.ts';
import {importTasks} from '../support/tasks.ts';
import {
	connect,
	errorOf,
	request,
	start,
	wireTask,
} from './simulator-client.ts';

const graphIdentifier = 'g-0000000001';
const source = 's3://lake/people/';
const roleArn = 'arn:aws:iam::123456789012:role/reader';

const listGraphs = async (client: NeptuneGraphClient): Promise<readonly GraphSummary[]> => {
	const graphs: GraphSummary[] = [];

	for await (const page of paginateListGraphs({client, pageSize: 7}, {})) {
		graphs.push(...(page.graphs ?? []));
	}

	return graphs;
};

/*
A simulator whose clock moves on when a test says so.
*/
const startWithClock = async (fleet = stillFleet([wireTask(1, {status: 'SUCCEEDED'})])) => {
	let at = startAt;
	const simulator = await start({fleet, clock: () => at});
	return {
		simulator,
		client: connect(simulator),
		pass(ms: number) {
			at += ms;
		},
	};
};

describe('the graphs', () => {
	test('are those of the imports, without the ones that were rolled back', () => {
		fc.assert(fc.property(fc.nat({max: 1_000_000}), fc.nat({max: 600_000}), (seed, elapsedMs) => {
			const fleet = createFleet({seed, at: startAt});
			const at = startAt + elapsedMs;
			const ids = new Set(listFleet(fleet, at).filter(({status}) => status === 'SUCCEEDED' || status === 'IMPORTING').map(({graphId}) => graphId));
			const graphs = graphsOf(fleet, at).map(({wire}) => wire);
			expect(graphs.map(({id}) => id)).toEqual(expect.arrayContaining([...ids]));
			expect(new Set(graphs.map(({name}) => name)).size).toBe(graphs.length);
			expect(graphs.every(({name}) => /^(?!g-)[a-z][\da-z]*(?:-[\da-z]+)*$/v.test(name ?? ''))).toBe(true);
		}), {numRuns: 20});
	});

	test('are listed in pages, in the SDK\'s shape', async () => {
		const simulator = await start();
		const graphs = await listGraphs(connect(simulator));
		expect(graphs.map(({id}) => id)).toEqual(graphsOf(simulator.fleet, startAt).map(({wire}) => wire.id));
		expect(graphs.length).toBeGreaterThan(7);
		expect(new Set(graphs.flatMap(graph => Object.keys(graph)))).toEqual(new Set([
			'id',
			'name',
			'arn',
			'status',
			'provisionedMemory',
			'publicConnectivity',
			'endpoint',
			'replicaCount',
			'deletionProtection',
		]));
	});

	test('have the state that a test puts', async () => {
		const simulator = await start({
			fleet: putGraph(stillFleet(importTasks(1)), {
				id: graphIdentifier, name: 'people', status: 'STOPPED', provisionedMemory: 48,
			}),
		});
		const graph = await connect(simulator).send(new GetGraphCommand({graphIdentifier}));
		expect(graph).toMatchObject({
			id: graphIdentifier, name: 'people', status: 'STOPPED', provisionedMemory: 48, createTime: expect.any(Date) as unknown,
		});
	});

	test('are available some seconds after the import has succeeded', () => {
		const fleet = createFleet({seed: 1, at: startAt});
		const statusAfter = new Map<string, unknown>();

		for (let at = startAt; at < startAt + 300_000; at += 1000) {
			for (const {status, graphId = '', taskId} of listFleet(fleet, at)) {
				if (status === 'SUCCEEDED' && !statusAfter.has(taskId)) {
					statusAfter.set(taskId, graphsOf(fleet, at).find(({wire}) => wire.id === graphId)?.wire.status);
				}
			}
		}

		const values = new Set(statusAfter.values());
		expect(values).toEqual(new Set(['AVAILABLE', 'IMPORTING']));
	});
});

describe('an import can be rehearsed', () => {
	test('on a graph with data only after a reset', async () => {
		const {client, pass} = await startWithClock();
		const input = {
			graphIdentifier, source, roleArn, format: 'CSV',
		} as const;
		const startAgain = async () => client.send(new StartImportTaskCommand(input));

		await expect(startAgain()).rejects.toMatchObject({name: 'ConflictException', message: `Graph ${graphIdentifier} is not empty. Reset it first.`});
		const resetting = await client.send(new ResetGraphCommand({graphIdentifier, skipSnapshot: false}));
		expect(resetting).toMatchObject({id: graphIdentifier, status: 'SNAPSHOTTING'});
		await expect(startAgain()).rejects.toMatchObject({name: 'ConflictException', message: `Graph ${graphIdentifier} is SNAPSHOTTING, not AVAILABLE.`});
		pass(60_000);
		const {taskId, ...started} = await startAgain();
		expect(started).toMatchObject({
			graphId: graphIdentifier, source, roleArn, format: 'CSV', status: 'INITIALIZING',
		});
		expect(taskId).toMatch(/^t-[\da-z]{10}$/v);
	});

	test('and succeeds', async () => {
		const {simulator, client, pass} = await startWithClock(stillFleet([wireTask(1, {status: 'FAILED'})]));
		const {taskId = ''} = await client.send(new StartImportTaskCommand({graphIdentifier, source, roleArn}));
		pass(600_000);
		expect(getImport(simulator.fleet, taskId, startAt + 600_000)).toMatchObject({status: 'SUCCEEDED', source, graphId: graphIdentifier});
		const graph = await client.send(new GetGraphCommand({graphIdentifier}));
		expect(graph.status).toBe('AVAILABLE');
	});

	test('with a new graph', async () => {
		const {client, pass} = await startWithClock();
		const input = {
			graphName: 'people', source, roleArn, minProvisionedMemory: 32, maxProvisionedMemory: 64, format: 'NTRIPLES', blankNodeHandling: 'convertToIri',
		} as const;
		const {graphId, ...started} = await client.send(new CreateGraphUsingImportTaskCommand(input));
		expect(graphId).toBeUndefined();
		expect(started).toMatchObject({status: 'INITIALIZING', format: 'NTRIPLES'});
		pass(30_000);
		const graphs = await listGraphs(client);
		expect(graphs).toContainEqual(expect.objectContaining({name: 'people', provisionedMemory: 32, status: 'IMPORTING'}));
		await expect(client.send(new CreateGraphUsingImportTaskCommand(input))).rejects.toMatchObject({name: 'ConflictException'});
	});

	test('with more memory', async () => {
		const {client, pass} = await startWithClock();
		const updating = await client.send(new UpdateGraphCommand({graphIdentifier, provisionedMemory: 512}));
		expect(updating).toMatchObject({status: 'UPDATING', provisionedMemory: 512});
		pass(60_000);
		const {graphs = []} = await client.send(new ListGraphsCommand({}));
		expect(graphs).toMatchObject([{id: graphIdentifier, status: 'AVAILABLE', provisionedMemory: 512}]);
	});
});

describe('a call is rejected', () => {
	test.each([
		['POST', `/graphs/${graphIdentifier}/importtasks`, {roleArn}, 'source is required.'],
		['POST', `/graphs/${graphIdentifier}/importtasks`, {source, roleArn: 'reader'}, 'roleArn must be the ARN of a role.'],
		['POST', `/graphs/${graphIdentifier}/importtasks`, {source, roleArn, format: 'NTRIPLES'}, 'blankNodeHandling must be convertToIri for NTRIPLES.'],
		['POST', '/importtasks', {source, roleArn, graphName: 'g-people'}, 'graphName must have up to 63 lower-case letters, digits and hyphens, begin with a letter, and not with g-.'],
		['POST', '/importtasks', {
			source, roleArn, graphName: 'people', maxProvisionedMemory: 8,
		}, 'The provisioned memory must be a whole number from 16 to 24576.'],
		['PUT', `/graphs/${graphIdentifier}`, {}, 'skipSnapshot must be true or false.'],
		['PATCH', `/graphs/${graphIdentifier}`, {provisionedMemory: 'more'}, 'provisionedMemory must be a whole number from 16 to 24576.'],
		['PATCH', `/graphs/${graphIdentifier}`, [], 'The body must be a JSON object.'],
		['GET', '/graphs/people', undefined, 'graphIdentifier must be g- followed by ten characters of a-z and 0-9.'],
	])('if the input is invalid: %s %s %j', async (method, path, body, message) => {
		const simulator = await start({fleet: stillFleet(importTasks(1))});
		expect(errorOf(await request(simulator, path, method, body))).toEqual({status: 400, type: 'ValidationException', message});
	});

	test('if the graph does not exist', async () => {
		const simulator = await start({fleet: stillFleet([])});
		expect(errorOf(await request(simulator, `/graphs/${graphIdentifier}`))).toMatchObject({status: 404, type: 'ResourceNotFoundException'});
	});
});

describe('failures', () => {
	const reasonsOf = (count: number) => Array.from({length: count}, (_, number) => failureReason('IMPORTING', {
		number, source, roleArn, errorDetails: '',
	}));

	test('have each documented code', () => {
		const codes = new Set(reasonsOf(60).map(({fields: {statusReason}}) => causeOf({source, roleArn}, {statusReason, progress: undefined})?.code));
		expect(codes).toEqual(new Set<FailureCode | undefined>(['S3_ACCESS_DENIED', 'LARGE_STRING_ERROR', 'PARSING_ERROR', 'OUT_OF_MEMORY', 'PARTITION_FULL_ERROR', undefined]));
	});

	test('settle late at times, or have no reason', () => {
		const reasons = reasonsOf(60);
		expect(new Set(reasons.map(({settlesMs}) => settlesMs)).size).toBe(2);
		expect(reasons.filter(({fields}) => fields.statusReason === undefined).length).toBe(5);
	});

	test('have details in progress until the reason settles', () => {
		const plan = planImport(1, 3, {ending: 'fails', failsIn: 'IMPORTING', createsGraph: false});
		const fleet = {...stillFleet([]), imports: [{kind: 'planned', plan, startedAt: startAt}]} as const;
		const seen = new Set<string>();

		for (let at = startAt; at < startAt + 300_000; at += 1000) {
			const {status, statusReason, importTaskDetails} = getImport(fleet, plan.taskId, at) ?? {};

			if (status === 'FAILED') {
				seen.add(`${importTaskDetails?.status} ${statusReason === undefined ? 'without' : 'with'} a reason`);
			}
		}

		expect([...seen]).toEqual(['IN_PROGRESS without a reason', 'FAILED with a reason']);
	});
});
