import {joinParts} from '../../text/join-parts.ts';
import {
	countText,
	clockTime,
	dateTime,
	durationText,
} from '../../text/time-text.ts';
import {refOfChange, type TargetChange} from '../../imports/change.ts';
import {type ImportDetails} from '../../imports/details.ts';
import {
	type Graph,
	graphIn,
	graphStateText,
	usabilityText,
} from '../../imports/graph.ts';
import {type ImportRecord, type KnownDetails} from '../../imports/import-list.ts';
import {causeOf, remedyFor} from '../../imports/failures/causes.ts';
import {commandText, helpfulCommandFor, logsCommand} from '../../imports/failures/commands.ts';
import {importUrl} from '../../imports/links.ts';
import {errorGrowth} from '../../imports/progress/progress.ts';
import {isFailureStatus} from '../../imports/failures/reason.ts';
import {leftText} from '../../imports/progress/time-left.ts';
import {dashedBar, progressBar} from '../../text/progress-bar.ts';
import {
	fitText,
	padText,
	printable,
	textWidth,
} from '../../text/printable.ts';
import {isNarrow} from '../../text/lazy-segmenter.ts';
import {wrapLines} from '../../text/wrap-lines.ts';
import {statusLook} from '../../imports/status-look.ts';
import {
	accountOf,
	formatLabel,
	type ImportRef,
	type ImportTask,
	isFinished,
	isSameRef,
	statusLabel,
} from '../../imports/task.ts';
import {type StyleName} from '../../text/themes.ts';
import {type FirstSeen} from '../../imports/polling/saved-state.ts';
import {estimateOf} from '../../app/estimates.ts';
import {type Model} from '../../app/model.ts';
import {staleTime} from '../../app/selectors.ts';
import {type TargetState} from '../../app/targets/target-state.ts';
import {
	findRecord,
	findTarget,
	lastScanAt,
	usualFor,
	profileName,
	regionName,
} from '../../app/targets/targets.ts';
import {changeSpans} from '../list/change-spans.ts';
import {rateWithSparkline, slowText, usualText} from './rate-texts.ts';
import {
	joinLines,
	lazyLines,
	type Line,
	type Lines,
} from './lines.ts';

const labelWidth = 14;
const minValueWidth = 8;

type ShownImport = {
	readonly task: ImportTask;
	readonly known: KnownDetails | undefined;
	readonly details: ImportDetails | undefined;
	readonly graph: Graph | undefined;
};

// Longer text is cut. `--once --json` prints all of it.
const maxShownLength = 65_536;

// Measuring wide text takes 12 µs a character.
const maxMeasuredLength = 1000;

/*
Wraps text at words. Long text is wrapped without measuring it: a character takes at most two columns.
*/
const wrapText = (text: string, width: number): readonly string[] => {
	if (text.length <= maxMeasuredLength) {
		return wrapLines(text, width, {trim: false});
	}

	const lines: string[] = [];
	const lineLength = isNarrow(text) ? width : Math.floor(width / 2);

	for (let start = 0; start < text.length;) {
		const isSplitCharacter = (text.codePointAt(start + lineLength - 1) ?? 0) > 0xFF_FF;
		const room = text.slice(start, start + lineLength + (isSplitCharacter ? 1 : 0));
		const wordsLength = start + room.length < text.length ? room.lastIndexOf(' ') + 1 : 0;
		const line = wordsLength > 0 ? room.slice(0, wordsLength) : room;
		lines.push(line);
		start += line.length;
	}

	return lines;
};

/*
A field with its value wrapped beside the label. A long label moves the value to the right.
*/
const fieldLines = (label: string, value: string, columns: number, style: StyleName = 'plain'): readonly Line[] => {
	const name = fitText(label, Math.max(1, columns - minValueWidth - 3));
	const start = Math.max(labelWidth, textWidth(name) + 3);
	const hiddenCount = value.length - maxShownLength;

	return [
		...wrapText(printable(value.slice(0, maxShownLength)), Math.max(minValueWidth, columns - start - 1)),
		...(hiddenCount > 0 ? [`(${countText(hiddenCount)} more characters)`] : []),
	].map((text, index) => [
		{text: padText(` ${index === 0 ? name : ''}`, start), style: 'muted'},
		{text, style},
	]);
};

