import {fitText} from '../text/printable.ts';
import {
	changeCountsText,
	type ObservedChange,
	refOfChange,
	type TargetChange,
} from './change.ts';
import {statusLabel, taskKey} from './task.ts';

/**
Notifies when an import reaches one of these statuses and, with `isLastEnd`, when the last active import finishes.
*/
export type NotifyOn = {
	readonly statuses: ReadonlySet<string>;
	readonly isLastEnd: boolean;
};

/**
Used for the bell, which can't name its reason.
*/
export const defaultNotifyOn: NotifyOn = {statuses: new Set(['FAILED']), isLastEnd: true};

export const allNotifications: NotifyOn = {statuses: new Set(['SUCCEEDED', 'FAILED', 'CANCELLED', 'DELETED', 'ROLLING_BACK']), isLastEnd: true};

export const shouldNotify = ({change}: ObservedChange, {statuses}: NotifyOn): boolean => change.kind !== 'gone' && statuses.has(change.task.status);

const sourceWidth = 40;

// Enough for a code and a sentence.
const reasonWidth = 100;

const singleText = ({change, reason}: ObservedChange): string => {
	const {taskId, status, source} = change.task;
	const subject = reason === undefined ? fitText(source, sourceWidth, {cut: 'middle'}) : fitText(reason.summary, reasonWidth);
	return `${fitText(taskId, 14)} ${fitText(statusLabel(status), 20)}: ${subject}`;
};

/**
Describes a single import in full, a failed one with its reason if it is known, and counts several: `3 succeeded, 1 failed`. Only the last change of each import counts.
*/
export const notificationText = (changes: readonly TargetChange[], {isLastEnd}: {readonly isLastEnd: boolean}): string => {
	const latest = new Map(changes.map(change => [taskKey(refOfChange(change)), change])).values().toArray();
	const [first] = latest;
	const text = first !== undefined && latest.length === 1 ? singleText(first) : changeCountsText(latest);
	const end = isLastEnd ? 'all imports finished' : undefined;
	return [text, end].filter(part => part !== undefined && part !== '').join('; ');
};
