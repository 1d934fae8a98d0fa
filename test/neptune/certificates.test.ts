import {describe, expect, test} from 'vitest';
import {useAwsSettings, type AwsSettings} from './aws-settings.ts';
import {makeAuthority} from './certificate-authority.ts';
import {
	answerTo,
	authority,
	certified,
	connect,
	connectError,
	roleConfig,
	scanFailure,
	writeBundle,
} from './company-network.ts';
import {startProxy} from './company-proxy.ts';
import {startService} from './scripted-service.ts';

describe('an invalid server certificate', () => {
	test.each<readonly [string, string | false, typeof certified, string, RegExp]>([
		['untrusted', false, certified, 'Untrusted TLS certificate authority.', /AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS/v],
		['expired', authority.pem, authority.certify(['127.0.0.1'], Date.now() - 1000), 'The server\'s TLS certificate has expired or is not valid yet.', /clock/v],
		['for another host', authority.pem, authority.certify(['other.example']), 'The server\'s TLS certificate is for another host.', /sign-in page/v],
	])('is reported if it is %s', async (_name, bundle, certificate, sentence, remedy) => {
		const service = await startService(answerTo, certificate);
		const {connection} = await connect({}, {endpointUrl: service.url}, bundle);
		const failure = await scanFailure(connection);

		expect(failure).toMatchObject({kind: 'network', sentence, isTransient: false});
		expect(failure?.remedy).toMatch(remedy);
		expect(service.requests).toEqual([]);
	});

	test('is reported if it is the one of STS', async () => {
		const service = await startService(answerTo, certified);
		const proxy = await startProxy({leadsTo: service.url});
		const {connection} = await connect({config: roleConfig, env: {HTTPS_PROXY: proxy.url}}, {profile: 'dev'}, false);
		const failure = await scanFailure(connection);

		expect(failure?.sentence).toBe('Untrusted TLS certificate authority.');
	});
});

describe('the certificate file', () => {
	test.each([
		['AWS_CA_BUNDLE', (file: string): AwsSettings => ({env: {AWS_CA_BUNDLE: file}})],
		['ca_bundle of the profile', (file: string): AwsSettings => ({config: `[default]\nca_bundle = ${file}`})],
	])('in %s adds a trusted authority', async (_name, settingsFor) => {
		const service = await startService(answerTo, certified);
		const {home} = await useAwsSettings({});
		const {connection} = await connect(settingsFor(await writeBundle(home)), {endpointUrl: service.url}, false);

		expect(await scanFailure(connection)).toBeUndefined();
	});

	test('may contain several certificates', async () => {
		const service = await startService(answerTo, certified);
		const {connection} = await connect({}, {endpointUrl: service.url}, `# One\n${makeAuthority('Another company').pem}\n# The other\n${authority.pem}`);

		expect(await scanFailure(connection)).toBeUndefined();
	});

	test('must exist', async () => {
		expect(await connectError({AWS_CA_BUNDLE: '/nowhere/ca.pem'})).toMatchObject({
			kind: 'configuration',
			sentence: 'Can\'t read the certificate file /nowhere/ca.pem.',
			remedy: 'Check AWS_CA_BUNDLE or ca_bundle in the AWS config file.',
		});
	});

	test.each(['plain text', '', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n'])('must contain a certificate, unlike %j', async text => {
		const {home} = await useAwsSettings({});
		const file = await writeBundle(home, text);

		expect(await connectError({AWS_CA_BUNDLE: file})).toMatchObject({kind: 'configuration', sentence: `The certificate file ${file} contains no valid certificate.`});
	});
});
