import {Buffer} from 'node:buffer';
import {Readable} from 'node:stream';
import {HttpResponse} from '@smithy/core/protocols';
import {type MiddlewareStack} from '@smithy/types';
import {
	ListImportTasksCommand,
	GetImportTaskCommand,
	CancelImportTaskCommand,
	ListGraphsCommand,
} from '@aws-sdk/client-neptune-graph';
import {type Graph, type GraphsAnswer} from '../imports/graph.ts';
import {type ImportTask, type CancelAnswer} from '../imports/task.ts';
import {type DetailsAnswer} from '../imports/details.ts';
import {
	isObject,
	wireText,
	taskFromWire,
	detailsFromWire,
	graphFromWire,
} from './from-wire.ts';
import {type Connection} from './client.ts';
import {readErrorFacts} from './error-facts.ts';

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
The largest response body, in bytes. A page of 100 imports takes about 30 kB.
*/
export const maxBodyBytes = 16 * (2 ** 20);

// The SDK tries again after an error with this name.
class TimeoutError extends Error {
	override readonly name = 'TimeoutError';
}

class ResponseTooLargeError extends Error {
	override readonly name = 'ResponseTooLargeError';
}

/*
Throws a `TimeoutError` after the time limit, and a `ResponseTooLargeError` beyond 16 MB.
*/
const readBody = async (stream: Readable, timeoutMs: number): Promise<Uint8Array> => {
	const chunks: Uint8Array[] = [];
	let length = 0;
	const timer = setTimeout(() => {
		stream.destroy(new TimeoutError('The response took too long.'));
	}, timeoutMs);

	try {
		for await (const chunk of stream as AsyncIterable<Uint8Array>) {
			length += chunk.length;

			if (length > maxBodyBytes) {
				throw new ResponseTooLargeError('The response is too large.');
			}

			chunks.push(chunk);
		}
	} finally {
		clearTimeout(timer);
		stream.destroy();
	}

	return Buffer.concat(chunks);
};

/*
Reads the whole response within the request timeout, and up to 16 MB. Captures the body of a successful one, and leaves the SDK an empty one: the SDK would drop unknown members, and reject a response if one member has an unexpected type.

Returns a function that returns the parsed body, or undefined if it is empty or not received. The function throws a `SyntaxError` if the body is not JSON.
*/
// eslint-disable-next-line @typescript-eslint/no-restricted-types -- The constraint is that of the SDK's own type.
const captureBody = <Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>, timeoutMs: number): () => unknown => {
	let captured = '';

	// Low priority runs this before the SDK's own deserializer.
	stack.add(next => async request => {
		const startedAt = performance.now();
		const result = await next(request);
		const {response} = result;

		// Node's request handler returns a stream.
		if (HttpResponse.isInstance(response) && response.body instanceof Readable) {
			const body = await readBody(response.body, Math.max(0, timeoutMs - (performance.now() - startedAt)));
			const isSuccess = response.statusCode < 300;
			captured = isSuccess ? Buffer.from(body).toString() : '';
			response.body = isSuccess ? new Uint8Array() : body;
		}

		return result;
	}, {name: 'captureBody', step: 'deserialize', priority: 'low'});

	return () => captured === '' ? undefined : JSON.parse(captured) as unknown;
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
export const listPage = async ({client, requestTimeoutMs}: Connection, nextToken: string | undefined, signal: AbortSignal): Promise<ListPage> => {
	const command = new ListImportTasksCommand({maxResults, ...(nextToken !== undefined && {nextToken})});
	const parseBody = captureBody(command.middlewareStack, requestTimeoutMs);
	await client.send(command, {abortSignal: signal});
	const body = parseBody();

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
	const parseBody = captureBody(command.middlewareStack, connection.requestTimeoutMs);

	try {
		await untilAborted(connection.client.send(command, {abortSignal: signal}), signal);
		const details = detailsFromWire(parseBody());
		return details === undefined ? missingDetails : {kind: 'details', details};
	} catch (error: unknown) {
		signal.throwIfAborted();
		return {kind: 'failure', failure: await connection.explain(error, 'GetImportTask')};
	}
};

// 10,000 graphs, far above the quota of an account.
const maxGraphPages = 100;

/**
Reads all graphs of the account in the region. Rejects only if `signal` is aborted, with its reason.
*/
export const listGraphs = async (connection: Connection, signal: AbortSignal): Promise<GraphsAnswer> => {
	const graphs: Graph[] = [];
	const tokens = new Set<string | undefined>();
	let nextToken: string | undefined;

	try {
		// A repeated token would never end.
		while (tokens.size < maxGraphPages && !tokens.has(nextToken)) {
			tokens.add(nextToken);
			const command = new ListGraphsCommand({maxResults, ...(nextToken !== undefined && {nextToken})});
			const parseBody = captureBody(command.middlewareStack, connection.requestTimeoutMs);
			// eslint-disable-next-line no-await-in-loop -- Each page has the token of the next one.
			await untilAborted(connection.client.send(command, {abortSignal: signal}), signal);
			const body = parseBody();
			const {graphs: page, nextToken: token} = isObject(body) ? body : {};
			graphs.push(...(Array.isArray(page) ? page : []).map((entry: unknown) => graphFromWire(entry)).filter(graph => graph !== undefined));
			nextToken = wireText(token);

			if (nextToken === undefined || nextToken === '') {
				break;
			}
		}

		return {kind: 'graphs', graphs, calls: tokens.size};
	} catch (error: unknown) {
		signal.throwIfAborted();
		return {kind: 'failure', failure: await connection.explain(error, 'ListGraphs'), calls: tokens.size};
	}
};

/**
Cancels an import: the only request that changes anything. Never rejects.
*/
export const cancelImport = async (connection: Connection, taskIdentifier: string, signal: AbortSignal): Promise<CancelAnswer> => {
	try {
		await untilAborted(connection.client.send(new CancelImportTaskCommand({taskIdentifier}), {abortSignal: signal}), signal);
		return {kind: 'accepted'};
	} catch (error: unknown) {
		if (signal.aborted) {
			return {kind: 'unknown', sentence: 'AWS did not respond in time.'};
		}

		const {name, attempts} = readErrorFacts(error);

		if (name === 'ResourceNotFoundException') {
			return {kind: 'refused', sentence: 'This import no longer exists.'};
		}

		// AWS has no specific error for an import that has finished.
		if (name === 'ConflictException' || name === 'ValidationException') {
			return attempts > 1
				? {kind: 'unknown', sentence: 'AWS did not respond at first, then rejected the request.'}
				: {kind: 'refused', sentence: 'AWS rejected the request. The import may have finished already.'};
		}

		const {kind, sentence, isTransient} = await connection.explain(error, 'CancelImportTask');
		return {kind: isTransient && kind !== 'throttled' ? 'unknown' : 'refused', sentence};
	}
};
