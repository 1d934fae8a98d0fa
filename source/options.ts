import leven from 'leven';
import meow from 'meow';
import packageJson from '../package.json' with {type: 'json'};
import {isSortOrder, type SortOrder, sortOrders} from './domain/order.ts';
import {minIntervalMs} from './domain/schedule.ts';

/**
The options, checked.
*/
export type Options = {
	readonly region: string | undefined;
	readonly profile: string | undefined;
	readonly endpointUrl: string | undefined;

	/**
	In milliseconds; undefined where the pace follows the work.
	*/
	readonly intervalMs: number | undefined;
	readonly filter: string | undefined;
	readonly graph: string | undefined;
	readonly sort: SortOrder | undefined;
	/**
	How many imports are asked about for each poll; undefined for the default.
	*/
	readonly detailsBudget: number | undefined;
	readonly canCancel: boolean;
	readonly isDemo: boolean;
	readonly hasColor: boolean;
	readonly hasAlternateScreen: boolean;

	/**
	The file that the debug log is written to.
	*/
	readonly debugLog: string | undefined;
};

/**
What a command line asks for: to run, to print a text, or to be told what is wrong with it, in one sentence.
*/
export type ParsedCommandLine =
	| {readonly kind: 'run'; readonly options: Options}
	| {readonly kind: 'print'; readonly text: string}
	| {readonly kind: 'wrong'; readonly sentence: string};

type OptionSpec = {
	/**
	As it is written, without the dashes.
	*/
	readonly flag: string;

	/**
	The name of its value in the help; none for a switch.
	*/
	readonly value?: string;
	readonly help: string;

	/**
	A value to show where one is missing or wrong.
	*/
	readonly example?: string;
};

/**
Every option there is, in the order of the help.
*/
export const optionSpecs: readonly OptionSpec[] = [
	{
		flag: 'region', value: 'name', help: 'AWS region (else AWS_REGION, AWS_DEFAULT_REGION, the profile\'s)', example: 'us-east-1',
	},
	{
		flag: 'profile', value: 'name', help: 'profile of the AWS configuration (else AWS_PROFILE)', example: 'staging',
	},
	{
		flag: 'endpoint-url', value: 'url', help: 'ask this address instead of the service\'s own', example: 'http://127.0.0.1:8182',
	},
	{
		flag: 'interval', value: 'seconds', help: 'poll so often, at least 1; without it the pace follows the work', example: '10',
	},
	{
		flag: 'filter', value: 'query', help: 'begin with this filter', example: 'is:active',
	},
	{
		flag: 'graph', value: 'id', help: 'watch the imports of this graph alone', example: 'g-1a2b3c4d5e',
	},
	{
		flag: 'sort', value: 'order', help: sortOrders.join(', '), example: 'activity',
	},
	{
		flag: 'details', value: 'n', help: 'ask for the progress of at most n imports a poll (20); 0 asks for none', example: '20',
	},
	{flag: 'allow-cancel', help: 'let x cancel an import, after a confirmation'},
	{flag: 'demo', help: 'watch made-up imports; needs no AWS account and asks none'},
	{flag: 'no-alternate-screen', help: 'draw below the prompt instead of on a screen of its own'},
	{flag: 'no-color', help: 'no colours (NO_COLOR does the same)'},
	{
		flag: 'debug-log', value: 'file', help: 'append to this file what goes on inside', example: 'watch.log',
	},
	{flag: 'help', help: 'print this help'},
	{flag: 'version', help: 'print the version'},
];

const usage = ({flag, value}: OptionSpec): string => value === undefined ? `--${flag}` : `--${flag} <${value}>`;

const usageWidth = Math.max(...optionSpecs.map(spec => usage(spec).length)) + 2;

