import {createHash} from 'node:crypto';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';

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
