import {createHash} from 'node:crypto';
import {
	mkdir,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import {
	beforeEach,
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {type CredentialSource} from '../../source/neptune/credential-source.ts';
import {findSignIn} from '../../source/neptune/sign-in.ts';
import {temporaryFolder} from '../support/temporary-files.ts';

const noon = Date.UTC(2026, 2, 1, 12);
const config = {
	profiles: new Map([['dev', {sso_session: 'corp'}], ['old', {sso_start_url: 'https://corp.example/start'}]]),
	services: new Map(),
};

const writeToken = async (name: string, token: Readonly<Record<string, string>>): Promise<void> => {
	const home = temporaryFolder();
	vi.stubEnv('HOME', home);
	const folder = path.join(home, '.aws', 'sso', 'cache');
	await mkdir(folder, {recursive: true});
	await writeFile(path.join(folder, `${createHash('sha1').update(name).digest('hex')}.json`), JSON.stringify(token));
};

beforeEach(() => {
	vi.unstubAllEnvs();
});

describe('sign-in expiry', () => {
	test.each([['dev', 'corp'], ['old', 'https://corp.example/start']])('is the token expiry for SSO profile %s', async (profile, name) => {
		await writeToken(name, {accessToken: 'x', expiresAt: '2026-03-01T12:00:00Z'});
		expect(await findSignIn({kind: 'sso', profile}, undefined, config)).toEqual({endsAt: noon, renewal: `aws sso login --profile ${profile}`, command: ['aws', 'sso', 'login', '--profile', profile]});
	});

	test('names no profile in the command for the default one', async () => {
		await writeToken('corp', {accessToken: 'x', expiresAt: '2026-03-01T12:00:00Z'});
		const byDefault = {...config, profiles: new Map([['default', {sso_session: 'corp'}]])};
		expect(await findSignIn({kind: 'sso', profile: 'default'}, undefined, byDefault)).toMatchObject({command: ['aws', 'sso', 'login']});
	});

	test('is undefined if the SDK renews the token itself', async () => {
		await writeToken('corp', {accessToken: 'x', expiresAt: '2026-03-01T12:00:00Z', refreshToken: 'y'});
		expect(await findSignIn({kind: 'sso', profile: 'dev'}, undefined, config)).toBeUndefined();
	});

	test('is undefined without an SSO token', async () => {
		await writeToken('another', {});
		expect(await findSignIn({kind: 'sso', profile: 'dev'}, undefined, config)).toBeUndefined();
	});

	test('is the expiry of the keys in the environment', async () => {
		expect(await findSignIn({kind: 'environment', profile: 'default'}, noon, config)).toMatchObject({endsAt: noon});
		expect(await findSignIn({kind: 'environment', profile: 'default'}, undefined, config)).toBeUndefined();
	});

	test.each<CredentialSource['kind']>(['login', 'process', 'webIdentity', 'role', 'none'])('is undefined for %s credentials', async kind => {
		expect(await findSignIn({kind, profile: 'dev'}, noon, config)).toBeUndefined();
	});
});
