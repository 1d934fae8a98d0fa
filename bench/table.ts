import {type Row, type Table} from './figure.ts';
import {quantile} from './samples.ts';

const headings = ['', 'result', 'quartiles', 'runs', 'goal', ''] as const;

const digitsOf = (value: number): number => {
	if (Math.abs(value) >= 100) {
		return 0;
	}

	return Math.abs(value) >= 10 ? 1 : 2;
};

const numberText = (value: number): string => value.toLocaleString('en-US', {minimumFractionDigits: digitsOf(value), maximumFractionDigits: digitsOf(value)});

/**
Returns one cell for each heading.
*/
const cellsOf = ({what, unit, samples, fraction = 0.5, limit, note}: Row): readonly string[] => {
	if (samples.length === 0) {
		return [what, note ?? '–', '', '', '', ''];
	}

	const [first, third] = [quantile(samples, 0.25), quantile(samples, 0.75)];
	const value = quantile(samples, fraction);
	const goal = limit === undefined ? '' : `≤ ${numberText(limit.atMost)} ${unit}${limit.because === undefined ? '' : ` (${limit.because})`}`;
	const verdict = limit === undefined ? '' : (value <= limit.atMost ? 'met' : 'missed');
	return [
		what,
		`${numberText(value)} ${unit}${note === undefined ? '' : ` (${note})`}`,
		samples.length === 1 ? '' : `${numberText(first)} – ${numberText(third)}`,
		String(samples.length),
		goal,
		verdict,
	];
};

const tableOf = (measured: readonly Row[] | Table): Table => 'headings' in measured ? measured : {headings, rows: measured.map(row => cellsOf(row))};

export const plainTable = (measured: readonly Row[] | Table): string => {
	const table = tableOf(measured);
	const lines = [table.headings, ...table.rows];
	const widths = table.headings.map((_, column) => Math.max(...lines.map(cells => cells[column]?.length ?? 0)));
	return lines.map(cells => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ').trimEnd()).join('\n');
};

export const markdownTable = (measured: readonly Row[] | Table): string => {
	const table = tableOf(measured);
	return [table.headings, table.headings.map(() => '---'), ...table.rows].map(cells => `| ${cells.join(' | ')} |`).join('\n');
};
