import {type Key} from 'ink';

type NamedKey = {
	readonly name: string;

	/**
	How the screen writes it.
	*/
	readonly label: string;

	/**
	How Ink reports it; undefined for a key that types a character.
	*/
	readonly inkKey?: keyof Key;

	/**
	Another name that a person may write.
	*/
	readonly alias?: string;
};

/*
Every key that has a name. The name of another key is its character.
*/
const namedKeys: readonly NamedKey[] = [
	{name: 'up', label: '↑', inkKey: 'upArrow'},
	{name: 'down', label: '↓', inkKey: 'downArrow'},
	{name: 'left', label: '←', inkKey: 'leftArrow'},
	{name: 'right', label: '→', inkKey: 'rightArrow'},
	{name: 'pageup', label: 'PgUp', inkKey: 'pageUp'},
	{name: 'pagedown', label: 'PgDn', inkKey: 'pageDown'},
	{name: 'home', label: 'Home', inkKey: 'home'},
	{name: 'end', label: 'End', inkKey: 'end'},
	{
		name: 'enter', label: 'Enter', inkKey: 'return', alias: 'return',
	},
	{name: 'escape', label: 'Esc', inkKey: 'escape'},
	{name: 'tab', label: 'Tab', inkKey: 'tab'},
	{name: 'backspace', label: 'Backspace', inkKey: 'backspace'},
	{
		name: 'delete', label: 'Delete', inkKey: 'delete', alias: 'del',
	},
	{name: ' ', label: 'Space'},
];

const modifierLabels: ReadonlyMap<string, string> = new Map([
	['ctrl', 'Ctrl'],
	['alt', 'Alt'],
	['shift', 'Shift'],
]);

const keysByName: ReadonlyMap<string, NamedKey> = new Map(namedKeys.map(key => [key.name, key]));

const keysByWriting: ReadonlyMap<string, NamedKey> = new Map(namedKeys.flatMap(key =>
	[key.name, key.label.toLowerCase(), key.alias ?? key.name].map((writing): readonly [string, NamedKey] => [writing, key])));

/*
The key as a terminal reports it, whatever it types.
*/
const isReportedByName = (name: string): boolean => keysByName.get(name)?.inkKey !== undefined;

/**
Whether a key types its name, as keys without a modifier or a name of their own do.
*/
export const isText = (name: string): boolean => name !== '' && !isReportedByName(name) && !/^(?:ctrl|alt|shift)\+./v.test(name);

/**
How the screen writes a key: `Ctrl+F`, `PgDn`, `↑`.
*/
export const keyLabel = (name: string): string => name !== ' ' && name.length === 1
	? name
	: name.split(/(?<=.)\+/v).map(part => keysByName.get(part)?.label ?? modifierLabels.get(part) ?? part.toUpperCase()).join('+');

const namedCharacters: ReadonlyMap<string, string> = new Map([
	['\r', 'enter'],
	['\n', 'enter'],
	['\t', 'tab'],
]);

/*
Ctrl turns letters into the first 26 control characters.
*/
const characterName = (character: string): string => {
	const code = character.codePointAt(0) ?? 0;
	return namedCharacters.get(character) ?? (code >= 1 && code <= 26 ? `ctrl+${String.fromCodePoint(code + 96)}` : character);
};

/**
The names of the keys in one report of Ink: `j`, `G`, `down`, `ctrl+f`, `shift+tab`, `alt+b`. Characters typed faster than they are read arrive as one report.
*/
export const keyNames = (input: string, key: Key): readonly string[] => {
	const named = namedKeys.find(({inkKey}) => inkKey !== undefined && key[inkKey] === true)?.name;

	if (named === undefined && input.length > 1 && !key.ctrl && !key.meta) {
		return [...input].map(character => characterName(character));
	}

	const modifiers = [
		key.ctrl ? 'ctrl+' : '',
		named !== 'escape' && key.meta ? 'alt+' : '',
		// A character includes its shift.
		named !== undefined && key.shift ? 'shift+' : '',
	].join('');
	return [modifiers + (named ?? input)];
};

/*
Terminals send these like other keys.
*/
const sameForTerminals: ReadonlySet<string> = new Set(['ctrl+i', 'ctrl+m', 'ctrl+j', 'ctrl+h']);

const baseOf = (text: string): string | undefined => {
	const named = keysByWriting.get(text.toLowerCase())?.name;
	return named ?? ([...text].length === 1 ? text : undefined);
};

/**
The name of a key that a person wrote: `Ctrl+F`, `PgDn`, `G`. Undefined if no such key exists, or terminals send it like another.
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
		shift: isReportedByName(base) && base !== 'escape' && base !== 'enter' && base !== 'backspace',
	}[modifier.toLowerCase()];
	return isSent === true && !sameForTerminals.has(name) ? name : undefined;
};
