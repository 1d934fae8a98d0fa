import {execFile} from 'node:child_process';

/**
What a terminal takes beyond what is drawn on it.
*/
export type TerminalKind = {
	/**
	The sequence that makes it show a notification on the desktop; undefined where it is not known to take one.
	*/
	readonly notification: NotificationKind | undefined;

	/**
	Whether it shows progress in its tab or the taskbar (OSC 9;4).
	*/
	readonly hasProgress: boolean;

	/**
	Whether it has a title.
	*/
	readonly hasTitle: boolean;

	/**
	Whether tmux stands between.
	*/
	readonly isTmux: boolean;
};

/**
Text alone (OSC 9, of iTerm2), title and text (OSC 777, of rxvt-unicode), or the protocol of kitty (OSC 99).
*/
export type NotificationKind = 'osc9' | 'osc99' | 'osc777';

type Known = Pick<TerminalKind, 'notification' | 'hasProgress'> & {
	/**
	How its environment tells it.
	*/
	readonly isIt: (env: NodeJS.ProcessEnv) => boolean;
};

const program = (...names: readonly string[]) => ({TERM_PROGRAM: name = '', LC_TERMINAL: local = ''}: NodeJS.ProcessEnv): boolean =>
	names.includes(name) || names.includes(local);

const termLike = (pattern: RegExp) => ({TERM: term = ''}: NodeJS.ProcessEnv): boolean => pattern.test(term);

const variable = (name: string) => (env: NodeJS.ProcessEnv): boolean => (env[name] ?? '') !== '';

/*
Whether a version such as `3.6.6beta1` is at least this one.
*/
const isSince = (version: string, ...least: readonly number[]): boolean => {
	const parts = version.match(/\d+/gv)?.map(Number) ?? [];
	const index = least.findIndex((part, place) => part !== (parts[place] ?? 0));
	return index === -1 || (parts[index] ?? 0) > (least[index] ?? 0);
};

const anyOf = (...tests: ReadonlyArray<(env: NodeJS.ProcessEnv) => boolean>) => (env: NodeJS.ProcessEnv): boolean => tests.some(isIt => isIt(env));

const iTermVersion = (env: NodeJS.ProcessEnv): string => env['LC_TERMINAL_VERSION'] ?? env['TERM_PROGRAM_VERSION'] ?? '';

const iTerm = program('iTerm.app', 'iTerm2');

/*
The first that fits counts. A terminal that takes OSC 9 for a notification and does not know OSC 9;4 would pop up “4;1;50”: so progress goes only where it is known to be understood.

- iTerm2 documents OSC 9, and understands 9;4 since 3.6.6.
- kitty documents OSC 99; it passes over 9;4.
- Ghostty documents OSC 9, 777 and 9;4, the last since 1.2.
- WezTerm documents OSC 9 and 777; 9;4 came in 2025, and older versions pass over it.
- foot documents OSC 777 and 99.
- rxvt-unicode has OSC 777, by an extension that comes with it.
- Warp documents OSC 9 and 777.
- Windows Terminal and ConEmu document 9;4; of notifications Windows Terminal has none that is documented.
- VTE (GNOME Terminal, Ptyxis and others) understands 9;4 since 0.80; notifications by 777 are a patch of some distributions.
- mintty and the terminal of VS Code understand 9;4.
*/
const terminals: readonly Known[] = [
	{isIt: env => iTerm(env) && isSince(iTermVersion(env), 3, 6, 6), notification: 'osc9', hasProgress: true},
	{isIt: iTerm, notification: 'osc9', hasProgress: false},
	{isIt: anyOf(program('ghostty'), termLike(/^xterm-ghostty/v), variable('GHOSTTY_RESOURCES_DIR')), notification: 'osc777', hasProgress: true},
	{isIt: anyOf(variable('KITTY_WINDOW_ID'), termLike(/^xterm-kitty/v)), notification: 'osc99', hasProgress: false},
	{isIt: anyOf(program('WezTerm'), variable('WEZTERM_PANE')), notification: 'osc777', hasProgress: true},
	{isIt: termLike(/^foot/v), notification: 'osc777', hasProgress: false},
	{isIt: termLike(/^rxvt-unicode/v), notification: 'osc777', hasProgress: false},
	{isIt: program('WarpTerminal'), notification: 'osc777', hasProgress: false},
	{isIt: variable('WT_SESSION'), notification: undefined, hasProgress: true},
	{isIt: ({ConEmuANSI: isAnsi}) => isAnsi === 'ON', notification: undefined, hasProgress: true},
	{isIt: anyOf(program('mintty', 'vscode')), notification: undefined, hasProgress: true},
	{isIt: ({VTE_VERSION: version = ''}) => Number(version) >= 8000, notification: undefined, hasProgress: true},
];

/*
Terminals that show what they don't know, or have no window.
*/
const plainTerm = /^(?:dumb|linux|cons25|vt\d+)$/v;

/**
What the terminal of a process takes, by the environment that it is in: nothing that is not known. Inside tmux the variables of the terminal around it mostly survive; GNU screen hands nothing on.
*/
export const terminalKind = (env: NodeJS.ProcessEnv): TerminalKind => {
	const {TERM: term = ''} = env;
	const isTmux = (env['TMUX'] ?? '') !== '';
	const isScreen = !isTmux && (variable('STY')(env) || term.startsWith('screen'));
	const known = isScreen || plainTerm.test(term) ? undefined : terminals.find(({isIt}) => isIt(env));

	return {
		notification: known?.notification,
		hasProgress: known?.hasProgress === true,
		hasTitle: !plainTerm.test(term),
		isTmux,
	};
};

const timeLimitMs = 2000;

/**
Asks the tmux around this process whether it hands sequences on to the terminal, as its option `allow-passthrough` says; where it can't be asked, it is not known to. Before 3.3 it had no such option, and always did.
*/
export const isHandedOn = async (env: NodeJS.ProcessEnv): Promise<boolean> => {
	const {promise, resolve} = Promise.withResolvers<boolean>();
	const pane = env['TMUX_PANE'];
	execFile('tmux', ['show-options', '-Apv', ...(pane === undefined ? [] : ['-t', pane]), 'allow-passthrough'], {env, timeout: timeLimitMs}, (error, stdout, stderr) => {
		resolve(error === null ? /^(?:on|all)$/v.test(stdout.trim()) : /(?:invalid|unknown) option/v.test(stderr));
	});
	return promise;
};
