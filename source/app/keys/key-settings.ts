import {type Command} from '../message.ts';
import {isText, keyLabel} from './key-names.ts';
import {
	type Binding,
	bindings,
	type Keymap,
	type NamedFilter,
} from './keymap.ts';

/**
The keys that a person has set, by command.
*/
export type KeySettings = ReadonlyMap<string, readonly string[]>;

/**
The commands whose keys can be set, in the order of the key table.
*/
export const settableCommands: readonly Command[] = bindings.filter(({isFixed = false}) => !isFixed).map(({command}) => command);

/**
Why a command can't have these keys; undefined where it can.
*/
export const keysProblem = (command: string, keys: readonly string[]): string | undefined => {
	const writing = bindings.find(binding => binding.isFixed !== true && binding.command === command && binding.scopes.some(scope => scope === 'filter' || scope === 'confirm'));
	const typed = writing === undefined ? undefined : keys.find(key => isText(key));
	return typed === undefined ? undefined : `“${keyLabel(typed)}” is typed as text where ${command} is wanted: take a key that is none, such as Esc or Ctrl+G`;
};

const withKeys = (settings: KeySettings): readonly Binding[] => bindings.map(binding => {
	const keys = binding.isFixed === true ? undefined : settings.get(binding.command);
	return keys === undefined ? binding : {...binding, keys};
});

/**
A key that would mean two things in the same place, and what: two commands, or a command and a filter.
*/
export type Clash = {
	readonly key: string;
	readonly commands: readonly [Command, Command | undefined];
};

/**
The first clash there is; undefined where every key means one thing in each place.
*/
export const clashOf = (settings: KeySettings, filters: readonly NamedFilter[]): Clash | undefined => {
	const inForce = withKeys(settings);

	for (const [index, {keys, scopes, command}] of inForce.entries()) {
		for (const key of keys) {
			const other = inForce.slice(index + 1).find(binding => binding.keys.includes(key) && binding.scopes.some(scope => scopes.includes(scope)));

			if (other !== undefined) {
				return {key, commands: [command, other.command]};
			}

			if (scopes.includes('list') && filters.some(filter => filter.key === key)) {
				return {key, commands: [command, undefined]};
			}
		}
	}

	return undefined;
};

/**
The keys in force where a person has set some, which must not clash.
*/
export const createKeymap = (settings: KeySettings, filters: readonly NamedFilter[]): Keymap => ({bindings: withKeys(settings), filters});
