import {type ImportTask} from '../imports/task.ts';
import {isObject} from './is-object.ts';
import {wireText} from './wire-text.ts';

/*
The members of `ImportTaskSummary` in API version 2023-11-29.
*/
const knownMembers = new Set(['taskId', 'graphId', 'source', 'format', 'parquetType', 'roleArn', 'status']);

/**
An import task from an entry of the list, as it came.

Undefined where the entry is not an object, or has no id: there is nothing to know such a task by.
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
	const extra = Object.keys(entry).filter(name => !knownMembers.has(name));
	return {
		taskId,
		...(graphId !== undefined && {graphId}),
		source: wireText(entry['source']) ?? '',
		...(format !== undefined && {format}),
		...(parquetType !== undefined && {parquetType}),
		roleArn: wireText(entry['roleArn']) ?? '',
		status: wireText(entry['status']) ?? 'UNKNOWN',
		...(extra.length > 0 && {extra: Object.fromEntries(extra.map(name => [name, entry[name]]))}),
	};
};
