import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type FailureKind} from '../../source/imports/failure.ts';
import {type CredentialSource} from '../../source/neptune/credential-source.ts';
import {failureOf, type FailureContext} from '../../source/neptune/failure.ts';

/*
An error with the members by which the SDK's are told apart: its own are not of this class either.
*/
const errorOf = (name: string, message: string, {code, status}: {readonly code?: string; readonly status?: number} = {}) => ({
	name,
	message,
	...(code !== undefined && {code}),
	...(status !== undefined && {$metadata: {httpStatusCode: status}}),
});

const system = (code: string, message = code) => errorOf('Error', message, {code});
const credentials = (message: string) => errorOf('CredentialsProviderError', message);

const context: FailureContext = {action: 'ListImportTasks', profile: 'dev', region: 'eu-west-1'};
const from = (kind: CredentialSource['kind'], profile = 'dev'): FailureContext => ({...context, source: {kind, profile}});
const noneFound = 'Could not load credentials from any providers';
const refreshSession = 'To refresh this SSO session run \'aws sso login\' with the corresponding profile.';

type Case = readonly [error: unknown, context: FailureContext, kind: FailureKind, sentence: string, remedy: RegExp | undefined, isTransient: boolean];

const cases: Readonly<Record<string, readonly Case[]>> = {
	credentials: [
		[credentials(noneFound), from('none', 'default'), 'credentials', 'Profile default has no credentials.', /^Run aws configure\.$/v, false],
		[credentials(noneFound), {...context, profile: undefined}, 'credentials', 'No AWS credentials were found.', /aws configure/v, false],
		[credentials(noneFound), {...from('missing', 'dve'), profiles: ['dev']}, 'configuration', 'There is no profile "dve" in the AWS configuration.', /"dev"/v, false],
		[credentials(noneFound), from('role', 'base'), 'credentials', 'Profile base takes a role, but has no credentials to take it with.', /source_profile/v, false],
		[credentials('The account 123456789012 is odd.'), from('keys'), 'credentials', 'The credentials of profile dev could not be loaded: The account … is odd.', /get-caller-identity --profile dev/v, false],
		[credentials(`Token is expired. ${refreshSession}`), from('sso'), 'credentials', 'The sign-in of profile dev has expired.', /^Run aws sso login --profile dev\.$/v, false],
		[credentials(`Value not present for 'refreshToken' in SSO Token. Cannot refresh. ${refreshSession}`), from('sso', 'base'), 'credentials', 'The sign-in of profile base has expired.', /^Run aws sso login --profile base\.$/v, false],
		[credentials('UnauthorizedException: Session token not found or invalid'), from('sso'), 'credentials', 'The sign-in of profile dev has expired.', /sso login/v, false],
		[credentials('ForbiddenException: No access'), from('sso'), 'credentials', 'The sign-in of profile dev gives no access to its account and role.', /sso_role_name/v, false],
		[credentials('Sso session \'corp\' could not be found in shared credentials file.'), from('sso'), 'credentials', 'The SSO settings of profile dev are incomplete.', /aws configure sso --profile dev/v, false],
		[credentials('Your session has expired. Please reauthenticate.'), from('login'), 'credentials', 'The sign-in of profile dev has expired.', /^Run aws login --profile dev\.$/v, false],
		[credentials('Unable to refresh credentials due to insufficient permissions. You may be missing permission for the \'CreateOAuth2Token\' action. aws login'), from('login'), 'credentials', 'The sign-in of profile dev could not be renewed for want of a permission.', /CreateOAuth2Token/v, false],
		[credentials('Error: getaddrinfo ENOTFOUND portal.sso.eu-west-1.amazonaws.com'), from('sso'), 'network', 'The address portal.sso.eu-west-1.amazonaws.com was not found.', /eu-west-1/v, true],
		[errorOf('ExpiredTokenException', 'expired', {status: 403}), from('environment'), 'credentials', 'The temporary credentials in the environment have expired.', /^Start again/v, false],
		[errorOf('ExpiredTokenException', 'expired', {status: 403}), from('sso'), 'credentials', 'The sign-in of profile dev has expired.', /sso login/v, false],
		[errorOf('ExpiredToken', 'expired', {status: 403}), from('process'), 'credentials', 'The temporary credentials of profile dev have expired.', /credential_process/v, false],
		[errorOf('InvalidClientTokenId', 'invalid', {status: 403}), from('keys'), 'credentials', 'AWS does not accept the keys of profile dev.', /eu-west-1 is enabled/v, false],
		[errorOf('InvalidSignatureException', 'The request signature we calculated does not match', {status: 403}), from('keys'), 'credentials', 'AWS does not accept the keys of profile dev.', /Check the keys/v, false],
	],
	permission: [
		[errorOf('AccessDeniedException', 'no', {status: 403}), {...from('keys'), action: 'CancelImportTask'}, 'permission', 'The credentials of profile dev do not allow neptune-graph:CancelImportTask.', /account/v, false],
		[errorOf('AccessDenied', 'User: arn:aws:iam::123456789012:user/me is not authorized to perform: sts:AssumeRole on resource: x', {status: 403}), from('keys', 'base'), 'permission', 'The credentials of profile base do not allow sts:AssumeRole.', /account/v, false],
	],
	clock: [
		[errorOf('InvalidSignatureException', 'Signature expired: x is now earlier than y', {status: 403}), context, 'clock', 'The clock of this machine differs too much from that of AWS.', /Set it right/v, false],
		[errorOf('InvalidSignatureException', 'Signature not yet current: x', {status: 403}), context, 'clock', 'The clock of this machine differs too much from that of AWS.', /Set it right/v, false],
		[errorOf('RequestTimeTooSkewed', 'x', {status: 403}), context, 'clock', 'The clock of this machine differs too much from that of AWS.', /Set it right/v, false],
	],
	configuration: [
		[new Error('Region is missing'), context, 'configuration', 'No AWS region is set.', /--region/v, false],
		[new Error('Region not accepted: region="a b" is not a valid hostname component.'), context, 'configuration', 'The AWS region is not one.', /us-east-1/v, false],
		[errorOf('Unknown', 'UnknownError', {status: 404}), {...context, endpointUrl: 'https://x.example'}, 'configuration', 'What answers at https://x.example is not Neptune Analytics.', /endpoint/v, false],
	],
	network: [
		[system('ENOTFOUND', 'getaddrinfo ENOTFOUND neptune-graph.xx-nowhere-1.amazonaws.com'), {...context, region: 'xx-nowhere-1'}, 'network', 'The address neptune-graph.xx-nowhere-1.amazonaws.com was not found.', /xx-nowhere-1 is the region/v, true],
		[system('ENOTFOUND', 'getaddrinfo ENOTFOUND x.example'), {...context, endpointUrl: 'https://x.example'}, 'network', 'The address x.example was not found.', /endpoint URL/v, true],
		[system('EAI_AGAIN'), context, 'network', 'The address of the service could not be looked up.', /network/v, true],
		[system('ECONNREFUSED'), context, 'network', 'The connection to the service was refused.', /proxy/v, true],
		[system('ENETUNREACH'), context, 'network', 'The network can\'t be reached.', /network/v, true],
		[errorOf('TimeoutError', 'read ECONNRESET', {code: 'ECONNRESET'}), context, 'network', 'The connection to the service broke off.', /network/v, true],
		[errorOf('TimeoutError', 'the request socket did not establish a connection with the server'), context, 'network', 'No connection to the service could be made in time.', /proxy/v, true],
		[errorOf('TimeoutError', 'a request has exceeded', {code: 'ETIMEDOUT'}), context, 'network', 'The service did not answer in time.', /network/v, true],
		[system('SELF_SIGNED_CERT_IN_CHAIN'), context, 'network', 'The certificate of the other side comes from an authority that is not trusted here.', /AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS/v, false],
		[system('CERT_HAS_EXPIRED'), context, 'network', 'The certificate of the other side is not valid at this time.', /clock/v, false],
		[system('ERR_TLS_CERT_ALTNAME_INVALID'), context, 'network', 'The certificate of the other side is for another host.', /sign-in page/v, false],
	],
	throttled: [
		[errorOf('ThrottlingException', 'Rate exceeded', {status: 429}), context, 'throttled', 'AWS asks this account to call less often.', /later/v, true],
		[errorOf('Unknown', 'UnknownError', {status: 429}), context, 'throttled', 'AWS asks this account to call less often.', /later/v, true],
	],
	service: [
		[errorOf('InternalServerException', 'x', {status: 500}), context, 'service', 'The service has a fault of its own (HTTP 500).', undefined, true],
		[errorOf('SyntaxError', 'Unexpected token \'<\', "<html>"', {status: 503}), context, 'service', 'The service has a fault of its own (HTTP 503).', undefined, true],
		[errorOf('ResourceNotFoundException', 'x', {status: 404}), {...context, action: 'GetImportTask'}, 'service', 'There is no such import any more.', undefined, false],
		[errorOf('ValidationException', 'Bad input.\nAnd more', {status: 400}), context, 'service', 'The service refused the request: Bad input.', undefined, false],
		[errorOf('ConflictException', 'The import has ended.', {status: 409}), {...context, action: 'CancelImportTask'}, 'service', 'The import has ended.', undefined, false],
		[errorOf('Novel', 'UnknownError', {status: 418}), context, 'service', 'The service answered with an error (Novel).', undefined, false],
		['a string', context, 'service', 'a string.', undefined, false],
		[undefined, context, 'service', 'undefined.', undefined, false],
	],
	protocol: [
		[errorOf('SyntaxError', 'Unexpected token \'<\', "<html>" is not valid JSON', {status: 200}), context, 'protocol', 'A web page came in place of an answer from AWS.', /sign-in page/v, true],
		[errorOf('SyntaxError', 'Unexpected end of JSON input', {status: 200}), context, 'protocol', 'The answer of the service could not be read.', undefined, true],
		[new TypeError('x'), context, 'protocol', 'The answer of the service is not of the form that was expected.', undefined, true],
	],
};

describe.each(Object.entries(cases))('failures around %s', (_name, table) => {
	test.each(table)('%s with %j is of kind %s: %s', (error, given, kind, sentence, remedy, isTransient) => {
		const failure = failureOf(error, given);

		expect(failure).toMatchObject({kind, sentence, isTransient});

		if (remedy === undefined) {
			expect(failure).not.toHaveProperty('remedy');
		} else {
			expect(failure.remedy).toMatch(remedy);
		}
	});
});

test('whatever is thrown becomes a failure that is short, in one line, and without the number of an account', () => {
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
		const {sentence} = failureOf(error, context);

		expect(sentence.endsWith('.') || sentence.endsWith('…')).toBe(true);
		expect(sentence.length).toBeLessThanOrEqual(160);
		expect(sentence).not.toMatch(/\n|\b\d{12}\b/v);
	}));
});
