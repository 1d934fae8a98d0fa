import {
	chmod,
	readFile,
	writeFile,
} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import {
	describe,
	expect,
	it,
} from 'vitest';
import {browserCommand, openInBrowser} from '../../source/notify/browser.ts';
import {temporaryFolder} from '../support/temporary-files.ts';

const url = 'https://console.aws.amazon.com/?a=1&b=2';

const anyDesktop = {DISPLAY: ':0'};

describe('browserCommand', () => {
	it.each<readonly [NodeJS.Platform, Readonly<Record<string, string>>, readonly string[]]>([
		['darwin', {}, ['open', url]],
		['win32', {SystemRoot: String.raw`D:\Windows`}, [String.raw`D:\Windows\System32\rundll32.exe`, 'url.dll,FileProtocolHandler', url]],
		['win32', {}, [String.raw`C:\Windows\System32\rundll32.exe`, 'url.dll,FileProtocolHandler', url]],
		['linux', {DISPLAY: ':0'}, ['xdg-open', url]],
		['linux', {WAYLAND_DISPLAY: 'wayland-0'}, ['xdg-open', url]],
		['freebsd', {DISPLAY: ':0'}, ['xdg-open', url]],
	])('returns, on %s with %j, %j', (platform, env, command) => {
		expect(browserCommand(url, platform, env)).toEqual(command);
	});

	it('returns undefined on Linux without a display', () => {
		expect(browserCommand(url, 'linux', {})).toBeUndefined();
	});

	// eslint-disable-next-line no-script-url -- A URL that must not be opened.
	it.each(['file:///etc/passwd', 'javascript:alert(1)', 'calc.exe', String.raw`\\host\share`, '-a', ''])('returns undefined for %j, which is no web page', other => {
		for (const platform of ['darwin', 'win32', 'linux'] as const) {
			expect(browserCommand(other, platform, anyDesktop)).toBeUndefined();
		}
	});

	it('passes any URL as one argument that Windows does not need to quote', () => {
		fc.assert(fc.property(fc.string({unit: 'binary'}), fc.string({unit: 'binary'}), (search, hash) => {
			expect(browserCommand(`https://console.aws.amazon.com/?${search}#${hash}`, 'win32', {})?.[2]).toMatch(/^https:\/\/console\.aws\.amazon\.com\/[^\s\p{Control}"]*$/v);
		}));
	});

	it.each<NodeJS.Platform>(['darwin', 'win32', 'linux'])('returns undefined over SSH on %s, where the browser would open on the remote machine', platform => {
		expect(browserCommand(url, platform, {SSH_CONNECTION: '10.0.0.1 50000 10.0.0.2 22', DISPLAY: ':0', WAYLAND_DISPLAY: 'wayland-0'})).toBeUndefined();
	});
});

/*
An environment whose only program is an `xdg-open` that saves its arguments and exits with this code.
*/
const withBrowser = async (exitCode: number) => {
	const folder = temporaryFolder();
	const file = path.join(folder, 'xdg-open');
	await writeFile(file, `#!/bin/sh\nprintf '%s\\n' "$@" >> '${folder}/opened'\nexit ${exitCode}\n`);
	await chmod(file, 0o755);
	return {env: {DISPLAY: ':0', PATH: folder}, opened: async () => readFile(path.join(folder, 'opened'), 'utf8')};
};

describe('openInBrowser', () => {
	it.each([
		[0, true],
		[3, false],
	])('passes the URL to the browser; exit code %i means %j', async (exitCode, isOpened) => {
		const {env, opened} = await withBrowser(exitCode);
		expect(await openInBrowser(url, 'linux', env)).toBe(isOpened);
		expect(await opened()).toBe(`${url}\n`);
	});

	it.each([
		['a folder without the program', os.homedir()],
		['a file, for which spawn throws', os.devNull],
	])('returns false if PATH is %s', async (_, searchPath) => {
		expect(await openInBrowser(url, 'linux', {DISPLAY: ':0', PATH: searchPath})).toBe(false);
	});

	it('returns false over SSH without starting anything', async () => {
		const {env, opened} = await withBrowser(0);
		expect(await openInBrowser(url, 'linux', {...env, SSH_CONNECTION: '10.0.0.1 50000 10.0.0.2 22'})).toBe(false);
		await expect(opened()).rejects.toThrow('ENOENT');
	});
});
