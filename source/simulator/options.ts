import meow from 'meow';

type SimulatorCommandLine =
	| {readonly kind: 'run'; readonly port: number; readonly seed: number}
	| {readonly kind: 'print'; readonly text: string}
	| {readonly kind: 'invalid'; readonly sentence: string};

const defaults = {port: 8182, seed: 1} as const;

const maximums = {port: 65_535, seed: 4_294_967_295} as const;

const helpText = `
Simulates the control plane of Amazon Neptune Analytics on 127.0.0.1, with imports that make progress

Usage
  $ npm run simulator -- [options]

Options
  --port <number>  port to listen on, 0 for any free port (default ${defaults.port})
  --seed <number>  random seed for the imports (default ${defaults.seed})
  --help           print this help

Example
  $ npm run simulator -- --port 8182
`.trimStart();

const invalid = (sentence: string): SimulatorCommandLine => ({kind: 'invalid', sentence});

// Returns the value of an option, or its default. Returns undefined if the value is missing, invalid or repeated.
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
Parses the arguments after the program name. Never throws.
*/
export const parseSimulatorCommandLine = (argv: readonly string[]): SimulatorCommandLine => {
	const unknown = argv.find(argument => /^-\D/v.test(argument) && !/^--(?:port|seed|help)(?:=|$)/v.test(argument));

	if (unknown !== undefined) {
		return invalid(`unknown option ${unknown.split('=', 1)[0]} (see --help)`);
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
		return invalid(`unexpected argument "${input[0]}" (see --help)`);
	}

	const port = readNumber(argv, 'port', flags.port);

	if (port === undefined) {
		return invalid(`--port requires one whole number from 0 to ${maximums.port}, for example --port ${defaults.port}`);
	}

	const seed = readNumber(argv, 'seed', flags.seed);
	return seed === undefined
		? invalid(`--seed requires one whole number from 0 to ${maximums.seed}, for example --seed ${defaults.seed}`)
		: {kind: 'run', port, seed};
};
