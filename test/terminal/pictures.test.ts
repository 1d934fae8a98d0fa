import {readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from 'vitest';
import {drawPicture, pictures} from '../../pictures/pictures.ts';
import {root} from '../support/root.ts';
import {stressCount} from '../support/stress.ts';

const fileOf = (name: string): string => readFileSync(path.join(root, 'media', `${name}.svg`), 'utf8');

test.each(pictures.map(({name}) => name))('media/%s.svg has at most 400 kB', name => {
	expect(fileOf(name).length).toBeLessThanOrEqual(400_000);
});

// Drawing all pictures takes 16 s of CPU time. They share their code, so usually the last one stands for all.
const drawn = pictures.slice(-stressCount({usual: 1, full: pictures.length}));

test.each(drawn.map(picture => [picture.name, picture] as const))('media/%s.svg shows the screens of the program (run npm run picture)', async (name, picture) => {
	expect(await drawPicture(picture)).toBe(fileOf(name));
});
