import {sortOrders} from '../imports/order.ts';
import {themeNames} from '../text/themes.ts';
import {
	duration,
	file,
	graphId,
	notifyChannels,
	notifyOn,
	numberFrom,
	oneOf,
	profiles,
	regions,
	since,
	targets,
	taskIds,
	text,
	url,
	type ValueType,
	wholeNumberFrom,
} from './values.ts';

export const commandNames = ['watch', 'history', 'config', 'completion'] as const;

export type CommandName = (typeof commandNames)[number];

export const shells = ['bash', 'zsh', 'fish'] as const;

/**
The commands that the help and the completions list. `watch` is the default.
*/
export const commands: ReadonlyArray<{readonly name: CommandName; readonly help: string; readonly choices?: readonly string[]}> = [
	{name: 'history', help: 'print recorded changes (offline)'},
	{name: 'config', help: 'print the options, keys and filters in effect'},
	{name: 'completion', help: 'print the shell completion script', choices: shells},
];

/**
The headings of the help, in order.
*/
export const optionGroups = ['Imports', 'Screen', 'Notifications', 'History', 'Scripts', 'Other'] as const;

/**
An option: the source for parsing, checks, help, completions, the config file and its schema.
*/
export type OptionSpec = {
	readonly group: (typeof optionGroups)[number];

	/**
	Describes `--name`. Absent for a switch that is on by default.
	*/
	readonly help?: string;

	/**
	Describes `--no-name`. Absent if there is no such flag.
	*/
	readonly offHelp?: string;
	readonly shortFlag?: string;

	/**
	The type of the value. Absent for a switch.
	*/
	readonly value?: ValueType<unknown>;

	/**
	The name of the value in the help.
	*/
	readonly placeholder?: string;

	/**
	A valid value.
	*/
	readonly example?: string;

	/**
	The default, if it is a constant.
	*/
	readonly usually?: string;

	/**
	Whether it can be given more than once. Its value then parses to a list.
	*/
	readonly isList?: boolean;

	/**
	The commands that accept it. Default: `watch`.
	*/
	readonly commands?: readonly CommandName[];

	/**
	Places besides the command line that can't hold it.
	*/
	readonly notIn?: ReadonlyArray<'environment' | 'file'>;

	/**
	Options of which at least one must be given with it.
	*/
	readonly requires?: readonly string[];

	/**
	Options that can't be combined with it, each pair stated once.
	*/
	readonly conflicts?: readonly string[];

	/**
	Options that can be combined with it, but replace it, and it them, if they come from a place of higher precedence. Each pair is stated once.
	*/
	readonly replaces?: readonly string[];
};

const watchAndHistory = ['watch', 'history'] as const;

const queries = ['region', 'profile', 'graph', 'task', 'filter', 'since', 'json'] as const;

const account = ['region', 'profile', 'target', 'endpointUrl'] as const;

