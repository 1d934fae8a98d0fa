import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {createServer as createSecureServer} from 'node:https';
import {listen} from '../support/loopback.ts';
import {type Certified} from './certificate-authority.ts';

export type ServiceRequest = {
	/**
	Counts from 1.
	*/
	readonly number: number;

	/**
	The `Host` header.
	*/
	readonly host: string;
	readonly nextToken: string | undefined;
	readonly accessKeyId: string | undefined;
};

/*
- `silence`: never responds
- `stall`: sends the start of a response and keeps the connection open
- `cutOff`: sends the start of a response and closes the connection
- `reset`: resets the connection
*/
type Fault = 'silence' | 'stall' | 'cutOff' | 'reset';

export type Answer = Fault
	| {readonly status?: number; readonly json: unknown}
	| {readonly status?: number; readonly text: string};

const sendFault = (response: ServerResponse, answer: Fault) => {
	if (answer === 'reset') {
		response.socket?.resetAndDestroy();
	} else if (answer !== 'silence') {
		response.writeHead(200, {'content-type': 'application/json', 'content-length': '1000'});
		response.write('{"tasks": [', () => {
			if (answer === 'cutOff') {
				response.socket?.destroy();
			}
		});
	}
};

const reply = (response: ServerResponse, answer: Answer) => {
	if (typeof answer === 'string') {
		sendFault(response, answer);
		return;
	}

	response.writeHead(answer.status ?? 200, {'content-type': 'json' in answer ? 'application/json' : 'text/html'});
	response.end('json' in answer ? JSON.stringify(answer.json) : answer.text);
};

const parseRequest = (request: IncomingMessage, number: number): ServiceRequest => ({
	number,
	host: request.headers.host ?? '',
	nextToken: new URL(request.url ?? '/', 'http://localhost').searchParams.get('nextToken') ?? undefined,
	accessKeyId: /Credential=(?<id>[^\/]+)\//v.exec(request.headers.authorization ?? '')?.groups?.['id'],
});

/**
Starts a local service with scripted responses that stops when the test ends. It uses TLS if it has a certificate.
*/
export const startService = async (answerTo: (request: ServiceRequest) => Answer, certified?: Certified): Promise<{readonly url: string; readonly requests: readonly ServiceRequest[]}> => {
	const requests: ServiceRequest[] = [];
	const listener = (incoming: IncomingMessage, response: ServerResponse): void => {
		const request = parseRequest(incoming, requests.length + 1);
		requests.push(request);
		reply(response, answerTo(request));
	};

	const server = certified === undefined ? createServer(listener) : createSecureServer({...certified}, listener);
	const address = await listen(server);
	return {url: `${certified === undefined ? 'http' : 'https'}://${address}`, requests};
};

export const errorAnswer = (status: number, code: string, message: string): Answer => ({status, json: {__type: code, message}});

/**
Serves these entries in pages.
*/
export const pagesOf = (entries: readonly unknown[], perPage: number) => ({nextToken}: ServiceRequest): Answer => {
	const from = Number(nextToken ?? 0);
	const to = from + perPage;
	return {json: {tasks: entries.slice(from, to), ...(to < entries.length && {nextToken: String(to)})}};
};
