import {Ajv} from 'ajv';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {filterKeys} from '../../source/app/keys/keymap.ts';
import {type Config} from '../../source/cli/config-file.ts';
import {fileOptions} from '../../source/cli/options.ts';
import {parseConfig} from '../../source/cli/parse-config.ts';
import {UsageError} from '../../source/cli/usage-error.ts';
import {settableCommands} from '../../source/app/keys/key-settings.ts';
import {configSchema} from '../support/config-schema.ts';

const parse = (text: string): Config => parseConfig('c.jsonc', text);

const errorIn = (text: string): string | undefined => {
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

test('parses comments, trailing commas and each kind of setting', () => {
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

	expect(options.map(({option, value, origin}) => [option.flag, value, origin])).toEqual([
		['interval', ['5'], 5],
		['task', ['t-1a2b3c4d5e', 't-2a2b3c4d5e'], 6],
		['title', false, 7],
		['demo', true, 8],
		['color', false, 9],
		['history', true, 10],
	].map(([flag, value, line]) => [flag, value, {kind: 'file', file: 'c.jsonc', line}]));
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

test.each(['', '\n', '{}', '// nothing yet\n', '\u{FEFF}{}'])('accepts %j', text => {
	expect(parse(text)).toMatchObject({options: [], filters: []});
});

describe('a config error has the line and the reason:', () => {
	test.each([
		['[]', 1, 'expected an object, got a list'],
		['{\n"options": {"interval": 5\n', 3, 'expected }'],
		['{\n\n"options": {"interval" 5}}', 3, 'expected a colon after the name'],
		['{"options": {"interval": 5\n"sort": "task"}}', 2, 'expected a comma'],
		['{"options": {\ninterval: 5}}', 2, 'expected a string, a number, true or false'],
		['{"options": {\n"filter": "x}}', 2, 'unclosed string'],
		['{\r\n"optoins": {}}', 2, 'unknown property "optoins" (did you mean options?)'],
		['{\n"interval": 5}', 2, 'move the option "interval" into "options"'],
		['{"options": {\n"intervall": 5}}', 2, 'unknown option "intervall" (did you mean interval?)'],
		['{"options": {\n"no-title": true}}', 2, 'write "title": false instead of "no-title"'],
		['{"options": {\n"config": "x"}}', 2, 'a config file can\'t set "config"'],
		['{"options": {\n"version": true}}', 2, 'a config file can\'t set "version"'],
		['{"options": {"title":\n"no"}}', 2, '"title": expected true or false, got a string'],
		['{"options": {"interval":\ntrue}}', 2, '"interval": expected a string or a number, got true'],
		['{"options": {"interval":\n[5]}}', 2, '"interval": expected a string or a number, got a list'],
		['{"options": {"task": ["x",\nnull]}}', 2, '"task": expected a string, a number or a list of them, got null'],
		['{"options": {"profile":\n""}}', 2, '"profile": invalid value ""'],
		['{"options": {"profile":\n"--demo"}}', 2, '"profile": invalid value "--demo"'],
		['{"options": {"sort": "task",\n"sort": "graph"}}', 2, 'duplicate "sort"'],
		['{"options":\n5}', 2, '"options": expected an object, got a number'],
		['{"keys": {\n"leave": "x"}}', 2, 'unknown command "leave"'],
		['{"keys": {\n"quitt": "x"}}', 2, 'unknown command "quitt" (did you mean quit?)'],
		['{"keys": {"quit":\n"F13"}}', 2, 'unknown key "F13": expected a key such as x, X, Ctrl+F, Alt+B, Enter or PgDn'],
		['{"keys": {"quit": [\n5]}}', 2, '"quit": expected a key or a list of keys, got a number'],
		['{"keys": {"keepFilter":\n"k"}}', 2, '“k” would be typed into the prompt: use a key such as Esc or Ctrl+G for keepFilter'],
		['{"keys": {\n"quit": "d"}}', 2, 'key "d" is assigned to both openDetails and quit'],
		['{"keys": {"quit": "1"},\n"filters": {"1": "x"}}', 1, 'key "1" is assigned to both quit and a filter'],
		['{"filters": {\n"0": "x"}}', 2, 'invalid filter key "0": expected 1 to 9'],
		['{"filters": {"1":\n" "}}', 2, '"1": expected a non-blank string'],
		['{"filters": {"1":\n5}}', 2, '"1": expected a string, got a number'],
		['{"filters": {"1":\n{"name": "x"}}}', 2, 'filter "1" has no query'],
		['{"filters": {"1": {\n"qurey": "x"}}}', 2, 'unknown property "qurey" of a filter: expected name or query'],
		['{"$schema":\n5}', 2, '"$schema": expected a string, got a number'],
	])('%j', (text, line, sentence) => {
		expect(errorIn(text)).toBe(`c.jsonc:${line}: ${sentence}`);
	});
});

test.each(fileOptions.map(({flag, value}) => [flag, value]))('accepts the option %s in a config file', (flag, value) => {
	expect(errorIn(JSON.stringify({options: {[flag]: value === undefined ? false : 'x'}}))).toBeUndefined();
});

describe('the published schema', () => {
	const validate = new Ajv({allErrors: true, strict: true, allowUnionTypes: true}).compile(configSchema());

	const scalars = fc.oneof(fc.constantFrom<unknown>('', ' ', 'x', '--x', 'is:failed', 'Esc', 'F1'), fc.integer(), fc.boolean(), fc.constant(null));
	const values = fc.oneof({weight: 4, arbitrary: scalars}, fc.array(scalars, {maxLength: 2}), fc.record({name: scalars, query: scalars, more: scalars}, {requiredKeys: []}));
	const section = (names: readonly string[]) => fc.oneof({weight: 8, arbitrary: fc.dictionary(fc.constantFrom(...names), values, {maxKeys: 2})}, values);
	const files = fc.record({
		options: section([...fileOptions.map(({flag}) => flag), 'no-title', 'xyzzy']),
		filters: section([...filterKeys, '0', '10']),
		$schema: scalars,
		more: scalars,
	}, {requiredKeys: []});

	test('accepts the same options and filters as the program', () => {
		fc.assert(fc.property(files, file => {
			expect(validate(file), JSON.stringify(validate.errors)).toBe(errorIn(JSON.stringify(file)) === undefined);
		}), {numRuns: 500});
	});

	test('accepts all keys that the program accepts', () => {
		fc.assert(fc.property(fc.record({keys: section([...settableCommands, 'xyzzy'])}), file => {
			fc.pre(errorIn(JSON.stringify(file)) === undefined);
			expect(validate(file), JSON.stringify(validate.errors)).toBe(true);
		}));
	});
});

test('reports a line number within the file for any invalid text', () => {
	const pieces = fc.array(
		fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\n', '//', '/*', '*/', '\\', '"options"', '"keys"', '"filters"', '"1"', '"quit"', '"interval"', '5', 'true', ' '),
		{maxLength: 30},
	).map(list => list.join(''));

	fc.assert(fc.property(fc.oneof(pieces, fc.string({unit: 'binary'})), text => {
		const sentence = errorIn(text) ?? 'c.jsonc:1: valid';
		const [, line] = /^c\.jsonc:(?<line>\d+): .+$/sv.exec(sentence) ?? [];
		expect(Number(line)).toBeGreaterThanOrEqual(1);
		expect(Number(line)).toBeLessThanOrEqual(text.split('\n').length);
	}));
});
