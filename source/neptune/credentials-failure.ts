import {commandText} from '../imports/failures/commands.ts';
import {type Failure} from '../imports/failures/failure.ts';
import {type CredentialSource, signInCommand} from './credential-source.ts';
import {quotedMessage, type ErrorFacts} from './error-facts.ts';
import {missingProfileFailure} from './aws-config.ts';

export type CredentialsContext = {
	readonly profile: string;
	readonly region?: string | undefined;
	readonly source: CredentialSource;
	readonly profiles: readonly string[];
};

const credentialsFailure = (sentence: string, remedy: string): Failure => ({
	kind: 'credentials',
	sentence,
	remedy,
	isTransient: false,
});

const commandFor = (command: string, profile: string): string => profile === 'default' ? command : `${command} --profile ${profile}`;

const signInAgainFailure = (sentence: string, source: CredentialSource): Failure => {
	const command = signInCommand(source);
	return {...credentialsFailure(sentence, `Run ${commandText(command)}.`), signInCommand: command};
};

const expiredSignInFailure = (source: CredentialSource): Failure => signInAgainFailure(`The sign-in of profile ${source.profile} has expired.`, source);

const signInFailure = (message: string, source: CredentialSource): Failure => {
	const {profile} = source;

	if (/not found or is invalid|failed to load|session associated with this profile is invalid/iv.test(message)) {
		return signInAgainFailure(`Profile ${profile} is not signed in.`, source);
	}

	if (/forbiddenexception|no access/iv.test(message)) {
		return credentialsFailure(
			`The sign-in of profile ${profile} has no access to its account and role.`,
			'Check sso_account_id and sso_role_name in the AWS config file.',
		);
	}

	if (/insufficient permissions/iv.test(message)) {
		return credentialsFailure(
			`The sign-in of profile ${profile} can't be renewed: a permission is missing.`,
			'Ask your AWS administrator to allow signin:CreateOAuth2Token.',
		);
	}

	return /invalid sso credentials|could not be found|missing required property|conflicting sso/iv.test(message)
		? credentialsFailure(`The SSO settings of profile ${profile} are invalid.`, `Run ${commandFor('aws configure sso', profile)}.`)
		: expiredSignInFailure(source);
};

const isAboutSignIn = (message: string): boolean => /\bsso\b|\baws login\b|reauthenticate|failed to load token|token is expired|unauthorizedexception|forbiddenexception/iv.test(message);

const noneFoundFailure = (facts: ErrorFacts, {source, profiles, profile}: CredentialsContext): Failure => {
	switch (source.kind) {
		case 'missing': {
			return missingProfileFailure(source.profile, profiles);
		}

		case 'process': {
			return credentialsFailure(
				`The credential_process of profile ${source.profile} returned no credentials.`,
				'Run its command in a shell to see the error.',
			);
		}

		case 'role': {
			return credentialsFailure(
				`Profile ${source.profile} assumes a role, but has no source credentials.`,
				'Check source_profile or credential_source in the AWS config file.',
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
				`Can't load the credentials of profile ${source.profile}: ${quotedMessage(facts)}.`,
				`Run ${commandFor('aws sts get-caller-identity', profile)} to test them with the AWS CLI.`,
			);
		}
	}
};

/**
Explains an error of the credential providers. The SDK reports several causes as `Could not load credentials from any providers`, so the configuration decides.
*/
export const missingCredentialsFailure = (facts: ErrorFacts, context: CredentialsContext): Failure => {
	if (facts.message.includes('multi-factor')) {
		return credentialsFailure(
			`Profile ${context.profile} requires an MFA code, which this program can't prompt for.`,
			'Get temporary credentials with aws sts get-session-token, and save them in another profile.',
		);
	}

	return isAboutSignIn(facts.message) ? signInFailure(facts.message, context.source) : noneFoundFailure(facts, context);
};

/**
Returns `of profile dev` or `in the environment`.
*/
export const credentialsOrigin = ({source}: CredentialsContext): string => source.kind === 'environment' ? 'in the environment' : `of profile ${source.profile}`;

export const expiredCredentialsFailure = (context: CredentialsContext): Failure => {
	const {source} = context;
	const sentence = `The temporary credentials ${credentialsOrigin(context)} have expired.`;

	switch (source.kind) {
		case 'sso':
		case 'login': {
			return expiredSignInFailure(source);
		}

		case 'environment': {
			return credentialsFailure(sentence, 'Export new credentials, then restart.');
		}

		case 'process': {
			return credentialsFailure(sentence, 'Check credential_process in the AWS config file.');
		}

		case 'keys':
		case 'webIdentity':
		case 'role':
		case 'missing':
		case 'none': {
			return credentialsFailure(sentence, 'Renew them. No restart is needed.');
		}
	}
};

/**
AWS also rejects valid keys if the region is not enabled for the account.
*/
export const refusedCredentialsFailure = (context: CredentialsContext): Failure => credentialsFailure(
	`AWS rejected the credentials ${credentialsOrigin(context)}.`,
	context.region === undefined ? 'Check the access keys.' : `Check the access keys, and that region ${context.region} is enabled for the account.`,
);
