import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {drawPicture, pictures} from '../../pictures/pictures.ts';
import {root} from './program.ts';

test.each(pictures.map(picture => [picture.name, picture] as const))('media/%s.svg shows the screens of the program (run npm run picture), in at most 400 kB', async (name, picture) => {
	const file = readFileSync(path.join(root, 'media', `${name}.svg`), 'utf8');
	expect(file.length).toBeLessThanOrEqual(400_000);
	expect(await drawPicture(picture)).toBe(file);
});
