import {type InputEdit} from '../../text/line-editor.ts';
import {type Command} from '../message.ts';
import {type Model, type Screen} from '../model.ts';
import {keyLabel} from './key-names.ts';

/**
A filter of the config file that a digit key applies.
*/
export type NamedFilter = {
	/**
	`1` to `9`.
	*/
	readonly key: string;

	/**
	Its name in the config file, if it has one.
	*/
	readonly name: string | undefined;
	readonly query: string;
};

/**
The keys that can apply a filter.
*/
export const filterKeys: readonly string[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/**
Where a key means something: on one of the screens, or while the filter is written.
*/
export type Scope = Screen['kind'] | 'filter' | 'confirm';

/**
A key, or several that do the same, and what they do.
*/
export type Binding = {
	/**
	Names as `keyNames` gives them.
	*/
	readonly keys: readonly string[];
	readonly scopes: readonly Scope[];
	readonly command: Command;

	/**
	What it does, for the help screen and the readme.
	*/
	readonly help: string;

	/**
	How the line of key hints names it; only for what is named there.
	*/
	readonly hint?: string;

	/**
	The key that stands in the line of key hints, where it is one of the keys; else their first.
	*/
	readonly shownKey?: string;

	/**
	The command whose key stands before this one's in the line of key hints.
	*/
	readonly shownWith?: Command;

	/**
	Whether it has these keys whatever the person has set.
	*/
	readonly isFixed?: boolean;
};

const lists: readonly Scope[] = ['list', 'details', 'changes', 'targets', 'picker', 'help'];
const listAndFilter: readonly Scope[] = ['list', 'filter'];
const listAndDetails: readonly Scope[] = ['list', 'details'];
const listAndTargets: readonly Scope[] = ['list', 'targets'];
const besides: readonly Scope[] = ['details', 'changes', 'targets', 'picker', 'help'];

/**
Every command that has a key, in the order in which the help screen and the readme show them, with the keys that it has where the person has set no others.
*/
export const bindings: readonly Binding[] = [
	{
		keys: ['up', 'k'], scopes: lists, command: 'cursorUp', help: 'up one line',
	},
	{
		keys: ['down', 'j'], scopes: lists, command: 'cursorDown', help: 'down one line', hint: 'move', shownWith: 'cursorUp',
	},
	{
		keys: ['home', 'g'], scopes: lists, command: 'cursorFirst', help: 'to the top; there the cursor rests, and what moved last comes to it',
	},
	{
		keys: ['end', 'G'], scopes: lists, command: 'cursorLast', help: 'to the bottom',
	},
	{
		keys: ['pagedown', ']', 'right', 'ctrl+f'], scopes: lists, command: 'pageForward', help: 'next page', hint: 'page', shownKey: ']', shownWith: 'pageBack',
	},
	{
		keys: ['pageup', '[', 'left', 'ctrl+b'], scopes: lists, command: 'pageBack', help: 'previous page', shownKey: '[',
	},
	{
		keys: ['/'], scopes: ['list'], command: 'editFilter', help: 'write a filter', hint: 'filter',
	},
	{
		keys: ['enter'], scopes: ['filter'], command: 'keepFilter', help: 'keep the filter', hint: 'keep',
	},
	{
		keys: ['escape'], scopes: listAndFilter, command: 'clearFilter', help: 'clear the filter; where there is none, the line that says what was missed', hint: 'clear',
	},
	{
		keys: ['tab'], scopes: ['list'], command: 'nextGroup', help: 'next group: all, active, failed, succeeded, cancelled', hint: 'group',
	},
	{
		keys: ['shift+tab'], scopes: ['list'], command: 'previousGroup', help: 'previous group',
	},
	{
		keys: ['s'], scopes: ['list'], command: 'nextOrder', help: 'next sort order', hint: 'sort',
	},
	{
		keys: ['S'], scopes: ['list'], command: 'reverseOrder', help: 'reverse the sort order',
	},
	{
		keys: ['enter', 'd'], scopes: ['list'], command: 'openDetails', help: 'details of the selected import', hint: 'details',
	},
	{
		keys: ['e'], scopes: ['list'], command: 'openChanges', help: 'all changes seen', hint: 'changes',
	},
	{
		keys: ['escape', 'q'], scopes: besides, command: 'closeScreen', help: 'back to the list', hint: 'back',
	},
	{
		keys: ['r', 'ctrl+r'], scopes: lists, command: 'refresh', help: 'ask the service now; in the list of targets, the selected one',
	},
	{
		keys: ['p'], scopes: listAndTargets, command: 'togglePause', help: 'pause, and resume; in the list of targets, the selected one', hint: 'pause',
	},
	{
		keys: ['+', '='], scopes: ['list'], command: 'lengthenInterval', help: 'longer interval',
	},
	{
		keys: ['-'], scopes: ['list'], command: 'shortenInterval', help: 'shorter interval',
	},
	{
		keys: ['a'], scopes: ['list'], command: 'followWork', help: 'let the interval follow the work again',
	},
	{
		keys: ['n'], scopes: ['list'], command: 'toggleNotifications', help: 'notifications off, and on',
	},
	{
		keys: ['t'], scopes: ['list'], command: 'openTargets', help: 'targets: profiles and regions, how each stands, and what is wrong with it',
	},
	{
		keys: ['P'], scopes: listAndTargets, command: 'openProfiles', help: 'choose the profiles to watch',
	},
	{
		keys: ['R'], scopes: listAndTargets, command: 'openRegions', help: 'choose the regions to watch',
	},
	{
		keys: ['h'], scopes: ['targets'], command: 'hideTarget', help: 'hide the imports of the target, and show them again', hint: 'hide',
	},
	{
		keys: [' ', 'enter'], scopes: ['picker'], command: 'toggleChoice', help: 'watch it, or no longer', hint: 'choose',
	},
	{
		keys: ['?'], scopes: lists, command: 'openHelp', help: 'this help', hint: 'help',
	},
	{
		keys: ['q'], scopes: ['list'], command: 'quit', help: 'quit', hint: 'quit',
	},
	{
		keys: ['y'], scopes: listAndDetails, command: 'copyTaskId', help: 'copy the task id',
	},
	{
		keys: ['Y'], scopes: listAndDetails, command: 'copyCommand', help: 'copy the command of the AWS CLI that shows this import',
	},
	{
		keys: ['o', 'b'], scopes: listAndDetails, command: 'openConsole', help: 'open the graph in the AWS console',
	},
	{
		keys: ['x'], scopes: listAndDetails, command: 'askToCancel', help: 'cancel the import, with --allow-cancel',
	},
	{
		keys: ['enter'], scopes: ['confirm'], command: 'confirmCancel', help: 'cancel it, if the end of its id was typed', hint: 'confirm',
	},
	{
		keys: ['escape'], scopes: ['confirm'], command: 'keepImport', help: 'do not cancel it', hint: 'back',
	},
	{
		keys: ['ctrl+z'], scopes: [...lists, 'filter'], command: 'suspend', help: 'suspend; fg in the shell comes back',
	},
	{
		keys: ['ctrl+c'], scopes: [...lists, 'filter', 'confirm'], command: 'quit', help: 'quit, from anywhere', isFixed: true,
	},
];

/**
The keys that edit the line while the filter is written: those of readline.
*/
export const editKeys: ReadonlyArray<{readonly keys: readonly string[]; readonly edit: InputEdit; readonly help: string}> = [
	{keys: ['left', 'ctrl+b'], edit: {kind: 'left'}, help: 'left one character'},
	{keys: ['right', 'ctrl+f'], edit: {kind: 'right'}, help: 'right one character'},
	{keys: ['alt+b', 'alt+left', 'ctrl+left'], edit: {kind: 'wordLeft'}, help: 'left one word'},
	{keys: ['alt+f', 'alt+right', 'ctrl+right'], edit: {kind: 'wordRight'}, help: 'right one word'},
	{keys: ['home', 'ctrl+a'], edit: {kind: 'start'}, help: 'to the start of the line'},
	{keys: ['end', 'ctrl+e'], edit: {kind: 'end'}, help: 'to the end of the line'},
	{keys: ['backspace', 'ctrl+h'], edit: {kind: 'deleteBack'}, help: 'delete the character before'},
	{keys: ['delete', 'ctrl+d'], edit: {kind: 'deleteForward'}, help: 'delete the character after'},
	{keys: ['ctrl+w', 'alt+backspace'], edit: {kind: 'deleteWordBack'}, help: 'delete the word before'},
	{keys: ['ctrl+u'], edit: {kind: 'deleteToStart'}, help: 'delete to the start of the line'},
	{keys: ['ctrl+k'], edit: {kind: 'deleteToEnd'}, help: 'delete to the end of the line'},
];

/**
The keys that are in force.
*/
export type Keymap = {
	readonly bindings: readonly Binding[];
	readonly filters: readonly NamedFilter[];
};

/**
The keys where the person has set none.
*/
export const defaultKeymap: Keymap = {bindings, filters: []};

/**
Where the next key goes.
*/
export const scopeOf = (model: Model): Scope => {
	if (model.confirming !== undefined) {
		return 'confirm';
	}

	return model.screen.kind === 'list' && model.isEditingFilter ? 'filter' : model.screen.kind;
};

/**
The key that stands for a binding where one is named; undefined where it has none.
*/
export const shownKeyOf = ({keys, shownKey}: Binding): string | undefined => {
	const key = shownKey !== undefined && keys.includes(shownKey) ? shownKey : keys[0];
	return key === undefined ? undefined : keyLabel(key);
};

/**
The key to name for a command; undefined where it has none.
*/
export const keyFor = (command: Command, {bindings: inForce}: Keymap): string | undefined =>
	inForce.filter(binding => binding.command === command).map(binding => shownKeyOf(binding)).find(key => key !== undefined);

/**
A phrase such as `t lists them`; undefined if the command has no key.
*/
export const keyPhrase = (command: Command, does: string, keymap: Keymap): string | undefined => {
	const key = keyFor(command, keymap);
	return key === undefined ? undefined : `${key} ${does}`;
};
