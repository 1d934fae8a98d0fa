import {type Key} from 'ink';

const namedKeys: ReadonlyArray<readonly [keyof Key, string]> = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'pageup'],
	['pageDown', 'pagedown'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['escape', 'escape'],
	['tab', 'tab'],
	['backspace', 'backspace'],
	['delete', 'delete'],
];

const namedCharacters: ReadonlyMap<string, string> = new Map([
	['\r', 'enter'],
	['\n', 'enter'],
	['\t', 'tab'],
]);

/*
The letter that Ctrl turns into this control character, and its name.
*/
const characterName = (character: string): string => {
	const code = character.codePointAt(0) ?? 0;
	return namedCharacters.get(character) ?? (code >= 1 && code <= 26 ? `ctrl+${String.fromCodePoint(code + 96)}` : character);
};

/**
The names of the keys in one report of Ink, as the key table has them: `j`, `G`, `down`, `ctrl+f`, `shift+tab`, `alt+b`. It is one key, but for characters that were typed faster than they were read, which arrive as one text.
*/
export const keyNames = (input: string, key: Key): readonly string[] => {
	const named = namedKeys.find(([property]) => key[property] === true)?.[1];

	if (named === undefined && input.length > 1 && !key.ctrl && !key.meta) {
		return [...input].map(character => characterName(character));
	}

	const modifiers = [
		key.ctrl ? 'ctrl+' : '',
		named !== 'escape' && key.meta ? 'alt+' : '',
		// The shift of a character is in the character.
		named !== undefined && key.shift ? 'shift+' : '',
	].join('');
	return [modifiers + (named ?? input)];
};
