import {type Change} from './change.ts';
import {type Snapshot} from './snapshot.ts';
import {type ImportTask, isSameTask, taskKey} from './task.ts';

/**
What is known of the list after some scans: the imports that count as listed, and how sure that is.
*/
export type Ledger = {
	/**
	By task key, in the order of the last scan; what that scan did not show comes after.
	*/
	readonly tasks: ReadonlyMap<string, ImportTask>;

	/**
	Keys of imports that the last complete scan lacked. The list moves while it is paged, so that an import can fall between two pages: it is gone only when the next complete scan lacks it too.
	*/
	readonly missing: ReadonlySet<string>;

	/**
	Whether a complete scan has been seen. What turns up before that is history, not news.
	*/
	readonly hasBaseline: boolean;
};

/**
What is known before the first scan.
*/
export const emptyLedger: Ledger = {tasks: new Map(), missing: new Set(), hasBaseline: false};

const isSameList = (before: ReadonlyMap<string, ImportTask>, after: ReadonlyMap<string, ImportTask>): boolean => {
	if (before.size !== after.size) {
		return false;
	}

	const tasksBefore = before.values();
	return after.values().every(task => task === tasksBefore.next().value);
};

const statusChange = (before: ImportTask, task: ImportTask): Change => ({
	kind: 'changed', task, from: before.status, to: task.status,
});

type Differences = ReadonlyArray<readonly [before: ImportTask, after: ImportTask]>;

/*
The pairs of imports that are not the same as before, where a scan lists the very imports that were listed, in the same order; undefined where it does not. Most scans do, and then neither is an import looked up, nor a list made of what is known.
*/
const differencesInOrder = (before: ReadonlyMap<string, ImportTask>, scanned: ReadonlyMap<string, ImportTask>): Differences | undefined => {
	if (before.size !== scanned.size) {
		return undefined;
	}

	const differences: Array<readonly [before: ImportTask, after: ImportTask]> = [];
	const tasksBefore = before.values();

	for (const task of scanned.values()) {
		const {value: taskBefore} = tasksBefore.next();

		if (taskBefore?.taskId !== task.taskId) {
			return undefined;
		}

		if (!isSameTask(taskBefore, task)) {
			differences.push([taskBefore, task]);
		}
	}

	return differences;
};

const withDifferences = (tasks: ReadonlyMap<string, ImportTask>, differences: Differences): ReadonlyMap<string, ImportTask> => {
	if (differences.length === 0) {
		return tasks;
	}

	const changed = new Map(tasks);

	for (const [, task] of differences) {
		changed.set(taskKey(task), task);
	}

	return changed;
};

/**
Enters a scan into the ledger, and gives each change that it proves, once, in the order of the list.

An import that did not change keeps its very object, and a list that did not change its very map, so that whatever is computed from them can be kept.
*/
export const enterScan = (ledger: Ledger, scan: Snapshot): {readonly ledger: Ledger; readonly changes: readonly Change[]} => {
	const differences = differencesInOrder(ledger.tasks, scan.tasks);

	if (differences !== undefined) {
		return {
			ledger: {
				tasks: withDifferences(ledger.tasks, differences),
				missing: new Set(),
				hasBaseline: ledger.hasBaseline || scan.isComplete,
			},
			changes: differences.filter(([before, task]) => before.status !== task.status).map(([before, task]) => statusChange(before, task)),
		};
	}

	const tasks = new Map<string, ImportTask>();
	const missing = new Set<string>();
	const changes: Change[] = [];

	for (const [key, task] of scan.tasks) {
		const before = ledger.tasks.get(key);
		tasks.set(key, before !== undefined && isSameTask(before, task) ? before : task);

		if (before === undefined) {
			if (ledger.hasBaseline) {
				changes.push({kind: 'appeared', task});
			}
		} else if (before.status !== task.status) {
			changes.push(statusChange(before, task));
		}
	}

	for (const [key, task] of ledger.tasks) {
		if (tasks.has(key)) {
			continue;
		}

		if (scan.isComplete && ledger.missing.has(key)) {
			changes.push({kind: 'gone', task});
			continue;
		}

		tasks.set(key, task);

		if (scan.isComplete || ledger.missing.has(key)) {
			missing.add(key);
		}
	}

	return {
		ledger: {
			tasks: isSameList(ledger.tasks, tasks) ? ledger.tasks : tasks,
			missing,
			hasBaseline: ledger.hasBaseline || scan.isComplete,
		},
		changes,
	};
};
