import wrapAnsi from 'wrap-ansi';
import {printable} from '../domain/printable.ts';
import {
	formatLabel,
	type ImportTask,
	statusLabel,
	taskKey,
} from '../domain/task.ts';
import {dateTime} from '../domain/time-text.ts';
import {type Model} from '../model/model.ts';
import {changeSpans} from './change-spans.ts';
import {type Span} from './span.ts';
import {statusLook, type StyleName} from './theme.ts';

const labelWidth = 14;

type Line = readonly Span[];

/*
A field, its value wrapped to the width of the terminal.
*/
const fieldLines = (label: string, value: string, columns: number, style: StyleName = 'plain'): readonly Line[] =>
	wrapAnsi(printable(value), Math.max(8, columns - labelWidth - 1), {hard: true, trim: false}).split('\n').map((text, index) => [
		{text: ` ${index === 0 ? printable(label) : ''}`.padEnd(labelWidth), style: 'muted'},
		{text, style},
	]);

const formatText = (task: ImportTask): string =>
	[formatLabel(task.format), task.parquetType === undefined ? undefined : formatLabel(task.parquetType)].filter(part => part !== undefined).join(', ');

const extraText = (value: unknown): string => typeof value === 'string' ? value : JSON.stringify(value);

/*
The account in an ARN, as the service writes it.
*/
const accountOf = (roleArn: string): string | undefined => /^arn:[^:]*:iam::(?<account>\d+):/v.exec(roleArn)?.groups?.['account'];

const taskLines = (task: ImportTask, columns: number): readonly Line[] => {
	const look = statusLook(task.status);
	const account = accountOf(task.roleArn);

	return [
		...fieldLines('task', task.taskId, columns, 'title'),
		...fieldLines('status', `${look.sign} ${statusLabel(task.status)}`, columns, look.style),
		...fieldLines('graph', task.graphId ?? 'not there yet', columns),
		...fieldLines('source', task.source === '' ? '–' : task.source, columns),
		...fieldLines('format', formatText(task), columns),
		...fieldLines('role', task.roleArn === '' ? '–' : task.roleArn, columns),
		...(account === undefined ? [] : fieldLines('account', account, columns)),
		...Object.entries(task.extra ?? {}).flatMap(([name, value]) => fieldLines(name, extraText(value), columns)),
	];
};

const otherLines = (model: Model, task: ImportTask): readonly Line[] => {
	if (task.graphId === undefined) {
		return [];
	}

	const others = model.ledger.tasks.values()
		.filter(other => other.graphId === task.graphId && taskKey(other) !== taskKey(task))
		.toArray();
	return others.length === 0
		? []
		: [
			[],
			[{text: ' Other imports of this graph', style: 'title'}],
			...others.map(({taskId, status}) => [
				{text: ` ${printable(taskId)}  `},
				{text: `${statusLook(status).sign} ${printable(statusLabel(status))}`, style: statusLook(status).style},
			]),
		];
};

/**
What is known of one import, a row a line.
*/
export const detailsLines = (model: Model, key: string): readonly Line[] => {
	const {columns} = model.size;
	const observed = model.changes.filter(({change}) => taskKey(change.task) === key);
	const task = model.ledger.tasks.get(key) ?? observed[0]?.change.task;

	if (task === undefined) {
		return [[{text: ' This import is no longer listed.'}]];
	}

	return [
		...taskLines(task, columns),
		[],
		[{text: ' Changes seen', style: 'title'}],
		...(observed.length === 0
			? [[{text: ' none since the watcher began', style: 'muted'} as const]]
			: observed.map(change => changeSpans(change, columns, {timeText: dateTime, hasTask: false}))),
		...otherLines(model, task),
	];
};
