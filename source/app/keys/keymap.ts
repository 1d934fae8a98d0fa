import {type InputEdit} from '../../text/line-editor.ts';
import {type Command} from '../message.ts';
import {type Model, type Screen} from '../model.ts';
import {searchOf} from '../screens.ts';
import {keyLabel} from './key-names.ts';

export type NamedFilter = {
	/**
	`1` to `9`.
	*/
	readonly key: string;
	readonly name: string | undefined;
	readonly query: string;
};

export const filterKeys: readonly string[] = ['1', '2', '3', '4', '5', '6', '7', '8', '9'];

/**
Where a binding applies: a screen, the filter prompt, the search prompt of a screen, or the cancel prompt.
*/
export type Scope = Screen['kind'] | 'filter' | 'search' | 'confirm';

export type Binding = {
	/**
	Names as returned by `keyNames`.
	*/
	readonly keys: readonly string[];
	readonly scopes: readonly Scope[];
	readonly command: Command;
	readonly help: string;

	/**
	Label on the hint line. Omitted if the binding is not shown there.
	*/
	readonly hint?: string;

	/**
	The key on the hint line. If it is omitted or unbound, the first key is shown.
	*/
	readonly shownKey?: string;

	/**
	The hint line shows the key of this command first, as in `↑↓ move`.
	*/
	readonly shownWith?: Command;
	readonly isFixed?: boolean;
};

const pagedScreens: readonly Scope[] = ['list', 'details', 'changes', 'targets', 'picker', 'commands', 'help'];
const allScreens: readonly Scope[] = [...pagedScreens, 'timeline'];
const prompts: readonly Scope[] = ['filter', 'search'];
const listAndDetails: readonly Scope[] = ['list', 'details'];
const listDetailsAndTimeline: readonly Scope[] = ['list', 'details', 'timeline'];
const listAndTargets: readonly Scope[] = ['list', 'targets'];
const otherScreens: readonly Scope[] = ['details', 'changes', 'targets', 'picker', 'commands', 'help', 'timeline'];

/**
The screens with a filter and groups.
*/
export const listAndTimeline: readonly Scope[] = ['list', 'timeline'];

