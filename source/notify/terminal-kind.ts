import {execFile} from 'node:child_process';

/**
The features of a terminal. `notification` is undefined if it has no known desktop notifications. `hasProgress` means progress in the tab or the taskbar (OSC 9;4).
*/
export type TerminalKind = {
	readonly notification: NotificationKind | undefined;
	readonly hasProgress: boolean;
	readonly hasTitle: boolean;
	readonly isTmux: boolean;
};

/**
OSC 9 (iTerm2) has a text, OSC 777 (rxvt-unicode) a title and a text. OSC 99 is kitty's protocol.
*/
export type NotificationKind = 'osc9' | 'osc99' | 'osc777';

type KnownTerminal = Pick<TerminalKind, 'notification' | 'hasProgress'> & {readonly matches: (env: NodeJS.ProcessEnv) => boolean};

const program = (...names: readonly string[]) => ({TERM_PROGRAM: name = '', LC_TERMINAL: local = ''}: NodeJS.ProcessEnv): boolean =>
	names.includes(name) || names.includes(local);

const termLike = (pattern: RegExp) => ({TERM: term = ''}: NodeJS.ProcessEnv): boolean => pattern.test(term);

const variable = (name: string) => (env: NodeJS.ProcessEnv): boolean => (env[name] ?? '') !== '';

// Handles suffixes, as in `3.6.6beta1`.
const isSince = (version: string, ...least: readonly number[]): boolean => {
	const parts = version.match(/\d+/gv)?.map(Number) ?? [];
	const index = least.findIndex((part, place) => part !== (parts[place] ?? 0));
	return index === -1 || (parts[index] ?? 0) > (least[index] ?? 0);
};

const anyOf = (...tests: ReadonlyArray<(env: NodeJS.ProcessEnv) => boolean>) => (env: NodeJS.ProcessEnv): boolean => tests.some(matches => matches(env));

const iTermVersion = (env: NodeJS.ProcessEnv): string => env['LC_TERMINAL_VERSION'] ?? env['TERM_PROGRAM_VERSION'] ?? '';

const iTerm = program('iTerm.app', 'iTerm2');

/*
The first match wins. A terminal with OSC 9 notifications but without 9;4 would show “4;1;50”, so progress needs known support.

- iTerm2 documents OSC 9, and supports 9;4 since 3.6.6.
- kitty documents OSC 99 and ignores 9;4.
- Ghostty documents OSC 9, 777 and 9;4 (since 1.2).
- WezTerm documents OSC 9 and 777. It supports 9;4 since 2025; older versions ignore it.
- foot documents OSC 777 and 99.
- rxvt-unicode supports OSC 777 through a bundled extension.
- Warp documents OSC 9 and 777.
- Windows Terminal and ConEmu document 9;4. Windows Terminal documents no notifications.
- VTE (GNOME Terminal, Ptyxis and others) supports 9;4 since 0.80. Only some distributions patch in OSC 777.
- mintty and the VS Code terminal support 9;4.
*/
const terminals: readonly KnownTerminal[] = [
	{matches: env => iTerm(env) && isSince(iTermVersion(env), 3, 6, 6), notification: 'osc9', hasProgress: true},
	{matches: iTerm, notification: 'osc9', hasProgress: false},
	{matches: anyOf(program('ghostty'), termLike(/^xterm-ghostty/v), variable('GHOSTTY_RESOURCES_DIR')), notification: 'osc777', hasProgress: true},
	{matches: anyOf(variable('KITTY_WINDOW_ID'), termLike(/^xterm-kitty/v)), notification: 'osc99', hasProgress: false},
	{matches: anyOf(program('WezTerm'), variable('WEZTERM_PANE')), notification: 'osc777', hasProgress: true},
	{matches: termLike(/^foot/v), notification: 'osc777', hasProgress: false},
	{matches: termLike(/^rxvt-unicode/v), notification: 'osc777', hasProgress: false},
	{matches: program('WarpTerminal'), notification: 'osc777', hasProgress: false},
	{matches: variable('WT_SESSION'), notification: undefined, hasProgress: true},
	{matches: ({ConEmuANSI: isAnsi}) => isAnsi === 'ON', notification: undefined, hasProgress: true},
	{matches: program('mintty', 'vscode'), notification: undefined, hasProgress: true},
	{matches: ({VTE_VERSION: version = ''}) => Number(version) >= 8000, notification: undefined, hasProgress: true},
];

// These print unknown sequences, or have no window.
const plainTerm = /^(?:dumb|linux|cons25|vt\d+)$/v;

/**
Detects the terminal from environment variables. Inside tmux, most variables of the outer terminal survive. GNU screen passes nothing through.
*/
export const terminalKind = (env: NodeJS.ProcessEnv): TerminalKind => {
	const {TERM: term = ''} = env;
	const isTmux = variable('TMUX')(env);
	const isScreen = !isTmux && (variable('STY')(env) || term.startsWith('screen'));
	const known = isScreen || plainTerm.test(term) ? undefined : terminals.find(({matches}) => matches(env));

	return {
		notification: known?.notification,
		hasProgress: known?.hasProgress === true,
		hasTitle: !plainTerm.test(term),
		isTmux,
	};
};

const timeLimitMs = 2000;

/**
Returns the tmux option `allow-passthrough`, and false if it can't be read. Versions before 3.3 have no such option and always pass sequences through.
*/
export const hasPassthrough = async (env: NodeJS.ProcessEnv): Promise<boolean> => {
	const {promise, resolve} = Promise.withResolvers<boolean>();
	const pane = env['TMUX_PANE'];
	execFile('tmux', ['show-options', '-Apv', ...(pane === undefined ? [] : ['-t', pane]), 'allow-passthrough'], {env, timeout: timeLimitMs}, (error, stdout, stderr) => {
		resolve(error === null ? /^(?:on|all)$/v.test(stdout.trim()) : /(?:invalid|unknown) option/v.test(stderr));
	});
	return promise;
};
