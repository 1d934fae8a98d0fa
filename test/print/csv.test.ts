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

test('begins with the names of the fields, and has an empty cell for what is absent', () => {
	const {graphId: _, ...task} = importTask({parquetType: 'COLUMNAR'});
	expect(csvLines([task])).toEqual([
		'taskId,graphId,status,format,parquetType,source,roleArn',
		't-0000000001,,IMPORTING,CSV,COLUMNAR,s3://lake/2026/people.csv,arn:aws:iam::123456789012:role/reader',
	]);
});

test('gives every field back', () => {
	fc.assert(fc.property(fc.string({unit: fc.constantFrom('a', '"', ',', ' ', 'é', ';')}), source => {
		const [, line = ''] = csvLines([importTask({source: `s3://${source}`})]);
		expect(cells(line)[5]).toBe(`s3://${source}`);
	}));
});

test.each(['=HYPERLINK("x")', '+1', '-1', '@x'])('makes no formula of %s', source => {
	const [, line = ''] = csvLines([importTask({source})]);
	expect(cells(line)[5]).toBe(`'${source}`);
});

test('is a line an import, whatever the service says', () => {
	fc.assert(fc.property(fc.string({unit: 'binary'}), source => {
		expect(csvLines([importTask({source})]).join('')).not.toMatch(/\p{Control}/v);
	}));
});
