import {spawn} from 'node:child_process';

/**
Returns the command that opens a URL. Returns undefined over SSH and without a desktop.
*/
export const browserCommand = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv): readonly [file: string, ...args: readonly string[]] | undefined => {
	if (env['SSH_CONNECTION'] !== undefined) {
		return undefined;
	}

	if (platform === 'darwin') {
		return ['open'];
	}

	if (platform === 'win32') {
		// `start` takes the first quoted argument as a title, so it gets an empty one.
		return ['cmd', '/c', 'start', ''];
	}

	return env['DISPLAY'] === undefined && env['WAYLAND_DISPLAY'] === undefined ? undefined : ['xdg-open'];
};

/**
Resolves with false if the URL could not be opened.
*/
// eslint-disable-next-line unicorn/consistent-boolean-name -- A verb, because it has an effect.
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
		// `spawn` throws for some errors, for example if the last entry of PATH is a file.
		resolve(false);
	}

	return promise;
};
