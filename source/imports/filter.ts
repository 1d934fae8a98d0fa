import {maxInputLength} from '../text/line-editor.ts';
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

	query        terms between spaces; an import has to match them all
	word         is found in any column, as a part of it
	field:value  looks in one column; see the fields below
	-term        an import must not match the term
	"two words"  spaces, commas, colons and a leading - between double quotes stand for themselves
	one,two      alternatives, in the value of a field

Case never matters. A query is read on each key press, so nothing in it is an error: a field that has no value yet and a `-` that has no term yet are ignored, a quote that is not closed runs to the end, and a field that does not exist is read as a word.
*/

type Predicate = (task: ImportTask, place: ListedPlace | undefined) => boolean;

/**
A query, understood.
*/
export type Filter = {
	/**
	An import matches where all of them hold: for `matchesFilter` alone.
	*/
	readonly predicates: readonly Predicate[];

	/**
	What could not be understood, or names nothing that is known, in words for the screen.
	*/
	readonly notes: readonly string[];
};

/*
Finds a text in another, in any case. A regular expression compares without making a folded copy of every column of every import.
*/
const patternOf = (text: string): RegExp => new RegExp(text.replaceAll(/[$\(\)*+.\/?\[\\\]^\{\|\}]/gv, String.raw`\$&`), 'iv');

/*
Statuses and formats are few: each is compared once, whatever the number of imports.
*/
const once = (isMatch: (name: string) => boolean): ((name: string | undefined) => boolean) => {
	const verdicts = new Map<string, boolean>();

	return name => {
		if (name === undefined) {
			return false;
		}

		const hasMatched = verdicts.get(name) ?? isMatch(name);
		verdicts.set(name, hasMatched);
		return hasMatched;
	};
};

/*
`ROLLING_BACK`, `rolling_back`, `rolling-back` and `rolling back` are the same.
*/
const foldName = (text: string): string => text.toLowerCase().replaceAll(/[\s\-_]/gv, ' ');

/*
What a field makes of one of the alternatives in its value.
*/
type Reading = {
	readonly isMatch: Predicate;
	readonly note?: string;
};

/**
A field of the filter language, as the help and the readme list it.
*/
export type FilterField = {
	readonly name: string;
	readonly meaning: string;
	readonly example: string;
};

type Field = FilterField & {
	readonly read: (value: string) => Reading;
};

/*
The column holds the value.
*/
const holding = (columnOf: (task: ImportTask, place: ListedPlace | undefined) => string | undefined): Field['read'] => value => {
	const pattern = patternOf(value);

	return {
		isMatch(task, place) {
			const column = columnOf(task, place);
			return column !== undefined && pattern.test(column);
		},
	};
};

/*
The name in the column begins with the value. A name that this version does not know is compared like any other: the service may know it.
*/
const beginning = (
	columnOf: (task: ImportTask) => string | undefined,
	{known, what}: {readonly known: readonly string[]; readonly what: string},
): Field['read'] => value => {
	const start = foldName(value);
	const isNamed = once(name => foldName(name).startsWith(start));
	const isMatch: Predicate = task => isNamed(columnOf(task));
	return known.some(name => isNamed(name)) ? {isMatch} : {isMatch, note: `no known ${what} is "${value}"`};
};

/*
The formats of API version 2023-11-29.
*/
const knownFormats: readonly string[] = ['CSV', 'OPEN_CYPHER', 'PARQUET', 'NTRIPLES'];

const groupNames: readonly string[] = [...statusGroups, 'over'];

const groupChoices = `${groupNames.slice(0, -1).join(', ')} or ${groupNames.at(-1) ?? ''}`;

const isInGroup = (status: string, name: string): boolean => name === 'over' ? isFinished(status) : groupOf(status) === name;

const readGroup: Field['read'] = value => {
	const start = value.toLowerCase();
	const named = groupNames.filter(name => name.startsWith(start));
	const isMatch: Predicate = ({status}) => named.some(name => isInGroup(status, name));
	return named.length > 0 ? {isMatch} : {isMatch, note: `is: takes ${groupChoices}`};
};

