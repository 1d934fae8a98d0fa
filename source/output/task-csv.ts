import {printable} from '../domain/printable.ts';
import {type ImportTask} from '../domain/task.ts';

const fields = ['taskId', 'graphId', 'status', 'format', 'parquetType', 'source', 'roleArn'] as const;

/*
A spreadsheet would take what begins so for a formula; a tick before it, as spreadsheets themselves write it, makes it text.
*/
const formulaStart = /^[+\-=@]/v;

const cell = (value: string): string => {
	const text = printable(value);
	const safe = formulaStart.test(text) ? `'${text}` : text;
	return /[",]/v.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

/**
Imports as comma-separated values (RFC 4180), the names of the fields first. Lines end as those of all text here do, without a carriage return, which the tools of a shell would take for a part of the last field.
*/
export const csvLines = (tasks: readonly ImportTask[]): readonly string[] => [
	fields.join(','),
	...tasks.map(task => fields.map(field => cell(task[field] ?? '')).join(',')),
];
