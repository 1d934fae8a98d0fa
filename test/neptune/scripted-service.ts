import {once} from 'node:events';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {createServer as createSecureServer} from 'node:https';
import {onTestFinished} from 'vitest';
import {type Certified} from './certificate-authority.ts';

/**
A request as the service sees it.
*/
export type Ask = {
	/**
	Counts from 1.
	*/
	readonly number: number;

	/**
	The host that it is meant for, as the request says.
	*/
	readonly host: string;
	readonly nextToken: string | undefined;

	/**
	Which keys signed it.
	*/
	readonly accessKeyId: string | undefined;
};

/**
How a service answers that does not: never; with the beginning of an answer and never the rest; with the beginning of one and the end of the connection; with the end of the connection at once.
*/
export type Fault = 'silence' | 'stall' | 'cutOff' | 'reset';

/**
How the service answers: with JSON, with other text, or in a way in which no service should.
*/
export type Answer = Fault
	| {readonly status?: number; readonly json: unknown}
	| {readonly status?: number; readonly text: string};

const hold = (response: ServerResponse, answer: Fault) => {
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
		hold(response, answer);
		return;
	}

	response.writeHead(answer.status ?? 200, {'content-type': 'json' in answer ? 'application/json' : 'text/html'});
	response.end('json' in answer ? JSON.stringify(answer.json) : answer.text);
};

const askOf = (request: IncomingMessage, number: number): Ask => ({
	number,
	host: request.headers.host ?? '',
	nextToken: new URL(request.url ?? '/', 'http://localhost').searchParams.get('nextToken') ?? undefined,
	accessKeyId: /Credential=(?<id>[^\/]+)\//v.exec(request.headers.authorization ?? '')?.groups?.['id'],
});

/**
A service on loopback that answers as it is told, until the test is over. It speaks TLS where it is given a certificate.
*/
export const startService = async (answerTo: (ask: Ask) => Answer, certified?: Certified): Promise<{readonly url: string; readonly asks: readonly Ask[]}> => {
	const asks: Ask[] = [];
	const listener = (request: IncomingMessage, response: ServerResponse): void => {
		const ask = askOf(request, asks.length + 1);
		asks.push(ask);
		reply(response, answerTo(ask));
	};

	const server = certified === undefined ? createServer(listener) : createSecureServer({...certified}, listener);
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		server.closeAllConnections();
		server.close();
	});

	const address = server.address();
	return {url: `${certified === undefined ? 'http' : 'https'}://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`, asks};
};

/**
An error as the service puts it.
*/
export const errorAnswer = (status: number, code: string, message: string): Answer => ({status, json: {__type: code, message}});

/**
Pages of these entries, so many on each.
*/
export const pagesOf = (entries: readonly unknown[], perPage: number) => ({nextToken}: Ask): Answer => {
	const from = Number(nextToken ?? 0);
	const to = from + perPage;
	return {json: {tasks: entries.slice(from, to), ...(to < entries.length && {nextToken: String(to)})}};
};
