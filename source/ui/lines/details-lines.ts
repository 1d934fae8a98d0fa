import wrapAnsi from 'wrap-ansi';
import {
	countText,
	clockTime,
	dateTime,
	durationText,
} from '../../text/time-text.ts';
import {type TargetChange} from '../../imports/change.ts';
import {type ImportDetails} from '../../imports/details.ts';
import {type KnownDetails} from '../../imports/import-list.ts';
import {consoleUrl, logsCommand} from '../../imports/links.ts';
import {errorGrowth} from '../../imports/progress.ts';
import {leftText, timeLeft} from '../../imports/time-left.ts';
import {progressBar} from '../../text/progress-bar.ts';
import {
	fitText,
	padText,
	printable,
	textWidth,
} from '../../text/printable.ts';
import {statusLook} from '../../imports/status-look.ts';
import {
	formatLabel,
	type ImportRef,
	type ImportTask,
	isFinished,
	statusLabel,
} from '../../imports/task.ts';
import {type StyleName} from '../../text/themes.ts';
import {type FirstSeen} from '../../imports/saved-state.ts';
import {type Model} from '../../app/model.ts';
import {type TargetState} from '../../app/target-state.ts';
import {
	findRecord,
	findTarget,
	profileName,
	regionName,
} from '../../app/targets.ts';
import {changeSpans} from '../list/change-spans.ts';
import {
	joinLines,
	lazyLines,
	type Line,
	type Lines,
} from './lines.ts';

const labelWidth = 14;
const minValueWidth = 8;

/*
An import and its details, if they are known.
*/
type Shown = {
	readonly task: ImportTask;
	readonly known: KnownDetails | undefined;
	readonly details: ImportDetails | undefined;
};

/*
A field, its value wrapped to the width of the terminal, beside its name however long that is.
*/
const fieldLines = (label: string, value: string, columns: number, style: StyleName = 'plain'): readonly Line[] => {
	const name = fitText(label, Math.max(1, columns - minValueWidth - 3));
	const start = Math.max(labelWidth, textWidth(name) + 3);

	return wrapAnsi(printable(value), Math.max(minValueWidth, columns - start - 1), {hard: true, trim: false}).split('\n').map((text, index) => [
		{text: padText(` ${index === 0 ? name : ''}`, start), style: 'muted'},
		{text, style},
	]);
};

const formatText = (task: ImportTask): string =>
	[formatLabel(task.format), task.parquetType === undefined ? undefined : formatLabel(task.parquetType)].filter(part => part !== undefined).join(', ');

const extraText = (value: unknown): string => typeof value === 'string' ? value : JSON.stringify(value);

/*
The account in an ARN, as the service writes it.
*/
const accountOf = (roleArn: string): string | undefined => /^arn:[^:]*:iam::(?<account>\d+):/v.exec(roleArn)?.groups?.['account'];

const grouped = (value: number | undefined): string => value === undefined ? '–' : countText(value);

const headingLine = (text: string): Line => [{text: ` ${text}`, style: 'title'}];

const taskLines = ({task, details}: Shown, columns: number): readonly Line[] => {
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
		...Object.entries(details?.options ?? {}).flatMap(([name, value]) => fieldLines(name, value, columns)),
		...Object.entries({...task.extra, ...details?.extra}).flatMap(([name, value]) => fieldLines(name, extraText(value), columns)),
	];
};

/*
Which of the targets it is of.
*/
const targetLines = (target: TargetState, columns: number): readonly Line[] => [
	...fieldLines('profile', profileName(target), columns),
	...fieldLines('region', regionName(target), columns),
];

/*
Whether what is wanted first of an import is why.
*/
const isAboutWhy = ({status}: ImportTask): boolean => status === 'FAILED' || status === 'ROLLING_BACK';

const reasonLines = ({attemptNumber, statusReason, progress}: ImportDetails, columns: number): readonly Line[] => [
	...(statusReason === undefined ? [] : fieldLines('reason', statusReason, columns)),
	...(progress?.errorDetails === undefined ? [] : fieldLines('error', progress.errorDetails, columns)),
	...(attemptNumber === undefined ? [] : fieldLines('attempt', grouped(attemptNumber), columns)),
];

