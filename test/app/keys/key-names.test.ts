import {describe, expect, test} from 'vitest';
import {
	isText,
	keyLabel,
	keyNameOf,
	keyNames,
} from '../../../source/app/keys/key-names.ts';
import {
	bindings,
	defaultKeymap,
	keyPhrase,
	scopeOf,
} from '../../../source/app/keys/keymap.ts';
import {type Model} from '../../../source/app/model.ts';
import {afterCommands, freshModel, scanned} from '../../support/model.ts';
import {importTask} from '../../support/tasks.ts';

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
		['+', '+'],
		['PgDn', 'pagedown'],
		['PAGEDOWN', 'pagedown'],
		['return', 'enter'],
		['Del', 'delete'],
		['Esc', 'escape'],
		['Space', ' '],
		['↑', 'up'],
		['Ctrl+F', 'ctrl+f'],
		['ctrl+f', 'ctrl+f'],
		['Ctrl+Up', 'ctrl+up'],
		['Alt+b', 'alt+b'],
		['Alt+B', 'alt+B'],
		['Alt++', 'alt++'],
		['alt+Enter', 'alt+enter'],
		['Shift+Tab', 'shift+tab'],
	])('%s is the key %s', (text, name) => {
		expect(keyNameOf(text)).toBe(name);
	});

	test.each([
		'',
		'gg',
		'F1',
		'Ctrl+',
		'Ctrl+1',
		'Ctrl++',
		'Ctrl+I',
		'Ctrl+M',
		'Ctrl+J',
		'Ctrl+H',
		'Ctrl+Home',
		'Ctrl+Alt+G',
		'Alt+Esc',
		'Alt+Space',
		'Shift+g',
		'Shift+Esc',
		'Shift+Enter',
		'Shift+Backspace',
		'Hyper+a',
	])('can\'t be %j', text => {
		expect(keyNameOf(text)).toBeUndefined();
	});

	test('can be parsed from its label, for every default key', () => {
		for (const key of bindings.flatMap(({keys}) => keys)) {
			expect(keyNameOf(keyLabel(key))).toBe(key);
			expect(keyNameOf(key)).toBe(key);
		}
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

describe('keys apply', () => {
	const listed = scanned(freshModel({canCancel: true}), [importTask()]);

	test.each<[string, Model, string]>([
		['to the list', listed, 'list'],
		['to the filter prompt', afterCommands(listed, 'editFilter'), 'filter'],
		['to the filter prompt of the timeline', afterCommands(listed, 'openTimeline', 'editFilter'), 'filter'],
		['to the search of the help', afterCommands(listed, 'openHelp', 'editFilter'), 'search'],
		['to the help after the search was kept', afterCommands(listed, 'openHelp', 'editFilter', 'keepFilter'), 'help'],
		['to the confirmation of a cancellation', afterCommands(listed, 'askToCancel'), 'confirm'],
		['to the confirmation on top of the details', afterCommands(listed, 'openDetails', 'askToCancel'), 'confirm'],
	])('%s', (_, model, scope) => {
		expect(scopeOf(model)).toBe(scope);
	});
});

test('a phrase about a key names the key of its command', () => {
	expect(keyPhrase('openTargets', 'lists them', defaultKeymap)).toBe('t lists them');
	expect(keyPhrase('openTargets', 'lists them', {bindings: [], filters: []})).toBeUndefined();
});
