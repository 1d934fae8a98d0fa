import {type DatabaseSync} from 'node:sqlite';
import {statSync} from 'node:fs';
import {
	type BaselineEvent,
	changeEvent,
	type ChangeEvent,
	eventHead,
} from '../imports/event.ts';
import {type ImportList} from '../imports/import-list.ts';
import {elapsedBetween} from '../imports/elapsed.ts';
import {type Target} from '../imports/target.ts';
import {
	factsIn,
	findTargetId,
	findUntil,
	type ImportFacts,
	readListed,
} from './queries.ts';
import {type OpenDatabase} from './database.ts';

/**
An import that was listed when watching began, or a change.
*/
export type HistoryEvent = BaselineEvent | ChangeEvent;

/**
What the history records of a scan. Times are epoch milliseconds. A complete scan has the `list` after it.
*/
export type RecordableScan = {
	readonly startedAt: number;
	readonly at: number;
	readonly events: readonly HistoryEvent[];
	readonly list: ImportList | undefined;
};

/**
The list that a watcher records: of all graphs or one, and of all imports in them (`isWhole`) or those with some IDs.
*/
export type RecordedList = {
	readonly target: Target;
	readonly graphId?: string | undefined;
	readonly isWhole: boolean;
};

/**
How one watcher's list may differ from the record. `unsettled` has the IDs of imports that an overlapping scan of another watcher recorded with another status: the next scan decides. `isOutdated` says that events were lost, so that all of the list has to be compared.
*/
export type WatcherView = {readonly unsettled: ReadonlySet<string>; readonly isOutdated: boolean};

export const firstView: WatcherView = {unsettled: new Set(), isOutdated: false};

// `status` is undefined once the import is no longer listed; `seenAt` is when the scan ended that saw it so.
type Known = ImportFacts & {readonly status: string | undefined; readonly seenAt: number};

// An event as a change of what is recorded, which may be more than the watcher knew. `seenAt` is when the import was last seen as recorded.
const changeFrom = ({task: before, changedAt, changedAfter = changedAt}: Known, event: HistoryEvent, {target, seenAt}: {readonly target: Target; readonly seenAt: number}): ChangeEvent => {
	const at = Date.parse(event.at);
	const isGap = event.event === 'baseline' || event.notBefore !== undefined;
	const earliest = isGap && seenAt < at ? seenAt : at;
	const elapsed = changedAt === undefined || changedAfter === undefined ? undefined : elapsedBetween({earliest: changedAfter, latest: changedAt}, {earliest, latest: at});
	const {task} = event;
	return changeEvent({
		change: event.event === 'gone'
			? {kind: 'gone', task: before}
			: {
				kind: 'changed', task, from: before.status, to: task.status,
			},
		at,
		...(earliest < at && {notBefore: earliest}),
		...(elapsed !== undefined && {elapsed}),
	}, target);
};

const factsAfter = (event: HistoryEvent, known: Known | undefined): ImportFacts => {
	const {task} = event;
	const at = Date.parse(event.at);

	if (event.event === 'baseline') {
		return {task, firstSeen: {at, status: task.status}};
	}

	return event.event === 'gone'
		? {task}
		: {
			task,
			firstSeen: event.event === 'changed' ? known?.firstSeen : undefined,
			changedAt: at,
			changedAfter: event.notBefore === undefined ? undefined : Date.parse(event.notBefore),
		};
};

// A recorded time that is further ahead comes from before the clock was set back.
const clockSkewMs = 60_000;

