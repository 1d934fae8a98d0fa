import {type Failure} from '../imports/failure.ts';
import {type CredentialSource} from './credential-source.ts';
import {quotedMessage, type ErrorFacts} from './error-facts.ts';
import {missingProfileFailure} from './aws-config.ts';

/**
Whose credentials were used, and where they come from.
*/
export type CredentialsContext = {
	/**
	`default` where none is named.
	*/
	readonly profile: string;
	readonly region?: string | undefined;

	/**
	As the configuration stands now.
	*/
	readonly source: CredentialSource;

	/**
	The names of all profiles.
	*/
	readonly profiles: readonly string[];
};

const credentialsFailure = (sentence: string, remedy: string): Failure => ({
	kind: 'credentials',
	sentence,
	remedy,
	isTransient: false,
});

/*
A command of the AWS CLI for a profile: the default one needs no naming.
*/
const commandFor = (command: string, profile: string): string => profile === 'default' ? command : `${command} --profile ${profile}`;

/*
What to run for a sign-in with IAM Identity Center (`sso`), or with the console's (`login`).
*/
const signInRemedy = ({kind, profile}: CredentialSource): string => `Run ${commandFor(kind === 'login' ? 'aws login' : 'aws sso login', profile)}`;

const signInFailure = (message: string, source: CredentialSource): Failure => {
	const {profile} = source;

	if (/not found or is invalid|failed to load|session associated with this profile is invalid/iv.test(message)) {
		return credentialsFailure(`Profile ${profile} is not signed in.`, `${signInRemedy(source)}.`);
	}

	if (/forbiddenexception|no access/iv.test(message)) {
		return credentialsFailure(
			`The sign-in of profile ${profile} gives no access to its account and role.`,
			'Check sso_account_id and sso_role_name of the profile.',
		);
	}

	if (/insufficient permissions/iv.test(message)) {
		return credentialsFailure(`The sign-in of profile ${profile} could not be renewed for want of a permission.`, 'It needs signin:CreateOAuth2Token.');
	}

	return /invalid sso credentials|could not be found|missing required property|conflicting sso/iv.test(message) ? credentialsFailure(`The SSO settings of profile ${profile} are incomplete.`, `Run ${commandFor('aws configure sso', profile)}.`) : credentialsFailure(`The sign-in of profile ${profile} has expired.`, `${signInRemedy(source)}.`);
};

const isAboutSignIn = (message: string): boolean => /\bsso\b|\baws login\b|reauthenticate|failed to load token|token is expired|unauthorizedexception|forbiddenexception/iv.test(message);

const noneFoundFailure = (facts: ErrorFacts, {source, profiles, profile}: CredentialsContext): Failure => {
	switch (source.kind) {
		case 'missing': {
			return missingProfileFailure(source.profile, profiles);
		}

		case 'process': {
			return credentialsFailure(
				`The credential_process of profile ${source.profile} gave no credentials.`,
				'Run its command by hand to see why; it stands in the AWS config file.',
			);
		}

		case 'role': {
			return credentialsFailure(
				`Profile ${source.profile} takes a role, but has no credentials to take it with.`,
				'Check its source_profile or credential_source in the AWS config file.',
			);
		}

		case 'none': {
			return profile === 'default'
				? credentialsFailure('No AWS credentials were found.', 'Run aws configure, or set AWS_PROFILE to a profile that has credentials.')
				: credentialsFailure(`Profile ${source.profile} has no credentials.`, `Run ${commandFor('aws configure', source.profile)}.`);
		}

		case 'environment':
		case 'keys':
		case 'sso':
		case 'login':
		case 'webIdentity': {
			return credentialsFailure(
				`The credentials of profile ${source.profile} could not be loaded: ${quotedMessage(facts)}.`,
				`Run ${commandFor('aws sts get-caller-identity', profile)} to see whether the AWS CLI can.`,
			);
		}
	}
};

/**
The failure behind an error that came up while credentials were looked for. The SDK says `Could not load credentials from any providers` for several causes: the configuration tells which.
*/
export const missingCredentialsFailure = (facts: ErrorFacts, context: CredentialsContext): Failure => {
	if (facts.message.includes('multi-factor')) {
		return credentialsFailure(
			`Profile ${context.profile} asks for an MFA code, and there is nowhere to type one here.`,
			'Get temporary keys with aws sts get-session-token, and put them into another profile.',
		);
	}

	return isAboutSignIn(facts.message) ? signInFailure(facts.message, context.source) : noneFoundFailure(facts, context);
};

/**
`of profile dev`, or `in the environment`.
*/
export const whoseKeys = ({source}: CredentialsContext): string => source.kind === 'environment' ? 'in the environment' : `of profile ${source.profile}`;

/**
The failure where the service says that temporary credentials have run out.
*/
export const expiredCredentialsFailure = (context: CredentialsContext): Failure => {
	const {source} = context;
	const sentence = `The temporary credentials ${whoseKeys(context)} have expired.`;

	switch (source.kind) {
		case 'sso':
		case 'login': {
			return credentialsFailure(`The sign-in of profile ${source.profile} has expired.`, `${signInRemedy(source)}.`);
		}

		case 'environment': {
			return credentialsFailure(sentence, 'Start again with new ones.');
		}

		case 'process': {
			return credentialsFailure(sentence, 'Check its credential_process in the AWS config file.');
		}

		case 'keys':
		case 'webIdentity':
		case 'role':
		case 'missing':
		case 'none': {
			return credentialsFailure(sentence, 'Renew them; that is noticed without a restart.');
		}
	}
};

/**
The failure where the service does not accept the keys. It says the same of good keys in a region that is not enabled for the account.
*/
export const refusedCredentialsFailure = (context: CredentialsContext): Failure => credentialsFailure(
	`AWS does not accept the keys ${whoseKeys(context)}.`,
	context.region === undefined ? 'Check the keys.' : `Check the keys, and that the region ${context.region} is enabled for the account.`,
);
