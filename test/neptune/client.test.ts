import {createHash} from 'node:crypto';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {
	describe,
	expect,
	onTestFinished,
	test,
	vi,
} from 'vitest';
import {openConnection, type ConnectionSettings} from '../../source/neptune/client.ts';
import {failureOf} from '../../source/neptune/failure.ts';
import {scanImportTasks} from '../../source/neptune/scan.ts';
import {importTask} from '../support/tasks.ts';
import {useAwsSettings, type AwsSettings} from './aws-settings.ts';
import {demoConnection} from './demo-connection.ts';
import {errorAnswer, startService, type Ask} from './scripted-service.ts';

const {signal} = new AbortController();
const list = {json: {tasks: [importTask()]}};
const keysOf = (profile: string, id: string): string => `[${profile}]\naws_access_key_id = ${id}\naws_secret_access_key = made-up\n`;

/*
A person's connection to a service, and what is needed to change the settings below it.
*/
const personOf = async (settings: AwsSettings, options: Partial<ConnectionSettings>, answerTo: Parameters<typeof startService>[0] = () => list) => {
	const service = await startService(answerTo);
	const person = await useAwsSettings(settings);
	const log: string[] = [];
	const connection = await openConnection({
		region: 'us-east-1',
		endpointUrl: service.url,
		env: person.env,
		onLog(line) {
			log.push(line);
		},
		maxAttempts: 1,
		...options,
	});
	onTestFinished(() => {
		connection.close();
	});
	return {
		...person,
		connection,
		log,
		service,
	};
};

const takesOnly = (id: string, code = 'ExpiredTokenException') => ({accessKeyId}: Ask) => accessKeyId === id ? list : errorAnswer(403, code, 'The security token included in the request is expired');

describe('keys', () => {
	test('are those of the profile that is named', async () => {
		const {connection, service} = await personOf({credentials: keysOf('default', 'AKIADEFAULT') + keysOf('dev', 'AKIADEV')}, {profile: 'dev'});
		await scanImportTasks(connection, {signal});

		expect(connection).toMatchObject({profile: 'dev', region: 'us-east-1', endpointUrl: service.url});
		expect(service.asks.map(ask => ask.accessKeyId)).toEqual(['AKIADEV']);
	});

	test('are those in the environment where no profile is named', async () => {
		const {connection, service} = await personOf({
			credentials: keysOf('default', 'AKIADEFAULT'),
			env: {AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'made-up'},
		}, {});
		await scanImportTasks(connection, {signal});

		expect(connection.profile).toBe('default');
		expect(service.asks.map(ask => ask.accessKeyId)).toEqual(['AKIAENV']);
	});

	test('that are replaced in the credentials file are seen when they are refreshed', async () => {
		const {connection, service, writeCredentials} = await personOf({credentials: keysOf('dev', 'AKIAOLD')}, {profile: 'dev'});
		await scanImportTasks(connection, {signal});

		expect(await connection.refreshCredentials()).toBe(false);
		await writeCredentials(keysOf('dev', 'AKIANEW'));
		expect(await connection.refreshCredentials()).toBe(true);

		await scanImportTasks(connection, {signal});
		expect(service.asks.map(ask => ask.accessKeyId)).toEqual(['AKIAOLD', 'AKIANEW']);
	});

	test('that have run out and were replaced are taken up within the scan that finds it out', async () => {
		const {connection, service, writeCredentials} = await personOf({credentials: keysOf('dev', 'AKIAOLD')}, {profile: 'dev'}, takesOnly('AKIANEW'));
		const before = await scanImportTasks(connection, {signal});
		await writeCredentials(keysOf('dev', 'AKIANEW'));
		const after = await scanImportTasks(connection, {signal});

		expect(before).toMatchObject({snapshot: {isComplete: false}, failure: {kind: 'credentials', sentence: 'The temporary credentials of profile dev have expired.'}});
		expect(after.snapshot.isComplete).toBe(true);
		expect(service.asks.map(ask => ask.accessKeyId)).toEqual(['AKIAOLD', 'AKIAOLD', 'AKIANEW']);
	});

	test('that come after there were none are taken up by the next scan', async () => {
		const {connection, writeCredentials} = await personOf({}, {});
		const before = await scanImportTasks(connection, {signal});
		await writeCredentials(keysOf('default', 'AKIANEW'));
		const after = await scanImportTasks(connection, {signal});

		expect(before.failure).toMatchObject({kind: 'credentials', sentence: 'No AWS credentials were found.'});
		expect(after.snapshot.isComplete).toBe(true);
	});
});

