import {changeText} from '../domain/change.ts';
import {fitText, padText} from '../domain/printable.ts';
import {durationText} from '../domain/time-text.ts';
import {type ObservedChange} from '../model/model.ts';
import {type Span} from './span.ts';
import {statusLook} from './theme.ts';

/**
A change on one line: when, which import, what, after how long, and where that import loads from. `timeText` says how the time is written.
*/
export const changeSpans = (observed: ObservedChange, columns: number, timeText: (at: number) => string): readonly Span[] => {
	const {change, at, elapsedMs} = observed;
	const time = ` ${timeText(at)}  `;
	const id = `${padText(change.task.taskId, 12)}  `;
	const what = fitText(changeText(change), Math.max(8, columns - time.length - 14));
	const after = elapsedMs === undefined ? '' : ` after ${durationText(elapsedMs)}`;
	const room = columns - time.length - 14 - what.length - after.length - 2;
	const style = change.kind === 'gone' ? 'muted' : statusLook(change.task.status).style;

	return [
		{text: time, style: 'muted'},
		{text: id},
		{text: what, style},
		...(room < -2 ? [] : [{text: after, style: 'muted' as const}]),
		...(room < 12 ? [] : [{text: `  ${fitText(change.task.source, room, {cut: 'middle'})}`, style: 'muted' as const}]),
	];
};
