import {type ImportList, type ImportRecord, type MissedChange} from '../domain/import-list.ts';
import {memoize} from '../domain/memoize.ts';
import {isOver} from '../domain/task.ts';

/**
Facts about a list that the screen needs often.
*/
export type ListSummary = {
	readonly active: readonly ImportRecord[];
	readonly missed: readonly MissedChange[];
	readonly unseenFailureCount: number;

	/**
	Whether any import has a mark, a missed change or an unseen failure.
	*/
	readonly hasUnseen: boolean;
};

/**
Summarizes each list once.
*/
export const summaryOf = memoize((list: ImportList): ListSummary => {
	const active: ImportRecord[] = [];
	const missed: MissedChange[] = [];
	let unseenFailureCount = 0;
	let hasUnseen = false;

	for (const record of list.records) {
		if (!isOver(record.task.status)) {
			active.push(record);
		}

		if (record.missed !== undefined) {
			missed.push(record.missed);
		}

		if (record.isUnseenFailure) {
			unseenFailureCount++;
		}

		hasUnseen ||= record.mark !== undefined || record.missed !== undefined || record.isUnseenFailure;
	}

	return {
		active, missed, unseenFailureCount, hasUnseen,
	};
});
