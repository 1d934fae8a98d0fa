import {NeptuneGraphClient, paginateListImportTasks} from '@aws-sdk/client-neptune-graph';
import {onTestFinished} from 'vitest';
import {type WireTask} from '../../source/simulator/planned-import.ts';
import {startAt} from '../support/model.ts';
import {numbered} from '../support/tasks.ts';
import {type Simulator, type SimulatorSettings, startSimulator} from '../../source/simulator/server.ts';

export const wireTask = (number: number, fields: Partial<WireTask> = {}): WireTask => ({...numbered(number), ...fields});

/**
Starts a simulator with a stopped clock that closes when the test ends.
*/
export const start = async (settings: SimulatorSettings = {}): Promise<Simulator> => {
	const simulator = await startSimulator({clock: () => startAt, ...settings});
	onTestFinished(simulator.close);
	return simulator;
};

export const authorization = 'AWS4-HMAC-SHA256 Credential=example/20260301/us-east-1/neptune-graph/aws4_request, SignedHeaders=host, Signature=0';

type Answer = {
	readonly status: number;
	readonly headers: Headers;
	readonly body: Readonly<Record<string, unknown>>;
};

/**
Sends a request without the SDK.
*/
export const request = async (simulator: Simulator, path: string, method = 'GET', input?: unknown): Promise<Answer> => {
	const response = await fetch(`${simulator.url}${path}`, {method, headers: {authorization}, ...(input !== undefined && {body: JSON.stringify(input)})});
	// Without a fault, every body is an object.
	return {status: response.status, headers: response.headers, body: await response.json() as Readonly<Record<string, unknown>>};
};

export const requestStatus = async (...parameters: Parameters<typeof request>): Promise<number> => {
	const {status} = await request(...parameters);
	return status;
};

export const requestBody = async (...parameters: Parameters<typeof request>): Promise<Answer['body']> => {
	const {body} = await request(...parameters);
	return body;
};

export const errorOf = ({status, headers, body}: Answer) => ({status, type: headers.get('x-amzn-errortype'), message: body['message']});

export const connect = ({url}: Simulator): NeptuneGraphClient => {
	const client = new NeptuneGraphClient({
		region: 'us-east-1',
		endpoint: url,
		credentials: {accessKeyId: 'example', secretAccessKey: 'example'},
		maxAttempts: 1,
	});
	onTestFinished(() => {
		client.destroy();
	});
	return client;
};

export const listAll = async (client: NeptuneGraphClient, pageSize: number): Promise<readonly unknown[]> => {
	const ids: unknown[] = [];

	for await (const {tasks = []} of paginateListImportTasks({client, pageSize}, {})) {
		ids.push(...tasks.map(task => task.taskId));
	}

	return ids;
};

/**
Returns the codes or names of the error and of its cause; empty if the promise resolves.
*/
export const errorCodes = async (promise: Promise<unknown>): Promise<readonly unknown[]> => {
	try {
		await promise;
		return [];
	} catch (error: unknown) {
		const chain = error instanceof Error ? [error, error.cause] : [error];
		return chain.filter(link => link instanceof Error).map(link => 'code' in link ? link.code : link.name);
	}
};
