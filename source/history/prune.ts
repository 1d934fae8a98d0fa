import {statSync} from 'node:fs';
import {type DatabaseSync} from 'node:sqlite';
import {type OpenDatabase} from './database.ts';
import {numberIn} from './queries.ts';

/**
How much history is kept.
*/
export type HistoryLimits = {
	readonly maxAgeMs: number;
	readonly maxBytes: number;
};

export const defaultLimits: HistoryLimits = {maxAgeMs: 90 * 24 * 60 * 60_000, maxBytes: 64 * (2 ** 20)};

/*
Few enough that a step takes about a millisecond.
*/
const rowsPerStep = 200;
const pagesPerStep = 100;

/*
SQLite's own default, in bytes: 1,000 pages.
*/
const checkpointBytes = 4_096_000;

const numberOf = (database: DatabaseSync, pragma: string): number => numberIn(database.prepare(`PRAGMA ${pragma}`).get(), pragma) ?? 0;

const deletions = [
	`DELETE FROM changes WHERE id IN (SELECT id FROM changes WHERE at < ? ORDER BY at LIMIT ${rowsPerStep})`,
	`DELETE FROM imports WHERE (target, taskId) IN (SELECT target, taskId FROM imports WHERE status IS NULL AND scanAt < ? ORDER BY scanAt LIMIT ${rowsPerStep})`,
];

/**
Does one small step of what keeps the database small, and returns whether there is more to do: deletes old changes and imports that are long gone, returns free pages to the file system, and moves the write-ahead log into the database. Throws what SQLite throws, also where another process has a lock.
*/
export const tidy = ({database, file}: OpenDatabase, {now, limits: {maxAgeMs, maxBytes}}: {readonly now: number; readonly limits: HistoryLimits}): boolean => {
	const freePages = numberOf(database, 'freelist_count');
	const isTooLarge = (numberOf(database, 'page_count') - freePages) * numberOf(database, 'page_size') > maxBytes;
	const before = isTooLarge ? now : now - maxAgeMs;
	const hasDeleted = deletions.map(sql => Number(database.prepare(sql).run(before).changes)).some(count => count > 0);

	if (freePages > 0) {
		database.exec(`PRAGMA incremental_vacuum(${pagesPerStep})`);
	}

	if ((statSync(`${file}-wal`, {throwIfNoEntry: false})?.size ?? 0) > checkpointBytes) {
		database.exec('PRAGMA wal_checkpoint(PASSIVE)');
	}

	const leftPages = numberOf(database, 'freelist_count');
	return hasDeleted || (leftPages > 0 && leftPages < freePages);
};
