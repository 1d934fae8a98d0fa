import {getSSOTokenFromFile} from '@smithy/core/config';
import {commandText} from '../imports/failures/commands.ts';
import {type SignIn} from '../imports/polling/poll.ts';
import {type AwsConfig} from './aws-config.ts';
import {type CredentialSource, signInCommand} from './credential-source.ts';

const parseTime = (text: unknown): number | undefined => {
	const at = typeof text === 'string' ? Date.parse(text) : NaN;
	return Number.isNaN(at) ? undefined : at;
};

// Returns the expiry of the SSO token in epoch milliseconds. Returns undefined if there is no token, or if the SDK renews it with a refresh token.
const ssoTokenExpiry = async (profile: string, config: AwsConfig): Promise<number | undefined> => {
	const section = config.profiles.get(profile) ?? {};

	try {
		const token: unknown = await getSSOTokenFromFile(section['sso_session'] ?? section['sso_start_url'] ?? '');
		const {refreshToken, expiresAt} = token as {readonly refreshToken?: unknown; readonly expiresAt?: unknown}; // `expiresAt` is checked below.
		return refreshToken === undefined ? parseTime(expiresAt) : undefined;
	} catch {
		// Not signed in: the scan reports it.
		return undefined;
	}
};

/**
Returns when the sign-in ends and how to renew it. Returns undefined if the end is unknown or the SDK renews the credentials itself (assumed roles, processes, instances). `expiration` is that of the credentials, in epoch milliseconds.
*/
export const findSignIn = async (source: CredentialSource, expiration: number | undefined, config: AwsConfig): Promise<SignIn | undefined> => {
	const {kind, profile} = source;

	switch (kind) {
		case 'environment': {
			return expiration === undefined ? undefined : {endsAt: expiration, renewal: 'export new credentials, then restart'};
		}

		case 'keys': {
			return expiration === undefined ? undefined : {endsAt: expiration, renewal: `update the access keys of profile ${profile}`};
		}

		case 'sso': {
			const endsAt = await ssoTokenExpiry(profile, config);
			const command = signInCommand(source);
			return endsAt === undefined ? undefined : {endsAt, renewal: commandText(command), command};
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
