import {spawn} from 'node:child_process';

const isWebUrl = (url: string): boolean => ['http:', 'https:'].includes(URL.parse(url)?.protocol ?? '');

/**
Returns the command that opens a URL. Returns undefined over SSH, without a desktop, and for other schemes than HTTP.
*/
export const browserCommand = (url: string, platform: NodeJS.Platform, env: NodeJS.ProcessEnv): readonly [file: string, ...args: readonly string[]] | undefined => {
	if (env['SSH_CONNECTION'] !== undefined || !isWebUrl(url)) {
		return undefined;
	}

	// Without spaces, quotes and control characters.
	const {href} = new URL(url);

	if (platform === 'darwin') {
		return ['open', href];
	}

	if (platform === 'win32') {
		// Unlike `cmd /c start`, it does not interpret `&` and `%`. With its path, because Windows looks in the current folder first.
		return [String.raw`${env['SystemRoot'] ?? String.raw`C:\Windows`}\System32\rundll32.exe`, 'url.dll,FileProtocolHandler', href];
	}

	return env['DISPLAY'] === undefined && env['WAYLAND_DISPLAY'] === undefined ? undefined : ['xdg-open', href];
};

/**
Resolves with false if the URL could not be opened.
*/
// eslint-disable-next-line unicorn/consistent-boolean-name -- A verb, because it has an effect.
export const openInBrowser = async (url: string, platform: NodeJS.Platform, env: NodeJS.ProcessEnv): Promise<boolean> => {
	const command = browserCommand(url, platform, env);

	if (command === undefined) {
		return false;
	}

	const [file, ...args] = command;
	const {promise, resolve} = Promise.withResolvers<boolean>();

	try {
		const browser = spawn(file, args, {stdio: 'ignore', detached: true, env});
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