describe('where there are no credentials, it is said why:', () => {
	test.each<readonly [string, AwsSettings, string | undefined, RegExp, RegExp]>([
		['nothing is set up', {}, undefined, /^No AWS credentials were found\.$/v, /^Run aws configure, or set AWS_PROFILE/v],
		['the profile has none', {config: '[profile dev]\nregion = us-east-1'}, 'dev', /^Profile dev has no credentials\.$/v, /^Run aws configure --profile dev\.$/v],
		[
			'its command fails',
			{config: '[profile dev]\ncredential_process = exit 1'},
			'dev',
			/^The credential_process of profile dev gave no credentials\.$/v,
			/by hand/v,
		],
		[
			'its source has none',
			{config: '[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\n[profile base]\nregion = us-east-1'},
			'dev',
			/^Profile base has no credentials\.$/v,
			/^Run aws configure --profile base\.$/v,
		],
		[
			'its source is not there',
			{config: '[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = bsae\n[profile base]\nregion = us-east-1'},
			'dev',
			/^There is no profile "bsae" in the AWS configuration\.$/v,
			/"base"/v,
		],
		[
			'it asks for MFA',
			{
				config: '[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/x',
				credentials: keysOf('base', 'AKIABASE'),
			},
			'dev',
			/^Profile dev asks for an MFA code/v,
			/get-session-token/v,
		],
		[
			'nobody signed in with SSO',
			{config: '[profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = reader\n[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.example/start'},
			'dev',
			/^Profile dev is not signed in\.$/v,
			/^Run aws sso login --profile dev\.$/v,
		],
		[
			'nobody signed in with SSO, as it was set up in former days',
			{config: '[default]\nsso_start_url = https://corp.example/start\nsso_region = us-east-1\nsso_account_id = 123456789012\nsso_role_name = reader'},
			undefined,
			/^Profile default is not signed in\.$/v,
			/^Run aws sso login\.$/v,
		],
		[
			'nobody signed in to the console',
			{config: '[profile dev]\nlogin_session = arn:aws:iam::123456789012:user/me'},
			'dev',
			/^Profile dev is not signed in\.$/v,
			/^Run aws login --profile dev\.$/v,
		],
	])('%s', async (_name, settings, profile, sentence, remedy) => {
		const {connection, service} = await personOf(settings, {profile});
		const {failure} = await scanImportTasks(connection, {signal});

		expect(failure?.sentence).toMatch(sentence);
		expect(failure?.remedy).toMatch(remedy);
		expect(failure?.isTransient).toBe(false);
		expect(service.asks).toEqual([]);
	});

	test('the SSO sign-in has run out', async () => {
		const {connection, home} = await personOf({
			config: '[profile dev]\nsso_start_url = https://corp.example/start\nsso_region = us-east-1\nsso_account_id = 123456789012\nsso_role_name = reader',
		}, {profile: 'dev'});
		const cache = path.join(home, '.aws', 'sso', 'cache');
		await mkdir(cache, {recursive: true});
		const file = `${createHash('sha1').update('https://corp.example/start').digest('hex')}.json`;
		await writeFile(path.join(cache, file), JSON.stringify({accessToken: 'x', expiresAt: '2020-01-01T00:00:00Z'}));

		const {failure} = await scanImportTasks(connection, {signal});
		expect(failure).toMatchObject({
			kind: 'credentials',
			sentence: 'The sign-in of profile dev has expired.',
			remedy: 'Run aws sso login --profile dev.',
		});
	});
});

test('the SDK prints nothing, and what it would print reaches the log without keys', async () => {
	const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map(method => vi.spyOn(console, method));
	const secret = 'x'.repeat(60);
	const {connection, log} = await personOf(
		{credentials: keysOf('dev', 'AKIADEV'), env: {AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'made-up'}},
		{profile: 'dev'},
		() => errorAnswer(403, 'InvalidSignatureException', `The signature of AKIADEVDEVDEVDEV does not match: x-amz-security-token:${secret}`),
	);
	await scanImportTasks(connection, {signal});

	for (const spy of spies) {
		expect(spy).not.toHaveBeenCalled();
		spy.mockRestore();
	}

	expect(log.join('\n')).toMatch(/^sdk warning: .*Multiple credential sources/mv);
	expect(log.join('\n')).toMatch(/^sdk error: ListImportTasksCommand: InvalidSignatureException: The signature of … does not match/mv);
	expect(log.join('\n')).not.toContain(secret);
	expect(log.every(line => !line.includes('\n'))).toBe(true);
});

