import {type Change, type ObservedChange} from './change.ts';
import {type RecheckState, type ImportDetails} from './details.ts';
import {type ProgressHistory} from './progress.ts';
import {type FirstSeen} from './saved-state.ts';
import {type Snapshot} from './poll.ts';
import {type ImportTask, isSameTask} from './task.ts';

/**
What GetImportTask said about an import. Times are epoch milliseconds.
*/
export type KnownDetails = {
	/**
	When it was last requested.
	*/
	readonly askedAt: number;

	/**
	When the last answer came.
	*/
	readonly answeredAt?: number;

	/**
	The last answer.
	*/
	readonly details?: ImportDetails;
	readonly history?: ProgressHistory;
	readonly recheck: RecheckState;
};

/**
A change that happened while nobody observed the list, and has not been on the screen since.
*/
export type MissedChange = {
	/**
	When the list was last observed before it, in epoch milliseconds.
	*/
	readonly since: number;
	readonly change: ObservedChange;
};

/**
Everything kept about an import that is listed. Times are epoch milliseconds.
*/
export type ImportRecord = {
	readonly targetId: string;
	readonly task: ImportTask;

	/**
	When and with which status it was first seen; only if it was listed before watching began.
	*/
	readonly firstSeen: FirstSeen | undefined;

	/**
	When its last change was seen.
	*/
	readonly changedAt: number | undefined;

	/**
	When the gap began in which that change happened; undefined if the change was seen in time.
	*/
	readonly changedAfter: number | undefined;

	/**
	The change that is marked in the list: for a minute, or until a key is pressed while it is visible. A missed change stays marked until then.
	*/
	readonly mark: ObservedChange | undefined;
	readonly missed: MissedChange | undefined;

	/**
	Whether it was seen to fail, and has not been on the screen since.
	*/
	readonly isUnseenFailure: boolean;

	/**
	Whether the service was asked to cancel it.
	*/
	readonly isCancelRequested: boolean;

	/**
	Whether the program waits for it to end.
	*/
	readonly isFollowed: boolean;

	/**
	When an incomplete scan saw it, if no complete scan came after.
	*/
	readonly reachedAt: number | undefined;

	/**
	When it was last seen, if the last complete scan lacked it. An import can fall between two pages while the list moves: it is gone only when the next complete scan lacks it too.
	*/
	readonly missingSince: number | undefined;

	/**
	Undefined until its details are requested.
	*/
	readonly known: KnownDetails | undefined;
};

/**
The imports of a target.
*/
export type ImportList = {
	/**
	In the order of the last scan; imports that it did not show come last.
	*/
	readonly records: readonly ImportRecord[];

	/**
	Indexes of `records` by task ID. An update copies the array of records, and shares this map while order and members stay.
	*/
	readonly positions: ReadonlyMap<string, number>;

	/**
	Whether a complete scan has been seen. An import that turns up before that is not new.
	*/
	readonly hasBaseline: boolean;
};

export const emptyImportList: ImportList = {records: [], positions: new Map(), hasBaseline: false};

/**
A record without observations.
*/
export const newImportRecord = (targetId: string, task: ImportTask): ImportRecord => ({
	targetId,
	task,
	firstSeen: undefined,
	changedAt: undefined,
	changedAfter: undefined,
	mark: undefined,
	missed: undefined,
	isUnseenFailure: false,
	isCancelRequested: false,
	isFollowed: false,
	reachedAt: undefined,
	missingSince: undefined,
	known: undefined,
});

export const findImport = ({records, positions}: ImportList, taskId: string): ImportRecord | undefined => {
	const position = positions.get(taskId);
	return position === undefined ? undefined : records[position];
};

/**
A list of these records. Reuses the positions of `before` if they still hold.
*/
export const importListOf = (records: readonly ImportRecord[], hasBaseline: boolean, before: ImportList = emptyImportList): ImportList => {
	const isSameOrder = records.length === before.records.length && records.every(({task}, index) => task.taskId === before.records[index]?.task.taskId);
	return {
		records,
		positions: isSameOrder ? before.positions : new Map(records.map(({task}, index) => [task.taskId, index])),
		hasBaseline,
	};
};

const hasSameMembers = (one: readonly ImportRecord[], other: readonly ImportRecord[]): boolean => one.length === other.length && one.every((record, index) => record === other[index]);

