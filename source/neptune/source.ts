import {type CancelAnswer} from '../imports/task.ts';
import {type DetailsAnswer} from '../imports/details.ts';
import {type ScanOutcome} from '../imports/poll.ts';
import {type Target} from '../imports/target.ts';
import {cancelImport, getImportDetails, untilAborted} from './requests.ts';
import {openConnection, type Connection, type ConnectionSettings} from './client.ts';
import {ConnectError} from './error-facts.ts';
import {type KnownImports, scanImportTasks} from './scan.ts';

/**
Where imports are read from, and whom to tell when it is known what that is.
*/
export type SourceSettings = ConnectionSettings & {
	readonly onConnected: (target: Target) => void;

	/**
	The known list: a scan returns unchanged imports as the same objects.
	*/
	readonly known?: (() => KnownImports | undefined) | undefined;
};

/**
The list of imports of one account in one region.
*/
export type Source = {
	/**
	Reads the whole list once, or as much as can be read. Rejects only where `signal` is aborted.
	*/
	readonly scan: (signal: AbortSignal) => Promise<ScanOutcome>;

	/**
	Asks about one import. Rejects only where `signal` is aborted.
	*/
	readonly askDetails: (key: string, signal: AbortSignal) => Promise<DetailsAnswer>;

	/**
	Asks the service to cancel an import: the only thing that writes to the account.
	*/
	readonly cancel: (key: string) => Promise<CancelAnswer>;
	readonly close: () => Promise<void>;
};

/*
Long enough for the SDK's own tries.
*/
const cancelLimitMs = 60_000;

const notConnected: DetailsAnswer = {
	kind: 'failure',
	failure: {kind: 'network', sentence: 'The service can not be asked now.', isTransient: true},
};

const nothing: ScanOutcome['snapshot'] = {tasks: new Map(), isComplete: false};

/**
A source that connects at its first scan, and again after a scan that failed: what was set right meanwhile, in the configuration or by a sign-in, counts at once.
*/
export const openSource = (settings: SourceSettings): Source => {
	let connection: Connection | undefined;

	const disconnect = () => {
		connection?.close();
		connection = undefined;
	};

	const connected = async (): Promise<Connection> => {
		const made = connection ?? await openConnection(settings);

		// Two scans may have begun to connect, one of which was given up.
		if (connection !== undefined && connection !== made) {
			made.close();
		}

		connection ??= made;
		const {profile, region, endpointUrl} = connection;
		settings.onConnected({
			profile, region, endpointUrl, endpoint: endpointUrl === undefined ? undefined : new URL(endpointUrl).host,
		});
		return connection;
	};

	const scan = async (signal: AbortSignal): Promise<ScanOutcome> => {
		try {
			const current = await untilAborted(connected(), signal);
			const result = await scanImportTasks(current, {signal, known: settings.known?.()});

			if (result.failure !== undefined) {
				settings.onLog(`${result.failure.kind}: ${result.failure.sentence}`);

				// A scan that was given up must not take the connection from the one that came after it.
				if (!signal.aborted) {
					disconnect();
				}
			}

			const {pages, ...scanned} = result;
			return {...scanned, calls: pages + (result.failure === undefined ? 0 : 1), signIn: await untilAborted(current.signIn(), signal)};
		} catch (error: unknown) {
			signal.throwIfAborted();

			if (error instanceof ConnectError) {
				settings.onLog(`${error.failure.kind}: ${error.failure.sentence}`);
				return {snapshot: nothing, failure: error.failure};
			}

			throw error;
		}
	};

	return {
		scan,
		async askDetails(key, signal) {
			return connection === undefined ? notConnected : getImportDetails(connection, key, signal);
		},
		async cancel(key) {
			return connection === undefined
				? {kind: 'refused', sentence: 'The service can not be asked now.'}
				: cancelImport(connection, key, AbortSignal.timeout(cancelLimitMs));
		},
		async close() {
			disconnect();
		},
	};
};
