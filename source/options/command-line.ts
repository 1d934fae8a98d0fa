import packageJson from '../../package.json' with {type: 'json'};
import {parseSince} from '../domain/duration.ts';
import {parseFilter} from '../domain/filter.ts';
import {printable} from '../domain/printable.ts';
import {
	checkCommand,
	commandOf,
	readArguments,
	readDefaults,
} from './arguments.ts';
import {type Shell, shells} from './command-names.ts';
import {type Config, type OpenConfig} from './config.ts';
import {
	isGiven,
	type Read,
	readFlags,
	switchOf,
	valueOf,
	valuesOf,
} from './flags.ts';
import {helpText} from './help-text.ts';
import {
	givenIn,
	givingWay,
	namedIn,
	type OptionInForce,
	optionsInForce,
	placeOf,
} from './in-force.ts';
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
import {suggestion, TogetherError, UsageError} from './usage-error.ts';
import {
	type Given,
	subjectOf,
	withDefaults,
} from './with-defaults.ts';

/**
What a command line asks for: to watch, to print the history, what is in force, a completion or another text; or to be told what is wrong with it, in one sentence.
*/
export type ParsedCommandLine =
	| {readonly kind: 'watch'; readonly options: Options; readonly config?: Config}
	| {readonly kind: 'config'; readonly inForce: readonly OptionInForce[]; readonly config: Config | undefined}
	| {readonly kind: 'history'; readonly options: HistoryOptions}
	| {readonly kind: 'completion'; readonly shell: Shell}
	| {readonly kind: 'print'; readonly text: string}
	| {readonly kind: 'wrong'; readonly sentence: string};

