import {type DatabaseSync} from 'node:sqlite';
import {type SavedState} from '../imports/polling/saved-state.ts';
import {type SucceededImport} from '../imports/progress/usual.ts';
import {printable} from '../text/printable.ts';
import {
	moveAside,
	openDatabase,
	type OpenDatabase,
	readDatabase,
	runSavepoint,
	runTransaction,
	isBusy,
	isDamage,
	isUnrecordable,
	reasonText,
} from './database.ts';
import {readEarlierImports} from './earlier-imports.ts';
import {type KeptFilter, readFilters, recordFilter} from './filters.ts';
import {
	defaultLimits,
	emptySavedState,
	type HistoryLimits,
	initialView,
	pruneStep,
	readSavedState,
	type RecordedList,
	recordScan,
	type RecordableScan,
	type WatcherView,
} from './record.ts';

/**
The history of one list. `savedState` is the state before this run.
*/
export type ListHistory = {
	readonly savedState: SavedState;
	readonly readEarlierImports: () => readonly SucceededImport[];
	readonly append: (scan: RecordableScan) => void;
	readonly close: () => void;
};

/**
The history of all lists, in a file that the first scan creates. Its functions never throw. Scans that can't be written yet wait in memory, until `close` at the latest.
*/
export type History = {
	readonly openList: (list: RecordedList) => ListHistory;
	readonly keepFilter: (query: string) => void;

	/**
	Returns the kept filters of all runs, newest first.
	*/
	readonly listFilters: () => readonly string[];
	readonly close: () => void;
};

const scheduleUnref = (delayMs: number, callback: () => void): void => {
	setTimeout(callback, delayMs).unref();
};

const busyRetryMs = 200;
const failedRetryMs = 5000;
const closingTimeoutMs = 1000;
const idleBeforePruneMs = 1000;
const pruneStepMs = 50;

