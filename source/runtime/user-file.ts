import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

const places = {
	config: {
		file: 'config.jsonc', variable: 'XDG_CONFIG_HOME', folder: '.config', windowsVariable: 'APPDATA', windowsFolder: 'AppData/Roaming',
	},

	// This folder is for data that outlives a run, but can be lost without harm.
	history: {
		file: 'history.db', variable: 'XDG_STATE_HOME', folder: '.local/state', windowsVariable: 'LOCALAPPDATA', windowsFolder: 'AppData/Local',
	},
} as const;

/**
Returns the path of the default config file or of the history. Ignores a variable with a relative path, as the XDG specification requires.
*/
export const userFile = (kind: keyof typeof places, platform = process.platform, env = process.env, home = os.homedir()): string => {
	const {file, variable, folder, windowsVariable, windowsFolder} = places[kind];
	const isWindows = platform === 'win32';
	const {join, isAbsolute} = isWindows ? path.win32 : path.posix;
	const configured = [env[variable], isWindows ? env[windowsVariable] : undefined].find(value => value !== undefined && isAbsolute(value));
	const otherFolder = platform === 'darwin' ? 'Library/Application Support' : folder;
	return join(configured ?? join(home, isWindows ? windowsFolder : otherFolder), 'neptune-import-watch', file);
};
