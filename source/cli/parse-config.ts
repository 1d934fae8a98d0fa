import {
	type Node,
	type ParseError,
	parseTree,
	printParseErrorCode,
} from 'jsonc-parser';
import {filterKeys, type NamedFilter} from '../app/keys/keymap.ts';
import {clashOf, keysProblem, settableCommands} from '../app/keys/key-settings.ts';
import {keyLabel, keyNameOf} from '../app/keys/key-names.ts';
import {flags, type GivenOption} from './arguments.ts';
import {type Config, keySettings} from './config-file.ts';
import {fileOptions} from './options.ts';
import {hint, UsageError} from './usage-error.ts';
import {orList} from './values.ts';

class ConfigError extends Error {
	// A number is an offset in the text.
	readonly place: number | {readonly line: number};

	constructor(place: ConfigError['place'], message: string) {
		super(message);
		this.place = place;
	}
}

const syntaxErrors: ReadonlyMap<string, string> = new Map([
	['InvalidSymbol', 'expected a string, a number, true or false'],
	['InvalidNumberFormat', 'invalid number'],
	['PropertyNameExpected', 'expected a name in double quotes'],
	['ValueExpected', 'expected a value'],
	['ColonExpected', 'expected a colon after the name'],
	['CommaExpected', 'expected a comma'],
	['CloseBraceExpected', 'expected }'],
	['CloseBracketExpected', 'expected ]'],
	['EndOfFileExpected', 'unexpected text after the last }'],
	['UnexpectedEndOfComment', 'unclosed comment'],
	['UnexpectedEndOfString', 'unclosed string'],
	['UnexpectedEndOfNumber', 'invalid number'],
	['InvalidUnicode', 'invalid Unicode escape'],
	['InvalidEscapeCharacter', 'invalid escape'],
	['InvalidCharacter', 'this character must be escaped'],
]);

const typeNames: Readonly<Record<Node['type'], string>> = {
	string: 'a string',
	number: 'a number',
	boolean: 'true or false',
	null: 'null',
	array: 'a list',
	object: 'an object',
	property: 'a property',
};

const typeError = (node: Node, name: string, expected: string): ConfigError => {
	const subject = name === '' ? '' : `"${name}": `;
	return new ConfigError(node.offset, `${subject}expected ${expected}, got ${node.type === 'boolean' ? String(node.value) : typeNames[node.type]}`);
};

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

type Entry = {readonly name: string; readonly at: Node; readonly value: Node};

const entriesOf = (node: Node, name: string): readonly Entry[] => {
	if (node.type !== 'object') {
		throw typeError(node, name, typeNames.object);
	}

	const entries = (node.children ?? []).flatMap(({children = []}) => {
		const [at, value] = children;
		return at === undefined || value === undefined ? [] : [{name: textOf(at) ?? '', at, value}];
	});
	const duplicate = entries.find((entry, index) => entries.findIndex(other => other.name === entry.name) < index);

	if (duplicate !== undefined) {
		throw new ConfigError(duplicate.at.offset, `duplicate "${duplicate.name}"`);
	}

	return entries;
};

const textOf = ({value}: Node): string | undefined => {
	const found: unknown = value;
	return typeof found === 'string' ? found : undefined;
};

const commandNames: readonly string[] = settableCommands;
const optionNames = fileOptions.map(({flag}) => flag);

const optionValue = (node: Node, name: string, expected: string): string => {
	const text = textOf(node);

	if (text === '' || text?.startsWith('--') === true) {
		throw new ConfigError(node.offset, `"${name}": invalid value "${text}"`);
	}

	if (text !== undefined) {
		return text;
	}

	if (node.type !== 'number') {
		throw typeError(node, name, expected);
	}

	return String(node.value);
};

const unknownOption = (name: string): string => {
	const opposite = name.replace(/^no-/v, '');

	if (opposite !== name && optionNames.includes(opposite)) {
		return `write "${opposite}": false instead of "${name}"`;
	}

	return flags.some(({flag}) => flag === name) ? `a config file can't set "${name}"` : `unknown option "${name}"${hint(name, optionNames)}`;
};

type LineOf = (node: Node) => number;

const optionOf = ({name, at, value}: Entry, file: string, lineOf: LineOf): GivenOption => {
	const option = fileOptions.find(({flag}) => flag === name);

	if (option === undefined) {
		throw new ConfigError(at.offset, unknownOption(name));
	}

	const origin = {kind: 'file', file, line: lineOf(at)} as const;

	if (option.value === undefined) {
		if (value.type !== 'boolean') {
			throw typeError(value, name, typeNames.boolean);
		}

		return {option, value: value.value === true, origin};
	}

	const expected = option.isList === true ? 'a string, a number or a list of them' : 'a string or a number';
	const values = option.isList === true && value.type === 'array' ? value.children ?? [] : [value];
	return {option, value: values.map(one => optionValue(one, name, expected)), origin};
};