const fields: readonly Field[] = [
	{
		name: 'is',
		meaning: groupChoices,
		example: 'is:active',
		read: readGroup,
	},
	{
		name: 'status',
		meaning: 'status, or its beginning, as the service writes it or in words',
		example: 'status:failed',
		read: beginning(task => task.status, {known: knownStatuses, what: 'status'}),
	},
	{
		name: 'graph',
		meaning: 'part of the graph id',
		example: 'graph:g-1a2b3c4d5e',
		read: holding(task => task.graphId),
	},
	{
		name: 'task',
		meaning: 'part of the task id',
		example: 'task:t-8f2k1m9q0z',
		read: holding(task => task.taskId),
	},
	{
		name: 'format',
		meaning: 'format, or its beginning, as the service writes it or in words',
		example: 'format:open_cypher',
		read: beginning(task => task.format, {known: knownFormats, what: 'format'}),
	},
	{
		name: 'source',
		meaning: 'part of the source',
		example: 'source:s3://lake/',
		read: holding(task => task.source),
	},
	{
		name: 'role',
		meaning: 'part of the role\'s ARN',
		example: 'role:loader',
		read: holding(task => task.roleArn),
	},
	{
		name: 'profile',
		meaning: 'part of the name of the profile',
		example: 'profile:staging',
		read: holding((_, place) => place?.profile),
	},
	{
		name: 'region',
		meaning: 'part of the region',
		example: 'region:eu-west-1',
		read: holding((_, place) => place?.region),
	},
];

/**
The fields, for the help screen and the readme.
*/
export const filterFields: readonly FilterField[] = fields;

/*
The parts between separators, without empty ones. What stands between double quotes holds no separator.
*/
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

const unquote = (text: string): string => text.replaceAll('"', '');

/*
Any column has the word in it; statuses and formats as the service writes them, and in words.
*/
const readWord = (word: string): Predicate => {
	const pattern = patternOf(word);
	const isStatus = once(status => pattern.test(status) || pattern.test(statusLabel(status)));
	const isFormat = once(format => pattern.test(format) || pattern.test(formatLabel(format)));

	const isPlace = once(name => pattern.test(name));

	return ({taskId, graphId, status, format, source, roleArn}, place) =>
		isStatus(status)
		|| isFormat(format)
		|| pattern.test(source)
		|| pattern.test(taskId)
		|| (graphId !== undefined && pattern.test(graphId))
		|| pattern.test(roleArn)
		|| (place?.isShown === true && (isPlace(place.profile) || isPlace(place.region)));
};

/*
A term as it is read; one that is ignored has no predicate.
*/
type Term = {
	readonly isMatch?: Predicate;
	readonly notes: readonly string[];
};

const readField = ({name, example, read}: Field, value: string): Term => {
	const readings = splitUnquoted(value, /,/v).map(part => unquote(part)).filter(part => part !== '').map(part => read(part));

	if (readings.length === 0) {
		return {notes: [`${name}: needs a value, for example ${example}`]};
	}

	return {
		isMatch: (task, place) => readings.some(({isMatch}) => isMatch(task, place)),
		notes: readings.flatMap(({note}) => note ?? []),
	};
};

/*
Letters and a colon look like a field. The beginnings of addresses and of ARNs do too, and are words like any other.
*/
const fieldPattern = /^(?!arn:)(?<name>[a-z]+):(?!\/\/)(?<value>.*)$/isv;

const readTerm = (term: string): Term => {
	const {name, value = ''} = fieldPattern.exec(term)?.groups ?? {};
	const field = fields.find(candidate => candidate.name === name?.toLowerCase());

	if (field !== undefined) {
		return readField(field, value);
	}

	const word = unquote(term);

	if (word === '') {
		return {notes: []};
	}

	return {
		isMatch: readWord(word),
		notes: name === undefined ? [] : [`${name}: is not a field; read as a word`],
	};
};

const negate = ({isMatch, notes}: Term): Term => isMatch === undefined ? {notes} : {isMatch: (task, place) => !isMatch(task, place), notes};

/**
Reads a query. Every text is a query: what there is to say about it is in `notes`. What goes beyond the longest line that can be edited is not read.
*/
export const parseFilter = (query: string): Filter => {
	const terms = splitUnquoted(query.slice(0, maxInputLength), /\s/v)
		.map(term => term.startsWith('-') ? negate(readTerm(term.slice(1))) : readTerm(term));

	return {
		predicates: terms.flatMap(({isMatch}) => isMatch ?? []),
		notes: [...new Set([
			...terms.flatMap(({notes}) => notes),
			...(query.length > maxInputLength ? [`only the first ${maxInputLength} characters are read`] : []),
		])],
	};
};

/**
Whether every import matches, because the query narrows nothing.
*/
export const isEmptyFilter = (filter: Filter): boolean => filter.predicates.length === 0;

/**
Whether an import matches: all terms of the query do. `place` says where it is. What is found out about a status or a format is kept with the filter, and changes no answer.
*/
// eslint-disable-next-line unicorn/consistent-boolean-name -- It reads as a sentence: the filter is what matches.
export const matchesFilter = (filter: Filter, task: ImportTask, place?: ListedPlace): boolean => filter.predicates.every(isMatch => isMatch(task, place));
