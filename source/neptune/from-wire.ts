import {type Graph} from '../imports/graph.ts';
import {type ImportTask} from '../imports/task.ts';
import {type ImportDetails, type ImportProgress} from '../imports/details.ts';

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null && !Array.isArray(value);

// Deeper values are dropped: `JSON.stringify` overflows the stack at some thousand levels, and no known member has more than three.
const maxDepth = 16;

/*
Returns the value without what is nested deeper than 16 levels.
*/
const limitDepth = (value: unknown, depth = maxDepth): unknown => {
	if (typeof value !== 'object' || value === null) {
		return value;
	}

	if (depth === 0) {
		return undefined;
	}

	return Array.isArray(value)
		? value.map((item: unknown) => limitDepth(item, depth - 1))
		: Object.fromEntries(Object.entries(value).map(([name, item]) => [name, limitDepth(item, depth - 1)] as const).filter(([, item]) => item !== undefined));
};

/**
Returns text as it is and other values as JSON. Returns undefined if the value is missing or null.
*/
export const wireText = (value: unknown): string | undefined => {
	if (value === undefined || value === null) {
		return undefined;
	}

	return typeof value === 'string' ? value : JSON.stringify(limitDepth(value));
};

// Other spellings in the prose of the user guide and the API reference.
const statusAliases: ReadonlyMap<string, string> = new Map([
	['CANCELING', 'CANCELLING'],
	['CANCELED', 'CANCELLED'],
	['RE_PROVISIONING', 'REPROVISIONING'],
	['COMPLETED', 'SUCCEEDED'],
	['ERROR_ENCOUNTERED', 'ROLLING_BACK'],
	['ERROR_ENCOUNTERED_ROLLING_BACK', 'ROLLING_BACK'],
]);

const statusFromWire = (value: unknown): string => {
	const status = wireText(value) ?? 'UNKNOWN';
	return statusAliases.get(status) ?? status;
};

// The members of `ImportTaskSummary` in API version 2023-11-29.
const summaryMembers = new Set(['taskId', 'graphId', 'source', 'format', 'parquetType', 'roleArn', 'status']);

/**
Parses an entry of the list. Returns undefined if it is not an object or has no ID.
*/
export const taskFromWire = (entry: unknown): ImportTask | undefined => {
	if (!isObject(entry)) {
		return undefined;
	}

	const taskId = wireText(entry['taskId']);

	if (taskId === undefined || taskId === '') {
		return undefined;
	}

	const graphId = wireText(entry['graphId']);
	const format = wireText(entry['format']);
	const parquetType = wireText(entry['parquetType']);
	const extra = Object.keys(entry).filter(name => !summaryMembers.has(name));
	return {
		taskId,
		...(graphId !== undefined && {graphId}),
		source: wireText(entry['source']) ?? '',
		...(format !== undefined && {format}),
		...(parquetType !== undefined && {parquetType}),
		roleArn: wireText(entry['roleArn']) ?? '',
		status: statusFromWire(entry['status']),
		...(extra.length > 0 && {extra: Object.fromEntries(extra.map(name => [name, limitDepth(entry[name])]))}),
	};
};

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> => isObject(value) ? value : {};

// The members of `GetImportTaskOutput` in API version 2023-11-29.
const taskMembers = new Set([...summaryMembers, 'importOptions', 'importTaskDetails', 'attemptNumber', 'statusReason']);

const wireNumber = (value: unknown): number | undefined => {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};

/*
A value out of range is unknown.
*/
const numberInRange = (value: unknown, max = Number.MAX_SAFE_INTEGER): number | undefined => {
	const number = wireNumber(value);
	return number === undefined || number < 0 || number > max ? undefined : number;
};

/*
A percentage or a count, rounded down.
*/
const wholeNumber = (value: unknown, max?: number): number | undefined => {
	const number = numberInRange(value, max);
	return number === undefined ? undefined : Math.floor(number);
};

// The first millisecond of the year 10000: ISO 8601 has four digits.
const endOfTime = 253_402_300_800_000;

// Parses epoch seconds (the service's format) or a date text. Returns epoch milliseconds.
const wireTime = (value: unknown): number | undefined => {
	const seconds = wireNumber(value);
	const at = seconds === undefined && typeof value === 'string' ? Date.parse(value) : (seconds ?? NaN) * 1000;
	return at >= 0 && at < endOfTime ? at : undefined;
};

/**
Parses an entry of ListGraphs. Returns undefined if it has no ID or no name.
*/
export const graphFromWire = (entry: unknown): Graph | undefined => {
	const {id, name, status, provisionedMemory} = fieldsOf(entry);
	const memory = wholeNumber(provisionedMemory);
	return typeof id === 'string' && typeof name === 'string' && id !== '' && name !== ''
		? {
			id, name, status: wireText(status) ?? 'UNKNOWN', ...(memory !== undefined && {provisionedMemory: memory}),
		}
		: undefined;
};

const progressFromWire = (value: unknown): ImportProgress | undefined => {
	if (!isObject(value)) {
		return undefined;
	}

	const elapsedSeconds = numberInRange(value['timeElapsedSeconds']);
	return {
		status: wireText(value['status']),
		startedAt: wireTime(value['startTime']),
		elapsedMs: elapsedSeconds === undefined ? undefined : elapsedSeconds * 1000,
		percentage: wholeNumber(value['progressPercentage'], 100),
		errorCount: wholeNumber(value['errorCount']),
		errorDetails: wireText(value['errorDetails']),
		statementCount: wholeNumber(value['statementCount']),
		dictionaryEntryCount: wholeNumber(value['dictionaryEntryCount']),
	};
};

const optionsFromWire = (value: unknown): Readonly<Record<string, string>> | undefined => {
	// A union with one member per kind of source. Each member holds options.
	const options = Object.values(fieldsOf(value)).flatMap(members => Object.entries(fieldsOf(members)));
	return options.length === 0 ? undefined : Object.fromEntries(options.map(([name, option]) => [name, wireText(option) ?? '']));
};

/**
Parses a GetImportTask response. Returns undefined if it is not an object.
*/
export const detailsFromWire = (wire: unknown): ImportDetails | undefined => {
	if (!isObject(wire)) {
		return undefined;
	}

	const extra = Object.entries(wire).filter(([name]) => !taskMembers.has(name));
	return {
		status: statusFromWire(wire['status']),
		attemptNumber: wholeNumber(wire['attemptNumber']),
		statusReason: wireText(wire['statusReason']),
		progress: progressFromWire(wire['importTaskDetails']),
		options: optionsFromWire(wire['importOptions']),
		extra: extra.length === 0 ? undefined : Object.fromEntries(extra.map(([name, value]) => [name, limitDepth(value)])),
	};
};
