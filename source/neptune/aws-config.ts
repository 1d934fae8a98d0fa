import {loadSharedConfigFiles} from '@smithy/core/config';
import {closestMatch} from 'leven';
import {type Failure} from '../imports/failure.ts';

/**
The variables that say something: an empty one counts as not set.
*/
export const setVariables = (env: NodeJS.ProcessEnv): NodeJS.ProcessEnv => Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined && value !== ''));

/**
The settings of one profile, or of one section of another kind, by their names in the file. Nested ones are joined by a dot (`neptune_graph.endpoint_url`).
*/
export type ConfigSection = Readonly<Record<string, string | undefined>>;

/**
What stands in the two configuration files of AWS.
*/
export type AwsConfig = {
	/**
	The profiles of both files. What the credentials file says holds where both say something.
	*/
	readonly profiles: ReadonlyMap<string, ConfigSection>;

	/**
	The `services` sections of the config file, by name.
	*/
	readonly services: ReadonlyMap<string, ConfigSection>;
};

/**
Where the two files are, as far as the environment says so; the SDK knows the rest.
*/
export const configFiles = (env: NodeJS.ProcessEnv): {readonly configFilepath?: string; readonly filepath?: string} => {
	const {AWS_CONFIG_FILE: configFilepath, AWS_SHARED_CREDENTIALS_FILE: filepath} = env;
	return {
		...(configFilepath !== undefined && {configFilepath}),
		...(filepath !== undefined && {filepath}),
	};
};

const servicesPrefix = 'services.';
const isOfAnotherKind = (section: string): boolean => section.startsWith(servicesPrefix) || section.startsWith('sso-session.');

/**
Reads both files afresh: the SDK would keep what it read first for as long as the process lives. A file that is not there, or can't be read, counts as empty.
*/
export const readAwsConfig = async (env: NodeJS.ProcessEnv): Promise<AwsConfig> => {
	const {configFile, credentialsFile} = await loadSharedConfigFiles({...configFiles(env), ignoreCache: true});
	const profiles = new Map<string, ConfigSection>();
	const services = new Map<string, ConfigSection>();

	for (const [name, section] of Object.entries(configFile)) {
		if (name.startsWith(servicesPrefix)) {
			services.set(name.slice(servicesPrefix.length), section);
		} else if (!isOfAnotherKind(name)) {
			profiles.set(name, section);
		}
	}

	for (const [name, section] of Object.entries(credentialsFile)) {
		profiles.set(name, {...profiles.get(name), ...section});
	}

	return {profiles, services};
};

/**
The names of the profiles in the person's AWS configuration, in the order of the files.
*/
export const profileNames = async (env: NodeJS.ProcessEnv): Promise<readonly string[]> => {
	const {profiles} = await readAwsConfig(setVariables(env));
	return profiles.keys().toArray();
};

/*
More letters than this apart is another name, not a slip of the fingers.
*/
const maxDistance = 3;

/**
The failure to tell where a profile is named that does not exist; `existing` are the names of those that do.
*/
export const missingProfileFailure = (profile: string, existing: readonly string[]): Failure => {
	const nearest = closestMatch(profile, existing, {maxDistance});
	return {
		kind: 'configuration',
		sentence: `There is no profile "${profile}" in the AWS configuration.`,
		remedy: nearest === undefined
			? 'Run aws configure list-profiles to see which there are.'
			: `Did you mean "${nearest}"? Run aws configure list-profiles to see which there are.`,
		isTransient: false,
	};
};
