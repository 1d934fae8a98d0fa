import {describe, expect, test} from 'vitest';
import {isText, keyNameOf, keyNames} from '../../../source/app/keys/key-names.ts';

type Key = Parameters<typeof keyNames>[1];

const noKey: Key = {
	upArrow: false,
	downArrow: false,
	leftArrow: false,
	rightArrow: false,
	pageUp: false,
	pageDown: false,
	home: false,
	end: false,
	return: false,
	escape: false,
	tab: false,
	backspace: false,
	delete: false,
	ctrl: false,
	meta: false,
	shift: false,
};

describe('an input event of Ink', () => {
	test.each<[string, Partial<Key>, readonly string[]]>([
		['j', {}, ['j']],
		['G', {shift: true}, ['G']],
		['', {downArrow: true}, ['down']],
		['', {downArrow: true, shift: true}, ['shift+down']],
		['', {leftArrow: true, ctrl: true}, ['ctrl+left']],
		['', {rightArrow: true, meta: true}, ['alt+right']],
		['f', {ctrl: true}, ['ctrl+f']],
		['b', {meta: true}, ['alt+b']],
		['', {escape: true, meta: true}, ['escape']],
		['', {tab: true, shift: true}, ['shift+tab']],
		['jjk', {}, ['j', 'j', 'k']],
		['a\r\n\t\u{6}\u{1}\u{1A}\u{1B}\0', {}, ['a', 'enter', 'enter', 'tab', 'ctrl+f', 'ctrl+a', 'ctrl+z', '\u{1B}', '\0']],
		['ab', {ctrl: true}, ['ctrl+ab']],
		['ab', {meta: true}, ['alt+ab']],
	])('%j with %o has the keys %j', (input, key, names) => {
		expect(keyNames(input, {...noKey, ...key})).toEqual(names);
	});
});

describe('a key in the config file', () => {
	test.each([
		['g', 'g'],
		['G', 'G'],
		['é', 'é'],
		['PgDn', 'pagedown'],
		['PAGEDOWN', 'pagedown'],
		['return', 'enter'],
		['Del', 'delete'],
		['Space', ' '],
		['↑', 'up'],
		['Ctrl+F', 'ctrl+f'],
		['ctrl+f', 'ctrl+f'],
		['Ctrl+Up', 'ctrl+up'],
		['Alt+B', 'alt+B'],
		['alt+Enter', 'alt+enter'],
		['Shift+Tab', 'shift+tab'],
		['Ctrl++', undefined],
		['+', '+'],
	])('%s is the key %s', (text, name) => {
		expect(keyNameOf(text)).toBe(name);
	});

	test.each(['', 'gg', 'F1', 'Ctrl+', 'Ctrl+1', 'Ctrl+I', 'Ctrl+M', 'Ctrl+J', 'Ctrl+H', 'Ctrl+Home', 'Alt+Esc', 'Alt+Space', 'Shift+G', 'Shift+Esc', 'Shift+Enter', 'Shift+Backspace', 'Meta+G', 'Ctrl+Alt+G'])('can\'t be %j', text => {
		expect(keyNameOf(text)).toBeUndefined();
	});
});

test.each([
	['j', true],
	[' ', true],
	['+', true],
	['ctrl+', true],
	['down', false],
	['ctrl+f', false],
	['alt+b', false],
	['shift+tab', false],
	['', false],
])('the key %j types text: %s', (name, types) => {
	expect(isText(name)).toBe(types);
});
