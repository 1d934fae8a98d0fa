import {type DatabaseSync, type SQLOutputValue} from 'node:sqlite';
import {observedChangeOf} from '../imports/event.ts';
import {type FirstSeen, type SavedState} from '../imports/saved-state.ts';
import {type Target} from '../imports/target.ts';
import {type ImportTask} from '../imports/task.ts';
import {type HistoryEvent, type RecordedList} from './record.ts';

/**
What is known of an import besides its status, as the database has it in JSON. Times are epoch milliseconds; the last change happened after `changedAfter` if it happened in a gap.
*/
export type ImportFacts = {
	readonly task: ImportTask;
	readonly firstSeen?: FirstSeen | undefined;
	readonly changedAt?: number | undefined;
	readonly changedAfter?: number | undefined;
};

type Row = Readonly<Record<string, SQLOutputValue>>;

// Only this program writes these columns.
export const factsIn = ({facts}: Row): ImportFacts => JSON.parse(String(facts)) as ImportFacts;
const eventIn = ({event}: Row): HistoryEvent => JSON.parse(String(event)) as HistoryEvent;

const numberIn = (row: Row | undefined, column: string): number | undefined => typeof row?.[column] === 'number' ? row[column] : undefined;

/**
The row of a target; undefined where nothing is recorded of it.
*/
export const findTargetId = (database: DatabaseSync, {profile, region, endpointUrl = ''}: Target): number | undefined =>
	numberIn(database.prepare('SELECT id FROM targets WHERE profile = ? AND region = ? AND endpoint = ?').get(profile, region, endpointUrl), 'id');

/**
When the last scan began that saw all of a target, or of a graph in it.
*/
export const findUntil = (database: DatabaseSync, target: number, graphId = ''): number | undefined =>
	numberIn(database.prepare('SELECT max(until) AS until FROM scans WHERE target = ? AND graph IN (\'\', ?)').get(target, graphId), 'until');

/**
The facts of the imports that are listed.
*/
export const readListed = (database: DatabaseSync, target: number, graphId: string | undefined): readonly ImportFacts[] =>
	database.prepare('SELECT facts FROM imports WHERE status IS NOT NULL AND target = ? AND graph = ifnull(?, graph)').all(target, graphId ?? null).map(row => factsIn(row));

// As many as the screen keeps.
const maxChanges = 1000;

export const emptySavedState: SavedState = {
	tasks: new Map(), firstSeen: new Map(), changedAt: new Map(), changedAfter: new Map(), changes: [], until: undefined,
};

/**
What is recorded of a list.
*/
export const readSavedState = (database: DatabaseSync, {target: of, graphId}: Pick<RecordedList, 'target' | 'graphId'>): SavedState => {
	const target = findTargetId(database, of);

	if (target === undefined) {
		return emptySavedState;
	}

	const listed = readListed(database, target, graphId);
	const byId = <Value>(valueOf: (facts: ImportFacts) => Value | undefined): ReadonlyMap<string, Value> => new Map(listed.flatMap(facts => {
		const value = valueOf(facts);
		return value === undefined ? [] : [[facts.task.taskId, value] as const];
	}));
	const changes = database.prepare(`SELECT event FROM changes WHERE event ->> 'event' <> 'baseline' AND target = ? AND graph = ifnull(?, graph) ORDER BY at DESC, id DESC LIMIT ${maxChanges}`);

	return {
		tasks: byId(({task}) => task),
		firstSeen: byId(({firstSeen}) => firstSeen),
		changedAt: byId(({changedAt}) => changedAt),
		changedAfter: byId(({changedAfter}) => changedAfter),
		changes: changes.all(target, graphId ?? null).map(row => eventIn(row)).flatMap(event => event.event === 'baseline' ? [] : [observedChangeOf(event)]),
		until: findUntil(database, target, graphId),
	};
};

/**
Which changes to read; an empty list stands for all.
*/
export type HistoryQuery = {
	readonly profiles: readonly string[];
	readonly regions: readonly string[];
	readonly taskIds: readonly string[];
	readonly graphIds: readonly string[];
	readonly sinceMs?: number | undefined;
};

/**
Reads changes, oldest first.
*/
export function * readChanges(database: DatabaseSync, {profiles, regions, taskIds, graphIds, sinceMs = 0}: HistoryQuery): Generator<HistoryEvent, void> {
	const lists = Object.entries({
		profile: profiles, region: regions, taskId: taskIds, graph: graphIds,
	}).filter(([, values]) => values.length > 0);
	const where = ['at >= ?', ...lists.map(([column, values]) => `${column} IN (${values.map(() => '?').join(', ')})`)].join(' AND ');
	const rows = database.prepare(`SELECT event FROM changes JOIN targets ON targets.id = target WHERE ${where} ORDER BY at, changes.id`);

	for (const row of rows.iterate(sinceMs, ...lists.flatMap(([, values]) => values))) {
		yield eventIn(row);
	}
}
