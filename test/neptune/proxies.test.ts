/* eslint-disable unicorn/prefer-https -- Clients connect to these proxies over plain HTTP. */
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
import {explainError} from '../../source/neptune/failure.ts';
import {readProxies, proxyEnvironment} from '../../source/neptune/proxies.ts';
import {
	answerTo,
	certified,
	connect,
	connectError,
	hostOf,
	neptune,
	portal,
	roleConfig,
	scanFailure,
	sts,
} from './company-network.ts';
import {startProxy} from './company-proxy.ts';
import {startService} from './scripted-service.ts';

describe('the proxy', () => {
	test.each(['HTTPS_PROXY', 'https_proxy'])('in %s tunnels all calls through one connection', async variable => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url});
		const {connection} = await connect({env: {[variable]: proxy.url}});

		expect(await scanFailure(connection)).toBeUndefined();
		expect(await scanFailure(connection)).toBeUndefined();
		expect(service.requests.map(request => hostOf(request))).toEqual([neptune, neptune]);
		expect(proxy.requests).toEqual([{method: 'CONNECT', target: `${neptune}:443`, identity: undefined}]);
	});

	test.each(['HTTP_PROXY', 'http_proxy'])('in %s receives absolute URLs for an HTTP endpoint', async variable => {
		const service = await startService(answerTo);
		const proxy = await startProxy({leadsTo: service.url});
		const {connection} = await connect({env: {[variable]: proxy.url, HTTPS_PROXY: 'http://127.0.0.1:1'}}, {endpointUrl: 'http://neptune.company.example'});

		expect(await scanFailure(connection)).toBeUndefined();
		expect(proxy.requests).toMatchObject([{method: 'GET', target: expect.stringMatching(/^http:\/\/neptune\.company\.example\/importtasks/v) as string}]);
	});

	test('is taken from the lower-case variable first, and needs no scheme', async () => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url});
		const {connection} = await connect({env: {HTTPS_PROXY: 'http://127.0.0.1:1', https_proxy: proxy.host}});

		expect(await scanFailure(connection)).toBeUndefined();
		expect(proxy.requests).toHaveLength(1);
	});

	test('receives the decoded user name and password', async () => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url, wants: 'me:p@ss%'});
		const {connection} = await connect({env: {HTTPS_PROXY: proxy.url.replace('//', '//me:p%40ss%25@')}});

		expect(await scanFailure(connection)).toBeUndefined();
		expect(proxy.requests.map(({identity}) => identity)).toEqual(['me:p@ss%']);
	});

	test('may use TLS with a certificate of the same authority', async () => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url, certified});
		const usual = getCACertificates('default');
		onTestFinished(() => {
			setDefaultCACertificates(usual);
		});
		const {connection} = await connect({env: {HTTPS_PROXY: proxy.url}});

		expect(await scanFailure(connection)).toBeUndefined();
		expect(proxy.requests.map(({target}) => target)).toEqual([`${neptune}:443`]);
	});

	test('is used to assume a role', async () => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url});
		const {connection} = await connect({
			config: roleConfig,
			env: {HTTPS_PROXY: proxy.url},
		}, {profile: 'dev'});

		expect(await scanFailure(connection)).toBeUndefined();
		expect(service.requests.map(request => [hostOf(request), request.accessKeyId])).toEqual([[sts, 'AKIADEFAULT'], [neptune, 'ASIAROLE']]);
		expect(proxy.requests.map(({target}) => target)).toEqual([`${sts}:443`, `${neptune}:443`]);
	});

	test('is used to get SSO credentials', async () => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url});
		const {connection, home} = await connect({
			config: '[profile dev]\nsso_start_url = https://corp.example/start\nsso_region = us-east-1\nsso_account_id = 123456789012\nsso_role_name = reader',
			env: {HTTPS_PROXY: proxy.url},
		}, {profile: 'dev'});
		const cache = path.join(home, '.aws', 'sso', 'cache');
		await mkdir(cache, {recursive: true});
		await writeFile(
			path.join(cache, `${createHash('sha1').update('https://corp.example/start').digest('hex')}.json`),
			JSON.stringify({accessToken: 'x', expiresAt: new Date(Date.now() + 3_600_000).toISOString()}),
		);

		expect(await scanFailure(connection)).toBeUndefined();
		expect(service.requests.map(request => hostOf(request))).toEqual([portal, neptune]);
		expect(proxy.requests.map(({target}) => target)).toEqual([`${portal}:443`, `${neptune}:443`]);
	});
});

