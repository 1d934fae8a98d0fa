import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Failure} from '../../source/domain/failure.ts';
import {type ImportTask, taskKey} from '../../source/domain/task.ts';
import {type Command} from '../../source/model/message.ts';
import {type Model} from '../../source/model/model.ts';
import {
	countsOf,
	cursorIndex,
	pageSizeOf,
	pollPlanOf,
	selectedTask,
	shownTasks,
} from '../../source/model/selectors.ts';
import {
	after,
	filtering,
	freshModel,
	obeyed,
	scanned,
	startAt,
} from '../support/model.ts';
import {fleets, importTask, taskId} from '../support/tasks.ts';

const numbered = (number: number, fields: Partial<ImportTask> = {}): ImportTask => importTask({taskId: taskId(number), ...fields});
const fleet = (count: number, fields: Partial<ImportTask> = {}): readonly ImportTask[] => Array.from({length: count}, (_, index) => numbered(index + 1, fields));
const shownIds = (model: Model): readonly string[] => shownTasks(model).map(task => taskKey(task));
const refused: Failure = {kind: 'network', sentence: 'Nothing answers.', isTransient: true};

describe('polling', () => {
	test('begins with a scan at once', () => {
		expect(pollPlanOf(freshModel())).toEqual({kind: 'scan', scanNumber: 1});
	});

	test('waits for an interval from the beginning of the last scan, not from its end', () => {
		const model = after(freshModel({intervalMs: 10_000}), {
			type: 'scanEnded', at: startAt + 4000, scanNumber: 1, snapshot: {tasks: new Map(), isComplete: true},
		});
		expect(pollPlanOf(model)).toEqual({kind: 'wait', until: startAt + 10_000});
	});

	test('goes on at once when the scan took longer than the interval', () => {
		const model = after(freshModel({intervalMs: 1000}), {
			type: 'scanEnded', at: startAt + 4000, scanNumber: 1, snapshot: {tasks: new Map(), isComplete: true},
		});
		expect(pollPlanOf(model)).toEqual({kind: 'wait', until: startAt + 4000});
	});

	test('is never two scans at a time: a refresh or a due poll during a scan changes nothing', () => {
		const scanning = freshModel();
		expect(pollPlanOf(after(scanning, {type: 'pollDue', at: startAt}))).toEqual(pollPlanOf(scanning));
		expect(pollPlanOf(obeyed(scanning, 'refresh'))).toEqual(pollPlanOf(scanning));
	});

	test('scans at once on a refresh', () => {
		expect(pollPlanOf(obeyed(scanned(freshModel(), []), 'refresh'))).toEqual({kind: 'scan', scanNumber: 2});
	});

	test('rests while it is paused, and gives up the scan that is under way', () => {
		expect(pollPlanOf(obeyed(freshModel(), 'togglePause'))).toEqual({kind: 'rest'});
	});

	test('ignores a scan that was given up', () => {
		const model = after(obeyed(freshModel(), 'togglePause', 'refresh'), {
			type: 'scanEnded', at: startAt, scanNumber: 1, snapshot: {tasks: new Map([['t-x', importTask()]]), isComplete: true},
		});
		expect(model.ledger.tasks.size).toBe(0);
	});

	test('refreshes once while it is paused, and stays paused', () => {
		const refreshing = obeyed(scanned(freshModel(), []), 'togglePause', 'refresh');
		expect(pollPlanOf(refreshing).kind).toBe('scan');
		expect(pollPlanOf(scanned(refreshing, []))).toEqual({kind: 'rest'});
	});

	test('scans at once when it is resumed and the interval is over, else waits for its end', () => {
		const paused = obeyed(scanned(freshModel({intervalMs: 10_000}), []), 'togglePause');
		expect(pollPlanOf(obeyed(paused, 'togglePause'))).toEqual({kind: 'wait', until: startAt + 10_000});
		expect(pollPlanOf(after(paused, {type: 'commandGiven', at: startAt + 60_000, command: 'togglePause'}))).toEqual({kind: 'wait', until: startAt + 60_000});
	});

	test('follows the work: 30 s when all are over, 10 s under way, 5 s after a change and while cancelling', () => {
		const over = scanned(freshModel(), fleet(2, {status: 'SUCCEEDED'}));
		expect(over.pace).toEqual({intervalMs: 30_000, reason: 'over'});

		const active = scanned(freshModel(), fleet(2));
		expect(active.pace).toEqual({intervalMs: 10_000, reason: 'active'});
		expect(scanned(active, [numbered(1), numbered(2, {status: 'SUCCEEDED'})], 10_000).pace).toEqual({intervalMs: 5000, reason: 'changed'});
		expect(scanned(freshModel(), fleet(2, {status: 'CANCELLING'})).pace).toEqual({intervalMs: 5000, reason: 'cancelling'});
	});

	test('takes an interval by key at once, and follows the work again by key', () => {
		const waiting = scanned(freshModel(), fleet(1));
		const longer = obeyed(waiting, 'lengthenInterval');
		expect(longer.pace).toEqual({intervalMs: 15_000, reason: 'fixed'});
		expect(pollPlanOf(longer)).toEqual({kind: 'wait', until: startAt + 15_000});
		expect(obeyed(longer, 'shortenInterval', 'shortenInterval').pace.intervalMs).toBe(5000);
		expect(obeyed(longer, 'followWork').pace).toEqual(waiting.pace);
	});

	test('never waits for longer than an interval, even when the clock was set back', () => {
		const waiting = scanned(freshModel({intervalMs: 10_000}), []);
		const later = after(waiting, {type: 'commandGiven', at: startAt - 3_600_000, command: 'lengthenInterval'});
		expect(pollPlanOf(later)).toEqual({kind: 'wait', until: startAt - 3_600_000 + 15_000});
	});

	test('says of a failure since when it lasts, keeps the list, and forgets it after a scan that succeeds', () => {
		const listed = scanned(freshModel(), fleet(3));
		const failing = after(
			listed,
			{type: 'pollDue', at: startAt + 10_000},
			{
				type: 'scanEnded', at: startAt + 11_000, scanNumber: 2, snapshot: {tasks: new Map(), isComplete: false}, failure: refused,
			},
			{type: 'pollDue', at: startAt + 20_000},
			{
				type: 'scanEnded', at: startAt + 21_000, scanNumber: 3, snapshot: {tasks: new Map(), isComplete: false}, failure: refused,
			},
		);
		expect(failing.failure).toEqual({failure: refused, since: startAt + 11_000});
		expect(failing.changes).toEqual([]);
		expect(countsOf(failing).all).toBe(3);
		expect(pollPlanOf(failing)).toEqual({kind: 'wait', until: startAt + 30_000});
		expect(scanned(failing, fleet(3), 30_000).failure).toBeUndefined();
	});

	test('takes imports of other graphs for none where one graph is watched', () => {
		const model = scanned(freshModel({graphId: 'g-0000000001'}), [numbered(1), numbered(2, {graphId: 'g-0000000002'})]);
		expect(shownIds(model)).toEqual([taskId(1)]);
		expect(countsOf(model).all).toBe(1);
	});
});

