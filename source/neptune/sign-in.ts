import {getSSOTokenFromFile} from '@smithy/core/config';
import {type SignIn} from '../imports/poll.ts';
import {type AwsConfig} from './aws-config.ts';
import {type CredentialSource} from './credential-source.ts';

const asTime = (text: unknown): number | undefined => {
	const at = typeof text === 'string' ? Date.parse(text) : NaN;
	return Number.isNaN(at) ? undefined : at;
};

/*
When the token of an SSO session runs out, in epoch milliseconds; undefined where the SDK renews it by itself, which it does with a refresh token.
*/
const tokenEnd = async (profile: string, config: AwsConfig): Promise<number | undefined> => {
	const section = config.profiles.get(profile) ?? {};

	try {
		const token: unknown = await getSSOTokenFromFile(section['sso_session'] ?? section['sso_start_url'] ?? '');
		const {refreshToken, expiresAt} = token as {readonly refreshToken?: unknown; readonly expiresAt?: unknown}; // Whatever the AWS CLI wrote there.
		return refreshToken === undefined ? asTime(expiresAt) : undefined;
	} catch {
		// Whoever is not signed in is told so by the failure of the scan.
		return undefined;
	}
};

/**
When the sign-in behind a connection ends, and what renews it; undefined where that is not known, and where the SDK renews the credentials by itself: by taking a role again, running a process again, or asking an instance again. `expiration` is that of the credentials, in epoch milliseconds.
*/
export const signInOf = async ({kind, profile}: CredentialSource, expiration: number | undefined, config: AwsConfig): Promise<SignIn | undefined> => {
	switch (kind) {
		case 'environment': {
			return expiration === undefined ? undefined : {endsAt: expiration, renewal: 'start again with new keys in the environment'};
		}

		case 'keys': {
			return expiration === undefined ? undefined : {endsAt: expiration, renewal: `new keys for profile ${profile}`};
		}

		case 'sso': {
			const endsAt = await tokenEnd(profile, config);
			return endsAt === undefined ? undefined : {endsAt, renewal: `aws sso login --profile ${profile}`};
		}

		case 'login':
		case 'process':
		case 'webIdentity':
		case 'role':
		case 'missing':
		case 'none': {
			return undefined;
		}
	}
};
