import {expect, test} from 'vitest';
import {configFilePath} from '../../source/cli/config-file.ts';

test.each([
	['linux', {}, '/home/someone', '/home/someone/.config/neptune-import-watch/config.jsonc'],
	['linux', {XDG_CONFIG_HOME: '/config'}, '/home/someone', '/config/neptune-import-watch/config.jsonc'],
	['linux', {XDG_CONFIG_HOME: 'config'}, '/home/someone', '/home/someone/.config/neptune-import-watch/config.jsonc'],
	['linux', {XDG_CONFIG_HOME: ''}, '/home/someone', '/home/someone/.config/neptune-import-watch/config.jsonc'],
	['darwin', {}, '/Users/someone', '/Users/someone/Library/Application Support/neptune-import-watch/config.jsonc'],
	['darwin', {XDG_CONFIG_HOME: '/config'}, '/Users/someone', '/config/neptune-import-watch/config.jsonc'],
	['win32', {APPDATA: String.raw`C:\Roaming`}, String.raw`C:\Users\someone`, String.raw`C:\Roaming\neptune-import-watch\config.jsonc`],
	['win32', {}, String.raw`C:\Users\someone`, String.raw`C:\Users\someone\AppData\Roaming\neptune-import-watch\config.jsonc`],
] as const)('on %s with %o in home %s, the default config file is %s', (platform, env, home, file) => {
	expect(configFilePath(platform, env, home)).toBe(file);
});