describe('changes', () => {
	const changed = scanned(scanned(freshModel(), fleet(2)), [numbered(1, {status: 'FAILED'}), numbered(2)], 10_000);

	test('are kept, newest first, and marked in the list', () => {
		expect(changed.changes).toMatchObject([{at: startAt + 10_000, change: {kind: 'changed', from: 'IMPORTING', to: 'FAILED'}}]);
		expect(changed.marks.has(taskId(1))).toBe(true);
	});

	test('are marked until the next key', () => {
		expect(obeyed(changed, 'cursorDown').marks.size).toBe(0);
	});

	test('are marked for a minute', () => {
		const now = [numbered(1, {status: 'FAILED'}), numbered(2)];
		expect(scanned(changed, now, 69_999).marks.size).toBe(1);
		expect(scanned(changed, now, 70_000).marks.size).toBe(0);
	});

	test('say for how long the import had been seen as it was, where its beginning was seen', () => {
		expect(changed.changes[0]?.elapsedMs).toBeUndefined();
		const again = scanned(changed, [numbered(1, {status: 'DELETED'}), numbered(2)], 25_000);
		expect(again.changes[0]?.elapsedMs).toBe(15_000);
	});

	test('say nothing of a duration when the clock was set back', () => {
		const again = scanned(changed, [numbered(1, {status: 'DELETED'}), numbered(2)], -25_000);
		expect(again.changes[0]?.elapsedMs).toBeUndefined();
	});

	test('are kept to the last thousand', () => {
		let model = scanned(freshModel(), fleet(300));

		for (const status of ['FAILED', 'IMPORTING', 'FAILED', 'IMPORTING']) {
			model = scanned(model, fleet(300, {status}), 1000);
		}

		expect(model.changes).toHaveLength(1000);
	});
});

