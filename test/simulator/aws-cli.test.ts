import {spawn, spawnSync} from 'node:child_process';
import {devNull} from 'node:os';
import process from 'node:process';
import {text} from 'node:stream/consumers';
import {describe, expect, test} from 'vitest';
import {stillFleet} from '../../source/simulator/fleet.ts';
import {type Simulator} from '../../source/simulator/server.ts';
import {startAt} from '../support/model.ts';
import {start, wireTask} from './simulator-client.ts';

const isInstalled = spawnSync('aws', ['--version']).status === 0;

const env = {
	...process.env,
	AWS_ACCESS_KEY_ID: 'example',
	AWS_SECRET_ACCESS_KEY: 'example',
	AWS_CONFIG_FILE: devNull,
	AWS_SHARED_CREDENTIALS_FILE: devNull,
	AWS_PAGER: '',
};

const callCli = async ({url}: Simulator, ...options: readonly string[]): Promise<unknown> => {
	const child = spawn('aws', ['neptune-graph', ...options, '--endpoint-url', url, '--region', 'us-east-1', '--output', 'json'], {env, stdio: ['ignore', 'pipe', 'pipe']});
	const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)]);

	if (stdout === '') {
		throw new Error(stderr);
	}

	return JSON.parse(stdout);
};

describe.runIf(isInstalled)('the AWS CLI', () => {
	test('resets a graph, gives it more memory and starts an import again', async () => {
		let at = startAt;
		const simulator = await start({fleet: stillFleet([wireTask(1, {status: 'SUCCEEDED'})]), clock: () => at});
		const graph = ['--graph-identifier', 'g-0000000001'];
		const loaded = ['--source', 's3://lake/people/', '--role-arn', 'arn:aws:iam::123456789012:role/reader', '--format', 'CSV'];

		expect(await callCli(simulator, 'list-graphs')).toMatchObject({graphs: [{id: 'g-0000000001', status: 'AVAILABLE'}]});
		expect(await callCli(simulator, 'reset-graph', ...graph, '--skip-snapshot')).toMatchObject({status: 'RESETTING'});
		at += 60_000;
		expect(await callCli(simulator, 'update-graph', ...graph, '--provisioned-memory', '256')).toMatchObject({status: 'UPDATING'});
		at += 60_000;
		expect(await callCli(simulator, 'get-graph', ...graph)).toMatchObject({status: 'AVAILABLE', provisionedMemory: 256});
		expect(await callCli(simulator, 'start-import-task', ...graph, ...loaded, '--fail-on-error')).toMatchObject({graphId: 'g-0000000001', status: 'INITIALIZING'});
		expect(await callCli(simulator, 'create-graph-using-import-task', '--graph-name', 'people', ...loaded)).toMatchObject({status: 'INITIALIZING'});
		expect(await callCli(simulator, 'list-import-tasks')).toMatchObject({tasks: [{status: 'INITIALIZING'}, {status: 'INITIALIZING'}, {status: 'SUCCEEDED'}]});
	});

	test('reports that a graph is not empty', async () => {
		const simulator = await start({fleet: stillFleet([wireTask(1, {status: 'SUCCEEDED'})])});
		const refused = callCli(simulator, 'start-import-task', '--graph-identifier', 'g-0000000001', '--source', 's3://lake/', '--role-arn', 'arn:aws:iam::123456789012:role/reader');
		await expect(refused).rejects.toThrow('An error occurred (ConflictException) when calling the StartImportTask operation: Graph g-0000000001 is not empty. Reset it first.');
	});
});
