import {changeText, type TargetChange} from '../../imports/change.ts';
import {elapsedText} from '../../imports/elapsed.ts';
import {
	fitText,
	padText,
	padTo,
	textWidth,
} from '../../text/printable.ts';
import {statusLook} from '../../imports/status-look.ts';
import {type Span} from '../lines/span.ts';

const idWidth = 12;
const nameWidth = 14;

/*
As wide as most changes are, so that what follows stands in a column where there is room.
*/
const whatWidth = 28;
const afterWidth = 14;

/**
A change on one line: when, or between when and when which import, what, after how long, and where that import loads from. `timeText` says how the time is written, and `name` of which target the import is; without `hasTask` it is told where the import is known.
*/
export const changeSpans = (observed: TargetChange, columns: number, {timeText, hasTask = true, name}: {
	readonly timeText: (at: number) => string;
	readonly hasTask?: boolean;
	readonly name?: (targetId: string) => string | undefined;
}): readonly Span[] => {
	const {change, at, notBefore, elapsed} = observed;
	const time = notBefore === undefined ? timeText(at) : `${timeText(notBefore)}–${timeText(at)}`;
	const target = name?.(observed.targetId);
	const start = ` ${time}  ${hasTask ? `${padText(change.task.taskId, idWidth)}  ` : ''}${target === undefined ? '' : `${padText(target, nameWidth, {cut: 'middle'})}  `}`;
	const room = columns - textWidth(start);
	const text = changeText(change);
	const what = padTo(fitText(text, room), Math.min(whatWidth, room));
	const after = padTo(elapsed === undefined ? '' : `  after ${elapsedText(elapsed)}`, afterWidth);
	const roomForSource = hasTask ? room - textWidth(what) - textWidth(after) - 2 : 0;
	const style = change.kind === 'gone' ? 'muted' : statusLook(change.task.status).style;

	return [
		{text: fitText(start, columns)},
		{text: what, style},
		...(roomForSource < -2 ? [] : [{text: after, style: 'muted' as const}]),
		...(roomForSource < 12 ? [] : [{text: `  ${fitText(change.task.source, roomForSource, {cut: 'middle'})}`, style: 'muted' as const}]),
	];
};