test('a demonstration reads none of the settings that the person has', async () => {
	const service = await startService(() => list);
	const {env} = await useAwsSettings({
		config: '[default]\nregion = eu-west-1\nuse_fips_endpoint = nonsense\nretry_mode = nonsense',
		credentials: keysOf('default', 'AKIAPERSON'),
		env: {
			AWS_PROFILE: 'not-there',
			AWS_REGION: 'eu-west-2',
			AWS_ACCESS_KEY_ID: 'AKIAENV',
			AWS_SECRET_ACCESS_KEY: 'made-up',
			AWS_MAX_ATTEMPTS: 'nonsense',
			AWS_USE_DUALSTACK_ENDPOINT: 'nonsense',
			AWS_CA_BUNDLE: '/nowhere',
			HTTP_PROXY: 'http://127.0.0.1:1',
		},
	});
	const connection = await demoConnection(service.url, {env});

	expect(connection).toMatchObject({profile: 'default', region: 'us-east-1'});
	const {snapshot} = await scanImportTasks(connection, {signal});
	expect(snapshot.isComplete).toBe(true);
	expect(service.asks.map(ask => ask.accessKeyId)).toEqual(['AKIADEMO']);
});

describe('the road to the service', () => {
	test('goes through the proxy that the environment names', async () => {
		const proxy = await startService(() => list);
		const {connection, service} = await personOf({credentials: keysOf('default', 'AKIA'), env: {HTTP_PROXY: proxy.url}}, {});
		const {snapshot} = await scanImportTasks(connection, {signal});

		expect(snapshot.isComplete).toBe(true);
		expect([proxy.asks.length, service.asks.length]).toEqual([1, 0]);
	});

	test('does not go through the proxy to a host that the environment excepts', async () => {
		const {connection, service} = await personOf({
			credentials: keysOf('default', 'AKIA'),
			env: {HTTP_PROXY: 'http://127.0.0.1:1', NO_PROXY: '127.0.0.1'},
		}, {});

		const {snapshot} = await scanImportTasks(connection, {signal});
		expect(snapshot.isComplete).toBe(true);
		expect(service.asks).toHaveLength(1);
	});

	test.each([
		['a certificate file that is not there', {AWS_CA_BUNDLE: '/nowhere/ca.pem'}, 'The certificate file /nowhere/ca.pem can\'t be read.'],
		['a proxy that is no URL', {HTTPS_PROXY: 'http://me:secret@['}, 'What HTTPS_PROXY names as a proxy is not a URL.'],
	])('is not found with %s', async (_name, env, sentence) => {
		const person = await useAwsSettings({env});
		const error: unknown = await openConnection({env: person.env, region: 'us-east-1', onLog() {}}).catch((error: unknown) => error); // eslint-disable-line @typescript-eslint/no-empty-function -- Nothing is logged.

		expect(failureOf(error, {action: 'ListImportTasks'})).toMatchObject({kind: 'configuration', sentence: expect.stringContaining(sentence) as string});
	});

	test('ends where nothing listens', async () => {
		const {connection} = await personOf({credentials: keysOf('default', 'AKIA')}, {endpointUrl: 'http://127.0.0.1:1'});

		const {failure} = await scanImportTasks(connection, {signal});
		expect(failure).toMatchObject({
			kind: 'network',
			sentence: 'The connection to http://127.0.0.1:1 was refused.',
		});
	});

	test('ends where a host speaks no TLS', async () => {
		const {connection, service} = await personOf({credentials: keysOf('default', 'AKIA')}, {});
		const secure = await openConnection({
			env: {},
			credentials: {accessKeyId: 'a', secretAccessKey: 'b'},
			endpointUrl: service.url.replace('http:', 'https:'),
			onLog() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- Nothing is logged.
			maxAttempts: 1,
		});
		connection.close();

		const {failure} = await scanImportTasks(secure, {signal});
		expect(failure).toMatchObject({kind: 'network', sentence: 'A secure connection could not be made.'});
		secure.close();
	});
});
