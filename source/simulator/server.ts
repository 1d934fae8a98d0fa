import {Buffer} from 'node:buffer';
import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {
	createServer,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type ServerResponse,
} from 'node:http';
import {createFaultBox, type Fault} from './fault.ts';
import {advanceFleet, createFleet, type Fleet} from './fleet.ts';
import {
	encodePageToken,
	type Call,
	errorReply,
	pageOf,
	readCall,
	type Reply,
	serve,
} from './service.ts';

/**
A request that came in.
*/
export type SimulatorRequest = {
	readonly operation: Call['operation'];
	readonly method: string;

	/**
	Without the query.
	*/
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;

	/**
	Of a list, from 1; undefined for a token that was never given out.
	*/
	readonly page: number | undefined;

	/**
	In epoch milliseconds, by the clock of the simulator.
	*/
	readonly at: number;
	readonly headers: IncomingHttpHeaders;
};

/**
What a simulator starts with.
*/
export type SimulatorSettings = {
	/**
	0, and its absence, stand for any port that is free.
	*/
	readonly port?: number;

	/**
	A fleet that moves where it is absent.
	*/
	readonly fleet?: Fleet;

	/**
	A whole number that decides what that fleet is and does.
	*/
	readonly seed?: number;

	/**
	Gives epoch milliseconds; the machine's clock where it is absent.
	*/
	readonly clock?: () => number;

	/**
	Is called, and waited for, before a request is answered.
	*/
	readonly onRequest?: (request: SimulatorRequest) => void | Promise<void>;
};

/**
A stand-in for the control plane of Neptune Analytics, on loopback.
*/
export type Simulator = {
	/**
	`http://127.0.0.1:` and the port.
	*/
	readonly url: string;

	/**
	The fleet as it is now.
	*/
	readonly fleet: Fleet;

	/**
	The latest thousand requests, oldest first, whatever came of them.
	*/
	readonly requests: readonly SimulatorRequest[];

	/**
	Makes the fleet what this gives; `at` is now, in epoch milliseconds.
	*/
	readonly update: (change: (fleet: Fleet, at: number) => Fleet) => void;

	/**
	Gives back how to end the fault. Requests that it keeps waiting stay so.
	*/
	readonly injectFault: (fault: Fault) => () => void;

	/**
	Ends the server and all connections, with whatever is still waiting for an answer.
	*/
	readonly close: () => Promise<void>;
};

const maxRememberedRequests = 1000;

/*
Longer than any client waits between two polls: one that sends just as the server hangs up would see a fault that nobody asked for.
*/
const keepAliveMs = 600_000;

/*
Waits, unless the client leaves or the server is closed.
*/
const pause = async (delayMs: number, response: ServerResponse): Promise<void> => {
	const {promise, resolve} = Promise.withResolvers<undefined>();
	const finish = () => {
		resolve(undefined);
	};

	const timer = setTimeout(finish, delayMs);
	response.once('close', finish);
	await promise;
	clearTimeout(timer);
};

const send = (response: ServerResponse, {status, contentType, body, headers}: {
	readonly status: number;
	readonly contentType: string;
	readonly body: string;
	readonly headers?: Readonly<Record<string, string>>;
}, bytesKept = Infinity): void => {
	const bytes = Buffer.from(body);
	response.writeHead(status, {
		'content-type': contentType,
		'content-length': bytes.length,
		'x-amzn-requestid': randomUUID(),
		...headers,
	});

	if (bytesKept < bytes.length) {
		response.write(bytes.subarray(0, bytesKept), () => {
			response.destroy();
		});
		return;
	}

	response.end(bytes);
};

const sendReply = (response: ServerResponse, {status, errorType, retryAfterSeconds, body}: Reply, isCutOff = false): void => {
	const text = JSON.stringify(body);
	send(response, {
		status,
		contentType: 'application/json',
		body: text,
		headers: {
			...(errorType !== undefined && {'x-amzn-errortype': errorType}),
			...(retryAfterSeconds !== undefined && {'retry-after': String(retryAfterSeconds)}),
		},
	}, isCutOff ? Math.floor(text.length / 2) : Infinity);
};

/*
The same page whatever follows: the token that was asked with, or the first that is offered.
*/
const withRepeatedToken = (reply: Reply, call: Call): Reply => {
	const token = call.operation === 'list' ? call.query.get('nextToken') : null;
	return {
		...reply,
		body: {
			...reply.body,
			nextToken: token ?? reply.body['nextToken'] ?? encodePageToken({offset: 0, page: 2}),
		},
	};
};

