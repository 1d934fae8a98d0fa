/*
A subset of Ink's `Key`.
*/
type SpecialKey = 'upArrow' | 'downArrow' | 'leftArrow' | 'rightArrow' | 'pageUp' | 'pageDown' | 'home' | 'end' | 'return' | 'escape' | 'tab' | 'backspace' | 'delete';

type Key = Readonly<Record<SpecialKey | 'ctrl' | 'meta' | 'shift', boolean>>;

type NamedKey = {
	readonly name: string;
	readonly label: string;

	/**
	Undefined if the key types a character.
	*/
	readonly inkKey?: SpecialKey;
	readonly alias?: string;
};

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

const keysBySpelling: ReadonlyMap<string, NamedKey> = new Map(namedKeys.flatMap(key =>
	[key.name, key.label.toLowerCase(), key.alias ?? key.name].map((spelling): readonly [string, NamedKey] => [spelling, key])));

const isReportedByName = (name: string): boolean => keysByName.get(name)?.inkKey !== undefined;

/**
True if the key types text, such as `j` or Space.
*/
export const isText = (name: string): boolean => name !== '' && !isReportedByName(name) && !/^(?:ctrl|alt|shift)\+./v.test(name);

/**
Returns the label of a key, such as `Ctrl+F`, `PgDn` or `↑`.
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
Control characters 1 to 26 are Ctrl plus a letter.
*/
const characterName = (character: string): string => {
	const code = character.codePointAt(0) ?? 0;
	return namedCharacters.get(character) ?? (code >= 1 && code <= 26 ? `ctrl+${String.fromCodePoint(code + 96)}` : character);
};

/**
Returns the names of the keys in one Ink input event, such as `j`, `G`, `down`, `ctrl+f` or `alt+b`. Ink combines fast typing into one event.
*/
export const keyNames = (input: string, key: Key): readonly string[] => {
	const named = namedKeys.find(({inkKey}) => inkKey !== undefined && key[inkKey])?.name;

	if (named === undefined && input.length > 1 && !key.ctrl && !key.meta) {
		return [...input].map(character => characterName(character));
	}

	const modifiers = [
		key.ctrl ? 'ctrl+' : '',
		named !== 'escape' && key.meta ? 'alt+' : '',
		// An upper-case character already includes Shift.
		named !== undefined && key.shift ? 'shift+' : '',
	].join('');
	return [modifiers + (named ?? input)];
};

/*
Terminals send the same bytes for these as for Tab, Enter and Backspace.
*/
const ambiguousKeys: ReadonlySet<string> = new Set(['ctrl+i', 'ctrl+m', 'ctrl+j', 'ctrl+h']);

const baseOf = (text: string): string | undefined => {
	const named = keysBySpelling.get(text.toLowerCase())?.name;
	return named ?? ([...text].length === 1 ? text : undefined);
};

/**
Parses a key from the config file, such as `Ctrl+F`, `PgDn` or `G`. Undefined if the key does not exist or terminals can't distinguish it.
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
	return isSent === true && !ambiguousKeys.has(name) ? name : undefined;
};
