import {Buffer} from 'node:buffer';
import {once} from 'node:events';
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
import {type Certified} from './certificate-authority.ts';

/**
What a proxy was asked.
*/
export type ProxyAsk = {
	/**
	`CONNECT`, or the method of a request in absolute form.
	*/
	readonly method: string;

	/**
	Host and port for `CONNECT`, else the whole address.
	*/
	readonly target: string;

	/**
	Name and password as they were sent, `name:password`.
	*/
	readonly identity: string | undefined;
};

/**
How a proxy behaves.
*/
export type ProxySettings = {
	/**
	The service on loopback that every host leads to.
	*/
	readonly leadsTo: string;

	/**
	The status that it refuses with; nothing comes at all with `silence`.
	*/
	readonly refuses?: number | 'silence';

	/**
	The name and password that it asks for.
	*/
	readonly wants?: string;

	/**
	For one that is spoken to by TLS.
	*/
	readonly certified?: Certified;
};

const identityOf = ({headers}: IncomingMessage): string | undefined => {
	const [, encoded] = /^Basic (?<encoded>.+)$/v.exec(headers['proxy-authorization'] ?? '') ?? [];
	return encoded === undefined ? undefined : Buffer.from(encoded, 'base64').toString();
};

/**
A proxy on loopback, as companies have them, until the test is over.
*/
export const startProxy = async ({leadsTo, refuses, wants, certified}: ProxySettings): Promise<{readonly url: string; readonly host: string; readonly asks: readonly ProxyAsk[]}> => {
	const asks: ProxyAsk[] = [];
	const sockets = new Set<Socket>();
	const {hostname, port} = new URL(leadsTo);

	const hear = (request: IncomingMessage): number | 'silence' | undefined => {
		const identity = identityOf(request);
		asks.push({method: request.method ?? '', target: request.url ?? '', identity});
		return refuses ?? (wants === undefined || wants === identity ? undefined : 407);
	};

	const fetch = (request: IncomingMessage, response: ServerResponse): void => {
		const refusal = hear(request);

		if (refusal === 'silence') {
			return;
		}

		if (refusal !== undefined) {
			response.writeHead(refusal, {'content-type': 'text/html'});
			response.end('<html>The proxy says no.</html>');
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

	const server: Server = certified === undefined ? createServer(fetch) : createSecureServer({...certified}, fetch);
	server.on('connect', (request: IncomingMessage, near: Socket) => {
		const refusal = hear(request);
		near.on('error', () => {
			near.destroy();
		});

		if (refusal === 'silence') {
			sockets.add(near);
			return;
		}

		if (refusal !== undefined) {
			near.end(`HTTP/1.1 ${refusal} No\r\n\r\n`);
			return;
		}

		const far = connect({host: hostname, port: Number(port)}, () => {
			near.write('HTTP/1.1 200 Connection established\r\n\r\n');
			far.pipe(near);
			near.pipe(far);
		});
		far.on('error', () => {
			near.destroy();
		});
		sockets.add(near).add(far);
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		for (const socket of sockets) {
			socket.destroy();
		}

		server.closeAllConnections();
		server.close();
	});

	const address = server.address();
	const host = `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
	return {url: `${certified === undefined ? 'http' : 'https'}://${host}`, host, asks};
};
