import {buffer} from 'node:stream/consumers';
import {ListImportTasksCommand, type NeptuneGraphClient} from '@aws-sdk/client-neptune-graph';
import {HttpResponse} from '@smithy/core/protocols';
import {type ImportTask} from '../domain/task.ts';
import {taskFromWire} from './task-from-wire.ts';
import {wireText} from './wire-text.ts';

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

const entriesOf = (body: string): readonly unknown[] => {
	const {tasks} = JSON.parse(body) as {readonly tasks?: unknown}; // The SDK has read an object from the same text.
	return Array.isArray(tasks) ? tasks : [];
};

/**
Asks for one page. Rejects with what the SDK throws.
*/
export const listPage = async (client: NeptuneGraphClient, nextToken: string | undefined, signal: AbortSignal): Promise<ListPage> => {
	const command = new ListImportTasksCommand({maxResults, ...(nextToken !== undefined && {nextToken})});
	let body = '';

	// The SDK drops members that its model does not have: the text is kept, to read them from. Low priority puts this before the SDK's own reading.
	command.middlewareStack.add(next => async request => {
		const result = await next(request);

		if (HttpResponse.isInstance(result.response)) {
			const bytes = await buffer(result.response.body as NodeJS.ReadableStream); // What the handler for Node gives.
			body = bytes.toString();
			result.response.body = new Uint8Array(bytes);
		}

		return result;
	}, {name: 'keepBody', step: 'deserialize', priority: 'low'});

	const answer = await client.send(command, {abortSignal: signal});
	const summaries: unknown = answer.tasks;

	if (!Array.isArray(summaries)) {
		return {tasks: undefined, nextToken: undefined};
	}

	const entries = entriesOf(body);
	const token = wireText(answer.nextToken);
	return {
		tasks: summaries.map((summary: unknown, index) => taskFromWire(summary, entries[index])).filter(task => task !== undefined),
		nextToken: token === '' ? undefined : token,
	};
};
