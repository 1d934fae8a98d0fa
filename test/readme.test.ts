import {readFile} from 'node:fs/promises';
import {expect, test} from 'vitest';
import {withTables} from './support/readme-tables.ts';

test('the readme has the keys, options and filter terms of the program (npm run readme writes them)', async () => {
	const readme = await readFile(new URL('../readme.md', import.meta.url), 'utf8');
	expect(readme).toBe(withTables(readme));
});
