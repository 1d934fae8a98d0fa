import {type Row} from './figure.ts';
import {quantile, spreadOf} from './samples.ts';

/**
The heads of the columns of the table.
*/
export const heads = ['', 'result', 'quartiles', 'runs', 'goal', ''] as const;

const digitsOf = (value: number): number => {
	if (Math.abs(value) >= 100) {
		return 0;
	}

	return Math.abs(value) >= 10 ? 1 : 2;
};

const numberText = (value: number): string => value.toLocaleString('en-US', {minimumFractionDigits: digitsOf(value), maximumFractionDigits: digitsOf(value)});

/**
The cells of a row: what, how much, between which quartiles, of how many runs, what was aimed at, and whether that was met.
*/
export const cellsOf = ({what, unit, samples, fraction = 0.5, limit, note}: Row): readonly string[] => {
	if (samples.length === 0) {
		return [what, note ?? '–', '', '', '', ''];
	}

	const {count, quartiles} = spreadOf(samples);
	const [first, third] = quartiles;
	const value = quantile(samples, fraction);
	const untilDone = limit === undefined ? '' : `≤ ${numberText(limit.atMost)} ${unit}${limit.because === undefined ? '' : ` (${limit.because})`}`;
	const verdict = limit === undefined ? '' : (value <= limit.atMost ? 'met' : 'missed');
	return [
		what,
		`${numberText(value)} ${unit}${note === undefined ? '' : ` (${note})`}`,
		count === 1 ? '' : `${numberText(first)} – ${numberText(third)}`,
		String(count),
		untilDone,
		verdict,
	];
};

/**
A table for the terminal: columns of equal width.
*/
export const plainTable = (rows: readonly Row[]): string => {
	const lines = [heads, ...rows.map(row => cellsOf(row))];
	const widths = heads.map((_, column) => Math.max(...lines.map(cells => cells[column]?.length ?? 0)));
	return lines.map(cells => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
};

/**
The same in Markdown.
*/
export const markdownTable = (rows: readonly Row[]): string => [heads, heads.map(() => '---'), ...rows.map(row => cellsOf(row))]
	.map(cells => `| ${cells.join(' | ')} |`)
	.join('\n');
