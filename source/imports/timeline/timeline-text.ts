import {joinParts} from '../../text/join-parts.ts';
import {durationText, momentText, pluralText} from '../../text/time-text.ts';
import {
	fitText,
	padText,
	padTo,
	textWidth,
} from '../../text/printable.ts';
import {type StyleName} from '../../text/themes.ts';
import {statusLook} from '../status-look.ts';
import {groupName, statusLabel, statusGroups} from '../task.ts';
import {
	endGroup,
	isStartUnknown,
	phasesOf,
	type TimelineGroup,
	type TimelineImport,
} from './timeline.ts';

export type TimelineSpan = {readonly text: string; readonly style?: StyleName};

/**
The names of targets, if there are several, and of graphs, if they are known.
*/
export type TimelineNames = {
	readonly target: (targetId: string) => string | undefined;
	readonly graph: (targetId: string, graphId: string) => string | undefined;
};

/**
The name of an import's graph, else its ID; undefined if the import has no graph yet.
*/
export const graphNameOf = ({targetId, task: {graphId}, graphName}: TimelineImport, names: TimelineNames): string | undefined =>
	graphId === undefined ? undefined : names.graph(targetId, graphId) ?? graphName ?? graphId;

/**
The label of a row that stands for a graph. An import without a graph stands for itself.
*/
export const graphLabel = (shown: TimelineImport, names: TimelineNames): string => graphNameOf(shown, names) ?? shown.task.taskId;

const minuteMs = 60_000;
const dayMs = 86_400_000;

const goneLabel = 'no longer listed';

/**
The duration of an import as reported by AWS, else as observed, or its bound; undefined if it is unknown.
*/
export const spanText = (shown: TimelineImport, now: number): string | undefined => {
	const {startAt, end, seenUntil, elapsedMs} = shown;

	if (elapsedMs !== undefined) {
		return durationText(elapsedMs);
	}

	const isMore = isStartUnknown(shown);
	const isLess = end?.notBefore !== undefined;

	if ((isMore && isLess) || end?.at === startAt) {
		return undefined;
	}

	const text = durationText((end?.at ?? seenUntil ?? now) - startAt);
	return `${isMore ? '≥' : ''}${isLess ? '≤' : ''}${text}`;
};

/**
The style and sign of the end, or of the last known status.
*/
export const endLook = ({end}: Pick<TimelineImport, 'end'>): {readonly sign: string; readonly style: StyleName} =>
	end === undefined ? {sign: '►', style: 'active'} : statusLook(end.status ?? '');

/**
The texts after the end sign, from the longest to the shortest. The texts are plain ASCII, except for the bound of a duration.
*/
export const endTexts = (shown: TimelineImport, now: number): readonly string[] => {
	if (shown.end === undefined) {
		return shown.percentage === undefined ? [] : [` ${shown.percentage}%`];
	}

	const duration = spanText(shown, now);
	const code = shown.reason?.code;
	return [[code, duration], [code], [duration]].map(parts => joinParts(parts, ' ')).filter(text => text !== '').map(text => ` ${text}`);
};

export const endLabel = ({end, task}: Pick<TimelineImport, 'end' | 'task'>): string => {
	if (end === undefined) {
		return statusLabel(task.status);
	}

	return end.status === undefined ? goneLabel : statusLabel(end.status);
};

const fromTo = (shown: TimelineImport, now: number): string => {
	const {startAt, end, seenUntil} = shown;
	const until = seenUntil === undefined ? 'now' : momentText(seenUntil, now);
	return `${isStartUnknown(shown) ? '≤' : ''}${momentText(startAt, now)}–${end === undefined ? until : momentText(end.at, now)}`;
};

/**
The counts of a group: `2 running · 9 succeeded`.
*/
const countsText = (imports: readonly TimelineImport[]): string => {
	const counts = Map.groupBy(imports, shown => endGroup(shown));
	return ([...statusGroups, 'gone'] as const).filter(group => counts.has(group)).map(group => `${counts.get(group)?.length ?? 0} ${group === 'gone' ? goneLabel : groupName(group)}`).join(' · ');
};

