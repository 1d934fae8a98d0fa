import {sortOrders} from '../domain/order.ts';
import {themeNames} from '../domain/themes.ts';
import {commandNames, type CommandName} from './command-names.ts';

/**
What the help puts under one heading.
*/
export type OptionGroup = 'What to watch' | 'The screen' | 'Being told' | 'What is kept' | 'For scripts' | 'Besides';

/**
The headings, in the order of the help.
*/
export const optionGroups: readonly OptionGroup[] = ['What to watch', 'The screen', 'Being told', 'What is kept', 'For scripts', 'Besides'];

/**
An option, as the help, the completions and the reading of the command line have it.
*/
export type OptionSpec = {
	/**
	As it is written, without the dashes.
	*/
	readonly flag: string;
	readonly group: OptionGroup;

	/**
	The name of its value in the help; none for a switch.
	*/
	readonly value?: string;
	readonly help: string;

	/**
	A value to show where one is missing or wrong.
	*/
	readonly example?: string;

	/**
	The values that there are, where they are few.
	*/
	readonly choices?: readonly string[];

	/**
	The value that holds where none is given, as far as it is one.
	*/
	readonly usually?: string;

	/**
	Whether the value names a file.
	*/
	readonly isFile?: boolean;

	/**
	Whether it can be given more than once.
	*/
	readonly isRepeatable?: boolean;

	/**
	The commands that take it. Default: `watch` alone.
	*/
	readonly commands?: readonly CommandName[];
};

const watchAndHistory: readonly CommandName[] = ['watch', 'history'];

/**
The ways to notify.
*/
export const notifyChoices = ['bell', 'desktop', 'none'] as const;

