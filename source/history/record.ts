import {type DatabaseSync} from 'node:sqlite';
import {
	type BaselineEvent,
	changeEvent,
	type ChangeEvent,
	eventHead,
} from '../domain/event.ts';
import {elapsedBetween} from '../domain/moment.ts';
import {type Target} from '../domain/target.ts';
import {type ImportTask, taskKey, withoutTarget} from '../domain/task.ts';
import {
	findTarget,
	findUntil,
	numberIn,
	taskIn,
	textIn,
} from './queries.ts';

/**
An import that was listed when watching began, or a change.
*/
export type HistoryEvent = BaselineEvent | ChangeEvent;

/**
What the history records of a scan. Times are epoch milliseconds.
*/
export type Scan = {
	readonly startedAt: number;
	readonly at: number;
	readonly events: readonly HistoryEvent[];

	/**
	The list after a complete scan, by task key, and the keys of what this scan missed and the next one may list again. A scan that broke off proves nothing about what it did not reach.
	*/
	readonly list?: {readonly tasks: ReadonlyMap<string, ImportTask>; readonly missing: ReadonlySet<string>} | undefined;
};

/**
The list that a watcher records: of all graphs, or one; of all imports in them (`isWhole`), or those with some IDs.
*/
export type RecordedList = {
	readonly target: Target;
	readonly targetId?: string;
	readonly graphId?: string | undefined;
	readonly isWhole: boolean;
};

/**
How one watcher's list compares with the record.
*/
export type View = {
	/**
	The row of its target; undefined before the first scan.
	*/
	readonly row: number | undefined;

	/**
	IDs of imports that a newer scan of another watcher recorded with another status. The next scan of this one decides.
	*/
	readonly unsettled: ReadonlySet<string>;

	/**
	Whether events are missing from the record, so that the list has to be compared with it.
	*/
	readonly mustCompare: boolean;
};

export const firstView: View = {row: undefined, unsettled: new Set(), mustCompare: false};

/*
An import as recorded, with epoch milliseconds.
*/
type Known = {
	readonly status: string | undefined;
	readonly task: ImportTask;
	readonly firstSeenAt: number | undefined;
	readonly firstStatus: string | undefined;
	readonly changedAt: number | undefined;
	readonly changedAfter: number | undefined;
	readonly scanAt: number;
};

