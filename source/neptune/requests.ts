import {Buffer} from 'node:buffer';
import {HttpResponse} from '@smithy/core/protocols';
import {type MiddlewareStack} from '@smithy/types';
import {
	ListImportTasksCommand,
	type NeptuneGraphClient,
	GetImportTaskCommand,
	CancelImportTaskCommand,
} from '@aws-sdk/client-neptune-graph';
import {type ImportTask, type CancelAnswer} from '../imports/task.ts';
import {type DetailsAnswer} from '../imports/details.ts';
import {
	isObject,
	wireText,
	taskFromWire,
	detailsFromWire,
} from './from-wire.ts';
import {type Connection} from './client.ts';

/**
Settles like `promise`, but rejects with the signal's reason as soon as it is aborted. For work that can't be interrupted, such as loading credentials.
*/
export const untilAborted = async <Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> => {
	const aborted = Promise.withResolvers<never>();
	const onAbort = () => {
		aborted.reject(signal.reason);
	};

	if (signal.aborted) {
		onAbort();
	}

	signal.addEventListener('abort', onAbort, {once: true});

	try {
		return await Promise.race([promise, aborted.promise]);
	} finally {
		signal.removeEventListener('abort', onAbort);
	}
};

/**
Captures the body of a successful response before the SDK parses it, and leaves the SDK an empty one. The SDK would drop unknown members, and reject a response if one member has an unexpected type. Error responses are not affected.

Returns a function that returns the parsed body, or undefined if it is empty or not received. The function throws a `SyntaxError` if the body is not JSON.
*/
// eslint-disable-next-line @typescript-eslint/no-restricted-types -- The constraint is that of the SDK's own type.
export const captureBody = <Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>): () => unknown => {
	let body = '';

	// Low priority runs this before the SDK's own deserializer.
	stack.add(next => async request => {
		const result = await next(request);
		const {response} = result;

		if (HttpResponse.isInstance(response) && response.statusCode < 300) {
			const chunks: Uint8Array[] = [];

			// Node's request handler returns a stream.
			for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
				chunks.push(chunk);
			}

			body = Buffer.concat(chunks).toString();
			response.body = new Uint8Array();
		}

		return result;
	}, {name: 'captureBody', step: 'deserialize', priority: 'low'});

	return () => body === '' ? undefined : JSON.parse(body) as unknown;
};

export type ListPage = {
	/**
	Undefined if the response has no list, which is not the same as an empty list.
	*/
	readonly tasks: readonly ImportTask[] | undefined;
	readonly nextToken: string | undefined;
};

// The service's maximum.
const maxResults = 100;

/**
Rejects with the SDK's error, or with a `SyntaxError` if the response is not JSON.
*/
export const listPage = async (client: NeptuneGraphClient, nextToken: string | undefined, signal: AbortSignal): Promise<ListPage> => {
	const command = new ListImportTasksCommand({maxResults, ...(nextToken !== undefined && {nextToken})});
	const readBody = captureBody(command.middlewareStack);
	await client.send(command, {abortSignal: signal});
	const body = readBody();

	if (!isObject(body) || !Array.isArray(body['tasks'])) {
		return {tasks: undefined, nextToken: undefined};
	}

	const token = wireText(body['nextToken']);
	return {
		tasks: body['tasks'].map((entry: unknown) => taskFromWire(entry)).filter(task => task !== undefined),
		nextToken: token === '' ? undefined : token,
	};
};

const missingDetails: DetailsAnswer = {
	kind: 'failure',
	failure: {kind: 'protocol', sentence: 'The AWS response has no details of this import.', isTransient: true},
};

/**
Rejects only if `signal` is aborted, with its reason.
*/
export const getImportDetails = async (connection: Connection, taskIdentifier: string, signal: AbortSignal): Promise<DetailsAnswer> => {
	const command = new GetImportTaskCommand({taskIdentifier});
	const readBody = captureBody(command.middlewareStack);

	try {
		await untilAborted(connection.client.send(command, {abortSignal: signal}), signal);
		const details = detailsFromWire(readBody());
		return details === undefined ? missingDetails : {kind: 'details', details};
	} catch (error: unknown) {
		signal.throwIfAborted();
		return {kind: 'failure', failure: await connection.explain(error, 'GetImportTask')};
	}
};

/**
Cancels an import: the only request that changes anything. Never rejects. If `signal` is aborted, AWS may have accepted the request.
*/
export const cancelImport = async (connection: Connection, taskIdentifier: string, signal: AbortSignal): Promise<CancelAnswer> => {
	try {
		await untilAborted(connection.client.send(new CancelImportTaskCommand({taskIdentifier}), {abortSignal: signal}), signal);
		return {kind: 'accepted'};
	} catch (error: unknown) {
		if (signal.aborted) {
			return {kind: 'refused', sentence: 'AWS did not respond in time. It may still cancel the import.'};
		}

		const name = error instanceof Error ? error.name : '';

		if (name === 'ResourceNotFoundException') {
			return {kind: 'refused', sentence: 'This import no longer exists.'};
		}

		// AWS has no specific error for an import that has finished.
		if (name === 'ConflictException' || name === 'ValidationException') {
			return {kind: 'refused', sentence: 'AWS rejected the request. The import may have finished already.'};
		}

		const {sentence} = await connection.explain(error, 'CancelImportTask');
		return {kind: 'refused', sentence};
	}
};
