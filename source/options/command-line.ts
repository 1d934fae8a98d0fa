import packageJson from '../../package.json' with {type: 'json'};
import {parseSince} from '../domain/duration.ts';
import {printable} from '../domain/printable.ts';
import {
	commandNames,
	type CommandName,
	type Shell,
	shells,
} from './command-names.ts';
import {helpText} from './help-text.ts';
import {optionSpecs} from './option-specs.ts';
import {
	countOf,
	durationOf,
	graphOf,
	intervalOf,
	notifyOf,
	profilesOf,
	regionsOf,
	sortOf,
	speedOf,
	targetsOf,
	taskIdsOf,
	themeOf,
	urlOf,
} from './option-values.ts';
import {
	type HistoryOptions,
	type Options,
	type OutputForm,
	type UntilDoneOptions,
} from './options.ts';
import {suggestion, UsageError} from './usage-error.ts';
import {splitWords} from './split-words.ts';
import {type Given, withDefaults} from './with-defaults.ts';

/**
What a command line asks for: to watch, to print the history, a completion or another text; or to be told what is wrong with it, in one sentence.
*/
export type ParsedCommandLine =
	| {readonly kind: 'watch'; readonly options: Options}
	| {readonly kind: 'history'; readonly options: HistoryOptions}
	| {readonly kind: 'completion'; readonly shell: Shell}
	| {readonly kind: 'print'; readonly text: string}
	| {readonly kind: 'wrong'; readonly sentence: string};

const flags = optionSpecs.map(({flag}) => flag);

/*
What hands type without looking.
*/
const shortFlags: ReadonlyMap<string, string> = new Map([['-h', '--help'], ['-v', '--version']]);

type Arguments = {readonly words: readonly string[]; readonly given: readonly Given[]};

/*
Puts each value with its option: one that begins with a dash (`--filter -status:failed`) would else be taken for a flag.
*/
const readArguments = (argv: readonly string[]): Arguments => {
	const words: string[] = [];
	const given: Given[] = [];
	const rest = argv.values();

	for (const argument of rest) {
		if (argument === '-' || !argument.startsWith('-')) {
			words.push(argument);
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

			given.push({spec, value: undefined});
			continue;
		}

		const value = values.length > 0 ? values.join('=') : rest.next().value;

		if (value === undefined || value === '' || value.startsWith('--')) {
			throw new UsageError(`--${flag} needs a value, for example --${flag} ${spec.example ?? ''}.`);
		}

		given.push({spec, value});
	}

	return {words, given};
};

/**
The environment variable that options may stand in.
*/
export const optionsVariable = 'NEPTUNE_IMPORT_WATCH';

/*
What is wrong with the options of the environment is said to be wrong there.
*/
const blamed = (error: unknown): unknown => error instanceof UsageError ? new UsageError(`In ${optionsVariable}: ${error.message}`) : error;

const readDefaults = (text: string): readonly Given[] => {
	try {
		const {words, given} = readArguments(splitWords(text));
		const [word] = words;

		if (word !== undefined) {
			throw new UsageError(`“${word}” is not an option.`);
		}

		return given;
	} catch (error: unknown) {
		throw blamed(error);
	}
};

const commandOf = ([word, ...others]: readonly string[]): {readonly command: CommandName; readonly others: readonly string[]} => {
	if (word === undefined) {
		return {command: 'watch', others};
	}

	const command = commandNames.find(name => name === word);

	if (command === undefined) {
		const option = suggestion(word, flags, '--');
		throw new UsageError(`“${word}” is not an option, which begin with --, nor a command, which are ${commandNames.join(', ')}.${option === '' ? suggestion(word, commandNames) : option}`);
	}

	return {command, others};
};

const checkCommand = (command: CommandName, given: readonly Given[]): void => {
	for (const {spec: {flag, commands = ['watch']}} of given) {
		if (!commands.includes(command)) {
			throw new UsageError(command === 'watch' ? `--${flag} goes with the command ${commands.join(' or ')} alone.` : `--${flag} is no option of ${command}.`);
		}
	}
};

const camelCase = (flag: string): string => flag.replaceAll(/-[a-z]/gv, letter => letter.slice(1).toUpperCase());

/*
What meow makes of the options: a list for each that takes a value, a boolean for each switch, where `--no-color` says false of `color`.
*/
type Read = Readonly<Record<string, unknown>>;

