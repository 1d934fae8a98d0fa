import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	clashOf,
	createKeymap,
	keymapFor,
	keysProblem,
	settableCommands,
	type KeySettings,
} from '../../../source/app/keys/key-settings.ts';
import {helpLines} from '../../../source/ui/help/help-lines.ts';
import {hintSpans} from '../../../source/ui/help/hint-spans.ts';
import {messageForKey} from '../../../source/ui/keys/key-messages.ts';
import {keyLabel} from '../../../source/app/keys/key-names.ts';
import {
	defaultKeymap,
	type Scope,
	filterKeys,
	type NamedFilter,
} from '../../../source/app/keys/keymap.ts';
import {freshModel, afterCommands, scanned} from '../../support/model.ts';
import {importTask} from '../../support/tasks.ts';

const model = scanned(freshModel({size: {columns: 200, rows: 30}}), [importTask()]);
const press = (name: string, keymap = defaultKeymap) => messageForKey(model, name, {at: 0, keymap});
const hints = (keymap = defaultKeymap): string => hintSpans(model, keymap).map(({text}) => text).join('');
const help = (keymap = defaultKeymap): readonly string[] => helpLines(keymap, model.size.columns).map(spans => spans.map(({text}) => text).join(''));

test('the default keys have no clashes', () => {
	expect(clashOf(new Map(), [])).toBeUndefined();
});

describe('a configured key', () => {
	const keymap = createKeymap(new Map([['quit', ['Q']], ['cursorDown', ['ctrl+n', 'down']], ['pageForward', [' ']], ['togglePause', []]]), []);

	test('replaces the default keys of its command', () => {
		expect(press('Q', keymap)).toMatchObject({command: 'quit'});
		expect(press('q', keymap)).toBeUndefined();
		expect(press('ctrl+n', keymap)).toMatchObject({command: 'cursorDown'});
		expect(press('j', keymap)).toBeUndefined();
		expect(press('p', keymap)).toBeUndefined();
		expect(press('ctrl+c', keymap)).toMatchObject({command: 'quit'});
	});

	test('is shown in the hints and the help', () => {
		expect(hints()).toBe(' Enter details  / filter  Tab group  s sort  e changes  T timeline  y copy ID  Y commands  o console  r refresh  p pause  ↑↓ move  [ ] page  ? help  q quit');
		expect(hints(keymap)).toBe(' Enter details  / filter  Tab group  s sort  e changes  T timeline  y copy ID  Y commands  o console  r refresh  ↑ Ctrl+N move  [ Space page  ? help  Q quit');
		expect(help(keymap)).toContain(`${'   Q'.padEnd(26)}quit`);
		expect(help(keymap)).toContain(`${'   –'.padEnd(26)}pause or resume (on the targets screen: only the selected target)`);
	});

	test('can\'t be a text key in a prompt', () => {
		expect(keysProblem('keepFilter', ['k'])).toMatch(/^“k” would be typed into the prompt/v);
		expect(keysProblem('clearFilter', ['escape', ' '])).toMatch(/^“Space” would be typed into the prompt/v);
		expect(keysProblem('confirmCancel', ['ctrl+y'])).toBeUndefined();
		expect(keysProblem('quit', ['x'])).toBeUndefined();
	});

	test.each<readonly [Readonly<Record<string, readonly string[]>>, readonly string[], unknown]>([
		[{quit: ['d']}, [], {key: 'd', commands: ['openDetails', 'quit']}],
		[{quit: ['d'], openDetails: ['enter']}, [], undefined],
		[{openDetails: ['escape']}, [], {key: 'escape', commands: ['clearFilter', 'openDetails']}],
		[{keepFilter: ['ctrl+c']}, [], {key: 'ctrl+c', commands: ['keepFilter', 'quit']}],
		[{quit: ['1']}, ['1'], {key: '1', commands: ['quit', undefined]}],
		[{quit: ['1']}, ['2'], undefined],
		[{quit: ['ctrl+c']}, [], undefined],
		[{confirmCancel: ['q']}, [], undefined],
	])('is checked for clashes: %j with filters on %j', (settings, keys, clash) => {
		expect(clashOf(new Map(Object.entries(settings)), keys.map(key => ({key, name: undefined, query: 'x'})))).toEqual(clash);
	});
});

