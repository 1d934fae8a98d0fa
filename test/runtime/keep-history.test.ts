import {expect, test} from 'vitest';
import {historyFile} from '../../source/runtime/keep-history.ts';

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
	expect(historyFile(platform, env, home)).toBe(file);
});
