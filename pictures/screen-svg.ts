import {type Cell} from '../test/terminal/terminal.ts';
import {darkPalette, lightPalette, type Palette} from './palette.ts';

/*
In pixels. A character of a monospaced font is about 0.6 times as wide as it is high.
*/
const cellWidth = 8.4;
const cellHeight = 18;
const fontSize = 14;
const baseline = 13;
const padding = 16;

const pixels = (number: number): string => String(Math.round(number * 100) / 100);

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/*
CSS class names: `b` is the default background, `f` the default foreground, and `c0` to `c15` are the sixteen colors.
*/
type Style = {
	readonly text: string;
	readonly fill: string | undefined;
};

const colorClass = (color: Cell['foreground'], defaultClass: 'b' | 'f'): string => {
	if (color === undefined) {
		return defaultClass;
	}

	if (typeof color === 'string' || color > 15) {
		throw new Error(`The color ${color} is not one of the terminal's sixteen colors.`);
	}

	return `c${color}`;
};

const styleOf = ({foreground, background, isInverse, isBold, isDim, isUnderlined}: Cell): Style => {
	const front = colorClass(foreground, 'f');
	const back = colorClass(background, 'b');
	const [text, fill] = isInverse ? [back, front] : [front, back];
	return {
		text: [text, ...(isBold ? ['bold'] : []), ...(isDim ? ['dim'] : []), ...(isUnderlined ? ['line'] : [])].join(' '),
		fill: fill === 'b' ? undefined : fill,
	};
};

type Run = Style & {
	readonly column: number;
	readonly columns: number;
	readonly characters: string;
};

// Joins adjacent cells of the same style. A cell of width 0 is the second half of a wide character.
const runsOf = (cells: readonly Cell[]): readonly Run[] => {
	const runs: Run[] = [];

	for (const [column, cell] of cells.entries()) {
		if (cell.width === 0) {
			continue;
		}

		const style = styleOf(cell);
		const characters = cell.text === '' ? ' ' : cell.text;
		const last = runs.at(-1);

		if (last?.text === style.text && last.fill === style.fill) {
			runs[runs.length - 1] = {...last, columns: last.columns + cell.width, characters: last.characters + characters};
		} else {
			runs.push({
				...style, column, columns: cell.width, characters,
			});
		}
	}

	return runs;
};

const fillOf = ({fill, column, columns}: Run, row: number): string => fill === undefined
	? ''
	: `<rect class="${fill}" x="${pixels(column * cellWidth)}" y="${row * cellHeight}" width="${pixels(columns * cellWidth)}" height="${cellHeight}"/>`;

/*
Omits leading and trailing spaces. Stretches the text to its columns in the terminal, whatever font the browser uses.
*/
const textOf = ({text, column, columns, characters}: Run, row: number): string => {
	const isUnderlined = text.endsWith('line');
	const shown = isUnderlined ? characters : characters.trim();

	if (shown.trim() === '') {
		return '';
	}

	const before = isUnderlined ? 0 : characters.length - characters.trimStart().length;
	const after = isUnderlined ? 0 : characters.length - characters.trimEnd().length;
	const width = (columns - before - after) * cellWidth;
	const place = `x="${pixels((column + before) * cellWidth)}" y="${pixels((row * cellHeight) + baseline)}"`;
	return `<text class="${text}" ${place} textLength="${pixels(width)}" lengthAdjust="spacingAndGlyphs">${escaped(shown)}</text>`;
};

const colorRules = ({background, foreground, colors}: Palette): string => [
	['b', background] as const,
	['f', foreground] as const,
	...colors.map((color, index) => [`c${index}`, color] as const),
].map(([name, color]) => `.${name}{fill:${color}}`).join('');

