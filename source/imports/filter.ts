import {maxInputLength} from '../text/line-editor.ts';
import {reasonTextOf} from './causes.ts';
import {type ImportDetails} from './details.ts';
import {type ListedPlace} from './target.ts';
import {
	formatLabel,
	groupOf,
	type ImportTask,
	isFinished,
	knownStatuses,
	statusGroups,
	statusLabel,
} from './task.ts';

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
An import to match. Its place and details may be unknown.
*/
export type Candidate = {
	readonly task: ImportTask;
	readonly place?: ListedPlace | undefined;
	readonly details?: ImportDetails | undefined;
};

type Predicate = (candidate: Candidate) => boolean;

/**
A parsed query. `notes` are messages for the user about unknown or incomplete terms.
*/
export type Filter = {
	readonly predicates: readonly Predicate[];

	/**
	Whether the names of graphs decide if an import matches.
	*/
	readonly usesGraphs: boolean;
	readonly notes: readonly string[];
};

// A term, or one of the alternatives in it. An ignored term has no predicate.
type Term = {
	readonly isMatch?: Predicate;
	readonly usesGraphs?: boolean;
	readonly notes: readonly string[];
};

export type FilterField = {
	readonly name: string;
	readonly meaning: string;
	readonly example: string;
};

type Field = FilterField & {
	readonly parse: (value: string) => Term;
};

// A case-insensitive pattern avoids a lower-case copy of every column of every import.
const substringPattern = (text: string): RegExp => new RegExp(text.replaceAll(/[$\(\)*+.\/?\[\\\]^\{\|\}]/gv, String.raw`\$&`), 'iv');

// Imports share a few statuses, formats, profiles and regions, so each name is tested once.
const memoizeMatch = (isMatch: (name: string) => boolean): ((name: string | undefined) => boolean) => {
	const results = new Map<string, boolean>();

	return name => {
		if (name === undefined) {
			return false;
		}

		const hasMatched = results.get(name) ?? isMatch(name);
		results.set(name, hasMatched);
		return hasMatched;
	};
};

// Makes `ROLLING_BACK`, `rolling-back` and `rolling back` equal.
const normalizeName = (text: string): string => text.toLowerCase().replaceAll(/[\s\-_]/gv, ' ');

const containsAny = (columnsOf: (candidate: Candidate) => ReadonlyArray<string | undefined>): Field['parse'] => value => {
	const pattern = substringPattern(value);

	return {
		isMatch: candidate => columnsOf(candidate).some(column => column !== undefined && pattern.test(column)),
		notes: [],
	};
};

const contains = (columnOf: (candidate: Candidate) => string | undefined): Field['parse'] => containsAny(candidate => [columnOf(candidate)]);

export const graphNameOf = ({task: {graphId}, place}: Candidate): string | undefined => graphId === undefined ? undefined : place?.graphs?.get(graphId)?.name;

// Unknown names match as well: the service may have added them.
const startsWith = (
	columnOf: (task: ImportTask) => string | undefined,
	{known, what}: {readonly known: readonly string[]; readonly what: string},
): Field['parse'] => value => {
	const start = normalizeName(value);
	const isNamed = memoizeMatch(name => normalizeName(name).startsWith(start));

	return {
		isMatch: ({task}) => isNamed(columnOf(task)),
		notes: known.some(name => isNamed(name)) ? [] : [`unknown ${what} "${value}"`],
	};
};

// Formats of API version 2023-11-29.
export const knownFormats: readonly string[] = ['CSV', 'OPEN_CYPHER', 'PARQUET', 'NTRIPLES'];

const groupChoices = `${statusGroups.join(', ')} or finished`;

// `over` is the former name of `finished`, still accepted.
const groupNames: readonly string[] = [...statusGroups, 'finished', 'over'];

const isInGroup = (status: string, name: string): boolean => name === 'finished' || name === 'over' ? isFinished(status) : groupOf(status) === name;

const parseGroup: Field['parse'] = value => {
	const start = value.toLowerCase();
	const named = groupNames.filter(name => name.startsWith(start));

	return {
		isMatch: ({task: {status}}) => named.some(name => isInGroup(status, name)),
		notes: named.length > 0 ? [] : [`is: must be ${groupChoices}`],
	};
};

const reasonOf = ({task, details}: Candidate): string | undefined => details && reasonTextOf(task, details);

