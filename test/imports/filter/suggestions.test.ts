import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseFilter} from '../../../source/imports/filter/filter.ts';
import {type Candidate, filterFields} from '../../../source/imports/filter/filter-fields.ts';
import {fieldValuesOf, type FieldValues, suggestionsFor} from '../../../source/imports/filter/suggestions.ts';
import {importTask} from '../../support/tasks.ts';

const candidates: readonly Candidate[] = [
	{task: importTask({source: 's3://lake/a.csv', status: 'FAILED'}), details: {status: 'FAILED', statusReason: 'PARSING_ERROR: line 7'}, place: {profile: 'prod', region: 'eu-west-1', isShown: true}},
	{task: importTask({source: 's3://lake/b.csv'})},
	{task: importTask({source: 's3://my bucket/c.csv', format: 'TURTLE', graphId: 'g-ab'})},
];
const values = fieldValuesOf(candidates);

const labels = (text: string, valuesOf: FieldValues = values, cursor = text.length): readonly string[] => suggestionsFor({text, cursor}, valuesOf).map(({label}) => label);
const completed = (text: string, cursor = text.length): string | undefined => {
	const line = suggestionsFor({text, cursor}, values)[0]?.line;
	return line && `${line.text.slice(0, line.cursor)}|${line.text.slice(line.cursor)}`;
};

describe('suggestions', () => {
	test('are all fields for an empty term', () => {
		expect(labels('')).toEqual(filterFields.map(({name}) => `${name}:`));
		expect(labels('lake ')).toEqual(labels(''));
		expect(labels('-')).toEqual(labels(''));
	});

	test('of graphs have names and IDs', () => {
		const task = importTask();
		const graphs = new Map([[task.graphId ?? '', {id: task.graphId ?? '', name: 'orders-prod', status: 'AVAILABLE'}]]);
		const place = {
			profile: undefined, region: undefined, isShown: false, graphs,
		};
		expect(labels('graph:', fieldValuesOf([{task, place}]))).toEqual(['orders-prod', task.graphId]);
	});

	test.each([
		['sta', ['status:']],
		['fail', ['is:failed', 'status:failed']],
		['pars', ['reason:PARSING_ERROR']],
		['is:', ['active', 'failed', 'succeeded', 'cancelled', 'finished']],
		['is:f', ['failed', 'finished']],
		['is:failed', []],
		['status:ro', ['rolling_back']],
		['status:failed,su', ['succeeded']],
		['format:', ['csv', 'turtle', 'open_cypher', 'parquet', 'ntriples']],
		['source:lake', ['s3://lake/', 's3://lake/a.csv', 's3://lake/b.csv']],
		['source:"my b', ['"s3://my bucket/"', '"s3://my bucket/c.csv"']],
		['profile:', ['prod']],
		['region:', ['eu-west-1']],
		['task:', ['t-0000000001']],
		['role:', ['reader']],
		['reason:', ['PARSING_ERROR']],
		['graph:', ['g-0000000001', 'g-ab']],
		['nowhere', []],
		['"', filterFields.map(({name}) => `${name}:`)],
	])('for %s are %j', (text, expected) => {
		expect(labels(text)).toEqual(expected);
	});

	test('complete the term before the cursor and keep the rest', () => {
		expect(completed('lake -sta')).toBe('lake -status:|');
		expect(completed('sta lake', 3)).toBe('status:| lake');
		expect(completed('status:failed,su')).toBe('status:failed,succeeded|');
		expect(completed('source:"my b')).toBe('source:"s3://my bucket/"|');
		expect(completed('sta', 1)).toBeUndefined();
	});

	test('leave out values that can\'t be typed', () => {
		const hostile = fieldValuesOf([{task: importTask({graphId: 'g-\u{1B}[31m'})}, {task: importTask({graphId: 'g-"'})}, {task: importTask({graphId: 'g-c'})}]);
		expect(labels('graph:', hostile)).toEqual(['g-c']);
	});

	test('are valid filters that keep the other terms, for any text', () => {
		const pieces = fc.constantFrom('sta', 'is:', 'source:', 'lake', ' ', '-', '"', ',', ':', 'my', 'FAIL', '日');

		fc.assert(fc.property(fc.array(pieces, {maxLength: 8}).map(parts => parts.join('')), fc.nat(20), (text, position) => {
			const cursor = Math.min(position, text.length);

			for (const {label, line} of suggestionsFor({text, cursor}, values)) {
				expect(line.text.slice(line.cursor)).toBe(text.slice(cursor));
				expect(line.text.slice(0, line.cursor).endsWith(label)).toBe(true);
				expect(parseFilter(label.endsWith(':') ? `${label}x` : label).notes.filter(note => note.startsWith('unknown field'))).toEqual([]);
			}
		}));
	});
});
