import {type Environment, readAwsConfig, setVariables} from './aws-config.ts';

/**
The names of the profiles in the person's AWS configuration, in the order of the files.
*/
export const profileNames = async (env: Environment): Promise<readonly string[]> => {
	const {profiles} = await readAwsConfig(setVariables(env));
	return profiles.keys().toArray();
};
