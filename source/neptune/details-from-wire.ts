import {type ImportDetails, type ImportProgress} from '../imports/import-details.ts';
import {isObject} from './is-object.ts';
import {wireText} from './wire-text.ts';

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> => isObject(value) ? value : {};

/*
The members of `GetImportTaskOutput` in API version 2023-11-29, those of the list among them.
*/
const knownMembers = new Set(['taskId', 'graphId', 'source', 'format', 'parquetType', 'roleArn', 'status', 'importOptions', 'importTaskDetails', 'attemptNumber', 'statusReason']);

/*
A number, also where it was sent as text; undefined for anything else.
*/
const wireNumber = (value: unknown): number | undefined => {
	const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
	return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
};

/*
Epoch seconds, as the service sends times, or a date as text.
*/
const wireTime = (value: unknown): number | undefined => {
	const seconds = wireNumber(value);

	if (seconds !== undefined) {
		return seconds * 1000;
	}

	const at = typeof value === 'string' ? Date.parse(value) : NaN;
	return Number.isNaN(at) ? undefined : at;
};

const progressFromWire = (value: unknown): ImportProgress | undefined => {
	if (!isObject(value)) {
		return undefined;
	}

	const elapsedSeconds = wireNumber(value['timeElapsedSeconds']);
	return {
		status: wireText(value['status']),
		startedAt: wireTime(value['startTime']),
		elapsedMs: elapsedSeconds === undefined ? undefined : elapsedSeconds * 1000,
		percentage: wireNumber(value['progressPercentage']),
		errorCount: wireNumber(value['errorCount']),
		errorDetails: wireText(value['errorDetails']),
		statementCount: wireNumber(value['statementCount']),
		dictionaryEntryCount: wireNumber(value['dictionaryEntryCount']),
	};
};

const optionsFromWire = (value: unknown): Readonly<Record<string, string>> | undefined => {
	// A union with one member for each kind of source; whatever the kind, its members are options.
	const options = Object.values(fieldsOf(value)).flatMap(members => Object.entries(fieldsOf(members)));
	return options.length === 0 ? undefined : Object.fromEntries(options.map(([name, option]) => [name, wireText(option) ?? '']));
};

/**
What an answer of GetImportTask says, as it came over the wire. Undefined where it is not an object.
*/
export const detailsFromWire = (wire: unknown): ImportDetails | undefined => {
	if (!isObject(wire)) {
		return undefined;
	}

	const extra = Object.entries(wire).filter(([name]) => !knownMembers.has(name));
	return {
		status: wireText(wire['status']) ?? 'UNKNOWN',
		attemptNumber: wireNumber(wire['attemptNumber']),
		statusReason: wireText(wire['statusReason']),
		progress: progressFromWire(wire['importTaskDetails']),
		options: optionsFromWire(wire['importOptions']),
		extra: extra.length === 0 ? undefined : Object.fromEntries(extra),
	};
};
