import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {causeOf, reasonTextOf} from '../../../source/imports/failures/causes.ts';

const task = {source: 's3://acme-lake/exports/2026/10/03/', roleArn: 'arn:aws:iam::123456789012:role/loader'};

const causeOfReason = (statusReason: string, errorDetails?: string) => causeOf(task, {statusReason, progress: {errorDetails}});

describe('the cause of a failure', () => {
	test.each([
		['PARSING_ERROR: line 74804 of s3://acme-lake/exports/2026/10/03/part-0031.csv: bad value', 'PARSING_ERROR', 'PARSING_ERROR: line 74804 of part-0031.csv: bad value'],
		['Import failed (OUT_OF_MEMORY)', 'OUT_OF_MEMORY', 'OUT_OF_MEMORY: Import failed'],
		['Import failed (OUT_OF_MEMORY).', 'OUT_OF_MEMORY', 'OUT_OF_MEMORY: Import failed.'],
		['The graph has insufficient memory.', 'OUT_OF_MEMORY', 'OUT_OF_MEMORY: The graph has insufficient memory.'],
		[
			'S3_ACCESS_DENIED: arn:aws:iam::123456789012:role/loader is not authorized to perform s3:ListBucket on acme-lake',
			'S3_ACCESS_DENIED',
			'S3_ACCESS_DENIED: s3:ListBucket on the bucket',
		],
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

	test('is summarized by the text that has its phrase, if no text has a code', () => {
		expect(causeOfReason('The data has errors.', 'Line 7 of part-0031.csv: unclosed quote.')).toMatchObject({code: 'PARSING_ERROR', summary: 'PARSING_ERROR: Line 7 of part-0031.csv: unclosed quote.'});
	});

	test('comes from the error details if only they have a code', () => {
		expect(causeOfReason('Import failed', 'PARSING_ERROR at line 3')).toMatchObject({code: 'PARSING_ERROR', summary: 'PARSING_ERROR: at line 3'});
	});

	test.each([
		['OUT_OF_MEMORY', 'Give the graph more memory (m-NCU), then start the import again.', ['addMemory', 'startAgain']],
		['LARGE_STRING_ERROR', 'Shorten the string, then start the import again.', ['readLogs', 'startAgain']],
		['PARTITION_FULL_ERROR', 'The service tries again with another layout. If the import has failed for good, start it again.', ['readLogs', 'startAgain']],
		['PARSING_ERROR', 'Correct the value, then start the import again. The log stream lists every error.', ['readLogs', 'startAgain']],
		['no files', 'Check the source: there are no files to load.', ['listSource', 'startAgain']],
		['S3_ACCESS_DENIED', 'Allow the role to read the source (S3, KMS and trust policy). The source must be in the graph\'s region.', ['listSource', 'startAgain']],
		['Something new happened', undefined, ['readLogs', 'startAgain']],
	])('comes with a remedy and commands for %s', (text, remedy, commands) => {
		const cause = causeOfReason(text);
		expect(cause?.remedy).toBe(remedy);
		expect(cause?.commands).toEqual(commands);
	});

	test.each([
		['OUT_OF_MEMORY', ['Not enough memory', 'ran out of memory', 'INSUFFICIENT MEMORY']],
		['LARGE_STRING_ERROR', ['the string is too long', 'a string too large', 'String is longer than 1 MB']],
		['PARTITION_FULL_ERROR', ['partition full', 'The partition is full']],
		['PARSING_ERROR', ['line 12 of x.csv', 'parsing error', 'Parse error', 'can\'t parse it', 'cannot parse it', 'could not parse it', 'failed to parse it']],
		['S3_ACCESS_DENIED', ['Access Denied', 'is not authorized', 'unable to assume role x', 'unable to assume the role x']],
		[undefined, ['zero objects', '0 files', 'no data', 'an empty prefix', 'empty source', 'unknown files', 'nonsense', 'line of x.csv', 'string theory', 'a partition']],
	])('is %s for a text with one of its phrases', (code, phrases) => {
		expect(phrases.map(phrase => causeOfReason(`Import stopped: ${phrase}`)?.code)).toEqual(phrases.map(() => code));
	});

	test.each(['zero objects', '0 files', 'no data', 'an empty prefix', 'empty source'])('is an empty source for "%s"', text => {
		expect(causeOfReason(text)?.remedy).toMatch(/no files/v);
	});

	test.each([
		['[PARSING_ERROR] - bad value', 'PARSING_ERROR: bad value'],
		['bad value (PARSING_ERROR)', 'PARSING_ERROR: bad value'],
		['PARSING_ERROR,  bad\n\tvalue ', 'PARSING_ERROR: bad value'],
		['NOT_A_PARSING_ERROR', 'NOT_A_PARSING_ERROR'],
		['Access denied for acme-lake', 'S3_ACCESS_DENIED: Access denied for the bucket'],
		['Access denied for the bucket acme-lake', 'S3_ACCESS_DENIED: Access denied for the bucket'],
		['Access denied for s3://acme-lake/other.csv', 'S3_ACCESS_DENIED: Access denied for other.csv'],
		['Access denied for s3://acme-lake/exports/2026/10/03, twice', 'S3_ACCESS_DENIED: Access denied for the source, twice'],
		['Access denied for s3://acme-lake/exports/2026/10/03/.', 'S3_ACCESS_DENIED: Access denied for the source.'],
	])('is summarized in one line, the code first: %j', (text, summary) => {
		expect(causeOfReason(text)?.summary).toBe(summary);
	});

	test.each([
		['s3://data/people.csv', 'Invalid metadata in data-2 and s3://data/people.csv', 'Invalid metadata in data-2 and the source'],
		['s3://data/people.csv', 'The data in bucket data has errors.', 'The data in bucket has errors.'],
		['s3://acme-lake/', 'Broken: acme-lake-2, old-acme-lake, acme-lake.example and acme-lake.', 'Broken: acme-lake-2, old-acme-lake, acme-lake.example and the bucket.'],
		['s3://acme-lake/', 'Broken: bucket acme-lake-2, arn:aws:s3:::acme-lake/part-1.csv', 'Broken: bucket acme-lake-2, arn:aws:s3:::the bucket/part-1.csv'],
		['s3://acme/orders', 'Broken: s3://acme/orders-2026/part-1.csv', 'Broken: orders-2026/part-1.csv'],
		['s3://acme/orders/', 'Broken: s3://acme/orders.old, s3://acme/ordersübersicht and s3://acme/orders.', 'Broken: orders.old, ordersübersicht and the source.'],
		['s3://acme/orders', 'Broken: s3://acme/orders:7, s3://acme/orders/part-1.csv', 'Broken: the source:7, part-1.csv'],
		['s3://acme/orders', 'role arn:aws:iam::123456789012:role/loader-2 broke', 'role arn:aws:iam::123456789012:role/loader-2 broke'],
		['s3://acme/orders', 'arn:aws:iam::123456789012:role/loader/x broke', 'arn:aws:iam::123456789012:role/loader/x broke'],
		['s3://acme/a.b+c(1)', 'Broken: s3://acme/a.b+c(1), s3://acme/a-b+c(1)', 'Broken: the source, a-b+c(1)'],
	])('names the source %j only where a text has its whole name: %j', (source, statusReason, summary) => {
		expect(causeOf({...task, source}, {statusReason})?.summary).toBe(summary);
	});

	test('keeps a text whole if its source is too long for a name in AWS', () => {
		const source = `s3://${'語'.repeat(350_000)}/`;
		expect(causeOf({source, roleArn: source}, {statusReason: `Broken: ${source}`})?.summary).toBe(`Broken: ${source}`);
	});

	test('keeps a text whole if the import has no source and no role', () => {
		expect(causeOf({source: '', roleArn: ''}, {statusReason: 'The role s3:// broke'})?.summary).toBe('The role s3:// broke');
	});

	test('is not read from the name of the source or the role', () => {
		expect(causeOf(
			{source: 's3://acme/OUT_OF_MEMORY/', roleArn: 'arn:aws:iam::1:role/no files'},
			{statusReason: 'Broken: s3://acme/OUT_OF_MEMORY/x.csv by arn:aws:iam::1:role/no files'},
		)).toMatchObject({code: undefined, summary: 'Broken: x.csv by the role'});
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

describe('the text of a reason that filters match', () => {
	test('is the code and all texts of the service', () => {
		expect(reasonTextOf(task, {status: 'FAILED', statusReason: 'Out of memory', progress: {errorDetails: 'vertex 7'}})).toBe('OUT_OF_MEMORY\nOut of memory\nvertex 7');
		expect(reasonTextOf(task, {status: 'FAILED', statusReason: 'Something new happened'})).toBe('Something new happened');
		expect(reasonTextOf(task, {status: 'FAILED'})).toBe('');
	});

	test('is computed once per response', () => {
		const details = {status: 'FAILED', statusReason: 'Out of memory'};
		const text = reasonTextOf(task, details);
		details.statusReason = 'Something new happened';
		expect(reasonTextOf(task, details)).toBe(text);
	});
});
