/* eslint-disable unicorn/prefer-https -- Proxies are spoken to in plain HTTP. */
import {createHash} from 'node:crypto';
import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import {getCACertificates, setDefaultCACertificates} from 'node:tls';
import fc from 'fast-check';
import {
	describe,
	expect,
	onTestFinished,
	test,
} from 'vitest';
import {type Failure} from '../../source/imports/failure.ts';
import {openConnection, type Connection, type ConnectionSettings} from '../../source/neptune/client.ts';
import {failureOf} from '../../source/neptune/failure.ts';
import {proxiesOf, proxyEnvironment} from '../../source/neptune/proxies.ts';
import {scanImportTasks} from '../../source/neptune/scan.ts';
import {importTask} from '../support/tasks.ts';
import {useAwsSettings, type AwsSettings} from './aws-settings.ts';
import {makeAuthority} from './certificate-authority.ts';
import {startProxy} from './company-proxy.ts';
import {startService, type Ask, type Answer} from './scripted-service.ts';

const {signal} = new AbortController();
const list: Answer = {json: {tasks: [importTask()]}};
const keys = '[default]\naws_access_key_id = AKIADEFAULT\naws_secret_access_key = made-up\n';

const neptune = 'neptune-graph.us-east-1.amazonaws.com';
const sts = 'sts.us-east-1.amazonaws.com';
const portal = 'portal.sso.us-east-1.amazonaws.com';
const authority = makeAuthority();
const certified = authority.certify([neptune, sts, portal, '127.0.0.1']);

const hostOf = ({host}: Ask): string => host.replace(/:\d+$/v, '');

/*
The services that a person in a company reaches, each by its name in the certificate.
*/
const answerTo = (ask: Ask): Answer => {
	switch (hostOf(ask)) {
		case sts: {
			return {
				text: `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials>
					<AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>made-up</SecretAccessKey><SessionToken>made-up</SessionToken>
					<Expiration>${new Date(Date.now() + 3_600_000).toISOString()}</Expiration>
				</Credentials></AssumeRoleResult></AssumeRoleResponse>`,
			};
		}

		case portal: {
			return {
				json: {
					roleCredentials: {
						accessKeyId: 'ASIASSO', secretAccessKey: 'made-up', sessionToken: 'made-up', expiration: Date.now() + 3_600_000,
					},
				},
			};
		}

		default: {
			return list;
		}
	}
};

const writeBundle = async (home: string, text = authority.pem): Promise<string> => {
	const file = path.join(home, 'company.pem');
	await writeFile(file, text);
	return file;
};

/*
A person's connection in a company network. `settings` may depend on what there is.
*/
const open = async (settings: AwsSettings, options: Partial<ConnectionSettings> = {}, bundle: string | undefined = authority.pem) => {
	const person = await useAwsSettings({credentials: keys, ...settings});
	const connection = await openConnection({
		region: 'us-east-1',
		env: bundle === undefined ? person.env : {...person.env, AWS_CA_BUNDLE: await writeBundle(person.home, bundle)},
		onLog() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- Nothing is logged.
		maxAttempts: 1,
		...options,
	});
	onTestFinished(() => {
		connection.close();
	});
	return {...person, connection};
};

/*
What is wrong with a scan; undefined where the whole list was read.
*/
const failureOn = async (connection: Connection): Promise<Failure | undefined> => {
	const {failure, snapshot} = await scanImportTasks(connection, {signal});
	expect(snapshot.isComplete).toBe(failure === undefined);
	return failure;
};

const connectError = async (env: Readonly<Record<string, string>>) => {
	const person = await useAwsSettings({env});
	const error: unknown = await openConnection({env: person.env, region: 'us-east-1', onLog() {}}).catch((error: unknown) => error); // eslint-disable-line @typescript-eslint/no-empty-function -- Nothing is logged.
	return failureOf(error, {action: 'ListImportTasks'});
};

