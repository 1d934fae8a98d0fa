import {isMovement, moveIndex} from '../../app/list/paging.ts';
import {type Command, type Message} from '../../app/message.ts';
import {type Model} from '../../app/model.ts';
import {isText} from '../../app/keys/key-names.ts';
import {
	editKeys,
	type Keymap,
	listAndTimeline,
	type Scope,
	scopeOf,
	type NamedFilter,
} from '../../app/keys/keymap.ts';
import {scrollMessage} from '../lines/screen-lines.ts';

// In a prompt, only these keys move the list, unless they have a command there. The other movement keys edit the text.
const movesInPrompt: ReadonlyMap<string, Command> = new Map<string, Command>([
	['up', 'cursorUp'],
	['down', 'cursorDown'],
	['pageup', 'pageBack'],
	['pagedown', 'pageForward'],
]);

const commandFor = ({bindings}: Keymap, scope: Scope, name: string): Command | undefined =>
	bindings.find(binding => binding.scopes.includes(scope) && binding.keys.includes(name))?.command;

/*
A movement scrolls screens of lines; other commands go to the model.
*/
const messageForCommand = (model: Model, command: Command, {at, keymap}: {readonly at: number; readonly keymap: Keymap}): Message => {
	const scrolled = isMovement(command) ? scrollMessage(model, keymap, place => moveIndex(command, place)) : undefined;
	return scrolled ?? {type: 'commandGiven', at, command};
};

const messageForPrompt = (model: Model, scope: Scope, name: string, when: {readonly at: number; readonly keymap: Keymap}): Message | undefined => {
	const command = commandFor(when.keymap, scope, name) ?? movesInPrompt.get(name);

	if (command !== undefined) {
		return messageForCommand(model, command, when);
	}

	const edit = editKeys.find(({keys}) => keys.includes(name))?.edit ?? (isText(name) ? {kind: 'insert', text: name} : undefined);
	return edit === undefined ? undefined : {type: 'filterEdited', edit};
};

const messageForConfirmation = (keymap: Keymap, typed: string, name: string, at: number): Message | undefined => {
	const command = commandFor(keymap, 'confirm', name);

	if (command !== undefined) {
		return {type: 'commandGiven', at, command};
	}

	if (name === 'backspace') {
		return {type: 'confirmationTyped', typed: typed.slice(0, -1)};
	}

	return isText(name) ? {type: 'confirmationTyped', typed: typed + name} : undefined;
};

const toggleFilter = ({query: {text}}: Model, {query}: NamedFilter): Message => ({type: 'filterEdited', edit: {kind: 'replace', text: text === query ? '' : query}});

/**
The message for a key on the current screen; undefined if the key does nothing there. `at` is in epoch milliseconds.
*/
export const messageForKey = (model: Model, name: string, {at, keymap}: {readonly at: number; readonly keymap: Keymap}): Message | undefined => {
	const scope = scopeOf(model);

	if (scope === 'filter' || scope === 'search') {
		return messageForPrompt(model, scope, name, {at, keymap});
	}

	if (scope === 'confirm') {
		return messageForConfirmation(keymap, model.confirming?.typed ?? '', name, at);
	}

	const command = commandFor(keymap, scope, name);

	if (command === undefined) {
		const filter = listAndTimeline.includes(scope) ? keymap.filters.find(({key}) => key === name) : undefined;
		return filter === undefined ? undefined : toggleFilter(model, filter);
	}

	return messageForCommand(model, command, {at, keymap});
};
