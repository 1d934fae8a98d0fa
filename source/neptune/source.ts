import {type ScanOutcome, type Source} from '../imports/polling/poll.ts';
import {type Target} from '../imports/target.ts';
import {
	cancelImport,
	getImportDetails,
	listGraphs,
	untilAborted,
} from './requests.ts';
import {openConnection, type Connection, type ConnectionSettings} from './client.ts';
import {ConnectError} from './error-facts.ts';
import {type KnownImports, scanImportTasks} from './scan.ts';

export type SourceSettings = ConnectionSettings & {
	readonly onConnected: (target: Target) => void;
	readonly known?: (() => KnownImports | undefined) | undefined;
};

// Long enough for the SDK's retries.
const cancelLimitMs = 60_000;

const notConnected = 'Not connected to AWS.';

const disconnected = {kind: 'failure', failure: {kind: 'network', sentence: notConnected, isTransient: true}} as const;

/**
Opens a source that connects at the first scan, and reconnects after each failed one. Changed settings and new sign-ins therefore take effect without a restart.
*/
export const openSource = (settings: SourceSettings): Source => {
	let connection: Connection | undefined;

	const disconnect = () => {
		connection?.close();
		connection = undefined;
	};

	const connect = async (): Promise<Connection> => {
		const opened = connection ?? await openConnection(settings);

		// An aborted scan may have opened a connection meanwhile.
		if (connection !== undefined && connection !== opened) {
			opened.close();
		}

		connection ??= opened;
		const {profile, region, endpointUrl} = connection;
		settings.onConnected({
			profile, region, endpointUrl, endpoint: endpointUrl === undefined ? undefined : new URL(endpointUrl).host,
		});
		return connection;
	};

	const scan = async (signal: AbortSignal): Promise<ScanOutcome> => {
		try {
			const current = await untilAborted(connect(), signal);
			const result = await scanImportTasks(current, {signal, known: settings.known?.()});

			if (result.failure !== undefined) {
				settings.onLog(`${result.failure.kind}: ${result.failure.sentence}`);

				// An aborted scan must not close the connection of its successor.
				if (!signal.aborted) {
					disconnect();
				}
			}

			const {pages, ...outcome} = result;
			return {...outcome, calls: pages + (result.failure === undefined ? 0 : 1), signIn: await untilAborted(current.signIn(), signal)};
		} catch (error: unknown) {
			signal.throwIfAborted();

			if (error instanceof ConnectError) {
				settings.onLog(`${error.failure.kind}: ${error.failure.sentence}`);
				return {snapshot: {tasks: new Map(), isComplete: false}, failure: error.failure};
			}

			throw error;
		}
	};

	return {
		scan,
		async askDetails(key, signal) {
			return connection === undefined ? disconnected : getImportDetails(connection, key, signal);
		},
		async askGraphs(signal) {
			return connection === undefined ? {...disconnected, calls: 0} : listGraphs(connection, signal);
		},
		async cancel(key) {
			return connection === undefined
				? {kind: 'refused', sentence: notConnected}
				: cancelImport(connection, key, AbortSignal.timeout(cancelLimitMs));
		},
		async close() {
			disconnect();
		},
	};
};
