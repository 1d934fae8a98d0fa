import {once} from 'node:events';
import {createServer} from 'node:http';
import {type Server} from 'node:net';
import {onTestFinished} from 'vitest';

/**
Listens on a free port until the test ends. Returns the address, such as `127.0.0.1:49152`.
*/
export const listen = async (server: Server & {readonly closeAllConnections?: () => void}): Promise<string> => {
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	onTestFinished(() => {
		server.closeAllConnections?.();
		server.close();
	});
	const address = server.address();
	return `127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
};

/**
Starts an SSO portal that gives credentials to any token. Returns its URL.
*/
export const servePortal = async (): Promise<string> => {
	const address = await listen(createServer((_, response) => {
		response.setHeader('content-type', 'application/json').end(JSON.stringify({
			roleCredentials: {
				accessKeyId: 'ASIASIGNEDIN', secretAccessKey: 'example', sessionToken: 'example', expiration: Date.now() + 3_600_000,
			},
		}));
	}));
	return `http://${address}`;
};
