import {changeText, type TargetChange} from '../../imports/change.ts';
import {elapsedText} from '../../imports/progress/elapsed.ts';
import {
	fitText,
	padText,
	padTo,
	printable,
	textWidth,
} from '../../text/printable.ts';
import {shortSource} from '../../imports/short-source.ts';
import {shortStatusLabel, statusLabel} from '../../imports/task.ts';
import {statusLook} from '../../imports/status-look.ts';
import {clockTimeWidth, pastClockTime, startOfDay} from '../../text/time-text.ts';
import {type Model} from '../../app/model.ts';
import {lastScanAt} from '../../app/targets/targets.ts';
import {type Span} from '../lines/span.ts';

const idWidth = 12;
const nameWidth = 14;

// Fits any change between known statuses, so that the columns after it line up.
const changeWidth = 33;
const durationWidth = 14;
const minReasonWidth = 40;

/**
Returns a function that formats the time of a change in at most `clockTimeWidth` columns.
*/
export const changeTimeText = (model: Model): ((at: number) => string) => {
	const today = startOfDay(lastScanAt(model));
	return at => pastClockTime(at, today);
};

/**
A change on one line: time or time span, import, target, change, duration and source. `timeText` formats a time. `name` returns the name of a target. `labelOf` returns the name of a status (default: the short one if the usual one might not fit). A reason takes the place of the source, and in little width of the duration. Without `hasTask`, the line omits the import and its source.
*/
export const changeSpans = (observed: TargetChange, columns: number, {timeText, hasTask = true, name, labelOf, reason}: {
	readonly timeText: (at: number) => string;
	readonly hasTask?: boolean;
	readonly name?: (targetId: string) => string | undefined;
	readonly labelOf?: (status: string) => string;
	readonly reason?: string | undefined;
}): readonly Span[] => {
	const {change, at, notBefore, elapsed} = observed;
	const time = notBefore === undefined ? timeText(at) : `${timeText(notBefore)}–${timeText(at)}`;
	const target = name?.(observed.targetId);
	const start = ` ${padTo(time, clockTimeWidth)}  ${hasTask ? `${padText(change.task.taskId, idWidth)}  ` : ''}${target === undefined ? '' : `${padText(target, nameWidth, {cut: 'middle'})}  `}`;
	const room = columns - textWidth(start);
	const text = fitText(changeText(change, labelOf ?? (room < changeWidth ? shortStatusLabel : statusLabel)), room);
	const paddedText = padTo(text, Math.min(changeWidth, room));
	const duration = padTo(elapsed === undefined ? '' : `  after ${elapsedText(elapsed)}`, durationWidth);
	const roomForSource = hasTask ? room - textWidth(paddedText) - textWidth(duration) - 2 : 0;
	const style = change.kind === 'gone' ? 'plain' : statusLook(change.task.status).style;

	if (reason !== undefined) {
		const isWide = roomForSource >= minReasonWidth;
		const shown = isWide ? paddedText + duration : text;
		return [
			{text: fitText(start, columns)},
			{text: isWide ? paddedText : text, style},
			...(isWide ? [{text: duration}] : []),
			{text: fitText(`  ${printable(reason)}`, Math.max(0, room - textWidth(shown)))},
		];
	}

	return [
		{text: fitText(start, columns)},
		{text: paddedText, style},
		...(roomForSource < -2 ? [] : [{text: duration}]),
		...(roomForSource < 12 ? [] : [{text: `  ${shortSource(change.task.source, roomForSource)}`}]),
	];
};
