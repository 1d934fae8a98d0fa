import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {helpText} from '../../source/cli/help.ts';
import {filterFields} from '../../source/imports/filter/filter-fields.ts';
import {keyLabel} from '../../source/app/keys/key-names.ts';
import {type Binding, bindings, editKeys} from '../../source/app/keys/keymap.ts';
import {mayImport, onlyIn} from '../../xo.config.ts';
import {root} from './root.ts';

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`);

const code = (text: string): string => `\`${cell(text)}\``;

const codes = (texts: readonly string[]): string => texts.map(text => code(text)).join(' ');

const table = (headings: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
	[headings, headings.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');

const keyCells = (keys: readonly string[]): string => codes(keys.map(name => keyLabel(name)));

const keysTable = (heading: string, isIn: (scopes: readonly string[]) => boolean, others: ReadonlyArray<readonly string[]> = []): string => table([heading, 'action', 'command'], [
	...bindings.filter(({scopes}) => isIn(scopes)).map(({keys, help, command, isFixed}: Binding) => [keyCells(keys), cell(help), isFixed === true ? '' : code(command)]),
	...others,
]);

const hasAny = (scopes: readonly string[], ...names: readonly string[]): boolean => names.some(name => scopes.includes(name));

/*
The names that a pattern of packages begins with.
*/
const packageNames = (pattern: string): readonly string[] => {
	const {before = '', choices = ''} = /^\^(?<before>[^$\(]*)(?:\(\?:(?<choices>[^\)]*))?/v.exec(pattern)?.groups ?? {};
	const words = choices.split('|').filter(choice => /^[\w\-]+$/v.test(choice));
	return words.length === 0 ? [before] : words.map(word => before + word);
};

/*
The result of a row in a section of the bench.
*/
const benchResult = (section: string, row: string): string => {
	const results = readFileSync(path.join(root, 'bench', 'results.md'), 'utf8');
	const rows = results.split(`<!-- ${section} -->`)[1]?.split('\n').map(line => line.split(' | ').map(text => text.replace(/^\| /v, ''))) ?? [];
	const result = rows.find(([name]) => name === row)?.[1];

	if (result === undefined) {
		throw new Error(`bench/results.md has no row "${row}" in ${section}.`);
	}

	return result;
};

const watchCommand = 'AWS CLI in `watch`';

/*
Each row has a label, the section of the bench, and the rows of the program and the AWS CLI.
*/
const comparison: ReadonlyArray<readonly [label: string, section: string, ours: string, theirs: string]> = [
	['CPU with 100 imports, 4 of them running, every 10 s', 'quiet-cpu', '4 of 100 running', 'AWS CLI in `watch -n 10`'],
	['first imports on the screen', 'first-data', 'first imports', watchCommand],
	['the complete list of 10,000 (AWS CLI: once, without `watch`)', 'complete-list', 'complete list', 'AWS CLI'],
	['written to the terminal by a poll without news', 'quiet-bytes', 'a quiet poll', 'AWS CLI in `watch -n 10`'],
];

/*
The generated parts, by the name in their markers.
*/
const parts: ReadonlyMap<string, string> = new Map([
	['keys', [
		keysTable('in the list', scopes => scopes.includes('list')),
		keysTable('on the other screens', scopes => scopes.includes('details') && !scopes.includes('list')),
		keysTable('on the timeline', scopes => scopes.includes('timeline') && !hasAny(scopes, 'list', 'details')),
		keysTable('for targets, profiles, regions and commands', scopes => hasAny(scopes, 'targets', 'picker', 'commands') && !hasAny(scopes, 'list', 'details')),
		keysTable('in the prompts', scopes => hasAny(scopes, 'filter', 'confirm') && !scopes.includes('details'), editKeys.map(({keys, help}) => [keyCells(keys), cell(help), ''])),
	].join('\n\n')],
	['options', `\`\`\`text\n${helpText('all').trimEnd()}\n\`\`\``],
	['fields', table(['term', 'matches'], filterFields.map(({example, meaning}) => [code(example), cell(meaning)]))],
	['bench', table(['', '`neptune-import-watch`', watchCommand], comparison.map(([label, section, ours, theirs]) => [label, benchResult(section, ours), benchResult(section, theirs)]))],
	['imports', table(['folder', 'may import'], Object.entries(mayImport).map(([folder, others]) => [code(folder), codes(others)]))],
	['packages', table(['package', 'only in'], onlyIn.map(([pattern, places]) => [codes(packageNames(pattern)), codes(places)]))],
]);

/**
The pages for users and contributors, relative to the repository.
*/
export const docsFiles: readonly string[] = ['readme.md', 'contributing.md', ...readdirSync(path.join(root, 'docs')).map(name => `docs/${name}`)];

export const readDocs = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/**
Regenerates the tables of a page, each between its markers `<!-- name -->` and `<!-- /name -->`.
*/
export const withTables = (page: string): string => {
	let text = page;

	for (const [name, part] of parts) {
		text = text.replace(new RegExp(`(<!-- ${name} -->\n).*?(<!-- /${name} -->)`, 'sv'), (_, start: string, end: string) => `${start}\n${part}\n\n${end}`);
	}

	return text;
};
