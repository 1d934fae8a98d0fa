import {
	chmodSync,
	existsSync,
	readFileSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, test} from 'vitest';
import {servePortal} from '../support/loopback.ts';
import {ssoConfig, ssoTokenFile, writeSsoToken} from '../support/sso.ts';
import {temporaryFolder} from '../support/temporary-files.ts';
import {closeAfterTest, restoredModes, serve} from './program.ts';
import {key, openTerminal, type Terminal} from './terminal.ts';

/*
Starts the program with an SSO profile that is not signed in. `script` is the program `aws` on its path. It polls once an hour, so that only the key polls sooner.
*/
const open = async (script: string, args: readonly string[] = []): Promise<{readonly terminal: Terminal; readonly folder: string}> => {
	const folder = temporaryFolder();
	const tokenFile = ssoTokenFile(folder);
	writeFileSync(path.join(folder, '.aws', 'config'), ssoConfig);
	writeSsoToken(path.join(folder, 'token.json'), Date.now() + 36_000_000);
	writeFileSync(path.join(folder, 'aws'), `#!/bin/sh\nprintf '%s\\n' "$@" >> "$HOME/arguments"\n${script}\n`);
	chmodSync(path.join(folder, 'aws'), 0o755);
	const simulator = await serve();
	const terminal = closeAfterTest(openTerminal({
		columns: 140,
		home: folder,
		title: 'before',
		args: ['--profile', 'dev', '--region', 'us-east-1', '--endpoint-url', simulator.url, '--interval', '3600', ...args],
		env: {
			PATH: `${folder}:${process.env['PATH'] ?? ''}`,
			AWS_CONFIG_FILE: path.join(folder, '.aws', 'config'),
			AWS_ENDPOINT_URL_SSO: await servePortal(),
			TOKEN: tokenFile,
		},
	}));
	await terminal.waitForText('Run aws sso login --profile dev.');
	return {terminal, folder};
};

const argumentsIn = (folder: string): string => readFileSync(path.join(folder, 'arguments'), 'utf8');

describe('L', () => {
	test('runs the sign-in command of the banner in the terminal, then polls at once', async () => {
		const {terminal, folder} = await open('echo "Visit https://corp.example and type the code:"\nread -r code\necho "got $code"\ncp "$HOME/token.json" "$TOKEN"');
		expect(terminal.screen()).toContain('Press L to sign in.');
		terminal.press('L');
		await terminal.waitForText('type the code:');
		expect(terminal.modes).toEqual(restoredModes);
		expect(terminal.title).toBe('before');

		// Keys belong to the command: the program must neither quit nor take them.
		terminal.press('q', 'uit', key.enter);
		await terminal.waitForText('[All 1]');
		expect(terminal.modes).toMatchObject({isAlternateScreen: true, isCursorHidden: true, isBracketedPaste: true});
		expect(terminal.scrollback()).toMatch(/aws sso login --profile dev\nVisit .*\nquit\ngot quit/v);
		expect(argumentsIn(folder)).toBe('sso\nlogin\n--profile\ndev\n');

		terminal.press('?');
		await terminal.waitForText('Keys in the list');
		terminal.press('q', 'q');
		expect(await terminal.exited).toEqual({exitCode: 0, signal: undefined});
		expect(terminal.modes).toEqual(restoredModes);
	});

	test('shows that the command failed', async () => {
		const {terminal} = await open('exit 3');
		terminal.press('L');
		await terminal.waitForText('aws sso login --profile dev failed (exit code 3)');
		expect(terminal.modes.isAlternateScreen).toBe(true);
	});

	test('can be aborted with Ctrl+C, which does not end the program', async () => {
		const {terminal} = await open('echo waiting\nexec sleep 600');
		terminal.press('L');
		await terminal.waitForText('waiting');
		terminal.press(key.ctrl('c'));
		await terminal.waitForText('aws sso login --profile dev failed (SIGINT)');
		terminal.press('q');
		expect(await terminal.exited).toEqual({exitCode: 0, signal: undefined});
	});

	test('ends the command with the program', async () => {
		const {terminal, folder} = await open('echo waiting\ntrap "" HUP\ntrap "touch $HOME/ended; exit 1" TERM\nwhile :; do sleep 0.1; done');
		terminal.press('L');
		await terminal.waitForText('waiting');
		terminal.kill('SIGTERM');
		expect(await terminal.exited).toMatchObject({signal: 'SIGTERM'});
		await expect.poll(() => existsSync(path.join(folder, 'ended')), {timeout: 10_000}).toBe(true);
	});

	test('does nothing with --no-sign-in', async () => {
		const {terminal, folder} = await open('exit 0', ['--no-sign-in']);
		expect(terminal.screen()).not.toContain('to sign in');
		terminal.press('L');
		await terminal.waitForText('Signing in from here is disabled');
		expect(existsSync(path.join(folder, 'arguments'))).toBe(false);
	});
});

test('the demo needs no sign-in', async () => {
	const terminal = closeAfterTest(openTerminal({args: ['--demo']}));
	await terminal.waitForText(/\[All \d+\]/v);
	terminal.press('L');
	await terminal.waitForText('No target needs a sign-in');
});
