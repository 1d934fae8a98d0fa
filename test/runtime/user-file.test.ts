import {expect, test} from 'vitest';
import {userFile} from '../../source/runtime/user-file.ts';

test.each([
	['linux', {}, '/home/someone', '/home/someone/.config/neptune-import-watch/config.jsonc'],
	['linux', {XDG_CONFIG_HOME: '/config'}, '/home/someone', '/config/neptune-import-watch/config.jsonc'],
	['linux', {XDG_CONFIG_HOME: 'config'}, '/home/someone', '/home/someone/.config/neptune-import-watch/config.jsonc'],
	['linux', {XDG_CONFIG_HOME: ''}, '/home/someone', '/home/someone/.config/neptune-import-watch/config.jsonc'],
	['linux', {APPDATA: '/roaming'}, '/home/someone', '/home/someone/.config/neptune-import-watch/config.jsonc'],
	['darwin', {}, '/Users/someone', '/Users/someone/Library/Application Support/neptune-import-watch/config.jsonc'],
	['darwin', {XDG_CONFIG_HOME: '/config'}, '/Users/someone', '/config/neptune-import-watch/config.jsonc'],
	['win32', {APPDATA: String.raw`C:\Roaming`}, String.raw`C:\Users\someone`, String.raw`C:\Roaming\neptune-import-watch\config.jsonc`],
	['win32', {APPDATA: 'Roaming'}, String.raw`C:\Users\someone`, String.raw`C:\Users\someone\AppData\Roaming\neptune-import-watch\config.jsonc`],
	['win32', {}, String.raw`C:\Users\someone`, String.raw`C:\Users\someone\AppData\Roaming\neptune-import-watch\config.jsonc`],
] as const)('on %s with %o in home %s, the default config file is %s', (platform, env, home, file) => {
	expect(userFile('config', platform, env, home)).toBe(file);
});

test.each([
	['linux', {}, '/home/someone', '/home/someone/.local/state/neptune-import-watch/history.db'],
	['linux', {XDG_STATE_HOME: '/state'}, '/home/someone', '/state/neptune-import-watch/history.db'],
	['linux', {XDG_STATE_HOME: 'state'}, '/home/someone', '/home/someone/.local/state/neptune-import-watch/history.db'],
	['linux', {XDG_STATE_HOME: ''}, '/home/someone', '/home/someone/.local/state/neptune-import-watch/history.db'],
	['freebsd', {}, '/home/someone', '/home/someone/.local/state/neptune-import-watch/history.db'],
	['darwin', {}, '/Users/someone', '/Users/someone/Library/Application Support/neptune-import-watch/history.db'],
	['darwin', {XDG_STATE_HOME: '/state'}, '/Users/someone', '/state/neptune-import-watch/history.db'],
	['win32', {LOCALAPPDATA: String.raw`C:\Local`}, String.raw`C:\Users\someone`, String.raw`C:\Local\neptune-import-watch\history.db`],
	['win32', {}, String.raw`C:\Users\someone`, String.raw`C:\Users\someone\AppData\Local\neptune-import-watch\history.db`],
] as const)('on %s with %o in home %s, the history file is %s', (platform, env, home, file) => {
	expect(userFile('history', platform, env, home)).toBe(file);
});
