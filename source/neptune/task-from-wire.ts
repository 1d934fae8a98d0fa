import {type ImportTask} from '../domain/task.ts';
import {isObject} from './is-object.ts';
import {wireText} from './wire-text.ts';

/*
The members of `ImportTaskSummary` in API version 2023-11-29.
*/
const knownMembers = new Set(['taskId', 'graphId', 'source', 'format', 'parquetType', 'roleArn', 'status']);

/**
An import task from an entry of the list: `summary` as the SDK gives it, `wire` as it came, from which the SDK has dropped the members that it does not know.

Undefined where the entry is not an object, or has no id: there is nothing to know such a task by.
*/
export const taskFromWire = (summary: unknown, wire: unknown): ImportTask | undefined => {
	if (!isObject(summary)) {
		return undefined;
	}

	const taskId = wireText(summary['taskId']);

	if (taskId === undefined || taskId === '') {
		return undefined;
	}

	const graphId = wireText(summary['graphId']);
	const format = wireText(summary['format']);
	const parquetType = wireText(summary['parquetType']);
	const extra = isObject(wire) ? Object.entries(wire).filter(([name]) => !knownMembers.has(name)) : [];
	return {
		taskId,
		...(graphId !== undefined && {graphId}),
		source: wireText(summary['source']) ?? '',
		...(format !== undefined && {format}),
		...(parquetType !== undefined && {parquetType}),
		roleArn: wireText(summary['roleArn']) ?? '',
		status: wireText(summary['status']) ?? 'UNKNOWN',
		...(extra.length > 0 && {extra: Object.fromEntries(extra)}),
	};
};
