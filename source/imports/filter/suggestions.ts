import {type InputLine} from '../../text/line-editor.ts';
import {printable} from '../../text/printable.ts';
import {causeOf} from '../failures/causes.ts';
import {knownFormats, knownStatuses} from '../task.ts';
import {fieldOf, unquote} from './filter.ts';
import {
	type Candidate,
	candidateGraphName,
	filterFields,
	groupWords,
} from './filter-fields.ts';

/**
The values of a field in the list, most frequent first, followed by the other values that the service documents.
*/
export type FieldValues = (field: string) => readonly string[];

/**
`label` is the completed part. `line` is the whole query with it.
*/
export type Suggestion = {readonly label: string; readonly line: InputLine};

const bucketOf = (source: string): string | undefined => /^s3:\/\/[^\/]+\//v.exec(source)?.[0];

const columns: Readonly<Record<string, (candidate: Candidate) => ReadonlyArray<string | undefined>>> = {
	status: ({task}) => [task.status.toLowerCase()],
	graph: candidate => [candidateGraphName(candidate), candidate.task.graphId],
	task: ({task}) => [task.taskId],
	format: ({task}) => [task.format?.toLowerCase()],
	source: ({task}) => [...new Set([bucketOf(task.source), task.source])],
	role: ({task}) => [task.roleArn.split('/').at(-1)],
	reason: ({task, details}) => [details && causeOf(task, details)?.code],
	profile: ({place}) => [place?.profile],
	region: ({place}) => [place?.region],
};

const documented: Readonly<Record<string, readonly string[]>> = {
	is: groupWords,
	status: knownStatuses.map(status => status.toLowerCase()),
	format: knownFormats.map(format => format.toLowerCase()),
};

const countedValues = (candidates: readonly Candidate[], field: string): readonly string[] => {
	const counts = new Map<string, number>();

	for (const value of candidates.flatMap(candidate => columns[field]?.(candidate) ?? [])) {
		if (value !== undefined && value !== '') {
			counts.set(value, (counts.get(value) ?? 0) + 1);
		}
	}

	return counts.entries().toArray().toSorted(([, one], [, other]) => other - one).map(([value]) => value);
};

/**
Counts a field when it is first used.
*/
export const fieldValuesOf = (candidates: readonly Candidate[]): FieldValues => {
	const known = new Map<string, readonly string[]>();

	return field => {
		const values = known.get(field) ?? [...new Set([...countedValues(candidates, field), ...documented[field] ?? []])];
		known.set(field, values);
		return values;
	};
};

/*
The end of the last separator outside double quotes; 0 if there is none.
*/
const lastBreak = (text: string, separator: RegExp): number => {
	let end = 0;
	let isQuoted = false;

	for (const [index, character] of text.split('').entries()) {
		if (character === '"') {
			isQuoted = !isQuoted;
		} else if (!isQuoted && separator.test(character)) {
			end = index + 1;
		}
	}

	return end;
};

const isTypable = (value: string): boolean => !value.includes('"') && printable(value) === value;

const quote = (value: string): string => /[\s,]/v.test(value) ? `"${value}"` : value;

/*
Returns at most `count` values. Those that begin with the text come before those that contain it. The filter compares documented values by their beginning only.
*/
const matchingValues = (field: string, typed: string, {valuesOf, count}: {readonly valuesOf: FieldValues; readonly count: number}): readonly string[] => {
	const text = typed.toLowerCase();
	const found = valuesOf(field)
		.filter(value => value !== typed)
		.map(value => ({value, position: value.toLowerCase().indexOf(text)}));
	const starting = found.filter(({position}) => position === 0);
	const containing = documented[field] === undefined ? found.filter(({position}) => position > 0) : [];
	return [...starting, ...containing].values().filter(({value}) => isTypable(value)).take(count).map(({value}) => quote(value)).toArray();
};

const maxSuggestions = 20;

// So that one field with many values does not hide the others.
const maxPerField = 3;

const termsFor = (word: string, valuesOf: FieldValues): readonly string[] => {
	const names = filterFields.map(({name}) => name);
	const terms = word === '' ? [] : names.flatMap(name => matchingValues(name, word, {valuesOf, count: maxPerField}).map(value => `${name}:${value}`));
	return [...names.filter(name => name.startsWith(word.toLowerCase())).map(name => `${name}:`), ...terms];
};

/**
Completions of the term before the cursor. None inside of a term.
*/
export const suggestionsFor = ({text, cursor}: InputLine, valuesOf: FieldValues): readonly Suggestion[] => {
	const rest = text.slice(cursor);

	if (/^\S/v.test(rest)) {
		return [];
	}

	const before = text.slice(0, cursor);
	const term = before.slice(lastBreak(before, /\s/v)).replace(/^-/v, '');
	const named = fieldOf(term);
	const typed = named === undefined ? term : named.value.slice(lastBreak(named.value, /,/v));
	const start = before.slice(0, cursor - typed.length);
	const labels = named === undefined ? termsFor(unquote(typed), valuesOf) : matchingValues(named.field.name, unquote(typed), {valuesOf, count: maxSuggestions});
	return labels.slice(0, maxSuggestions).map(label => ({label, line: {text: start + label + rest, cursor: start.length + label.length}}));
};
