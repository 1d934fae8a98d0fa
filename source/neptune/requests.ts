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
Gives what `promise` gives, but no later than `signal` is aborted: then rejects with its reason, and whatever becomes of the promise is ignored. For work that can't be interrupted, such as looking for credentials.
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
Takes the body of an answer that is no error before the SDK reads it: the SDK would drop members that its model does not have, and give up on an answer of which one member is of another type. Its own answer is therefore empty; errors are read by the SDK as ever.

Gives a function for what the body says, as it was sent: undefined where there is nothing in it, or no answer yet. It throws a `SyntaxError` where the body is not JSON.
*/
// eslint-disable-next-line @typescript-eslint/no-restricted-types -- The constraint is that of the SDK's own type.
export const takeBody = <Input extends object, Output extends object>(stack: MiddlewareStack<Input, Output>): () => unknown => {
	let body = '';

	// Low priority puts this before the SDK's own reading.
	stack.add(next => async request => {
		const result = await next(request);
		const {response} = result;

		if (HttpResponse.isInstance(response) && response.statusCode < 300) {
			const chunks: Uint8Array[] = [];

			// What the handler for Node gives.
			for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
				chunks.push(chunk);
			}

			body = Buffer.concat(chunks).toString();
			response.body = new Uint8Array();
		}

		return result;
	}, {name: 'takeBody', step: 'deserialize', priority: 'low'});

	return () => body === '' ? undefined : JSON.parse(body) as unknown;
};

/**
One page of the list.
*/
export type ListPage = {
	/**
	Undefined where the answer has no list: that is not an empty list, and proves nothing.
	*/
	readonly tasks: readonly ImportTask[] | undefined;

	/**
	What to ask the next page with; undefined on the last one.
	*/
	readonly nextToken: string | undefined;
};

/*
The most that the service allows.
*/
const maxResults = 100;

/**
Asks for one page. Rejects with what the SDK throws, or with a `SyntaxError` where the answer is not JSON.
*/
export const listPage = async (client: NeptuneGraphClient, nextToken: string | undefined, signal: AbortSignal): Promise<ListPage> => {
	const command = new ListImportTasksCommand({maxResults, ...(nextToken !== undefined && {nextToken})});
	const wire = takeBody(command.middlewareStack);
	await client.send(command, {abortSignal: signal});
	const answer = wire();

	if (!isObject(answer) || !Array.isArray(answer['tasks'])) {
		return {tasks: undefined, nextToken: undefined};
	}

	const token = wireText(answer['nextToken']);
	return {
		tasks: answer['tasks'].map((entry: unknown) => taskFromWire(entry)).filter(task => task !== undefined),
		nextToken: token === '' ? undefined : token,
	};
};

const unreadable: DetailsAnswer = {
	kind: 'failure',
	failure: {kind: 'protocol', sentence: 'The answer of the service says nothing of the import.', isTransient: true},
};

/**
Asks about one import. Rejects only where `signal` is aborted, with its reason.
*/
export const getImportDetails = async (connection: Connection, taskIdentifier: string, signal: AbortSignal): Promise<DetailsAnswer> => {
	const command = new GetImportTaskCommand({taskIdentifier});
	const wire = takeBody(command.middlewareStack);

	try {
		await untilAborted(connection.client.send(command, {abortSignal: signal}), signal);
		const details = detailsFromWire(wire());
		return details === undefined ? unreadable : {kind: 'details', details};
	} catch (error: unknown) {
		signal.throwIfAborted();
		return {kind: 'failure', failure: await connection.explain(error, 'GetImportTask')};
	}
};

/**
Asks the service to cancel an import: the only call that writes. Never rejects: where `signal` is aborted, whether the service has heard it is not known.
*/
export const cancelImport = async (connection: Connection, taskIdentifier: string, signal: AbortSignal): Promise<CancelAnswer> => {
	try {
		await untilAborted(connection.client.send(new CancelImportTaskCommand({taskIdentifier}), {abortSignal: signal}), signal);
		return {kind: 'accepted'};
	} catch (error: unknown) {
		if (signal.aborted) {
			return {kind: 'refused', sentence: 'The service has not answered; whether it cancels the import is not known.'};
		}

		const name = error instanceof Error ? error.name : '';

		if (name === 'ResourceNotFoundException') {
			return {kind: 'refused', sentence: 'The service does not know this import any more.'};
		}

		// What the service answers for an import that is over: it has no name of its own for that.
		if (name === 'ConflictException' || name === 'ValidationException') {
			return {kind: 'refused', sentence: 'The service does not cancel it: it may be over already.'};
		}

		const {sentence} = await connection.explain(error, 'CancelImportTask');
		return {kind: 'refused', sentence};
	}
};
