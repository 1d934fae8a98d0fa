import {statSync} from 'node:fs';
import {type DatabaseSync} from 'node:sqlite';
import {type OpenDatabase} from './database.ts';

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