describe('through a proxy,', () => {
	test.each(['HTTPS_PROXY', 'https_proxy'])('%s is asked for a tunnel to the service, once for all calls', async variable => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url});
		const {connection} = await open({env: {[variable]: proxy.url}});

		expect(await failureOn(connection)).toBeUndefined();
		expect(await failureOn(connection)).toBeUndefined();
		expect(service.asks.map(ask => hostOf(ask))).toEqual([neptune, neptune]);
		expect(proxy.asks).toEqual([{method: 'CONNECT', target: `${neptune}:443`, identity: undefined}]);
	});

	test.each(['HTTP_PROXY', 'http_proxy'])('%s is asked for the whole address where the endpoint speaks plain HTTP', async variable => {
		const service = await startService(answerTo);
		const proxy = await startProxy({leadsTo: service.url});
		const {connection} = await open({env: {[variable]: proxy.url, HTTPS_PROXY: 'http://127.0.0.1:1'}}, {endpointUrl: 'http://neptune.company.example'});

		expect(await failureOn(connection)).toBeUndefined();
		expect(proxy.asks).toMatchObject([{method: 'GET', target: expect.stringMatching(/^http:\/\/neptune\.company\.example\/importtasks/v) as string}]);
	});

	test('lower case goes first, and a proxy without a scheme is one that speaks HTTP', async () => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url});
		const {connection} = await open({env: {HTTPS_PROXY: 'http://127.0.0.1:1', https_proxy: proxy.host}});

		expect(await failureOn(connection)).toBeUndefined();
		expect(proxy.asks).toHaveLength(1);
	});

	test('a name and a password are sent, decoded', async () => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url, wants: 'me:p@ss%'});
		const {connection} = await open({env: {HTTPS_PROXY: proxy.url.replace('//', '//me:p%40ss%25@')}});

		expect(await failureOn(connection)).toBeUndefined();
		expect(proxy.asks.map(({identity}) => identity)).toEqual(['me:p@ss%']);
	});

	test('one that is spoken to by TLS is trusted as the service is', async () => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url, certified});
		const usual = getCACertificates('default');
		onTestFinished(() => {
			setDefaultCACertificates(usual);
		});
		const {connection} = await open({env: {HTTPS_PROXY: proxy.url}});

		expect(await failureOn(connection)).toBeUndefined();
		expect(proxy.asks.map(({target}) => target)).toEqual([`${neptune}:443`]);
	});

	test('a role is taken', async () => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url});
		const {connection} = await open({
			config: '[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/reader\nsource_profile = default\nregion = us-east-1\n',
			env: {HTTPS_PROXY: proxy.url},
		}, {profile: 'dev'});

		expect(await failureOn(connection)).toBeUndefined();
		expect(service.asks.map(ask => [hostOf(ask), ask.accessKeyId])).toEqual([[sts, 'AKIADEFAULT'], [neptune, 'ASIAROLE']]);
		expect(proxy.asks.map(({target}) => target)).toEqual([`${sts}:443`, `${neptune}:443`]);
	});

	test('an SSO sign-in gives its credentials', async () => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url});
		const {connection, home} = await open({
			config: '[profile dev]\nsso_start_url = https://corp.example/start\nsso_region = us-east-1\nsso_account_id = 123456789012\nsso_role_name = reader',
			env: {HTTPS_PROXY: proxy.url},
		}, {profile: 'dev'});
		const cache = path.join(home, '.aws', 'sso', 'cache');
		await mkdir(cache, {recursive: true});
		await writeFile(
			path.join(cache, `${createHash('sha1').update('https://corp.example/start').digest('hex')}.json`),
			JSON.stringify({accessToken: 'x', expiresAt: new Date(Date.now() + 3_600_000).toISOString()}),
		);

		expect(await failureOn(connection)).toBeUndefined();
		expect(service.asks.map(ask => hostOf(ask))).toEqual([portal, neptune]);
		expect(proxy.asks.map(({target}) => target)).toEqual([`${portal}:443`, `${neptune}:443`]);
	});
});

