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
import {explainError} from '../../source/neptune/failure.ts';
import {scanImportTasks} from '../../source/neptune/scan.ts';
import {importTask} from '../support/tasks.ts';
import {type AwsSettings, keysOf, useAwsSettings} from './aws-settings.ts';
import {demoConnection} from './demo-connection.ts';
import {errorAnswer, startService, type ServiceRequest} from './scripted-service.ts';

const {signal} = new AbortController();
const list = {json: {tasks: [importTask()]}};
const connectAs = async (settings: AwsSettings, options: Partial<ConnectionSettings>, answerTo: Parameters<typeof startService>[0] = () => list) => {
	const service = await startService(answerTo);
	const user = await useAwsSettings(settings);
	const log: string[] = [];
	const connection = await openConnection({
		region: 'us-east-1',
		endpointUrl: service.url,
		env: user.env,
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
		...user,
		connection,
		log,
		service,
	};
};

const acceptOnly = (id: string, code = 'ExpiredTokenException') => ({accessKeyId}: ServiceRequest) =>
	accessKeyId === id ? list : errorAnswer(403, code, 'The security token included in the request is expired');

describe('the connection', () => {
	test.each([[1], [2]])('sends a request up to AWS_MAX_ATTEMPTS times: %d', async attempts => {
		const {connection, service} = await connectAs(
			{credentials: keysOf('default', 'AKIADEFAULT'), env: {AWS_MAX_ATTEMPTS: String(attempts)}},
			{maxAttempts: undefined},
			() => errorAnswer(500, 'InternalServerException', 'Not today.'),
		);
		expect(await scanImportTasks(connection, {signal})).toMatchObject({failure: {kind: 'service'}});
		expect(service.requests.length).toBe(attempts);
	});

	test.each([
		['AWS_USE_FIPS_ENDPOINT', 'FIPS'],
		['AWS_USE_DUALSTACK_ENDPOINT', 'dual-stack'],
	])('explains that %s excludes a custom endpoint', async (variable, name) => {
		const {connection} = await connectAs({credentials: keysOf('default', 'AKIADEFAULT'), env: {[variable]: 'true'}}, {});
		expect(await scanImportTasks(connection, {signal})).toMatchObject({
			failure: {kind: 'configuration', sentence: `A custom endpoint URL can't be combined with ${name} endpoints.`, remedy: expect.stringContaining(variable) as unknown},
		});
	});

	test('uses the keys of the selected profile', async () => {
		const {connection, service} = await connectAs({credentials: keysOf('default', 'AKIADEFAULT') + keysOf('dev', 'AKIADEV')}, {profile: 'dev'});
		await scanImportTasks(connection, {signal});

		expect(connection).toMatchObject({profile: 'dev', region: 'us-east-1', endpointUrl: service.url});
		expect(service.requests.map(request => request.accessKeyId)).toEqual(['AKIADEV']);
	});

	test('uses the keys in the environment if no profile is selected', async () => {
		const {connection, service} = await connectAs({
			credentials: keysOf('default', 'AKIADEFAULT'),
			env: {AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'example'},
		}, {});
		await scanImportTasks(connection, {signal});

		expect(connection.profile).toBe('default');
		expect(service.requests.map(request => request.accessKeyId)).toEqual(['AKIAENV']);
	});

	test('detects replaced keys in the credentials file when it refreshes the credentials', async () => {
		const {connection, service, writeCredentials} = await connectAs({credentials: keysOf('dev', 'AKIAOLD')}, {profile: 'dev'});
		await scanImportTasks(connection, {signal});

		expect(await connection.refreshCredentials()).toBe(false);
		await writeCredentials(keysOf('dev', 'AKIANEW'));
		expect(await connection.refreshCredentials()).toBe(true);

		await scanImportTasks(connection, {signal});
		expect(service.requests.map(request => request.accessKeyId)).toEqual(['AKIAOLD', 'AKIANEW']);
	});

	test('replaces expired keys within the scan that fails with them', async () => {
		const {connection, service, writeCredentials} = await connectAs({credentials: keysOf('dev', 'AKIAOLD')}, {profile: 'dev'}, acceptOnly('AKIANEW'));
		const before = await scanImportTasks(connection, {signal});
		await writeCredentials(keysOf('dev', 'AKIANEW'));
		const after = await scanImportTasks(connection, {signal});

		expect(before).toMatchObject({snapshot: {isComplete: false}, failure: {kind: 'credentials', sentence: 'The temporary credentials of profile dev have expired.'}});
		expect(after.snapshot.isComplete).toBe(true);
		expect(service.requests.map(request => request.accessKeyId)).toEqual(['AKIAOLD', 'AKIAOLD', 'AKIANEW']);
	});

	test('picks up keys that are added between two scans', async () => {
		const {connection, writeCredentials} = await connectAs({}, {});
		const before = await scanImportTasks(connection, {signal});
		await writeCredentials(keysOf('default', 'AKIANEW'));
		const after = await scanImportTasks(connection, {signal});

		expect(before.failure).toMatchObject({kind: 'credentials', sentence: 'No AWS credentials were found.'});
		expect(after.snapshot.isComplete).toBe(true);
	});
});

describe('the failure without credentials says that', () => {
	test.each<readonly [string, AwsSettings, string | undefined, RegExp, RegExp]>([
		['there are no AWS settings', {}, undefined, /^No AWS credentials were found\.$/v, /^Run aws configure, or set AWS_PROFILE/v],
		['the profile has no credentials', {config: '[profile dev]\nregion = us-east-1'}, 'dev', /^Profile dev has no credentials\.$/v, /^Run aws configure --profile dev\.$/v],
		[
			'the credential_process fails',
			{config: '[profile dev]\ncredential_process = exit 1'},
			'dev',
			/^The credential_process of profile dev returned no credentials\.$/v,
			/in a shell/v,
		],
		[
			'the source profile has no credentials',
			{config: '[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\n[profile base]\nregion = us-east-1'},
			'dev',
			/^Profile base has no credentials\.$/v,
			/^Run aws configure --profile base\.$/v,
		],
		[
			'the source profile does not exist',
			{config: '[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = bsae\n[profile base]\nregion = us-east-1'},
			'dev',
			/^There is no profile "bsae" in the AWS configuration\.$/v,
			/"base"/v,
		],
		[
			'the profile requires MFA',
			{
				config: '[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/x\nsource_profile = base\nmfa_serial = arn:aws:iam::123456789012:mfa/x',
				credentials: keysOf('base', 'AKIABASE'),
			},
			'dev',
			/^Profile dev requires an MFA code/v,
			/get-session-token/v,
		],
		[
			'the SSO profile is not signed in',
			{config: '[profile dev]\nsso_session = corp\nsso_account_id = 123456789012\nsso_role_name = reader\n[sso-session corp]\nsso_region = us-east-1\nsso_start_url = https://corp.example/start'},
			'dev',
			/^Profile dev is not signed in\.$/v,
			/^Run aws sso login --profile dev\.$/v,
		],
		[
			'the legacy SSO profile is not signed in',
			{config: '[default]\nsso_start_url = https://corp.example/start\nsso_region = us-east-1\nsso_account_id = 123456789012\nsso_role_name = reader'},
			undefined,
			/^Profile default is not signed in\.$/v,
			/^Run aws sso login\.$/v,
		],
		[
			'the console sign-in is missing',
			{config: '[profile dev]\nlogin_session = arn:aws:iam::123456789012:user/me'},
			'dev',
			/^Profile dev is not signed in\.$/v,
			/^Run aws login --profile dev\.$/v,
		],
	])('%s', async (_name, settings, profile, sentence, remedy) => {
		const {connection, service} = await connectAs(settings, {profile});
		const {failure} = await scanImportTasks(connection, {signal});

		expect(failure?.sentence).toMatch(sentence);
		expect(failure?.remedy).toMatch(remedy);
		expect(failure?.isTransient).toBe(false);
		expect(service.requests).toEqual([]);
	});

	test('the SSO sign-in has expired', async () => {
		const {connection, home} = await connectAs({
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

test('SDK messages go to the log without keys, not to the console', async () => {
	const spies = (['log', 'info', 'warn', 'error', 'debug'] as const).map(method => vi.spyOn(console, method));
	const secret = 'x'.repeat(60);
	const {connection, log} = await connectAs(
		{credentials: keysOf('dev', 'AKIADEV'), env: {AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'example'}},
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

test('the demo ignores the user\'s AWS settings', async () => {
	const service = await startService(() => list);
	const {env} = await useAwsSettings({
		config: '[default]\nregion = eu-west-1\nuse_fips_endpoint = nonsense\nretry_mode = nonsense',
		credentials: keysOf('default', 'AKIAPERSON'),
		env: {
			AWS_PROFILE: 'not-there',
			AWS_REGION: 'eu-west-2',
			AWS_ACCESS_KEY_ID: 'AKIAENV',
			AWS_SECRET_ACCESS_KEY: 'example',
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
	expect(service.requests.map(request => request.accessKeyId)).toEqual(['AKIADEMO']);
});

describe('the network connection', () => {
	test('uses the proxy in the environment', async () => {
		const proxy = await startService(() => list);
		const {connection, service} = await connectAs({credentials: keysOf('default', 'AKIA'), env: {HTTP_PROXY: proxy.url}}, {});
		const {snapshot} = await scanImportTasks(connection, {signal});

		expect(snapshot.isComplete).toBe(true);
		expect([proxy.requests.length, service.requests.length]).toEqual([1, 0]);
	});

	test('bypasses the proxy for hosts in NO_PROXY', async () => {
		const {connection, service} = await connectAs({
			credentials: keysOf('default', 'AKIA'),
			env: {HTTP_PROXY: 'http://127.0.0.1:1', NO_PROXY: '127.0.0.1'},
		}, {});

		const {snapshot} = await scanImportTasks(connection, {signal});
		expect(snapshot.isComplete).toBe(true);
		expect(service.requests).toHaveLength(1);
	});

	test.each([
		['a missing certificate file', {AWS_CA_BUNDLE: '/nowhere/ca.pem'}, 'Can\'t read the certificate file /nowhere/ca.pem.'],
		['an invalid proxy URL', {HTTPS_PROXY: 'http://me:secret@['}, 'HTTPS_PROXY is not a valid proxy URL.'],
	])('fails with %s', async (_name, env, sentence) => {
		const user = await useAwsSettings({env});
		// eslint-disable-next-line @typescript-eslint/no-empty-function -- Nothing is logged.
		const error: unknown = await openConnection({env: user.env, region: 'us-east-1', onLog() {}}).catch((error: unknown) => error);

		expect(explainError(error, {action: 'ListImportTasks'})).toMatchObject({kind: 'configuration', sentence: expect.stringContaining(sentence) as string});
	});

	test('fails if no server is listening', async () => {
		const {connection} = await connectAs({credentials: keysOf('default', 'AKIA')}, {endpointUrl: 'http://127.0.0.1:1'});

		const {failure} = await scanImportTasks(connection, {signal});
		expect(failure).toMatchObject({
			kind: 'network',
			sentence: 'The connection to http://127.0.0.1:1 was refused.',
		});
	});

	test('fails if the server does not support TLS', async () => {
		const {connection, service} = await connectAs({credentials: keysOf('default', 'AKIA')}, {});
		const secure = await openConnection({
			env: {},
			credentials: {accessKeyId: 'a', secretAccessKey: 'b'},
			endpointUrl: service.url.replace('http:', 'https:'),
			onLog() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- Nothing is logged.
			maxAttempts: 1,
		});
		connection.close();

		const {failure} = await scanImportTasks(secure, {signal});
		expect(failure).toMatchObject({kind: 'network', sentence: 'The TLS connection failed.'});
		secure.close();
	});
});
