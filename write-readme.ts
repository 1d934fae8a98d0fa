import {readFile, writeFile} from 'node:fs/promises';
import {withTables} from './test/support/readme-tables.ts';

// Run by `npm run readme`: brings the tables of the readme up to those of the program.
const readme = new URL('readme.md', import.meta.url);
await writeFile(readme, withTables(await readFile(readme, 'utf8')));
