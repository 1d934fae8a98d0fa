import fc from 'fast-check';
import {
	describe,
	expect,
	test,
	vi,
} from 'vitest';
import {
	isEmptyFilter,
	matchesFilter,
	mayMatchFilter,
	parseFilter,
} from '../../../source/imports/filter/filter.ts';
import {filterFields} from '../../../source/imports/filter/filter-fields.ts';
import {maxInputLength} from '../../../source/text/line-editor.ts';
import {type ImportTask, knownStatuses} from '../../../source/imports/task.ts';
import {importTask} from '../../support/tasks.ts';

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
	return all.filter(task => matchesFilter(filter, {task})).map(task => task.taskId.slice(2)).join(' ');
};

const everything = 'failed rolling unusual done';

describe('parseFilter', () => {
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

		// Words are not patterns
		['(v1.0)', 'done'],
		['v1x0', ''],
		['.*', ''],
		['[a-z]+', ''],
		[String.raw`\d`, ''],

		// A word matches within one column
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
		['is:finished', 'failed done'],
		['is:fin', 'failed done'],
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

		// Combined terms
		['is:finished source:lake -format:csv v1', 'done'],

		// Incomplete terms are ignored, so that the list does not go empty while typing
		['status:', everything],
		['-status:', everything],
		['status:,', everything],
		['status:"', everything],
		['lake status:', 'failed done'],

		// Unknown fields are words
		['foo:bar', ''],
		['lake:', ''],
		['amazonaws.com:8182', 'unusual'],
	])('%j matches %j', (query, ids) => {
		expect(found(query)).toBe(ids);
	});
});

describe('notes', () => {
	test.each([
		['', []],
		['lake -people "my bucket" - "', []],
		['status:failed is:active format:csv graph:x task:x source:x role:x', []],
		['status:', ['status: needs a value, for example status:failed']],
		['-is:', ['is: needs a value, for example is:active']],
		['status:,', ['status: needs a value, for example status:failed']],
		['is:foo', ['unknown group "foo": active, failed, succeeded, cancelled, finished']],
		['is:foo,bar', ['unknown group "foo": active, failed, succeeded, cancelled, finished', 'unknown group "bar": active, failed, succeeded, cancelled, finished']],
		['is:a', []],
		['status:foo', ['unknown status "foo"']],
		['status:failed,foo', ['unknown status "foo"']],
		['status:rolling_', []],
		['format:xml', ['unknown format "xml"']],
		['foo:bar', ['unknown field "foo"; treated as text']],
		['-Foo:', ['unknown field "Foo"; treated as text']],
		['"foo:bar"', []],
		['s3://lake/', []],
		['s3:', []],
		['https://db:8182', []],
		['arn:aws:iam::123456789012:role/loader', []],
		['amazonaws.com:8182', []],
		['foo:bar status:', ['unknown field "foo"; treated as text', 'status: needs a value, for example status:failed']],
		['foo:a foo:b', ['unknown field "foo"; treated as text']],
	])('for %j are %j', (query, notes) => {
		expect(parseFilter(query).notes).toEqual(notes);
	});

	test('report a query that is longer than an input line, and ignore the rest of it', () => {
		const query = `${'lake '.repeat(maxInputLength / 5)}nowhere`;
		expect(found(query)).toBe('failed done');
		expect(parseFilter(query).notes).toEqual([`only the first ${maxInputLength} characters are used`]);
	});
});

test.each(['o', 'ov', 'over', 'OVER', 'failed,over'])('is:%s is an alias of is:finished, without a note', value => {
	expect(found(`is:${value}`)).toBe(found('is:finished'));
	expect(found(`-is:${value}`)).toBe(found('-is:finished'));
	expect(parseFilter(`is:${value}`).notes).toEqual([]);
});

test('no field shows the alias', () => {
	expect(filterFields.map(({meaning, example}) => `${meaning} ${example}`).join(' ')).not.toMatch(/\bover\b/v);
});