test('a digit key applies its filter, and removes it when pressed again', () => {
	const filters: readonly NamedFilter[] = [{key: '1', name: 'broken', query: 'is:failed'}, {key: '9', name: undefined, query: 'format:csv'}];
	const keymap = createKeymap(new Map(), filters);

	expect(press('1', keymap)).toEqual({type: 'filterEdited', edit: {kind: 'replace', text: 'is:failed'}});
	expect(press('2', keymap)).toBeUndefined();
	expect(messageForKey(afterCommands(model, 'openTimeline'), '1', {at: 0, keymap})).toEqual({type: 'filterEdited', edit: {kind: 'replace', text: 'is:failed'}});
	expect(messageForKey(afterCommands(model, 'openHelp'), '1', {at: 0, keymap})).toBeUndefined();
	const filtered = {...model, query: {text: 'is:failed', cursor: 9}};
	expect(messageForKey(filtered, '1', {at: 0, keymap})).toEqual({type: 'filterEdited', edit: {kind: 'replace', text: ''}});
	expect(messageForKey(filtered, '9', {at: 0, keymap})).toEqual({type: 'filterEdited', edit: {kind: 'replace', text: 'format:csv'}});
	expect(messageForKey({...model, isEditingFilter: true}, '1', {at: 0, keymap})).toEqual({type: 'filterEdited', edit: {kind: 'insert', text: '1'}});
	expect(help(keymap)).toContain(`${'   1'.padEnd(26)}broken: is:failed`);
	expect(help(keymap)).toContain(`${'   9'.padEnd(26)}format:csv`);
});

test('for any settings without a clash, each key has one command per scope, as shown in the help', () => {
	const key = fc.constantFrom(...'abcqxyzQ/1', 'enter', 'escape', 'ctrl+f', 'up', ' ');
	const settings = fc.dictionary(fc.constantFrom(...settableCommands), fc.array(key, {maxLength: 3}), {maxKeys: 6}).map((found): KeySettings => new Map(Object.entries(found)));
	const filters = fc.uniqueArray(fc.constantFrom(...filterKeys), {maxLength: 3}).map(keys => keys.map(digit => ({key: digit, name: undefined, query: `task:${digit}`})));

	fc.assert(fc.property(settings, filters, (given, named) => {
		fc.pre(clashOf(given, named) === undefined);
		const keymap = createKeymap(given, named);
		const lines = help(keymap);
		const scopes: readonly Scope[] = ['list', 'details', 'changes', 'help', 'filter', 'confirm'];

		for (const scope of scopes) {
			const keys = keymap.bindings.filter(binding => binding.scopes.includes(scope)).flatMap(binding => [...new Set(binding.keys)]);
			expect(new Set(keys).size).toBe(keys.length);
		}

		for (const {command, scopes: where, keys, help: meaning} of keymap.bindings) {
			for (const name of where.includes('list') ? keys : []) {
				expect(press(name, keymap)).toEqual({type: 'commandGiven', at: 0, command});
			}

			if (where.includes('list')) {
				expect(lines.some(line => line.endsWith(meaning) && keys.every(name => line.includes(keyLabel(name))))).toBe(true);
			}
		}

		for (const filter of named) {
			expect(press(filter.key, keymap)).toMatchObject({edit: {text: filter.query}});
		}
	}));
});

describe('a system that can\'t suspend a program', () => {
	test('has no key for it, not even one from the settings', () => {
		const settings = {keys: new Map([['suspend', ['Z']]]), filters: []};
		expect(press('ctrl+z', keymapFor(undefined, {canSuspend: true}))).toMatchObject({command: 'suspend'});
		expect(press('Z', keymapFor(settings, {canSuspend: true}))).toMatchObject({command: 'suspend'});
		expect(press('ctrl+z', keymapFor(undefined, {canSuspend: false}))).toBeUndefined();
		expect(press('Z', keymapFor(settings, {canSuspend: false}))).toBeUndefined();
		expect(help(keymapFor(undefined, {canSuspend: false})).join('\n')).not.toContain('suspend');
	});
});
