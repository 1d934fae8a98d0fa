import {type Failure, type FailureKind} from '../imports/failures/failure.ts';
import {
	ConnectError,
	readErrorFacts,
	quotedMessage,
	shortened,
	type ErrorFacts,
} from './error-facts.ts';
import {type CredentialSource} from './credential-source.ts';
import {
	expiredCredentialsFailure,
	missingCredentialsFailure,
	refusedCredentialsFailure,
	credentialsOrigin,
	type CredentialsContext,
} from './credentials-failure.ts';
import {explainNetworkError} from './network-failure.ts';
import {type Proxies} from './proxies.ts';

/**
Also the name of the IAM action, after `neptune-graph:`.
*/
export type ServiceAction = 'ListImportTasks' | 'GetImportTask' | 'CancelImportTask' | 'ListGraphs';

export type FailureContext = {
	readonly action: ServiceAction;
	readonly profile?: string | undefined;
	readonly region?: string | undefined;
	readonly endpointUrl?: string | undefined;
	readonly proxies?: Proxies | undefined;
	readonly source?: CredentialSource | undefined;
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
	? failure('throttled', 'Throttled by AWS.', {isTransient: true})
	: undefined;

const clockRule: Rule = ({name, message}) => clockNames.has(name) || /signature (?:expired|not yet current)/iv.test(message)
	? failure('clock', 'The system clock is out of sync with AWS.', {remedy: 'Synchronize it, for example with NTP.'})
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
Returns the kind of policy that decided, as AWS names it at the end of the message.
*/
const denialCause = (message: string): string | undefined => {
	const {deny, missing} = /\bwith an (?<deny>explicit deny in an? [ \-a-z]+)|\bbecause (?<missing>no [ \-a-z]+) allows /v.exec(message)?.groups ?? {};
	return deny ?? (missing === undefined ? undefined : `${missing} allows it`);
};

// AWS names the denied action in the message. It differs from the request's action if, for example, assuming a role failed.
const permissionRule: Rule = ({name, message}, context) => {
	if (!deniedNames.has(name)) {
		return undefined;
	}

	const action = /not authorized to perform:? (?<action>[\w\-]+:\w+)/iv.exec(message)?.groups?.['action'] ?? `neptune-graph:${context.action}`;
	const resource = shortened(/ on resource: (?<resource>[^\s*]\S*)/v.exec(message)?.groups?.['resource'] ?? '');
	const cause = denialCause(message);
	return failure('permission', `The credentials ${credentialsOrigin(credentialsContext(context))} do not allow ${action}${cause === undefined ? '' : `: ${cause}`}.`, {
		remedy: `Ask your AWS administrator to allow this action${resource === '' ? '' : ` on ${resource}`}.`,
	});
};

const subscriptionNames = new Set(['OptInRequired', 'OptInRequiredException', 'SubscriptionRequired', 'SubscriptionRequiredException']);

const subscriptionRule: Rule = ({name}, {region}) => subscriptionNames.has(name)
	? failure('permission', `This AWS account is not signed up for Neptune Analytics${region === undefined ? '' : ` in ${region}`}.`, {
		remedy: 'Enable the region in the account settings, and complete the registration of the account.',
	})
	: undefined;

// The SDK's messages for settings that pass the checks before a connection is opened.
const configurationRule: Rule = ({message}, {region}) => {
	const variant = /\b(?<variant>fips|dualstack) and custom endpoint are not supported/iv.exec(message)?.groups?.['variant'];

	if (variant !== undefined) {
		const [name, variable, setting] = variant.toUpperCase() === 'FIPS'
			? ['FIPS', 'AWS_USE_FIPS_ENDPOINT', 'use_fips_endpoint']
			: ['dual-stack', 'AWS_USE_DUALSTACK_ENDPOINT', 'use_dualstack_endpoint'];
		return failure('configuration', `A custom endpoint URL can't be combined with ${name} endpoints.`, {
			remedy: `Remove the endpoint URL, or ${variable} (in a profile: ${setting}).`,
		});
	}

	if (/\bthis partition does not support (?:fips|dualstack)/iv.test(message)) {
		return failure('configuration', `The region ${region ?? ''} has no such endpoint (FIPS or dual-stack).`, {
			remedy: 'Remove AWS_USE_FIPS_ENDPOINT and AWS_USE_DUALSTACK_ENDPOINT.',
		});
	}

	if (message.startsWith('Region is missing')) {
		return failure('configuration', 'No AWS region is set.', {remedy: 'Use --region or set AWS_REGION.'});
	}

	return message.startsWith('Region not accepted') ? failure('configuration', 'Invalid AWS region.', {remedy: 'Use a region such as us-east-1.'}) : undefined;
};

const serverRule: Rule = ({status = 0}) => status >= 500
	? failure('service', `Server error (HTTP ${status}).`, {isTransient: true})
	: undefined;

const notNeptune = (endpointUrl: string): Failure => failure('configuration', `${endpointUrl} is not a Neptune Analytics endpoint.`, {remedy: 'Check the endpoint URL.'});

const protocolRule: Rule = ({name, message, status = 200}, {endpointUrl}) => {
	if (status >= 300 && status < 400) {
		return failure('network', `The network redirected the request (HTTP ${status}).`, {
			remedy: 'Check whether this network requires a sign-in in a browser, or a proxy.',
			isTransient: true,
		});
	}

	if (name === 'ResponseTooLargeError') {
		return failure('protocol', 'Got a response of more than 16 MB.', {isTransient: true});
	}

	if (name === 'SyntaxError' && status === 404 && endpointUrl !== undefined) {
		return notNeptune(endpointUrl);
	}

	if (name === 'SyntaxError') {
		return message.includes('\'<\'')
			? failure('protocol', 'Got an HTML page instead of an AWS response.', {
				remedy: 'Check whether a proxy or a network sign-in page intercepts the connection.',
				isTransient: true,
			})
			: failure('protocol', 'Got an invalid response from AWS (not JSON).', {isTransient: true});
	}

	return name === 'TypeError' ? failure('protocol', 'Got an unexpected response from AWS.', {isTransient: true}) : undefined;
};

const requestRule: Rule = (facts, {action, endpointUrl}) => {
	const {name, status} = facts;

	if (name === 'ResourceNotFoundException') {
		return failure('service', action.startsWith('List') ? `AWS answered "not found" to ${action}.` : 'This import no longer exists.');
	}

	if (name === 'ValidationException') {
		return failure('service', `AWS rejected the request: ${quotedMessage(facts)}.`);
	}

	return status === 404 && endpointUrl !== undefined
		? notNeptune(endpointUrl)
		: undefined;
};

// The first match wins. Network errors come first because the SDK wraps them in other errors.
const rules: readonly Rule[] = [
	explainNetworkError,
	throttledRule,
	clockRule,
	credentialsRule,
	permissionRule,
	subscriptionRule,
	configurationRule,
	serverRule,
	protocolRule,
	requestRule,
];

const otherFailure = (facts: ErrorFacts): Failure => {
	const quoted = quotedMessage(facts);
	return failure('service', quoted === '' || quoted === 'UnknownError' ? `AWS returned an error${facts.name === '' ? '' : ` (${facts.name})`}.` : `${quoted}.`);
};

/**
Converts any error to a failure that users can act on. The error names, codes and messages were observed with the SDK. Callers handle aborts themselves.
*/
export const explainError = (error: unknown, context: FailureContext): Failure => {
	if (error instanceof ConnectError) {
		return error.failure;
	}

	const facts = readErrorFacts(error);
	return rules.values().map(rule => rule(facts, context)).find(found => found !== undefined) ?? otherFailure(facts);
};
