import {createHash} from 'node:crypto';
import {once} from 'node:events';
import {mkdirSync, writeFileSync} from 'node:fs';
import {createServer} from 'node:http';
import {type AddressInfo} from 'node:net';
import path from 'node:path';
import {onTestFinished} from 'vitest';

const session = 'corp';

/**
A config file with the profile `dev`, which needs `aws sso login --profile dev`.
*/
export const ssoConfig = `[profile dev]
sso_session = ${session}
sso_account_id = 123456789012
sso_role_name = reader
[sso-session ${session}]
sso_region = us-east-1
sso_start_url = https://corp.example/start
`;

/**
Starts a portal that gives the key `ASIASIGNEDIN` to any SSO token. Returns its URL.
*/
export const servePortal = async (): Promise<string> => {
	const portal = createServer((_, response) => {
		response.setHeader('content-type', 'application/json').end(JSON.stringify({
			roleCredentials: {
				accessKeyId: 'ASIASIGNEDIN', secretAccessKey: 'example', sessionToken: 'example', expiration: Date.now() + 3_600_000,
			},
		}));
	}).listen(0, '127.0.0.1');
	await once(portal, 'listening');
	onTestFinished(() => {
		portal.closeAllConnections();
		portal.close();
	});
	const {port} = portal.address() as AddressInfo; // A TCP server has a port.
	return `http://127.0.0.1:${port}`;
};

/**
Creates the folder of the SSO token. Returns the path of the token, which `aws sso login` would write.
*/
export const ssoTokenFile = (home: string): string => {
	const cache = path.join(home, '.aws', 'sso', 'cache');
	mkdirSync(cache, {recursive: true});
	return path.join(cache, `${createHash('sha1').update(session).digest('hex')}.json`);
};

export const writeSsoToken = (file: string, endsAt: number): void => {
	writeFileSync(file, JSON.stringify({
		accessToken: 'example', expiresAt: new Date(endsAt).toISOString(), startUrl: 'https://corp.example/start', region: 'us-east-1',
	}));
};
