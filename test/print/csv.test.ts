import fc from 'fast-check';
import {expect, test} from 'vitest';
import {csvLines} from '../../source/print/tables.ts';
import {importTask} from '../support/tasks.ts';

/*
Reads one line of comma-separated values.
*/
const cells = (line: string): readonly string[] => line.matchAll(/(?:^|,)(?:"(?<quoted>(?:[^"]|"")*)"|(?<bare>[^",]*))/gv)
	.map(({groups}) => groups?.['quoted']?.replaceAll('""', '"') ?? groups?.['bare'] ?? '')
	.toArray();

test('CSV has a header, and an empty cell for a missing field', () => {
	const {graphId: _, ...task} = importTask({parquetType: 'COLUMNAR'});
	expect(csvLines([task])).toEqual([
		'taskId,graphId,status,format,parquetType,source,roleArn,graphName,graphStatus,provisionedMemory,extra',
		't-0000000001,,IMPORTING,CSV,COLUMNAR,s3://lake/2026/people.csv,arn:aws:iam::123456789012:role/reader,,,,',
	]);
});

test('CSV has the name, the status and the memory of the graph', () => {
	const [, line = ''] = csvLines([{...importTask(), graph: {name: 'people', status: 'AVAILABLE', provisionedMemory: 128}}]);
	expect(cells(line).slice(7)).toEqual(['people', 'AVAILABLE', '128', '']);
});

test('CSV preserves commas, quotes and spaces', () => {
	fc.assert(fc.property(fc.string({unit: fc.constantFrom('a', '"', ',', ' ', 'é', ';')}), source => {
		const [, line = ''] = csvLines([importTask({source: `s3://${source}`})]);
		expect(cells(line)[5]).toBe(`s3://${source}`);
	}));
});

test.each(['=HYPERLINK("x")', '+1', '-1', '@x'])('CSV escapes %s, which a spreadsheet would run as a formula', source => {
	const [, line = ''] = csvLines([importTask({source})]);
	expect(cells(line)[5]).toBe(`'${source}`);
});

test('CSV has one line per import and no control characters', () => {
	fc.assert(fc.property(fc.string({unit: 'binary'}), source => {
		expect(csvLines([importTask({source})]).join('')).not.toMatch(/\p{Control}/v);
	}));
});

test.each([
	['joiners and other invisible characters', 's3://b/ک\u{200C}ه/👩\u{200D}👧/\u{FEFF}\u{200B}\u{FE0F}x', 's3://b/ک\u{200C}ه/👩\u{200D}👧/\u{FEFF}\u{200B}\u{FE0F}x'],
	['no bidirectional controls', 's3://b/\u{202E}vsc.x\u{2066}', 's3://b/\u{FFFD}vsc.x\u{FFFD}'],
	['no line separators', 's3://b/\u{2028}\u{2029}\n', 's3://b/\u{FFFD}\u{FFFD}␊'],
])('CSV has %s', (_, source, expected) => {
	const [, line = ''] = csvLines([importTask({source})]);
	expect(cells(line)[5]).toBe(expected);
});

test('CSV has details, options and unknown fields if they were requested', () => {
	const [header = '', line = ''] = csvLines([{
		...importTask({status: 'FAILED', extra: {tags: ['a']}}),
		attemptNumber: 2,
		progress: {
			percentage: 45, elapsedSeconds: 90, statementCount: 1000, errorCount: 3,
		},
		reason: {code: 'PARSING_ERROR', summary: 'PARSING_ERROR: line 3, bad', remedy: 'Correct it.'},
		importOptions: {preserveEdgeIds: 'true'},
	}], {hasDetails: true});
	expect(Object.fromEntries(cells(header).map((name, index) => [name, cells(line)[index]]))).toMatchObject({
		status: 'FAILED',
		attemptNumber: '2',
		percentage: '45',
		elapsedSeconds: '90',
		statementCount: '1000',
		errorCount: '3',
		code: 'PARSING_ERROR',
		reason: 'PARSING_ERROR: line 3, bad',
		remedy: 'Correct it.',
		importOptions: '{"preserveEdgeIds":"true"}',
		extra: '{"tags":["a"]}',
	});
});
