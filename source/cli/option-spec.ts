import {type ValueType} from './values.ts';

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

type SwitchSpec = {readonly value?: undefined; readonly placeholder?: undefined; readonly example?: undefined};

type ValueSpec = {readonly value: ValueType<unknown>; readonly placeholder: string; readonly example: string};

/**
An option. Parsing, checks, help, completions, the config file and its schema all use this table.

`help` describes `--name`, and `offHelp` describes `--no-name`; a missing text means that there is no such flag. A switch has no `value`.
*/
export type OptionSpec = (SwitchSpec | ValueSpec) & {
	readonly group: (typeof optionGroups)[number];
	readonly help?: string;
	readonly offHelp?: string;
	readonly shortFlag?: string;

	/**
	Whether the short help lists it.
	*/
	readonly isCommon?: true;

	/**
	Replaces `help` in the help of `history`.
	*/
	readonly historyHelp?: string;

	/**
	The default, for `config`. Absent if it depends on the environment.
	*/
	readonly defaultText?: string;

	/**
	Whether it can be given more than once.
	*/
	readonly isList?: boolean;

	/**
	The commands that accept it. Default: `watch`.
	*/
	readonly commands?: readonly CommandName[];
	readonly notIn?: ReadonlyArray<'environment' | 'file'>;

	/**
	Options of which at least one must be given with it.
	*/
	readonly requires?: readonly string[];

	/**
	Options that can't be combined with it. Each pair is listed once.
	*/
	readonly conflicts?: readonly string[];

	/**
	Options that it overrides in a place of lower precedence, and that override it likewise. They can be combined in the same place. Each pair is listed once.
	*/
	readonly replaces?: readonly string[];
};

/**
An option with its name in the table and its flag, without the dashes.
*/
export type Option = OptionSpec & {readonly name: string; readonly flag: string};

export const isAccepted = ({commands: accepting = ['watch']}: OptionSpec, command: CommandName): boolean =>
	// `config` prints the options of `watch`.
	accepting.includes(command === 'config' ? 'watch' : command);