/*
What GetImportTask says of how far the import is. All counts are the service's own.
*/
const progressLines = ({task, details, known}: Shown, columns: number): readonly Line[] => {
	if (details === undefined) {
		return [];
	}

	const {progress} = details;
	const remaining = known?.history === undefined || known.answeredAt === undefined ? undefined : timeLeft(known.history, known.answeredAt);
	const line = (label: string, value: string | undefined): readonly Line[] => value === undefined ? [] : fieldLines(label, value, columns);

	return [
		[],
		headingLine('Progress'),
		...line('progress', progress?.percentage === undefined ? undefined : `${progressBar(progress.percentage, 20)} ${progress.percentage} %`),
		...line('left', remaining === undefined ? undefined : leftText(remaining.leftMs)),
		...line('began', progress?.startedAt === undefined ? undefined : `${dateTime(progress.startedAt)}, as the service says`),
		...line(isFinished(task.status) ? 'ran for' : 'running for', progress?.elapsedMs === undefined ? undefined : durationText(progress.elapsedMs)),
		...line('statements', progress?.statementCount === undefined ? undefined : grouped(progress.statementCount)),
		...line('dictionary', progress?.dictionaryEntryCount === undefined ? undefined : `${grouped(progress.dictionaryEntryCount)} entries`),
		...line('errors', progress?.errorCount === undefined ? undefined : grouped(progress.errorCount)),
		...line('says', progress?.status),
		...(isAboutWhy(task) ? [] : reasonLines(details, columns)),
	];
};

/*
Why an import failed, or is rolling back: what is wanted first of such an import.
*/
const whyLines = ({task, details, known}: Shown, target: TargetState['resolved'], columns: number): readonly Line[] => {
	if (!isAboutWhy(task)) {
		return [];
	}

	const growth = known?.history === undefined ? undefined : errorGrowth(known.history);
	const region = target?.region ?? '';
	return [
		headingLine('Why'),
		...fieldLines('reason', details?.statusReason ?? 'The service has not said why yet.', columns, 'failed'),
		...(details === undefined ? [] : reasonLines({...details, statusReason: undefined}, columns)),
		...(growth === undefined
			? []
			: fieldLines('errors', `${grouped(growth.from.count)} at ${clockTime(growth.from.at)}, ${grouped(growth.to.count)} at ${clockTime(growth.to.at)}`, columns)),
		...fieldLines('to check', `whether ${task.roleArn === '' ? 'the role' : task.roleArn} may read ${task.source === '' ? 'the source' : task.source}`, columns),
		...fieldLines('logs', logsCommand({
			taskId: task.taskId, region, profile: target?.profile, startedAt: details?.progress?.startedAt,
		}), columns, 'key'),
		[],
	];
};

const otherLines = (target: TargetState | undefined, {taskId: id, graphId}: ImportTask): Lines => {
	if (graphId === undefined || target === undefined) {
		return [];
	}

	const others = target.imports.records.map(({task}) => task).filter(task => task.graphId === graphId && task.taskId !== id);
	return others.length === 0
		? []
		: joinLines([[], headingLine('Other imports of this graph')], lazyLines(others, ({taskId, status}) => {
			const {sign, style} = statusLook(status);
			return [{text: ` ${printable(taskId)}  `}, {text: `${sign} ${printable(statusLabel(status))}`, style}];
		}));
};

/*
Where the import is in the AWS console: each row of the address leads to the whole of it.
*/
const consoleLines = ({graphId, taskId}: ImportTask, target: TargetState['resolved'], columns: number): readonly Line[] => {
	if (target === undefined) {
		return [];
	}

	const url = consoleUrl({region: target.region, graphId, taskId});
	return fieldLines('console', url, columns).map(([label, ...value]) => [...(label === undefined ? [] : [label]), ...value.map(span => ({...span, link: url}))]);
};

/*
The statuses that were seen, newest first; the first line says what is known of the time before the watcher began.
*/
const timelineLines = (observed: readonly TargetChange[], firstSeen: FirstSeen | undefined, {details}: Shown, columns: number): Lines => {
	const startedAt = details?.progress?.startedAt;
	const began = startedAt === undefined ? 'before the watcher began: unknown' : `began ${dateTime(startedAt)}, as the service says`;
	const changes = lazyLines(observed, change => changeSpans(change, columns, {timeText: dateTime, hasTask: false}));
	const before: readonly Line[] = [
		...(firstSeen === undefined ? [] : [[{text: fitText(` ${dateTime(firstSeen.at)}  first seen, ${statusLabel(firstSeen.status)}`, columns)}]]),
		[{text: ` ${began}`, style: 'muted'}],
	];
	return joinLines(changes, before);
};

/**
Everything known about an import, a row a line.
*/
export const detailsLines = (model: Model, ref: ImportRef): Lines => {
	const {columns} = model.size;
	const observed = model.changes.filter(({targetId, change}) => change.task.taskId === ref.taskId && targetId === ref.targetId);
	const record = findRecord(model, ref);
	const task = record?.task ?? observed[0]?.change.task;

	if (task === undefined) {
		return [[{text: ' This import is no longer listed.'}]];
	}

	const target = findTarget(model, ref.targetId);
	const shown: Shown = {task, known: record?.known, details: record?.known?.details};
	return joinLines(
		whyLines(shown, target?.resolved, columns),
		taskLines(shown, columns),
		target === undefined || model.targets.size === 1 ? [] : targetLines(target, columns),
		consoleLines(task, target?.resolved, columns),
		progressLines(shown, columns),
		[[], headingLine('Statuses seen')],
		timelineLines(observed, record?.firstSeen, shown, columns),
		otherLines(target, task),
	);
};
