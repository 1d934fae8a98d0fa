import {writeFile} from 'node:fs/promises';
import {configSchemaText} from './test/support/config-schema.ts';
import {docsFiles, readDocs, withTables} from './test/support/docs-tables.ts';

// `npm run docs` regenerates the tables of the pages, and the schema of the config file.
await Promise.all(docsFiles.map(async file => writeFile(new URL(file, import.meta.url), withTables(readDocs(file)))));
await writeFile(new URL('config.schema.json', import.meta.url), configSchemaText());
