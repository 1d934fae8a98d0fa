import {loadSharedConfigFiles} from '@smithy/core/config';
import {closestMatch} from 'leven';
import {type Failure} from '../imports/failures/failure.ts';

/**
Drops empty variables, which count as not set.
*/
export const omitEmptyVariables = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));

/**
One section of an AWS configuration file. The keys of nested settings are joined by a dot (`neptune_graph.endpoint_url`).
*/
export type ConfigSection = Readonly<Record<string, string | undefined>>;

export type AwsConfig = {
	/**
	From both files. The credentials file takes precedence.
	*/
	readonly profiles: ReadonlyMap<string, ConfigSection>;
	readonly services: ReadonlyMap<string, ConfigSection>;
};

/**
Returns the file paths that the environment sets. The SDK knows the defaults.
*/
export const configFilePaths = (env: NodeJS.ProcessEnv): {readonly configFilepath?: string; readonly filepath?: string} => {
	const {AWS_CONFIG_FILE: configFilepath, AWS_SHARED_CREDENTIALS_FILE: filepath} = env;
	return {
		...(configFilepath !== undefined && {configFilepath}),
		...(filepath !== undefined && {filepath}),
	};
};

const servicesPrefix = 'services.';

/**
Reads both files, bypassing the SDK's cache, which never expires. Missing and unreadable files count as empty.
*/
export const readAwsConfig = async (env: NodeJS.ProcessEnv): Promise<AwsConfig> => {
	const {configFile, credentialsFile} = await loadSharedConfigFiles({...configFilePaths(env), ignoreCache: true});
	const profiles = new Map<string, ConfigSection>();
	const services = new Map<string, ConfigSection>();

	for (const [name, section] of Object.entries(configFile)) {
		if (name.startsWith(servicesPrefix)) {
			services.set(name.slice(servicesPrefix.length), section);
		} else if (!name.startsWith('sso-session.')) {
			profiles.set(name, section);
		}
	}

	for (const [name, section] of Object.entries(credentialsFile)) {
		profiles.set(name, {...profiles.get(name), ...section});
	}

	return {profiles, services};
};

export const profileNames = async (env: NodeJS.ProcessEnv): Promise<readonly string[]> => {
	const {profiles} = await readAwsConfig(omitEmptyVariables(env));
	return profiles.keys().toArray();
};

// Edit distance up to which a name counts as a typo.
const maxDistance = 3;

export const missingProfileFailure = (profile: string, existing: readonly string[]): Failure => {
	const suggestion = closestMatch(profile, existing, {maxDistance});
	const remedy = 'Run aws configure list-profiles to list the profiles.';
	return {
		kind: 'configuration',
		sentence: `There is no profile "${profile}" in the AWS configuration.`,
		remedy: suggestion === undefined ? remedy : `Did you mean "${suggestion}"? ${remedy}`,
		isTransient: false,
	};
};
