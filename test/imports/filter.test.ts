import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	filterFields,
	isEmptyFilter,
	matchesFilter,
	parseFilter,
} from '../../source/imports/filter.ts';
import {maxInputLength} from '../../source/text/line-editor.ts';
import {type ImportTask, knownStatuses} from '../../source/imports/task.ts';
import {importTask} from '../support/tasks.ts';

const failed = importTask({
	taskId: 't-failed',
	graphId: 'g-aaa',
	status: 'FAILED',
	format: 'CSV',
	source: 's3://lake/2026/people.csv',
	roleArn: 'arn:aws:iam::123456789012:role/Reader',
});

const rollingBack = importTask({
	taskId: 't-rolling',
	graphId: 'g-bbb',
	status: 'ROLLING_BACK',
	format: 'OPEN_CYPHER',
	source: 's3://my bucket/a,b/',
	roleArn: 'arn:aws:iam::123456789012:role/loader',
});

const unusual: ImportTask = {
	taskId: 't-unusual',
	status: 'PONDERING-HARD',
	source: 'https://db.cluster-x.neptune.amazonaws.com:8182',
	roleArn: 'arn:aws:iam::123456789012:role/ΟΔΟΣ',
};

const done = importTask({
	taskId: 't-done',
	graphId: 'g-aab',
	status: 'SUCCEEDED',
	format: 'PARQUET',
	source: 's3://lake/(v1.0)/',
	roleArn: 'arn:aws:iam::123456789012:role/loader',
});

const all: readonly ImportTask[] = [failed, rollingBack, unusual, done];

const found = (query: string): string => {
	const filter = parseFilter(query);
	return all.filter(task => matchesFilter(filter, task)).map(task => task.taskId.slice(2)).join(' ');
};

const everything = 'failed rolling unusual done';

describe('a query finds', () => {
	test.each([
		// Words
		['', everything],
		[' '.repeat(3), everything],
		['lake', 'failed done'],
		['LAKE', 'failed done'],
		['lake people', 'failed'],
		['people lake', 'failed'],
		['g-aa', 'failed done'],
		['t-done', 'done'],
		['rolling_back', 'rolling'],
		['"rolling back"', 'rolling'],
		['rolling back', 'rolling'],
		['open_cypher', 'rolling'],
		['"open cypher"', 'rolling'],
		['role/reader', 'failed'],
		['οδος', 'unusual'],
		['s3://', 'failed rolling done'],
		['arn:aws:iam', everything],
		['nowhere', ''],

		// Nothing in a word has a meaning of its own
		['(v1.0)', 'done'],
		['v1x0', ''],
		['.*', ''],
		['[a-z]+', ''],
		[String.raw`\d`, ''],

		// Words are found within one column
		['"csv s3"', ''],
		['failedcsv', ''],

		// Quotes
		['"my bucket"', 'rolling'],
		['my" "bucket', 'rolling'],
		['"my buck', 'rolling'],
		['"', everything],
		['""', everything],
		['"status:failed"', ''],
		['"-aaa"', 'failed'],

		// Negation
		['-lake', 'rolling unusual'],
		['-"my bucket"', 'failed unusual done'],
		['lake -people', 'done'],
		['-', everything],
		['- lake', 'failed done'],
		['-"', everything],

		// Status
		['status:failed', 'failed'],
		['status:FAILED', 'failed'],
		['STATUS:failed', 'failed'],
		['status:fail', 'failed'],
		['status:ailed', ''],
		['status:rolling', 'rolling'],
		['status:rolling_back', 'rolling'],
		['status:rolling-back', 'rolling'],
		['status:"rolling back"', 'rolling'],
		['status:"rolling', 'rolling'],
		['status:failed,succeeded', 'failed done'],
		['status:failed,,', 'failed'],
		['status:,failed', 'failed'],
		['status:pondering_hard', 'unusual'],
		['-status:failed', 'rolling unusual done'],
		['-status:failed,succeeded', 'rolling unusual'],

		// Groups
		['is:active', 'rolling unusual'],
		['is:over', 'failed done'],
		['is:failed', 'failed'],
		['is:succeeded,failed', 'failed done'],
		['is:Act', 'rolling unusual'],
		['-is:active', 'failed done'],
		['is:foo', ''],
		['-is:foo', everything],
		['is:foo,failed', 'failed'],

		// Formats
		['format:csv', 'failed'],
		['format:open_cypher', 'rolling'],
		['format:"open cypher"', 'rolling'],
		['format:open,par', 'rolling done'],
		['-format:csv', 'rolling unusual done'],

		// Columns
		['graph:g-aa', 'failed done'],
		['-graph:g', 'unusual'],
		['task:ROLL', 'rolling'],
		['source:s3://lake/', 'failed done'],
		['source:lake/2026,8182', 'failed unusual'],
		['source:"s3://my bucket/"', 'rolling'],
		['source:"a,b"', 'rolling'],
		['source:"a,c"', ''],
		['role:reader', 'failed'],
		['role:lake', ''],

		// All of it
		['is:over source:lake -format:csv v1', 'done'],

		// Half typed: ignored, so that the list does not go empty between two keys
		['status:', everything],
		['-status:', everything],
		['status:,', everything],
		['status:"', everything],
		['lake status:', 'failed done'],

		// No field: a word
		['foo:bar', ''],
		['lake:', ''],
		['amazonaws.com:8182', 'unusual'],
	])('with %j: %j', (query, ids) => {
		expect(found(query)).toBe(ids);
	});
});

