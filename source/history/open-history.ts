import {type Remembered} from '../domain/remembered.ts';
import {printable} from '../domain/printable.ts';
import {
	inTransaction,
	moveAside,
	openDatabase,
	type OpenDatabase,
	readDatabase,
} from './database.ts';
import {defaultLimits, type HistoryLimits, tidy} from './prune.ts';
import {nothingRemembered, readRemembered} from './queries.ts';
import {
	createRecorder,
	firstView,
	type RecordedList,
	type Scan,
	type View,
} from './record.ts';
import {isBusy, isDamage, reasonText} from './trouble.ts';

/**
The history of a target, or of one graph in it.
*/
export type ListHistory = {
	/**
	What was recorded before.
	*/
	readonly remembered: Remembered;
	readonly append: (scan: Scan) => void;
	readonly close: () => void;
};

/**
The history of all targets. Nothing here throws: scans that can't be recorded wait in memory.
*/
export type History = {
	readonly openList: (list: RecordedList) => ListHistory;

	/**
	Records what still waits, if possible, and ends.
	*/
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
	readonly isNetwork?: boolean;
};

const scheduleIdly = (delayMs: number, callback: () => void): void => {
	setTimeout(callback, delayMs).unref();
};

/*
The most events that wait while nothing can be written.
*/
const maxWaiting = 50_000;

const busyRetryMs = 200;
const failedRetryMs = 5000;
const closingTimeoutMs = 1000;
const idleAfterMs = 1000;
const nextStepMs = 50;

/*
A list while it is watched.
*/
type OpenList = {readonly list: RecordedList; view: View};

type Waiting = {readonly open: OpenList; readonly scan: Scan};

/**
Begins to keep the history in a file, which the first scan opens.
*/
export const openHistory = (file: string, {onNote, now = Date.now, schedule = scheduleIdly, limits = defaultLimits, isNetwork}: HistoryOptions): History => {
	const lists = new Set<OpenList>();
	let connection: (OpenDatabase & {readonly record: ReturnType<typeof createRecorder>}) | undefined;
	let waiting: readonly Waiting[] = [];
	let isFailing = false;
	const planned = new Set<() => void>();

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

	const onMoved = (problem: string, aside: string): void => {
		onNote(`The history was ${problem}: moved it to ${printable(aside)} and started a new one.`);
	};

	const compareLater = (open: OpenList): void => {
		open.view = {...open.view, mustCompare: true};
	};

	const connect = (): NonNullable<typeof connection> => {
		if (connection?.isInPlace() === false) {
			connection.database.close();
			connection = undefined;

			for (const open of lists) {
				compareLater(open);
			}
		}

		if (connection === undefined) {
			const opened = openDatabase(file, {isNetwork, onMoved});
			connection = {...opened, record: createRecorder(opened.database, now)};
		}

		return connection;
	};

	const record = (): void => {
		const {database, record: recordScan} = connect();
		const views = new Map<OpenList, View>();
		inTransaction(database, () => {
			for (const {open, scan} of waiting) {
				views.set(open, recordScan(open.list, views.get(open) ?? open.view, scan));
			}
		});
		waiting = [];

		for (const [open, view] of views) {
			open.view = view;
		}
	};

	const tidyUp = (): void => {
		try {
			if (connection !== undefined && tidy(connection, {now: now(), limits})) {
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
			record();
		} catch (error: unknown) {
			if (isDamage(error) && connection?.isInPlace() === true) {
				onMoved('damaged', moveAside(connection.file));
				write();
				return;
			}

			if (!isFailing && !isBusy(error)) {
				isFailing = true;
				onNote(`Can't save the history: ${reasonText(error, file)}. Watching continues, and changes are kept in memory.`);
			}

			plan(isFailing ? failedRetryMs : busyRetryMs, write);
			return;
		}

		plan(idleAfterMs, tidyUp);

		if (isFailing) {
			isFailing = false;
			onNote('The history is being saved again.');
		}
	};

	/*
	Only the newest list of a watcher is kept. Where too many events wait, the oldest are dropped, and the list is compared with the record instead.
	*/
	const enqueue = (open: OpenList, scan: Scan): void => {
		waiting = [
			...waiting.map(one => one.open === open ? {open, scan: {...one.scan, list: undefined}} : one).filter(one => one.scan.events.length > 0),
			{open, scan},
		];
		let count = waiting.reduce((sum, one) => sum + one.scan.events.length, 0);

		while (count > maxWaiting && waiting[1] !== undefined) {
			const [oldest, ...others] = waiting;
			waiting = others;
			count -= oldest?.scan.events.length ?? 0;
			compareLater(oldest?.open ?? open);
		}
	};

	return {
		openList(list) {
			const open: OpenList = {list, view: firstView};
			lists.add(open);
			let remembered = nothingRemembered;

			try {
				remembered = readDatabase(file, database => readRemembered(database, list)) ?? nothingRemembered;
			} catch {
				// The first write says why.
			}

			return {
				remembered,
				append(scan) {
					if (lists.has(open)) {
						enqueue(open, scan);
						write();
					}
				},
				close() {
					lists.delete(open);
				},
			};
		},
		close() {
			lists.clear();

			if (waiting.length > 0) {
				connection?.database.exec(`PRAGMA busy_timeout = ${closingTimeoutMs}`);
				write();
			}

			waiting = [];
			connection?.database.close();
			connection = undefined;
		},
	};
};
