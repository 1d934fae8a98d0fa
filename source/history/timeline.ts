import {type DatabaseSync} from 'node:sqlite';
import {type HistoryEvent} from '../imports/event.ts';
import {type Target} from '../imports/target.ts';
import {findTargetId, parseEvent} from './record.ts';

/**
A place in the changes of a target. `at` is in epoch milliseconds.
*/
export type ChangePlace = {readonly at: number; readonly id: number};

/**
Reads up to `limit` changes of a target after a place, oldest first, so that a long history can be read in short steps.
*/
export const readChangesAfter = (database: DatabaseSync, target: Target, {after, limit}: {readonly after: ChangePlace; readonly limit: number}): {
	readonly events: readonly HistoryEvent[];

	/**
	The place of the last event; undefined if there are no more events.
	*/
	readonly last: ChangePlace | undefined;
} => {
	const rows = database.prepare(`
		SELECT id, at, event FROM changes
		WHERE target = ? AND (at, id) > (?, ?)
		ORDER BY at, id LIMIT ?
	`).all(findTargetId(database, target) ?? null, after.at, after.id, limit);
	const last = rows.length < limit ? undefined : rows.at(-1);
	return {
		events: rows.map(row => parseEvent(row)),
		last: last && {at: Number(last['at']), id: Number(last['id'])},
	};
};

/**
When each target was last read completely, by profile and region.
*/
export const readLastScans = (database: DatabaseSync): ReadonlyMap<string, number> =>
	new Map(database.prepare('SELECT profile || \'@\' || region AS place, max(until) AS until FROM scans JOIN targets ON targets.id = target GROUP BY place').all()
		.map(({place, until}) => [String(place), Number(until)]));
