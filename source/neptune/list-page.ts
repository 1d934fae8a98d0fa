import {ListImportTasksCommand, type NeptuneGraphClient} from '@aws-sdk/client-neptune-graph';
import {type ImportTask} from '../domain/task.ts';
import {keepBody} from './keep-body.ts';
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
	const body = keepBody(command.middlewareStack);
	const answer = await client.send(command, {abortSignal: signal});
	const summaries: unknown = answer.tasks;

	if (!Array.isArray(summaries)) {
		return {tasks: undefined, nextToken: undefined};
	}

	const entries = entriesOf(body());
	const token = wireText(answer.nextToken);
	return {
		tasks: summaries.map((summary: unknown, index) => taskFromWire(summary, entries[index])).filter(task => task !== undefined),
		nextToken: token === '' ? undefined : token,
	};
};
