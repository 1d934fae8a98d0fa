import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Snapshot} from '../../source/domain/snapshot.ts';
import {type ImportTask} from '../../source/domain/task.ts';
import {
	applyDifference,
	type ListDifference,
	listDifference,
	nothingKnown,
} from '../../source/recording/list-difference.ts';
import {
	fleets,
	importTask,
	snapshotOf,
	taskId,
} from '../support/tasks.ts';

const listOf = (count: number): readonly ImportTask[] => Array.from({length: count}, (_, index) => importTask({taskId: taskId(index + 1)}));

/*
How the second list is told after the first.
*/
const told = (first: Snapshot, second: Snapshot): ListDifference => listDifference(listDifference(nothingKnown, first).known, second).difference;

describe('a list of ten imports, told after itself', () => {
	const ten = listOf(10);
	const changed = importTask({taskId: taskId(4), status: 'FAILED'});
	const added = importTask({taskId: taskId(99)});

	test.each<[name: string, second: readonly ImportTask[], difference: ListDifference]>([
		['as it was', listOf(10), {isComplete: true, list: [[0, 10]], tasks: []}],
		['with one that has changed', ten.with(3, changed), {isComplete: true, list: [[0, 10]], tasks: [changed]}],
		['with a new one at its head', [added, ...ten], {isComplete: true, list: [taskId(99), [0, 10]], tasks: [added]}],
		['without one', ten.toSpliced(5, 1), {isComplete: true, list: [[0, 5], [6, 4]], tasks: []}],
		['in another order', [...ten.slice(5), ...ten.slice(0, 5)], {isComplete: true, list: [[5, 5], [0, 5]], tasks: []}],
		['broken off', ten.slice(0, 3), {isComplete: false, list: [[0, 3]], tasks: []}],
		['without any', [], {isComplete: true, list: [], tasks: []}],
	])('%s', (_name, second, difference) => {
		expect(told(snapshotOf(ten), snapshotOf(second, difference.isComplete))).toEqual(difference);
	});

	test('tells fields that are new to this version where they are others', () => {
		const first = [importTask({extra: {weight: 1}})];
		expect(told(snapshotOf(first), snapshotOf([importTask({extra: {weight: 1}})])).tasks).toEqual([]);
		expect(told(snapshotOf(first), snapshotOf([importTask({extra: {weight: 2}})])).tasks).toHaveLength(1);
	});
});

test('a list that broke off does not take the place of the one before it, and what it told need not be told again', () => {
	const ten = listOf(10);
	const added = importTask({taskId: taskId(99)});
	const {known} = listDifference(nothingKnown, snapshotOf(ten));
	const {known: afterBreak} = listDifference(known, snapshotOf([added, ...ten.slice(0, 2)], false));
	expect(listDifference(afterBreak, snapshotOf([added, ...ten])).difference).toEqual({isComplete: true, list: [taskId(99), [0, 10]], tasks: []});
});

test('whatever lists follow each other, each is read as it was told, in its order', () => {
	const scans = fc.array(fc.tuple(fleets, fc.boolean(), fc.boolean()), {maxLength: 12});
	fc.assert(fc.property(scans, all => {
		let teller = nothingKnown;
		let reader = nothingKnown;

		for (const [fleet, isComplete, isReversed] of all) {
			const snapshot = snapshotOf(isReversed ? fleet.toReversed() : fleet, isComplete);
			const telling = listDifference(teller, snapshot);
			teller = telling.known;
			const reading = applyDifference(reader, structuredClone(telling.difference));
			reader = reading.known;
			expect([...reading.snapshot.tasks]).toEqual([...snapshot.tasks]);
			expect(reading.snapshot.isComplete).toBe(isComplete);
		}
	}));
});

test('a list without a difference is read as the very one before it, so that a day of them takes the room of one', () => {
	const first = applyDifference(nothingKnown, {isComplete: true, list: listOf(3).map(task => task.taskId), tasks: listOf(3)});
	const second = applyDifference(first.known, {isComplete: true, list: [[0, 3]], tasks: []});
	expect(second.snapshot.tasks).toBe(first.snapshot.tasks);
});

test.each<[list: ListDifference['list'], says: string]>([
	[[[0, 4]], 'the last complete list has no 4 imports from 0 on'],
	[[[3, 1]], 'the last complete list has no 1 imports from 3 on'],
	[[[-1, 1]], 'the last complete list has no 1 imports from -1 on'],
	[[[0, 0]], 'the last complete list has no 0 imports from 0 on'],
	[[[0.5, 1]], 'the last complete list has no 1 imports from 0.5 on'],
	[[[0, 3], [0, 3]], 'the import t-0000000001 is listed twice'],
	[['t-x'], 'nothing is said of the import t-x'],
])('a difference of three imports to %j is refused', (list, says) => {
	const {known} = listDifference(nothingKnown, snapshotOf(listOf(3)));
	expect(() => applyDifference(known, {isComplete: true, list, tasks: []})).toThrow(new RangeError(says));
});
