import {fitText} from '../text/printable.ts';
import {type ObservedChange, type TargetChange, changeCountsText} from './change.ts';
import {statusLabel, taskKey} from './task.ts';

/**
Of what a person is notified.
*/
export type NotifyOn = {
	/**
	The statuses that an import has come to.
	*/
	readonly statuses: ReadonlySet<string>;

	/**
	Whether also of the moment when the last import that is under way ends.
	*/
	readonly isLastEnd: boolean;
};

/**
What rings where nobody said how to notify: little, since a bell can't say what it rings for.
*/
export const defaultNotifyOn: NotifyOn = {statuses: new Set(['FAILED']), isLastEnd: true};

/**
What is worth knowing to somebody who looks away: each end, and that one begins to roll back, which ends as failed.
*/
export const allNotifications: NotifyOn = {statuses: new Set(['SUCCEEDED', 'FAILED', 'CANCELLED', 'DELETED', 'ROLLING_BACK']), isLastEnd: true};

/**
Whether a change is one to notify of. One that came and ended between two polls counts as well; one that is no longer listed has come to nothing.
*/
export const shouldNotify = ({change}: ObservedChange, {statuses}: NotifyOn): boolean => change.kind !== 'gone' && statuses.has(change.task.status);

/*
As much of a source as a notification has room for.
*/
const sourceWidth = 40;

/**
What a notification says of changes, in the order in which they came: `3 succeeded, 1 failed`, each import counted once, as it is last; of one alone, which it is. `isLastEnd` says that nothing is under way any more.
*/
export const notificationText = (changes: readonly TargetChange[], {isLastEnd}: {readonly isLastEnd: boolean}): string => {
	const latest = new Map(changes.map(change => [taskKey({targetId: change.targetId, taskId: change.change.task.taskId}), change])).values().toArray();
	const [first] = latest;
	const text = first !== undefined && latest.length === 1
		? `${fitText(first.change.task.taskId, 14)} ${fitText(statusLabel(first.change.task.status), 20)}: ${fitText(first.change.task.source, sourceWidth, {cut: 'middle'})}`
		: changeCountsText(latest);
	const end = isLastEnd ? 'all imports finished' : undefined;
	return [text, end].filter(part => part !== undefined && part !== '').join('; ');
};
