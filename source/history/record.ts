import {statSync} from 'node:fs';
import {type DatabaseSync, type SQLOutputValue} from 'node:sqlite';
import {
	changeEvent,
	type ChangeEvent,
	type CountedFact,
	eventHead,
	type HistoryEvent,
	type ReasonEvent,
	observedChangeOf,
} from '../imports/event.ts';
import {type ImportList} from '../imports/import-list.ts';
import {elapsedBetween} from '../imports/progress/elapsed.ts';
import {type SavedImport, type SavedState} from '../imports/polling/saved-state.ts';
import {type Target} from '../imports/target.ts';
import {type OpenDatabase} from './database.ts';
import {isHistoryEvent, isSavedImport, parseJson} from './stored-json.ts';

/**
The result of a scan, with `list` if the scan is complete, or facts that were learned later. Times are epoch milliseconds.
*/
export type RecordableScan = {
	readonly startedAt: number;
	readonly at: number;
	readonly events: ReadonlyArray<HistoryEvent | ReasonEvent | CountedFact>;
	readonly list: ImportList | undefined;
};

/**
`isWhole` is false if a watcher records only some task IDs.
*/
export type RecordedList = {
	readonly target: Target;
	readonly graphId?: string | undefined;
	readonly isWhole: boolean;
};

/**
How one watcher's list may differ from the record.

- `unsettled` has the task IDs for which an overlapping scan of another watcher recorded a different status. The next scan decides.
- `isOutdated` is true if events were lost. The next complete scan then compares the whole list.
*/
export type WatcherView = {readonly unsettled: ReadonlySet<string>; readonly isOutdated: boolean};

export const initialView: WatcherView = {unsettled: new Set(), isOutdated: false};

type Row = Readonly<Record<string, SQLOutputValue>>;

const parseImport = ({facts}: Row): SavedImport => parseJson(facts, isSavedImport);
export const parseEvent = ({event}: Row): HistoryEvent => parseJson(event, isHistoryEvent);

export const findTargetId = (database: DatabaseSync, {profile, region, endpointUrl = ''}: Target): number | undefined =>
	database.prepare('SELECT id FROM targets WHERE profile = ? AND region = ? AND endpoint = ?').get(profile, region, endpointUrl)?.['id'] as number | undefined;

// Returns when the last scan started that saw all imports of a target, or of one graph in it.
const findUntil = (database: DatabaseSync, targetId: number, graphId = ''): number | undefined =>
	database.prepare('SELECT until FROM scans WHERE target = ? AND graph IN (\'\', ?) ORDER BY until DESC LIMIT 1').get(targetId, graphId)?.['until'] as number | undefined;

const readListed = (database: DatabaseSync, targetId: number, graphId: string | undefined): readonly SavedImport[] =>
	database.prepare('SELECT facts FROM imports WHERE status IS NOT NULL AND target = ? AND graph = ifnull(?, graph)').all(targetId, graphId ?? null).map(row => parseImport(row));

// `status` is undefined once the import is no longer listed. `seenAt` is the end of the scan that last confirmed it.
type RecordedImport = SavedImport & {readonly status: string | undefined; readonly seenAt: number};

