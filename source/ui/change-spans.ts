import {changeText} from '../domain/change.ts';
import {fitText, padText} from '../domain/printable.ts';
import {durationText} from '../domain/time-text.ts';
import {type ObservedChange} from '../model/model.ts';
import {type Span} from './span.ts';
import {statusLook} from './theme.ts';

const idWidth = 12;

/*
As wide as most changes are, so that what follows stands in a column where there is room.
*/
const whatWidth = 28;
const afterWidth = 14;

/**
A change on one line: when, which import, what, after how long, and where that import loads from. `timeText` says how the time is written.
*/
export const changeSpans = (observed: ObservedChange, columns: number, timeText: (at: number) => string): readonly Span[] => {
	const {change, at, elapsedMs} = observed;
	const start = ` ${timeText(at)}  ${padText(change.task.taskId, idWidth)}  `;
	const room = columns - start.length;
	const text = changeText(change);
	const what = fitText(text, room).padEnd(Math.min(whatWidth, room));
	const after = (elapsedMs === undefined ? '' : `  after ${durationText(elapsedMs)}`).padEnd(afterWidth);
	const roomForSource = room - what.length - after.length - 2;
	const style = change.kind === 'gone' ? 'muted' : statusLook(change.task.status).style;

	return [
		{text: start},
		{text: what, style},
		...(roomForSource < -2 ? [] : [{text: after, style: 'muted' as const}]),
		...(roomForSource < 12 ? [] : [{text: `  ${fitText(change.task.source, roomForSource, {cut: 'middle'})}`, style: 'muted' as const}]),
	];
};
