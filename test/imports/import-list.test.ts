import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Change} from '../../source/imports/change.ts';
import {
	applySnapshot,
	emptyImportList,
	findImport,
	type ImportList,
	updateImports,
} from '../../source/imports/import-list.ts';
import {type Snapshot} from '../../source/imports/polling/poll.ts';
import {fleets} from '../support/fleets.ts';
import {importTask, snapshotOf, taskId} from '../support/tasks.ts';

const one = importTask({taskId: taskId(1)});
const two = importTask({taskId: taskId(2)});

type Applied = {readonly list: ImportList; readonly changes: readonly Change[]};

const apply = (before: ImportList, snapshot: Snapshot): Applied => {
	const {list, changes} = applySnapshot(before, snapshot, {targetId: '@', seenAt: 0});
	return {list, changes: changes.map(({change}) => change)};
};

const applyAll = (snapshots: readonly Snapshot[], from: ImportList = emptyImportList): Applied => {
	let list = from;
	const changes: Change[] = [];

	for (const snapshot of snapshots) {
		const applied = apply(list, snapshot);
		list = applied.list;
		changes.push(...applied.changes);
	}

	return {list, changes};
};

const statusesIn = ({records}: ImportList): ReadonlyMap<string, string> => new Map(records.map(({task}) => [task.taskId, task.status]));

const replay = (statuses: ReadonlyMap<string, string>, changes: readonly Change[]): ReadonlyMap<string, string> => {
	const replayed = new Map(statuses);

	for (const change of changes) {
		if (change.kind === 'gone') {
			replayed.delete(change.task.taskId);
		} else {
			replayed.set(change.task.taskId, change.task.status);
		}
	}

	return replayed;
};

const scans = fc.array(fc.tuple(fleets, fc.boolean()).map(([fleet, isComplete]) => snapshotOf(fleet, isComplete)), {maxLength: 12});

describe('applySnapshot', () => {
	test('reports no changes for the first scan', () => {
		expect(applyAll([snapshotOf([one, two])]).changes).toEqual([]);
	});

	test('reports no changes for the first complete scan after an incomplete one', () => {
		expect(applyAll([snapshotOf([one], false), snapshotOf([one, two])]).changes).toEqual([]);
	});

	test('reports an import that appeared', () => {
		expect(applyAll([snapshotOf([one]), snapshotOf([one, two])]).changes).toEqual([{kind: 'appeared', task: two}]);
	});

	test('reports a new status as one change', () => {
		const failed = {...one, status: 'FAILED'};
		expect(applyAll([snapshotOf([one]), snapshotOf([failed])]).changes).toEqual([
			{
				kind: 'changed', task: failed, from: 'IMPORTING', to: 'FAILED',
			},
		]);
	});

	test('reports an import as gone after two consecutive complete scans without it', () => {
		const {list, changes} = applyAll([snapshotOf([one, two]), snapshotOf([one]), snapshotOf([one])]);
		expect(changes).toEqual([{kind: 'gone', task: two}]);
		expect(list.positions.has(two.taskId)).toBe(false);
	});

	test('keeps an import that one complete scan lacks, and reports no change when it returns', () => {
		const missed = applyAll([snapshotOf([one, two]), snapshotOf([one])]);
		expect(missed.list.positions.has(two.taskId)).toBe(true);
		expect(applyAll([snapshotOf([one, two])], missed.list).changes).toEqual([]);
	});

	test('never reports an import as gone after incomplete scans', () => {
		const partial = snapshotOf([], false);
		expect(applyAll([snapshotOf([one, two]), partial, partial, partial]).changes).toEqual([]);
	});

	test('applies the imports that an incomplete scan lists', () => {
		const succeeded = {...one, status: 'SUCCEEDED'};
		expect(applyAll([snapshotOf([one, two]), snapshotOf([succeeded], false)]).changes).toMatchObject([{kind: 'changed', to: 'SUCCEEDED'}]);
	});

	test('returns the same list if nothing changed', () => {
		const {list} = applyAll([snapshotOf([one, two])]);
		expect(apply(list, snapshotOf([{...one}, {...two}])).list).toBe(list);
	});

	test('keeps unchanged records and shares the positions', () => {
		const {list} = applyAll([snapshotOf([one, two])]);
		const next = apply(list, snapshotOf([{...one}, {...two, status: 'FAILED'}])).list;
		expect(next.records[0]).toBe(list.records[0]);
		expect(next.records[1]).not.toBe(list.records[1]);
		expect(next.positions).toBe(list.positions);
	});

	test('keeps the records of reordered imports', () => {
		const {list} = applyAll([snapshotOf([one, two])]);
		const next = apply(list, snapshotOf([{...two}, {...one}])).list;
		expect(next.records).toEqual([list.records[1], list.records[0]]);
		expect(next.records[0]).toBe(list.records[1]);
	});

	test.each([
		['graph', {graphId: 'g-0000000009'}],
		['unknown field', {extra: {newField: 1}}],
	])('applies a new %s without reporting a change', (_, fields) => {
		const {list, changes} = applyAll([snapshotOf([one]), snapshotOf([{...one, ...fields}])]);
		expect(changes).toEqual([]);
		expect(findImport(list, one.taskId)?.task).toMatchObject(fields);
	});
});

describe('applySnapshot, for any scans', () => {
	test('reports changes that turn the baseline into the list', () => {
		fc.assert(fc.property(fleets, scans, (first, rest) => {
			const baseline = apply(emptyImportList, snapshotOf(first)).list;
			const {list, changes} = applyAll(rest, baseline);
			expect(replay(statusesIn(baseline), changes)).toEqual(statusesIn(list));
		}));
	});

	test('never reports an import as gone after an incomplete scan', () => {
		fc.assert(fc.property(scans, fleets, (before, reached) => {
			const {list} = applyAll(before);
			const {changes} = apply(list, snapshotOf(reached, false));
			expect(changes.filter(({kind}) => kind === 'gone')).toEqual([]);
		}));
	});

	test('keeps exactly the imports of a complete scan that was applied twice', () => {
		fc.assert(fc.property(scans, fleets, (before, fleet) => {
			const last = snapshotOf(fleet);
			const {list} = applyAll([...before, last, last]);
			expect(statusesIn(list)).toEqual(new Map(last.tasks.entries().map(([key, task]) => [key, task.status])));
		}));
	});

	test('never reports a change twice', () => {
		fc.assert(fc.property(scans, fleets, (before, fleet) => {
			const {list} = applyAll([...before, snapshotOf(fleet), snapshotOf(fleet)]);
			expect(apply(list, snapshotOf(fleet)).changes).toEqual([]);
		}));
	});
});

test('updateImports returns the same list if nothing changed, and ignores imports that are not listed', () => {
	const {list} = applyAll([snapshotOf([one, two])]);
	expect(updateImports(list, [one.taskId, taskId(9)], record => record)).toBe(list);
	const updated = updateImports(list, [two.taskId, taskId(9)], record => ({...record, isFollowed: true}));
	expect(updated.records.map(({isFollowed}) => isFollowed)).toEqual([false, true]);
	expect(updated.records[0]).toBe(list.records[0]);
});