/**
The help: usage, options, examples.
*/
export const helpText = `${packageJson.description}

Usage
  $ ${packageJson.name} [options]

Options
${optionSpecs.map(spec => `  ${usage(spec).padEnd(usageWidth)}${spec.help}`).join('\n')}

Examples
  $ ${packageJson.name} --demo
  $ ${packageJson.name} --profile staging --region eu-west-1
  $ ${packageJson.name} --filter 'is:active source:s3://lake/' --interval 5
  $ ${packageJson.name} --graph g-1a2b3c4d5e --sort status

Press ? while it runs for its keys and the filter language.
`;

/**
The sentence that says what is wrong with a command line.
*/
class UsageError extends Error {}

/*
Further away than this, a suggestion would be a guess.
*/
const maxDistance = 3;

const nearest = (word: string, candidates: readonly string[]): string | undefined => {
	const [best] = candidates
		.map(candidate => ({candidate, distance: leven(word, candidate, {maxDistance: maxDistance + 1})}))
		.toSorted((one, other) => one.distance - other.distance);
	return best !== undefined && best.distance <= Math.min(maxDistance, word.length - 1) ? best.candidate : undefined;
};

const suggestion = (word: string, candidates: readonly string[], prefix = ''): string => {
	const found = nearest(word, candidates);
	return found === undefined ? '' : ` Did you mean ${prefix}${found}?`;
};

const flags = optionSpecs.map(({flag}) => flag);

/*
What hands type without looking.
*/
const shortFlags: ReadonlyMap<string, string> = new Map([['-h', '--help'], ['-v', '--version']]);

/*
Checks each flag as it is spelled, and joins it with its value: a value that begins with a dash (`--filter -status:failed`) would else be taken for a flag.
*/
const joinValues = (argv: readonly string[]): readonly string[] => {
	const joined: string[] = [];
	const rest = argv.values();

	for (const argument of rest) {
		if (argument === '-' || !argument.startsWith('-')) {
			joined.push(argument);
			continue;
		}

		const [spelled = '', ...values] = (shortFlags.get(argument) ?? argument).split('=');
		const flag = spelled.replace(/^--?/v, '');
		const spec = spelled.startsWith('--') ? optionSpecs.find(option => option.flag === flag) : undefined;

		if (spec === undefined) {
			throw new UsageError(`There is no option ${spelled}.${suggestion(flag, flags, '--')}`);
		}

		if (spec.value === undefined) {
			if (values.length > 0) {
				throw new UsageError(`--${flag} takes no value.`);
			}

			joined.push(spelled);
			continue;
		}

		const value = values.length > 0 ? values.join('=') : rest.next().value;

		if (value === undefined || value === '' || value.startsWith('--')) {
			throw new UsageError(`--${flag} needs a value, for example --${flag} ${spec.example ?? ''}.`);
		}

		joined.push(`--${flag}=${value}`);
	}

	return joined;
};

const asArray = (value: unknown): readonly unknown[] => Array.isArray(value) ? value : [];

/*
The one value of a flag that was given; undefined where it was not.
*/
const valueOf = (parsed: Readonly<Record<string, unknown>>, flag: string): string | undefined => {
	const key = flag.replaceAll(/-[a-z]/gv, letter => letter.slice(1).toUpperCase());
	const [value, another] = asArray(parsed[key]);

	if (another !== undefined) {
		throw new UsageError(`--${flag} can be given once.`);
	}

	return typeof value === 'string' ? value : undefined;
};

const checkInterval = (text: string | undefined): number | undefined => {
	if (text === undefined) {
		return undefined;
	}

	const intervalMs = /^\d+(?:\.\d+)?$/v.test(text) ? Number(text) * 1000 : NaN;

	if (Number.isNaN(intervalMs) || intervalMs < minIntervalMs || intervalMs > maxIntervalMs) {
		throw new UsageError(`--interval takes a number of seconds from 1 to 86400, for example --interval 10; “${text}” is none.`);
	}

	return intervalMs;
};

/*
A day: whoever asks less often does not watch.
*/
const maxIntervalMs = 86_400_000;

/*
More would be all of a large account at each poll.
*/
const maxBudget = 100;

