import {Ajv} from 'ajv';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {parseConfig} from '../../source/config/parse-config.ts';
import {filterKeys} from '../../source/domain/named-filter.ts';
import {type Config, configurableOptions} from '../../source/options/config.ts';
import {optionSpecs} from '../../source/options/option-specs.ts';
import {UsageError} from '../../source/options/usage-error.ts';
import {settableCommands} from '../../source/ui/key-settings.ts';
import {configSchema} from '../support/config-schema.ts';

const parse = (text: string): Config => parseConfig('c.jsonc', text);

/*
What is wrong with a text; undefined where nothing is.
*/
const wrongIn = (text: string): string | undefined => {
	try {
		parse(text);
		return undefined;
	} catch (error: unknown) {
		if (error instanceof UsageError) {
			return error.message;
		}

		throw error;
	}
};

test('a config file may have comments, commas at ends, and each kind of setting', () => {
	const {options, keys, filters} = parse(`// Mine
{
	"$schema": "./config.schema.json",
	"options": {
		"interval": 5,
		"task": ["t-1a2b3c4d5e", "t-2a2b3c4d5e"],
		"title": false, /* no title */
		"demo": true,
		"color": false,
		"history": true,
	},
	"keys": {"quit": ["Q", "Ctrl+Q"], "togglePause": "Space", "nextOrder": []},
	"filters": {
		"1": "is:failed",
		"9": {"name": "the lake", "query": "source:s3://lake/"},
	},
}
`);

	expect(options.map(({name, spec, values, line}) => [name, spec?.flag, values, line])).toEqual([
		['interval', 'interval', ['5'], 5],
		['task', 'task', ['t-1a2b3c4d5e', 't-2a2b3c4d5e'], 6],
		['title', 'no-title', [], 7],
		['demo', 'demo', [], 8],
		['color', 'no-color', [], 9],
		['history', undefined, [], 10],
	]);
	expect([...keys]).toEqual([
		['quit', {keys: ['Q', 'ctrl+q'], line: 12}],
		['togglePause', {keys: [' '], line: 12}],
		['nextOrder', {keys: [], line: 12}],
	]);
	expect(filters).toEqual([
		{
			key: '1', name: undefined, query: 'is:failed', line: 14,
		},
		{
			key: '9', name: 'the lake', query: 'source:s3://lake/', line: 15,
		},
	]);
});

test.each(['', '\n', '{}', '// nothing yet\n', '\u{FEFF}{}'])('%j sets nothing', text => {
	expect(parse(text)).toMatchObject({options: [], filters: []});
});

describe('what is wrong is said with its line:', () => {
	test.each([
		['[]', 1, 'An object in braces is expected, and not a list.'],
		['{\n"options": {"interval": 5\n', 3, 'A } is expected.'],
		['{\n\n"options": {"interval" 5}}', 3, 'A colon is expected after the name.'],
		['{"options": {"interval": 5\n"sort": "task"}}', 2, 'A comma is expected before this.'],
		['{"options": {\ninterval: 5}}', 2, 'This is neither a text in quotes, a number, true nor false.'],
		['{"options": {\n"filter": "x}}', 2, 'The text in quotes is not closed.'],
		['{\r\n"optoins": {}}', 2, '“optoins” is none of the parts of a config file, which are options, keys, filters. Did you mean options?'],
		['{\n"interval": 5}', 2, '“interval” is an option, and belongs into “options”.'],
		['{"options": {\n"intervall": 5}}', 2, 'There is no option “intervall”. Did you mean interval?'],
		['{"options": {\n"no-title": true}}', 2, 'Write "title": false instead of “no-title”.'],
		['{"options": {\n"config": "x"}}', 2, '“config” can\'t stand in a config file.'],
		['{"options": {\n"version": true}}', 2, '“version” can\'t stand in a config file.'],
		['{"options": {"title":\n"no"}}', 2, '“title” takes true or false, and not a text.'],
		['{"options": {"interval":\ntrue}}', 2, '“interval” takes a text or a number, and not true.'],
		['{"options": {"interval":\n[5]}}', 2, '“interval” takes a text or a number, and not a list.'],
		['{"options": {"task": ["x",\nnull]}}', 2, '“task” takes a text or a number, or a list of such, and not null.'],
		['{"options": {"profile":\n""}}', 2, '“profile” takes a text or a number, or a list of such that is not empty, and does not begin with --.'],
		['{"options": {"profile":\n"--demo"}}', 2, '“profile” takes a text or a number, or a list of such that is not empty, and does not begin with --.'],
		['{"options": {"sort": "task",\n"sort": "graph"}}', 2, '“sort” is there twice.'],
		['{"options":\n5}', 2, '“options” takes an object in braces, and not a number.'],
		['{"keys": {\n"leave": "x"}}', 2, 'There is no command “leave” that keys can be set for.'],
		['{"keys": {\n"quitt": "x"}}', 2, 'There is no command “quitt” that keys can be set for. Did you mean quit?'],
		['{"keys": {"quit":\n"F13"}}', 2, '“F13” is no key that a terminal tells from others; keys are written as x, X, Ctrl+F, Alt+B, Enter, PgDn.'],
		['{"keys": {"quit": [\n5]}}', 2, '“quit” takes the name of a key, or a list of such, and not a number.'],
		['{"keys": {"keepFilter":\n"k"}}', 2, '“k” is typed as text where keepFilter is wanted: take a key that is none, such as Esc or Ctrl+G.'],
		['{"keys": {\n"quit": "d"}}', 2, '“d” is a key of openDetails and of quit: give one of them others.'],
		['{"keys": {"quit": "1"},\n"filters": {"1": "x"}}', 1, '“1” is a key of quit and of a filter: give one of them others.'],
		['{"filters": {\n"0": "x"}}', 2, 'Filters have the keys 1 to 9, and not “0”.'],
		['{"filters": {"1":\n" "}}', 2, '“1” takes a text that is not empty.'],
		['{"filters": {"1":\n5}}', 2, '“1” takes a text, and not a number.'],
		['{"filters": {"1":\n{"name": "x"}}}', 2, 'The filter “1” has no query.'],
		['{"filters": {"1": {\n"qurey": "x"}}}', 2, 'A filter has a name and a query, and no “qurey”.'],
		['{"$schema":\n5}', 2, '“$schema” takes a text, and not a number.'],
	])('%j', (text, line, sentence) => {
		expect(wrongIn(text)).toBe(`c.jsonc:${line}: ${sentence}`);
	});
});

