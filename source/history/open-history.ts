import {type SavedState} from '../imports/saved-state.ts';
import {printable} from '../text/printable.ts';
import {
	moveAside,
	openDatabase,
	type OpenDatabase,
	readDatabase,
	runTransaction,
	isBusy,
	isDamage,
	reasonText,
} from './database.ts';
import {
	defaultLimits,
	type HistoryLimits,
	isTidiedFurther,
	firstView,
	type RecordedList,
	recordScan,
	type RecordableScan,
	type WatcherView,
} from './record.ts';
import {emptySavedState, readSavedState} from './queries.ts';

/**
The history of one list, with what was recorded before.
*/
export type ListHistory = {
	readonly savedState: SavedState;
	readonly append: (scan: RecordableScan) => void;
	readonly close: () => void;
};

/**
The history of all lists. Nothing here throws: scans that can't be recorded wait in memory, at the latest until `close`.
*/
export type History = {
	readonly openList: (list: RecordedList) => ListHistory;
	readonly close: () => void;
};

type HistoryOptions = {
	/**
	Called with sentences that are safe to print.
	*/
	readonly onNote: (sentence: string) => void;
	readonly now?: () => number;
	readonly schedule?: (delayMs: number, callback: () => void) => void;
	readonly limits?: HistoryLimits;
	readonly isNetwork?: boolean | undefined;
};

const scheduleUnref = (delayMs: number, callback: () => void): void => {
	setTimeout(callback, delayMs).unref();
};

const busyRetryMs = 200;
const failedRetryMs = 5000;
const closingTimeoutMs = 1000;
const idleAfterMs = 1000;
const nextStepMs = 50;

type OpenList = {readonly list: RecordedList; view: WatcherView};

type Waiting = {readonly open: OpenList; readonly scan: RecordableScan};

/**
Begins to keep the history in a file, which the first scan opens.
*/
export const openHistory = (file: string, {onNote, now = Date.now, schedule = scheduleUnref, limits = defaultLimits, isNetwork}: HistoryOptions): History => {
	const lists = new Set<OpenList>();
	const planned = new Set<() => void>();
	let connection: OpenDatabase | undefined;
	let waiting: readonly Waiting[] = [];
	let isFailing = false;

	// One timer at a time for each action.
	const plan = (delayMs: number, action: () => void): void => {
		if (planned.has(action)) {
			return;
		}

		planned.add(action);
		schedule(delayMs, () => {
			planned.delete(action);
			action();
		});
	};

	const noteMoved = (problem: string, aside: string): void => {
		onNote(`The history was ${problem}: moved it to ${printable(aside)} and started a new one.`);
	};

	const disconnect = (): void => {
		connection?.database.close();
		connection = undefined;
	};

	const compareLater = (): void => {
		for (const open of lists) {
			open.view = {...open.view, isOutdated: true};
		}
	};

	const connect = (): OpenDatabase => {
		if (connection?.isInPlace() === false) {
			disconnect();
			compareLater();
		}

		connection ??= openDatabase(file, noteMoved, isNetwork);
		return connection;
	};

	const recordWaiting = (): void => {
		const {database} = connect();
		const views = new Map<OpenList, WatcherView>();
		runTransaction(database, () => {
			for (const {open, scan} of waiting) {
				views.set(open, recordScan(database, open.list, {view: views.get(open) ?? open.view, scan, now: now()}));
			}
		});
		waiting = [];

		for (const [open, view] of views) {
			open.view = view;
		}
	};

	const recordOrStartAnew = (): void => {
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

	const tidyUp = (): void => {
		try {
			if (connection !== undefined && isTidiedFurther(connection, now(), limits)) {
				plan(nextStepMs, tidyUp);
			}
		} catch {
			// The next write plans another try.
		}
	};

	const write = (): void => {
		if (waiting.length === 0) {
			return;
		}

		try {
			recordOrStartAnew();
		} catch (error: unknown) {
			if (!isFailing && !isBusy(error)) {
				isFailing = true;
				onNote(`Can't save the history: ${reasonText(error, file)}. Watching continues, and changes are kept in memory.`);
			}

			plan(isFailing ? failedRetryMs : busyRetryMs, write);
			return;
		}

		plan(idleAfterMs, tidyUp);

		if (!isFailing) {
			return;
		}

		isFailing = false;
		onNote('The history is being saved again.');
	};

	// Only the newest list of a watcher is kept. Where too many events wait, they are dropped, and the lists are compared with the record instead.
	const enqueue = (open: OpenList, scan: RecordableScan): void => {
		const earlier = waiting.map(one => one.open === open ? {open, scan: {...one.scan, list: undefined}} : one);
		waiting = [...earlier.filter(one => one.scan.events.length > 0), {open, scan}];

		if (waiting.reduce((sum, one) => sum + one.scan.events.length, 0) <= limits.maxWaiting) {
			return;
		}

		waiting = [{open, scan: {...scan, events: []}}];
		compareLater();
	};

	return {
		openList(list) {
			const open: OpenList = {list, view: firstView};
			let savedState = emptySavedState;
			lists.add(open);

			try {
				savedState = readDatabase(file, database => readSavedState(database, list)) ?? emptySavedState;
			} catch {
				// The first write says why.
			}

			return {
				savedState,
				append(scan) {
					enqueue(open, scan);
					write();
				},
				close() {
					lists.delete(open);
				},
			};
		},
		close() {
			if (waiting.length > 0) {
				connection?.database.exec(`PRAGMA busy_timeout = ${closingTimeoutMs}`);
			}

			write();
			waiting = [];
			disconnect();
		},
	};
};
