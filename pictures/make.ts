import {mkdir, writeFile} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {key, openTerminal, type Terminal} from '../test/terminal/terminal.ts';
import {screenSvg} from './screen-svg.ts';

/*
`npm run picture` draws the pictures of the readme. It runs the built program with --demo in a pseudo-terminal. Arguments select pictures by name.
*/
type Picture = {
	readonly name: string;

	/**
	The alternative text.
	*/
	readonly title: string;
	readonly columns: number;
	readonly rows: number;

	/**
	Brings the screen to the state to draw.
	*/
	readonly pose: (terminal: Terminal) => Promise<void>;
};

// The demo needs several polls until each kind of row is on the screen.
const demoTimeoutMs = 300_000;

const isInLine = (screen: string, pattern: RegExp): boolean => screen.split('\n').some(line => pattern.test(line));

const isImporting = (screen: string): boolean => isInLine(screen, /◕ importing .* \d\d%/v);

const markedRows = (screen: string): number => screen.split('\n').filter(line => line.startsWith('┃')).length;

// Shows a marked change, a failure with its reason, and a running import with its time left.
const isLively = (screen: string): boolean => markedRows(screen) > 0 && isInLine(screen, /✗ failed .*[A-Z]/v) && isInLine(screen, /importing +~\d\d? s .*━/v);

// If too many rows are marked, pressing a key clears the marks.
const untilLively = async (terminal: Terminal): Promise<void> => {
	const maxMarks = 5;

	for (;;) {
		// eslint-disable-next-line no-await-in-loop -- One after the other is the point.
		await terminal.waitFor(screen => isLively(screen) || markedRows(screen) > maxMarks, 'a change, a failure, and a running import', demoTimeoutMs);

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
		title: 'The list of imports, with statuses, progress, recent changes and the reason of a failure',
		columns: 132,
		rows: 26,
		pose: untilLively,
	},
	{
		name: 'details',
		title: 'The details of a running import: its fields, progress and observed changes',
		columns: 100,
		rows: 27,
		async pose(terminal) {
			await terminal.waitFor(screen => isInLine(screen, /^┃.*◕ importing +━/v), 'an import that has just started to load', demoTimeoutMs);
			terminal.press('/', 'status:importing', key.enter);
			await terminal.waitFor(screen => screen.includes('status:importing') && screen.includes('Enter details'), 'the filtered list');
			terminal.press(key.enter);
			await terminal.waitFor(screen => screen.startsWith(' Details') && isInLine(screen, /left +~/v), 'the time left', demoTimeoutMs);
		},
	},
	{
		name: 'help',
		title: 'The help: all keys and what they do',
		columns: 100,
		rows: 36,
		async pose(terminal) {
			await terminal.waitForText('[All ');
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
			await terminal.waitFor(isImporting, 'a running import', demoTimeoutMs);
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
	process.stderr.write(`unknown picture ${unknown}: expected ${pictures.map(({name}) => name).join(', ')}\n`);
	process.exitCode = 2;
}
