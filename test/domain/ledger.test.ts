import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Change} from '../../source/domain/change.ts';
import {emptyLedger, enterScan, type Ledger} from '../../source/domain/ledger.ts';
import {type Snapshot} from '../../source/domain/snapshot.ts';
import {taskKey} from '../../source/domain/task.ts';
import {
	fleets,
	importTask,
	snapshotOf,
	taskId,
} from '../support/tasks.ts';

const one = importTask({taskId: taskId(1)});
const two = importTask({taskId: taskId(2)});

const enterAll = (scans: readonly Snapshot[], from: Ledger = emptyLedger): {readonly ledger: Ledger; readonly changes: readonly Change[]} => {
	let ledger = from;
	const changes: Change[] = [];

	for (const scan of scans) {
		const entered = enterScan(ledger, scan);
		ledger = entered.ledger;
		changes.push(...entered.changes);
	}

	return {ledger, changes};
};

const statusesIn = (ledger: Ledger): ReadonlyMap<string, string> => new Map(ledger.tasks.entries().map(([key, task]) => [key, task.status]));

const replay = (statuses: ReadonlyMap<string, string>, changes: readonly Change[]): ReadonlyMap<string, string> => {
	const replayed = new Map(statuses);

	for (const change of changes) {
		if (change.kind === 'gone') {
			replayed.delete(taskKey(change.task));
		} else {
			replayed.set(taskKey(change.task), change.task.status);
		}
	}

	return replayed;
};

const scans = fc.array(fc.tuple(fleets, fc.boolean()).map(([fleet, isComplete]) => snapshotOf(fleet, isComplete)), {maxLength: 12});

describe('a scan that is entered into the ledger', () => {
	test('is history when it is the first', () => {
		expect(enterAll([snapshotOf([one, two])]).changes).toEqual([]);
	});

	test('is still history after one that broke off', () => {
		expect(enterAll([snapshotOf([one], false), snapshotOf([one, two])]).changes).toEqual([]);
	});

	test('announces what appeared since', () => {
		expect(enterAll([snapshotOf([one]), snapshotOf([one, two])]).changes).toEqual([{kind: 'appeared', task: two}]);
	});

	test('announces a status as the one step that was seen', () => {
		const failed = {...one, status: 'FAILED'};
		expect(enterAll([snapshotOf([one]), snapshotOf([failed])]).changes).toEqual([
			{
				kind: 'changed', task: failed, from: 'IMPORTING', to: 'FAILED',
			},
		]);
	});

	test('calls an import gone when two complete scans in a row lack it', () => {
		const {ledger, changes} = enterAll([snapshotOf([one, two]), snapshotOf([one]), snapshotOf([one])]);
		expect(changes).toEqual([{kind: 'gone', task: two}]);
		expect(ledger.tasks.has(taskKey(two))).toBe(false);
	});

	test('keeps an import that one complete scan lacks, and says nothing when it is back', () => {
		const missed = enterAll([snapshotOf([one, two]), snapshotOf([one])]);
		expect(missed.ledger.tasks.has(taskKey(two))).toBe(true);
		expect(enterAll([snapshotOf([one, two])], missed.ledger).changes).toEqual([]);
	});

	test('proves nothing about what it did not reach', () => {
		const partial = snapshotOf([], false);
		expect(enterAll([snapshotOf([one, two]), partial, partial, partial]).changes).toEqual([]);
	});

	test('counts for what it did reach before it broke off', () => {
		const succeeded = {...one, status: 'SUCCEEDED'};
		expect(enterAll([snapshotOf([one, two]), snapshotOf([succeeded], false)]).changes).toMatchObject([{kind: 'changed', to: 'SUCCEEDED'}]);
	});

	test('keeps the list and every import in it as they are when nothing changed', () => {
		const {ledger} = enterAll([snapshotOf([one, two])]);
		const again = enterAll([snapshotOf([{...one}, {...two}])], ledger).ledger;
		expect(again.tasks).toBe(ledger.tasks);
	});

	test.each([
		['graph', {graphId: 'g-0000000009'}],
		['field that this version does not know', {extra: {newField: 1}}],
	])('takes over a new %s without announcing it', (_, fields) => {
		const {ledger, changes} = enterAll([snapshotOf([one]), snapshotOf([{...one, ...fields}])]);
		expect(changes).toEqual([]);
		expect(ledger.tasks.get(taskKey(one))).toMatchObject(fields);
	});
});

describe('the laws of the ledger', () => {
	test('replaying the changes over the baseline gives what is listed', () => {
		fc.assert(fc.property(fleets, scans, (first, rest) => {
			const baseline = enterScan(emptyLedger, snapshotOf(first)).ledger;
			const {ledger, changes} = enterAll(rest, baseline);
			expect(replay(statusesIn(baseline), changes)).toEqual(statusesIn(ledger));
		}));
	});

	test('a scan that broke off never makes an import gone', () => {
		fc.assert(fc.property(scans, fleets, (before, reached) => {
			const {ledger} = enterAll(before);
			const {changes} = enterScan(ledger, snapshotOf(reached, false));
			expect(changes.filter(({kind}) => kind === 'gone')).toEqual([]);
		}));
	});

	test('a complete scan, seen twice, leaves exactly what it lists', () => {
		fc.assert(fc.property(scans, fleets, (before, fleet) => {
			const last = snapshotOf(fleet);
			const {ledger} = enterAll([...before, last, last]);
			expect(statusesIn(ledger)).toEqual(new Map(last.tasks.entries().map(([key, task]) => [key, task.status])));
		}));
	});

	test('no change is announced twice', () => {
		fc.assert(fc.property(scans, fleets, (before, fleet) => {
			const {ledger} = enterAll([...before, snapshotOf(fleet), snapshotOf(fleet)]);
			expect(enterScan(ledger, snapshotOf(fleet)).changes).toEqual([]);
		}));
	});
});