describe('a query is noted on', () => {
	test.each([
		['', []],
		['lake -people "my bucket" - "', []],
		['status:failed is:active format:csv graph:x task:x source:x role:x', []],
		['status:', ['status: needs a value, for example status:failed']],
		['-is:', ['is: needs a value, for example is:active']],
		['status:,', ['status: needs a value, for example status:failed']],
		['is:foo', ['is: takes active, failed, succeeded, cancelled or over']],
		['is:foo,bar', ['is: takes active, failed, succeeded, cancelled or over']],
		['is:a', []],
		['status:foo', ['no known status is "foo"']],
		['status:failed,foo', ['no known status is "foo"']],
		['status:rolling_', []],
		['format:xml', ['no known format is "xml"']],
		['foo:bar', ['foo: is not a field; read as a word']],
		['-Foo:', ['Foo: is not a field; read as a word']],
		['"foo:bar"', []],
		['s3://lake/', []],
		['s3:', []],
		['https://db:8182', []],
		['arn:aws:iam::123456789012:role/loader', []],
		['amazonaws.com:8182', []],
		['foo:bar status:', ['foo: is not a field; read as a word', 'status: needs a value, for example status:failed']],
		['foo:a foo:b', ['foo: is not a field; read as a word']],
	])('with %j: %j', (query, notes) => {
		expect(parseFilter(query).notes).toEqual(notes);
	});

	test('where it is longer than a line can be, and is read no further', () => {
		const query = `${'lake '.repeat(maxInputLength / 5)}nowhere`;
		expect(found(query)).toBe('failed done');
		expect(parseFilter(query).notes).toEqual([`only the first ${maxInputLength} characters are read`]);
	});
});

test.each(['', '  ', '-', '"', 'status:', '-is:'])('%j narrows nothing', query => {
	expect(isEmptyFilter(parseFilter(query))).toBe(true);
});

test.each(['a', '-a', 'is:active', 'is:foo', 'foo:'])('%j narrows', query => {
	expect(isEmptyFilter(parseFilter(query))).toBe(false);
});

test.each(filterFields)('the example of $name has nothing wrong with it', ({name, example}) => {
	expect(example.startsWith(`${name}:`)).toBe(true);
	expect(parseFilter(example).notes).toEqual([]);
	expect(isEmptyFilter(parseFilter(example))).toBe(false);
});

const isFound = (query: string, task: ImportTask): boolean => matchesFilter(parseFilter(query), task);

