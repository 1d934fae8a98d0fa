import {describe, expect, test} from 'vitest';
import {redactSentence} from '../../source/recording/redact-sentence.ts';
import {createStandIns} from '../../source/recording/stand-ins.ts';

const redacted = (...sentences: readonly string[]): readonly string[] => {
	const standIns = createStandIns();
	return sentences.map(sentence => redactSentence(sentence, standIns));
};

describe('what this program says', () => {
	test.each([
		'The service did not answer in time.',
		'The service has a fault of its own (HTTP 503).',
		'The list could not be read to its end within 5 min.',
		'AWS asks this account to call less often.',
		'The next try comes later than usual.',
		'A web page came in place of an answer from AWS.',
		'Check for a proxy, or for a sign-in page on this network.',
		'The answer of the service has no list of imports in it.',
		'The certificate of the other side comes from an authority that is not trusted here.',
		'Behind a company proxy, set AWS_CA_BUNDLE or NODE_EXTRA_CA_CERTS to its certificate file.',
		'The temporary credentials in the environment have expired.',
		'Renew them; that is noticed without a restart.',
		'Run aws configure, or set AWS_PROFILE to a profile that has credentials.',
		'Check whether the endpoint URL should begin with http:// or https://.',
		'Check the network connection, and that us-east-1 is the region.',
		'The address neptune-graph.us-east-1.amazonaws.com was not found.',
		'Ask whoever looks after the account to allow this action.',
		'The clock of this machine differs too much from that of AWS.',
		'The sign-in of profile default has expired.',
		'No AWS region is set.',
	])('%s', sentence => {
		expect(redacted(sentence)).toEqual([sentence]);
	});

	test.each([
		['The sign-in of profile acme-dev has expired.', 'The sign-in of profile profile-1 has expired.'],
		['Run aws sso login --profile acme-dev.', 'Run aws sso login --profile profile-1.'],
		['There is no profile "acme" in the AWS configuration.', 'There is no profile "profile-1" in the AWS configuration.'],
		['The credentials of profile corp do not allow neptune-graph:ListImportTasks.', 'The credentials of profile profile-1 do not allow neptune-graph:ListImportTasks.'],
		['The connection to https://graphs.corp:8182 was refused.', 'The connection to https://endpoint-1.example:8182 was refused.'],
		['The address graphs.corp was not found.', 'The address endpoint-1.example was not found.'],
	])('%s → %s', (sentence, expected) => {
		expect(redacted(sentence)).toEqual([expected]);
	});
});

describe('what the service says', () => {
	test.each([
		['Line 48213 of s3://acme-lake/people.csv: a value does not have the type of its column.', 'Line word-1 of s3://bucket-1/path-1.csv: a value does not have the type of its column.'],
		['Could not assume the role arn:aws:iam::111122223333:role/loader.', 'Could not assume the role arn:aws:iam::000000000001:role/role-1.'],
		[
			'User: arn:aws:sts::111122223333:assumed-role/loader/me is not authorized to perform: s3:GetObject',
			'User: arn:aws:sts::000000000001:assumed-role/role-1/role-2 is not authorized to perform: s3:GetObject',
		],
		['Account 111122223333 has no such bucket: acme_lake', 'Account 000000000001 has no such bucket: bucket-1'],
		['Vertex ~id "Ada Lovelace" appears twice in people.csv', 'Vertex word-1 "word-2 word-3" appears word-4 in word-5'],
		['Import t-0123456789 into g-1a2b3c4d5e failed after 12 min, at 76%.', 'Import t-0123456789 into g-1a2b3c4d5e failed after 12 min, at 76%.'],
		['données à côté', 'word-1 word-2 word-3'],
		['aKey=abc;Token:xyz', 'word-1'],
		['lake’s (lake) lake, LAKE', 'word-1 (word-2) word-2, word-3'],
		['  two\n lines\tand  spaces ', 'two lines and word-1'],
		['graph-import importFailed IMPORT_failed', 'word-1 word-2 word-3'],
		['!!!!!!!! acme', 'word-1!!! word-2'],
		['', ''],
	])('%s → %s', (sentence, expected) => {
		expect(redacted(sentence)).toEqual([expected]);
	});
});

test('a name has the stand-in in a sentence that it has elsewhere', () => {
	const standIns = createStandIns();
	standIns.of('role', 'loader');
	expect(redactSentence('The loader can not read: loader, loader.', standIns)).toBe('The role-1 can not read: role-1, role-1.');
});

test('a name that is an ordinary word is replaced where it is said to be a name, and leaves the word alone elsewhere', () => {
	const standIns = createStandIns();
	standIns.of('bucket', 'data');
	standIns.of('profile', 'service');
	expect(redactSentence('The data in bucket data could not be read. Profile service: the service is down. "import" is not known.', standIns))
		.toBe('The data in bucket bucket-1 could not be read. Profile profile-1: the service is down. "word-1" is not known.');
});

test('an ordinary word after “bucket”, “role” or “profile” that names nothing stays', () => {
	const sentence = 'The bucket does not exist. A profile that has credentials takes a role with them.';
	expect(redacted(sentence)).toEqual([sentence]);
});

test('a text without end is cut', () => {
	expect(redacted('import '.repeat(100_000))[0]?.split(' ')).toHaveLength(1000);
});
