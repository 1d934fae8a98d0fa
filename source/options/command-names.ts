/**
What the program can be asked to do; `watch` is what it does where nothing is named.
*/
export const commandNames = ['watch', 'history', 'config', 'completion'] as const;

/**
One of them.
*/
export type CommandName = (typeof commandNames)[number];

/**
The shells that there are completions for.
*/
export const shells = ['bash', 'zsh', 'fish'] as const;

/**
One of them.
*/
export type Shell = (typeof shells)[number];

/**
What is said of each command that is named.
*/
export const commandHelp: ReadonlyArray<{readonly name: CommandName; readonly help: string; readonly choices?: readonly string[]}> = [
	{name: 'history', help: 'print what was observed; asks no AWS account'},
	{name: 'config', help: 'print the options, keys and filters in force, and where they come from'},
	{name: 'completion', help: 'print the completions for bash, zsh or fish', choices: shells},
];
