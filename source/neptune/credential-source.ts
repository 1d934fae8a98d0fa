import {type AwsConfig, type ConfigSection} from './aws-config.ts';

/**
The source of the credentials according to the configuration.
*/
export type CredentialSource = {
	/**
	- `environment`: access keys in environment variables
	- `keys`, `process`, `sso`, `login`, `webIdentity`: settings of the profile
	- `role`: the profile assumes a role with other source credentials, such as those of an instance
	- `missing`: the profile does not exist
	- `none`: the profile has no credentials; a container or an instance may still provide some
	*/
	readonly kind: 'environment' | 'keys' | 'process' | 'sso' | 'login' | 'webIdentity' | 'role' | 'missing' | 'none';

	/**
	The profile that holds the credentials: with `source_profile`, the last one of the chain.
	*/
	readonly profile: string;
};

/**
The command that signs in again.
*/
export const signInCommand = ({kind, profile}: CredentialSource): readonly string[] =>
	['aws', ...(kind === 'login' ? ['login'] : ['sso', 'login']), ...(profile === 'default' ? [] : ['--profile', profile])];

// The same order as in the SDK.
const kindOf = (section: ConfigSection): CredentialSource['kind'] => {
	const hasSetting = (name: string): boolean => section[name] !== undefined;

	if (hasSetting('aws_access_key_id') && hasSetting('aws_secret_access_key')) {
		return 'keys';
	}

	if (hasSetting('web_identity_token_file')) {
		return 'webIdentity';
	}

	if (hasSetting('credential_process')) {
		return 'process';
	}

	if (hasSetting('sso_session') || hasSetting('sso_start_url') || hasSetting('sso_account_id')) {
		return 'sso';
	}

	if (hasSetting('login_session')) {
		return 'login';
	}

	return hasSetting('role_arn') ? 'role' : 'none';
};

export const findCredentialSource = (profile: string | undefined, env: NodeJS.ProcessEnv, config: AwsConfig): CredentialSource => {
	if (profile === undefined && env['AWS_ACCESS_KEY_ID'] !== undefined && env['AWS_SECRET_ACCESS_KEY'] !== undefined) {
		return {kind: 'environment', profile: 'default'};
	}

	const visited = new Set<string>();
	let name = profile ?? 'default';
	let section = config.profiles.get(name);

	while (section?.['role_arn'] !== undefined && section['source_profile'] !== undefined && !visited.has(name)) {
		visited.add(name);
		name = section['source_profile'];

		// A profile that names itself as the source has its own keys as well as the role.
		if (visited.has(name)) {
			break;
		}

		section = config.profiles.get(name);
	}

	return section === undefined ? {kind: name === 'default' ? 'none' : 'missing', profile: name} : {kind: kindOf(section), profile: name};
};
