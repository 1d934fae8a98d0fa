import {type Change, type ObservedChange} from './change.ts';
import {type RecheckState, type ImportDetails} from './details.ts';
import {type ProgressHistory} from './progress/progress.ts';
import {type FirstSeen} from './polling/saved-state.ts';
import {type Snapshot} from './polling/poll.ts';
import {type ImportTask, isSameTask} from './task.ts';

export type KnownDetails = {
	readonly askedAt: number;
	readonly answeredAt?: number;
	readonly details?: ImportDetails;
	readonly history?: ProgressHistory;
	readonly recheck: RecheckState;
};

/**
A change during a gap in observation, which began at `since`. It has not been visible on the screen yet.
*/
export type MissedChange = {
	readonly since: number;
	readonly change: ObservedChange;
};

/**
State of a listed import. Times are epoch milliseconds. `isFollowed` means that `--until-done` waits for it.
*/
export type ImportRecord = {
	readonly targetId: string;
	readonly task: ImportTask;

	/**
	Set only if it was listed before watching began.
	*/
	readonly firstSeen: FirstSeen | undefined;
	readonly changedAt: number | undefined;

	/**
	Start of the gap in observation during which the last change happened, if any.
	*/
	readonly changedAfter: number | undefined;

	/**
	The change highlighted in the list: for a minute, or until a key press while visible. A missed change stays until the key press.
	*/
	readonly mark: ObservedChange | undefined;
	readonly missed: MissedChange | undefined;
	readonly isUnseenFailure: boolean;
	readonly isCancelRequested: boolean;
	readonly isFollowed: boolean;

	/**
	When an incomplete scan listed it; reset by a complete scan.
	*/
	readonly reachedAt: number | undefined;

	/**
	When it was last listed, if the last complete scan lacked it. Pages shift while they are read, so it is gone only after two such scans.
	*/
	readonly missingSince: number | undefined;
	readonly known: KnownDetails | undefined;
};

export type ImportList = {
	/**
	In the order of the last scan, followed by the imports that it lacked.
	*/
	readonly records: readonly ImportRecord[];

	/**
	Indexes of `records` by task ID. Updates share this map as long as the order and the imports stay the same.
	*/
	readonly positions: ReadonlyMap<string, number>;

	/**
	Whether a scan has been complete. Imports listed before that do not count as new.
	*/
	readonly hasBaseline: boolean;
};

export const emptyImportList: ImportList = {records: [], positions: new Map(), hasBaseline: false};

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

export const importListOf = (records: readonly ImportRecord[], hasBaseline: boolean, before: ImportList = emptyImportList): ImportList => {
	const isSameOrder = records.length === before.records.length && records.every(({task}, index) => task.taskId === before.records[index]?.task.taskId);
	return {
		records,
		positions: isSameOrder ? before.positions : new Map(records.map(({task}, index) => [task.taskId, index])),
		hasBaseline,
	};
};

export const hasSameMembers = <Member>(one: readonly Member[], other: readonly Member[]): boolean => one.length === other.length && one.every((member, index) => member === other[index]);

export const mapImports = (list: ImportList, change: (record: ImportRecord) => ImportRecord): ImportList => {
	const records = list.records.map(record => change(record));
	return hasSameMembers(records, list.records) ? list : {...list, records};
};

/**
Returns the same list if no record changed. Ignores imports that are not listed.
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

// Fast path for the usual scan, which lists the same imports in the same order.
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
Returns the new list and the changes, in list order. Unchanged records and lists keep their identity. `seenAt` is when the last complete scan began (epoch milliseconds).
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