/**
Changes records; gives the same list if none changed.
*/
export const mapImports = (list: ImportList, change: (record: ImportRecord) => ImportRecord): ImportList => {
	const records = list.records.map(record => change(record));
	return hasSameMembers(records, list.records) ? list : {...list, records};
};

/**
Changes the records of these imports; gives the same list if none changed.
*/
export const updateImports = (list: ImportList, taskIds: Iterable<string>, change: (record: ImportRecord) => ImportRecord): ImportList => {
	let records: ImportRecord[] | undefined;

	for (const taskId of taskIds) {
		const position = list.positions.get(taskId);
		const record = position === undefined ? undefined : (records ?? list.records)[position];
		const changed = record && change(record);

		if (position === undefined || changed === undefined || changed === record) {
			continue;
		}

		records ??= [...list.records];
		records[position] = changed;
	}

	return records === undefined ? list : {...list, records};
};

/**
A change that a scan proves, and the record before it.
*/
export type ListChange = {
	readonly change: Change;
	readonly before: ImportRecord | undefined;
};

const statusChange = (before: ImportRecord, task: ImportTask): readonly ListChange[] => before.task.status === task.status
	? []
	: [{
		before,
		change: {
			kind: 'changed', task, from: before.task.status, to: task.status,
		},
	}];

const withTask = (record: ImportRecord, task: ImportTask): ImportRecord => record.missingSince === undefined && isSameTask(record.task, task)
	? record
	: {...record, task: isSameTask(record.task, task) ? record.task : task, missingSince: undefined};

type Applied = {readonly list: ImportList; readonly changes: readonly ListChange[]};

/*
Applies a scan that lists the same imports in the same order, as most scans do: looks up no import, and builds no map. Undefined for other scans.
*/
const applyInOrder = (list: ImportList, {tasks, isComplete}: Snapshot): Applied | undefined => {
	if (list.records.length !== tasks.size) {
		return undefined;
	}

	const changes: ListChange[] = [];
	let records: ImportRecord[] | undefined;
	let index = 0;

	for (const task of tasks.values()) {
		const record = list.records[index];

		if (record?.task.taskId !== task.taskId) {
			return undefined;
		}

		const changed = withTask(record, task);

		if (changed !== record) {
			records ??= [...list.records];
			records[index] = changed;
			changes.push(...statusChange(record, task));
		}

		index++;
	}

	const hasBaseline = list.hasBaseline || isComplete;
	return {
		list: records === undefined && hasBaseline === list.hasBaseline ? list : {...list, records: records ?? list.records, hasBaseline},
		changes,
	};
};

/**
Applies a scan of a target, and gives each change that it proves, in the order of the list. `seenAt` is when the last complete scan began, which saw what is not missing.

A record that did not change stays the same object, and so does a list.
*/
export const applySnapshot = (list: ImportList, snapshot: Snapshot, {targetId, seenAt}: {readonly targetId: string; readonly seenAt: number}): Applied => {
	const applied = applyInOrder(list, snapshot);

	if (applied !== undefined) {
		return applied;
	}

	const records: ImportRecord[] = [];
	const changes: ListChange[] = [];

	for (const task of snapshot.tasks.values()) {
		const before = findImport(list, task.taskId);
		records.push(before === undefined ? newImportRecord(targetId, task) : withTask(before, task));

		if (before !== undefined) {
			changes.push(...statusChange(before, task));
		} else if (list.hasBaseline) {
			changes.push({change: {kind: 'appeared', task}, before});
		}
	}

	for (const record of list.records) {
		const {task, missingSince, reachedAt} = record;

		if (snapshot.tasks.has(task.taskId)) {
			continue;
		}

		if (missingSince !== undefined && snapshot.isComplete) {
			changes.push({change: {kind: 'gone', task}, before: record});
		} else {
			records.push(snapshot.isComplete ? {...record, missingSince: reachedAt ?? seenAt} : record);
		}
	}

	const hasBaseline = list.hasBaseline || snapshot.isComplete;
	const isSame = hasBaseline === list.hasBaseline && hasSameMembers(records, list.records);
	return {list: isSame ? list : importListOf(records, hasBaseline, list), changes};
};
