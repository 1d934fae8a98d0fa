import {spawnSync} from 'node:child_process';
import process from 'node:process';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {unprintable} from '../../source/text/printable.ts';
import {exitCodes} from '../../source/runtime/exit-codes.ts';
import {stressCount} from '../support/stress.ts';
import {runProgram} from './program.ts';

const names = [
	'TERM',
	'LANG',
	'LC_ALL',
	'TZ',
	'COLUMNS',
	'LINES',
	'NO_COLOR',
	'FORCE_COLOR',
	'COLORTERM',
	'CI',
	'TMUX',
	'TMUX_PANE',
	'TERM_PROGRAM',
	'TERM_PROGRAM_VERSION',
	'INK_SCREEN_READER',
	'SSH_CONNECTION',
	'DISPLAY',
	'XDG_CONFIG_HOME',
	'XDG_STATE_HOME',
	'NEPTUNE_IMPORT_WATCH',
	'AWS_PROFILE',
	'AWS_REGION',
	'AWS_ENDPOINT_URL',
	'HTTPS_PROXY',
] as const;

const values = fc.oneof(
	fc.constantFrom('', '0', '1', '-1', '80', 'dumb', 'C', 'xterm-256color', 'de_DE.ISO-8859-1', 'Mars/Phobos', '../..', '/nonexistent', '--interval 5', '--columns=status', '\'', '\u{1B}[2J'),
	fc.string({unit: 'binary', maxLength: 20}),
).map(text => text.replaceAll('\0', ''));

test('with any environment, the list is printed as text, or a wrong option is rejected in text', () => {
	fc.assert(fc.property(fc.dictionary(fc.constantFrom(...names), values, {maxKeys: 8}), env => {
		const {stdout, stderr, status} = runProgram(['--demo', '--once'], {env});

		// Node itself crashes in some locales.
		fc.pre(status !== null || spawnSync(process.execPath, ['-e', '0'], {env}).status === 0);
		expect([0, exitCodes.usage]).toContain(status);
		expect(stdout.includes('t-')).toBe(status === 0);
		expect(`${stdout}${stderr}`.replaceAll(/\u{1B}\[[\d;]*m|\n/gv, '').match(unprintable)).toBeNull();
	}), {numRuns: stressCount({usual: 4, full: 200})});
});
