import {fork} from 'node:child_process';
import path from 'node:path';
import {type FleetSettings} from './fleets.ts';

/**
The simulator in its own process.
*/
export type Simulator = {
	readonly url: string;

	/**
	Calls the listener at the start of each scan, with the number of scans so far.
	*/
	readonly onScan: (listener: (scans: number) => void) => void;
	readonly close: () => Promise<void>;
};

// Sent by `serve.ts`.
type Message =
	| {readonly kind: 'listening'; readonly url: string}
	| {readonly kind: 'scan'};

/**
`moves` is the number of imports that advance between two scans.
*/
export const openSimulator = async ({size, active, moves = 0}: FleetSettings & {readonly moves?: number}): Promise<Simulator> => {
	const child = fork(path.join(import.meta.dirname, 'serve.ts'), [size, active, moves].map(String), {execArgv: []});
	const {promise: url, resolve, reject} = Promise.withResolvers<string>();
	const {promise: ended, resolve: end} = Promise.withResolvers<undefined>();
	const listeners = new Set<(scans: number) => void>();
	let scans = 0;

	child.on('message', (message: Message) => {
		if (message.kind === 'listening') {
			resolve(message.url);
			return;
		}

		scans++;

		for (const listener of listeners) {
			listener(scans);
		}
	});

	child.on('exit', () => {
		reject(new Error('The simulator exited before it was ready.'));
		end(undefined);
	});

	return {
		url: await url,
		onScan(listener) {
			listeners.add(listener);
		},
		async close() {
			child.kill('SIGKILL');
			await ended;
		},
	};
};
