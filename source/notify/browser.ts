import {spawn} from 'node:child_process';

/**
The program that opens an address in a browser; undefined where there is none, as over SSH or without a desktop.
*/
export const browserCommand = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): readonly [file: string, ...args: readonly string[]] | undefined => {
	if (env['SSH_CONNECTION'] !== undefined) {
		return undefined;
	}

	if (platform === 'darwin') {
		return ['open'];
	}

	if (platform === 'win32') {
		// The title that `start` would else take from the first argument in quotes.
		return ['cmd', '/c', 'start', ''];
	}

	return env['DISPLAY'] === undefined && env['WAYLAND_DISPLAY'] === undefined ? undefined : ['xdg-open'];
};

/**
Opens an address in the person's browser. Resolves with whether that worked.
*/
// eslint-disable-next-line unicorn/consistent-boolean-name -- It does something, and says whether it could.
export const openInBrowser = async (url: string, platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Promise<boolean> => {
	const command = browserCommand(platform, env);

	if (command === undefined) {
		return false;
	}

	const [file, ...args] = command;
	const {promise, resolve} = Promise.withResolvers<boolean>();

	try {
		const browser = spawn(file, [...args, url], {stdio: 'ignore', detached: true, env});
		browser.once('error', () => {
			resolve(false);
		});
		browser.once('exit', code => {
			resolve(code === 0);
		});
		browser.unref();
	} catch {
		// `spawn` throws for some errors: for example, when the last entry of PATH is a file.
		resolve(false);
	}

	return promise;
};