/**
Every option there is, in the order of the help.
*/
export const optionSpecs: readonly OptionSpec[] = [
	{
		flag: 'region', group: 'What to watch', value: 'name', help: 'AWS region (else AWS_REGION, AWS_DEFAULT_REGION, the profile\'s); several with commas, or all', example: 'us-east-1', isRepeatable: true, commands: watchAndHistory,
	},
	{
		flag: 'profile', group: 'What to watch', value: 'name', help: 'profile of the AWS configuration (else AWS_PROFILE); several with commas', example: 'staging', isRepeatable: true, commands: watchAndHistory,
	},
	{
		flag: 'target', group: 'What to watch', value: 'profile@region', help: 'exactly this profile in this region; can be given more than once', example: 'staging@eu-west-1', isRepeatable: true,
	},
	{
		flag: 'endpoint-url', group: 'What to watch', value: 'url', help: 'ask this address instead of the service\'s own', example: 'http://127.0.0.1:8182',
	},
	{
		flag: 'interval', group: 'What to watch', value: 'seconds', help: 'poll so often, at least 1; without it the pace follows the work', example: '10',
	},
	{
		flag: 'details', group: 'What to watch', value: 'n', help: 'ask for the progress of at most n imports a poll (20, for scripts 0)', example: '20', usually: '20',
	},
	{
		flag: 'graph', group: 'What to watch', value: 'id', help: 'the imports of this graph alone', example: 'g-1a2b3c4d5e', commands: watchAndHistory,
	},
	{
		flag: 'task', group: 'What to watch', value: 'id', help: 'this import alone; can be given more than once', example: 't-8f2k1m9q0z', isRepeatable: true, commands: watchAndHistory,
	},
	{
		flag: 'filter', group: 'What to watch', value: 'query', help: 'begin with this filter', example: 'is:active', commands: watchAndHistory,
	},
	{
		flag: 'sort', group: 'What to watch', value: 'order', help: sortOrders.join(', '), example: 'activity', choices: sortOrders, usually: 'activity',
	},
	{flag: 'demo', group: 'What to watch', help: 'watch made-up imports; needs no AWS account and asks none'},
	{flag: 'allow-cancel', group: 'The screen', help: 'let x cancel an import, after a confirmation'},
	{flag: 'no-alternate-screen', group: 'The screen', help: 'draw below the prompt instead of on a screen of its own'},
	{
		flag: 'no-color', group: 'The screen', help: 'no colours (NO_COLOR does the same)', commands: watchAndHistory,
	},
	{
		flag: 'theme', group: 'The screen', value: 'name', help: themeNames.join(', '), example: 'high-contrast', choices: themeNames, commands: watchAndHistory,
	},
	{
		flag: 'ascii', group: 'The screen', help: 'plain characters alone; so it is where the locale is not UTF-8', commands: watchAndHistory,
	},
	{flag: 'screen-reader', group: 'The screen', help: 'say what happens line by line (INK_SCREEN_READER=true does the same)'},
	{flag: 'mouse', group: 'The screen', help: 'the wheel moves, a click selects, a double click opens'},
	{
		flag: 'notify', group: 'Being told', value: 'how', help: 'bell, desktop or none; bell,desktop for both (bell)', example: 'bell,desktop', choices: notifyChoices, usually: 'bell',
	},
	{
		flag: 'notify-on', group: 'Being told', value: 'what', help: 'which statuses, and last for the end of the last import (failed,last)', example: 'failed,last', usually: 'failed,last',
	},
	{flag: 'no-title', group: 'Being told', help: 'leave the title and the taskbar progress of the terminal alone'},
	{
		flag: 'on-change', group: 'Being told', value: 'command', help: 'run this for each change, with the change as JSON on its standard input', example: '\'jq .task.taskId\'',
	},
	{flag: 'no-history', group: 'What is kept', help: 'keep nothing of what is seen, and remember nothing'},
	{
		flag: 'record', group: 'What is kept', value: 'file', help: 'write down what is received, without names, in a new file', example: 'imports.ndjson', isFile: true,
	},
	{
		flag: 'replay', group: 'What is kept', value: 'file', help: 'watch what was written down, and ask no AWS account', example: 'imports.ndjson', isFile: true,
	},
	{
		flag: 'speed', group: 'What is kept', value: 'n', help: 'replay n times as fast, from 0.1 to 1000 (1)', example: '10', usually: '1',
	},
	{flag: 'plain', group: 'For scripts', help: 'print a line for each change; so it is without a terminal'},
	{
		flag: 'json', group: 'For scripts', help: 'print a line of JSON for each event', commands: watchAndHistory,
	},
	{flag: 'once', group: 'For scripts', help: 'print the imports as a table, and end; a line of JSON each with --json'},
	{flag: 'csv', group: 'For scripts', help: 'with --once, print comma-separated values'},
	{flag: 'until-done', group: 'For scripts', help: 'end when every import that matches is over'},
	{flag: 'fail-fast', group: 'For scripts', help: 'with --until-done, end at the first that failed'},
	{
		flag: 'expect', group: 'For scripts', value: 'n', help: 'with --until-done, wait until at least n imports match', example: '1',
	},
	{
		flag: 'timeout', group: 'For scripts', value: 'duration', help: 'with --until-done or --once, give up after 90s, 45m, 2h', example: '2h',
	},
	{
		flag: 'color', group: 'For scripts', help: 'colour the lines and tables that are printed', commands: watchAndHistory,
	},
	{
		flag: 'since', group: 'For scripts', value: 'time', help: 'with history: 2h, yesterday, 2026-03-01, 2026-03-01T12:00', example: 'yesterday', commands: ['history'],
	},
	{flag: 'path', group: 'For scripts', help: 'with history: print where the history is', commands: ['history']},
	{flag: 'delete', group: 'For scripts', help: 'with history: delete the history, after a confirmation', commands: ['history']},
	{flag: 'yes', group: 'For scripts', help: 'with history --delete: delete without asking', commands: ['history']},
	{
		flag: 'debug-log', group: 'Besides', value: 'file', help: 'append to this file what goes on inside', example: 'watch.log', isFile: true,
	},
	{
		flag: 'config', group: 'Besides', value: 'file', help: 'read this config file instead of the usual one', example: 'config.jsonc', isFile: true,
	},
	{flag: 'no-config', group: 'Besides', help: 'read no config file'},
	{
		flag: 'help', group: 'Besides', help: 'print this help', commands: commandNames,
	},
	{
		flag: 'version', group: 'Besides', help: 'print the version', commands: commandNames,
	},
];