test.each(['', '  ', '-', '"', 'status:', '-is:'])('%j is an empty filter', query => {
	expect(isEmptyFilter(parseFilter(query))).toBe(true);
});

test.each(['a', '-a', 'is:active', 'is:foo', 'foo:'])('%j is not an empty filter', query => {
	expect(isEmptyFilter(parseFilter(query))).toBe(false);
});

test.each(filterFields)('the example of the field $name is valid', ({name, example}) => {
	expect(example.startsWith(`${name}:`)).toBe(true);
	expect(parseFilter(example).notes).toEqual([]);
	expect(isEmptyFilter(parseFilter(example))).toBe(false);
});

const isFound = (query: string, task: ImportTask): boolean => matchesFilter(parseFilter(query), {task});

test('words and reason: match the text and the code of a known reason', () => {
	const details = {status: 'FAILED', statusReason: 'Insufficient memory.', progress: {errorDetails: 'heap of 16 m-NCU'}};
	const isMatch = (query: string): boolean => matchesFilter(parseFilter(query), {task: failed, details});
	expect(['insufficient', 'm-ncu', 'out_of_memory', 'reason:"insufficient mem"', 'reason:heap', 'reason:OUT_OF', 'reason:parsing,heap'].filter(query => !isMatch(query))).toEqual([]);
	expect(['parsing', 'reason:people', '-insufficient', '-reason:heap'].filter(query => isMatch(query))).toEqual([]);
	expect([isFound('reason:heap', failed), isFound('-reason:heap', failed)]).toEqual([false, true]);
});