const withTail = (parts: readonly TimelineSpan[], source: string, columns: number): readonly TimelineSpan[] => {
	const room = columns - textWidth(parts.map(({text}) => text).join('')) - 2;
	const text = source.replace(/^s3:\/\//v, '');
	return room < 8 ? parts : [...parts, {text: `  ${fitText(text, room, {cut: 'middle'})}`}];
};

const factSpans = (title: string, facts: ReadonlyArray<string | undefined>, columns: number): readonly TimelineSpan[] => {
	const name = fitText(` ${title}`, columns);
	return [{text: name, style: 'title'}, {text: fitText(joinParts(['', ...facts], '  '), columns - textWidth(name))}];
};

/**
An import in one line: task, status, from–to, duration, target and source.
*/
export const detailSpans = (shown: TimelineImport, {now, columns, names}: {readonly now: number; readonly columns: number; readonly names: TimelineNames}): readonly TimelineSpan[] => {
	const {task: {taskId, source}, targetId, reason} = shown;
	return withTail(factSpans(taskId, [endLabel(shown), reason?.code, fromTo(shown, now), spanText(shown, now), names.target(targetId)], columns), source, columns);
};

/**
All imports of a graph in one line.
*/
export const laneDetailSpans = ({newest, imports}: TimelineGroup, {columns, names}: {readonly columns: number; readonly names: TimelineNames}): readonly TimelineSpan[] =>
	factSpans(graphLabel(newest, names), [`${pluralText(imports.length, 'import')}: ${countsText(imports)}`, names.target(newest.targetId)], columns);

/**
An import as a sentence, for a screen reader.
*/
export const importSentence = (shown: TimelineImport, now: number, names: TimelineNames): string => {
	const {task, targetId, startAt, end, percentage, reason, seenUntil} = shown;
	const totals = Map.groupBy(phasesOf(shown, now), ({kind}) => kind).entries()
		.map(([kind, phases]) => `${kind === 'unobserved' ? 'not observed' : kind} ${durationText(phases.reduce((sum, {from, to}) => sum + to - from, 0))}`)
		.toArray();
	const running = seenUntil === undefined ? 'still running' : `last seen ${momentText(seenUntil, now)}`;
	return [
		task.taskId,
		percentage === undefined || end !== undefined ? endLabel(shown) : `${endLabel(shown)} ${percentage}%`,
		reason?.code,
		`graph ${graphNameOf(shown, names) ?? 'not created yet'}`,
		names.target(targetId),
		end?.at === startAt ? undefined : `${isStartUnknown(shown) ? 'first seen' : 'from'} ${momentText(startAt, now)}`,
		end === undefined ? running : `${end.at === startAt ? 'ended' : 'to'} ${momentText(end.at, now)}`,
		...totals,
		task.source,
	].filter(part => part !== undefined && part !== '').join(', ');
};

/**
All imports of a graph as a sentence, for a screen reader.
*/
export const laneSentence = ({newest, imports}: TimelineGroup, names: TimelineNames): string =>
	joinParts([`graph ${graphLabel(newest, names)}`, names.target(newest.targetId), `${pluralText(imports.length, 'import')}: ${countsText(imports).replaceAll(' · ', ', ')}`], ', ');

/**
Formats the span of a window: `15 min`, `6 h`, `3 days`.
*/
export const spanLabel = (spanMs: number): string => {
	if (spanMs < 60 * minuteMs) {
		return `${Math.round(spanMs / minuteMs)} min`;
	}

	return spanMs < 2 * dayMs ? `${Math.round(spanMs / (60 * minuteMs))} h` : `${Math.round(spanMs / dayMs)} days`;
};

/**
The graph and its target, if there are several: `orders · us-east-1`.
*/
export const graphAndTarget = (shown: TimelineImport, names: TimelineNames): string => joinParts([graphLabel(shown, names), names.target(shown.targetId)], ' · ');

/*
If the width is too small for both names, each is cut in its middle, because graphs and regions often differ only at their ends.
*/
const graphLabelIn = (width: number, shown: TimelineImport, names: TimelineNames): string => {
	const whole = graphAndTarget(shown, names);
	const target = names.target(shown.targetId);

	if (target === undefined || textWidth(whole) <= width) {
		return whole;
	}

	const graph = graphLabel(shown, names);
	const shortTarget = fitText(target, Math.max(Math.ceil(width / 2), width - textWidth(graph) - 1), {cut: 'middle'});
	return `${fitText(graph, width - textWidth(shortTarget) - 1, {cut: 'middle'})} ${shortTarget}`;
};

/**
The label to the left of the cells: the cursor, and a task ID or the name of a graph, which begins where headings do.
*/
export const labelSpans = (shown: TimelineImport, width: number, {isSelected, isGraph, names}: {
	readonly isSelected: boolean;
	readonly isGraph: boolean;
	readonly names: TimelineNames;
}): readonly TimelineSpan[] => {
	const cursor = isSelected ? '▸' : ' ';
	const label = isGraph ? `${cursor}${padText(graphLabelIn(width - 3, shown, names), width - 3)}` : ` ${cursor} ${padText(shown.task.taskId, width - 5)}`;
	return [{text: padTo(label, width), style: isSelected ? 'title' : 'plain'}];
};
