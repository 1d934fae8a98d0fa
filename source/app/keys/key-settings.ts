import {type Command} from '../message.ts';
import {isText, keyLabel} from './key-names.ts';
import {
	type Binding,
	bindings,
	defaultKeymap,
	type Keymap,
	listAndTimeline,
	type NamedFilter,
	type Scope,
} from './keymap.ts';

export type KeySettings = ReadonlyMap<string, readonly string[]>;

export type KeyOptions = {readonly keys: KeySettings; readonly filters: readonly NamedFilter[]};

export const settableCommands: readonly Command[] = [...new Set(bindings.filter(({isFixed = false}) => !isFixed).map(({command}) => command))];

const promptScopes: ReadonlySet<Scope> = new Set(['filter', 'search', 'confirm']);

/**
Returns why a command can't have these keys; undefined if it can.
*/
export const keysProblem = (command: string, keys: readonly string[]): string | undefined => {
	const isInPrompt = bindings.some(binding => binding.isFixed !== true && binding.command === command && binding.scopes.some(scope => promptScopes.has(scope)));
	const typed = isInPrompt ? keys.find(key => isText(key)) : undefined;
	return typed === undefined ? undefined : `“${keyLabel(typed)}” would be typed into the prompt: use a key such as Esc or Ctrl+G for ${command}`;
};

const withKeys = (settings: KeySettings): readonly Binding[] => bindings.map(binding => {
	const keys = binding.isFixed === true ? undefined : settings.get(binding.command);
	return keys === undefined ? binding : {...binding, keys};
});

/**
A key with two commands in the same scope. The second command is undefined if the key applies a filter.
*/
type Clash = {
	readonly key: string;
	readonly commands: readonly [Command, Command | undefined];
};

export const clashOf = (settings: KeySettings, filters: readonly NamedFilter[]): Clash | undefined => {
	const all = withKeys(settings);

	for (const [index, {keys, scopes, command}] of all.entries()) {
		for (const key of keys) {
			const other = all.slice(index + 1).find(binding => binding.keys.includes(key) && binding.scopes.some(scope => scopes.includes(scope)));

			if (other !== undefined) {
				return {key, commands: [command, other.command]};
			}

			if (scopes.some(scope => listAndTimeline.includes(scope)) && filters.some(filter => filter.key === key)) {
				return {key, commands: [command, undefined]};
			}
		}
	}

	return undefined;
};

/**
The settings must not clash.
*/
export const createKeymap = (settings: KeySettings, filters: readonly NamedFilter[]): Keymap => ({bindings: withKeys(settings), filters});

/**
Returns the keymap with the user's settings, which must not clash. Windows can't suspend a program, so there is no key for it.
*/
export const keymapFor = (settings: KeyOptions | undefined, {canSuspend}: {readonly canSuspend: boolean}): Keymap => {
	const keymap = settings === undefined ? defaultKeymap : createKeymap(settings.keys, settings.filters);
	return canSuspend ? keymap : {...keymap, bindings: keymap.bindings.filter(({command}) => command !== 'suspend')};
};
