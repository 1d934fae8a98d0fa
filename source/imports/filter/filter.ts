import {maxInputLength} from '../../text/line-editor.ts';
import {
	type Candidate,
	type Field,
	filterFields,
	matchWord,
	hasFailureStatus,
	type Predicate,
	type Term,
} from './filter-fields.ts';

/*
The filter language

	query        terms separated by spaces; an import must match all of them
	word         matches a part of any column
	field:value  matches one column; see the fields below
	-term        excludes the imports that match the term
	"two words"  double quotes make spaces, commas, colons and a leading - literal
	one,two      alternatives in a field value

Matching ignores case. A query is parsed on each key press, so none is an error: incomplete terms are ignored, and an unclosed quote ends with the query.
*/

/**
A parsed query. `possible` are the predicates of imports that may match once the reason of their failure is known. `notes` are messages for the user about unknown or incomplete terms.
*/
export type Filter = {
	readonly predicates: readonly Predicate[];
	readonly possible: readonly Predicate[];
	readonly usesGraphs: boolean;
	readonly usesReasons: boolean;
	readonly notes: readonly string[];
};

// Splits at separators outside double quotes, and drops empty parts.
const splitUnquoted = (text: string, separator: RegExp): readonly string[] => {
	const parts: string[] = [];
	let part = '';
	let isQuoted = false;

	for (const character of text) {
		if (character === '"') {
			isQuoted = !isQuoted;
		}

		if (!isQuoted && separator.test(character)) {
			parts.push(part);
			part = '';
		} else {
			part += character;
		}
	}

	return [...parts, part].filter(found => found !== '');
};

export const unquote = (text: string): string => text.replaceAll('"', '');

const parseField = ({name, example, parse}: Field, value: string): Term => {
	const alternatives = splitUnquoted(value, /,/v).map(part => unquote(part)).filter(part => part !== '').map(part => parse(part));

	if (alternatives.length === 0) {
		return {notes: [`${name}: needs a value, for example ${example}`]};
	}

	return {
		isMatch: candidate => alternatives.some(({isMatch}) => isMatch?.(candidate)),
		mayMatch: candidate => alternatives.some(({isMatch, mayMatch = isMatch}) => mayMatch?.(candidate)),
		usesGraphs: alternatives.some(alternative => alternative.usesGraphs),
		usesReasons: alternatives.some(alternative => alternative.usesReasons),
		notes: alternatives.flatMap(({notes}) => notes),
	};
};

// URLs and ARNs also start with letters and a colon, but are words.
const fieldPattern = /^(?!arn:)(?<name>[a-z]+):(?!\/\/)(?<value>.*)$/isv;

/**
The field and the value of a term; undefined if the term is a word.
*/
export const fieldOf = (term: string): {readonly field: Field; readonly value: string} | undefined => {
	const {name, value = ''} = fieldPattern.exec(term)?.groups ?? {};
	const field = filterFields.find(candidate => candidate.name === name?.toLowerCase());
	return field && {field, value};
};

const parseTerm = (term: string): Term => {
	const named = fieldOf(term);

	if (named !== undefined) {
		return parseField(named.field, named.value);
	}

	const word = unquote(term);

	if (word === '') {
		return {notes: []};
	}

	const name = fieldPattern.exec(term)?.groups?.['name'];
	const isMatch = matchWord(word);
	return {
		isMatch,
		mayMatch: candidate => isMatch(candidate) || hasFailureStatus(candidate),
		usesGraphs: true,
		notes: name === undefined ? [] : [`unknown field "${name}"; treated as text`],
	};
};

// Without a reason, no term matches a reason, so its negation may match.
const negate = ({isMatch, mayMatch, ...term}: Term): Term => isMatch === undefined ? term : {...term, isMatch: candidate => !isMatch(candidate)};

/**
Parses a query. Every text is valid; text beyond the longest input line is ignored.
*/
export const parseFilter = (query: string): Filter => {
	const terms = splitUnquoted(query.slice(0, maxInputLength), /\s/v)
		.map(term => term.startsWith('-') ? negate(parseTerm(term.slice(1))) : parseTerm(term));

	return {
		predicates: terms.flatMap(({isMatch}) => isMatch ?? []),
		possible: terms.flatMap(({isMatch, mayMatch = isMatch}) => mayMatch ?? []),
		usesGraphs: terms.some(term => term.usesGraphs),
		usesReasons: terms.some(term => term.usesReasons),
		notes: [...new Set([
			...terms.flatMap(({notes}) => notes),
			...(query.length > maxInputLength ? [`only the first ${maxInputLength} characters are used`] : []),
		])],
	};
};

export const isEmptyFilter = (filter: Filter): boolean => filter.predicates.length === 0;

// eslint-disable-next-line unicorn/consistent-boolean-name -- Reads as a sentence: the filter matches.
export const matchesFilter = (filter: Filter, candidate: Candidate): boolean => filter.predicates.every(isMatch => isMatch(candidate));

/**
Whether an import may match once the reason of its failure is known.
*/
// eslint-disable-next-line unicorn/consistent-boolean-name -- As above.
export const mayMatchFilter = ({possible}: Filter, candidate: Candidate): boolean => possible.every(isMatch => isMatch(candidate));
