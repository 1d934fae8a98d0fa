import {NODE_REGION_CONFIG_OPTIONS} from '@smithy/core/config';
import {type AwsConfig, type ConfigSection, missingProfileFailure} from './aws-config.ts';
import {ConnectError} from './error-facts.ts';

export type ConnectionTarget = {
	/**
	Undefined if none is selected. An explicit `default` differs: a selected profile takes precedence over keys in the environment.
	*/
	readonly profile: string | undefined;
	readonly region: string;

	/**
	Undefined if the SDK derives the endpoint from the region.
	*/
	readonly endpointUrl: string | undefined;
};

export type TargetOptions = {
	readonly region?: string | undefined;
	readonly profile?: string | undefined;
	readonly endpointUrl?: string | undefined;
};

const configurationError = (sentence: string, remedy: string): ConnectError => new ConnectError({
	kind: 'configuration',
	sentence,
	remedy,
	isTransient: false,
});

const resolveProfile = ({profile}: TargetOptions, env: NodeJS.ProcessEnv, config: AwsConfig): string | undefined => {
	const named = profile ?? env['AWS_PROFILE'] ?? env['AWS_DEFAULT_PROFILE'];

	// `default` may be selected even if the files don't define it.
	if (named !== undefined && named !== 'default' && !config.profiles.has(named)) {
		throw new ConnectError(missingProfileFailure(named, config.profiles.keys().toArray()));
	}

	return named;
};

const instanceRegion = async (): Promise<string | undefined> => {
	const {default: fromInstance} = NODE_REGION_CONFIG_OPTIONS;

	try {
		return typeof fromInstance === 'function' ? await fromInstance() : fromInstance;
	} catch {
		return undefined;
	}
};

// The SDK puts the region in the host name, so it must be a valid host name label.
const regionPattern = /^[\da-z](?:[\d\-a-z]{0,61}[\da-z])?$/iv;

// Unlike the AWS CLI, the SDK ignores `AWS_DEFAULT_REGION`.
const resolveRegion = async ({region: option}: TargetOptions, env: NodeJS.ProcessEnv, profile: ConfigSection): Promise<string> => {
	const region = option ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? profile['region'] ?? await instanceRegion();

	if (region === undefined) {
		throw configurationError('No AWS region is set.', 'Use --region, set AWS_REGION, or run aws configure.');
	}

	if (!regionPattern.test(region)) {
		throw configurationError(`Invalid AWS region "${region}".`, 'Use a region such as us-east-1.');
	}

	return region;
};

// The order of precedence is that of the AWS SDKs and the AWS CLI.
const configuredEndpoint = (env: NodeJS.ProcessEnv, profile: ConfigSection, config: AwsConfig): string | undefined => {
	const ignoreSetting = env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? profile['ignore_configured_endpoint_urls'];

	if (ignoreSetting?.toLowerCase() === 'true') {
		return undefined;
	}

	const services = config.services.get(profile['services'] ?? '');
	return env['AWS_ENDPOINT_URL_NEPTUNE_GRAPH']
		?? env['AWS_ENDPOINT_URL']
		?? services?.['neptune_graph.endpoint_url']
		?? profile['endpoint_url'];
};

const resolveEndpoint = (options: TargetOptions, env: NodeJS.ProcessEnv, profile: ConfigSection, config: AwsConfig): string | undefined => {
	const endpointUrl = options.endpointUrl ?? configuredEndpoint(env, profile, config);

	if (endpointUrl === undefined) {
		return undefined;
	}

	const url = /^https?:\/\//iv.test(endpointUrl) ? URL.parse(endpointUrl) : null;

	if (url === null) {
		throw configurationError(`Invalid endpoint URL "${endpointUrl}".`, 'It must start with https:// or http://, followed by a host.');
	}

	// The URL appears in events, in the history, on stderr and in the environment of hooks.
	if (url.username + url.password !== '') {
		throw configurationError('The endpoint URL has a user name or password in it.', 'Remove it: requests are signed with AWS credentials.');
	}

	return endpointUrl;
};

type RetrySettings = {
	/**
	Includes the first attempt.
	*/
	readonly maxAttempts: number;
	readonly retryMode: 'standard' | 'adaptive';
};

export const defaultRetries: RetrySettings = {maxAttempts: 3, retryMode: 'standard'};

/**
Resolves the retries like the AWS CLI. The mode `legacy` of the CLI counts as `standard`. Throws a `ConnectError` if a setting is invalid.
*/
export const resolveRetries = (env: NodeJS.ProcessEnv, profile: ConfigSection): RetrySettings => {
	const attempts = env['AWS_MAX_ATTEMPTS'] ?? profile['max_attempts'] ?? String(defaultRetries.maxAttempts);

	if (!/^[1-9]\d{0,2}$/v.test(attempts)) {
		throw configurationError(`Invalid number of attempts "${attempts}".`, 'Set AWS_MAX_ATTEMPTS (in a profile: max_attempts) to a whole number from 1 to 999.');
	}

	const mode = (env['AWS_RETRY_MODE'] ?? profile['retry_mode'] ?? defaultRetries.retryMode).toLowerCase();

	if (mode !== 'legacy' && mode !== 'standard' && mode !== 'adaptive') {
		throw configurationError(`Invalid retry mode "${mode}".`, 'Set AWS_RETRY_MODE (in a profile: retry_mode) to standard or adaptive.');
	}

	return {maxAttempts: Number(attempts), retryMode: mode === 'adaptive' ? 'adaptive' : 'standard'};
};

/**
Resolves profile, region and endpoint like the AWS CLI. Throws a `ConnectError` if one is missing or invalid.
*/
export const resolveTarget = async (options: TargetOptions, env: NodeJS.ProcessEnv, config: AwsConfig): Promise<ConnectionTarget> => {
	const profile = resolveProfile(options, env, config);
	const section = config.profiles.get(profile ?? 'default') ?? {};

	return {
		profile,
		region: await resolveRegion(options, env, section),
		endpointUrl: resolveEndpoint(options, env, section, config),
	};
};
