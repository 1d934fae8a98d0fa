import {closestMatch} from 'leven';
import {hideCredentials} from '../text/error-text.ts';

/**
The place where an option was given, highest precedence first.
*/
export type Origin =
	| {readonly kind: 'commandLine'}
	| {readonly kind: 'environment'}
	| {readonly kind: 'file'; readonly file: string; readonly line: number};

export const optionsVariable = 'NEPTUNE_IMPORT_WATCH';

const locationText = (origin: Origin | undefined): string => {
	switch (origin?.kind) {
		case undefined:
		case 'commandLine': {
			return '';
		}

		case 'environment': {
			return `${optionsVariable}: `;
		}

		case 'file': {
			return `${origin.file}:${origin.line}: `;
		}
	}
};

/**
An error in the options. The message is one sentence, prefixed with the origin if that is not the command line. It never repeats a password in a URL.
*/
export class UsageError extends Error {
	constructor(sentence: string, origin?: Origin) {
		super(locationText(origin) + hideCredentials(sentence));
	}
}

// With more typing errors, a suggestion would be a guess.
const maxDistance = 3;

/**
Returns ` (did you mean …?)` if a candidate is close, otherwise the fallback.
*/
export const hint = (word: string, candidates: readonly string[], {prefix = '', otherwise = ''} = {}): string => {
	const found = closestMatch(word, candidates, {maxDistance: Math.min(maxDistance, Math.floor(word.length / 2))});
	return found === undefined ? otherwise : ` (did you mean ${prefix}${found}?)`;
};

export const seeHelp = ' (see --help)';