describe('the cursor', () => {
	const listed = scanned(freshModel({order: 'task'}), fleet(100));

	test('moves by line, by page, and to the ends, and stops at them', () => {
		const size = pageSizeOf(listed);
		expect(cursorIndex(obeyed(listed, 'cursorUp'))).toBe(0);
		expect(cursorIndex(obeyed(listed, 'cursorDown', 'cursorDown'))).toBe(2);
		expect(cursorIndex(obeyed(listed, 'cursorDown', 'pageForward'))).toBe(size + 1);
		expect(cursorIndex(obeyed(listed, 'pageForward', 'pageBack'))).toBe(0);
		expect(cursorIndex(obeyed(listed, 'cursorLast', 'cursorDown'))).toBe(99);
		expect(cursorIndex(obeyed(listed, 'cursorLast', 'cursorFirst'))).toBe(0);
	});

	test('rests at the top until it is moved, whatever comes there', () => {
		const model = scanned(scanned(freshModel(), fleet(3)), [...fleet(3), numbered(4, {status: 'INITIALIZING'})], 10_000);
		expect(cursorIndex(model)).toBe(0);
		expect(selectedTask(model)?.taskId).toBe(taskId(4));
	});

	test('stays where it was in the list when its import is gone', () => {
		const moved = obeyed(listed, 'cursorDown', 'cursorDown');
		const without = fleet(100).filter(task => task.taskId !== taskId(3));
		const model = scanned(scanned(moved, without, 10_000), without, 20_000);
		expect(selectedTask(model)?.taskId).toBe(taskId(4));
	});

	test('is back on its import when a filter that hid it is cleared', () => {
		const moved = obeyed(listed, 'cursorDown', 'cursorDown');
		expect(selectedTask(obeyed(filtering(moved, taskId(7)), 'clearFilter'))?.taskId).toBe(taskId(3));
	});

	test('stays on its import, whatever the scans, orders, groups and filters, as long as that import is shown', () => {
		const steps: fc.Arbitrary<(model: Model) => Model> = fc.oneof(
			fleets.map(tasks => (model: Model) => scanned(model, tasks)),
			fc.constantFrom<Command>('nextOrder', 'reverseOrder', 'nextGroup', 'previousGroup').map(command => (model: Model) => obeyed(model, command)),
			fc.constantFrom('importing', 'failed', '').map(text => (model: Model) => obeyed(filtering(obeyed(model, 'clearFilter'), text), 'keepFilter')),
		);

		fc.assert(fc.property(fleets, fc.integer({min: 1, max: 10}), steps, (tasks, moves, step) => {
			const before = obeyed(scanned(freshModel(), tasks), ...Array.from({length: moves}, () => 'cursorDown' as const));
			const key = before.cursor.key ?? '';
			const model = step(before);

			if (shownIds(model).includes(key)) {
				expect(shownIds(model)[cursorIndex(model)]).toBe(key);
			}
		}));
	});
});

describe('what the list shows', () => {
	const listed = scanned(freshModel(), [numbered(1), numbered(2, {status: 'FAILED'}), numbered(3, {status: 'SUCCEEDED'})]);

	test('is narrowed as the filter is typed', () => {
		expect(shownIds(filtering(listed, 'status:fai'))).toEqual([taskId(2)]);
	});

	test('stays narrowed when the filter is kept, and is whole again when it is cleared', () => {
		const kept = obeyed(filtering(listed, 'is:active'), 'keepFilter');
		expect(kept.isEditingFilter).toBe(false);
		expect(shownIds(kept)).toEqual([taskId(1)]);
		expect(shownIds(obeyed(kept, 'clearFilter'))).toHaveLength(3);
	});

	test('turns through the groups, forwards and backwards', () => {
		const groups = [];
		let model = listed;

		for (let turn = 0; turn < 5; turn++) {
			model = obeyed(model, 'nextGroup');
			groups.push(model.group);
		}

		expect(groups).toEqual(['active', 'failed', 'succeeded', 'cancelled', 'all']);
		expect(obeyed(listed, 'previousGroup').group).toBe('cancelled');
		expect(shownIds(obeyed(listed, 'nextGroup'))).toEqual([taskId(1)]);
	});

	test('is computed once for the same list, filter and order', () => {
		expect(shownTasks(obeyed(listed, 'openHelp'))).toBe(shownTasks(listed));
	});
});
