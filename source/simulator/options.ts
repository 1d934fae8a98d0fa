import meow from 'meow';

/**
What a command line of the simulator asks for: to run, to print a text, or to be told what is wrong with it, in one sentence.
*/
export type SimulatorCommandLine =
	| {readonly kind: 'run'; readonly port: number; readonly seed: number}
	| {readonly kind: 'print'; readonly text: string}
	| {readonly kind: 'wrong'; readonly sentence: string};

const defaults = {port: 8182, seed: 1} as const;

const maximums = {port: 65_535, seed: 4_294_967_295} as const;

const helpText = `
A stand-in for the control plane of Amazon Neptune Analytics: made-up imports that move, on 127.0.0.1

Usage
  $ npm run simulator -- [options]

Options
  --port <number>  listen here, 0 for any port that is free (default ${defaults.port})
  --seed <number>  another number is another set of imports (default ${defaults.seed})
  --help           print this help

Example
  $ npm run simulator -- --port 8182
`.trimStart();

const wrong = (sentence: string): SimulatorCommandLine => ({kind: 'wrong', sentence});

/*
The number of an option, its default where the command line does not name it, and undefined where its one value is missing or wrong.
*/
const readNumber = (argv: readonly string[], name: keyof typeof defaults, texts: readonly string[] | undefined): number | undefined => {
	const mentions = argv.filter(argument => argument === `--${name}` || argument.startsWith(`--${name}=`)).length;

	if (mentions === 0) {
		return defaults[name];
	}

	const [text = ''] = texts ?? [];
	const number = mentions === 1 && /^\d{1,10}$/v.test(text) ? Number(text) : Infinity;
	return number <= maximums[name] ? number : undefined;
};

/**
Reads a command line, without the names of the runtime and the program. Never throws.
*/
export const parseSimulatorCommandLine = (argv: readonly string[]): SimulatorCommandLine => {
	const unknown = argv.find(argument => /^-\D/v.test(argument) && !/^--(?:port|seed|help)(?:=|$)/v.test(argument));

	if (unknown !== undefined) {
		return wrong(`There is no option ${unknown.split('=', 1)[0]}; there are --port, --seed and --help.`);
	}

	const {flags, input} = meow({
		importMeta: import.meta,
		argv,
		autoHelp: false,
		autoVersion: false,
		flags: {
			port: {type: 'string', isMultiple: true},
			seed: {type: 'string', isMultiple: true},
			help: {type: 'boolean'},
		},
	});

	if (flags.help) {
		return {kind: 'print', text: helpText};
	}

	if (input[0] !== undefined) {
		return wrong(`“${input[0]}” is not an option; there are --port, --seed and --help.`);
	}

	const port = readNumber(argv, 'port', flags.port);

	if (port === undefined) {
		return wrong(`--port takes one whole number from 0 to ${maximums.port}, for example --port ${defaults.port}.`);
	}

	const seed = readNumber(argv, 'seed', flags.seed);
	return seed === undefined ? wrong(`--seed takes one whole number from 0 to ${maximums.seed}, for example --seed ${defaults.seed}.`) : {kind: 'run', port, seed};
};
