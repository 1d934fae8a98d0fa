import {type DatabaseSync} from 'node:sqlite';

export type KeptFilter = {
	readonly query: string;

	/**
	In epoch milliseconds.
	*/
	readonly at: number;
};

// The screen keeps as many.
const maxFilters = 100;

/**
Keeps a filter once, and drops the oldest ones. Needs a transaction.
*/
export const recordFilter = (database: DatabaseSync, {query, at}: KeptFilter): void => {
	database.prepare('INSERT INTO filters VALUES (?, ?) ON CONFLICT DO UPDATE SET keptAt = excluded.keptAt').run(query, at);
	database.exec(`DELETE FROM filters WHERE query NOT IN (SELECT query FROM filters ORDER BY keptAt DESC, query LIMIT ${maxFilters})`);
};

/**
Returns the kept filters, newest first.
*/
export const readFilters = (database: DatabaseSync): readonly string[] =>
	database.prepare('SELECT query FROM filters ORDER BY keptAt DESC, query').all().map(row => String(row['query']));
