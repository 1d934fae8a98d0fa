import {key} from '../test/terminal/terminal.ts';
import {animationSvg, type Frame, screenSvg} from './screen-svg.ts';
import {openStage, type Stage} from './stage.ts';

type Picture = {
	readonly name: string;

	/**
	The alternative text.
	*/
	readonly title: string;
	readonly columns: number;
	readonly rows: number;
	readonly draw: (stage: Stage, title: string) => Promise<string>;
};

// In the demo, one import succeeds 205 s after the start. Another fails after 220 s, and its reason is known after 230 s.
const beforeEnds = 180;
const success = 205;
const failure = 230;
const failedSource = '…/2026/04/24/';
const filter = 'is:active';

const still = (pose: (stage: Stage) => Promise<void>): Picture['draw'] => async (stage, title) => {
	await pose(stage);
	return screenSvg(stage.terminal.cells(), title);
};

/*
Goes to the last page and back: keys clear the marks of the changes that they show.
*/
const clearMarks = async ({press}: Stage): Promise<void> => {
	await press([key.end, key.home], ' 1–');
};

/*
Moves the cursor to the row of the list with this text.
*/
const select = async ({terminal, press}: Stage, text: string): Promise<void> => {
	const lines = terminal.screen().split('\n');
	const heading = lines.findIndex(line => line.includes('STATUS'));
	const row = lines.findIndex(line => line.includes(text));
	await press([key.home, ...Array.from({length: row - heading - 1}, () => key.down)], `▸ ${(lines[row] ?? '').slice(3, 20).trimEnd()}`);
};

/*
An import finishes. Another fails, with its reason and what to do. Then a filter is typed, and the timeline opens.
*/
const drawTour: Picture['draw'] = async (stage, title) => {
	const frames: Frame[] = [];
	const {terminal, playUntil, press} = stage;

	const show = (seconds: number): void => {
		frames.push({rows: terminal.cells(), seconds});
	};

	await playUntil(beforeEnds);
	await clearMarks(stage);

	for (let at = beforeEnds; at <= failure; at += 5) {
		await playUntil(at); // eslint-disable-line no-await-in-loop -- One poll after the other.
		show(at === success ? 2 : 0.8);
	}

	const stillFrame = frames.length;
	show(3);
	await select(stage, failedSource);
	show(0.6);
	await press([key.enter], ' Details');
	show(4);
	await press([key.escape], 'STATUS');
	await press([key.home, '/'], ' filter ');
	show(0.4);

	for (let length = 1; length <= filter.length; length++) {
		await press([filter.charAt(length - 1)], ` filter  ${filter.slice(0, length)}`); // eslint-disable-line no-await-in-loop -- One letter after the other.
		show(0.2);
	}

	await press([key.enter], 'Enter details');
	show(2);
	await press([key.escape], '✓ succeeded');
	await press(['T'], ' Timeline ');
	show(2);
	await press(['+', '+', '+', '+', '+'], 'last 15 min');
	show(4);
	return animationSvg(frames, {title, still: stillFrame});
};

/**
The pictures in the readme and the docs. All but the first are still.
*/
export const pictures: readonly Picture[] = [
	{
		name: 'tour',
		title: 'Imports make progress. One succeeds, one fails with its reason and what to do about it. A filter narrows the list, and the timeline shows when each import ran.',
		columns: 110,
		rows: 28,
		draw: drawTour,
	},
	{
		name: 'list',
		title: 'The list of imports, with statuses, progress, recent changes and the reason of a failure',
		columns: 132,
		rows: 28,
		draw: still(async stage => {
			await stage.playUntil(beforeEnds);
			await clearMarks(stage);
			await stage.playUntil(failure);
		}),
	},
	{
		name: 'details',
		title: 'The details of a running import: its fields, progress and observed changes',
		columns: 100,
		rows: 27,
		draw: still(async stage => {
			await stage.playUntil(beforeEnds);
			await select(stage, 'importing');
			await stage.press([key.enter], ' Details');
		}),
	},
	{
		name: 'help',
		title: 'The help: all keys and what they do',
		columns: 100,
		rows: 36,
		draw: still(async ({press}) => press(['?'], ' Help')),
	},
	{
		name: 'narrow',
		title: 'The list of imports in a pane of 60 columns and 15 rows',
		columns: 60,
		rows: 15,
		draw: still(async ({playUntil}) => playUntil(failure)),
	},
];

export const drawPicture = async ({columns, rows, draw, title}: Picture): Promise<string> => {
	await using stage = await openStage({columns, rows});
	return await draw(stage, title); // The stage closes afterwards.
};
