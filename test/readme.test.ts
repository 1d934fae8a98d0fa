import {readdir, readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {parseCommandLine} from '../source/cli/command-line.ts';
import {parseConfig} from '../source/cli/parse-config.ts';
import {configSchemaText} from './support/config-schema.ts';
import {withTables} from './support/readme-tables.ts';

test('the readme has the keys, options and filter terms of the program (npm run readme writes them)', async () => {
	const readme = await readFile(new URL('../readme.md', import.meta.url), 'utf8');
	expect(readme).toBe(withTables(readme));
});

test('the schema of the config file is that of the program (npm run readme writes it)', async () => {
	expect(await readFile(new URL('../config.schema.json', import.meta.url), 'utf8')).toBe(configSchemaText());
});

test('the config file of the readme is one', async () => {
	const readme = await readFile(new URL('../readme.md', import.meta.url), 'utf8');
	const text = /<!-- config -->\n\n```jsonc\n(?<text>.+?)```/sv.exec(readme)?.groups?.['text'] ?? '';
	expect(text).toContain('"options"');
	expect(await parseCommandLine([], '', async () => parseConfig('c.jsonc', text))).toMatchObject({kind: 'watch', options: {targets: [{profile: 'staging', region: undefined}], intervalMs: 20_000, hasTitle: false}});
});

test('the messages that the readme helps with are those of the program', async () => {
	const readme = await readFile(new URL('../readme.md', import.meta.url), 'utf8');
	const rows = /<!-- messages -->(?<rows>.+?)<!-- \/messages -->/sv.exec(readme)?.groups?.['rows']?.matchAll(/^\| (?<message>[A-Z…].+?) \|/gmv).map(({groups}) => groups?.['message'] ?? '').toArray() ?? [];
	expect(rows.length).toBeGreaterThan(20);

	const folders = ['neptune', 'history'].map(name => new URL(`../source/${name}/`, import.meta.url));
	const texts = await Promise.all(folders.map(async folder => {
		const names = await readdir(folder);
		return Promise.all(names.map(async name => readFile(new URL(name, folder), 'utf8')));
	}));
	const source = texts.flat().join('\n').replaceAll(String.raw`\'`, '\'');

	// What differs from time to time stands as “…”, or is a number.
	const parts = (message: string): readonly string[] => message.split(/…|\d+/v).map(part => part.trim()).filter(part => part.length > 1);
	expect(rows.filter(message => parts(message).some(part => !source.includes(part)))).toEqual([]);
});