const formOf = (read: Read): OutputForm | undefined => {
	const [isPlain, isJson, isOnce, isCsv] = ['plain', 'json', 'once', 'csv'].map(flag => switchOf(read, flag) === true);

	if (isCsv === true && isOnce !== true) {
		throw new TogetherError('--csv goes with --once alone.');
	}

	if (isOnce === true) {
		if (isCsv === true && isJson === true) {
			throw new TogetherError('--json and --csv can\'t go together.');
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
		throw new TogetherError(`--${stray} goes with --until-done alone.`);
	}

	return undefined;
};

const checkTogether = ({isDemo, replay, record, speed, form, untilDone, timeoutMs, taskIds, isSpoken, hasMouse}: Options, read: Read): void => {
	const source = isDemo ? 'demo' : 'replay';
	const asked = ['profile', 'region', 'target', 'endpoint-url'].find(flag => isGiven(read, flag));
	const isOnce = form !== undefined && ['table', 'jsonOnce', 'csv'].includes(form);

	if (asked !== undefined && (isDemo || replay !== undefined)) {
		throw new TogetherError(`--${source} asks no AWS account, so --${asked} can't go with it.`);
	}

	if (replay !== undefined && (isDemo || record !== undefined)) {
		throw new TogetherError(`--replay can't go with --${isDemo ? 'demo' : 'record'}.`);
	}

	if (speed !== 1 && replay === undefined) {
		throw new TogetherError('--speed goes with --replay alone.');
	}

	if (isSpoken && hasMouse) {
		throw new TogetherError('--screen-reader draws nothing to click on, so --mouse can\'t go with it.');
	}

	if (isOnce && untilDone !== undefined) {
		throw new TogetherError('--once ends after one scan, so --until-done can\'t go with it.');
	}

	if (taskIds.length > 0 && untilDone?.expected !== undefined && untilDone.expected > taskIds.length) {
		throw new TogetherError(`--expect ${untilDone.expected} can't come about with ${taskIds.length} ${taskIds.length === 1 ? 'import' : 'imports'} named by --task.`);
	}

	if (timeoutMs !== undefined && !isOnce && untilDone === undefined) {
		throw new TogetherError('--timeout goes with --until-done or --once alone.');
	}
};

/*
A person sees how a filter was read, and goes on writing; a script would wait for nothing, and take that for success.
*/
const checkFilterOfScript = (query: string | undefined): void => {
	const [note] = parseFilter(query ?? '').notes;

	if (note !== undefined) {
		throw new UsageError(`--filter is not understood: ${note}.`);
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

	if (options.form !== undefined || options.untilDone !== undefined) {
		checkFilterOfScript(options.filter);
	}

	return options;
};

const historyActionOf = (read: Read): Pick<HistoryOptions, 'action' | 'isConfirmed'> => {
	const [isPath, isDelete, isConfirmed] = ['path', 'delete', 'yes'].map(flag => switchOf(read, flag) === true);

	if (isPath === true && isDelete === true) {
		throw new UsageError('--path and --delete can\'t be used together.');
	}

	if (isConfirmed === true && isDelete !== true) {
		throw new UsageError('--yes requires --delete.');
	}

	const other = ['since', 'filter', 'json', 'graph', 'task', 'profile', 'region'].find(flag => isGiven(read, flag));

	if (other !== undefined && (isPath === true || isDelete === true)) {
		throw new UsageError(`--${isPath === true ? 'path' : 'delete'} can't be used with --${other}.`);
	}

	if (isPath === true) {
		return {action: 'path', isConfirmed: false};
	}

	return {action: isDelete === true ? 'delete' : 'print', isConfirmed: isConfirmed === true};
};

const historyOptions = (read: Read): HistoryOptions => {
	const since = valueOf(read, 'since');

	// Whether it can be read does not depend on what time it is.
	if (since !== undefined && parseSince(since, 0) === undefined) {
		throw new UsageError(`--since takes a duration or a time, such as 2h, yesterday, 2026-03-01 or 2026-03-01T12:00; “${since}” is none.`);
	}

	const filter = valueOf(read, 'filter');
	checkFilterOfScript(filter);

	return {
		...historyActionOf(read),
		profiles: profilesOf(valuesOf(read, 'profile')),
		regions: regionsOf(valuesOf(read, 'region')),
		graph: graphOf(valueOf(read, 'graph')),
		taskIds: taskIdsOf(valuesOf(read, 'task')),
		filter,
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

/*
The config file that is in force, and all options with it.
*/
const withConfig = async (given: readonly Given[], openConfig: OpenConfig): Promise<{readonly all: readonly Given[]; readonly config: Config | undefined}> => {
	const [choice, another] = given.filter(one => subjectOf(one) === 'config');

	if (choice !== undefined && another !== undefined) {
		throw new UsageError(choice.spec === another.spec ? `--${choice.spec.flag} can be given once.` : '--config and --no-config can\'t go together.');
	}

	const config = choice?.spec.flag === 'no-config' ? undefined : await openConfig(choice?.value);
	return {all: config === undefined ? given : withDefaults(given, givenIn(config)), config};
};

/*
The options of `watch`, and what of the given is in force: of what does not go together, what stands in a file or the environment gives way.
*/
const settle = async (given: readonly Given[]): Promise<{readonly options: Options; readonly inForce: readonly Given[]}> => {
	try {
		return {options: watchOptions(await readFlags(given)), inForce: given};
	} catch (error: unknown) {
		if (!(error instanceof UsageError)) {
			throw error;
		}

		const involved = namedIn(error.message, given);
		const subjects = error instanceof TogetherError ? givingWay(involved) : new Set();

		if (subjects.size === 0) {
			throw new UsageError(placeOf(involved[0]?.origin) + error.message);
		}

		return settle(given.filter(one => !subjects.has(subjectOf(one))));
	}
};

const parse = async (argv: readonly string[], variable: string, openConfig: OpenConfig): Promise<ParsedCommandLine> => {
	const {words, given} = readArguments(argv, {kind: 'commandLine'});
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
		case 'watch':
		case 'config': {
			const {all, config} = await withConfig(withDefaults(given, readDefaults(variable)), openConfig);
			const {options, inForce} = await settle(all);
			return command === 'watch'
				? {kind: 'watch', options, ...(config !== undefined && {config})}
				: {kind: 'config', inForce: optionsInForce(inForce, config), config};
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
Reads a command line, without the names of the runtime and the program, the options of the environment, and the config file. Never rejects for what is wrong with them.
*/
export const parseCommandLine = async (argv: readonly string[], variable = '', openConfig: OpenConfig = async () => undefined): Promise<ParsedCommandLine> => {
	try {
		return await parse(argv, variable, openConfig);
	} catch (error: unknown) {
		if (error instanceof UsageError) {
			// One sentence, and nothing that a terminal obeys, whatever was written.
			return {kind: 'wrong', sentence: printable(error.message)};
		}

		throw error;
	}
};
