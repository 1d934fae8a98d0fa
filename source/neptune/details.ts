import {GetImportTaskCommand} from '@aws-sdk/client-neptune-graph';
import {type DetailsAnswer} from '../domain/details-plan.ts';
import {type Connection} from './client.ts';
import {detailsFromWire} from './details-from-wire.ts';
import {keepBody} from './keep-body.ts';
import {untilAborted} from './until-aborted.ts';

const parsed = (body: string): unknown => {
	try {
		return JSON.parse(body);
	} catch {
		return undefined;
	}
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
	const body = keepBody(command.middlewareStack);

	try {
		await untilAborted(connection.client.send(command, {abortSignal: signal}), signal);
	} catch (error: unknown) {
		signal.throwIfAborted();

		// The SDK gives up on an answer of which one member is of another type than it knows, such as a time that is text.
		if (!(error instanceof TypeError)) {
			return {kind: 'failure', failure: await connection.explain(error, 'GetImportTask')};
		}
	}

	const details = detailsFromWire(parsed(body()));
	return details === undefined ? unreadable : {kind: 'details', details};
};