const readFlags = async (given: readonly Given[]): Promise<Read> => {
	// Most starts name no option, and need not wait for what reads them.
	if (given.length === 0) {
		return {};
	}

	const {default: meow} = await import('meow');
	const {flags: read} = meow({
		importMeta: import.meta,
		pkg: packageJson,
		argv: given.map(({spec, value}) => value === undefined ? `--${spec.flag}` : `--${spec.flag}=${value}`),
		autoHelp: false,
		autoVersion: false,
		booleanDefault: undefined,
		flags: Object.fromEntries(given.map(({spec: {flag, value}}) => [
			camelCase(flag.replace(/^no-/v, '')),
			value === undefined ? {type: 'boolean'} as const : {type: 'string', isMultiple: true} as const,
		])),
	});
	return read;
};

const asArray = (value: unknown): readonly unknown[] => Array.isArray(value) ? value : [];

const valuesOf = (read: Read, flag: string): readonly string[] => asArray(read[camelCase(flag)]).filter(value => typeof value === 'string');

/*
The one value of a flag that was given; undefined where it was not.
*/
const valueOf = (read: Read, flag: string): string | undefined => {
	const [value, another] = valuesOf(read, flag);

	if (another !== undefined) {
		throw new UsageError(`--${flag} can be given once.`);
	}

	return value;
};

const switchOf = (read: Read, flag: string): boolean | undefined => {
	const value = read[camelCase(flag)];
	return typeof value === 'boolean' ? value : undefined;
};

const isGiven = (read: Read, flag: string): boolean => switchOf(read, flag) !== undefined || valuesOf(read, flag).length > 0;

const formOf = (read: Read): OutputForm | undefined => {
	const [isPlain, isJson, isOnce, isCsv] = ['plain', 'json', 'once', 'csv'].map(flag => switchOf(read, flag) === true);

	if (isCsv === true && isOnce !== true) {
		throw new UsageError('--csv goes with --once alone.');
	}

	if (isOnce === true) {
		if (isCsv === true && isJson === true) {
			throw new UsageError('--json and --csv can\'t go together.');
		}

		if (isCsv === true) {
			return 'csv';
		}

		return isJson === true ? 'jsonOnce' : 'table';
	}

	if (isJson === true) {
		return 'json';
	}

	return isPlain === true ? 'plain' : undefined;
};

/*
More would be all of a large account at each poll.
*/
const maxBudget = 100;

const maxExpected = 1_000_000;

const untilDoneOf = (read: Read): UntilDoneOptions | undefined => {
	if (switchOf(read, 'until-done') === true) {
		return {
			isFailFast: switchOf(read, 'fail-fast') === true,
			expected: countOf(valueOf(read, 'expect'), 'expect', {min: 0, max: maxExpected}),
		};
	}

	const stray = ['fail-fast', 'expect'].find(flag => isGiven(read, flag));

	if (stray !== undefined) {
		throw new UsageError(`--${stray} goes with --until-done alone.`);
	}

	return undefined;
};

const checkTogether = ({isDemo, replay, record, speed, form, untilDone, timeoutMs, taskIds, isSpoken, hasMouse}: Options, read: Read): void => {
	const source = isDemo ? 'demo' : 'replay';
	const asked = ['profile', 'region', 'target', 'endpoint-url'].find(flag => isGiven(read, flag));
	const isOnce = form !== undefined && ['table', 'jsonOnce', 'csv'].includes(form);

	if (asked !== undefined && (isDemo || replay !== undefined)) {
		throw new UsageError(`--${source} asks no AWS account, so --${asked} can't go with it.`);
	}

	if (replay !== undefined && (isDemo || record !== undefined)) {
		throw new UsageError(`--replay can't go with --${isDemo ? 'demo' : 'record'}.`);
	}

	if (speed !== 1 && replay === undefined) {
		throw new UsageError('--speed goes with --replay alone.');
	}

	if (isSpoken && hasMouse) {
		throw new UsageError('--screen-reader draws nothing to click on, so --mouse can\'t go with it.');
	}

	if (isOnce && untilDone !== undefined) {
		throw new UsageError('--once ends after one scan, so --until-done can\'t go with it.');
	}

	if (taskIds.length > 0 && untilDone?.expected !== undefined && untilDone.expected > taskIds.length) {
		throw new UsageError(`--expect ${untilDone.expected} can't come about with ${taskIds.length} ${taskIds.length === 1 ? 'import' : 'imports'} named by --task.`);
	}

	if (timeoutMs !== undefined && !isOnce && untilDone === undefined) {
		throw new UsageError('--timeout goes with --until-done or --once alone.');
	}
};

const charactersOf = (read: Read): Pick<Options, 'theme' | 'isAscii'> => ({
	theme: themeOf(valueOf(read, 'theme')) ?? 'default',
	isAscii: switchOf(read, 'ascii') === true,
});

