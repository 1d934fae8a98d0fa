import {durationText} from '../text/time-text.ts';
import {
	fitText,
	padText,
	padTo,
	textWidth,
} from '../text/printable.ts';
import {type StyleName} from '../text/themes.ts';
import {statusLook} from './status-look.ts';
import {
	phasesOf,
	type PhaseKind,
	type TimelineGroup,
	type TimelineImport,
} from './timeline.ts';
import {groupOf, statusLabel, statusGroups} from './task.ts';

export type TimelineSpan = {readonly text: string; readonly style?: StyleName};

const minuteMs = 60_000;
const dayMs = 86_400_000;

const weekdays = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;

/**
Formats epoch milliseconds in local time: `22:05`.
*/
export const minuteText = (at: number): string => {
	const date = new Date(at);
	return `${String(date.getHours()).padStart(2, '0')}:${String(date.getMinutes()).padStart(2, '0')}`;
};

/**
Formats the date of a midnight: `Sun 4`.
*/
export const dayText = (at: number): string => {
	const date = new Date(at);
	return `${weekdays[date.getDay()] ?? ''} ${date.getDate()}`;
};

/**
Formats a time relative to `now`: `22:05`, `Sat 22:05` or `4 Oct 22:05`.
*/
export const momentText = (at: number, now: number): string => {
	const date = new Date(at);

	if (date.toDateString() === new Date(now).toDateString()) {
		return minuteText(at);
	}

	return now - at < 6 * dayMs ? `${weekdays[date.getDay()] ?? ''} ${minuteText(at)}` : `${date.getDate()} ${months[date.getMonth()] ?? ''} ${minuteText(at)}`;
};

const isStartUnknown = ({isFirstSeen, startedAt, observed}: TimelineImport): boolean => startedAt === undefined && (isFirstSeen || observed[0]?.notBefore !== undefined);

/**
The duration of an import, or its bound; undefined if it is unknown.
*/
export const spanText = (shown: TimelineImport, now: number): string | undefined => {
	const {startAt, end, seenUntil} = shown;
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

export const endLabel = ({end, task}: Pick<TimelineImport, 'end' | 'task'>): string => {
	if (end === undefined) {
		return statusLabel(task.status);
	}

	return end.status === undefined ? 'no longer listed' : statusLabel(end.status);
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
	const counts = Map.groupBy(imports, ({end}) => end?.status === undefined ? 'active' : groupOf(end.status));
	return statusGroups.filter(group => counts.has(group)).map(group => `${counts.get(group)?.length ?? 0} ${group}`).join(' · ');
};

const withTail = (parts: readonly TimelineSpan[], source: string, columns: number): readonly TimelineSpan[] => {
	const width = textWidth(parts.map(({text}) => text).join(''));
	const room = columns - width - 2;
	const text = source.replace(/^s3:\/\//v, '');
	return room < 8 ? parts : [...parts, {text: `  ${fitText(text, room, {cut: 'middle'})}`}];
};

/**
An import in one line: task, status, from–to, duration and source.
*/
export const detailSpans = (shown: TimelineImport, now: number, columns: number): readonly TimelineSpan[] => {
	const facts = [endLabel(shown), shown.code, fromTo(shown, now), spanText(shown, now)].filter(part => part !== undefined).join('  ');
	const id = fitText(` ${shown.task.taskId}`, columns);
	return withTail([{text: id, style: 'title'}, {text: fitText(`  ${facts}`, columns - textWidth(id))}], shown.task.source, columns);
};

/**
All imports of a graph in one line.
*/
export const laneDetailSpans = ({graphId, imports}: TimelineGroup, columns: number): readonly TimelineSpan[] => {
	const id = fitText(` ${graphId ?? 'no graph yet'}`, columns);
	return [{text: id, style: 'title'}, {text: fitText(`  ${imports.length} ${imports.length === 1 ? 'import' : 'imports'}: ${countsText(imports)}`, columns - textWidth(id))}];
};

const kindWords: Readonly<Record<PhaseKind, string>> = {
	waiting: 'waiting', analyzing: 'analyzing', importing: 'importing', unobserved: 'not observed', unknown: 'unknown',
};

/**
An import as a sentence, for a screen reader.
*/
export const importSentence = (shown: TimelineImport, now: number): string => {
	const {task, startAt, end, percentage, code, seenUntil} = shown;
	const totals = Map.groupBy(phasesOf(shown, now), ({kind}) => kind).entries()
		.map(([kind, phases]) => `${kindWords[kind]} ${durationText(phases.reduce((sum, {from, to}) => sum + to - from, 0))}`)
		.toArray();
	const running = seenUntil === undefined ? 'still running' : `last seen ${momentText(seenUntil, now)}`;
	return [
		task.taskId,
		percentage === undefined || end !== undefined ? endLabel(shown) : `${endLabel(shown)} ${percentage}%`,
		code,
		`graph ${task.graphId ?? 'not created yet'}`,
		end?.at === startAt ? undefined : `${isStartUnknown(shown) ? 'first seen' : 'from'} ${momentText(startAt, now)}`,
		end === undefined ? running : `${end.at === startAt ? 'ended' : 'to'} ${momentText(end.at, now)}`,
		...totals,
		task.source,
	].filter(part => part !== undefined && part !== '').join(', ');
};

/**
All imports of a graph as a sentence, for a screen reader.
*/
export const laneSentence = ({graphId, imports}: TimelineGroup): string =>
	`graph ${graphId ?? 'not created yet'}, ${imports.length} ${imports.length === 1 ? 'import' : 'imports'}: ${countsText(imports).replaceAll(' · ', ', ')}`;

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
The label to the left of the cells: the cursor and an ID.
*/
export const labelSpans = (id: string, isSelected: boolean, width: number): readonly TimelineSpan[] =>
	[{text: padTo(` ${isSelected ? '▸' : ' '} ${padText(id, width - 5)}`, width), style: isSelected ? 'title' : 'plain'}];
