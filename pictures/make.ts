import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {key, openTerminal, type Terminal} from '../test/terminal/terminal.ts';
import {screenSvg} from './screen-svg.ts';

/*
Run by `npm run picture`: draws the pictures of the readme from the screens of the built program, which watches the demo in a pseudo-terminal. With names, those alone.
*/
type Picture = {
	readonly name: string;

	/**
	What it shows, to who can't see it.
	*/
	readonly title: string;
	readonly columns: number;
	readonly rows: number;

	/**
	Brings the program to where it is drawn.
	*/
	readonly pose: (terminal: Terminal) => Promise<void>;
};

/*
The demo takes some polls until there is something to tell of all that can be told.
*/
const patienceMs = 300_000;

const isInLine = (screen: string, pattern: RegExp): boolean => screen.split('\n').some(line => pattern.test(line));

const isImporting = (screen: string): boolean => isInLine(screen, /◐ importing .* \d\d%/v);

const markedRows = (screen: string): number => screen.split('\n').filter(line => line.startsWith('┃')).length;

/*
Something has changed before the eyes, something has failed and says why, something else goes on, and how long that will take is known.
*/
const isLively = (screen: string): boolean => markedRows(screen) > 0 && isInLine(screen, /✖ failed +[A-Z]/v) && isInLine(screen, /importing +█.*~ \d\d? s left/v);

/*
Where so much has changed that hardly anything but marks is left, a key says that they have been seen.
*/
const untilLively = async (terminal: Terminal): Promise<void> => {
	const maxMarks = 5;

	for (;;) {
		// eslint-disable-next-line no-await-in-loop -- One after the other is the point.
		await terminal.waitFor(screen => isLively(screen) || markedRows(screen) > maxMarks, 'a change, a failure, and an import that goes on', patienceMs);

		if (isLively(terminal.screen())) {
			return;
		}

		terminal.press(key.end, key.home);
		await terminal.waitFor(screen => markedRows(screen) <= maxMarks, 'fewer marks'); // eslint-disable-line no-await-in-loop -- As above.
	}
};

const pictures: readonly Picture[] = [
	{
		name: 'list',
		title: 'The list of imports: how each stands, how far those under way are, what has just changed and why one failed',
		columns: 132,
		rows: 26,
		pose: untilLively,
	},
	{
		name: 'details',
		title: 'One import under way: all that the service says of it, and what was observed',
		columns: 100,
		rows: 27,
		async pose(terminal) {
			await terminal.waitFor(screen => isInLine(screen, /^┃.*◐ importing +from/v), 'an import that has just begun to load', patienceMs);
			terminal.press('/', 'status:importing', key.enter);
			await terminal.waitFor(screen => screen.includes('status:importing') && screen.includes('Enter details'), 'the filtered list');
			terminal.press(key.enter);
			await terminal.waitFor(screen => screen.startsWith(' Details') && isInLine(screen, /left +~/v), 'how long it will take', patienceMs);
		},
	},
	{
		name: 'help',
		title: 'The help: what each key does',
		columns: 100,
		rows: 36,
		async pose(terminal) {
			await terminal.waitForText('imports]');
			terminal.press('?');
			await terminal.waitForText('this help');
		},
	},
	{
		name: 'narrow',
		title: 'The list of imports in a pane of 60 columns and 15 rows',
		columns: 60,
		rows: 15,
		async pose(terminal) {
			await terminal.waitFor(isImporting, 'an import that goes on', patienceMs);
		},
	},
];

const folder = path.join(import.meta.dirname, '..', 'media');

const draw = async ({name, title, columns, rows, pose}: Picture): Promise<void> => {
	await using terminal = openTerminal({args: ['--demo', '--interval', '5'], columns, rows});
	await pose(terminal);
	const file = path.join(folder, `${name}.svg`);
	await writeFile(file, screenSvg(terminal.cells(), title));
	process.stdout.write(`${path.relative(process.cwd(), file)}\n`);
};

const names = process.argv.slice(2);
const unknown = names.find(name => pictures.every(picture => picture.name !== name));

if (unknown === undefined) {
	await mkdir(folder, {recursive: true});
	await Promise.all(pictures.filter(({name}) => names.length === 0 || names.includes(name)).map(async picture => draw(picture)));
} else {
	process.stderr.write(`There is no picture ${unknown}; there are ${pictures.map(({name}) => name).join(', ')}.\n`);
	process.exitCode = 2;
}