test.each(knownStatuses)('status %s is found by its name alone, and is either active or over', status => {
	const task = importTask({status});
	expect(isFound(`status:${status.toLowerCase()}`, task)).toBe(true);
	expect(knownStatuses.filter(other => isFound(`status:${other}`, task))).toEqual([status]);
	expect(isFound('is:active', task)).toBe(!isFound('is:over', task));
});

const pieces = fc.constantFrom('a', 'lake', 'S3://', ' ', '-', '_', '"', ',', ':', 'status:', 'is:', 'format:', 'source:', 'role:', 'failed', 'act', '(', '\\', '[', '日', '\u{D83D}', '\n', 'Σ');

const queries = fc.oneof(fc.string({unit: 'binary'}), fc.array(pieces, {maxLength: 12}).map(parts => parts.join('')));

const columns = fc.oneof(fc.string({unit: 'grapheme', maxLength: 8}), fc.array(pieces, {maxLength: 4}).map(parts => parts.join('')));

const tasks: fc.Arbitrary<ImportTask> = fc.record({
	taskId: columns,
	graphId: columns,
	source: columns,
	roleArn: columns,
	status: fc.oneof(fc.constantFrom(...knownStatuses), columns),
	format: fc.oneof(fc.constantFrom('CSV', 'OPEN_CYPHER', 'PARQUET', 'NTRIPLES'), columns),
}, {requiredKeys: ['taskId', 'source', 'roleArn', 'status']});

/*
One term that is complete: whatever it is put next to, it means the same.
*/
const terms = fc.oneof(
	columns.map(text => `"${text.replaceAll('"', '')}"`),
	fc.constantFrom('lake', 'a', 's3://', 'status:fail', 'status:nothing', 'is:active', 'is:over,failed', 'is:foo', 'format:csv', 'source:"a b",lake', 'role:a', 'graph:g', 'foo:bar'),
);

test('every text is a query', () => {
	fc.assert(fc.property(queries, tasks, (query, task) => {
		expect(typeof isFound(query, task)).toBe('boolean');
	}));
});

test('a query that narrows nothing finds every import', () => {
	fc.assert(fc.property(queries, tasks, (query, task) => {
		const filter = parseFilter(query);
		expect(!isEmptyFilter(filter) || matchesFilter(filter, task)).toBe(true);
	}));
});

test('an import is found by a term or by its negation, never by both', () => {
	fc.assert(fc.property(terms, tasks, (term, task) => {
		fc.pre(!isEmptyFilter(parseFilter(term)));
		expect(isFound(`-${term}`, task)).toBe(!isFound(term, task));
	}));
});

test('the order of terms does not matter, and each of them narrows', () => {
	fc.assert(fc.property(fc.array(terms, {maxLength: 5}), tasks, (list, task) => {
		const isEach = list.every(term => isFound(term, task));
		expect(isFound(list.join(' '), task)).toBe(isEach);
		expect(isFound(list.toReversed().join('  '), task)).toBe(isEach);
	}));
});

test('one more word never finds more', () => {
	fc.assert(fc.property(terms, terms, tasks, (query, word, task) => {
		expect(!isFound(`${query} ${word}`, task) || isFound(query, task)).toBe(true);
	}));
});

test('any part of a column is found, in its own case or in another', () => {
	const parts = tasks.chain(task => fc.record({
		task: fc.constant(task),
		column: fc.constantFrom(task.taskId, task.source, task.roleArn, task.status, task.graphId ?? '', task.format ?? ''),
		from: fc.nat({max: 4}),
		length: fc.integer({min: 1, max: 4}),
	}));

	fc.assert(fc.property(parts, ({task, column, from, length}) => {
		const part = [...column].slice(from, from + length).join('');

		// A quote cannot be searched for, and half a surrogate pair is no character.
		fc.pre(!part.includes('"') && part.isWellFormed());
		expect(isFound(`"${part}"`, task)).toBe(true);
		expect(isFound(`"${part.replaceAll(/[a-z]/gv, letter => letter.toUpperCase())}"`, task)).toBe(true);
	}));
});
