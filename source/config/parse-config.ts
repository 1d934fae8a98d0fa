import {
	type Node,
	type ParseError,
	parseTree,
	printParseErrorCode,
} from 'jsonc-parser';
import {filterKeys, type NamedFilter} from '../domain/named-filter.ts';
import {
	type Config,
	type ConfigKeys,
	type ConfigOption,
	configurableOptions,
	keySettings,
} from '../options/config.ts';
import {optionSpecs} from '../options/option-specs.ts';
import {suggestion, UsageError} from '../options/usage-error.ts';
import {keyLabel, keyNameOf} from '../ui/key-names.ts';
import {clashOf, keysProblem, settableCommands} from '../ui/key-settings.ts';

/*
What is wrong, and where: an index of the text, or a line.
*/
class Wrong extends Error {
	readonly place: number | {readonly line: number};

	constructor(place: Wrong['place'], message: string) {
		super(message);
		this.place = place;
	}
}

const syntax: ReadonlyMap<string, string> = new Map([
	['InvalidSymbol', 'this is neither a text in quotes, a number, true nor false'],
	['InvalidNumberFormat', 'this is no number'],
	['PropertyNameExpected', 'a name in double quotes is expected'],
	['ValueExpected', 'a value is expected'],
	['ColonExpected', 'a colon is expected after the name'],
	['CommaExpected', 'a comma is expected before this'],
	['CloseBraceExpected', 'a } is expected'],
	['CloseBracketExpected', 'a ] is expected'],
	['EndOfFileExpected', 'nothing is expected after the last }'],
	['UnexpectedEndOfComment', 'the comment is not closed'],
	['UnexpectedEndOfString', 'the text in quotes is not closed'],
	['UnexpectedEndOfNumber', 'this is no number'],
	['InvalidUnicode', 'this is no Unicode escape'],
	['InvalidEscapeCharacter', 'this is no escape'],
	['InvalidCharacter', 'this character has to be escaped'],
]);

const words: Readonly<Record<Node['type'], string>> = {
	string: 'a text',
	number: 'a number',
	boolean: 'true or false',
	null: 'null',
	array: 'a list',
	object: 'an object in braces',
	property: 'a property',
};

const expected = (node: Node, name: string, what: string): Wrong => new Wrong(node.offset, `“${name}” takes ${what}, and not ${node.type === 'boolean' ? String(node.value) : words[node.type]}.`);

const lineAt = (text: string, offset: number): number => text.slice(0, offset).split('\n').length;

type Entry = {readonly name: string; readonly at: Node; readonly value: Node};

const entriesOf = (node: Node, name: string): readonly Entry[] => {
	if (node.type !== 'object') {
		throw name === '' ? new Wrong(node.offset, `An object in braces is expected, and not ${words[node.type]}.`) : expected(node, name, words.object);
	}

	const entries = (node.children ?? []).flatMap(({children = []}) => {
		const [at, value] = children;
		return at === undefined || value === undefined ? [] : [{name: textOf(at) ?? '', at, value}];
	});
	const twice = entries.find((entry, index) => entries.findIndex(other => other.name === entry.name) < index);

	if (twice !== undefined) {
		throw new Wrong(twice.at.offset, `“${twice.name}” is there twice.`);
	}

	return entries;
};

const textOf = ({value}: Node): string | undefined => {
	const found: unknown = value;
	return typeof found === 'string' ? found : undefined;
};

const options = configurableOptions(optionSpecs);
const commandNames: readonly string[] = settableCommands;
const optionNames = options.map(({name}) => name);

const optionValue = (node: Node, name: string, what: string): string => {
	const text = textOf(node);

	if (text === '' || text?.startsWith('--') === true) {
		throw new Wrong(node.offset, `“${name}” takes ${what} that is not empty, and does not begin with --.`);
	}

	if (text !== undefined) {
		return text;
	}

	if (node.type !== 'number') {
		throw expected(node, name, what);
	}

	return String(node.value);
};

const noOption = (name: string): string => {
	const opposite = /^no-(?<positive>.+)$/v.exec(name)?.groups?.['positive'];

	if (opposite !== undefined && optionNames.includes(opposite)) {
		return `Write "${opposite}": false instead of “${name}”.`;
	}

	return optionSpecs.some(({flag}) => flag === name) ? `“${name}” can't stand in a config file.` : `There is no option “${name}”.${suggestion(name, optionNames)}`;
};

type LineOf = (node: Node) => number;

