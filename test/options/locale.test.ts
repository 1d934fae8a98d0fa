import {expect, test} from 'vitest';
import {isUtf8Locale} from '../../source/options/locale.ts';

test.each([
	['linux', {}, false],
	['darwin', {}, false],
	['win32', {}, true],
	['win32', {LANG: 'C'}, false],
	['win32', {LC_ALL: 'en_US.UTF-8'}, true],
	['linux', {LANG: 'en_US.UTF-8'}, true],
	['linux', {LANG: 'de_DE.utf8'}, true],
	['linux', {LANG: 'de_DE.utf8@euro'}, true],
	['darwin', {LC_CTYPE: 'UTF-8'}, true], // eslint-disable-line unicorn/text-encoding-identifier-case -- As macOS names it.
	['linux', {LANG: 'de_DE.ISO-8859-1'}, false],
	['linux', {LANG: 'POSIX'}, false],
	['linux', {LC_ALL: 'C', LC_CTYPE: 'C.UTF-8', LANG: 'C.UTF-8'}, false],
	['linux', {LC_ALL: '', LC_CTYPE: 'C', LANG: 'C.UTF-8'}, false],
	['linux', {LC_ALL: '', LC_CTYPE: '', LANG: 'C.UTF-8'}, true],
	['linux', {LC_ALL: 'C.UTF-8', LC_CTYPE: 'C', LANG: 'C'}, true],
])('on %s with %j, whether the locale is one of UTF-8 is %s', (platform, env, isUtf8) => {
	expect(isUtf8Locale(env, platform)).toBe(isUtf8);
});
