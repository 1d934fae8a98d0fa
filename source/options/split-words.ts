import {UsageError} from './usage-error.ts';

/*
A run of what is neither a space nor a quote, or a quoted text: a word is one of these or several without space between. A backslash outside of single quotes takes the next character as it is.
*/
const piece = /\s+|'(?<single>[^']*)'|"(?<double>(?:\\.|[^"\\])*)"|\\(?<escaped>.)|(?<bare>[^\s"'\\]+)|(?<stray>.)/gsv;

const unescaped = (text: string): string => text.replaceAll(/\\(?<next>["\\])/gv, '$<next>');

/**
Splits a text into words as a shell does: at spaces, except in quotes. Nothing else that a shell does is done. Throws a `UsageError` where a quote is not closed.
*/
export const splitWords = (text: string): readonly string[] => {
	const words: string[] = [];
	let word: string | undefined;

	for (const {groups = {}} of text.matchAll(piece)) {
		const {single, double, escaped, bare, stray} = groups;

		if (stray !== undefined) {
			throw new UsageError(stray === '\\' ? 'There is a backslash at the end, with nothing to follow.' : `There is a ${stray} that nothing closes.`);
		}

		const part = single ?? (double === undefined ? undefined : unescaped(double)) ?? escaped ?? bare;

		if (part !== undefined) {
			word = (word ?? '') + part;
		} else if (word !== undefined) {
			words.push(word);
			word = undefined;
		}
	}

	return word === undefined ? words : [...words, word];
};