describe('NO_PROXY excludes', () => {
	test.each([
		['a host', 'NO_PROXY', '127.0.0.1'],
		['each host of a list', 'NO_PROXY', 'one.example, 127.0.0.1'],
		['a host if the variable is lower case', 'no_proxy', '127.0.0.1'],
		['a host with its port', 'NO_PROXY', undefined],
		['all hosts with *', 'NO_PROXY', '*'],
	])('%s', async (_name, variable, value) => {
		const service = await startService(answerTo, certified);
		const {connection} = await connect({env: {HTTPS_PROXY: 'http://127.0.0.1:1', [variable]: value ?? new URL(service.url).host}}, {endpointUrl: service.url});

		expect(await scanFailure(connection)).toBeUndefined();
	});

	test('a domain and its subdomains, as in the AWS CLI', async () => {
		const service = await startService(answerTo);
		const proxy = await startProxy({leadsTo: service.url});
		const {connection} = await connect({env: {HTTP_PROXY: proxy.url, NO_PROXY: 'company.invalid'}}, {endpointUrl: 'http://neptune.company.invalid'});

		expect(await scanFailure(connection)).toMatchObject({sentence: 'Host not found: neptune.company.invalid.'});
		expect(proxy.requests).toEqual([]);
	});

	test('subdomains only of plain names, not of entries with a leading dot, a star, a port or an IP address', () => {
		const label = fc.string({unit: fc.constantFrom(...'abcxyz'), minLength: 1, maxLength: 8});
		const name = fc.array(label, {minLength: 1, maxLength: 3}).map(labels => labels.join('.'));
		const other = fc.oneof(name.map(text => `.${text}`), name.map(text => `*.${text}`), name.map(text => `${text}:443`), fc.ipV4(), fc.ipV6(), fc.constant('*'));
		const separator = fc.constantFrom(',', ', ', ' ');

		fc.assert(fc.property(fc.array(name), fc.array(other), separator, (names, others, between) => {
			const proxies = readProxies({HTTPS_PROXY: 'http://proxy.example', NO_PROXY: [...others, ...names].join(between)});
			const noProxy = proxies === undefined ? undefined : proxyEnvironment(proxies)['no_proxy'];
			expect(noProxy).toBe([...others, ...names.flatMap(text => [text, `.${text}`])].join(','));
		}));
	});
});

describe('a proxy failure is explained if', () => {
	test('the proxy requires a user name', async () => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url, wants: 'me:secret'});
		const {connection} = await connect({env: {HTTPS_PROXY: proxy.url}});

		expect(await scanFailure(connection)).toEqual({
			kind: 'network',
			sentence: `The proxy ${proxy.host} requires a user name and password.`,
			remedy: 'Set HTTPS_PROXY to http://name:password@host:port.',
			isTransient: false,
		});
		expect(service.requests).toEqual([]);
	});

	test('the proxy rejects the user name', async () => {
		const service = await startService(answerTo);
		const proxy = await startProxy({leadsTo: service.url, wants: 'me:secret'});
		const {connection} = await connect({env: {http_proxy: proxy.url.replace('//', '//you:secret@')}}, {endpointUrl: 'http://neptune.company.example'});
		const failure = await scanFailure(connection);

		expect(failure).toMatchObject({kind: 'network', sentence: `The proxy ${proxy.host} rejected the user name and password in http_proxy.`, isTransient: false});
		expect(JSON.stringify(failure)).not.toContain('secret');
	});

	test.each([[403, false], [503, true]])('the proxy responds with status %d', async (status, isTransient) => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url, refuses: status});
		const {connection} = await connect({env: {HTTPS_PROXY: proxy.url}});

		expect(await scanFailure(connection)).toMatchObject({
			kind: 'network',
			sentence: `The proxy ${proxy.host} rejected the connection (HTTP ${status}).`,
			remedy: expect.stringContaining('NO_PROXY') as string,
			isTransient,
		});
	});

	test('the proxy does not respond', async () => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url, refuses: 'silence'});
		const {connection} = await connect({env: {HTTPS_PROXY: proxy.url}}, {connectionTimeoutMs: 200, requestTimeoutMs: 400});

		expect(await scanFailure(connection)).toMatchObject({kind: 'network', isTransient: true, remedy: expect.stringContaining('HTTPS_PROXY') as string});
	});

	test.each([
		['http://127.0.0.1:1', 'Can\'t reach the proxy 127.0.0.1:1.'],
		['http://proxy.invalid:3128', 'Proxy host not found: proxy.invalid:3128.'],
	])('there is no proxy at %s', async (url, sentence) => {
		const {connection} = await connect({env: {HTTPS_PROXY: url}});

		expect(await scanFailure(connection)).toMatchObject({kind: 'network', sentence, remedy: expect.stringContaining('Check HTTPS_PROXY') as string});
	});

	test('the proxy prevents assuming a role', async () => {
		const proxy = await startProxy({leadsTo: 'http://127.0.0.1:1', refuses: 407});
		const {connection} = await connect({
			config: roleConfig,
			env: {HTTPS_PROXY: proxy.url},
		}, {profile: 'dev'});

		expect(await scanFailure(connection)).toMatchObject({sentence: `The proxy ${proxy.host} requires a user name and password.`});
	});

	test.each([
		['HTTPS_PROXY', 'http://me:secret@[', 'HTTPS_PROXY is not a valid proxy URL.'],
		['http_proxy', 'http://me:%zz@proxy.example', 'http_proxy is not a valid proxy URL.'],
		['HTTPS_PROXY', 'socks5://me:secret@proxy.example:1080', 'HTTPS_PROXY uses an unsupported proxy protocol (socks5).'],
	])('%s is %s', async (variable, value, sentence) => {
		const failure = await connectError({[variable]: value});

		expect(failure).toMatchObject({kind: 'configuration', sentence, remedy: `Set ${variable} to a URL such as http://proxy.example:3128.`});
		expect(JSON.stringify(failure)).not.toContain('secret');
	});

	test('this version of Node does not support proxies', () => {
		const proxies = readProxies({HTTPS_PROXY: 'http://proxy.example:3128'});
		const failure = explainError(
			{name: 'Error', code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND x.example'},
			{action: 'ListImportTasks', proxies: proxies && {...proxies, isSupported: false}},
		);

		expect(failure).toMatchObject({sentence: 'Host not found: x.example.', remedy: 'This version of Node.js ignores HTTPS_PROXY. Use 22.21, 24.5 or later.'});
	});
});