/**
The default bindings, in the order of the help screen and `docs/using.md`.
*/
export const bindings: readonly Binding[] = [
	{
		keys: ['up', 'k'], scopes: allScreens, command: 'cursorUp', help: 'up one line',
	},
	{
		keys: ['down', 'j'], scopes: allScreens, command: 'cursorDown', help: 'down one line', hint: 'move', shownWith: 'cursorUp',
	},
	{
		keys: ['home', 'g'], scopes: allScreens, command: 'cursorFirst', help: 'top (follow the newest)',
	},
	{
		keys: ['end', 'G'], scopes: allScreens, command: 'cursorLast', help: 'bottom',
	},
	{
		keys: ['pagedown', ']', 'right', 'ctrl+f'], scopes: pagedScreens, command: 'pageForward', help: 'next page', hint: 'page', shownKey: ']', shownWith: 'pageBack',
	},
	{
		keys: ['pageup', '[', 'left', 'ctrl+b'], scopes: pagedScreens, command: 'pageBack', help: 'previous page', shownKey: '[',
	},
	{
		keys: ['l', 'right'], scopes: ['timeline'], command: 'timelineForward', help: 'later', hint: 'scroll', shownWith: 'timelineBack',
	},
	{
		keys: ['h', 'left'], scopes: ['timeline'], command: 'timelineBack', help: 'earlier',
	},
	{
		keys: ['+', '='], scopes: ['timeline'], command: 'zoomIn', help: 'zoom in, down to 15 minutes',
	},
	{
		keys: ['-'], scopes: ['timeline'], command: 'zoomOut', help: 'zoom out, up to 14 days', hint: 'zoom', shownWith: 'zoomIn',
	},
	{
		keys: ['0'], scopes: ['timeline'], command: 'showNow', help: 'back to now', hint: 'now',
	},
	{
		keys: ['z'], scopes: ['timeline'], command: 'toggleFold', help: 'one lane per graph, or one row per import', hint: 'fold',
	},
	{
		keys: ['ctrl+d'], scopes: allScreens, command: 'halfPageForward', help: 'half a page down',
	},
	{
		keys: ['ctrl+u'], scopes: allScreens, command: 'halfPageBack', help: 'half a page up',
	},
	{
		keys: ['/'], scopes: ['list', 'timeline', 'picker', 'help'], command: 'editFilter', help: 'filter the list, the choices or the help', hint: 'filter',
	},
	{
		keys: ['enter'], scopes: prompts, command: 'keepFilter', help: 'keep the filter', hint: 'keep',
	},
	{
		keys: ['tab'], scopes: ['filter'], command: 'nextSuggestion', help: 'next suggestion', hint: 'complete',
	},
	{
		keys: ['shift+tab'], scopes: ['filter'], command: 'previousSuggestion', help: 'previous suggestion',
	},
	{
		keys: ['up', 'ctrl+p'], scopes: ['filter'], command: 'earlierFilter', help: 'earlier filter', hint: 'earlier',
	},
	{
		keys: ['down', 'ctrl+n'], scopes: ['filter'], command: 'laterFilter', help: 'later filter',
	},
	{
		keys: ['escape'], scopes: ['list', ...prompts], command: 'clearFilter', help: 'clear the filter and close its prompt, then dismiss the summary', hint: 'clear',
	},
	{
		keys: ['tab'], scopes: listAndTimeline, command: 'nextGroup', help: 'next group: all, running, failed, succeeded, cancelled', hint: 'group',
	},
	{
		keys: ['shift+tab'], scopes: listAndTimeline, command: 'previousGroup', help: 'previous group',
	},
	{
		keys: ['s'], scopes: ['list'], command: 'nextOrder', help: 'next sort order', hint: 'sort',
	},
	{
		keys: ['S'], scopes: ['list'], command: 'reverseOrder', help: 'reverse the sort order',
	},
	{
		keys: ['enter', 'd'], scopes: ['list', 'changes', 'timeline'], command: 'openDetails', help: 'details of the selected import', hint: 'details',
	},
	{
		keys: ['tab', 'J'], scopes: ['details'], command: 'nextImport', help: 'details of the next import', hint: 'next import',
	},
	{
		keys: ['shift+tab', 'K'], scopes: ['details'], command: 'previousImport', help: 'details of the previous import',
	},
	{
		keys: ['e'], scopes: ['list'], command: 'openChanges', help: 'all changes', hint: 'changes',
	},
	{
		keys: ['T'], scopes: listAndTimeline, command: 'openTimeline', help: 'timeline of the imports, and back', hint: 'timeline',
	},
	{
		keys: ['pagedown', ']', 'ctrl+f'], scopes: ['timeline'], command: 'pageForward', help: 'next page of rows',
	},
	{
		keys: ['pageup', '[', 'ctrl+b'], scopes: ['timeline'], command: 'pageBack', help: 'previous page of rows',
	},
	{
		keys: ['y'], scopes: listDetailsAndTimeline, command: 'copyTaskId', help: 'copy the task ID', hint: 'copy ID',
	},
	{
		keys: ['Y'], scopes: listDetailsAndTimeline, command: 'openCommands', help: 'AWS CLI commands for the import: show it, read its log, start it again', hint: 'commands',
	},
	{
		keys: ['o', 'b'], scopes: listDetailsAndTimeline, command: 'openConsole', help: 'open the import in the AWS console', hint: 'console',
	},
	{
		keys: ['O'], scopes: listDetailsAndTimeline, command: 'openGraph', help: 'open the graph in the AWS console',
	},
	{
		keys: ['l'], scopes: listAndDetails, command: 'openLogs', help: 'open the log stream in the AWS console',
	},
	{
		keys: ['x'], scopes: listAndDetails, command: 'askToCancel', help: 'cancel the import (requires --allow-cancel)', hint: 'cancel',
	},
	{
		keys: ['r', 'ctrl+r'], scopes: allScreens, command: 'refresh', help: 'poll now (on the targets screen: only the selected target)', hint: 'refresh',
	},
	{
		keys: ['p'], scopes: listAndTargets, command: 'togglePause', help: 'pause or resume (on the targets screen: only the selected target)', hint: 'pause',
	},
	{
		keys: ['+', '='], scopes: ['list'], command: 'lengthenInterval', help: 'longer interval',
	},
	{
		keys: ['-'], scopes: ['list'], command: 'shortenInterval', help: 'shorter interval',
	},
	{
		keys: ['a'], scopes: ['list'], command: 'adaptInterval', help: 'adaptive interval',
	},
	{
		keys: ['n'], scopes: ['list'], command: 'toggleNotifications', help: 'toggle notifications',
	},
	{
		keys: ['t'], scopes: ['list'], command: 'openTargets', help: 'targets: profiles, regions, status and errors',
	},
	{
		keys: ['P'], scopes: listAndTargets, command: 'openProfiles', help: 'choose the profiles to watch',
	},
	{
		keys: ['R'], scopes: listAndTargets, command: 'openRegions', help: 'choose the regions to watch',
	},
	{
		keys: ['h'], scopes: ['targets'], command: 'hideTarget', help: 'hide or show the imports of the target', hint: 'hide',
	},
	{
		keys: [' ', 'enter'], scopes: ['picker'], command: 'toggleChoice', help: 'toggle', hint: 'toggle',
	},
	{
		keys: ['enter'], scopes: ['commands'], command: 'copyCommand', help: 'copy the selected command', hint: 'copy',
	},
	{
		keys: ['escape', 'q'], scopes: otherScreens, command: 'closeScreen', help: 'clear the search, then go back', hint: 'back',
	},
	{
		keys: ['?'], scopes: allScreens, command: 'openHelp', help: 'open or close this help', hint: 'help',
	},
	{
		keys: ['q'], scopes: ['list'], command: 'quit', help: 'quit', hint: 'quit',
	},
	{
		keys: ['enter'], scopes: ['confirm'], command: 'confirmCancel', help: 'cancel the import if the typed characters match', hint: 'confirm',
	},
	{
		keys: ['escape'], scopes: ['confirm'], command: 'keepImport', help: 'close the prompt without cancelling', hint: 'back',
	},
	{
		keys: ['L'], scopes: ['list', 'targets'], command: 'signIn', help: 'sign in: run the aws sso login or aws login that the banner names', hint: 'sign in',
	},
	{
		keys: ['ctrl+z'], scopes: [...allScreens, ...prompts], command: 'suspend', help: 'suspend (fg resumes)',
	},
	{
		keys: ['ctrl+c'], scopes: [...allScreens, ...prompts, 'confirm'], command: 'quit', help: 'quit from any screen', isFixed: true,
	},
];