const watchOptions = (read: Read): Options => {
	const value = (flag: string): string | undefined => valueOf(read, flag);
	const options: Options = {
		targets: targetsOf({
			profiles: profilesOf(valuesOf(read, 'profile')),
			regions: regionsOf(valuesOf(read, 'region')),
			pairs: valuesOf(read, 'target'),
		}),
		endpointUrl: urlOf(value('endpoint-url')),
		intervalMs: intervalOf(value('interval')),
		filter: value('filter'),
		graph: graphOf(value('graph')),
		taskIds: taskIdsOf(valuesOf(read, 'task')),
		sort: sortOf(value('sort')),
		detailsBudget: countOf(value('details'), 'details', {min: 0, max: maxBudget}),
		canCancel: switchOf(read, 'allow-cancel') === true,
		isDemo: switchOf(read, 'demo') === true,
		hasColor: switchOf(read, 'color'),
		...charactersOf(read),
		isSpoken: switchOf(read, 'screen-reader') === true,
		hasMouse: switchOf(read, 'mouse') === true,
		hasAlternateScreen: switchOf(read, 'alternate-screen') !== false,
		notify: notifyOf(value('notify'), value('notify-on')),
		hasTitle: switchOf(read, 'title') !== false,
		onChange: value('on-change'),
		keepsHistory: switchOf(read, 'history') !== false,
		record: value('record'),
		replay: value('replay'),
		speed: speedOf(value('speed')) ?? 1,
		form: formOf(read),
		untilDone: untilDoneOf(read),
		timeoutMs: durationOf(value('timeout'), 'timeout'),
		debugLog: value('debug-log'),
	};
	checkTogether(options, read);
	return options;
};

const sentenceOf = (read: Read): string | undefined => {
	try {
		watchOptions(read);
		return undefined;
	} catch (error: unknown) {
		return error instanceof UsageError ? error.message : undefined;
	}
};

const optionsWithDefaults = async (given: readonly Given[], defaults: readonly Given[]): Promise<Options> => {
	const read = await readFlags(withDefaults(given, defaults));

	try {
		return watchOptions(read);
	} catch (error: unknown) {
		const isOfCommandLine = error instanceof UsageError && error.message === sentenceOf(await readFlags(given));
		throw isOfCommandLine ? error : blamed(error);
	}
};

const historyOptions = (read: Read): HistoryOptions => {
	const since = valueOf(read, 'since');

	// Whether it can be read does not depend on what time it is.
	if (since !== undefined && parseSince(since, 0) === undefined) {
		throw new UsageError(`--since takes a duration or a time, such as 2h, yesterday, 2026-03-01 or 2026-03-01T12:00; “${since}” is none.`);
	}

	return {
		profiles: profilesOf(valuesOf(read, 'profile')),
		regions: regionsOf(valuesOf(read, 'region')),
		graph: graphOf(valueOf(read, 'graph')),
		taskIds: taskIdsOf(valuesOf(read, 'task')),
		filter: valueOf(read, 'filter'),
		since,
		isJson: switchOf(read, 'json') === true,
		hasColor: switchOf(read, 'color'),
		...charactersOf(read),
	};
};

const shellOf = (word: string | undefined): Shell => {
	const shell = shells.find(name => name === word);

	if (shell === undefined) {
		throw new UsageError(`completion takes the name of a shell: ${shells.join(', ')}${word === undefined ? '' : `; “${word}” is none of them`}.${suggestion(word ?? '', shells)}`);
	}

	return shell;
};

const parse = async (argv: readonly string[], variable: string): Promise<ParsedCommandLine> => {
	const {words, given} = readArguments(argv);
	const read = await readFlags(given);

	if (switchOf(read, 'help') === true) {
		return {kind: 'print', text: helpText};
	}

	if (switchOf(read, 'version') === true) {
		return {kind: 'print', text: `${packageJson.version}\n`};
	}

	const {command, others} = commandOf(words);
	checkCommand(command, given);
	const extra = others[command === 'completion' ? 1 : 0];

	if (extra !== undefined) {
		throw new UsageError(`“${extra}” is one word too many.`);
	}

	switch (command) {
		case 'watch': {
			return {kind: 'watch', options: await optionsWithDefaults(given, readDefaults(variable))};
		}

		case 'history': {
			return {kind: 'history', options: historyOptions(read)};
		}

		case 'completion': {
			return {kind: 'completion', shell: shellOf(others[0])};
		}
	}
};

/**
Reads a command line, without the names of the runtime and the program, and the options of the environment. Never rejects.
*/
export const parseCommandLine = async (argv: readonly string[], variable = ''): Promise<ParsedCommandLine> => {
	try {
		return await parse(argv, variable);
	} catch (error: unknown) {
		if (error instanceof UsageError) {
			// One sentence, and nothing that a terminal obeys, whatever was written.
			return {kind: 'wrong', sentence: printable(error.message)};
		}

		throw error;
	}
};
