import {describe, expect, test} from 'vitest';
import {readAwsConfig, omitEmptyVariables} from '../../source/neptune/aws-config.ts';
import {ConnectError} from '../../source/neptune/error-facts.ts';
import {resolveRetries, resolveTarget, type TargetOptions} from '../../source/neptune/target.ts';
import {useAwsSettings, type AwsSettings} from './aws-settings.ts';

const targetOf = async (options: TargetOptions, settings: AwsSettings) => {
	const user = await useAwsSettings(settings);
	const env = omitEmptyVariables(user.env);
	return resolveTarget(options, env, await readAwsConfig(env));
};

const config = `
[default]
region = eu-west-1

[profile dev]
region = eu-central-1
endpoint_url = https://dev.example

[profile local]
region = ap-south-1
services = local-services
endpoint_url = https://not-this.example

[profile plain]
region = sa-east-1
ignore_configured_endpoint_urls = true
endpoint_url = https://not-this.example

[services local-services]
s3 =
  endpoint_url = https://s3.example
neptune_graph =
  endpoint_url = https://graph.example
`;

describe('the region', () => {
	test.each<readonly [string, TargetOptions, Record<string, string>]>([
		['us-west-2', {region: 'us-west-2', profile: 'dev'}, {AWS_REGION: 'ca-west-1', AWS_DEFAULT_REGION: 'me-south-1'}],
		['ca-west-1', {profile: 'dev'}, {AWS_REGION: 'ca-west-1', AWS_DEFAULT_REGION: 'me-south-1'}],
		['me-south-1', {profile: 'dev'}, {AWS_REGION: '', AWS_DEFAULT_REGION: 'me-south-1'}],
		['eu-central-1', {profile: 'dev'}, {}],
		['eu-central-1', {}, {AWS_PROFILE: 'dev'}],
		['eu-west-1', {}, {}],
	])('is %s for %j with %j in the environment', async (region, options, env) => {
		expect(await targetOf(options, {config, env})).toMatchObject({region});
	});

	test('is also read from the credentials file', async () => {
		expect(await targetOf({profile: 'keys'}, {config, credentials: '[keys]\nregion = us-east-2'})).toMatchObject({region: 'us-east-2'});
	});
});

describe('the profile', () => {
	test.each<readonly [string | undefined, TargetOptions, Record<string, string>]>([
		['dev', {profile: 'dev'}, {AWS_PROFILE: 'local', AWS_DEFAULT_PROFILE: 'plain'}],
		['local', {}, {AWS_PROFILE: 'local', AWS_DEFAULT_PROFILE: 'plain'}],
		['plain', {}, {AWS_PROFILE: '', AWS_DEFAULT_PROFILE: 'plain'}],
		['default', {profile: 'default'}, {}],
		[undefined, {}, {}],
	])('is %s for %j with %j in the environment', async (profile, options, env) => {
		expect(await targetOf(options, {config, env})).toMatchObject({profile});
	});
});