const checkBudget = (text: string | undefined): number | undefined => {
	if (text !== undefined && !(/^\d+$/v.test(text) && Number(text) <= maxBudget)) {
		throw new UsageError(`--details takes a whole number from 0 to ${maxBudget}; “${text}” is none.`);
	}

	return text === undefined ? undefined : Number(text);
};

const checkSort = (text: string | undefined): SortOrder | undefined => {
	if (text === undefined || isSortOrder(text)) {
		return text;
	}

	throw new UsageError(`--sort takes ${sortOrders.slice(0, -1).join(', ')} or ${sortOrders.at(-1) ?? ''}; “${text}” is none of them.${suggestion(text, sortOrders)}`);
};

const checkPattern = (text: string | undefined, pattern: RegExp, sentence: string): string | undefined => {
	if (text !== undefined && !pattern.test(text)) {
		throw new UsageError(`${sentence}; “${text}” is none.`);
	}

	return text;
};

const checkUrl = (text: string | undefined): string | undefined => {
	if (text !== undefined && !/^https?:/v.test(URL.parse(text)?.protocol ?? '')) {
		throw new UsageError(`--endpoint-url takes an address such as http://127.0.0.1:8182; “${text}” is none.`);
	}

	return text;
};

const checkOptions = (parsed: Readonly<Record<string, unknown>>): Options => {
	const value = (flag: string): string | undefined => valueOf(parsed, flag);
	const options: Options = {
		region: checkPattern(value('region'), /^[\da-z]+(?:-[\da-z]+)*$/v, '--region takes the name of an AWS region, for example us-east-1'),
		profile: value('profile'),
		endpointUrl: checkUrl(value('endpoint-url')),
		intervalMs: checkInterval(value('interval')),
		filter: value('filter'),
		graph: checkPattern(value('graph'), /^g-[\da-z]{10}$/v, '--graph takes the id of a graph, g- and ten letters or digits'),
		sort: checkSort(value('sort')),
		detailsBudget: checkBudget(value('details')),
		canCancel: parsed['allowCancel'] === true,
		isDemo: parsed['demo'] === true,
		hasColor: parsed['color'] !== false,
		hasAlternateScreen: parsed['alternateScreen'] !== false,
		debugLog: value('debug-log'),
	};

	const asked = (['profile', 'region', 'endpoint-url'] as const).find(flag => value(flag) !== undefined);

	if (asked !== undefined && options.isDemo) {
		throw new UsageError(`--demo asks no AWS account, so --${asked} can't go with it.`);
	}

	return options;
};

const valueFlag = {type: 'string', isMultiple: true} as const;

/**
Reads a command line, without the names of the runtime and the program. Never throws.
*/
export const parseCommandLine = (argv: readonly string[]): ParsedCommandLine => {
	try {
		const {flags: parsed, input} = meow({
			importMeta: import.meta,
			argv: joinValues(argv),
			autoHelp: false,
			autoVersion: false,
			flags: {
				region: valueFlag,
				profile: valueFlag,
				endpointUrl: valueFlag,
				interval: valueFlag,
				filter: valueFlag,
				graph: valueFlag,
				sort: valueFlag,
				details: valueFlag,
				allowCancel: {type: 'boolean'},
				demo: {type: 'boolean'},
				alternateScreen: {type: 'boolean', default: true},
				color: {type: 'boolean', default: true},
				debugLog: valueFlag,
				help: {type: 'boolean'},
				version: {type: 'boolean'},
			},
		});

		if (parsed.help) {
			return {kind: 'print', text: helpText};
		}

		if (parsed.version) {
			return {kind: 'print', text: `${packageJson.version}\n`};
		}

		if (input[0] !== undefined) {
			throw new UsageError(`“${input[0]}” is not an option; options begin with --.${suggestion(input[0], flags, '--')}`);
		}

		return {kind: 'run', options: checkOptions(parsed)};
	} catch (error: unknown) {
		if (error instanceof UsageError) {
			return {kind: 'wrong', sentence: error.message};
		}

		throw error;
	}
};