// Rewrites an event so that it starts from the recorded status, which may be newer than the one that the watcher knew.
const changeFrom = ({task: before, changedAt, changedAfter = changedAt}: RecordedImport, event: HistoryEvent, {target, seenAt}: {readonly target: Target; readonly seenAt: number}): ChangeEvent => {
	const {task} = event;
	const at = Date.parse(event.at);
	const isGap = event.event === 'baseline' || event.notBefore !== undefined;
	const earliest = isGap && seenAt < at ? seenAt : at;
	const elapsed = changedAt === undefined || changedAfter === undefined ? undefined : elapsedBetween({earliest: changedAfter, latest: changedAt}, {earliest, latest: at});
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

// The import of a baseline may have appeared at any time since `seenAt`.
const appearedFrom = (event: HistoryEvent, {target, seenAt = Infinity}: {readonly target: Target; readonly seenAt: number | undefined}): ChangeEvent => {
	const at = Date.parse(event.at);
	return changeEvent({change: {kind: 'appeared', task: event.task}, at, ...(event.event === 'baseline' && seenAt < at && {notBefore: seenAt})}, target);
};

const importAfter = (event: HistoryEvent, known: RecordedImport | undefined): SavedImport => {
	const {task} = event;

	if (event.event === 'baseline') {
		return {task, firstSeen: {at: Date.parse(event.at), status: task.status}};
	}

	if (event.event === 'gone') {
		return {task};
	}

	const {at, notBefore} = observedChangeOf(event);
	return {
		task, firstSeen: event.event === 'changed' ? known?.firstSeen : undefined, changedAt: at, changedAfter: notBefore,
	};
};

// A recorded time further ahead than this was written before the clock was set back.
const clockSkewMs = 60_000;

/**
Records what no watcher has recorded yet. Needs a transaction. Returns the new view.
*/
export const recordScan = (database: DatabaseSync, {target, graphId, isWhole}: RecordedList, {view, scan, now}: {
	readonly view: WatcherView;
	readonly scan: RecordableScan;
	readonly now: number;
}): WatcherView => {
	const {startedAt, at, events, list} = scan;
	const {profile, region, endpointUrl = ''} = target;
	const targetId = findTargetId(database, target)
		?? Number(database.prepare('INSERT INTO targets (profile, region, endpoint) VALUES (?, ?, ?)').run(profile, region, endpointUrl).lastInsertRowid);
	const until = findUntil(database, targetId, graphId);
	const unsettled = new Set(view.unsettled);
	const findImport = database.prepare('SELECT status, seenAt, facts FROM imports WHERE target = ? AND taskId = ?');
	const replaceImport = database.prepare('REPLACE INTO imports (target, taskId, graph, status, seenAt, facts) VALUES (?, ?, ?, ?, ?, ?)');
	const confirmImport = database.prepare('UPDATE imports SET seenAt = ? WHERE target = ? AND taskId = ?');
	const completeChange = database.prepare(`
		UPDATE changes SET event = json_set(event, '$.' || ?, json(?))
		WHERE id = (SELECT id FROM changes WHERE target = ? AND taskId = ? ORDER BY at DESC, id DESC LIMIT 1) AND event ->> 'event' IN ('appeared', 'changed') AND event -> 'task' ->> 'status' = ?
	`);
	const insertChange = database.prepare('INSERT INTO changes (target, taskId, graph, at, event) VALUES (?, ?, ?, ?, ?)');

	const findKnown = (taskId: string): RecordedImport | undefined => {
		const row = findImport.get(targetId, taskId);
		return row && {...parseImport(row), status: typeof row['status'] === 'string' ? row['status'] : undefined, seenAt: Number(row['seenAt'])};
	};

	const write = (event: HistoryEvent, known: RecordedImport | undefined): void => {
		const {taskId, graphId: graph = '', status} = event.task;
		insertChange.run(targetId, taskId, graph, Date.parse(event.at), JSON.stringify(event));
		replaceImport.run(targetId, taskId, graph, event.event === 'gone' ? null : status, at, JSON.stringify(importAfter(event, known)));
	};

	const adaptToRecord = (event: HistoryEvent, known: RecordedImport | undefined): HistoryEvent => {
		if (known?.status !== undefined) {
			const from = event.event === 'changed' ? event.from : event.task.status;
			const isNext = (event.event === 'changed' || event.event === 'gone') && from === known.status;
			return isNext ? event : changeFrom(known, event, {target, seenAt: Math.max(known.seenAt, until ?? 0)});
		}

		// The import is listed again, or new since the whole list was last seen.
		const isBack = known !== undefined || (event.event === 'baseline' && (until ?? Infinity) < startedAt);
		return isBack && event.event !== 'appeared' ? appearedFrom(event, {target, seenAt: known?.seenAt ?? until}) : event;
	};

	const recordEvent = (event: HistoryEvent): void => {
		const {taskId, status} = event.task;
		const known = findKnown(taskId);
		const isSame = known?.status === (event.event === 'gone' ? undefined : status);

		// The recorded scan ended after this one began, so this one may have read the import earlier.
		const isOlder = known !== undefined && known.seenAt > startedAt && known.seenAt < now + clockSkewMs;
		unsettled.delete(taskId);

		if (isOlder && !isSame) {
			unsettled.add(taskId);
		} else if (!isSame) {
			write(adaptToRecord(event, known), known);
		} else if (!isOlder) {
			confirmImport.run(at, targetId, taskId);
		}
	};

	for (const event of events) {
		const {taskId, status} = event.task;

		if (event.event === 'reason') {
			completeChange.run('reason', JSON.stringify(event.reason), targetId, taskId, status);
		} else if (event.event === 'counted') {
			completeChange.run('statementCount', JSON.stringify(event.statementCount), targetId, taskId, status);
		} else {
			recordEvent(event);
		}
	}

	if (list === undefined) {
		return {...view, unsettled};
	}

	const recorded = isWhole && view.isOutdated ? readListed(database, targetId, graphId).map(({task}) => task.taskId) : [];

	for (const taskId of [...unsettled, ...recorded, ...(view.isOutdated ? list.positions.keys() : [])]) {
		const listed = list.records[list.positions.get(taskId) ?? -1];
		const task = listed?.task ?? findKnown(taskId)?.task;

		if (listed === undefined && task !== undefined) {
			recordEvent(changeEvent({change: {kind: 'gone', task}, at}, target));
		} else if (task !== undefined && listed?.missingSince === undefined) {
			recordEvent({...eventHead(target, at), event: 'baseline', task});
		}
	}

	if (isWhole) {
		// Replaces a later time only if it was written before the clock was set back.
		database.prepare('INSERT INTO scans VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET until = excluded.until WHERE until < excluded.until OR until > ?')
			.run(targetId, graphId ?? '', startedAt, now + clockSkewMs);
	}

	return {unsettled, isOutdated: false};
};

// The screen keeps as many.
const maxChanges = 1000;

export const emptySavedState: SavedState = {imports: [], changes: [], until: undefined};

export const readSavedState = (database: DatabaseSync, {target, graphId}: RecordedList): SavedState => {
	const targetId = findTargetId(database, target);

	if (targetId === undefined) {
		return emptySavedState;
	}

	const changes = database.prepare(`SELECT event FROM changes WHERE event ->> 'event' <> 'baseline' AND target = ? AND graph = ifnull(?, graph) ORDER BY at DESC, id DESC LIMIT ${maxChanges}`);
	return {
		imports: readListed(database, targetId, graphId),
		changes: changes.all(targetId, graphId ?? null).map(row => parseEvent(row)).flatMap(event => event.event === 'baseline' ? [] : [observedChangeOf(event)]),
		until: findUntil(database, targetId, graphId),
	};
};

/**
Reads changes, oldest first. An empty list matches everything.
*/
export function * readChanges(database: DatabaseSync, {profiles, regions, taskIds, graphIds, sinceMs = 0}: {
	readonly profiles: readonly string[];
	readonly regions: readonly string[];
	readonly taskIds: readonly string[];
	readonly graphIds: readonly string[];
	readonly sinceMs?: number | undefined;
}): Generator<HistoryEvent, void> {
	const conditions = Object.entries({
		profile: profiles, region: regions, taskId: taskIds, graph: graphIds,
	}).filter(([, values]) => values.length > 0);
	const where = ['at >= ?', ...conditions.map(([column, values]) => `${column} IN (${values.map(() => '?').join(', ')})`)].join(' AND ');
	const rows = database.prepare(`SELECT event FROM changes JOIN targets ON targets.id = target WHERE ${where} ORDER BY at, changes.id`);

	for (const row of rows.iterate(sinceMs, ...conditions.flatMap(([, values]) => values))) {
		yield parseEvent(row);
	}
}

/**
`maxAgeMs` and `maxBytes` bound the changes in the database, `maxWaiting` the number of events in memory while nothing can be written.
*/
export type HistoryLimits = {readonly maxAgeMs: number; readonly maxBytes: number; readonly maxWaiting: number};

export const defaultLimits: HistoryLimits = {maxAgeMs: 90 * 24 * 60 * 60_000, maxBytes: 64 * (2 ** 20), maxWaiting: 50_000};

// So that a step takes about a millisecond.
const rowsPerStep = 200;
const pagesPerStep = 100;

// SQLite's default: 1,000 pages.
const checkpointBytes = 4_096_000;

const deletions = [
	`DELETE FROM changes WHERE id IN (SELECT id FROM changes WHERE at < ? ORDER BY at LIMIT ${rowsPerStep})`,
	`DELETE FROM imports WHERE (target, taskId) IN (SELECT target, taskId FROM imports WHERE status IS NULL AND seenAt < ? ORDER BY seenAt LIMIT ${rowsPerStep})`,
];

/**
Runs one small step of cleanup: deletes old rows, returns free pages to the file system, and moves the write-ahead log into the database. Returns how many rows and pages it removed: 0 if there is nothing left to do. Throws an error if another process holds a lock.
*/
export const pruneStep = ({database, file}: OpenDatabase, now: number, {maxAgeMs, maxBytes}: HistoryLimits): number => {
	const pragma = (name: string): number => Number(database.prepare(`PRAGMA ${name}`).get()?.[name]);
	const freePages = pragma('freelist_count');
	const isTooLarge = (pragma('page_count') - freePages) * pragma('page_size') > maxBytes;
	const deletedRows = deletions.reduce((sum, sql) => sum + Number(database.prepare(sql).run(isTooLarge ? now : now - maxAgeMs).changes), 0);
	database.exec(`PRAGMA incremental_vacuum(${pagesPerStep})`);

	if ((statSync(`${file}-wal`, {throwIfNoEntry: false})?.size ?? 0) > checkpointBytes) {
		database.exec('PRAGMA wal_checkpoint(PASSIVE)');
	}

	return deletedRows + Math.max(0, freePages - pragma('freelist_count'));
};
