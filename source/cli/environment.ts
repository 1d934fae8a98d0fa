import {type GivenOption, parseArguments} from './arguments.ts';
import {isAccepted} from './option-spec.ts';
import {type Origin, UsageError} from './usage-error.ts';

const origin: Origin = {kind: 'environment'};

/*
Whitespace, quoted text, an escaped character, or other characters. Adjacent pieces other than whitespace form one word.
*/
const piece = /\s+|'(?<single>[^']*)'|"(?<double>(?:\\.|[^"\\])*)"|\\(?<escaped>.)|(?<bare>[^\s"'\\]+)|(?<stray>.)/gsv;

const unescape = (text: string): string => text.replaceAll(/\\(?<next>["\\])/gv, '$<next>');

/**
Splits a text into words as a shell does, without expansions. Throws a `UsageError` for an unclosed quote or a trailing backslash.
*/
export const splitWords = (text: string): readonly string[] => {
	const words: string[] = [];
	let word: string | undefined;

	for (const {groups = {}} of text.matchAll(piece)) {
		const {single, double, escaped, bare, stray} = groups;

		if (stray !== undefined) {
			throw new UsageError(stray === '\\' ? 'trailing backslash' : `unclosed quote ${stray}`, origin);
		}

		const part = single ?? (double === undefined ? undefined : unescape(double)) ?? escaped ?? bare;

		if (part !== undefined) {
			word = (word ?? '') + part;
		} else if (word !== undefined) {
			words.push(word);
			word = undefined;
		}
	}

	return word === undefined ? words : [...words, word];
};

/**
Throws a `UsageError` for anything but options of `watch`.
*/
export const parseVariable = async (text: string): Promise<readonly GivenOption[]> => {
	const {words, given} = await parseArguments(splitWords(text), origin);
	const [word] = words;

	if (word !== undefined) {
		throw new UsageError(`unexpected argument "${word}" (only options are allowed here)`, origin);
	}

	const stray = given.find(({option}) => !isAccepted(option, 'watch') || option.notIn?.includes('environment') === true);

	if (stray !== undefined) {
		throw new UsageError(`--${stray.option.flag} is allowed only on the command line`, origin);
	}

	return given;
};
