import {parseArgs} from 'node:util';
import {type Figure} from './figure.ts';

/**
What a command line of the bench asks for.
*/
export type BenchCommandLine =
	| {readonly kind: 'run'; readonly figures: readonly Figure[]; readonly runs: number | undefined; readonly isQuick: boolean}
	| {readonly kind: 'print'; readonly text: string}
	| {readonly kind: 'wrong'; readonly sentence: string};

const helpOf = (figures: readonly Figure[]): string => {
	const width = Math.max(...figures.map(({name}) => name.length)) + 2;
	return `Measures the built program, and its peers where they are installed

Usage
  $ npm run bench -- [figures] [options]

Figures
${figures.map(({name, title}) => `  ${name.padEnd(width)}${title}`).join('\n')}

Options
  --runs <n>  how often each is measured
  --quick     a few runs, to see that it works; bench/results.md stays as it is
  --help      print this help
`;
};

/**
Reads a command line: names of figures, all of which are meant where none is named, and options.
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
		return {kind: 'wrong', sentence: `There is no figure ${unknown}; there are ${figures.map(({name}) => name).join(', ')}.`};
	}

	if (runs !== undefined && !/^[1-9]\d{0,5}$/v.test(runs)) {
		return {kind: 'wrong', sentence: '--runs takes a whole number from 1 on.'};
	}

	return {
		kind: 'run',
		figures: positionals.length === 0 ? figures : figures.filter(({name}) => positionals.includes(name)),
		runs: runs === undefined ? undefined : Number(runs),
		isQuick: quick,
	};
};
