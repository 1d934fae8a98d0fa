import {unprintable} from './printable.ts';

const escaped = (character: string): string => Array.from(
	{length: character.length},
	(_, index) => String.raw`\u${character.charCodeAt(index).toString(16).padStart(4, '0')}`, // eslint-disable-line unicorn/prefer-code-point -- JSON escapes code units.
).join('');

/**
A value as one line of JSON that is safe to print: what a terminal would obey or not show is escaped, and whoever parses the line gets it back as it was.
*/
export const jsonLine = (value: unknown): string => JSON.stringify(value).replaceAll(unprintable, character => escaped(character));
