import packageJson from '../../package.json' with {type: 'json'};
import {filterFields} from '../imports/filter/filter-fields.ts';
import {parseFilter} from '../imports/filter/filter.ts';
import {defaultNotifyOn, allNotifications} from '../imports/notify-on.ts';
import {printable} from '../text/printable.ts';
import {pluralText} from '../text/time-text.ts';
import {type TargetSpec, targetIdOf} from '../imports/target.ts';
import {type HistoryOptions, type Options, type OutputForm} from '../runtime/options.ts';
import {type GivenOption, hintFlag, parseArguments} from './arguments.ts';
import {type Config} from './config-file.ts';
import {parseVariable} from './environment.ts';
import {helpText, helpTopics} from './help.ts';
import {
	type CommandName,
	commandNames,
	isAccepted,
	shells,
} from './option-spec.ts';
import {type OptionValues} from './options.ts';
import {
	checkCombination,
	invalidValue,
	optionsInEffect,
	parseValues,
} from './precedence.ts';
import {hint, seeHelp, UsageError} from './usage-error.ts';
import {orList} from './values.ts';

export type ParsedCommandLine =
	| {readonly kind: 'watch'; readonly options: Options; readonly config?: Config}
	| {readonly kind: 'config'; readonly inEffect: readonly GivenOption[]; readonly config: Config | undefined}
	| {readonly kind: 'history'; readonly options: HistoryOptions}
	| {readonly kind: 'completion'; readonly shell: (typeof shells)[number]}
	| {readonly kind: 'print'; readonly text: string}
	| {readonly kind: 'wrong'; readonly sentence: string};

/*
Reads the given config file, or the default one. Resolves to undefined if the default one does not exist. Throws a `UsageError` if the file is invalid.
*/
type OpenConfig = (file: string | undefined) => Promise<Config | undefined>;

/*
An undefined profile or region is resolved later, from the environment and the AWS configuration.
*/
const targetsOf = ({profile = [], region = [], target = []}: OptionValues): readonly TargetSpec[] => {
	const hasPairsOnly = target.length > 0 && profile.length === 0 && region.length === 0;
	const orUnresolved = (names: readonly string[]): ReadonlyArray<string | undefined> => names.length === 0 ? [undefined] : names;
	const combinations = hasPairsOnly ? [] : orUnresolved(profile).flatMap(name => orUnresolved(region).map((place): TargetSpec => ({profile: name, region: place})));
	return new Map([...combinations, ...target].map(one => [targetIdOf(one), one])).values().toArray();
};

const formOf = ({once = false, json = false, csv = false, plain = false}: OptionValues): OutputForm | undefined => {
	if (once) {
		return csv ? 'csv' : (json ? 'jsonOnce' : 'table');
	}

	return json ? 'json' : (plain ? 'plain' : undefined);
};

const unique = <Text extends string>(texts: readonly Text[] = []): readonly Text[] => [...new Set(texts)];

const toOptions = (values: OptionValues): Options => ({
	targets: targetsOf(values),
	endpointUrl: values.endpointUrl,
	intervalMs: values.interval === undefined ? undefined : values.interval * 1000,
	filter: values.filter,
	graph: values.graph,
	taskIds: unique(values.task),
	sort: values.sort,
	columns: values.columns && unique(values.columns),
	detailsBudget: values.details,
	canCancel: values.allowCancel ?? false,
	canSignIn: values.signIn ?? true,
	isDemo: values.demo ?? false,
	hasColor: values.color,
	theme: values.theme ?? 'default',
	isAscii: values.ascii ?? false,
	isSpoken: values.screenReader ?? false,
	hasMouse: values.mouse ?? false,
	hasAlternateScreen: values.alternateScreen ?? true,
	notify: {
		channels: values.notify ?? new Set(['bell']),
		on: values.notifyOn ?? (values.notify === undefined ? defaultNotifyOn : allNotifications),
	},
	hasTitle: values.title ?? true,
	onChange: values.onChange,
	keepsHistory: values.history ?? true,
	record: values.record,
	replay: values.replay,
	speed: values.speed ?? 1,
	form: formOf(values),
	untilDone: values.untilDone === true
		? {
			isFailFast: values.failFast ?? false, isUsable: values.usable ?? false, isNewOnly: values.new ?? false, expected: values.expect,
		}
		: undefined,
	timeoutMs: values.timeout,
	debugLog: values.debugLog,
});

const historyActionOf = ({path, timeline, stats, delete: isDelete}: OptionValues): HistoryOptions['action'] => {
	if (path === true) {
		return 'path';
	}

	if (timeline === true) {
		return 'timeline';
	}

	if (stats === true) {
		return 'statistics';
	}

	return isDelete === true ? 'delete' : 'print';
};

const toHistoryOptions = (values: OptionValues): HistoryOptions => ({
	profiles: unique(values.profile),
	regions: unique(values.region),
	graph: values.graph,
	taskIds: unique(values.task),
	filter: values.filter,
	action: historyActionOf(values),
	isConfirmed: values.yes === true,
	since: values.since,
	isJson: values.json ?? false,
	width: values.width,
	hasColor: values.color,
	theme: values.theme ?? 'default',
	isAscii: values.ascii ?? false,
});

