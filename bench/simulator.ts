import {fork} from 'node:child_process';
import path from 'node:path';
import {type FleetSettings} from './fleets.ts';

/**
The simulator, in a process of its own.
*/
export type Simulator = {
	readonly url: string;

	/**
	How many scans have begun.
	*/
	readonly scans: () => number;

	/**
	Calls back with that number when a scan begins.
	*/
	readonly onScan: (listener: (scans: number) => void) => void;
	readonly close: () => Promise<void>;
};

/*
What `serve.ts` sends.
*/
type Message =
	| {readonly kind: 'listening'; readonly url: string}
	| {readonly kind: 'scan'};

/**
Starts it with a list of made-up imports, of which so many move between two scans: none, unless that is said.
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
		reject(new Error('The simulator ended before it was asked anything.'));
		end(undefined);
	});

	return {
		url: await url,
		scans: () => scans,
		onScan(listener) {
			listeners.add(listener);
		},
		async close() {
			child.kill('SIGKILL');
			await ended;
		},
	};
};