test('every option of watching can stand in it, those among them that come later', () => {
	const later = [...optionSpecs, {
		flag: 'later-value', group: 'The screen', value: 'name', help: 'x',
	} as const, {flag: 'no-later-switch', group: 'The screen', help: 'x'} as const];
	expect(configurableOptions(later).slice(-2).map(({name, isSwitch}) => [name, isSwitch])).toEqual([['later-value', false], ['later-switch', true]]);

	for (const {name, isSwitch} of configurableOptions(optionSpecs)) {
		expect(wrongIn(JSON.stringify({options: {[name]: isSwitch ? false : 'x'}}))).toBeUndefined();
	}
});

describe('the schema that is published', () => {
	const validate = new Ajv({allErrors: true, strict: true, allowUnionTypes: true}).compile(configSchema());

	const scalars = fc.oneof(fc.constantFrom<unknown>('', ' ', 'x', '--x', 'is:failed', 'Esc', 'F1'), fc.integer(), fc.boolean(), fc.constant(null));
	const values = fc.oneof({weight: 4, arbitrary: scalars}, fc.array(scalars, {maxLength: 2}), fc.record({name: scalars, query: scalars, more: scalars}, {requiredKeys: []}));
	const section = (names: readonly string[]) => fc.oneof({weight: 8, arbitrary: fc.dictionary(fc.constantFrom(...names), values, {maxKeys: 2})}, values);
	const files = fc.record({
		options: section([...configurableOptions(optionSpecs).map(({name}) => name), 'no-title', 'xyzzy']),
		filters: section([...filterKeys, '0', '10']),
		$schema: scalars,
		more: scalars,
	}, {requiredKeys: []});

	test('takes of options and filters what the program takes, and nothing else', () => {
		fc.assert(fc.property(files, file => {
			expect(validate(file), JSON.stringify(validate.errors)).toBe(wrongIn(JSON.stringify(file)) === undefined);
		}), {numRuns: 500});
	});

	test('takes all keys that the program takes', () => {
		fc.assert(fc.property(fc.record({keys: section([...settableCommands, 'xyzzy'])}), file => {
			fc.pre(wrongIn(JSON.stringify(file)) === undefined);
			expect(validate(file), JSON.stringify(validate.errors)).toBe(true);
		}));
	});
});

test('whatever stands in a file, it is read, or one sentence says what is wrong, and on which line of it', () => {
	const pieces = fc.array(fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\n', '//', '/*', '*/', '\\', '"options"', '"keys"', '"filters"', '"1"', '"quit"', '"interval"', '5', 'true', ' '), {maxLength: 30}).map(list => list.join(''));

	fc.assert(fc.property(fc.oneof(pieces, fc.string({unit: 'binary'})), text => {
		const sentence = wrongIn(text) ?? 'c.jsonc:1: Nothing is wrong.';
		const [, line] = /^c\.jsonc:(?<line>\d+): .+\.(?: Did you mean .+\?)?$/sv.exec(sentence) ?? [];
		expect(Number(line)).toBeGreaterThanOrEqual(1);
		expect(Number(line)).toBeLessThanOrEqual(text.split('\n').length);
	}));
});
