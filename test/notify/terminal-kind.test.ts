import {expect, test} from 'vitest';
import {terminalKind} from '../../source/notify/terminal-kind.ts';

const xterm = {TERM: 'xterm-256color'};

test.each<[string, Readonly<Record<string, string>>, string | undefined, boolean]>([
	['an unknown terminal', xterm, undefined, false],
	['iTerm2 before 3.6.6, which shows progress sequences as text', {...xterm, TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.6.5'}, 'osc9', false],
	['iTerm2 since 3.6.6', {...xterm, TERM_PROGRAM: 'iTerm.app', TERM_PROGRAM_VERSION: '3.10.0beta2'}, 'osc9', true],
	['iTerm2 over SSH', {...xterm, LC_TERMINAL: 'iTerm2', LC_TERMINAL_VERSION: '3.6.6'}, 'osc9', true],
	['kitty', {TERM: 'xterm-kitty'}, 'osc99', false],
	['Ghostty', {TERM: 'xterm-ghostty', TERM_PROGRAM: 'ghostty'}, 'osc777', true],
	['WezTerm', {...xterm, TERM_PROGRAM: 'WezTerm'}, 'osc777', true],
	['foot', {TERM: 'foot-extra'}, 'osc777', false],
	['rxvt-unicode', {TERM: 'rxvt-unicode-256color'}, 'osc777', false],
	['Windows Terminal', {...xterm, WT_SESSION: 'x'}, undefined, true],
	['VTE before 0.80', {...xterm, VTE_VERSION: '7603'}, undefined, false],
	['VTE since 0.80', {...xterm, VTE_VERSION: '8000'}, undefined, true],
	['kitty around tmux, by its remaining variable', {
		TERM: 'tmux-256color', TERM_PROGRAM: 'tmux', TMUX: '/tmp/x', KITTY_WINDOW_ID: '1',
	}, 'osc99', false],
	['GNU screen, which passes nothing through', {TERM: 'screen-256color', STY: 'x', KITTY_WINDOW_ID: '1'}, undefined, false],
	['the Linux console', {TERM: 'linux', KITTY_WINDOW_ID: '1'}, undefined, false],
])('detects the features of %s', (_, env, notification, hasProgress) => {
	expect(terminalKind(env)).toMatchObject({notification, hasProgress});
});

test.each([['dumb', false], ['linux', false], ['vt220', false], ['xterm', true], ['tmux-256color', true]])('detects for TERM=%s whether it has a title: %s', (term, hasTitle) => {
	expect(terminalKind({TERM: term}).hasTitle).toBe(hasTitle);
});
