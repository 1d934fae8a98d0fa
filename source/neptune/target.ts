import {NODE_REGION_CONFIG_OPTIONS} from '@smithy/core/config';
import {type AwsConfig, type ConfigSection, missingProfileFailure} from './aws-config.ts';
import {ConnectError} from './error-facts.ts';

/**
Whose imports are watched, and where: what the person asked for, the environment and the profile taken together.
*/
export type ConnectionTarget = {
	/**
	The profile that was named; undefined where none was. Naming `default` is not the same: a named profile goes before keys in the environment.
	*/
	readonly profile: string | undefined;
	readonly region: string;

	/**
	Undefined where the SDK is to find the endpoint of the region.
	*/
	readonly endpointUrl: string | undefined;
};

/**
What the person asked for in so many words.
*/
export type TargetOptions = {
	readonly region?: string | undefined;
	readonly profile?: string | undefined;
	readonly endpointUrl?: string | undefined;
};

const isTrue = (value: string | undefined): boolean => value?.toLowerCase() === 'true';

const configurationError = (sentence: string, remedy: string): ConnectError => new ConnectError({
	kind: 'configuration',
	sentence,
	remedy,
	isTransient: false,
});

const profileOf = ({profile}: TargetOptions, env: NodeJS.ProcessEnv, config: AwsConfig): string | undefined => {
	const named = profile ?? env['AWS_PROFILE'] ?? env['AWS_DEFAULT_PROFILE'];

	// Nobody has to write `default` down in order to name it.
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

/*
One label of a host name, as the SDK requires it: the region becomes part of the address.
*/
const regionPattern = /^[\da-z](?:[\d\-a-z]{0,61}[\da-z])?$/iv;

/*
The SDK ignores `AWS_DEFAULT_REGION`, which the AWS CLI honours.
*/
const regionOf = async ({region: option}: TargetOptions, env: NodeJS.ProcessEnv, profile: ConfigSection): Promise<string> => {
	const region = option ?? env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION'] ?? profile['region'] ?? await instanceRegion();

	if (region === undefined) {
		throw configurationError('No AWS region is set.', 'Start with --region, or set AWS_REGION, or run aws configure set region.');
	}

	if (!regionPattern.test(region)) {
		throw configurationError(`"${region}" can't be an AWS region.`, 'A region looks like us-east-1.');
	}

	return region;
};

/*
The order is the one that AWS has laid down for its SDKs and its CLI.
*/
const configuredEndpoint = (env: NodeJS.ProcessEnv, profile: ConfigSection, config: AwsConfig): string | undefined => {
	if (isTrue(env['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] ?? profile['ignore_configured_endpoint_urls'])) {
		return undefined;
	}

	const services = config.services.get(profile['services'] ?? '');
	return env['AWS_ENDPOINT_URL_NEPTUNE_GRAPH']
		?? env['AWS_ENDPOINT_URL']
		?? services?.['neptune_graph.endpoint_url']
		?? profile['endpoint_url'];
};

const endpointOf = (options: TargetOptions, env: NodeJS.ProcessEnv, profile: ConfigSection, config: AwsConfig): string | undefined => {
	const endpointUrl = options.endpointUrl ?? configuredEndpoint(env, profile, config);

	if (endpointUrl !== undefined && !(URL.canParse(endpointUrl) && /^https?:\/\//iv.test(endpointUrl))) {
		throw configurationError(`"${endpointUrl}" can't be an endpoint URL.`, 'An endpoint URL begins with https:// or http:// and a host.');
	}

	return endpointUrl;
};

/**
Finds profile, region and endpoint as a user of the AWS CLI expects. Throws a `ConnectError` where they can't be had.
*/
export const resolveTarget = async (options: TargetOptions, env: NodeJS.ProcessEnv, config: AwsConfig): Promise<ConnectionTarget> => {
	const profile = profileOf(options, env, config);
	const section = config.profiles.get(profile ?? 'default') ?? {};

	return {
		profile,
		region: await regionOf(options, env, section),
		endpointUrl: endpointOf(options, env, section, config),
	};
};