/**
Every option, in the order of the help. The keys are the flags in camel case, as meow has them.
*/
export const optionTable = {
	region: {
		group: 'Imports', placeholder: 'name', value: regions, isList: true, example: 'us-east-1', commands: watchAndHistory,
		help: 'AWS region; comma-separated, or all (default: AWS_REGION, AWS_DEFAULT_REGION, then the profile\'s)',
	},
	profile: {
		group: 'Imports', placeholder: 'name', value: profiles, isList: true, example: 'staging', commands: watchAndHistory,
		help: 'AWS profile; comma-separated (default: AWS_PROFILE)',
	},
	target: {
		group: 'Imports', placeholder: 'profile@region', value: targets, isList: true, example: 'staging@eu-west-1', replaces: ['profile', 'region'],
		help: 'exactly this profile and region; repeatable',
	},
	endpointUrl: {
		group: 'Imports', placeholder: 'url', value: url, example: 'http://127.0.0.1:8182',
		help: 'override the service endpoint',
	},
	interval: {
		group: 'Imports', placeholder: 'seconds', value: numberFrom(1, 86_400, 'a number of seconds'), example: '10',
		help: 'seconds between polls (min 1; default: adaptive)',
	},
	details: {
		// More would mean one request for each import of a large account at every poll.
		group: 'Imports', placeholder: 'n', value: wholeNumberFrom(0, 100), example: '20', usually: '20',
		help: 'request the progress of at most n imports per poll (default: 20; 0 in scripts)',
	},
	graph: {
		group: 'Imports', placeholder: 'id', value: graphId, example: 'g-1a2b3c4d5e', commands: watchAndHistory,
		help: 'only this graph\'s imports',
	},
	task: {
		group: 'Imports', placeholder: 'id', value: taskIds, isList: true, example: 't-8f2k1m9q0z', commands: watchAndHistory,
		help: 'only this import; repeatable',
	},
	filter: {
		group: 'Imports', placeholder: 'query', value: text, example: 'is:active', commands: watchAndHistory,
		help: 'initial filter',
	},
	sort: {
		group: 'Imports', placeholder: 'order', value: oneOf(sortOrders), example: 'activity', usually: 'activity',
		help: sortOrders.join(', '),
	},
	demo: {
		group: 'Imports', conflicts: account,
		help: 'watch simulated imports; makes no AWS calls',
	},
	allowCancel: {
		group: 'Screen',
		help: 'let x cancel an import, after a confirmation',
	},
	alternateScreen: {
		group: 'Screen',
		offHelp: 'draw below the prompt, not on the alternate screen',
	},
	color: {
		group: 'Screen', commands: watchAndHistory,
		help: 'color the printed lines and tables too',
		offHelp: 'no colors (same as NO_COLOR)',
	},
	theme: {
		group: 'Screen', placeholder: 'name', value: oneOf(themeNames), example: 'high-contrast', commands: watchAndHistory,
		help: themeNames.join(', '),
	},
	ascii: {
		group: 'Screen', commands: watchAndHistory,
		help: 'use ASCII only (default in non-UTF-8 locales)',
	},
	screenReader: {
		group: 'Screen', conflicts: ['mouse'],
		help: 'announce changes line by line (same as INK_SCREEN_READER=true)',
	},
	mouse: {
		group: 'Screen',
		help: 'wheel scrolls, click selects, double click opens',
	},
	notify: {
		group: 'Notifications', placeholder: 'how', value: notifyChannels, example: 'bell,desktop', usually: 'bell',
		help: 'bell, desktop, none or bell,desktop (default: bell)',
	},
	notifyOn: {
		group: 'Notifications', placeholder: 'what', value: notifyOn, example: 'failed,last', usually: 'failed,last',
		help: 'statuses, and last for the end of the last import (default: failed,last)',
	},
	title: {
		group: 'Notifications',
		offHelp: 'don\'t set the terminal title and taskbar progress',
	},
	onChange: {
		group: 'Notifications', placeholder: 'command', value: text, example: '\'jq .task.taskId\'',
		help: 'run this for each change; gets the change as JSON on stdin',
	},
	history: {
		group: 'History',
		offHelp: 'don\'t record or load the history',
	},
	record: {
		group: 'History', placeholder: 'file', value: file, example: 'imports.ndjson',
		help: 'record an anonymized session to a new file',
	},
	replay: {
		group: 'History', placeholder: 'file', value: file, example: 'imports.ndjson', conflicts: [...account, 'demo', 'record'],
		help: 'watch a recording; makes no AWS calls',
	},
	speed: {
		group: 'History', placeholder: 'n', value: numberFrom(0.1, 1000), example: '10', usually: '1', requires: ['replay'],
		help: 'replay n times as fast, 0.1 to 1000 (default: 1)',
	},
	since: {
		group: 'History', placeholder: 'time', value: since, example: 'yesterday', commands: ['history'],
		help: 'with history: changes since 2h (ago), yesterday, 2026-03-01 or 2026-03-01T12:00',
	},
	path: {
		group: 'History', conflicts: [...queries, 'delete'], commands: ['history'],
		help: 'with history: print the path of the history file',
	},
	delete: {
		group: 'History', conflicts: queries, commands: ['history'],
		help: 'with history: delete the history, after a confirmation',
	},
	yes: {
		group: 'History', requires: ['delete'], commands: ['history'],
		help: 'with history --delete: delete without asking',
	},
	plain: {
		group: 'Scripts', conflicts: ['json', 'once', 'csv'],
		help: 'print one line per change (default when stdout is not a TTY)',
	},
	json: {
		group: 'Scripts', commands: watchAndHistory,
		help: 'print one line of JSON per event',
	},
	once: {
		group: 'Scripts', conflicts: ['untilDone', 'record'],
		help: 'print the imports as a table and exit; with --json, one line of JSON per import',
	},
	csv: {
		group: 'Scripts', requires: ['once'], conflicts: ['json'],
		help: 'with --once: print comma-separated values',
	},
	untilDone: {
		group: 'Scripts',
		help: 'exit when every matching import has finished',
	},
	failFast: {
		group: 'Scripts', requires: ['untilDone'],
		help: 'with --until-done: exit at the first failure',
	},
	expect: {
		group: 'Scripts', placeholder: 'n', value: wholeNumberFrom(0, 1_000_000), example: '1', requires: ['untilDone'],
		help: 'with --until-done: wait for at least n imports',
	},
	timeout: {
		group: 'Scripts', placeholder: 'duration', value: duration, example: '2h', requires: ['untilDone', 'once'],
		help: 'with --until-done or --once: give up after 90s, 45m, 2h',
	},
	debugLog: {
		group: 'Other', placeholder: 'file', value: file, example: 'watch.log',
		help: 'append debug output to this file',
	},
	config: {
		group: 'Other', placeholder: 'file', value: file, example: 'config.jsonc', notIn: ['file'],
		help: 'read this config file instead of the default one',
		offHelp: 'read no config file',
	},
	help: {
		group: 'Other', shortFlag: 'h', commands: commandNames, notIn: ['environment', 'file'],
		help: 'print this help',
	},
	version: {
		group: 'Other', shortFlag: 'v', commands: commandNames, notIn: ['environment', 'file'],
		help: 'print the version',
	},
} as const satisfies Readonly<Record<string, OptionSpec>>;

/**
The values of the options that were given, as parsed by their types.
*/
export type OptionValues = {
	readonly [Name in keyof typeof optionTable]?: (typeof optionTable)[Name] extends {readonly value: ValueType<infer Value>} ? Value : boolean;
};

/**
An option with its name in the table and its name in the config file.
*/
export type Option = OptionSpec & {readonly name: string; readonly flag: string};

/**
The flag of a name in the table, without the dashes.
*/
export const flagOf = (name: string): string => name.replaceAll(/[A-Z]/gv, letter => `-${letter.toLowerCase()}`);

export const options: readonly Option[] = Object.entries<OptionSpec>(optionTable).map(([name, spec]) => ({...spec, name, flag: flagOf(name)}));

export const isAccepted = ({commands: accepting = ['watch']}: OptionSpec, command: CommandName): boolean =>
	// `config` prints the options of `watch`.
	accepting.includes(command === 'config' ? 'watch' : command);

/**
The options that a config file may hold.
*/
export const fileOptions: readonly Option[] = options.filter(option => isAccepted(option, 'watch') && option.notIn?.includes('file') !== true);