describe('past the proxy goes what NO_PROXY names:', () => {
	test.each([
		['the host', 'NO_PROXY', '127.0.0.1'],
		['among others', 'NO_PROXY', 'one.example, 127.0.0.1'],
		['in lower case', 'no_proxy', '127.0.0.1'],
		['with its port', 'NO_PROXY', undefined],
		['everything', 'NO_PROXY', '*'],
	])('%s', async (_name, variable, value) => {
		const service = await startService(answerTo, certified);
		const {connection} = await open({env: {HTTPS_PROXY: 'http://127.0.0.1:1', [variable]: value ?? new URL(service.url).host}}, {endpointUrl: service.url});

		expect(await failureOn(connection)).toBeUndefined();
	});

	test('a domain, with all hosts below it, as for the AWS CLI', async () => {
		const service = await startService(answerTo);
		const proxy = await startProxy({leadsTo: service.url});
		const {connection} = await open({env: {HTTP_PROXY: proxy.url, NO_PROXY: 'company.invalid'}}, {endpointUrl: 'http://neptune.company.invalid'});

		expect(await failureOn(connection)).toMatchObject({sentence: 'The address neptune.company.invalid was not found.'});
		expect(proxy.asks).toEqual([]);
	});

	test('a name, and what is below it, but nothing of what is written with a dot, a star, a port or in numbers', () => {
		const label = fc.string({unit: fc.constantFrom(...'abcxyz'), minLength: 1, maxLength: 8});
		const name = fc.array(label, {minLength: 1, maxLength: 3}).map(labels => labels.join('.'));
		const other = fc.oneof(name.map(text => `.${text}`), name.map(text => `*.${text}`), name.map(text => `${text}:443`), fc.ipV4(), fc.ipV6(), fc.constant('*'));
		const separator = fc.constantFrom(',', ', ', ' ');

		fc.assert(fc.property(fc.array(name), fc.array(other), separator, (names, others, between) => {
			const proxies = proxiesOf({HTTPS_PROXY: 'http://proxy.example', NO_PROXY: [...others, ...names].join(between)});
			const except = proxies === undefined ? undefined : proxyEnvironment(proxies)['no_proxy'];
			expect(except).toBe([...others, ...names.flatMap(text => [text, `.${text}`])].join(','));
		}));
	});
});

describe('it is said what is wrong between here and the service, where', () => {
	test('the proxy asks who it is', async () => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url, wants: 'me:secret'});
		const {connection} = await open({env: {HTTPS_PROXY: proxy.url}});

		expect(await failureOn(connection)).toEqual({
			kind: 'network',
			sentence: `The proxy ${proxy.host} asks for a name and a password.`,
			remedy: 'Set HTTPS_PROXY to http://name:password@host:port.',
			isTransient: false,
		});
		expect(service.asks).toEqual([]);
	});

	test('the proxy knows nobody of that name', async () => {
		const service = await startService(answerTo);
		const proxy = await startProxy({leadsTo: service.url, wants: 'me:secret'});
		const {connection} = await open({env: {http_proxy: proxy.url.replace('//', '//you:secret@')}}, {endpointUrl: 'http://neptune.company.example'});
		const {failure} = await scanImportTasks(connection, {signal});

		expect(failure).toMatchObject({kind: 'network', sentence: `The proxy ${proxy.host} does not accept the name and the password in http_proxy.`, isTransient: false});
		expect(JSON.stringify(failure)).not.toContain('secret');
	});

	test.each([[403, false], [503, true]])('the proxy answers %d', async (status, isTransient) => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url, refuses: status});
		const {connection} = await open({env: {HTTPS_PROXY: proxy.url}});

		expect(await failureOn(connection)).toMatchObject({
			kind: 'network',
			sentence: `The proxy ${proxy.host} did not let the connection through (HTTP ${status}).`,
			remedy: expect.stringContaining('NO_PROXY') as string,
			isTransient,
		});
	});

	test('the proxy does not answer', async () => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url, refuses: 'silence'});
		const {connection} = await open({env: {HTTPS_PROXY: proxy.url}}, {connectionTimeoutMs: 200, requestTimeoutMs: 400});

		expect(await failureOn(connection)).toMatchObject({kind: 'network', isTransient: true, remedy: expect.stringContaining('HTTPS_PROXY') as string});
	});

	test.each([
		['http://127.0.0.1:1', 'The proxy 127.0.0.1:1 can\'t be reached.'],
		['http://proxy.invalid:3128', 'The address of the proxy proxy.invalid:3128 was not found.'],
	])('there is no proxy at %s', async (url, sentence) => {
		const {connection} = await open({env: {HTTPS_PROXY: url}});

		expect(await failureOn(connection)).toMatchObject({kind: 'network', sentence, remedy: expect.stringContaining('Check HTTPS_PROXY') as string});
	});

	test('a role can\'t be taken because of the proxy', async () => {
		const proxy = await startProxy({leadsTo: 'http://127.0.0.1:1', refuses: 407});
		const {connection} = await open({
			config: '[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/reader\nsource_profile = default\nregion = us-east-1\n',
			env: {HTTPS_PROXY: proxy.url},
		}, {profile: 'dev'});

		expect(await failureOn(connection)).toMatchObject({sentence: `The proxy ${proxy.host} asks for a name and a password.`});
	});

	test.each([
		['its authority is not known', undefined, certified, 'The certificate of the other side comes from an authority that is not trusted here.', /AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS/v],
		['it is too old', authority.pem, authority.certify(['127.0.0.1'], Date.now() - 1000), 'The certificate of the other side is not valid at this time.', /clock/v],
		['it is for another host', authority.pem, authority.certify(['other.example']), 'The certificate of the other side is for another host.', /sign-in page/v],
	])('the certificate is not trusted because %s', async (_name, bundle, shown, sentence, remedy) => {
		const service = await startService(answerTo, shown);
		const person = await useAwsSettings({credentials: keys});
		const connection = await openConnection({
			region: 'us-east-1',
			endpointUrl: service.url,
			env: bundle === undefined ? person.env : {...person.env, AWS_CA_BUNDLE: await writeBundle(person.home, bundle)},
			onLog() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- Nothing is logged.
			maxAttempts: 1,
		});
		const {failure} = await scanImportTasks(connection, {signal});
		connection.close();

		expect(failure).toMatchObject({kind: 'network', sentence, isTransient: false});
		expect(failure?.remedy).toMatch(remedy);
		expect(service.asks).toEqual([]);
	});

	test('the certificate of where a sign-in leads is not trusted', async () => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url});
		const person = await useAwsSettings({
			credentials: keys,
			config: '[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/reader\nsource_profile = default\nregion = us-east-1\n',
			env: {HTTPS_PROXY: proxy.url},
		});
		const connection = await openConnection({
			region: 'us-east-1',
			profile: 'dev',
			env: person.env,
			onLog() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- Nothing is logged.
			maxAttempts: 1,
		});
		const {failure} = await scanImportTasks(connection, {signal});
		connection.close();

		expect(failure?.sentence).toBe('The certificate of the other side comes from an authority that is not trusted here.');
	});

	test.each([
		['HTTPS_PROXY', 'http://me:secret@[', 'What HTTPS_PROXY names as a proxy is not a URL.'],
		['http_proxy', 'http://me:%zz@proxy.example', 'What http_proxy names as a proxy is not a URL.'],
		['HTTPS_PROXY', 'socks5://me:secret@proxy.example:1080', 'HTTPS_PROXY names a proxy of a kind that can\'t be used here (socks5).'],
	])('%s is %s', async (variable, value, sentence) => {
		const failure = await connectError({[variable]: value});

		expect(failure).toMatchObject({kind: 'configuration', sentence, remedy: `A proxy in ${variable} looks like http://proxy.example:3128.`});
		expect(JSON.stringify(failure)).not.toContain('secret');
	});

	test('this Node knows no proxies', () => {
		const proxies = proxiesOf({HTTPS_PROXY: 'http://proxy.example:3128'});
		const failure = failureOf(
			{name: 'Error', code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND x.example'},
			{action: 'ListImportTasks', proxies: proxies && {...proxies, areUsed: false}},
		);

		expect(failure).toMatchObject({sentence: 'The address x.example was not found.', remedy: 'This Node does not know HTTPS_PROXY; Node 22.21, 24.5 and newer ones do.'});
	});
});