/**
Editing keys of the filter prompt, as in readline.
*/
export const editKeys: ReadonlyArray<{readonly keys: readonly string[]; readonly edit: InputEdit; readonly help: string}> = [
	{keys: ['left', 'ctrl+b'], edit: {kind: 'left'}, help: 'left one character'},
	{keys: ['right', 'ctrl+f'], edit: {kind: 'right'}, help: 'right one character'},
	{keys: ['alt+b', 'alt+left', 'ctrl+left'], edit: {kind: 'wordLeft'}, help: 'left one word'},
	{keys: ['alt+f', 'alt+right', 'ctrl+right'], edit: {kind: 'wordRight'}, help: 'right one word'},
	{keys: ['home', 'ctrl+a'], edit: {kind: 'start'}, help: 'to the start of the line'},
	{keys: ['end', 'ctrl+e'], edit: {kind: 'end'}, help: 'to the end of the line'},
	{keys: ['backspace', 'ctrl+h'], edit: {kind: 'deleteBack'}, help: 'delete the previous character'},
	{keys: ['delete', 'ctrl+d'], edit: {kind: 'deleteForward'}, help: 'delete the next character'},
	{keys: ['ctrl+w', 'alt+backspace'], edit: {kind: 'deleteWordBack'}, help: 'delete the previous word'},
	{keys: ['ctrl+u'], edit: {kind: 'deleteToStart'}, help: 'delete to the start of the line'},
	{keys: ['ctrl+k'], edit: {kind: 'deleteToEnd'}, help: 'delete to the end of the line'},
];

export type Keymap = {
	readonly bindings: readonly Binding[];
	readonly filters: readonly NamedFilter[];
};

export const defaultKeymap: Keymap = {bindings, filters: []};

export const scopeOf = (model: Model): Scope => {
	if (model.confirming !== undefined) {
		return 'confirm';
	}

	if (searchOf(model)?.isEditing === true) {
		return 'search';
	}

	return (model.screen.kind === 'list' || model.screen.kind === 'timeline') && model.isEditingFilter ? 'filter' : model.screen.kind;
};

export const shownKeyOf = ({keys, shownKey}: Binding): string | undefined => {
	const key = shownKey !== undefined && keys.includes(shownKey) ? shownKey : keys[0];
	return key === undefined ? undefined : keyLabel(key);
};

export const keyFor = (command: Command, keymap: Keymap): string | undefined =>
	keymap.bindings.filter(binding => binding.command === command).map(binding => shownKeyOf(binding)).find(key => key !== undefined);

/**
Returns a phrase such as `t lists them`; undefined if the command has no keys.
*/
export const keyPhrase = (command: Command, does: string, keymap: Keymap): string | undefined => {
	const key = keyFor(command, keymap);
	return key === undefined ? undefined : `${key} ${does}`;
};
