import {type NamedFilter} from '../domain/named-filter.ts';
import {type Command} from '../model/message.ts';
import {
	bindings,
	type Binding,
	isText,
	keyLabel,
	type Keymap,
} from './keymap.ts';

/**
The keys that a person has set, by command.
*/
export type KeySettings = ReadonlyMap<string, readonly string[]>;

/**
The commands whose keys can be set, in the order of the key table.
*/
export const settableCommands: readonly Command[] = bindings.filter(({isFixed = false}) => !isFixed).map(({command}) => command);

const writtenNames: ReadonlyMap<string, string> = new Map([
	['↑', 'up'],
	['↓', 'down'],
	['←', 'left'],
	['→', 'right'],
	['pgup', 'pageup'],
	['pgdn', 'pagedown'],
	['return', 'enter'],
	['esc', 'escape'],
	['del', 'delete'],
	['space', ' '],
]);

const namedKeys: ReadonlySet<string> = new Set(['up', 'down', 'left', 'right', 'pageup', 'pagedown', 'home', 'end', 'enter', 'escape', 'tab', 'backspace', 'delete']);

/*
What a terminal sends for these is what it sends for another key.
*/
const sameForTerminals: ReadonlyMap<string, string> = new Map([
	['ctrl+i', 'tab'],
	['ctrl+m', 'enter'],
	['ctrl+j', 'enter'],
	['ctrl+h', 'backspace'],
]);

const baseOf = (text: string): string | undefined => {
	if ([...text].length === 1) {
		return writtenNames.get(text) ?? text;
	}

	const lower = text.toLowerCase();
	const name = writtenNames.get(lower) ?? lower;
	return name === ' ' || namedKeys.has(name) ? name : undefined;
};

/**
The name of a key, from how a person writes it: `Ctrl+F`, `PgDn`, `G`. Undefined where there is no such key, or terminals do not tell it from another.
*/
export const keyNameOf = (text: string): string | undefined => {
	const [, modifier, rest = ''] = /^(?:(?<modifier>ctrl|alt|shift)\+)?(?<rest>.+)$/isv.exec(text) ?? [];
	const base = baseOf(rest);

	if (modifier === undefined || base === undefined) {
		return base;
	}

	const name = `${modifier.toLowerCase()}+${modifier.toLowerCase() === 'ctrl' ? base.toLowerCase() : base}`;
	const isSent = {
		ctrl: /^[a-z]$/v.test(base.toLowerCase()) || ['up', 'down', 'left', 'right'].includes(base),
		alt: base !== 'escape' && base !== ' ',
		shift: namedKeys.has(base) && base !== 'escape' && base !== 'enter' && base !== 'backspace',
	}[modifier.toLowerCase()];
	return isSent === true && !sameForTerminals.has(name) ? name : undefined;
};

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
