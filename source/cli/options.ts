import {columnNames} from '../imports/column-names.ts';
import {sortOrders} from '../imports/order.ts';
import {kebabCase} from '../text/kebab-case.ts';
import {themeNames} from '../text/themes.ts';
import {
	commandNames,
	isAccepted,
	type Option,
	type OptionSpec,
} from './option-spec.ts';
import {
	columns,
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

const watchAndHistory = ['watch', 'history'] as const;

const historyQueries = ['region', 'profile', 'graph', 'task', 'filter', 'since', 'json', 'timeline', 'stats'] as const;

const accountOptions = ['region', 'profile', 'target', 'endpointUrl'] as const;

/**
Every option, in the order of the help. The keys are the flags in camel case, as meow names them.
*/
export const optionTable = {
	region: {
		group: 'Imports', isCommon: true, placeholder: 'name', value: regions, isList: true, example: 'us-east-1', commands: watchAndHistory,
		help: 'AWS regions, comma-separated, or all (default: AWS_REGION, AWS_DEFAULT_REGION, then the region of the profile)',
		historyHelp: 'only these regions, comma-separated',
	},
	profile: {
		group: 'Imports', isCommon: true, placeholder: 'name', value: profiles, isList: true, example: 'staging', commands: watchAndHistory,
		help: 'AWS profiles, comma-separated (default: AWS_PROFILE)',
		historyHelp: 'only these profiles, comma-separated',
	},
	target: {
		group: 'Imports', placeholder: 'profile@region', value: targets, isList: true, example: 'staging@eu-west-1', replaces: ['profile', 'region'],
		help: 'watch this profile in this region; repeatable',
	},
	endpointUrl: {
		group: 'Imports', placeholder: 'url', value: url, example: 'http://127.0.0.1:8182',
		help: 'override the service endpoint',
	},
	interval: {
		group: 'Imports', isCommon: true, placeholder: 'seconds', value: numberFrom(1, 86_400, 'a number of seconds'), example: '10', defaultText: 'adaptive',
		help: 'seconds between polls (min 1; default: adaptive)',
	},
	details: {
		// Limits the requests per poll in large accounts.
		group: 'Imports', placeholder: 'n', value: wholeNumberFrom(0, 100), example: '20', defaultText: '20',
		help: 'request the progress of at most n imports per poll (default: 20 on the screen, 0 in scripts)',
	},
	graph: {
		group: 'Imports', isCommon: true, placeholder: 'id', value: graphId, example: 'g-1a2b3c4d5e', commands: watchAndHistory,
		help: 'only this graph\'s imports',
	},
	task: {
		group: 'Imports', isCommon: true, placeholder: 'id', value: taskIds, isList: true, example: 't-8f2k1m9q0z', commands: watchAndHistory,
		help: 'only this import; repeatable',
	},
	filter: {
		group: 'Imports', isCommon: true, placeholder: 'query', value: text, example: 'is:active', commands: watchAndHistory,
		help: 'initial filter',
		historyHelp: 'only imports that match this filter',
	},
	sort: {
		group: 'Imports', placeholder: 'order', value: oneOf(sortOrders), example: 'activity', defaultText: 'activity',
		help: `initial sort order: ${sortOrders.join(', ')} (default: activity)`,
	},
	demo: {
		group: 'Imports', isCommon: true, conflicts: accountOptions,
		help: 'watch simulated imports; makes no AWS calls',
	},
	allowCancel: {
		group: 'Screen', isCommon: true,
		help: 'let the x key cancel an import (asks first)',
	},
	signIn: {
		group: 'Screen',
		offHelp: 'don\'t let the L key run aws sso login or aws login',
	},
	columns: {
		group: 'Screen', placeholder: 'names', value: columns, isList: true, example: 'status,progress,source', defaultText: 'by width', conflicts: ['once', 'plain', 'json'],
		help: `columns of the list (screen only), comma-separated: ${columnNames.join(', ')}`,
	},
	alternateScreen: {
		group: 'Screen',
		offHelp: 'draw below the prompt, not on the alternate screen',
	},
	color: {
		group: 'Screen', commands: watchAndHistory,
		help: 'always use colors (same as FORCE_COLOR=1)',
		offHelp: 'no colors (same as NO_COLOR)',
	},
	theme: {
		group: 'Screen', placeholder: 'name', value: oneOf(themeNames), example: 'high-contrast', defaultText: 'default', commands: watchAndHistory,
		help: `colors: ${themeNames.join(', ')}`,
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
		help: 'scroll, select and open with the mouse',
	},
	notify: {
		group: 'Notifications', placeholder: 'how', value: notifyChannels, example: 'bell,desktop', defaultText: 'bell',
		help: 'how to notify: bell, desktop, bell,desktop or none (default: bell)',
	},
	notifyOn: {
		group: 'Notifications', placeholder: 'what', value: notifyOn, example: 'failed,last', defaultText: 'failed,last',
		help: 'statuses to notify of; last means that the last running import has ended (default: failed,last; more with --notify)',
	},
	title: {
		group: 'Notifications',
		offHelp: 'don\'t set the terminal title and taskbar progress',
	},
	onChange: {
		group: 'Notifications', isCommon: true, placeholder: 'command', value: text, example: '\'jq .task.taskId\'',
		help: 'run this shell command for each change and reason, with the event as JSON on stdin',
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
		group: 'History', placeholder: 'file', value: file, example: 'imports.ndjson', conflicts: [...accountOptions, 'demo', 'record'],
		help: 'watch a recording; makes no AWS calls',
	},
	speed: {
		group: 'History', placeholder: 'n', value: numberFrom(0.1, 1000), example: '10', defaultText: '1', requires: ['replay'],
		help: 'replay n times as fast (0.1 to 1000; default: 1)',
	},
	since: {
		group: 'History', placeholder: 'time', value: since, example: 'yesterday', commands: ['history'],
		help: 'with history: only changes since 2h (ago), yesterday, 2026-03-01 or 2026-03-01T12:00',
	},
	timeline: {
		group: 'History', conflicts: ['json'], commands: ['history'],
		help: 'with history: draw the imports on a timeline (default: of the last 24 hours)',
	},
	stats: {
		group: 'History', conflicts: ['timeline'], commands: ['history'],
		help: 'with history: print failures, durations and statements per second for each source and graph',
	},
	width: {
		group: 'History', placeholder: 'columns', value: wholeNumberFrom(40, 1000), example: '140', requires: ['timeline'], commands: ['history'],
		help: 'with history --timeline: the width (default: the width of the terminal, or 100)',
	},
	path: {
		group: 'History', conflicts: [...historyQueries, 'delete'], commands: ['history'],
		help: 'with history: print the path of the history file',
	},
	delete: {
		group: 'History', conflicts: historyQueries, commands: ['history'],
		help: 'with history: delete the history (asks first)',
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
		group: 'Scripts', isCommon: true, commands: watchAndHistory,
		help: 'print one line of JSON per event',
		historyHelp: 'print one line of JSON per change, or with --stats per row',
	},
	once: {
		group: 'Scripts', isCommon: true, conflicts: ['untilDone', 'record'],
		help: 'print the imports as a table and exit; with --json, one line of JSON per import',
	},
	csv: {
		group: 'Scripts', requires: ['once'], conflicts: ['json'],
		help: 'with --once: print CSV',
	},
	untilDone: {
		group: 'Scripts', isCommon: true,
		help: 'exit when every matching import has ended',
	},
	failFast: {
		group: 'Scripts', requires: ['untilDone'],
		help: 'with --until-done: exit at the first failure',
	},
	usable: {
		group: 'Scripts', requires: ['untilDone'], conflicts: ['replay'],
		help: 'with --until-done: also wait until the graphs of succeeded imports are available',
	},
	expect: {
		group: 'Scripts', placeholder: 'n', value: wholeNumberFrom(0, 1_000_000), example: '1', requires: ['untilDone'],
		help: 'with --until-done: wait for at least n imports',
	},
	new: {
		group: 'Scripts', isCommon: true, requires: ['untilDone'], conflicts: ['task'],
		help: 'with --until-done: wait only for new imports, at least one',
	},
	timeout: {
		group: 'Scripts', isCommon: true, placeholder: 'duration', value: duration, example: '2h', requires: ['untilDone', 'once'],
		help: 'with --until-done or --once: give up after this time, such as 90s, 45m or 2h',
	},
	debugLog: {
		group: 'Other', placeholder: 'file', value: file, example: 'watch.log',
		help: 'append debug output to this file',
	},
	config: {
		group: 'Other', placeholder: 'file', value: file, example: 'config.jsonc', notIn: ['file'],
		help: 'read this config file instead of the default one',
		offHelp: 'ignore the config file',
	},
	help: {
		group: 'Other', isCommon: true, shortFlag: 'h', commands: commandNames, notIn: ['environment', 'file'],
		help: 'print this help; --help all prints every option',
	},
	version: {
		group: 'Other', isCommon: true, shortFlag: 'v', commands: commandNames, notIn: ['environment', 'file'],
		help: 'print the version',
	},
} as const satisfies Readonly<Record<string, OptionSpec>>;

/**
The parsed values of the given options.
*/
export type OptionValues = {
	readonly [Name in keyof typeof optionTable]?: (typeof optionTable)[Name] extends {readonly value: ValueType<infer Value>} ? Value : boolean;
};

export const options: readonly Option[] = Object.entries<OptionSpec>(optionTable).map(([name, spec]) => ({...spec, name, flag: kebabCase(name)}));

export const fileOptions: readonly Option[] = options.filter(option => isAccepted(option, 'watch') && option.notIn?.includes('file') !== true);
