import {printable} from '../text/printable.ts';
import {type ListedPlace} from '../imports/target.ts';
import {type ImportTask} from '../imports/task.ts';

const fields = ['taskId', 'graphId', 'status', 'format', 'parquetType', 'source', 'roleArn'] as const;

const placeFields = ['profile', 'region'] as const;

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
Imports as comma-separated values (RFC 4180), the names of the fields first. Where the list tells where imports are, profile and region come before the rest. Lines end as those of all text here do, without a carriage return, which the tools of a shell would take for a part of the last field.
*/
export const csvLines = (tasks: readonly ImportTask[], placeOf?: (task: ImportTask) => ListedPlace): readonly string[] => {
	const isTold = placeOf !== undefined && tasks.some(task => placeOf(task).isTold);
	const rowOf = (task: ImportTask): readonly string[] => [
		...(isTold ? placeFields.map(field => placeOf(task)[field] ?? '') : []),
		...fields.map(field => task[field] ?? ''),
	];

	return [
		[...(isTold ? placeFields : []), ...fields].join(','),
		...tasks.map(task => rowOf(task).map(text => cell(text)).join(',')),
	];
};