/**
Records what a scan found and nobody has recorded yet, within a transaction; returns the view after it.
*/
export const recordScan = (database: DatabaseSync, {target, graphId, isWhole}: RecordedList, {view, scan, now}: {readonly view: WatcherView; readonly scan: RecordableScan; readonly now: number}): WatcherView => {
	const {startedAt, at, events, list} = scan;
	const {profile, region, endpointUrl = ''} = target;
	const row = findTargetId(database, target)
		?? Number(database.prepare('INSERT INTO targets (profile, region, endpoint) VALUES (?, ?, ?)').run(profile, region, endpointUrl).lastInsertRowid);
	const until = findUntil(database, row, graphId);
	const unsettled = new Set(view.unsettled);
	const findImport = database.prepare('SELECT status, seenAt, facts FROM imports WHERE target = ? AND taskId = ?');
	const replaceImport = database.prepare('REPLACE INTO imports (target, taskId, graph, status, seenAt, facts) VALUES (?, ?, ?, ?, ?, ?)');
	const confirmImport = database.prepare('UPDATE imports SET seenAt = ? WHERE target = ? AND taskId = ?');
	const insertChange = database.prepare('INSERT INTO changes (target, taskId, graph, at, event) VALUES (?, ?, ?, ?, ?)');

	const findKnown = (taskId: string): Known | undefined => {
		const found = findImport.get(row, taskId);
		return found && {...factsIn(found), status: typeof found['status'] === 'string' ? found['status'] : undefined, seenAt: Number(found['seenAt'])};
	};

	const write = (event: HistoryEvent, known: Known | undefined): void => {
		const {taskId, graphId: graph = '', status} = event.task;
		insertChange.run(row, taskId, graph, Date.parse(event.at), JSON.stringify(event));
		replaceImport.run(row, taskId, graph, event.event === 'gone' ? null : status, at, JSON.stringify(factsAfter(event, known)));
	};

	const asRecorded = (event: HistoryEvent, known: Known | undefined): HistoryEvent => {
		if (known?.status !== undefined) {
			const from = event.event === 'changed' ? event.from : event.task.status;
			const isNext = (event.event === 'changed' || event.event === 'gone') && from === known.status;
			return isNext ? event : changeFrom(known, event, {target, seenAt: Math.max(known.seenAt, until ?? 0)});
		}

		// It was listed once and is again, or is new since all of the list was seen.
		const isBack = known !== undefined || (event.event === 'baseline' && (until ?? Infinity) < startedAt);
		return isBack && event.event !== 'appeared' ? changeEvent({change: {kind: 'appeared', task: event.task}, at: Date.parse(event.at)}, target) : event;
	};

	const enter = (event: HistoryEvent): void => {
		const {taskId, status} = event.task;
		const known = findKnown(taskId);
		const isSame = known?.status === (event.event === 'gone' ? undefined : status);

		// It may have read the import before the recorded scan did, even if it began later.
		const isOlder = known !== undefined && known.seenAt > startedAt && known.seenAt < now + clockSkewMs;
		unsettled.delete(taskId);

		if (isOlder && !isSame) {
			unsettled.add(taskId);
		} else if (!isSame) {
			write(asRecorded(event, known), known);
		} else if (!isOlder) {
			confirmImport.run(at, row, taskId);
		}
	};

	for (const event of events) {
		enter(event);
	}

	if (list === undefined) {
		return {...view, unsettled};
	}

	const doubtful = [...unsettled];
	const recorded = isWhole && view.isOutdated ? readListed(database, row, graphId).map(({task}) => task.taskId) : [];

	for (const taskId of [...doubtful, ...recorded, ...(view.isOutdated ? list.positions.keys() : [])]) {
		const listed = list.records[list.positions.get(taskId) ?? -1];
		const task = listed?.task ?? findKnown(taskId)?.task;

		if (listed === undefined && task !== undefined) {
			enter(changeEvent({change: {kind: 'gone', task}, at}, target));
		} else if (task !== undefined && listed?.missingSince === undefined) {
			enter({...eventHead(target, at), event: 'baseline', task});
		}
	}

	if (isWhole) {
		// Not back to an older scan of this watcher, unless the clock was set back.
		database.prepare('INSERT INTO scans VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until WHERE until < excluded.until OR until > ?')
			.run(row, graphId ?? '', startedAt, now + clockSkewMs);
	}

	return {unsettled, isOutdated: false};
};

/**
How much is kept: of changes in the database, and of events in memory while nothing can be written (`maxWaiting`).
*/
export type HistoryLimits = {readonly maxAgeMs: number; readonly maxBytes: number; readonly maxWaiting: number};

export const defaultLimits: HistoryLimits = {maxAgeMs: 90 * 24 * 60 * 60_000, maxBytes: 64 * (2 ** 20), maxWaiting: 50_000};

// Few enough that a step takes about a millisecond.
const rowsPerStep = 200;
const pagesPerStep = 100;

// As in SQLite by default: 1,000 pages.
const checkpointBytes = 4_096_000;

const deletions = [
	`DELETE FROM changes WHERE id IN (SELECT id FROM changes WHERE at < ? ORDER BY at LIMIT ${rowsPerStep})`,
	`DELETE FROM imports WHERE (target, taskId) IN (SELECT target, taskId FROM imports WHERE status IS NULL AND seenAt < ? ORDER BY seenAt LIMIT ${rowsPerStep})`,
];

const pragma = (database: DatabaseSync, name: string): number => Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);

/**
Does one small step of what keeps the files small, and returns whether there is more to do: deletes what is old, returns free pages to the file system, and moves the write-ahead log into the database. Throws an error where another process holds a lock.
*/
export const isTidiedFurther = ({database, file}: OpenDatabase, now: number, {maxAgeMs, maxBytes}: HistoryLimits): boolean => {
	const freePages = pragma(database, 'freelist_count');
	const isTooLarge = (pragma(database, 'page_count') - freePages) * pragma(database, 'page_size') > maxBytes;
	const deleted = deletions.map(sql => Number(database.prepare(sql).run(isTooLarge ? now : now - maxAgeMs).changes));
	database.exec(`PRAGMA incremental_vacuum(${pagesPerStep})`);

	if ((statSync(`${file}-wal`, {throwIfNoEntry: false})?.size ?? 0) > checkpointBytes) {
		database.exec('PRAGMA wal_checkpoint(PASSIVE)');
	}

	const pagesLeft = pragma(database, 'freelist_count');
	return deleted.some(count => count > 0) || (pagesLeft > 0 && pagesLeft < freePages);
};
