import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type FailureKind} from '../../source/imports/failures/failure.ts';
import {type CredentialSource} from '../../source/neptune/credential-source.ts';
import {explainError, type FailureContext} from '../../source/neptune/failure.ts';

// Like an SDK error, which is not always an `Error` either.
const errorOf = (name: string, message: string, {code, status}: {readonly code?: string; readonly status?: number} = {}) => ({
	name,
	message,
	...(code !== undefined && {code}),
	...(status !== undefined && {$metadata: {httpStatusCode: status}}),
});

const systemError = (code: string, message = code) => errorOf('Error', message, {code});
const providerError = (message: string) => errorOf('CredentialsProviderError', message);

const context: FailureContext = {action: 'ListImportTasks', profile: 'dev', region: 'eu-west-1'};
const withSource = (kind: CredentialSource['kind'], profile = 'dev'): FailureContext => ({...context, source: {kind, profile}});
const noneFound = 'Could not load credentials from any providers';
const refreshSession = 'To refresh this SSO session run \'aws sso login\' with the corresponding profile.';

const notAuthorized = 'User: arn:aws:iam::123456789012:user/me is not authorized to perform: neptune-graph:ListImportTasks on resource: arn:aws:neptune-graph:eu-west-1:123456789012:import-task/*';

type Case = readonly [error: unknown, context: FailureContext, kind: FailureKind, sentence: string, remedy: RegExp | undefined, isTransient: boolean];

