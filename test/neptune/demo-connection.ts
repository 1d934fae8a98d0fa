import {onTestFinished} from 'vitest';
import {openConnection, type Connection, type ConnectionSettings} from '../../source/neptune/client.ts';

/**
A connection with made-up keys, closed when the test is over. It tries a call once: tests of what goes wrong need not wait for it to go wrong again.
*/
export const demoConnection = async (endpointUrl: string, settings: Partial<ConnectionSettings> = {}): Promise<Connection> => {
	const connection = await openConnection({
		region: 'us-east-1',
		endpointUrl,
		credentials: {accessKeyId: 'AKIADEMO', secretAccessKey: 'made-up'},
		env: {},
		onLog() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- The log is not what is tested.
		maxAttempts: 1,
		...settings,
	});
	onTestFinished(() => {
		connection.close();
	});
	return connection;
};