/**
Starts a simulator that listens on 127.0.0.1. Throws what listening throws, such as `EADDRINUSE`.
*/
export const startSimulator = async ({port = 0, fleet: givenFleet, seed = 1, clock = Date.now, onRequest}: SimulatorSettings = {}): Promise<Simulator> => {
	let fleet = givenFleet ?? createFleet({seed, at: clock()});
	const faults = createFaultBox();
	const requests: SimulatorRequest[] = [];

	const update = (change: (fleet: Fleet, at: number) => Fleet): void => {
		const at = clock();
		fleet = change(advanceFleet(fleet, at), at);
	};

	const currentFleet = (): Fleet => {
		update(current => current);
		return fleet;
	};

	const answer = (call: Call): Reply => {
		const at = clock();
		const served = serve(currentFleet(), call, at);
		fleet = served.fleet;
		return served.reply;
	};

	const answerWithFault = (call: Call, fault: Fault | undefined, response: ServerResponse): void => {
		switch (fault?.kind) {
			case undefined:
			case 'delay': {
				sendReply(response, answer(call));
				return;
			}

			case 'error': {
				sendReply(response, {
					status: fault.status,
					errorType: fault.code,
					...(fault.retryAfterSeconds !== undefined && {retryAfterSeconds: fault.retryAfterSeconds}),
					body: {message: fault.message},
				});
				return;
			}

			case 'reset': {
				response.socket?.resetAndDestroy();
				return;
			}

			case 'silence': {
				return;
			}

			case 'cutOff': {
				sendReply(response, answer(call), true);
				return;
			}

			case 'body': {
				send(response, {status: 200, contentType: fault.contentType ?? 'application/json', body: fault.body});
				return;
			}

			case 'repeatToken': {
				sendReply(response, withRepeatedToken(answer(call), call));
				return;
			}

			case 'refuseToken': {
				sendReply(response, errorReply('ValidationException', 'The nextToken is not valid.'));
			}
		}
	};

	const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
		// What a request carries besides its head is of no interest, but must be read.
		incoming.resume();

		const {method = 'GET', headers} = incoming;
		const target = URL.parse(incoming.url ?? '/', 'http://127.0.0.1');
		const call: Call = target === null ? {operation: 'unknown'} : readCall(method, target);
		const request: SimulatorRequest = {
			operation: call.operation,
			method,
			path: target?.pathname ?? '',
			query: Object.fromEntries(target?.searchParams ?? []),
			page: pageOf(call),
			at: clock(),
			headers,
		};

		requests.push(request);

		if (requests.length > maxRememberedRequests) {
			requests.shift();
		}

		await onRequest?.(request);

		if (headers.authorization === undefined) {
			sendReply(response, errorReply('MissingAuthenticationTokenException', 'Missing Authentication Token'));
			return;
		}

		const activeFaults = faults.take(call);

		const delayMs = activeFaults.reduce((sum, fault) => sum + (fault.kind === 'delay' ? fault.delayMs : 0), 0);

		if (delayMs > 0 && !response.destroyed) {
			await pause(delayMs, response);
		}

		if (!response.destroyed) {
			answerWithFault(call, activeFaults.at(-1), response);
		}
	};

	const handleSafely = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
		try {
			await handle(incoming, response);
		} catch (error: unknown) {
			if (response.headersSent) {
				response.destroy();
				return;
			}

			sendReply(response, errorReply('InternalServerException', String(error)));
		}
	};

	const server = createServer({keepAliveTimeout: keepAliveMs}, (incoming, response) => {
		void handleSafely(incoming, response);
	});
	server.listen({port, host: '127.0.0.1'});
	await once(server, 'listening');

	const address = server.address();
	const actualPort = typeof address === 'object' && address !== null ? address.port : port;
	let closed: Promise<unknown> | undefined;

	return {
		url: `http://127.0.0.1:${actualPort}`,
		get fleet() {
			return currentFleet();
		},
		get requests() {
			return [...requests];
		},
		update,
		injectFault: faults.inject,
		async close() {
			if (closed === undefined) {
				closed = once(server, 'close');
				server.close();
				server.closeAllConnections();
			}

			await closed;
		},
	};
};
