import {ListImportTasksCommand, type NeptuneGraphClient} from '@aws-sdk/client-neptune-graph';
import {type ImportTask} from '../imports/task.ts';
import {isObject} from './is-object.ts';
import {takeBody} from './take-body.ts';
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
