import {expect, test} from 'vitest';
import {shouldColor} from '../../source/options/color.ts';

test.each([
	['nothing says otherwise', {TERM: 'xterm'}, undefined, true, true],
	['they are not usual here', {TERM: 'xterm'}, undefined, false, false],
	['NO_COLOR is set', {NO_COLOR: '1'}, undefined, true, false],
	['NO_COLOR is set, whatever it says', {NO_COLOR: '0'}, undefined, true, false],
	['NO_COLOR is empty, which counts as not set', {NO_COLOR: ''}, undefined, true, true],
	['the terminal is dumb', {TERM: 'dumb'}, undefined, true, false],
	['they are forced, where they are not usual', {FORCE_COLOR: '1'}, undefined, false, true],
	['they are forced, on a dumb terminal', {FORCE_COLOR: '3', TERM: 'dumb'}, undefined, true, true],
	['they are forced by a word', {FORCE_COLOR: 'true'}, undefined, false, true],
	['they are forced by nothing more than the name', {FORCE_COLOR: ''}, undefined, false, true],
	['they are forced, and not wanted', {FORCE_COLOR: '1', NO_COLOR: '1'}, undefined, true, true],
	['FORCE_COLOR says 0', {FORCE_COLOR: '0'}, undefined, true, false],
	['FORCE_COLOR says false', {FORCE_COLOR: 'false'}, undefined, true, false],
	['FORCE_COLOR says what nobody knows', {FORCE_COLOR: 'perhaps'}, undefined, true, true],
	['an option says so', {NO_COLOR: '1', FORCE_COLOR: '0', TERM: 'dumb'}, true, false, true],
	['an option says no', {FORCE_COLOR: '1'}, false, true, false],
])('where %s', (_, env, asked, isUsual, hasColor) => {
	expect(shouldColor(env, {asked, isUsual})).toBe(hasColor);
});