/*
An event, put as a change of what is recorded: another watcher may have recorded more than the one that saw it knows. `seenAt` is when the import was last seen as recorded.
*/
const changeFrom = ({task: before, changedAt, changedAfter}: Known, event: HistoryEvent, {target, seenAt}: {readonly target: Target; readonly seenAt: number}): ChangeEvent => {
	const at = Date.parse(event.at);
	const isGap = event.event === 'baseline' || event.notBefore !== undefined;
	const earliest = isGap && seenAt < at ? seenAt : at;
	const elapsed = changedAt === undefined ? undefined : elapsedBetween({earliest: changedAfter ?? changedAt, latest: changedAt}, {earliest, latest: at});
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

/**
Prepares what records scans. `now` tells whether a recorded time is still to come, because the clock was set back.
*/
export const createRecorder = (database: DatabaseSync, now: () => number) => {
	const addTarget = database.prepare('INSERT INTO targets (profile, region, endpoint) VALUES (?, ?, ?)');
	const setUntil = database.prepare('INSERT INTO scans VALUES (:target, :graph, :until) ON CONFLICT DO UPDATE SET until = :until WHERE until < :until OR until > :now');
	const findImport = database.prepare('SELECT * FROM imports WHERE target = ? AND taskId = ?');
	const findListed = database.prepare('SELECT task FROM imports WHERE target = :target AND status IS NOT NULL AND (:graph IS NULL OR graph = :graph)');
	const setScan = database.prepare('UPDATE imports SET scanAt = ? WHERE target = ? AND taskId = ?');
	const setImport = database.prepare('INSERT OR REPLACE INTO imports VALUES (:target, :taskId, :graph, :status, :task, :firstSeenAt, :firstStatus, :changedAt, :changedAfter, :scanAt)');
	const addChange = database.prepare('INSERT INTO changes (target, taskId, graph, at, event) VALUES (:target, :taskId, :graph, :at, :event)');

	const knownImport = (target: number, taskId: string): Known | undefined => {
		const row = findImport.get(target, taskId);
		return row && {
			status: textIn(row, 'status'),
			task: taskIn(row),
			firstSeenAt: numberIn(row, 'firstSeenAt'),
			firstStatus: textIn(row, 'firstStatus'),
			changedAt: numberIn(row, 'changedAt'),
			changedAfter: numberIn(row, 'changedAfter'),
			scanAt: numberIn(row, 'scanAt') ?? 0,
		};
	};

	const write = (target: number, event: HistoryEvent, {known, scanAt}: {readonly known: Known | undefined; readonly scanAt: number}): void => {
		const {task} = event;
		const at = Date.parse(event.at);
		const about = {target, taskId: task.taskId, graph: task.graphId ?? null};
		const isChange = event.event === 'appeared' || event.event === 'changed';
		const first = event.event === 'baseline' ? {firstSeenAt: at, firstStatus: task.status} : known;
		addChange.run({...about, at, event: JSON.stringify(event)});
		setImport.run({
			...about,
			status: event.event === 'gone' ? null : task.status,
			task: JSON.stringify(task),
			firstSeenAt: event.event === 'appeared' ? null : first?.firstSeenAt ?? null,
			firstStatus: event.event === 'appeared' ? null : first?.firstStatus ?? null,
			changedAt: isChange ? at : null,
			changedAfter: isChange && event.notBefore !== undefined ? Date.parse(event.notBefore) : null,
			scanAt,
		});
	};

	/**
	Records what a scan found and nobody has recorded yet, within a transaction. Returns the view after it.
	*/
	return ({target, graphId, isWhole, ...of}: RecordedList, view: View, {startedAt, at, events, list}: Scan): View => {
		const {profile, region, endpointUrl = ''} = target;
		const row = findTarget(database, target) ?? Number(addTarget.run(profile, region, endpointUrl).lastInsertRowid);
		const until = findUntil(database, row, graphId);
		const unsettled = new Set(view.unsettled);

		const asRecorded = (event: HistoryEvent, known: Known | undefined): HistoryEvent => {
			if (known?.status !== undefined) {
				const from = event.event === 'changed' ? event.from : event.task.status;
				const isNext = (event.event === 'changed' || event.event === 'gone') && from === known.status;
				return isNext ? event : changeFrom(known, event, {target, seenAt: Math.max(known.scanAt, until ?? 0)});
			}

			// It was listed once and is again, or is new since all of the list was seen.
			const isBack = known !== undefined || (event.event === 'baseline' && until !== undefined && until < startedAt);
			return isBack && event.event !== 'appeared' ? changeEvent({change: {kind: 'appeared', task: event.task}, at: Date.parse(event.at)}, target) : event;
		};

		const enter = (event: HistoryEvent): void => {
			const {taskId, status} = event.task;
			const known = knownImport(row, taskId);
			const isSame = known?.status === (event.event === 'gone' ? undefined : status);
			const isOlder = known !== undefined && known.scanAt > startedAt && known.scanAt <= now();
			unsettled.delete(taskId);

			// A scan that began before the recorded one may have seen the import as it was before.
			if (isOlder && !isSame) {
				unsettled.add(taskId);
			} else if (!isSame) {
				write(row, asRecorded(event, known), {known, scanAt: startedAt});
			} else if (!isOlder) {
				setScan.run(startedAt, row, taskId);
			}
		};

		for (const event of events) {
			enter(event);
		}

		if (list === undefined) {
			return {...view, row, unsettled};
		}

		/*
		Enters an import as the list has it, unless this scan missed it.
		*/
		const compare = (task: ImportTask): void => {
			const key = taskKey({...of, taskId: task.taskId});
			const listed = list.tasks.get(key);

			if (listed === undefined) {
				enter(changeEvent({change: {kind: 'gone', task}, at}, target));
			} else if (!list.missing.has(key)) {
				enter({...eventHead(target, at), event: 'baseline', task: withoutTarget(listed)});
			}
		};

		const mustCompare = view.mustCompare || (view.row !== undefined && view.row !== row);
		const recorded = mustCompare && isWhole ? findListed.all({target: row, graph: graphId ?? null}).map(listed => taskIn(listed)) : [];
		const doubtful = unsettled.values().map(taskId => knownImport(row, taskId)?.task).filter(task => task !== undefined);

		for (const task of [...doubtful, ...recorded, ...(mustCompare ? list.tasks.values() : [])]) {
			compare(task);
		}

		if (isWhole) {
			setUntil.run({
				target: row, graph: graphId ?? '', until: startedAt, now: now(),
			});
		}

		return {row, unsettled, mustCompare: false};
	};
};
