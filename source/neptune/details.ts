import {GetImportTaskCommand} from '@aws-sdk/client-neptune-graph';
import {type DetailsAnswer} from '../imports/details-plan.ts';
import {type Connection} from './client.ts';
import {detailsFromWire} from './details-from-wire.ts';
import {takeBody} from './take-body.ts';
import {untilAborted} from './until-aborted.ts';

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