const optionOf = ({name, at, value}: Entry, lineOf: LineOf): ConfigOption => {
	const option = options.find(other => other.name === name);

	if (option === undefined) {
		throw new Wrong(at.offset, noOption(name));
	}

	const {isSwitch, on, off} = option;
	const line = lineOf(at);

	if (isSwitch) {
		if (value.type !== 'boolean') {
			throw expected(value, name, words.boolean);
		}

		return {
			name, spec: value.value === true ? on : off, values: [], line,
		};
	}

	const isRepeatable = on?.isRepeatable === true;
	const what = isRepeatable ? 'a text or a number, or a list of such' : 'a text or a number';
	const values = isRepeatable && value.type === 'array' ? value.children ?? [] : [value];
	return {
		name, spec: on, values: values.map(one => optionValue(one, name, what)), line,
	};
};

const keysOf = ({name, at, value}: Entry, lineOf: LineOf): readonly [string, ConfigKeys] => {
	if (!commandNames.includes(name)) {
		throw new Wrong(at.offset, `There is no command “${name}” that keys can be set for.${suggestion(name, commandNames)}`);
	}

	const nodes = value.type === 'array' ? value.children ?? [] : [value];
	const keys = nodes.map(node => {
		const text = textOf(node);

		if (text === undefined) {
			throw expected(node, name, 'the name of a key, or a list of such');
		}

		const key = keyNameOf(text);

		if (key === undefined) {
			throw new Wrong(node.offset, `“${text}” is no key that a terminal tells from others; keys are written as x, X, Ctrl+F, Alt+B, Enter, PgDn.`);
		}

		return key;
	});
	const problem = keysProblem(name, keys);

	if (problem !== undefined) {
		throw new Wrong(value.offset, `${problem}.`);
	}

	return [name, {keys, line: lineOf(at)}];
};

const filterText = (node: Node, name: string): string => {
	const text = textOf(node);

	if (text === undefined) {
		throw expected(node, name, words.string);
	}

	if (text.trim() === '') {
		throw new Wrong(node.offset, `“${name}” takes a text that is not empty.`);
	}

	return text;
};

const filterOf = ({name: key, at, value}: Entry, lineOf: LineOf): NamedFilter & {readonly line: number} => {
	if (!filterKeys.includes(key)) {
		throw new Wrong(at.offset, `Filters have the keys 1 to 9, and not “${key}”.`);
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
		throw new Wrong(stray?.at.offset ?? value.offset, stray === undefined ? `The filter “${key}” has no query.` : `A filter has a name and a query, and no “${stray.name}”.`);
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
		throw new Wrong(stray.at.offset, optionNames.includes(stray.name)
			? `“${stray.name}” is an option, and belongs into “options”.`
			: `“${stray.name}” is none of the parts of a config file, which are ${sections.join(', ')}.${suggestion(stray.name, sections)}`);
	}

	const schema = entries.find(({name}) => name === '$schema')?.value;

	if (schema !== undefined && schema.type !== 'string') {
		throw expected(schema, '$schema', words.string);
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
	throw new Wrong({line}, `“${keyLabel(key)}” is a key of ${command} and of ${other ?? 'a filter'}: give one of them others.`);
};

const read = (text: string): Omit<Config, 'file'> => {
	const errors: ParseError[] = [];
	const root = parseTree(text, errors, {allowTrailingComma: true, allowEmptyContent: true});
	const [error] = errors;

	if (error !== undefined) {
		throw new Wrong(error.offset, `${(syntax.get(printParseErrorCode(error.error)) ?? 'this is not JSON').replace(/^./v, letter => letter.toUpperCase())}.`);
	}

	// A file in which there is nothing yet.
	if (root === undefined) {
		return {options: [], keys: new Map(), filters: []};
	}

	const parts = sectionsOf(root);
	const lineOf: LineOf = node => lineAt(text, node.offset);
	const keys = new Map((parts.get('keys') ?? []).map(entry => keysOf(entry, lineOf)));
	const filters = (parts.get('filters') ?? []).map(entry => filterOf(entry, lineOf));
	checkClash(keys, filters);
	return {options: (parts.get('options') ?? []).map(entry => optionOf(entry, lineOf)), keys, filters};
};

/**
Reads the text of a config file: JSON with comments and commas at ends. Throws a `UsageError` that begins with the file and the line where it is wrong.
*/
export const parseConfig = (file: string, text: string): Config => {
	try {
		return {file, ...read(text.replace(/^\u{FEFF}/v, ' '))};
	} catch (error: unknown) {
		if (error instanceof Wrong) {
			const line = typeof error.place === 'number' ? lineAt(text, error.place) : error.place.line;
			throw new UsageError(`${file}:${line}: ${error.message}`);
		}

		throw error;
	}
};
