import {type Elapsed} from './progress/elapsed.ts';
import {type Reason} from './failures/reason.ts';
import {
	type ImportRef,
	type ImportTask,
	isFinished,
	statusLabel,
} from './task.ts';

/**
A difference between two scans. Statuses that an import passed through between the scans are not observed. `task` is the import after the change, or as last listed if it is gone.
*/
export type Change =
	| {
		readonly kind: 'appeared';
		readonly task: ImportTask;
	}
	| {
		readonly kind: 'changed';
		readonly task: ImportTask;
		readonly from: string;
		readonly to: string;
	}
	| {
		readonly kind: 'gone';
		readonly task: ImportTask;
	};

/**
Times are epoch milliseconds. `at` is when the scan that revealed the change ended.
*/
export type ObservedChange = {
	readonly change: Change;
	readonly at: number;

	/**
	Start of the gap in observation during which the change happened; undefined if there was no gap.
	*/
	readonly notBefore?: number;

	/**
	Time spent in the previous status; undefined if its start was not observed.
	*/
	readonly elapsed?: Elapsed;

	/**
	Why the import failed. Undefined until GetImportTask returns it.
	*/
	readonly reason?: Reason;
};

export type TargetChange = ObservedChange & {readonly targetId: string};

export const refOfChange = ({targetId, change}: TargetChange): ImportRef => ({targetId, taskId: change.task.taskId});

export const changeText = (change: Change, labelOf = statusLabel): string => {
	switch (change.kind) {
		case 'appeared': {
			return `appeared, ${labelOf(change.task.status)}`;
		}

		case 'changed': {
			return `${labelOf(change.from)} → ${labelOf(change.to)}`;
		}

		case 'gone': {
			return `no longer listed (${labelOf(change.task.status)})`;
		}
	}
};

const countOrder: readonly string[] = ['succeeded', 'failed', 'cancelled', 'deleted', 'rolling back', 'new', 'updated', 'no longer listed'];

const countLabel = ({change}: ObservedChange): string => {
	if (change.kind === 'gone') {
		return 'no longer listed';
	}

	const {status} = change.task;

	if (status === 'ROLLING_BACK' || isFinished(status)) {
		return statusLabel(status);
	}

	return change.kind === 'appeared' ? 'new' : 'updated';
};

export const changeCountsText = (changes: readonly ObservedChange[]): string => {
	const counted = Map.groupBy(changes, change => countLabel(change));
	return countOrder
		.filter(label => counted.has(label))
		.map(label => `${counted.get(label)?.length ?? 0} ${label}`)
		.join(', ');
};
