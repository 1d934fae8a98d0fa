import {type DatabaseSync, type SQLOutputValue} from 'node:sqlite';
import {observedChangeOf} from '../domain/event.ts';
import {type FirstSeen, type Remembered} from '../domain/remembered.ts';
import {type Target} from '../domain/target.ts';
import {type ImportTask} from '../domain/task.ts';
import {type HistoryEvent, type RecordedList} from './record.ts';

type Row = Readonly<Record<string, SQLOutputValue>>;

/**
A number in a row; undefined for null.
*/
export const numberIn = (row: Row | undefined, column: string): number | undefined => typeof row?.[column] === 'number' ? row[column] : undefined;

/**
A text in a row; undefined for null.
*/
export const textIn = (row: Row | undefined, column: string): string | undefined => typeof row?.[column] === 'string' ? row[column] : undefined;

/**
The import in a row.
*/
export const taskIn = (row: Row): ImportTask => JSON.parse(textIn(row, 'task') ?? '') as ImportTask; // Only this program writes the column.

const eventIn = (row: Row): HistoryEvent => JSON.parse(textIn(row, 'event') ?? '') as HistoryEvent; // Likewise.

/**
The row of a target; undefined where nothing is recorded of it.
*/
export const findTarget = (database: DatabaseSync, {profile, region, endpointUrl = ''}: Target): number | undefined =>
	numberIn(database.prepare('SELECT id FROM targets WHERE profile = ? AND region = ? AND endpoint = ?').get(profile, region, endpointUrl), 'id');

/**
When the last scan began that saw all of a target, or of a graph in it.
*/
export const findUntil = (database: DatabaseSync, target: number, graphId = ''): number | undefined =>
	numberIn(database.prepare('SELECT max(until) AS until FROM scans WHERE target = ? AND graph IN (\'\', ?)').get(target, graphId), 'until');

export const nothingRemembered: Remembered = {
	tasks: new Map(), firstSeen: new Map(), changedAt: new Map(), changedAfter: new Map(), changes: [], until: undefined,
};

/*
As many as the screen keeps.
*/
const maxChanges = 1000;

/**
What is recorded of a target, or of one graph in it.
*/
export const readRemembered = (database: DatabaseSync, {target: of, graphId}: Pick<RecordedList, 'target' | 'graphId'>): Remembered => {
	const target = findTarget(database, of) ?? 0;
	const scope = {target, graph: graphId ?? null};
	const isWatched = 'target = :target AND (:graph IS NULL OR graph = :graph)';
	const tasks = new Map<string, ImportTask>();
	const firstSeen = new Map<string, FirstSeen>();
	const times = {changedAt: new Map<string, number>(), changedAfter: new Map<string, number>()};

	for (const row of database.prepare(`SELECT * FROM imports WHERE status IS NOT NULL AND ${isWatched}`).iterate(scope)) {
		const task = taskIn(row);
		const firstSeenAt = numberIn(row, 'firstSeenAt');
		tasks.set(task.taskId, task);

		if (firstSeenAt !== undefined) {
			firstSeen.set(task.taskId, {at: firstSeenAt, status: textIn(row, 'firstStatus') ?? ''});
		}

		for (const [column, map] of Object.entries(times)) {
			const time = numberIn(row, column);

			if (time !== undefined) {
				map.set(task.taskId, time);
			}
		}
	}

	const changes = database.prepare(`SELECT event FROM changes WHERE event ->> 'event' <> 'baseline' AND ${isWatched} ORDER BY at DESC, id DESC LIMIT ${maxChanges}`).all(scope);
	return {
		tasks,
		firstSeen,
		...times,
		changes: changes.map(row => eventIn(row)).flatMap(event => event.event === 'baseline' ? [] : [observedChangeOf(event)]),
		until: findUntil(database, target, graphId),
	};
};

/**
Which changes to read.
*/
export type HistoryQuery = {
	/**
	None for all, as with regions and task IDs.
	*/
	readonly profiles: readonly string[];
	readonly regions: readonly string[];
	readonly taskIds: readonly string[];
	readonly graphId?: string | undefined;

	/**
	In epoch milliseconds.
	*/
	readonly sinceMs?: number | undefined;
};

/**
Reads changes, oldest first.
*/
export function * readChanges(database: DatabaseSync, {profiles, regions, taskIds, graphId, sinceMs}: HistoryQuery): Generator<HistoryEvent, void> {
	const lists = Object.entries({
		profile: profiles, region: regions, taskId: taskIds, graph: graphId === undefined ? [] : [graphId],
	}).filter(([, values]) => values.length > 0);
	const where = ['at >= ?', ...lists.map(([column, values]) => `${column} IN (${values.map(() => '?').join(', ')})`)].join(' AND ');
	const rows = database.prepare(`SELECT event FROM changes JOIN targets ON targets.id = target WHERE ${where} ORDER BY at, changes.id`);

	for (const row of rows.iterate(sinceMs ?? 0, ...lists.flatMap(([, values]) => values))) {
		yield eventIn(row);
	}
}
