import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/*
Where each platform keeps data that outlives a run but can be lost without harm.
*/
const platformFolder = (platform: NodeJS.Platform, env: Environment, home: string): string => {
	if (platform === 'win32') {
		const local = env['LOCALAPPDATA'];
		return local !== undefined && path.win32.isAbsolute(local) ? local : path.win32.join(home, 'AppData', 'Local');
	}

	return platform === 'darwin' ? path.posix.join(home, 'Library', 'Application Support') : path.posix.join(home, '.local', 'state');
};

/**
The file that holds the history. The XDG specification says to ignore an `XDG_STATE_HOME` that is not absolute.
*/
export const historyFile = (platform: NodeJS.Platform, env: Environment, home: string): string => {
	const {join, isAbsolute} = platform === 'win32' ? path.win32 : path.posix;
	const named = env['XDG_STATE_HOME'];
	return join(named !== undefined && isAbsolute(named) ? named : platformFolder(platform, env, home), 'neptune-import-watch', 'history.db');
};
