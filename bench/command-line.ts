import {parseArgs} from 'node:util';
import {type Figure} from './figure.ts';

type BenchCommandLine =
	| {readonly kind: 'run'; readonly figures: readonly Figure[]; readonly runs: number | undefined; readonly isQuick: boolean}
	| {readonly kind: 'print'; readonly text: string}
	| {readonly kind: 'wrong'; readonly sentence: string};

const helpOf = (figures: readonly Figure[]): string => {
	const width = Math.max(...figures.map(({name}) => name.length)) + 2;
	return `Measures the built program, and comparable programs if they are installed

Usage
  $ npm run bench -- [figures] [options]

Figures
${figures.map(({name, title}) => `  ${name.padEnd(width)}${title}`).join('\n')}

Options
  --runs <n>  number of runs per figure
  --quick     a few runs, to check that the bench works; keeps bench/results.md
  --help      print this help
`;
};

/**
Parses names of figures and options. Without names, selects all figures.
*/
export const parseBenchCommandLine = (argv: readonly string[], figures: readonly Figure[]): BenchCommandLine => {
	let parsed;

	try {
		parsed = parseArgs({
			args: [...argv],
			allowPositionals: true,
			options: {runs: {type: 'string'}, quick: {type: 'boolean', default: false}, help: {type: 'boolean', default: false}},
		});
	} catch (error: unknown) {
		return {kind: 'wrong', sentence: error instanceof Error ? error.message : String(error)};
	}

	const {values: {runs, quick, help}, positionals} = parsed;

	if (help) {
		return {kind: 'print', text: helpOf(figures)};
	}

	const unknown = positionals.find(name => figures.every(figure => figure.name !== name));

	if (unknown !== undefined) {
		return {kind: 'wrong', sentence: `unknown figure ${unknown}: expected ${figures.map(({name}) => name).join(', ')}`};
	}

	if (runs !== undefined && !/^[1-9]\d{0,5}$/v.test(runs)) {
		return {kind: 'wrong', sentence: 'invalid value for --runs: expected a whole number from 1 to 999999'};
	}

	return {
		kind: 'run',
		figures: positionals.length === 0 ? figures : figures.filter(({name}) => positionals.includes(name)),
		runs: runs === undefined ? undefined : Number(runs),
		isQuick: quick,
	};
};
