import {readdir, readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {parseCommandLine} from '../source/cli/command-line.ts';
import {parseConfig} from '../source/cli/parse-config.ts';
import {configSchemaText} from './support/config-schema.ts';
import {withTables} from './support/readme-tables.ts';

test('the tables of keys, options and filter terms in the readme are up to date (run npm run readme)', async () => {
	const readme = await readFile(new URL('../readme.md', import.meta.url), 'utf8');
	expect(readme).toBe(withTables(readme));
});

test('config.schema.json is up to date (run npm run readme)', async () => {
	expect(await readFile(new URL('../config.schema.json', import.meta.url), 'utf8')).toBe(configSchemaText());
});

test('the config file in the readme is valid', async () => {
	const readme = await readFile(new URL('../readme.md', import.meta.url), 'utf8');
	const text = /<!-- config -->\n\n```jsonc\n(?<text>.+?)```/sv.exec(readme)?.groups?.['text'] ?? '';
	expect(text).toContain('"options"');
	expect(await parseCommandLine([], '', async () => parseConfig('c.jsonc', text))).toMatchObject({kind: 'watch', options: {targets: [{profile: 'staging', region: undefined}], intervalMs: 20_000, hasTitle: false}});
});

test('the program has every message of the troubleshooting table in the readme', async () => {
	const readme = await readFile(new URL('../readme.md', import.meta.url), 'utf8');
	const rows = /<!-- messages -->(?<rows>.+?)<!-- \/messages -->/sv.exec(readme)?.groups?.['rows']?.matchAll(/^\| (?<message>[A-Z…].+?) \|/gmv).map(({groups}) => groups?.['message'] ?? '').toArray() ?? [];
	expect(rows.length).toBeGreaterThan(20);

	const folders = ['neptune', 'history'].map(name => new URL(`../source/${name}/`, import.meta.url));
	const texts = await Promise.all(folders.map(async folder => {
		const names = await readdir(folder);
		return Promise.all(names.map(async name => readFile(new URL(name, folder), 'utf8')));
	}));
	const source = texts.flat().join('\n').replaceAll(String.raw`\'`, '\'');

	// Variable parts are written as “…” or as numbers.
	const parts = (message: string): readonly string[] => message.split(/…|\d+/v).map(part => part.trim()).filter(part => part.length > 1);
	expect(rows.filter(message => parts(message).some(part => !source.includes(part)))).toEqual([]);
});
