import {
	formatLabel,
	groupOf,
	type ImportTask,
	isOver,
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

type Matches = (task: ImportTask) => boolean;

type Word = {
	readonly text: string;
	readonly isNegated: boolean;
};

/**
A query, understood. What it holds besides `notes` is for `matchesFilter` alone.
*/
export type Filter = {
	readonly fields: readonly Matches[];
	readonly words: readonly Word[];

	/**
	What could not be understood or can match nothing known, each in words for the screen.
	*/
	readonly notes: readonly string[];
};

/*
Upper case, because the lower case of a letter can depend on the letters around it, as that of a Greek sigma does: a part of a text would not be found in the text.
*/
const foldCase = (text: string): string => text.toUpperCase();

/*
`ROLLING_BACK`, `rolling_back`, `rolling-back` and `rolling back` are the same.
*/
const foldName = (text: string): string => foldCase(text).replaceAll(/[\s\-_]/gv, ' ');

/*
What a field makes of one of the alternatives in its value.
*/
type Reading = {
	readonly matches: Matches;
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
const holding = (columnOf: (task: ImportTask) => string | undefined): Field['read'] => value => {
	const part = foldCase(value);
	return {matches: task => foldCase(columnOf(task) ?? '').includes(part)};
};

/*
The name in the column begins with the value. The service may have names that this version does not know: they are compared like any other. There are few of them, so that each is compared once, whatever the number of imports.
*/
const beginning = (
	columnOf: (task: ImportTask) => string | undefined,
	{known, what}: {readonly known: readonly string[]; readonly what: string},
): Field['read'] => value => {
	const start = foldName(value);
	const isNamed = (name: string): boolean => foldName(name).startsWith(start);
	const verdicts = new Map<string, boolean>();

	const matches: Matches = task => {
		const name = columnOf(task);

		if (name === undefined) {
			return false;
		}

		const isVerdict = verdicts.get(name) ?? isNamed(name);
		verdicts.set(name, isVerdict);
		return isVerdict;
	};

	return known.some(name => isNamed(name)) ? {matches} : {matches, note: `no known ${what} is "${value}"`};
};

/*
The formats of API version 2023-11-29.
*/
const knownFormats: readonly string[] = ['CSV', 'OPEN_CYPHER', 'PARQUET', 'NTRIPLES'];

const groupNames: readonly string[] = [...statusGroups, 'over'];

const isInGroup = (status: string, name: string): boolean => name === 'over' ? isOver(status) : groupOf(status) === name;

const readGroup: Field['read'] = value => {
	const start = foldCase(value);
	const named = groupNames.filter(name => foldCase(name).startsWith(start));
	const matches: Matches = ({status}) => named.some(name => isInGroup(status, name));
	return named.length > 0 ? {matches} : {matches, note: `is: takes ${groupNames.slice(0, -1).join(', ')} or ${groupNames.at(-1) ?? ''}`};
};

const fields: readonly Field[] = [
	{
		name: 'is',
		meaning: `in the group ${groupNames.slice(0, -1).join(', ')}, or over (not active); its beginning will do`,
		example: 'is:active',
		read: readGroup,
	},
	{
		name: 'status',
		meaning: 'the status begins with this, as the service writes it or in words',
		example: 'status:failed',
		read: beginning(task => task.status, {known: knownStatuses, what: 'status'}),
	},
	{
		name: 'graph',
		meaning: 'the graph id holds this',
		example: 'graph:g-1a2b3c4d5e',
		read: holding(task => task.graphId),
	},
	{
		name: 'task',
		meaning: 'the task id holds this',
		example: 'task:t-8f2k1m9q0z',
		read: holding(task => task.taskId),
	},
	{
		name: 'format',
		meaning: 'the format begins with this, as the service writes it or in words',
		example: 'format:csv,open_cypher',
		read: beginning(task => task.format, {known: knownFormats, what: 'format'}),
	},
	{
		name: 'source',
		meaning: 'the source holds this',
		example: 'source:s3://lake/',
		read: holding(task => task.source),
	},
	{
		name: 'role',
		meaning: 'the ARN of the role holds this',
		example: 'role:loader',
		read: holding(task => task.roleArn),
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
A term as it is read: narrows by a field, by a word, or not at all.
*/
type Term = {
	readonly field?: Matches;
	readonly word?: Word;
	readonly notes: readonly string[];
};

const readField = ({name, example, read}: Field, value: string, isNegated: boolean): Term => {
	const readings = splitUnquoted(value, /,/v).map(part => unquote(part)).filter(part => part !== '').map(part => read(part));

	if (readings.length === 0) {
		return {notes: [`${name}: needs a value, for example ${example}`]};
	}

	return {
		field: task => readings.some(({matches}) => matches(task)) !== isNegated,
		notes: readings.flatMap(({note}) => note ?? []),
	};
};

/*
Letters and a colon look like a field that does not exist. The beginnings of addresses and of ARNs do not: they are words like any other.
*/
const unknownField = /^(?!arn:)(?<name>[a-z]+):(?!\/\/)/iv;

const readTerm = (term: string): Term => {
	const isNegated = term.startsWith('-');
	const positive = isNegated ? term.slice(1) : term;
	const colon = positive.indexOf(':');
	const name = positive.slice(0, Math.max(0, colon)).toLowerCase();
	const field = fields.find(candidate => candidate.name === name);

	if (field !== undefined) {
		return readField(field, positive.slice(colon + 1), isNegated);
	}

	const text = unquote(positive);

	if (text === '') {
		return {notes: []};
	}

	const unknown = unknownField.exec(positive)?.groups?.['name'];
	return {
		word: {text: foldCase(text), isNegated},
		notes: unknown === undefined ? [] : [`${unknown}: is not a field; read as a word`],
	};
};

/**
Reads a query. Every text is a query: what there is to say about it is in `notes`.
*/
export const parseFilter = (query: string): Filter => {
	const terms = splitUnquoted(query.replaceAll(columnEnd, ' '), /\s/v).map(term => readTerm(term));
	return {
		fields: terms.flatMap(({field}) => field ?? []),
		words: terms.flatMap(({word}) => word ?? []),
		notes: [...new Set(terms.flatMap(({notes}) => notes))],
	};
};

/**
Whether every import matches, since the query narrows nothing.
*/
export const isEmptyFilter = (filter: Filter): boolean => filter.fields.length === 0 && filter.words.length === 0;

/*
Between the columns, so that no word is found across two of them: a query is one line, and so no word holds a line break.
*/
const columnEnd = '\n';

const columnsText = ({taskId, graphId, status, format, source, roleArn}: ImportTask): string => foldCase([
	taskId,
	graphId,
	status,
	statusLabel(status),
	format,
	format === undefined ? undefined : formatLabel(format),
	source,
	roleArn,
].filter(column => column !== undefined).join(columnEnd));

/*
A memo: imports never change in place, and the same ones are searched on each key press.
*/
const columnsTexts = new WeakMap<ImportTask, string>();

const columnsTextOf = (task: ImportTask): string => {
	const kept = columnsTexts.get(task);

	if (kept !== undefined) {
		return kept;
	}

	const text = columnsText(task);
	columnsTexts.set(task, text);
	return text;
};

const matchesWords = (words: readonly Word[], text: string): boolean => words.every(word => text.includes(word.text) !== word.isNegated);

/**
Whether an import matches. Pure, and quick enough for a hundred thousand imports on each key press: the text of an import is kept from one query to the next.
*/
export const matchesFilter = (filter: Filter, task: ImportTask): boolean =>
	filter.fields.every(matches => matches(task))
	&& (filter.words.length === 0 || matchesWords(filter.words, columnsTextOf(task)));
