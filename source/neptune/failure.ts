import {type Failure, type FailureKind} from '../imports/failure.ts';
import {
	ConnectError,
	errorFactsOf,
	quotedMessage,
	type ErrorFacts,
} from './error-facts.ts';
import {type CredentialSource} from './credential-source.ts';
import {
	expiredCredentialsFailure,
	missingCredentialsFailure,
	refusedCredentialsFailure,
	whoseKeys,
	type CredentialsContext,
} from './credentials-failure.ts';
import {networkFailureOf} from './network-failure.ts';
import {type Proxies} from './proxies.ts';

/**
What was asked of the service: also the name of the IAM action that it takes.
*/
export type ServiceAction = 'ListImportTasks' | 'GetImportTask' | 'CancelImportTask';

/**
What was being done when an error came up.
*/
export type FailureContext = {
	readonly action: ServiceAction;

	/**
	`default` where none is named.
	*/
	readonly profile?: string | undefined;
	readonly region?: string | undefined;

	/**
	Undefined where the SDK finds the endpoint of the region.
	*/
	readonly endpointUrl?: string | undefined;

	/**
	The proxies that may lie between.
	*/
	readonly proxies?: Proxies | undefined;

	/**
	Where the credentials come from; matters for failures of credentials alone.
	*/
	readonly source?: CredentialSource | undefined;

	/**
	The names of the profiles that exist; matters where one is named that does not.
	*/
	readonly profiles?: readonly string[] | undefined;
};

const failure = (kind: FailureKind, sentence: string, {remedy, isTransient = false}: {
	readonly remedy?: string;
	readonly isTransient?: boolean;
} = {}): Failure => ({
	kind,
	sentence,
	...(remedy !== undefined && {remedy}),
	isTransient,
});

const credentialsContext = ({profile = 'default', region, source, profiles = []}: FailureContext): CredentialsContext => ({
	profile,
	region,
	source: source ?? {kind: 'none', profile},
	profiles,
});

type Rule = (facts: ErrorFacts, context: FailureContext) => Failure | undefined;

const expiredNames = new Set(['ExpiredToken', 'ExpiredTokenException', 'TokenRefreshRequired']);
const refusedNames = new Set([
	'UnrecognizedClientException',
	'InvalidClientTokenId',
	'InvalidAccessKeyId',
	'InvalidSignatureException',
	'SignatureDoesNotMatch',
	'AuthFailure',
	'IncompleteSignature',
	'IncompleteSignatureException',
	'MissingAuthenticationToken',
	'MissingAuthenticationTokenException',
]);
const deniedNames = new Set(['AccessDenied', 'AccessDeniedException', 'UnauthorizedOperation', 'NotAuthorized']);
const clockNames = new Set(['RequestExpired', 'RequestInTheFuture', 'RequestTimeTooSkewed']);

const isThrottled = ({name, status}: ErrorFacts): boolean => status === 429 || /throttl|toomanyrequests|requestlimitexceeded|slowdown/iv.test(name);

const throttledRule: Rule = facts => isThrottled(facts)
	? failure('throttled', 'AWS asks this account to call less often.', {remedy: 'The next try comes later than usual.', isTransient: true})
	: undefined;

const clockRule: Rule = ({name, message}) => clockNames.has(name) || /signature (?:expired|not yet current)/iv.test(message)
	? failure('clock', 'The clock of this machine differs too much from that of AWS.', {remedy: 'Set it right; most systems can do so by network time.'})
	: undefined;

const credentialsRule: Rule = (facts, context) => {
	const {name} = facts;

	if (name === 'CredentialsProviderError' || name === 'TokenProviderError') {
		return missingCredentialsFailure(facts, credentialsContext(context));
	}

	if (expiredNames.has(name)) {
		return expiredCredentialsFailure(credentialsContext(context));
	}

	return refusedNames.has(name) ? refusedCredentialsFailure(credentialsContext(context)) : undefined;
};

/*
The action stands in the message where it is another one: taking a role needs a permission of its own.
*/
const permissionRule: Rule = ({name, message}, context) => {
	if (!deniedNames.has(name)) {
		return undefined;
	}

	const action = /not authorized to perform:? (?<action>[\w\-]+:\w+)/iv.exec(message)?.groups?.['action'] ?? `neptune-graph:${context.action}`;
	return failure('permission', `The credentials ${whoseKeys(credentialsContext(context))} do not allow ${action}.`, {
		remedy: 'Ask whoever looks after the account to allow this action.',
	});
};

/*
The SDK's own words, where a setting got past the checks before a connection is made.
*/
const configurationRule: Rule = ({message}) => {
	if (message.startsWith('Region is missing')) {
		return failure('configuration', 'No AWS region is set.', {remedy: 'Start with --region, or set AWS_REGION.'});
	}

	return message.startsWith('Region not accepted') ? failure('configuration', 'The AWS region is not one.', {remedy: 'A region looks like us-east-1.'}) : undefined;
};

const serverRule: Rule = ({status = 0}) => status >= 500
	? failure('service', `The service has a fault of its own (HTTP ${status}).`, {isTransient: true})
	: undefined;

const protocolRule: Rule = ({name, message}) => {
	if (name === 'SyntaxError') {
		return message.includes('\'<\'')
			? failure('protocol', 'A web page came in place of an answer from AWS.', {
				remedy: 'Check for a proxy, or for a sign-in page on this network.',
				isTransient: true,
			})
			: failure('protocol', 'The answer of the service could not be read.', {isTransient: true});
	}

	return name === 'TypeError' ? failure('protocol', 'The answer of the service is not of the form that was expected.', {isTransient: true}) : undefined;
};

const requestRule: Rule = (facts, {action, endpointUrl}) => {
	const {name, status} = facts;

	if (name === 'ResourceNotFoundException') {
		return failure('service', action === 'ListImportTasks' ? 'The service says that there is no such thing.' : 'There is no such import any more.');
	}

	if (name === 'ValidationException') {
		return failure('service', `The service refused the request: ${quotedMessage(facts)}.`);
	}

	return status === 404 && endpointUrl !== undefined ? failure('configuration', `What answers at ${endpointUrl} is not Neptune Analytics.`, {remedy: 'Check the endpoint URL.'}) : undefined;
};

/*
In the order in which they are asked: what lies between here and the service comes first, since such errors come wrapped in others.
*/
const rules: readonly Rule[] = [
	networkFailureOf,
	throttledRule,
	clockRule,
	credentialsRule,
	permissionRule,
	configurationRule,
	serverRule,
	protocolRule,
	requestRule,
];

const otherFailure = (facts: ErrorFacts): Failure => {
	const quoted = quotedMessage(facts);
	return failure('service', quoted === '' || quoted === 'UnknownError' ? `The service answered with an error${facts.name === '' ? '' : ` (${facts.name})`}.` : `${quoted}.`);
};

/**
The failure behind an error, in words for the person. Names of errors, codes and messages are those of the SDK (measured).

An abort is not a failure: whoever aborted knows why, and does not ask.
*/
export const failureOf = (error: unknown, context: FailureContext): Failure => {
	if (error instanceof ConnectError) {
		return error.failure;
	}

	const facts = errorFactsOf(error);
	return rules.values().map(rule => rule(facts, context)).find(found => found !== undefined) ?? otherFailure(facts);
};
