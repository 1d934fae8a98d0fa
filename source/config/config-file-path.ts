import path from 'node:path';

type Environment = Readonly<Record<string, string | undefined>>;

/*
The places of which the platforms say that programs look there for what a person has set.
*/
const platformFolder = (platform: NodeJS.Platform, env: Environment, home: string): string => {
	if (platform === 'win32') {
		const roaming = env['APPDATA'];
		return roaming !== undefined && path.win32.isAbsolute(roaming) ? roaming : path.win32.join(home, 'AppData', 'Roaming');
	}

	return platform === 'darwin' ? path.posix.join(home, 'Library', 'Application Support') : path.posix.join(home, '.config');
};

/**
Where the config file is looked for, for a platform, its environment and the home of the user. `XDG_CONFIG_HOME` goes before all else where it is absolute; one that is not is ignored, as its specification asks.
*/
export const configFilePath = (platform: NodeJS.Platform, env: Environment, home: string): string => {
	const {join, isAbsolute} = platform === 'win32' ? path.win32 : path.posix;
	const named = env['XDG_CONFIG_HOME'];
	return join(named !== undefined && isAbsolute(named) ? named : platformFolder(platform, env, home), 'neptune-import-watch', 'config.jsonc');
};
