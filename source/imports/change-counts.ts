import {type ObservedChange} from './change.ts';
import {isOver, statusLabel} from './task.ts';

/*
How the end of imports is counted, in the order in which it is said; an import that is on its way is either new or has moved on.
*/
const words: readonly string[] = ['succeeded', 'failed', 'cancelled', 'deleted', 'rolling back', 'new', 'moved on', 'no longer listed'];

const wordOf = ({change}: ObservedChange): string => {
	if (change.kind === 'gone') {
		return 'no longer listed';
	}

	const {status} = change.task;

	if (status === 'ROLLING_BACK' || isOver(status)) {
		return statusLabel(status);
	}

	return change.kind === 'appeared' ? 'new' : 'moved on';
};

/**
Changes in numbers: `3 succeeded, 1 failed, 2 new, 1 moved on`.
*/
export const changeCountsText = (changes: readonly ObservedChange[]): string => {
	const counted = Map.groupBy(changes, change => wordOf(change));
	return words
		.filter(word => counted.has(word))
		.map(word => `${counted.get(word)?.length ?? 0} ${word}`)
		.join(', ');
};
