import {type Elapsed} from './elapsed.ts';
import {type ImportTask, statusLabel, isFinished} from './task.ts';

/**
A difference between two scans, as it was observed: an import that was not there before, one whose status is another, or one that is no longer listed. Statuses passed between the two scans are not seen, and not guessed.
*/
export type Change =
	| {
		readonly kind: 'appeared';
		readonly task: ImportTask;
	}
	| {
		readonly kind: 'changed';

		/**
		The import as it is now.
		*/
		readonly task: ImportTask;
		readonly from: string;
		readonly to: string;
	}
	| {
		readonly kind: 'gone';

		/**
		The import as it was last seen.
		*/
		readonly task: ImportTask;
	};

/**
A change, with when it was seen.
*/
export type ObservedChange = {
	readonly change: Change;

	/**
	When the scan that showed it ended, in epoch milliseconds.
	*/
	readonly at: number;

	/**
	When the import was last seen as it was before, in epoch milliseconds, where that is long ago: the change happened somewhere in a gap in which nothing was observed.
	*/
	readonly notBefore?: number;

	/**
	For how long the import had been as it was before; undefined where its beginning was not seen.
	*/
	readonly elapsed?: Elapsed;
};

/**
An observed change and the target that lists the import.
*/
export type TargetChange = ObservedChange & {readonly targetId: string};

/**
A change in words: `importing → failed`, `appeared, initializing`, `no longer listed, was succeeded`.
*/
export const changeText = (change: Change): string => {
	switch (change.kind) {
		case 'appeared': {
			return `appeared, ${statusLabel(change.task.status)}`;
		}

		case 'changed': {
			return `${statusLabel(change.from)} → ${statusLabel(change.to)}`;
		}

		case 'gone': {
			return `no longer listed, was ${statusLabel(change.task.status)}`;
		}
	}
};

/*
How the end of imports is counted, in the order in which it is said; an import that is on its way is either new or has moved on.
*/
const words: readonly string[] = ['succeeded', 'failed', 'cancelled', 'deleted', 'rolling back', 'new', 'moved on', 'no longer listed'];

const wordOf = ({change}: ObservedChange): string => {
	if (change.kind === 'gone') {
		return 'no longer listed';
	}

	const {status} = change.task;

	if (status === 'ROLLING_BACK' || isFinished(status)) {
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
