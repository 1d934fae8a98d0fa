import {Buffer} from 'node:buffer';
import {randomUUID} from 'node:crypto';
import {once} from 'node:events';
import {
	createServer,
	type IncomingHttpHeaders,
	type IncomingMessage,
	type ServerResponse,
} from 'node:http';
import {text as readText} from 'node:stream/consumers';
import {createFaultQueue, type Fault} from './fault.ts';
import {advanceFleet, createFleet, type Fleet} from './fleet.ts';
import {errorReply, type Reply} from './reply.ts';
import {
	encodePageToken,
	type Call,
	pageOf,
	parseCall,
	serve,
} from './service.ts';

/**
`path` excludes the query. `page` is the page of the list, from 1; undefined for other calls and unknown tokens. `at` is the simulator's time.
*/
export type SimulatorRequest = {
	readonly operation: Call['operation'];
	readonly method: string;
	readonly path: string;
	readonly query: Readonly<Record<string, string>>;
	readonly page: number | undefined;
	readonly at: number;
	readonly headers: IncomingHttpHeaders;
};

/**
Without a `port`, listens on any free one. Without a `fleet`, creates one from `seed`. `clock` returns epoch milliseconds, by default the current time.
*/
export type SimulatorSettings = {
	readonly port?: number;
	readonly fleet?: Fleet;
	readonly seed?: number;
	readonly clock?: () => number;

	/**
	Called and awaited before the response.
	*/
	readonly onRequest?: (request: SimulatorRequest) => void | Promise<void>;
};

export type Simulator = {
	readonly url: string;
	readonly fleet: Fleet;
	readonly requests: readonly SimulatorRequest[];
	readonly update: (change: (fleet: Fleet, at: number) => Fleet) => void;

	/**
	Returns a function that ends the fault. Pending requests are not released.
	*/
	readonly injectFault: (fault: Fault) => () => void;
	readonly close: () => Promise<void>;
};

type ReceivedCall = {readonly call: Call; readonly body: string};

const maxKeptRequests = 1000;

// Longer than any polling interval. Otherwise a request could race with the server closing an idle connection.
const keepAliveMs = 600_000;

// Waits until the delay or the connection ends.
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
}, maxBytes = Infinity): void => {
	const bytes = Buffer.from(body);
	response.writeHead(status, {
		'content-type': contentType,
		'content-length': bytes.length,
		'x-amzn-requestid': randomUUID(),
		...headers,
	});

	if (maxBytes < bytes.length) {
		response.write(bytes.subarray(0, maxBytes), () => {
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
Starts a simulator on 127.0.0.1. Rejects if it can't listen, for example with `EADDRINUSE`.
*/
export const startSimulator = async ({port = 0, fleet: givenFleet, seed = 1, clock = Date.now, onRequest}: SimulatorSettings = {}): Promise<Simulator> => {
	let fleet = givenFleet ?? createFleet({seed, at: clock()});
	const faults = createFaultQueue();
	const requests: SimulatorRequest[] = [];

	const update = (change: (fleet: Fleet, at: number) => Fleet): void => {
		const at = clock();
		fleet = change(advanceFleet(fleet, at), at);
	};

	const currentFleet = (): Fleet => {
		update(current => current);
		return fleet;
	};

	const createReply = ({call, body}: ReceivedCall): Reply => {
		const at = clock();
		const served = serve(currentFleet(), call, at, body);
		fleet = served.fleet;
		return served.reply;
	};

	const respond = (received: ReceivedCall, fault: Fault | undefined, response: ServerResponse): void => {
		switch (fault?.kind) {
			case undefined:
			case 'delay': {
				sendReply(response, createReply(received));
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
				sendReply(response, createReply(received), true);
				return;
			}

			case 'body': {
				send(response, {status: 200, contentType: fault.contentType ?? 'application/json', body: fault.body});
				return;
			}

			case 'repeatToken': {
				sendReply(response, withRepeatedToken(createReply(received), received.call));
				return;
			}

			case 'refuseToken': {
				sendReply(response, errorReply('ValidationException', 'The nextToken is not valid.'));
			}
		}
	};

	const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
		const body = await readText(incoming);
		const {method = 'GET', headers} = incoming;
		const target = URL.parse(incoming.url ?? '/', 'http://127.0.0.1');
		const call: Call = target === null ? {operation: 'unknown'} : parseCall(method, target);
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

		if (requests.length > maxKeptRequests) {
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
			respond({call, body}, activeFaults.at(-1), response);
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
