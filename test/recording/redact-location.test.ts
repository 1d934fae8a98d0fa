import {expect, test} from 'vitest';
import {
	isAwsHost,
	isRegion,
	isServiceId,
	redactLocation,
} from '../../source/recording/redact-location.ts';
import {createStandIns} from '../../source/recording/stand-ins.ts';

test.each([
	['s3://acme-lake/customers/2026/people.csv', 's3://bucket-1/path-1/path-2/path-3.csv'],
	['s3://acme-lake/customers/', 's3://bucket-1/path-1/'],
	['s3://acme-lake', 's3://bucket-1'],
	['s3://acme-lake//a//b', 's3://bucket-1//path-1//path-2'],
	['s3://acme-lake/people.csv.gz', 's3://bucket-1/path-1.csv.gz'],
	['s3://acme-lake/people.acme', 's3://bucket-1/path-1'],
	['s3://acme-lake/people.csv/', 's3://bucket-1/path-1/'],
	['s3://acme-lake/people/people.nt', 's3://bucket-1/path-1/path-1.nt'],
	['https://orders.cluster-c0a1.us-east-1.neptune.amazonaws.com:8182', 'https://endpoint-1.example:8182'],
	['https://graphs.corp/team/page?token=x#y', 'https://endpoint-1.example/path-1/path-2?text-1'],
	['https://me:secret@graphs.corp:80/', 'https://endpoint-1.example/'],
	['arn:aws:iam::111122223333:role/loader', 'arn:aws:iam::000000000001:role/role-1'],
	['arn:aws-cn:iam::111122223333:role/teams/graph/loader', 'arn:aws-cn:iam::000000000001:role/role-1/role-2/role-3'],
	['arn:aws:sts::111122223333:assumed-role/loader/me@corp', 'arn:aws:sts::000000000001:assumed-role/role-1/role-2'],
	['arn:aws:rds:us-east-1:111122223333:cluster-snapshot:orders-nightly', 'arn:aws:rds:us-east-1:000000000001:cluster-snapshot:name-1'],
	['arn:aws:kms:us-east-1:111122223333:key/0a1b-2c3d', 'arn:aws:kms:us-east-1:000000000001:key/name-1'],
	['arn:aws:s3:::acme-lake/people.csv', 'arn:aws:s3:::bucket-1/path-1.csv'],
	['arn:aws:neptune-graph:us-east-1:111122223333:graph/g-1a2b3c4d5e', 'arn:aws:neptune-graph:us-east-1:000000000001:graph/g-1a2b3c4d5e'],
	['arn:acme:vault:north:111122223333:secret/x', 'arn:name-1:name-2:region-1:000000000001:name-3'],
])('%s keeps its shape: %s', (location, redacted) => {
	expect(redactLocation(location, createStandIns())).toBe(redacted);
});

test.each(['', 'acme-lake/people.csv', 'S3://acme-lake', 'ftp://acme/x', 'loader'])('"%s" is no location', text => {
	expect(redactLocation(text, createStandIns())).toBeUndefined();
});

test('two locations that differ in one name differ in one stand-in', () => {
	const standIns = createStandIns();
	expect(['s3://lake/a/x.csv', 's3://lake/b/x.csv', 's3://sea/a/y.csv', 's3://lake/a/x.csv'].map(location => redactLocation(location, standIns)))
		.toEqual(['s3://bucket-1/path-1/path-2.csv', 's3://bucket-1/path-3/path-2.csv', 's3://bucket-2/path-1/path-4.csv', 's3://bucket-1/path-1/path-2.csv']);
});

test('what AWS has named is told from what somebody else has', () => {
	expect(['us-east-1', 'us-gov-west-1', 'ap-southeast-5', 'acme-east-9x', 'my-lake-1', 'local'].map(text => isRegion(text))).toEqual([true, true, true, false, false, false]);
	expect(['t-0123456789', 'g-1a2b3c4d5e', 't-people', 'x-0123456789', 'T-0123456789'].map(text => isServiceId(text))).toEqual([true, true, false, false, false]);
	expect(['neptune-graph.us-east-1.amazonaws.com', 'lake.us-east-1.amazonaws.com', 'neptune-graph.lake.amazonaws.com'].map(text => isAwsHost(text))).toEqual([true, false, false]);
});
