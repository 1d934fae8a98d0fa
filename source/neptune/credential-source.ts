import {type AwsConfig, type ConfigSection} from './aws-config.ts';

/**
Where the credentials of a connection come from, as far as the configuration says.
*/
export type CredentialSource = {
	/**
	- `environment`: keys in environment variables
	- `keys`, `process`, `sso`, `login`, `webIdentity`: what the profile has
	- `role`: the profile takes a role with credentials of another kind of source, such as those of an instance
	- `missing`: there is no such profile
	- `none`: the profile has no credentials; a container or an instance may still have some
	*/
	readonly kind: 'environment' | 'keys' | 'process' | 'sso' | 'login' | 'webIdentity' | 'role' | 'missing' | 'none';

	/**
	The profile that the credentials stand in: for one that takes a role by `source_profile`, the one at the end of that chain.
	*/
	readonly profile: string;
};

/*
The order is that of the SDK.
*/
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

/**
Finds where credentials come from when `profile` was named, or none was.
*/
export const credentialSource = (profile: string | undefined, env: NodeJS.ProcessEnv, config: AwsConfig): CredentialSource => {
	if (profile === undefined && env['AWS_ACCESS_KEY_ID'] !== undefined && env['AWS_SECRET_ACCESS_KEY'] !== undefined) {
		return {kind: 'environment', profile: 'default'};
	}

	const visited = new Set<string>();
	let name = profile ?? 'default';
	let section = config.profiles.get(name);

	while (section?.['role_arn'] !== undefined && section['source_profile'] !== undefined && !visited.has(name)) {
		visited.add(name);
		name = section['source_profile'];

		// A profile that is its own source has keys of its own, besides the role.
		if (visited.has(name)) {
			break;
		}

		section = config.profiles.get(name);
	}

	return section === undefined ? {kind: name === 'default' ? 'none' : 'missing', profile: name} : {kind: kindOf(section), profile: name};
};
