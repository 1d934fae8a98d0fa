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
import {type Snapshot} from '../../source/imports/poll.ts';
import {
	fleets,
	importTask,
	snapshotOf,
	taskId,
} from '../support/tasks.ts';

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

describe('a scan', () => {
	test('is history when it is the first', () => {
		expect(applyAll([snapshotOf([one, two])]).changes).toEqual([]);
	});

	test('is still history after one that broke off', () => {
		expect(applyAll([snapshotOf([one], false), snapshotOf([one, two])]).changes).toEqual([]);
	});

	test('announces what appeared since', () => {
		expect(applyAll([snapshotOf([one]), snapshotOf([one, two])]).changes).toEqual([{kind: 'appeared', task: two}]);
	});

	test('announces a status as the one step that was seen', () => {
		const failed = {...one, status: 'FAILED'};
		expect(applyAll([snapshotOf([one]), snapshotOf([failed])]).changes).toEqual([
			{
				kind: 'changed', task: failed, from: 'IMPORTING', to: 'FAILED',
			},
		]);
	});

	test('calls an import gone when two complete scans in a row lack it', () => {
		const {list, changes} = applyAll([snapshotOf([one, two]), snapshotOf([one]), snapshotOf([one])]);
		expect(changes).toEqual([{kind: 'gone', task: two}]);
		expect(list.positions.has(two.taskId)).toBe(false);
	});

	test('keeps an import that one complete scan lacks, and says nothing when it is back', () => {
		const missed = applyAll([snapshotOf([one, two]), snapshotOf([one])]);
		expect(missed.list.positions.has(two.taskId)).toBe(true);
		expect(applyAll([snapshotOf([one, two])], missed.list).changes).toEqual([]);
	});

	test('proves nothing about what it did not reach', () => {
		const partial = snapshotOf([], false);
		expect(applyAll([snapshotOf([one, two]), partial, partial, partial]).changes).toEqual([]);
	});

	test('counts for what it did reach before it broke off', () => {
		const succeeded = {...one, status: 'SUCCEEDED'};
		expect(applyAll([snapshotOf([one, two]), snapshotOf([succeeded], false)]).changes).toMatchObject([{kind: 'changed', to: 'SUCCEEDED'}]);
	});

	test('keeps the same list when nothing changed', () => {
		const {list} = applyAll([snapshotOf([one, two])]);
		expect(apply(list, snapshotOf([{...one}, {...two}])).list).toBe(list);
	});

	test('keeps the records of imports that did not change, and shares the positions', () => {
		const {list} = applyAll([snapshotOf([one, two])]);
		const next = apply(list, snapshotOf([{...one}, {...two, status: 'FAILED'}])).list;
		expect(next.records[0]).toBe(list.records[0]);
		expect(next.records[1]).not.toBe(list.records[1]);
		expect(next.positions).toBe(list.positions);
	});

	test('keeps the records of imports that changed places', () => {
		const {list} = applyAll([snapshotOf([one, two])]);
		const next = apply(list, snapshotOf([{...two}, {...one}])).list;
		expect(next.records).toEqual([list.records[1], list.records[0]]);
		expect(next.records[0]).toBe(list.records[1]);
	});

	test.each([
		['graph', {graphId: 'g-0000000009'}],
		['field that this version does not know', {extra: {newField: 1}}],
	])('takes over a new %s without announcing it', (_, fields) => {
		const {list, changes} = applyAll([snapshotOf([one]), snapshotOf([{...one, ...fields}])]);
		expect(changes).toEqual([]);
		expect(findImport(list, one.taskId)?.task).toMatchObject(fields);
	});
});

describe('the laws of the list', () => {
	test('replaying the changes over the baseline gives what is listed', () => {
		fc.assert(fc.property(fleets, scans, (first, rest) => {
			const baseline = apply(emptyImportList, snapshotOf(first)).list;
			const {list, changes} = applyAll(rest, baseline);
			expect(replay(statusesIn(baseline), changes)).toEqual(statusesIn(list));
		}));
	});

	test('a scan that broke off never makes an import gone', () => {
		fc.assert(fc.property(scans, fleets, (before, reached) => {
			const {list} = applyAll(before);
			const {changes} = apply(list, snapshotOf(reached, false));
			expect(changes.filter(({kind}) => kind === 'gone')).toEqual([]);
		}));
	});

	test('a complete scan, seen twice, leaves exactly what it lists', () => {
		fc.assert(fc.property(scans, fleets, (before, fleet) => {
			const last = snapshotOf(fleet);
			const {list} = applyAll([...before, last, last]);
			expect(statusesIn(list)).toEqual(new Map(last.tasks.entries().map(([key, task]) => [key, task.status])));
		}));
	});

	test('no change is announced twice', () => {
		fc.assert(fc.property(scans, fleets, (before, fleet) => {
			const {list} = applyAll([...before, snapshotOf(fleet), snapshotOf(fleet)]);
			expect(apply(list, snapshotOf(fleet)).changes).toEqual([]);
		}));
	});
});

test('an update of the records of imports keeps the list if it changes nothing, and ignores imports that are not listed', () => {
	const {list} = applyAll([snapshotOf([one, two])]);
	expect(updateImports(list, [one.taskId, taskId(9)], record => record)).toBe(list);
	const updated = updateImports(list, [two.taskId, taskId(9)], record => ({...record, isFollowed: true}));
	expect(updated.records.map(({isFollowed}) => isFollowed)).toEqual([false, true]);
	expect(updated.records[0]).toBe(list.records[0]);
});
