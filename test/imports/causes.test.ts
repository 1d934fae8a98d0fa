import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {causeOf} from '../../source/imports/causes.ts';

const task = {source: 's3://acme-lake/exports/2026/10/03/', roleArn: 'arn:aws:iam::123456789012:role/loader'};

const causeOfReason = (statusReason: string, errorDetails?: string) => causeOf(task, {statusReason, progress: {errorDetails}});

describe('the cause of a failure', () => {
	test.each([
		['PARSING_ERROR: line 74804 of s3://acme-lake/exports/2026/10/03/part-0031.csv: bad value', 'PARSING_ERROR', 'PARSING_ERROR: line 74804 of part-0031.csv: bad value'],
		['Import failed (OUT_OF_MEMORY)', 'OUT_OF_MEMORY', 'OUT_OF_MEMORY: Import failed'],
		['Import failed (OUT_OF_MEMORY).', 'OUT_OF_MEMORY', 'OUT_OF_MEMORY: Import failed.'],
		['The graph has insufficient memory.', 'OUT_OF_MEMORY', 'OUT_OF_MEMORY: The graph has insufficient memory.'],
		['S3_ACCESS_DENIED: arn:aws:iam::123456789012:role/loader is not authorized to perform s3:ListBucket on acme-lake', 'S3_ACCESS_DENIED', 'S3_ACCESS_DENIED: s3:ListBucket on the bucket'],
		['Access denied for s3://acme-lake/exports/2026/10/03/', 'S3_ACCESS_DENIED', 'S3_ACCESS_DENIED: Access denied for the source'],
		['PARSING_ERROR: Could not parse line 4711 of s3://acme-lake/exports/2026/10/03/a.csv', 'PARSING_ERROR', 'PARSING_ERROR: line 4711 of a.csv'],
		['LARGE_STRING_ERROR', 'LARGE_STRING_ERROR', 'LARGE_STRING_ERROR'],
		['PARTITION_FULL_ERROR\n  attempt 2', 'PARTITION_FULL_ERROR', 'PARTITION_FULL_ERROR: attempt 2'],
		['No files found at s3://acme-lake/exports/2026/10/03/', undefined, 'No files found at the source'],
		['No files to load in s3://acme-lake/exports/2026/10/03/.', undefined, 'No files to load in the source.'],
		['Line 7 of s3://acme-lake/exports/2026/10/03/part-0031.csv: unclosed quote.', 'PARSING_ERROR', 'PARSING_ERROR: Line 7 of part-0031.csv: unclosed quote.'],
		['The role arn:aws:iam::123456789012:role/loader can\'t be assumed.', undefined, 'The role can\'t be assumed.'],
		['Something new happened', undefined, 'Something new happened'],
	])('is read from %j', (reason, code, summary) => {
		expect(causeOfReason(reason)).toMatchObject({code, summary});
	});

	test('is undefined without a reason', () => {
		expect(causeOf(task, {})).toBeUndefined();
		expect(causeOf(task, {statusReason: ' ', progress: {errorDetails: ''}})).toBeUndefined();
	});

	test('comes from the error details if only they have a code', () => {
		expect(causeOfReason('Import failed', 'PARSING_ERROR at line 3')).toMatchObject({code: 'PARSING_ERROR', summary: 'PARSING_ERROR: at line 3'});
	});

	test('has no remedy for an unknown text', () => {
		expect(causeOfReason('Something new happened')?.remedy).toBeUndefined();
	});

	test('is not read from the name of the source or the role', () => {
		expect(causeOf({source: 's3://acme/OUT_OF_MEMORY/', roleArn: 'arn:aws:iam::1:role/no files'}, {statusReason: 'Broken: s3://acme/OUT_OF_MEMORY/x.csv by arn:aws:iam::1:role/no files'})).toMatchObject({code: undefined, summary: 'Broken: x.csv by the role'});
	});

	const words = fc.array(fc.constantFrom('the', 'graph', 'role', 'import', 'failed', 'at', 'line', '7', 'file', 'was'), {maxLength: 8}).map(parts => parts.join(' '));
	const around = (text: string) => fc.tuple(words, words).map(([before, after]) => `${before} ${text} ${after}`);

	test.each(['OUT_OF_MEMORY', 'insufficient memory', 'Out of memory'])('never gives advice about permissions for %s', text => {
		fc.assert(fc.property(around(text), fc.constantFrom('', ' access denied', ' not authorized'), (reason, more) => {
			const cause = causeOfReason(reason + more);
			expect(cause?.code).toBe('OUT_OF_MEMORY');
			expect(cause?.remedy).not.toMatch(/role|permission|policy/iv);
		}));
	});

	test.each(['S3_ACCESS_DENIED', 'PARSING_ERROR', 'LARGE_STRING_ERROR', 'PARTITION_FULL_ERROR'])('of a text with the code %s is that code, whatever phrases are around it', code => {
		fc.assert(fc.property(around(code), fc.constantFrom('', ' insufficient memory', ' no files', ' access denied'), (reason, more) => {
			expect(causeOfReason(reason + more)?.code).toBe(code);
		}));
	});

	test('is one line', () => {
		fc.assert(fc.property(fc.string({unit: 'grapheme'}), text => {
			expect(causeOfReason(text)?.summary ?? '').not.toMatch(/\n/v);
		}));
	});
});
