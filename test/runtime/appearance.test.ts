import {expect, test} from 'vitest';
import {isUtf8Locale, shouldColor} from '../../source/runtime/appearance.ts';

test.each([
	['is on by default', {TERM: 'xterm'}, undefined, true, true],
	['is off if it is off by default', {TERM: 'xterm'}, undefined, false, false],
	['is off with NO_COLOR', {NO_COLOR: '1'}, undefined, true, false],
	['is off with NO_COLOR=0', {NO_COLOR: '0'}, undefined, true, false],
	['ignores an empty NO_COLOR', {NO_COLOR: ''}, undefined, true, true],
	['is off on a dumb terminal', {TERM: 'dumb'}, undefined, true, false],
	['is on with FORCE_COLOR if it is off by default', {FORCE_COLOR: '1'}, undefined, false, true],
	['is on with FORCE_COLOR on a dumb terminal', {FORCE_COLOR: '3', TERM: 'dumb'}, undefined, true, true],
	['is on with FORCE_COLOR=true', {FORCE_COLOR: 'true'}, undefined, false, true],
	['is on with an empty FORCE_COLOR', {FORCE_COLOR: ''}, undefined, false, true],
	['prefers FORCE_COLOR to NO_COLOR', {FORCE_COLOR: '1', NO_COLOR: '1'}, undefined, true, true],
	['is off with FORCE_COLOR=0', {FORCE_COLOR: '0'}, undefined, true, false],
	['is off with FORCE_COLOR=false', {FORCE_COLOR: 'false'}, undefined, true, false],
	['ignores an invalid FORCE_COLOR', {FORCE_COLOR: 'perhaps'}, undefined, true, true],
	['is on with --color', {NO_COLOR: '1', FORCE_COLOR: '0', TERM: 'dumb'}, true, false, true],
	['is off with --no-color', {FORCE_COLOR: '1'}, false, true, false],
])('color %s', (_, env, option, isDefault, expected) => {
	expect(shouldColor(env, {option, isDefault})).toBe(expected);
});

test.each([
	['linux', {}, false],
	['darwin', {}, false],
	['win32', {}, true],
	['win32', {LANG: 'C'}, false],
	['win32', {LC_ALL: 'en_US.UTF-8'}, true],
	['linux', {LANG: 'en_US.UTF-8'}, true],
	['linux', {LANG: 'de_DE.utf8'}, true],
	['linux', {LANG: 'de_DE.utf8@euro'}, true],
	['darwin', {LC_CTYPE: 'UTF-8'}, true], // eslint-disable-line unicorn/text-encoding-identifier-case -- The macOS spelling.
	['linux', {LANG: 'de_DE.ISO-8859-1'}, false],
	['linux', {LANG: 'POSIX'}, false],
	['linux', {LC_ALL: 'C', LC_CTYPE: 'C.UTF-8', LANG: 'C.UTF-8'}, false],
	['linux', {LC_ALL: '', LC_CTYPE: 'C', LANG: 'C.UTF-8'}, false],
	['linux', {LC_ALL: '', LC_CTYPE: '', LANG: 'C.UTF-8'}, true],
	['linux', {LC_ALL: 'C.UTF-8', LC_CTYPE: 'C', LANG: 'C'}, true],
])('on %s with %j, isUtf8Locale is %s', (platform, env, isUtf8) => {
	expect(isUtf8Locale(env, platform)).toBe(isUtf8);
});