const keysOf = ({name, at, value}: Entry, lineOf: LineOf): readonly [string, {readonly keys: readonly string[]; readonly line: number}] => {
	if (!commandNames.includes(name)) {
		throw new ConfigError(at.offset, `unknown command "${name}"${hint(name, commandNames)}`);
	}

	const nodes = value.type === 'array' ? value.children ?? [] : [value];
	const keys = nodes.map(node => {
		const text = textOf(node);

		if (text === undefined) {
			throw typeError(node, name, 'a key or a list of keys');
		}

		const key = keyNameOf(text);

		if (key === undefined) {
			throw new ConfigError(node.offset, `unknown key "${text}": expected a key such as x, X, Ctrl+F, Alt+B, Enter or PgDn`);
		}

		return key;
	});
	const problem = keysProblem(name, keys);

	if (problem !== undefined) {
		throw new ConfigError(value.offset, problem);
	}

	return [name, {keys, line: lineOf(at)}];
};

const filterText = (node: Node, name: string): string => {
	const text = textOf(node);

	if (text === undefined) {
		throw typeError(node, name, typeNames.string);
	}

	if (text.trim() === '') {
		throw new ConfigError(node.offset, `"${name}": expected a non-blank string`);
	}

	return text;
};

const filterOf = ({name: key, at, value}: Entry, lineOf: LineOf): NamedFilter & {readonly line: number} => {
	if (!filterKeys.includes(key)) {
		throw new ConfigError(at.offset, `invalid filter key "${key}": expected 1 to 9`);
	}

	const line = lineOf(at);

	if (value.type !== 'object') {
		return {
			key, name: undefined, query: filterText(value, key), line,
		};
	}

	const entries = entriesOf(value, key);
	const stray = entries.find(({name}) => name !== 'name' && name !== 'query');
	const [name, query] = ['name', 'query'].map(part => entries.find(entry => entry.name === part)?.value);

	if (stray !== undefined || query === undefined) {
		throw new ConfigError(stray?.at.offset ?? value.offset, stray === undefined ? `filter "${key}" has no query` : `unknown property "${stray.name}" of a filter: expected name or query`);
	}

	return {
		key, name: name && filterText(name, 'name'), query: filterText(query, 'query'), line,
	};
};

const sections = ['options', 'keys', 'filters'];

const sectionsOf = (root: Node): ReadonlyMap<string, readonly Entry[]> => {
	const entries = entriesOf(root, '');
	const stray = entries.find(({name}) => name !== '$schema' && !sections.includes(name));

	if (stray !== undefined) {
		throw new ConfigError(stray.at.offset, optionNames.includes(stray.name)
			? `move the option "${stray.name}" into "options"`
			: `unknown property "${stray.name}"${hint(stray.name, sections, {otherwise: `: expected ${orList(sections)}`})}`);
	}

	const schema = entries.find(({name}) => name === '$schema')?.value;

	if (schema !== undefined && schema.type !== 'string') {
		throw typeError(schema, '$schema', typeNames.string);
	}

	return new Map(entries.filter(({name}) => name !== '$schema').map(({name, value}) => [name, entriesOf(value, name)]));
};

const checkClash = (keys: Config['keys'], filters: Config['filters']): void => {
	const clash = clashOf(keySettings({keys}), filters);

	if (clash === undefined) {
		return;
	}

	const {key, commands} = clash;
	const [command, other] = commands;
	const [line = 1] = [keys.get(command), other === undefined ? filters.find(filter => filter.key === key) : keys.get(other)]
		.flatMap(set => set === undefined ? [] : [set.line]);
	throw new ConfigError({line}, `key "${keyLabel(key)}" is assigned to both ${command} and ${other ?? 'a filter'}`);
};

const parse = (file: string, text: string): Config => {
	const errors: ParseError[] = [];
	const root = parseTree(text, errors, {allowTrailingComma: true, allowEmptyContent: true});
	const [error] = errors;

	if (error !== undefined) {
		throw new ConfigError(error.offset, syntaxErrors.get(printParseErrorCode(error.error)) ?? 'invalid JSON');
	}

	// The file is empty.
	if (root === undefined) {
		return {
			file, options: [], keys: new Map(), filters: [],
		};
	}

	const parts = sectionsOf(root);
	const lineOf: LineOf = node => lineAt(text, node.offset);
	const keys = new Map((parts.get('keys') ?? []).map(entry => keysOf(entry, lineOf)));
	const filters = (parts.get('filters') ?? []).map(entry => filterOf(entry, lineOf));
	checkClash(keys, filters);
	const options = (parts.get('options') ?? []).map(entry => optionOf(entry, file, lineOf));
	return {
		file, options, keys, filters,
	};
};

/**
Accepts JSON with comments and trailing commas. Throws a `UsageError` that begins with the file and the line.
*/
export const parseConfig = (file: string, text: string): Config => {
	try {
		return parse(file, text.replace(/^\u{FEFF}/v, ' '));
	} catch (error: unknown) {
		if (error instanceof ConfigError) {
			const line = typeof error.place === 'number' ? lineAt(text, error.place) : error.place.line;
			throw new UsageError(error.message, {kind: 'file', file, line});
		}

		throw error;
	}
};