test.each(knownStatuses)('status %s is found only by its own name, and is either active or finished', status => {
	const task = importTask({status});
	expect(isFound(`status:${status.toLowerCase()}`, task)).toBe(true);
	expect(knownStatuses.filter(other => isFound(`status:${other}`, task))).toEqual([status]);
	expect(isFound('is:active', task)).toBe(!isFound('is:finished', task));
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
Complete terms: the terms next to them never change their meaning.
*/
const terms = fc.oneof(
	columns.map(text => `"${text.replaceAll('"', '')}"`),
	fc.constantFrom('lake', 'a', 's3://', 'status:fail', 'status:nothing', 'is:active', 'is:finished,failed', 'is:foo', 'format:csv', 'source:"a b",lake', 'role:a', 'graph:g', 'foo:bar'),
);

test('accepts any text as a query', () => {
	fc.assert(fc.property(queries, tasks, (query, task) => {
		expect(typeof isFound(query, task)).toBe('boolean');
	}));
});

test('an empty filter matches every import', () => {
	fc.assert(fc.property(queries, tasks, (query, task) => {
		const filter = parseFilter(query);
		expect(!isEmptyFilter(filter) || matchesFilter(filter, {task})).toBe(true);
	}));
});

test('an import matches either a term or its negation', () => {
	fc.assert(fc.property(terms, tasks, (term, task) => {
		fc.pre(!isEmptyFilter(parseFilter(term)));
		expect(isFound(`-${term}`, task)).toBe(!isFound(term, task));
	}));
});

test('an import matches a query if it matches each term, in any order', () => {
	fc.assert(fc.property(fc.array(terms, {maxLength: 5}), tasks, (list, task) => {
		const isEach = list.every(term => isFound(term, task));
		expect(isFound(list.join(' '), task)).toBe(isEach);
		expect(isFound(list.toReversed().join('  '), task)).toBe(isEach);
	}));
});

test('another term never adds matches', () => {
	fc.assert(fc.property(terms, terms, tasks, (query, word, task) => {
		expect(!isFound(`${query} ${word}`, task) || isFound(query, task)).toBe(true);
	}));
});

test('matches any part of a column, in any case', () => {
	const parts = tasks.chain(task => fc.record({
		task: fc.constant(task),
		column: fc.constantFrom(task.taskId, task.source, task.roleArn, task.status, task.graphId ?? '', task.format ?? ''),
		from: fc.nat({max: 4}),
		length: fc.integer({min: 1, max: 4}),
	}));

	fc.assert(fc.property(parts, ({task, column, from, length}) => {
		const part = [...column].slice(from, from + length).join('');

		// A query can't contain a literal quote, and a lone surrogate is not a character.
		fc.pre(!part.includes('"') && part.isWellFormed());
		expect(isFound(`"${part}"`, task)).toBe(true);
		expect(isFound(`"${part.replaceAll(/[a-z]/gv, letter => letter.toUpperCase())}"`, task)).toBe(true);
	}));
});

describe('before the reason of a failure is known', () => {
	const canMatch = (query: string, fields: Partial<ImportTask>): boolean => mayMatchFilter(parseFilter(query), {task: importTask(fields)});

	test.each([
		['reason:parsing', true],
		['parsing', true],
		['-parsing', true],
		['-reason:parsing', true],
		['reason:parsing format:csv', true],
		['parsing format:csv', true],
		['reason:parsing format:parquet', false],
		['parsing format:parquet', false],
		['parsing -csv', false],
	])('%s may match a failed import: %s', (query, isPossible) => {
		expect(canMatch(query, {status: 'FAILED'})).toBe(isPossible);
		expect(canMatch(query, {status: 'ROLLING_BACK'})).toBe(isPossible);
	});

	test.each([
		['reason:parsing', false],
		['parsing', false],
		['importing', true],
		['-parsing', true],
		['-reason:parsing', true],
	])('%s may match a running import: %s', (query, isPossible) => {
		expect(canMatch(query, {status: 'IMPORTING'})).toBe(isPossible);
	});

	test('a filter matches no failed import that it may not match', () => {
		const reasons = fc.constantFrom('PARSING_ERROR: line 7.', 'OUT_OF_MEMORY: No room.', 's3 access denied');
		fc.assert(fc.property(terms, tasks, reasons, (query, listed, statusReason) => {
			const task = {...listed, status: 'FAILED'};
			const filter = parseFilter(query);
			expect(mayMatchFilter(filter, {task}) || !matchesFilter(filter, {task, details: {status: task.status, statusReason}})).toBe(true);
		}));
	});

	test('only reason: requires reasons', () => {
		expect(parseFilter('reason:parsing').usesReasons).toBe(true);
		expect(parseFilter('parsing').usesReasons).toBe(false);
	});
});

test.each(['résumé', 'source:résumé', 'reason:résumé', 'role:RÉSUMÉ', 'graph:résumé', '-source:other'])('%s matches accents in either Unicode form', query => {
	for (const form of ['NFC', 'NFD']) {
		for (const column of ['NFC', 'NFD']) {
			const text = 'an example of résumé'.normalize(column);
			const task = importTask({source: text, roleArn: text, status: 'FAILED'});
			const place = {
				profile: undefined, region: undefined, isShown: false, graphs: new Map([['g-0000000001', {id: 'g-0000000001', name: text, status: 'AVAILABLE'}]]),
			};
			const details = {status: 'FAILED', statusReason: text};
			expect(matchesFilter(parseFilter(query.normalize(form)), {task, place, details}), `${form} in ${column}`).toBe(true);
		}
	}
});

test('only words beyond ASCII normalize the columns of an import', () => {
	const normalize = vi.spyOn(String.prototype, 'normalize');
	const task = importTask({source: 's3://lake/re\u{301}sume\u{301}'});
	expect(matchesFilter(parseFilter('lake source:lake'), {task})).toBe(true);
	expect(normalize.mock.contexts.filter(text => String(text) === task.source)).toEqual([]);
	expect(matchesFilter(parseFilter('source:é'), {task})).toBe(true);
	normalize.mockRestore();
});
