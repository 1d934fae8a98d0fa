import {helpText} from '../../source/cli/help.ts';
import {filterFields} from '../../source/imports/filter-fields.ts';
import {keyLabel} from '../../source/app/keys/key-names.ts';
import {bindings, editKeys} from '../../source/app/keys/keymap.ts';

const cell = (text: string): string => text.replaceAll('|', String.raw`\|`);

const keyCells = (keys: readonly string[]): string => keys.map(name => `\`${cell(keyLabel(name))}\``).join(' ');

const table = (headings: readonly string[], rows: ReadonlyArray<readonly string[]>): string =>
	[headings, headings.map(() => '---'), ...rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');

const keysOf = (isIn: (scopes: readonly string[]) => boolean): ReadonlyArray<readonly string[]> =>
	bindings.filter(binding => isIn(binding.scopes)).map(({keys, help}) => [keyCells(keys), cell(help)]);

/*
The generated parts of the readme, by the name in their markers.
*/
const parts: ReadonlyMap<string, string> = new Map([
	['keys', [
		table(['in the list', ''], keysOf(scopes => scopes.includes('list'))),
		table(['on the other screens', ''], keysOf(scopes => scopes.includes('details') && !scopes.includes('list'))),
		table(['for targets, profiles, regions and commands', ''], keysOf(scopes => !scopes.includes('list') && !scopes.includes('details') && ['targets', 'picker', 'commands'].some(scope => scopes.includes(scope)))),
		table(['in the filter prompt', ''], [
			...keysOf(scopes => scopes.includes('filter') && !scopes.includes('details')),
			...editKeys.map(({keys, help}) => [keyCells(keys), cell(help)]),
		]),
	].join('\n\n')],
	['options', `\`\`\`text\n${helpText().trimEnd()}\n\`\`\``],
	['fields', table(['term', ''], filterFields.map(({example, meaning}) => [`\`${cell(example)}\``, cell(meaning)]))],
]);

/**
Regenerates the tables of the readme, each between its markers `<!-- name -->` and `<!-- /name -->`.
*/
export const withTables = (readme: string): string => {
	let text = readme;

	for (const [name, part] of parts) {
		text = text.replace(new RegExp(`(<!-- ${name} -->\n).*?(<!-- /${name} -->)`, 'sv'), (_, start: string, end: string) => `${start}\n${part}\n\n${end}`);
	}

	return text;
};