const formatText = (task: ImportTask): string =>
	joinParts([formatLabel(task.format), task.parquetType === undefined ? undefined : formatLabel(task.parquetType)], ', ');

const extraText = (value: unknown): string => typeof value === 'string' ? value : JSON.stringify(value);

const startedText = (startedAt: number): string => `${dateTime(startedAt)} (reported by AWS)`;

const headingLine = (text: string): Line => [{text: ` ${text}`, style: 'title'}];

const graphText = ({task: {graphId}, graph}: ShownImport): string => {
	const id = graphId ?? 'not created yet';
	return graph === undefined ? id : `${graph.name} (${id}), ${graphStateText(graph)}`;
};

const taskLines = (shown: ShownImport, columns: number): readonly Line[] => {
	const {task, details, graph} = shown;
	const look = statusLook(task.status);
	const account = accountOf(task.roleArn);

	return [
		...fieldLines('task', task.taskId, columns, 'title'),
		...fieldLines('status', `${look.sign} ${statusLabel(task.status)}${usabilityText(task, graph)}`, columns, look.style),
		...fieldLines('graph', graphText(shown), columns),
		...fieldLines('source', task.source === '' ? '–' : task.source, columns),
		...fieldLines('format', formatText(task), columns),
		...fieldLines('role', task.roleArn === '' ? '–' : task.roleArn, columns),
		...(account === undefined ? [] : fieldLines('account', account, columns)),
		...Object.entries(details?.options ?? {}).flatMap(([name, value]) => fieldLines(name, value, columns)),
		...Object.entries({...task.extra, ...details?.extra}).flatMap(([name, value]) => fieldLines(name, extraText(value), columns)),
	];
};

const targetLines = (target: TargetState, columns: number): readonly Line[] => [
	...fieldLines('profile', profileName(target), columns),
	...fieldLines('region', regionName(target), columns),
];

const reasonLines = ({attemptNumber, statusReason, progress}: ImportDetails, columns: number): readonly Line[] => [
	...(statusReason === undefined ? [] : fieldLines('reason', statusReason, columns)),
	...(progress?.errorDetails === undefined ? [] : fieldLines('error', progress.errorDetails, columns)),
	...(attemptNumber === undefined ? [] : fieldLines('attempt', countText(attemptNumber), columns)),
];

const sparklineColumns = 30;

const progressLines = (model: Model, record: ImportRecord | undefined, columns: number): readonly Line[] => {
	const details = record?.known?.details;

	if (record === undefined || details === undefined) {
		return [];
	}

	const {task} = record;
	const {progress} = details;
	const staleAt = staleTime(model, record);
	const usual = usualFor(model, record);
	const rate = [rateWithSparkline(record, sparklineColumns), slowText(record, usual)].filter(text => text !== undefined);
	const line = <Value>(label: string, value: Value | undefined, textOf: (value: Value) => string): readonly Line[] =>
		value === undefined ? [] : fieldLines(label, textOf(value), columns);

	return [
		[],
		headingLine('Progress'),
		...line('progress', progress?.percentage, percentage => `${staleAt === undefined ? progressBar(percentage, 20) : dashedBar(percentage, 20)} ${percentage}%`),
		...line('updated', staleAt, at => `${dateTime(at)} (no newer details from AWS)`),
		...line('left', estimateOf(model, record)?.leftMs, leftText),
		...line('usually', usualText(record, usual), text => text),
		...line('started', progress?.startedAt, startedText),
		...line(isFinished(task.status) ? 'ran for' : 'running for', progress?.elapsedMs, durationText),
		...line('statements', progress?.statementCount, countText),
		...line('rate', rate.length === 0 ? undefined : rate, texts => texts.join(', ')),
		...line('dictionary', progress?.dictionaryEntryCount, count => `${countText(count)} entries`),
		...line('errors', progress?.errorCount, countText),
		...line('load status', progress?.status, status => status),
		...(isFailureStatus(task.status) ? [] : reasonLines(details, columns)),
	];
};

