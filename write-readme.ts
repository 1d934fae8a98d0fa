import {readFile, writeFile} from 'node:fs/promises';
import {configSchemaText} from './test/support/config-schema.ts';
import {withTables} from './test/support/readme-tables.ts';

// `npm run readme` regenerates the tables of the readme and the schema of the config file.
const readme = new URL('readme.md', import.meta.url);
await writeFile(readme, withTables(await readFile(readme, 'utf8')));
await writeFile(new URL('config.schema.json', import.meta.url), configSchemaText());