describe('the endpoint', () => {
	const graph = {AWS_ENDPOINT_URL_NEPTUNE_GRAPH: 'https://env-graph.example', AWS_ENDPOINT_URL: 'https://env.example'};

	test.each<readonly [string | undefined, TargetOptions, Record<string, string>]>([
		['https://option.example', {endpointUrl: 'https://option.example', profile: 'dev'}, graph],
		['https://option.example', {endpointUrl: 'https://option.example'}, {...graph, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true'}],
		['https://env-graph.example', {profile: 'dev'}, graph],
		['https://env.example', {profile: 'dev'}, {AWS_ENDPOINT_URL: 'https://env.example'}],
		['https://graph.example', {profile: 'local'}, {}],
		['https://dev.example', {profile: 'dev'}, {}],
		['https://dev.example', {}, {AWS_PROFILE: 'dev'}],
		[undefined, {profile: 'dev'}, {...graph, AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true'}],
		[undefined, {profile: 'plain'}, {}],
		[undefined, {}, {}],
	])('is %s for %j with %j in the environment', async (endpointUrl, options, env) => {
		expect(await targetOf(options, {config, env})).toMatchObject({endpointUrl});
	});
});

describe('resolveTarget', () => {
	test.each<readonly [string, TargetOptions, AwsSettings, RegExp, RegExp]>([
		['no region', {}, {}, /^No AWS region is set\.$/v, /--region/v],
		['a region that is not a host name label', {region: 'us east 1'}, {}, /^Invalid AWS region "us east 1"\.$/v, /us-east-1/v],
		['an empty region option', {region: ''}, {config}, /^Invalid AWS region ""\.$/v, /us-east-1/v],
		['an endpoint without a scheme', {endpointUrl: 'localhost:8080'}, {config}, /^Invalid endpoint URL "localhost:8080"\.$/v, /http:\/\//v],
		['an endpoint without a host', {endpointUrl: 'http://'}, {config}, /^Invalid endpoint URL "http:\/\/"\.$/v, /http:\/\//v],
		['an endpoint with a password', {endpointUrl: 'http://me:secret@localhost:8080'}, {config}, /^The endpoint URL has a user name or password in it\.$/v, /^Remove it/v],
		['an endpoint with a user name, in the environment', {}, {config, env: {AWS_ENDPOINT_URL: 'http://secret@localhost'}}, /^The endpoint URL has a user name or password in it\.$/v, /^Remove it/v],
		['an invalid endpoint with a password', {endpointUrl: 'http://me:secret@'}, {config}, /^Invalid endpoint URL "http:\/\/…@"\.$/v, /http:\/\//v],
		['an endpoint with a password and no scheme', {endpointUrl: 'me:secret@localhost'}, {config}, /^Invalid endpoint URL "…@localhost"\.$/v, /http:\/\//v],
		['a misspelled profile', {profile: 'dve'}, {config}, /^There is no profile "dve" in the AWS configuration\.$/v, /Did you mean "dev"\?/v],
		['an unknown profile without a similar name', {}, {config, env: {AWS_PROFILE: 'production'}}, /^There is no profile "production"/v, /^Run aws configure list-profiles/v],
		['a profile named like an object property', {profile: 'constructor'}, {config}, /^There is no profile "constructor"/v, /list-profiles/v],
		['a section of another kind', {profile: 'services.local-services'}, {config}, /^There is no profile/v, /list-profiles/v],
	])('throws a ConnectError for %s', async (_name, options, settings, sentence, remedy) => {
		const error: unknown = await targetOf(options, settings).catch((error: unknown) => error);

		expect(error).toBeInstanceOf(ConnectError);
		expect(error).toMatchObject({
			failure: {
				kind: 'configuration',
				sentence: expect.stringMatching(sentence) as string,
				remedy: expect.stringMatching(remedy) as string,
				isTransient: false,
			},
		});
	});
});

test('treats missing configuration files as empty', async () => {
	expect(await targetOf({region: 'us-east-1'}, {env: {AWS_CONFIG_FILE: '/nowhere/config', AWS_SHARED_CREDENTIALS_FILE: '/nowhere/credentials'}}))
		.toEqual({profile: undefined, region: 'us-east-1', endpointUrl: undefined});
});

describe('resolveRetries', () => {
	test.each([
		[{}, {}, {maxAttempts: 3, retryMode: 'standard'}],
		[{AWS_MAX_ATTEMPTS: '7', AWS_RETRY_MODE: 'adaptive'}, {}, {maxAttempts: 7, retryMode: 'adaptive'}],
		[{}, {max_attempts: '1', retry_mode: 'legacy'}, {maxAttempts: 1, retryMode: 'standard'}],
		[{AWS_MAX_ATTEMPTS: '7'}, {max_attempts: '1'}, {maxAttempts: 7, retryMode: 'standard'}],
	])('prefers the environment to the profile: %j %j', (env, profile, retries) => {
		expect(resolveRetries(env, profile)).toEqual(retries);
	});

	test.each([
		[{AWS_MAX_ATTEMPTS: '0'}, 'Invalid number of attempts "0".'],
		[{AWS_MAX_ATTEMPTS: 'many'}, 'Invalid number of attempts "many".'],
		[{AWS_RETRY_MODE: 'often'}, 'Invalid retry mode "often".'],
	])('throws a ConnectError for %j', (env, sentence) => {
		expect(() => resolveRetries(env, {})).toThrow(sentence);
	});
});