/*
Why an import failed or is rolling back. These lines come first.
*/
const failureLines = ({task, details, known, graph}: ShownImport, {target, columns, now}: {
	readonly target: TargetState['resolved'];
	readonly columns: number;
	readonly now: number;
}): readonly Line[] => {
	if (!isFailureStatus(task.status)) {
		return [];
	}

	const cause = details && causeOf(task, details);
	const remedy = cause && remedyFor(cause, graph);
	const textOf = (args: readonly string[] | undefined): string | undefined => args && commandText(args);
	const helpful = textOf(target && helpfulCommandFor(task, details, target, graph)?.args);
	const logs = textOf(target && logsCommand(task, target));
	const growth = known?.history === undefined ? undefined : errorGrowth(known.history);
	return [
		headingLine('Failure'),
		...fieldLines('reason', details?.statusReason ?? 'No reason from AWS yet.', columns, 'failed'),
		...(details === undefined ? [] : reasonLines({...details, statusReason: undefined}, columns)),
		...(growth === undefined
			? []
			: fieldLines('errors', `${countText(growth.from.count)} at ${clockTime(growth.from.at, now)}, ${countText(growth.to.count)} at ${clockTime(growth.to.at, now)}`, columns)),
		...(remedy === undefined ? [] : fieldLines('next', remedy, columns)),
		...(helpful === undefined || helpful === logs ? [] : fieldLines('command', helpful, columns, 'key')),
		...(logs === undefined ? [] : fieldLines('logs', logs, columns, 'key')),
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
The AWS console page of the import. If it wraps, each row links to the whole URL.
*/
const consoleLines = ({taskId}: ImportTask, target: TargetState['resolved'], columns: number): readonly Line[] => {
	const url = target && importUrl(target.region, taskId);

	return url === undefined ? [] : fieldLines('console', url, columns).map(([label, ...value]) => [...(label === undefined ? [] : [label]), ...value.map(span => ({...span, link: url}))]);
};

/*
The observed statuses, newest first. The last line says when the import started, if AWS reports it.
*/
const historyLines = (observed: readonly TargetChange[], firstSeen: FirstSeen | undefined, {details}: ShownImport, columns: number): Lines => {
	const startedAt = details?.progress?.startedAt;
	const changes = lazyLines(observed, change => changeSpans(change, columns, {timeText: dateTime, hasTask: false}));
	const before: readonly Line[] = [
		...(firstSeen === undefined ? [] : [[{text: fitText(` ${dateTime(firstSeen.at)}  first seen, ${statusLabel(firstSeen.status)}`, columns)}]]),
		[{text: startedAt === undefined ? ' earlier statuses unknown' : ` started ${startedText(startedAt)}`}],
	];
	return joinLines(changes, before);
};

/**
Everything known about an import.
*/
export const detailsLines = (model: Model, ref: ImportRef): Lines => {
	const {columns} = model.size;
	const observed = model.changes.filter(change => isSameRef(refOfChange(change), ref));
	const record = findRecord(model, ref);
	const task = record?.task ?? observed[0]?.change.task;

	if (task === undefined) {
		return [[{text: ' This import is no longer listed.'}]];
	}

	const target = findTarget(model, ref.targetId);
	const shown: ShownImport = {
		task, known: record?.known, details: record?.known?.details, graph: graphIn(target?.graphs.byId, task.graphId),
	};
	return joinLines(
		failureLines(shown, {target: target?.resolved, columns, now: lastScanAt(model)}),
		taskLines(shown, columns),
		target === undefined || model.targets.size === 1 ? [] : targetLines(target, columns),
		consoleLines(task, target?.resolved, columns),
		progressLines(model, record, columns),
		[[], headingLine('Status history')],
		historyLines(observed, record?.firstSeen, shown, columns),
		otherLines(target, task),
	);
};