const fields: readonly Field[] = [
	{
		name: 'is',
		meaning: groupChoices,
		example: 'is:active',
		parse: parseGroup,
	},
	{
		name: 'status',
		meaning: 'status prefix, e.g. importing or ROLLING_BACK',
		example: 'status:failed',
		parse: startsWith(task => task.status, {known: knownStatuses, what: 'status'}),
	},
	{
		name: 'graph',
		meaning: 'part of the graph ID or name',
		example: 'graph:orders-prod',
		parse: value => ({...containsAny(candidate => [candidate.task.graphId, graphNameOf(candidate)])(value), usesGraphs: true}),
	},
	{
		name: 'task',
		meaning: 'part of the task ID',
		example: 'task:t-8f2k1m9q0z',
		parse: contains(({task}) => task.taskId),
	},
	{
		name: 'format',
		meaning: 'format prefix, e.g. csv or OPEN_CYPHER',
		example: 'format:open_cypher',
		parse: startsWith(task => task.format, {known: knownFormats, what: 'format'}),
	},
	{
		name: 'source',
		meaning: 'part of the source',
		example: 'source:s3://lake/',
		parse: contains(({task}) => task.source),
	},
	{
		name: 'role',
		meaning: 'part of the role ARN',
		example: 'role:loader',
		parse: contains(({task}) => task.roleArn),
	},
	{
		name: 'reason',
		meaning: 'part of a known failure reason, or its code',
		example: 'reason:parsing_error',
		parse: contains(reasonOf),
	},
	{
		name: 'profile',
		meaning: 'part of the profile name',
		example: 'profile:staging',
		parse: contains(({place}) => place?.profile),
	},
	{
		name: 'region',
		meaning: 'part of the region',
		example: 'region:eu-west-1',
		parse: contains(({place}) => place?.region),
	},
];

export const filterFields: readonly FilterField[] = fields;

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

// Matches statuses and formats by both their API name and their label.
const matchWord = (word: string): Predicate => {
	const pattern = substringPattern(word);
	const isStatus = memoizeMatch(status => pattern.test(status) || pattern.test(statusLabel(status)));
	const isFormat = memoizeMatch(format => pattern.test(format) || pattern.test(formatLabel(format)));
	const isPlace = memoizeMatch(name => pattern.test(name));
	const isGraphName = memoizeMatch(name => pattern.test(name));

	return candidate => {
		const {task: {taskId, graphId, status, format, source, roleArn}, place} = candidate;
		return isStatus(status)
			|| isFormat(format)
			|| pattern.test(source)
			|| pattern.test(taskId)
			|| (graphId !== undefined && pattern.test(graphId))
			|| isGraphName(graphNameOf(candidate))
			|| pattern.test(roleArn)
			|| (place?.isShown === true && (isPlace(place.profile) || isPlace(place.region)))
			|| pattern.test(reasonOf(candidate) ?? '');
	};
};

const parseField = ({name, example, parse}: Field, value: string): Term => {
	const alternatives = splitUnquoted(value, /,/v).map(part => unquote(part)).filter(part => part !== '').map(part => parse(part));

	if (alternatives.length === 0) {
		return {notes: [`${name}: needs a value, for example ${example}`]};
	}

	return {
		isMatch: candidate => alternatives.some(({isMatch}) => isMatch?.(candidate)),
		usesGraphs: alternatives.some(alternative => alternative.usesGraphs),
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
	const field = fields.find(candidate => candidate.name === name?.toLowerCase());
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

	return {
		isMatch: matchWord(word),
		usesGraphs: true,
		notes: name === undefined ? [] : [`unknown field "${name}"; treated as text`],
	};
};

const negate = ({isMatch, ...term}: Term): Term => isMatch === undefined ? term : {...term, isMatch: candidate => !isMatch(candidate)};

/**
Parses a query. Every text is valid; text beyond the longest input line is ignored.
*/
export const parseFilter = (query: string): Filter => {
	const terms = splitUnquoted(query.slice(0, maxInputLength), /\s/v)
		.map(term => term.startsWith('-') ? negate(parseTerm(term.slice(1))) : parseTerm(term));

	return {
		predicates: terms.flatMap(({isMatch}) => isMatch ?? []),
		usesGraphs: terms.some(term => term.usesGraphs),
		notes: [...new Set([
			...terms.flatMap(({notes}) => notes),
			...(query.length > maxInputLength ? [`only the first ${maxInputLength} characters are used`] : []),
		])],
	};
};

export const isEmptyFilter = (filter: Filter): boolean => filter.predicates.length === 0;

// eslint-disable-next-line unicorn/consistent-boolean-name -- Reads as a sentence: the filter matches.
export const matchesFilter = (filter: Filter, candidate: Candidate): boolean => filter.predicates.every(isMatch => isMatch(candidate));
