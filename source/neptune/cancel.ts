import {CancelImportTaskCommand} from '@aws-sdk/client-neptune-graph';
import {type CancelAnswer} from '../imports/cancelling.ts';
import {type Connection} from './client.ts';
import {untilAborted} from './until-aborted.ts';

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
