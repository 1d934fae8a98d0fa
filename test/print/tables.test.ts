import {describe, expect, it} from 'vitest';
import {type PrintedColumn, tableLines} from '../../source/print/tables.ts';

const source: PrintedColumn<string> = {heading: 'SOURCE', text: row => row, isElastic: true};
const size: PrintedColumn<string> = {heading: 'SIZE', text: row => String(row.length)};

describe('a table that is too wide', () => {
	it('cuts its only column to the width of the terminal', () => {
		expect(tableLines([source], ['s3://lake/people.csv'], 8)).toEqual(['SOURCE', 's3:/…csv']);
	});

	it('drops the other columns if they don\'t fit beside a cut one', () => {
		expect(tableLines([source, size], ['s3://lake/people.csv'], 8)).toEqual(['SOURCE', 's3:/…csv']);
	});
});
