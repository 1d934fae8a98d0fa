import {readFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {type NamedFilter} from '../app/keys/keymap.ts';
import {fileErrorText} from '../text/error-text.ts';
import {type GivenOption} from './arguments.ts';
import {UsageError} from './usage-error.ts';

/**
A valid config file. The values of its options are not parsed yet.
*/
export type Config = {
	readonly file: string;
	readonly options: readonly GivenOption[];
	readonly keys: ReadonlyMap<string, {readonly keys: readonly string[]; readonly line: number}>;
	readonly filters: ReadonlyArray<NamedFilter & {readonly line: number}>;
};

/**
The keys that a config file sets, by command.
*/
export const keySettings = ({keys}: Pick<Config, 'keys'>): ReadonlyMap<string, readonly string[]> => new Map(keys.entries().map(([command, setting]) => [command, setting.keys]));

const platformFolder = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string): string => {
	if (platform === 'win32') {
		const roaming = env['APPDATA'];
		return roaming !== undefined && path.win32.isAbsolute(roaming) ? roaming : path.win32.join(home, 'AppData', 'Roaming');
	}

	return platform === 'darwin' ? path.posix.join(home, 'Library', 'Application Support') : path.posix.join(home, '.config');
};

/**
Returns the path of the default config file. Ignores a relative `XDG_CONFIG_HOME`, as the XDG specification requires.
*/
export const configFilePath = (platform: NodeJS.Platform, env: NodeJS.ProcessEnv, home: string): string => {
	const {join, isAbsolute} = platform === 'win32' ? path.win32 : path.posix;
	const configured = env['XDG_CONFIG_HOME'];
	return join(configured !== undefined && isAbsolute(configured) ? configured : platformFolder(platform, env, home), 'neptune-import-watch', 'config.jsonc');
};

export const defaultConfigFile = (): string => configFilePath(process.platform, process.env, os.homedir());

/**
Reads the given config file, or the default one. Resolves to undefined if the default one does not exist. Throws a `UsageError` if the file can't be read or is invalid.
*/
export const readConfig = async (given: string | undefined): Promise<Config | undefined> => {
	const file = given ?? defaultConfigFile();
	let text;

	try {
		text = readFileSync(file, 'utf8');
	} catch (error: unknown) {
		const {code} = error as NodeJS.ErrnoException; // The only type that `node:fs` throws.

		if (given === undefined && (code === 'ENOENT' || code === 'ENOTDIR')) {
			return undefined;
		}

		throw new UsageError(`can't read the config file ${file}: ${fileErrorText(error)}`);
	}

	// Lazy-loaded: most users have no config file.
	const {parseConfig} = await import('./parse-config.ts');
	return parseConfig(file, text);
};