const styleSheet = [
	`text{font:${fontSize}px ui-monospace,"SFMono-Regular",Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;white-space:pre}`,
	'.bold{font-weight:700}.dim{opacity:.72}.line{text-decoration:underline}',
	'.edge{fill:none;stroke:#8a949f;stroke-opacity:.5}',
	colorRules(lightPalette),
	`@media(prefers-color-scheme:dark){${colorRules(darkPalette)}}`,
].join('');

type Screen = ReadonlyArray<readonly Cell[]>;

const lineOf = (cells: readonly Cell[], row: number): string => {
	const runs = runsOf(cells);
	return [...runs.map(run => fillOf(run, row)), ...runs.map(run => textOf(run, row))].join('');
};

const documentOf = (screens: readonly Screen[], {title, styles, content}: {readonly title: string; readonly styles: string; readonly content: readonly string[]}): string => {
	const columns = Math.max(0, ...screens.flat().map(row => row.length));
	const rows = Math.max(0, ...screens.map(screen => screen.length));
	const width = (columns * cellWidth) + (padding * 2);
	const height = (rows * cellHeight) + (padding * 2);

	return `<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 ${pixels(width)} ${pixels(height)}" width="${pixels(width)}" height="${pixels(height)}">
<title>${escaped(title)}</title>
<style>${styles}</style>
<rect class="b" width="100%" height="100%" rx="8"/>
<rect class="edge" x=".5" y=".5" width="${pixels(width - 1)}" height="${pixels(height - 1)}" rx="8"/>
<g transform="translate(${padding} ${padding})" xml:space="preserve">
${content.join('\n')}
</g>
</svg>
`;
};

/**
Draws a screen as SVG, in light or dark colors depending on the browser. `title` is the alternative text. Throws for a color outside the terminal's sixteen.
*/
export const screenSvg = (rows: Screen, title: string): string => documentOf([rows], {
	title, styles: styleSheet, content: rows.map((cells, row) => lineOf(cells, row)).filter(line => line !== ''),
});

/**
A screen and for how long it is shown.
*/
export type Frame = {readonly rows: Screen; readonly seconds: number};

const percent = (part: number, total: number): string => `${pixels(part * 100 / total)}%`;

/**
Draws an endless animation. Frames share equal rows. The frame at `still` stands for all where nothing moves: in viewers without animations, and for readers who prefer no motion.
*/
export const animationSvg = (frames: readonly Frame[], {title, still}: {readonly title: string; readonly still: number}): string => {
	const total = frames.reduce((sum, {seconds}) => sum + seconds, 0);
	const names = new Map<string, string>();

	const rowOf = (cells: readonly Cell[], row: number): string => {
		const line = lineOf(cells, 0);

		if (line === '') {
			return '';
		}

		const name = names.get(line) ?? `r${names.size}`;
		names.set(line, name);
		return `<use href="#${name}" y="${row * cellHeight}"/>`;
	};

	let start = 0;
	const drawn = frames.map(({rows, seconds}, index) => {
		const end = start + seconds;
		const shown = index === 0 ? '' : '0%{visibility:hidden}';
		const hidden = index === frames.length - 1 ? '' : `${percent(end, total)}{visibility:hidden}`;
		const keyframes = `@keyframes k${index}{${shown}${percent(start, total)}{visibility:visible}${hidden}}`;
		start = end;
		return {
			styles: `${keyframes}#f${index}{animation:k${index} ${pixels(total)}s step-end infinite}`,
			content: `<g id="f${index}" class="${index === still ? 'still' : 'frame'}">${rows.map((cells, row) => rowOf(cells, row)).join('')}</g>`,
		};
	});
	const styles = [styleSheet, '.frame{visibility:hidden}', `@media(prefers-reduced-motion:no-preference){${drawn.map(frame => frame.styles).join('')}}`].join('');
	const shared = names.entries().map(([line, name]) => `<g id="${name}">${line}</g>`).toArray();
	return documentOf(frames.map(({rows}) => rows), {title, styles, content: ['<defs>', ...shared, '</defs>', ...drawn.map(({content}) => content)]});
};
