import {expect, test} from 'vitest';
import {terminalKind} from '../../source/notify/terminal-kind.ts';

const xterm = {TERM: 'xterm-256color'};

test.each<[string, Readonly<Record<string, string>>, string | undefined, boolean]>([
	['a terminal that nobody knows', xterm, undefined, false],
	['iTerm2 before 3.6.6, where progress would be a message', {...xterm, TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.6.5'}, 'osc9', false],
	['iTerm2 since then', {...xterm, TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.10.0beta2'}, 'osc9', true],
	['iTerm2 over SSH', {...xterm, LC_TERMINAL: 'iTerm2', LC_TERMINAL_VERSION: '3.6.6'}, 'osc9', true],
	['kitty', {TERM: 'xterm-kitty'}, 'osc99', false],
	['Ghostty', {TERM: 'xterm-ghostty', TERM_PROGRAM: 'ghostty'}, 'osc777', true],
	['WezTerm', {...xterm, TERM_PROGRAM: 'WezTerm'}, 'osc777', true],
	['foot', {TERM: 'foot-extra'}, 'osc777', false],
	['rxvt-unicode', {TERM: 'rxvt-unicode-256color'}, 'osc777', false],
	['Windows Terminal', {...xterm, WT_SESSION: 'x'}, undefined, true],
	['VTE of before 0.80', {...xterm, VTE_VERSION: '7603'}, undefined, false],
	['VTE since then', {...xterm, VTE_VERSION: '8000'}, undefined, true],
	['the terminal around tmux, by what is left of it', {
		TERM: 'tmux-256color', TERM_PROGRAM: 'tmux', TMUX: '/tmp/x', KITTY_WINDOW_ID: '1',
	}, 'osc99', false],
	['GNU screen, which hands nothing on', {TERM: 'screen-256color', STY: 'x', KITTY_WINDOW_ID: '1'}, undefined, false],
	['a console without windows', {TERM: 'linux', KITTY_WINDOW_ID: '1'}, undefined, false],
])('%s', (_, env, notification, hasProgress) => {
	expect(terminalKind(env)).toMatchObject({notification, hasProgress});
});

test.each([['dumb', false], ['linux', false], ['vt220', false], ['xterm', true], ['tmux-256color', true]])('TERM=%s has a title: %s', (term, hasTitle) => {
	expect(terminalKind({TERM: term}).hasTitle).toBe(hasTitle);
});