/**
`onNote` receives sentences that are safe to print.
*/
export const openHistory = (file: string, {onNote, now = Date.now, schedule = scheduleUnref, limits = defaultLimits, isNetwork}: {
	readonly onNote: (sentence: string) => void;
	readonly now?: () => number;
	readonly schedule?: (delayMs: number, callback: () => void) => void;
	readonly limits?: HistoryLimits;
	readonly isNetwork?: boolean | undefined;
}): History => {
	const scheduled = new Set<() => void>();
	let views: ReadonlyMap<RecordedList, WatcherView> = new Map();
	let waiting: ReadonlyArray<{readonly list: RecordedList; readonly scan: RecordableScan}> = [];
	let waitingFilters: readonly KeptFilter[] = [];
	let connection: OpenDatabase | undefined;
	let isFailing = false;
	let hasSkipped = false;

	// Lists whose saved state is damaged.
	let damagedLists: readonly RecordedList[] = [];

	// Keeps at most one timer per action.
	const scheduleOnce = (delayMs: number, action: () => void): void => {
		if (scheduled.has(action)) {
			return;
		}

		scheduled.add(action);
		schedule(delayMs, () => {
			scheduled.delete(action);
			action();
		});
	};

	const noteMoved = (problem: string, aside: string): void => {
		onNote(`The history was ${problem}: moved it to ${printable(aside)} and started a new one.`);
	};

	const markOutdated = (): void => {
		views = new Map(views.entries().map(([list, view]) => [list, {...view, isOutdated: true}]));
	};

	const recordWaiting = (): void => {
		if (connection?.isInPlace() === false) {
			connection.database.close();
			connection = undefined;
			markOutdated();
		}

		connection ??= openDatabase(file, noteMoved, isNetwork);
		const {database} = connection;

		// Throws again, unless another process has moved the damaged database aside.
		for (const list of damagedLists) {
			readSavedState(database, list);
		}

		damagedLists = [];
		const newViews = new Map(views);
		const rejections: unknown[] = [];
		runTransaction(database, () => {
			for (const {list, scan} of waiting) {
				try {
					runSavepoint(database, () => {
						newViews.set(list, recordScan(database, list, {view: newViews.get(list) ?? initialView, scan, now: now()}));
					});
				} catch (error: unknown) {
					// A scan that fails again with each attempt must not block later ones.
					if (!isUnrecordable(error)) {
						throw error;
					}

					rejections.push(error);
				}
			}

			for (const filter of waitingFilters) {
				recordFilter(database, filter);
			}
		});
		waiting = [];
		waitingFilters = [];
		views = newViews;

		if (hasSkipped || rejections.length === 0) {
			return;
		}

		hasSkipped = true;
		onNote(`Can't save some changes: ${reasonText(rejections[0], file)}. The history skips them and saves all others.`);
	};

	const recordOrReplace = (): void => {
		try {
			recordWaiting();
		} catch (error: unknown) {
			if (connection?.isInPlace() !== true || !isDamage(error)) {
				throw error;
			}

			noteMoved('damaged', moveAside(connection.file));
			recordWaiting();
		}
	};

	const prune = (): void => {
		try {
			if (connection !== undefined && pruneStep(connection, now(), limits) > 0) {
				scheduleOnce(pruneStepMs, prune);
			}
		} catch {
			// The next write schedules another attempt.
		}
	};

	const write = (): void => {
		if (waiting.length === 0 && waitingFilters.length === 0) {
			return;
		}

		try {
			recordOrReplace();
		} catch (error: unknown) {
			if (!isFailing && !isBusy(error)) {
				isFailing = true;
				onNote(`Can't save the history: ${reasonText(error, file)}. Watching continues, and changes are kept in memory.`);
			}

			scheduleOnce(isFailing ? failedRetryMs : busyRetryMs, write);
			return;
		}

		if (isFailing) {
			onNote('The history is being saved again.');
		}

		isFailing = false;
		scheduleOnce(idleBeforePruneMs, prune);
	};

	// Keeps only the newest `ImportList` of each list. Drops events if too many wait, and compares whole lists later instead.
	const enqueue = (list: RecordedList, scan: RecordableScan): void => {
		const earlier = waiting.map(one => one.list === list ? {list, scan: {...one.scan, list: undefined}} : one);
		waiting = [...earlier.filter(one => one.scan.events.length > 0), {list, scan}];

		if (waiting.reduce((sum, one) => sum + one.scan.events.length, 0) <= limits.maxWaiting) {
			return;
		}

		waiting = [{list, scan: {...scan, events: []}}];
		markOutdated();
	};

	const readBefore = <Result>(read: (database: DatabaseSync) => Result, missing: Result, onDamage?: () => void): Result => {
		try {
			return readDatabase(file, read) ?? missing;
		} catch (error: unknown) {
			// The first write reports the problem.
			if (isDamage(error)) {
				onDamage?.();
			}

			return missing;
		}
	};

	return {
		openList(list) {
			views = new Map([...views, [list, initialView]]);
			return {
				savedState: readBefore(database => readSavedState(database, list), emptySavedState, () => {
					damagedLists = [...damagedLists, list];
				}),
				readEarlierImports: () => readBefore(database => readEarlierImports(database, list.target), []),
				append(scan) {
					enqueue(list, scan);
					write();
				},
				close() {
					views = new Map(views.entries().filter(([open]) => open !== list));
				},
			};
		},
		keepFilter(query) {
			waitingFilters = [...waitingFilters, {query, at: now()}];
			write();
		},
		listFilters: () => readBefore(readFilters, []),
		close() {
			if (waiting.length > 0 || waitingFilters.length > 0) {
				connection?.database.exec(`PRAGMA busy_timeout = ${closingTimeoutMs}`);
			}

			write();
			waiting = [];
			waitingFilters = [];
			connection?.database.close();
			connection = undefined;
		},
	};
};