describe('the certificate file', () => {
	test.each([
		['AWS_CA_BUNDLE', (file: string): AwsSettings => ({env: {AWS_CA_BUNDLE: file}})],
		['ca_bundle of the profile', (file: string): AwsSettings => ({config: `[default]\nca_bundle = ${file}`})],
	])('of %s adds its authority to those that are trusted', async (_name, settingsFor) => {
		const service = await startService(answerTo, certified);
		const {home} = await useAwsSettings({});
		const {connection} = await open(settingsFor(await writeBundle(home)), {endpointUrl: service.url}, undefined);

		expect(await failureOn(connection)).toBeUndefined();
	});

	test('may have several in it', async () => {
		const service = await startService(answerTo, certified);
		const {connection} = await open({}, {endpointUrl: service.url}, `# One\n${makeAuthority('Another company').pem}\n# The other\n${authority.pem}`);

		expect(await failureOn(connection)).toBeUndefined();
	});

	test('has to be there', async () => {
		expect(await connectError({AWS_CA_BUNDLE: '/nowhere/ca.pem'})).toMatchObject({
			kind: 'configuration',
			sentence: 'The certificate file /nowhere/ca.pem can\'t be read.',
			remedy: 'Check AWS_CA_BUNDLE, or ca_bundle in the AWS config file.',
		});
	});

	test.each(['nothing of the kind', '', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'])('has to have a certificate in it, which %j is not', async text => {
		const {home} = await useAwsSettings({});
		const file = await writeBundle(home, text);

		expect(await connectError({AWS_CA_BUNDLE: file})).toMatchObject({kind: 'configuration', sentence: `The certificate file ${file} has no certificate in it that can be read.`});
	});
});
