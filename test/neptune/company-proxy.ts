import {Buffer} from 'node:buffer';
import {
	createServer,
	request as forward,
	type IncomingMessage,
	type Server,
	type ServerResponse,
} from 'node:http';
import {createServer as createSecureServer} from 'node:https';
import {connect, type Socket} from 'node:net';
import {onTestFinished} from 'vitest';
import {listen} from '../support/loopback.ts';
import {type Certified} from './certificate-authority.ts';

/*
A request to the proxy.
*/
type ProxyRequest = {
	readonly method: string;

	/**
	The host and port for `CONNECT`, otherwise the absolute URL.
	*/
	readonly target: string;

	/**
	The user name and password in the request, as `name:password`.
	*/
	readonly identity: string | undefined;
};

type ProxySettings = {
	/**
	The local service that receives all forwarded requests.
	*/
	readonly leadsTo: string;

	/**
	The status for all requests. `silence`: never responds.
	*/
	readonly refuses?: number | 'silence';

	/**
	The required user name and password, as `name:password`.
	*/
	readonly wants?: string;

	/**
	If set, the proxy uses TLS.
	*/
	readonly certified?: Certified;
};

const identityOf = ({headers}: IncomingMessage): string | undefined => {
	const [, encoded] = /^Basic (?<encoded>.+)$/v.exec(headers['proxy-authorization'] ?? '') ?? [];
	return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString();
};

/**
Starts a local proxy that stops when the test ends.
*/
export const startProxy = async ({leadsTo, refuses, wants, certified}: ProxySettings): Promise<{readonly url: string; readonly host: string; readonly requests: readonly ProxyRequest[]}> => {
	const requests: ProxyRequest[] = [];
	const sockets = new Set<Socket>();
	const {hostname, port} = new URL(leadsTo);

	const recordRequest = (request: IncomingMessage): number | 'silence' | undefined => {
		const identity = identityOf(request);
		requests.push({method: request.method ?? '', target: request.url ?? '', identity});
		return refuses ?? (wants === undefined || wants === identity ? undefined : 407);
	};

	const forwardRequest = (request: IncomingMessage, response: ServerResponse): void => {
		const refusal = recordRequest(request);

		if (refusal === 'silence') {
			return;
		}

		if (refusal !== undefined) {
			response.writeHead(refusal, {'content-type': 'text/html'});
			response.end('<html>Rejected by the proxy</html>');
			return;
		}

		const {pathname, search} = new URL(request.url ?? '');
		forward({
			hostname, port, method: request.method, path: pathname + search, headers: request.headers,
		}, answer => {
			response.writeHead(answer.statusCode ?? 500, answer.headers);
			answer.pipe(response);
		}).end();
	};

	const server: Server = certified === undefined ? createServer(forwardRequest) : createSecureServer({...certified}, forwardRequest);
	server.on('connect', (request: IncomingMessage, client: Socket) => {
		const refusal = recordRequest(request);
		client.on('error', () => {
			client.destroy();
		});

		if (refusal === 'silence') {
			sockets.add(client);
			return;
		}

		if (refusal !== undefined) {
			client.end(`HTTP/1.1 ${refusal} No\r\n\r\n`);
			return;
		}

		const upstream = connect({host: hostname, port: Number(port)}, () => {
			client.write('HTTP/1.1 200 Connection established\r\n\r\n');
			upstream.pipe(client);
			client.pipe(upstream);
		});
		upstream.on('error', () => {
			client.destroy();
		});
		sockets.add(client).add(upstream);
	});
	const host = await listen(server);
	onTestFinished(() => {
		for (const socket of sockets) {
			socket.destroy();
		}
	});
	return {url: `${certified === undefined ? 'http' : 'https'}://${host}`, host, requests};
};