const cases: Readonly<Record<string, readonly Case[]>> = {
	credentials: [
		[providerError(noneFound), withSource('none', 'default'), 'credentials', 'Profile default has no credentials.', /^Run aws configure\.$/v, false],
		[providerError(noneFound), {...context, profile: undefined}, 'credentials', 'No AWS credentials were found.', /aws configure/v, false],
		[providerError(noneFound), {...withSource('missing', 'dve'), profiles: ['dev']}, 'configuration', 'There is no profile "dve" in the AWS configuration.', /"dev"/v, false],
		[providerError(noneFound), withSource('role', 'base'), 'credentials', 'Profile base assumes a role, but has no source credentials.', /source_profile/v, false],
		[
			providerError('The account 123456789012 is odd.'),
			withSource('keys'),
			'credentials',
			'Can\'t load the credentials of profile dev: The account … is odd.',
			/get-caller-identity --profile dev/v,
			false,
		],
		[providerError(`Token is expired. ${refreshSession}`), withSource('sso'), 'credentials', 'The sign-in of profile dev has expired.', /^Run aws sso login --profile dev\.$/v, false],
		[
			providerError(`Value not present for 'refreshToken' in SSO Token. Cannot refresh. ${refreshSession}`),
			withSource('sso', 'base'),
			'credentials',
			'The sign-in of profile base has expired.',
			/^Run aws sso login --profile base\.$/v,
			false,
		],
		[providerError('UnauthorizedException: Session token not found or invalid'), withSource('sso'), 'credentials', 'The sign-in of profile dev has expired.', /sso login/v, false],
		[providerError('ForbiddenException: No access'), withSource('sso'), 'credentials', 'The sign-in of profile dev has no access to its account and role.', /sso_role_name/v, false],
		[
			providerError('Sso session \'corp\' could not be found in shared credentials file.'),
			withSource('sso'),
			'credentials',
			'The SSO settings of profile dev are invalid.',
			/aws configure sso --profile dev/v,
			false,
		],
		[providerError('Your session has expired. Please reauthenticate.'), withSource('login'), 'credentials', 'The sign-in of profile dev has expired.', /^Run aws login --profile dev\.$/v, false],
		[
			providerError('Unable to refresh credentials due to insufficient permissions. You may be missing permission for the \'CreateOAuth2Token\' action. aws login'),
			withSource('login'),
			'credentials',
			'The sign-in of profile dev can\'t be renewed: a permission is missing.',
			/CreateOAuth2Token/v,
			false,
		],
		[providerError('Error: getaddrinfo ENOTFOUND portal.sso.eu-west-1.amazonaws.com'), withSource('sso'), 'network', 'Host not found: portal.sso.eu-west-1.amazonaws.com.', /eu-west-1/v, true],
		[
			errorOf('ExpiredTokenException', 'expired', {status: 403}),
			withSource('environment'),
			'credentials',
			'The temporary credentials in the environment have expired.',
			/^Export new credentials, then restart\.$/v,
			false,
		],
		[errorOf('ExpiredTokenException', 'expired', {status: 403}), withSource('sso'), 'credentials', 'The sign-in of profile dev has expired.', /sso login/v, false],
		[errorOf('ExpiredToken', 'expired', {status: 403}), withSource('process'), 'credentials', 'The temporary credentials of profile dev have expired.', /credential_process/v, false],
		[errorOf('InvalidClientTokenId', 'invalid', {status: 403}), withSource('keys'), 'credentials', 'AWS rejected the credentials of profile dev.', /eu-west-1 is enabled/v, false],
		[
			errorOf('InvalidSignatureException', 'The request signature we calculated does not match', {status: 403}),
			withSource('keys'),
			'credentials',
			'AWS rejected the credentials of profile dev.',
			/Check the access keys/v,
			false,
		],
	],
	permission: [
		[
			errorOf('AccessDeniedException', 'no', {status: 403}),
			{...withSource('keys'), action: 'CancelImportTask'},
			'permission',
			'The credentials of profile dev do not allow neptune-graph:CancelImportTask.',
			/administrator/v,
			false,
		],
		[
			errorOf('AccessDenied', 'User: arn:aws:iam::123456789012:user/me is not authorized to perform: sts:AssumeRole on resource: x', {status: 403}),
			withSource('keys', 'base'),
			'permission',
			'The credentials of profile base do not allow sts:AssumeRole.',
			/^Ask your AWS administrator to allow this action on x\.$/v,
			false,
		],
		[
			errorOf('AccessDeniedException', `${notAuthorized} with an explicit deny in a service control policy`, {status: 403}),
			withSource('keys'),
			'permission',
			'The credentials of profile dev do not allow neptune-graph:ListImportTasks: explicit deny in a service control policy.',
			/on arn:aws:neptune-graph:eu-west-1:…:import-task\/\*\.$/v,
			false,
		],
		[
			errorOf('AccessDeniedException', `${notAuthorized} with an explicit deny in an identity-based policy: arn:aws:iam::123456789012:policy/none`, {status: 403}),
			withSource('keys'),
			'permission',
			'The credentials of profile dev do not allow neptune-graph:ListImportTasks: explicit deny in an identity-based policy.',
			/administrator/v,
			false,
		],
		[
			errorOf('AccessDeniedException', `${notAuthorized} because no identity-based policy allows the neptune-graph:ListImportTasks action`, {status: 403}),
			withSource('keys'),
			'permission',
			'The credentials of profile dev do not allow neptune-graph:ListImportTasks: no identity-based policy allows it.',
			/administrator/v,
			false,
		],
		[
			errorOf('OptInRequired', 'You are not authorized to use the requested service.', {status: 403}),
			context,
			'permission',
			'This AWS account is not signed up for Neptune Analytics in eu-west-1.',
			/^Enable the region/v,
			false,
		],
		[
			errorOf('SubscriptionRequiredException', 'The AWS Access Key Id needs a subscription for the service', {status: 403}),
			{...context, region: undefined},
			'permission',
			'This AWS account is not signed up for Neptune Analytics.',
			/registration/v,
			false,
		],
	],
	clock: [
		[errorOf('InvalidSignatureException', 'Signature expired: x is now earlier than y', {status: 403}), context, 'clock', 'The system clock is out of sync with AWS.', /^Synchronize it/v, false],
		[errorOf('InvalidSignatureException', 'Signature not yet current: x', {status: 403}), context, 'clock', 'The system clock is out of sync with AWS.', /^Synchronize it/v, false],
		[errorOf('RequestTimeTooSkewed', 'x', {status: 403}), context, 'clock', 'The system clock is out of sync with AWS.', /^Synchronize it/v, false],
	],
	configuration: [
		[new Error('Region is missing'), context, 'configuration', 'No AWS region is set.', /--region/v, false],
		[new Error('Region not accepted: region="a b" is not a valid hostname component.'), context, 'configuration', 'Invalid AWS region.', /us-east-1/v, false],
		[errorOf('Unknown', 'UnknownError', {status: 404}), {...context, endpointUrl: 'https://x.example'}, 'configuration', 'https://x.example is not a Neptune Analytics endpoint.', /endpoint/v, false],
	],
	regions: [
		...['us-gov-west-1', 'cn-north-1', 'eusc-de-east-1', 'xx-nowhere-1'].map((region): Case => [
			systemError('ENOTFOUND', `getaddrinfo ENOTFOUND neptune-graph.${region}.amazonaws.com`), {...context, region}, 'configuration', `Neptune Analytics is not offered in ${region}.`, /--region/v, false,
		]),
		...[['us-esat-1', 'us-east-1'], ['eu-west1', 'eu-west-1'], ['ap-southeast-3', 'ap-southeast-[125]']].map(([region = '', suggestion = '']): Case => [
			systemError('ENOTFOUND', `getaddrinfo ENOTFOUND neptune-graph-fips.${region}.amazonaws.com`),
			{...context, region},
			'configuration',
			`The region ${region} does not exist, or does not offer Neptune Analytics.`,
			new RegExp(String.raw`^Did you mean "${suggestion}"\?$`, 'v'),
			false,
		]),
		[
			systemError('ENOTFOUND', 'getaddrinfo ENOTFOUND portal.sso.us-esat-1.amazonaws.com'),
			{...context, region: 'us-esat-1'},
			'network',
			'Host not found: portal.sso.us-esat-1.amazonaws.com.',
			/region/v,
			true,
		],
		[
			systemError('ENOTFOUND', 'getaddrinfo ENOTFOUND neptune-graph.example'),
			{...context, region: 'us-esat-1', endpointUrl: 'https://neptune-graph.example'},
			'network',
			'Host not found: neptune-graph.example.',
			/endpoint URL/v,
			true,
		],
	],
	network: [
		[
			systemError('ENOTFOUND', 'getaddrinfo ENOTFOUND neptune-graph.eu-west-1.amazonaws.com'),
			context,
			'network',
			'Host not found: neptune-graph.eu-west-1.amazonaws.com.',
			/the region \(eu-west-1\)/v,
			true,
		],
		[systemError('ENOTFOUND', 'getaddrinfo ENOTFOUND x.example'), {...context, endpointUrl: 'https://x.example'}, 'network', 'Host not found: x.example.', /endpoint URL/v, true],
		[systemError('EAI_AGAIN'), context, 'network', 'The DNS lookup failed.', /network/v, true],
		[systemError('ECONNREFUSED'), context, 'network', 'The connection to AWS was refused.', /proxy/v, true],
		[systemError('ENETUNREACH'), context, 'network', 'The network is unreachable.', /network/v, true],
		[errorOf('TimeoutError', 'read ECONNRESET', {code: 'ECONNRESET'}), context, 'network', 'Lost the connection to AWS.', /network/v, true],
		[errorOf('TimeoutError', 'the request socket did not establish a connection with the server'), context, 'network', 'Timed out while connecting to AWS.', /proxy/v, true],
		[errorOf('TimeoutError', 'a request has exceeded', {code: 'ETIMEDOUT'}), context, 'network', 'AWS did not respond in time.', /network/v, true],
		[systemError('SELF_SIGNED_CERT_IN_CHAIN'), context, 'network', 'Untrusted TLS certificate authority.', /AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS/v, false],
		[systemError('CERT_HAS_EXPIRED'), context, 'network', 'The server\'s TLS certificate has expired or is not valid yet.', /clock/v, false],
		[systemError('ERR_TLS_CERT_ALTNAME_INVALID'), context, 'network', 'The server\'s TLS certificate is for another host.', /sign-in page/v, false],
	],
	throttled: [
		[errorOf('ThrottlingException', 'Rate exceeded', {status: 429}), context, 'throttled', 'Throttled by AWS.', undefined, true],
		[errorOf('Unknown', 'UnknownError', {status: 429}), context, 'throttled', 'Throttled by AWS.', undefined, true],
	],
	service: [
		[errorOf('InternalServerException', 'x', {status: 500}), context, 'service', 'Server error (HTTP 500).', undefined, true],
		[errorOf('SyntaxError', 'Unexpected token \'<\', "<html>"', {status: 503}), context, 'service', 'Server error (HTTP 503).', undefined, true],
		[errorOf('ResourceNotFoundException', 'x', {status: 404}), {...context, action: 'ListGraphs'}, 'service', 'AWS answered "not found" to ListGraphs.', undefined, false],
		[errorOf('ResourceNotFoundException', 'x', {status: 404}), {...context, action: 'GetImportTask'}, 'service', 'This import no longer exists.', undefined, false],
		[errorOf('ValidationException', 'Bad input.\nAnd more', {status: 400}), context, 'service', 'AWS rejected the request: Bad input.', undefined, false],
		[errorOf('ConflictException', 'The import has ended.', {status: 409}), {...context, action: 'CancelImportTask'}, 'service', 'The import has ended.', undefined, false],
		[errorOf('Novel', 'UnknownError', {status: 418}), context, 'service', 'AWS returned an error (Novel).', undefined, false],
		['a string', context, 'service', 'a string.', undefined, false],
		[undefined, context, 'service', 'undefined.', undefined, false],
	],
	protocol: [
		[errorOf('SyntaxError', 'Unexpected token \'<\', "<html>" is not valid JSON', {status: 200}), context, 'protocol', 'Got an HTML page instead of an AWS response.', /sign-in page/v, true],
		[errorOf('SyntaxError', 'Unexpected end of JSON input', {status: 200}), context, 'protocol', 'Got an invalid response from AWS (not JSON).', undefined, true],
		[new TypeError('x'), context, 'protocol', 'Got an unexpected response from AWS.', undefined, true],
	],
};