/*
The screen shows how a filter was parsed. A script would wait for no imports and report success, so it rejects an invalid filter.
*/
const checkFilter = (given: readonly GivenOption[], query = ''): void => {
	const [problem] = parseFilter(query).notes;
	const filter = given.find(({option}) => option.name === 'filter');

	if (problem !== undefined && filter !== undefined) {
		throw invalidValue(query, filter, problem.replace(/; treated as text$/v, () => `: ${filterFields.map(({name}) => name).join(', ')}`)); // Only the screen does that, and suggests the fields.
	}
};

const checkExpected = (given: readonly GivenOption[], {taskIds, untilDone}: Options): void => {
	const expected = untilDone?.expected ?? 0;
	const expect = given.find(({option}) => option.name === 'expect');

	if (expect !== undefined && taskIds.length > 0 && expected > taskIds.length) {
		throw new UsageError(`--expect ${expected} can't be met: --task selects only ${pluralText(taskIds.length, 'import')}`, expect.origin);
	}
};

const watchOptions = (given: readonly GivenOption[]): Options => {
	checkCombination(given);
	const options = toOptions(parseValues(given));
	checkExpected(given, options);

	if (options.form !== undefined || options.untilDone !== undefined) {
		checkFilter(given, options.filter);
	}

	return options;
};

const historyOptions = (given: readonly GivenOption[]): HistoryOptions => {
	checkCombination(given);
	const options = toHistoryOptions(parseValues(given));
	checkFilter(given, options.filter);
	return options;
};

const commandOf = (word = 'watch'): CommandName => {
	const command = commandNames.find(name => name === word);

	if (command === undefined) {
		throw new UsageError(`unknown command "${word}"${hint(word, commandNames, {otherwise: hintFlag(word)})}`);
	}

	return command;
};

const checkAccepted = (command: CommandName, given: readonly GivenOption[]): void => {
	for (const {option} of given) {
		if (!isAccepted(option, command)) {
			throw new UsageError(command === 'watch' || command === 'config'
				? `--${option.flag} requires the ${option.commands?.join(' or ')} command`
				: `${command} does not accept --${option.flag}`);
		}
	}
};

const shellOf = (word: string | undefined): (typeof shells)[number] => {
	const shell = shells.find(name => name === word);

	if (shell === undefined) {
		throw new UsageError(word === undefined ? `completion requires a shell: ${orList(shells)}` : `unknown shell "${word}": expected ${orList(shells)}`);
	}

	return shell;
};

const openConfigOf = async (given: readonly GivenOption[], openConfig: OpenConfig): Promise<Config | undefined> => {
	const value = optionsInEffect(given).find(({option}) => option.name === 'config')?.value;
	return value === false ? undefined : openConfig(typeof value === 'object' ? value[0] : undefined);
};

const parse = async (argv: readonly string[], variable: string, openConfig: OpenConfig): Promise<ParsedCommandLine> => {
	const {words, given} = await parseArguments(argv, {kind: 'commandLine'});
	const [word, ...others] = words;
	const isOn = (name: string): boolean => given.some(({option, value}) => option.name === name && value === true);

	if (isOn('help')) {
		return {kind: 'print', text: helpText(helpTopics.find(topic => topic === word) ?? 'watch')};
	}

	if (isOn('version')) {
		return {kind: 'print', text: `${packageJson.version}\n`};
	}

	const command = commandOf(word);
	checkAccepted(command, given);
	const extra = others[command === 'completion' ? 1 : 0];

	if (extra !== undefined) {
		throw new UsageError(`unexpected argument "${extra}"${seeHelp}`);
	}

	switch (command) {
		case 'watch':
		case 'config': {
			const withVariable = [...given, ...await parseVariable(variable)];
			const config = await openConfigOf(withVariable, openConfig);
			const inEffect = optionsInEffect([...withVariable, ...(config?.options ?? [])]);
			const options = watchOptions(inEffect);
			return command === 'watch' ? {kind: 'watch', options, ...(config !== undefined && {config})} : {kind: 'config', inEffect, config};
		}

		case 'history': {
			return {kind: 'history', options: historyOptions(given)};
		}

		case 'completion': {
			return {kind: 'completion', shell: shellOf(others[0])};
		}
	}
};

/**
Parses the arguments, the options in the environment variable, and the config file. Invalid options resolve to `wrong`.
*/
export const parseCommandLine = async (argv: readonly string[], variable = '', openConfig: OpenConfig = async () => undefined): Promise<ParsedCommandLine> => {
	try {
		return await parse(argv, variable, openConfig);
	} catch (error: unknown) {
		if (error instanceof UsageError) {
			// Arguments can contain control sequences.
			return {kind: 'wrong', sentence: printable(error.message)};
		}

		throw error;
	}
};
