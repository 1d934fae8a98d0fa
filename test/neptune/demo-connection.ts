import {onTestFinished} from 'vitest';
import {openConnection, type Connection, type ConnectionSettings} from '../../source/neptune/client.ts';

/**
Opens a connection with static credentials, closed when the test ends. It never retries, so that tests of failures are fast.
*/
export const demoConnection = async (endpointUrl: string, settings: Partial<ConnectionSettings> = {}): Promise<Connection> => {
	const connection = await openConnection({
		region: 'us-east-1',
		endpointUrl,
		credentials: {accessKeyId: 'AKIADEMO', secretAccessKey: 'example'},
		env: {},
		onLog() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- Tests don't check the log.
		maxAttempts: 1,
		...settings,
	});
	onTestFinished(() => {
		connection.close();
	});
	return connection;
};
