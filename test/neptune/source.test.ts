import {writeFile} from 'node:fs/promises';
import path from 'node:path';
import {
	describe,
	expect,
	onTestFinished,
	test,
} from 'vitest';
import {type Failure} from '../../source/imports/failures/failure.ts';
import {type Source} from '../../source/imports/polling/poll.ts';
import {openSource, type SourceSettings} from '../../source/neptune/source.ts';
import {stillFleet} from '../../source/simulator/fleet.ts';
import {startSimulator, type Simulator} from '../../source/simulator/server.ts';
import {servePortal} from '../support/loopback.ts';
import {ssoConfig, ssoTokenFile, writeSsoToken} from '../support/sso.ts';
import {importTask} from '../support/tasks.ts';
import {keysOf, useAwsSettings} from './aws-settings.ts';

const {signal} = new AbortController();

const serve = async (): Promise<Simulator> => {
	const simulator = await startSimulator({fleet: stillFleet([importTask()])});
	onTestFinished(async () => simulator.close());
	return simulator;
};

const open = (simulator: Simulator, env: Readonly<Record<string, string | undefined>>, settings: Partial<SourceSettings> = {}): Source => {
	const source = openSource({
		env,
		region: 'us-east-1',
		endpointUrl: simulator.url,
		onLog() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- Tests don't check the log.
		onConnected() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- Tests don't check the target.
		maxAttempts: 1,
		...settings,
	});
	onTestFinished(async () => source.close());
	return source;
};

const failureIn = async (source: Source): Promise<Failure | undefined> => {
	const {failure} = await source.scan(signal);
	return failure;
};

const keyIn = (request: Simulator['requests'][number] | undefined): string | undefined =>
	/Credential=(?<key>[^\/]+)/v.exec(request?.headers.authorization ?? '')?.groups?.['key'];

describe('without a restart, the next scan picks up', () => {
	test('keys that are added to the credentials file', async () => {
		const simulator = await serve();
		const settings = await useAwsSettings({});
		const source = open(simulator, settings.env);
		expect(await failureIn(source)).toMatchObject({kind: 'credentials'});

		await settings.writeCredentials(keysOf('default', 'AKIANEW'));
		expect(await source.scan(signal)).toMatchObject({snapshot: {isComplete: true}});
		expect(keyIn(simulator.requests.at(-1))).toBe('AKIANEW');
	});

	test('keys that replace expired ones in the credentials file', async () => {
		const simulator = await serve();
		const settings = await useAwsSettings({credentials: keysOf('default', 'AKIAOLD')});
		const source = open(simulator, settings.env);
		const end = simulator.injectFault({
			kind: 'error', code: 'ExpiredTokenException', status: 403, message: 'The security token included in the request is expired',
		});
		expect(await failureIn(source)).toMatchObject({kind: 'credentials'});
		expect(keyIn(simulator.requests.at(-1))).toBe('AKIAOLD');

		end();
		await settings.writeCredentials(keysOf('default', 'AKIANEW'));
		expect(await source.scan(signal)).toMatchObject({snapshot: {isComplete: true}});
		expect(keyIn(simulator.requests.at(-1))).toBe('AKIANEW');
	});

	test('an SSO sign-in after the token expired', async () => {
		const simulator = await serve();
		const settings = await useAwsSettings({config: ssoConfig, env: {AWS_ENDPOINT_URL_SSO: await servePortal()}});
		const tokenFile = ssoTokenFile(settings.home);

		const source = open(simulator, settings.env, {profile: 'dev'});
		writeSsoToken(tokenFile, Date.now() - 60_000);
		expect(await failureIn(source)).toMatchObject({kind: 'credentials', remedy: 'Run aws sso login --profile dev.', signInCommand: ['aws', 'sso', 'login', '--profile', 'dev']});

		const endsAt = Math.floor((Date.now() + 600_000) / 1000) * 1000;
		writeSsoToken(tokenFile, endsAt);
		expect(await source.scan(signal)).toMatchObject({snapshot: {isComplete: true}, signIn: {endsAt, renewal: 'aws sso login --profile dev'}});
		expect(keyIn(simulator.requests.at(-1))).toBe('ASIASIGNEDIN');
	});

	test('a new profile', async () => {
		const simulator = await serve();
		const settings = await useAwsSettings({});
		const source = open(simulator, settings.env, {profile: 'dev'});
		expect(await failureIn(source)).toMatchObject({sentence: expect.stringContaining('There is no profile "dev"') as string});

		await settings.writeCredentials(keysOf('dev', 'AKIADEV'));
		expect(await source.scan(signal)).toMatchObject({snapshot: {isComplete: true}});
	});

	test('a region that is added to the config file', async () => {
		const simulator = await serve();
		const settings = await useAwsSettings({credentials: keysOf('default', 'AKIANEW')});
		const source = open(simulator, settings.env, {region: undefined});
		expect(await failureIn(source)).toMatchObject({kind: 'configuration', sentence: 'No AWS region is set.'});

		await writeFile(path.join(settings.home, 'config'), '[default]\nregion = eu-west-1\n');
		expect(await source.scan(signal)).toMatchObject({snapshot: {isComplete: true}});
	});
});

test('a failing scan logs no keys, tokens or signatures', async () => {
	const simulator = await serve();
	simulator.injectFault({
		kind: 'error', code: 'ExpiredTokenException', status: 403, message: 'The security token included in the request is expired',
	});
	const env = {AWS_ACCESS_KEY_ID: 'ASIAKEYID', AWS_SECRET_ACCESS_KEY: 'verySecret', AWS_SESSION_TOKEN: 'sessionToken'};
	const settings = await useAwsSettings({env});
	const lines: string[] = [];
	const source = open(simulator, settings.env, {
		onLog(line) {
			lines.push(line);
		},
	});
	expect(await failureIn(source)).toMatchObject({kind: 'credentials'});

	const signature = /Signature=(?<signature>\w+)/v.exec(simulator.requests.at(-1)?.headers.authorization ?? '')?.groups?.['signature'] ?? '';
	expect(signature).not.toBe('');
	expect(lines.length).toBeGreaterThan(0);

	for (const secret of ['ASIAKEYID', 'verySecret', 'sessionToken', signature]) {
		expect(lines.join('\n')).not.toContain(secret);
	}
});

test('an aborted scan rejects at once, and the next scan succeeds', async () => {
	const simulator = await serve();
	const settings = await useAwsSettings({credentials: keysOf('default', 'AKIAOLD')});
	const source = open(simulator, settings.env);
	const end = simulator.injectFault({kind: 'silence'});
	const abort = new AbortController();
	const aborted = source.scan(abort.signal);
	abort.abort();
	await expect(aborted).rejects.toThrow('aborted');

	end();
	expect(await source.scan(signal)).toMatchObject({snapshot: {isComplete: true}});
});