describe.each(Object.entries(cases))('%s failures', (_name, table) => {
	test.each(table)('%s with %j is a failure of kind %s: %s', (error, given, kind, sentence, remedy, isTransient) => {
		const failure = explainError(error, given);

		expect(failure).toMatchObject({kind, sentence, isTransient});

		if (remedy === undefined) {
			expect(failure).not.toHaveProperty('remedy');
		} else {
			expect(failure.remedy).toMatch(remedy);
		}
	});
});

test('any thrown value becomes a short, one-line failure without account IDs', () => {
	const awkward = fc.constant('Account 123456789012 of arn:aws:iam::123456789012:user/me\nsays no.');
	const statuses = fc.record({httpStatusCode: fc.integer({min: 200, max: 499})});
	const members = fc.record({
		name: fc.string(),
		code: fc.string(),
		message: fc.oneof(fc.string({maxLength: 300}), awkward),
		$metadata: fc.option(statuses),
	}, {requiredKeys: []});
	const anything = fc.oneof(fc.anything(), members);

	fc.assert(fc.property(anything, error => {
		const {sentence} = explainError(error, context);

		expect(sentence.endsWith('.') || sentence.endsWith('…')).toBe(true);
		expect(sentence.length).toBeLessThanOrEqual(160);
		expect(sentence).not.toMatch(/\n|\b\d{12}\b/v);
	}));
});
