import {type ImportTask} from '../domain/task.ts';
import {wireText} from './wire-text.ts';

type Fields = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);

/*
The members of `ImportTaskSummary` in API version 2023-11-29.
*/
const knownMembers = new Set(['taskId', 'graphId', 'source', 'format', 'parquetType', 'roleArn', 'status']);

const optional = <Name extends string>(name: Name, value: string | undefined): Readonly<Partial<Record<Name, string>>> =>
	(value === undefined ? {} : {[name]: value}) as Readonly<Partial<Record<Name, string>>>; // A computed name is typed as any string.

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

	const extra = isObject(wire) ? Object.entries(wire).filter(([name]) => !knownMembers.has(name)) : [];
	return {
		taskId,
		...optional('graphId', wireText(summary['graphId'])),
		source: wireText(summary['source']) ?? '',
		...optional('format', wireText(summary['format'])),
		...optional('parquetType', wireText(summary['parquetType'])),
		roleArn: wireText(summary['roleArn']) ?? '',
		status: wireText(summary['status']) ?? 'UNKNOWN',
		...(extra.length > 0 && {extra: Object.fromEntries(extra)}),
	};
};
