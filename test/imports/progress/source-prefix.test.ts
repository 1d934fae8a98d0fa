import fc from 'fast-check';
import {expect, test} from 'vitest';
import {sourcePrefix} from '../../../source/imports/progress/source-prefix.ts';

test.each([
	['s3://acme-lake/orders/2026/10/03/', 's3://acme-lake/orders/'],
	['s3://acme-lake/orders/2026/10/03/part-8239.csv', 's3://acme-lake/orders/'],
	['s3://acme-lake/orders/2026/10/03/nodes.csv', 's3://acme-lake/orders/'],
	['s3://acme-lake/orders/2026-10-03/nodes.csv', 's3://acme-lake/orders/'],
	['s3://acme-lake/orders/20261003T0415/', 's3://acme-lake/orders/'],
	['s3://acme-lake/orders/dt=2026-10-03/', 's3://acme-lake/orders/dt='],
	['s3://acme-lake/orders/year=2026/month=10/', 's3://acme-lake/orders/year='],
	['s3://acme-lake/export-2026-10-03/nodes/', 's3://acme-lake/export-'],
	['s3://acme-lake/export_1791000000/nodes/', 's3://acme-lake/export_'],
	['s3://acme-lake/runs/17/nodes/', 's3://acme-lake/runs/'],
	['s3://acme-lake/runs/0b54a1ce-7c1d-4f4e-9a53-6f1f6a2f3c11/nodes/', 's3://acme-lake/runs/'],
	['s3://acme-lake/runs/9f86d081884c7d65/nodes/', 's3://acme-lake/runs/'],
	['s3://acme-lake/orders/part-0001.csv', 's3://acme-lake/orders/part-'],
	['s3://acme-lake/orders/part1.csv', 's3://acme-lake/orders/part1.csv'],
	['s3://acme-lake/orders/v3/', 's3://acme-lake/orders/'],
	['s3://acme-lake/orders-2026-10-03.csv', 's3://acme-lake/orders-'],
	['s3://acme-lake/2026/10/03/', 's3://acme-lake/'],
	['s3://acme-lake/tenant-42/', 's3://acme-lake/tenant-'],
	['s3://acme-lake/tenant-42/orders/', 's3://acme-lake/tenant-42/orders/'],
	['s3://acme-lake/tenant-42/orders/2026/', 's3://acme-lake/tenant-42/orders/'],
	['s3://acme-lake/neo4j/nodes.csv', 's3://acme-lake/neo4j/nodes.csv'],
	['s3://acme-lake/neo4j/', 's3://acme-lake/neo4j/'],
	['s3://acme-lake-2026-10/orders/', 's3://acme-lake-2026-10/orders/'],
	['s3://123456789012-lake', 's3://123456789012-lake'],
	['s3://acme-lake/', 's3://acme-lake/'],
	['arn:aws:rds:us-east-1:123456789012:cluster-snapshot:orders-prod-nightly-417', 'arn:aws:rds:us-east-1:123456789012:cluster-snapshot:orders-prod-nightly-'],
	['arn:aws:rds:us-east-1:123456789012:cluster-snapshot:rds:orders-prod-2026-10-03-04-15', 'arn:aws:rds:us-east-1:123456789012:cluster-snapshot:rds:orders-prod-'],
	['https://orders-prod.cluster-c0a1b2c3d4e5.us-east-1.neptune.amazonaws.com:8182', 'https://orders-prod.cluster-c0a1b2c3d4e5.us-east-1.neptune.amazonaws.com:8182'],
	['', ''],
])('the prefix of %j is %j', (source, prefix) => {
	expect(sourcePrefix(source)).toBe(prefix);
});

const wordOf = (characters: string, minLength: number) => fc.string({unit: fc.constantFrom(...characters), minLength, maxLength: 12});

test('any source begins with its prefix', () => {
	fc.assert(fc.property(fc.oneof(fc.string(), fc.webUrl(), fc.array(wordOf('abcf019-=_.', 0)).map(parts => `s3://bucket/${parts.join('/')}`)), source => {
		expect(source.startsWith(sourcePrefix(source))).toBe(true);
	}));
});

test('the date and the number of a part do not change the prefix', () => {
	const words = fc.array(wordOf('abcdefgh', 1), {minLength: 1, maxLength: 4});
	const days = fc.date({min: new Date('2000-01-01T00:00:00Z'), max: new Date('2099-12-31T00:00:00Z'), noInvalidDate: true}).map(date => date.toISOString().slice(0, 10));

	fc.assert(fc.property(words, days, fc.nat(), fc.constantFrom('-', '/', ''), (folders, day, part, separator) => {
		const folder = `s3://acme-lake/${folders.join('/')}/`;
		expect(sourcePrefix(`${folder}${day.split('-').join(separator)}/part-${part}.csv`)).toBe(folder);
	}));
});
