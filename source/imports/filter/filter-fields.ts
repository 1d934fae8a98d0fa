import {escapePattern} from '../../text/escape-pattern.ts';
import {reasonTextOf} from '../failures/causes.ts';
import {type ImportDetails} from '../details.ts';
import {isFailureStatus} from '../failures/reason.ts';
import {type ListedPlace} from '../target.ts';
import {
	formatLabel,
	groupOf,
	type ImportTask,
	isFinished,
	knownFormats,
	knownStatuses,
	statusGroups,
	statusLabel,
} from '../task.ts';

export type Candidate = {
	readonly task: ImportTask;
	readonly place?: ListedPlace | undefined;
	readonly details?: ImportDetails | undefined;
};

export type Predicate = (candidate: Candidate) => boolean;

/**
A term, or one of the alternatives in it. An ignored term has no predicate.

- `mayMatch`: whether an import may match once the reason of its failure is known; by default `isMatch`.
- `usesGraphs`: matches names of graphs.
- `usesReasons`: matches nothing but reasons of failures.
*/
export type Term = {
	readonly isMatch?: Predicate;
	readonly mayMatch?: Predicate;
	readonly usesGraphs?: boolean;
	readonly usesReasons?: boolean;
	readonly notes: readonly string[];
};

export type Field = {
	readonly name: string;
	readonly meaning: string;
	readonly example: string;
	readonly parse: (value: string) => Term;
};

// A case-insensitive pattern avoids a lower-case copy of every column of every import.
const patternOf = (text: string): RegExp => new RegExp(escapePattern(text), 'iv');

// Accents can be written in two ways, so text beyond ASCII is also compared in the normal form. A part of a character matches only as it is written.
const containsText = (text: string): ((column: string) => boolean) => {
	const pattern = patternOf(text);

	if (/^\p{ASCII}*$/v.test(text)) {
		return column => pattern.test(column);
	}

	const normalized = patternOf(text.normalize());
	return column => pattern.test(column) || normalized.test(column.normalize());
};

// Imports share a few statuses, formats, profiles, regions, graph names and roles, so each name is tested once.
const memoizeMatch = (isMatch: (name: string) => boolean): ((name: string | undefined) => boolean) => {
	const results = new Map<string, boolean>();

	return name => {
		if (name === undefined) {
			return false;
		}

		const known = results.get(name);

		if (known !== undefined) {
			return known;
		}

		const hasMatched = isMatch(name);
		results.set(name, hasMatched);
		return hasMatched;
	};
};

// Makes `ROLLING_BACK`, `rolling-back` and `rolling back` equal.
const normalizeName = (text: string): string => text.toLowerCase().replaceAll(/[\s\-_]/gv, ' ');

const containsAny = (columnsOf: (candidate: Candidate) => ReadonlyArray<string | undefined>): Field['parse'] => value => {
	const isIn = containsText(value);

	return {
		isMatch: candidate => columnsOf(candidate).some(column => column !== undefined && isIn(column)),
		notes: [],
	};
};

const contains = (columnOf: (candidate: Candidate) => string | undefined): Field['parse'] => containsAny(candidate => [columnOf(candidate)]);

export const candidateGraphName = ({task: {graphId}, place}: Candidate): string | undefined => graphId === undefined ? undefined : place?.graphs?.get(graphId)?.name;

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

/**
The words of `is:` that the program offers.
*/
export const groupWords: readonly string[] = [...statusGroups, 'finished'];

const groupChoices = `${statusGroups.join(', ')} or finished`;

// `over` is the former name of `finished`, still accepted.
const groupNames: readonly string[] = [...groupWords, 'over'];

const isInGroup = (status: string, name: string): boolean => name === 'finished' || name === 'over' ? isFinished(status) : groupOf(status) === name;

const parseGroup: Field['parse'] = value => {
	const start = value.toLowerCase();
	const named = groupNames.filter(name => name.startsWith(start));

	return {
		isMatch: ({task: {status}}) => named.some(name => isInGroup(status, name)),
		notes: named.length > 0 ? [] : [`unknown group "${value}": ${groupWords.join(', ')}`],
	};
};

// Such an import may match once its reason is known.
export const hasFailureStatus: Predicate = ({task: {status}}) => isFailureStatus(status);

const candidateReason = ({task, details}: Candidate): string | undefined => details && reasonTextOf(task, details);

export const filterFields: readonly Field[] = [
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
		parse: value => ({...containsAny(candidate => [candidate.task.graphId, candidateGraphName(candidate)])(value), usesGraphs: true}),
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
		parse: value => ({...contains(candidateReason)(value), mayMatch: hasFailureStatus, usesReasons: true}),
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

// Matches statuses and formats by both their API name and their label.
export const matchWord = (word: string): Predicate => {
	const isIn = containsText(word);
	const isStatus = memoizeMatch(status => isIn(status) || isIn(statusLabel(status)));
	const isFormat = memoizeMatch(format => isIn(format) || isIn(formatLabel(format)));
	const isName = memoizeMatch(isIn);

	return candidate => {
		const {task: {taskId, graphId, status, format, source, roleArn}, place} = candidate;
		return isStatus(status)
			|| isFormat(format)
			|| isIn(source)
			|| isIn(taskId)
			|| (graphId !== undefined && isIn(graphId))
			|| isName(candidateGraphName(candidate))
			|| isName(roleArn)
			|| (place?.isShown === true && (isName(place.profile) || isName(place.region)))
			|| isIn(candidateReason(candidate) ?? '');
	};
};
