import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/*
The places of which the platforms say that programs keep there what outlives them, and can be lost without harm.
*/
const platformFolder = (platform: NodeJS.Platform, env: Environment, home: string): string => {
	if (platform === 'win32') {
		const local = env['LOCALAPPDATA'];
		return local !== undefined && path.win32.isAbsolute(local) ? local : path.win32.join(home, 'AppData', 'Local');
	}

	return platform === 'darwin' ? path.posix.join(home, 'Library', 'Application Support') : path.posix.join(home, '.local', 'state');
};

/**
The folder in which the history is kept, for a platform, its environment and the home of the user. `XDG_STATE_HOME` goes before all else where it is absolute; one that is not is ignored, as its specification asks.
*/
export const stateFolder = (platform: NodeJS.Platform, env: Environment, home: string): string => {
	const {join, isAbsolute} = platform === 'win32' ? path.win32 : path.posix;
	const named = env['XDG_STATE_HOME'];
	return join(named !== undefined && isAbsolute(named) ? named : platformFolder(platform, env, home), 'neptune-import-watch', 'history');
};
