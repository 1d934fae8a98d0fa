import fc from 'fast-check';
import {expect, test} from 'vitest';
import {shortSource} from '../../source/imports/short-source.ts';
import {textWidth} from '../../source/text/printable.ts';

const source = 's3://acme-graph-staging/social/follows/2026/09/20/part-8239.csv';

test.each([
	[source, 80, 'acme-graph-staging/social/follows/2026/09/20/part-8239.csv'],
	[source, 50, 'acme-graph-staging/…/2026/09/20/part-8239.csv'],
	[source, 40, 'acme-graph-staging/…/09/20/part-8239.csv'],
	[source, 29, '…/2026/09/20/part-8239.csv'],
	[source, 18, '…/20/part-8239.csv'],
	[source, 10, '…-8239.csv'],
	['s3://acme-lake/orders/full/2026/', 27, 'acme-lake/orders/full/2026/'],
	['s3://acme-lake/orders/full/2026/', 22, '…/orders/full/2026/'],
	['s3://acme-lake/orders/full/2026/', 15, '…/full/2026/'],
	['arn:aws:rds:us-east-1:123456789012:cluster-snapshot:nightly', 20, '…er-snapshot:nightly'],
	['', 10, ''],
])('shows %s in %i columns as "%s"', (text, width, expected) => {
	expect(shortSource(text, width)).toBe(expected);
});

test('fits any source into any width', () => {
	fc.assert(fc.property(fc.string({unit: 'grapheme'}), fc.array(fc.string({unit: 'grapheme'}), {maxLength: 5}), fc.integer({min: 1, max: 80}), (bucket, folders, width) => {
		expect(textWidth(shortSource(`s3://${[bucket, ...folders].join('/')}`, width))).toBeLessThanOrEqual(width);
	}));
});
