import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {drawPicture, pictures} from './pictures.ts';

// `npm run picture` draws the pictures of the readme and the docs. Arguments select pictures by name.
const folder = path.join(import.meta.dirname, '..', 'media');
const names = process.argv.slice(2);
const unknown = names.find(name => pictures.every(picture => picture.name !== name));

if (unknown === undefined) {
	await mkdir(folder, {recursive: true});
	await Promise.all(pictures.filter(({name}) => names.length === 0 || names.includes(name)).map(async picture => {
		const file = path.join(folder, `${picture.name}.svg`);
		await writeFile(file, await drawPicture(picture));
		process.stdout.write(`${path.relative(process.cwd(), file)}\n`);
	}));
} else {
	process.stderr.write(`unknown picture ${unknown}: expected ${pictures.map(({name}) => name).join(', ')}\n`);
	process.exitCode = 2;
}
