import {describe, expect, test} from 'vitest';
import {type ImportTask} from '../../source/imports/task.ts';
import {countsOf, listViewOf, shownImports} from '../../source/app/list/list-view.ts';
import {type Message} from '../../source/app/message.ts';
import {type Model} from '../../source/app/model.ts';
import {statusSummaryOf} from '../../source/app/status-summary.ts';
import {findRecord} from '../../source/app/targets/targets.ts';
import {
	after,
	afterCommands,
	defaultId,
	detailsAnswered,
	freshModel,
	markedIds,
	only,
	recordsOf,
	scanEnded,
	scanned,
	startAt,
} from '../support/model.ts';
import {importTask, importTasks, taskId} from '../support/tasks.ts';

const size = 10_000;
const fleet = (status = 'SUCCEEDED'): readonly ImportTask[] => importTasks(size, status);
const withStatus = (tasks: readonly ImportTask[], number: number, status: string): readonly ImportTask[] => tasks.with(number - 1, importTask({taskId: taskId(number), status}));
const refOfNumber = (number: number) => ({targetId: defaultId, taskId: taskId(number)});

const newRecordCount = (before: Model, model: Model): number => {
	const known = new Set(recordsOf(before));
	return recordsOf(model).filter(record => !known.has(record)).length;
};

const answered = (number: number, percentage: number): Message => detailsAnswered(number, {status: 'IMPORTING', progress: {percentage}});

describe('10,000 records', () => {
	const listed = scanned(freshModel({detailsBudget: 0}), withStatus(fleet(), 7, 'IMPORTING'));

	test('stay the same list after a scan that shows no change', () => {
		const model = scanned(listed, withStatus(fleet(), 7, 'IMPORTING'), 30_000);
		expect(only(model).imports).toBe(only(listed).imports);
		const {shown} = listViewOf(listed);
		expect(listViewOf(model).shown).toBe(shown);
	});

	test('share the objects of all unchanged imports after a scan', () => {
		const model = scanned(listed, withStatus(withStatus(fleet(), 7, 'SUCCEEDED'), 8, 'FAILED'), 30_000);
		expect(newRecordCount(listed, model)).toBe(2);
		expect(only(model).imports.positions).toBe(only(listed).imports.positions);
	});

	test('lose their marks after a minute, without other changes', () => {
		const changed = scanned(listed, withStatus(fleet(), 7, 'SUCCEEDED'), 10_000);
		const model = scanned(changed, fleet(), 70_000);
		expect(markedIds(model)).toEqual([]);
		expect(newRecordCount(changed, model)).toBe(1);
	});

	test('are not sorted again when details arrive, and the list shows the new details', () => {
		const requested = scanned(freshModel(), withStatus(fleet(), 7, 'IMPORTING'));
		const {shown} = listViewOf(requested);
		const model = after(requested, answered(7, 42));
		expect(listViewOf(model).shown).toBe(shown);
		expect(shownImports(model).find(({task}) => task.taskId === taskId(7))?.known?.details?.progress?.percentage).toBe(42);
		expect(newRecordCount(requested, model)).toBe(1);
	});

	test('are sorted again when details arrive, if the list is sorted by progress', () => {
		const first = (model: Model): string | undefined => shownImports(model, 0, 1)[0]?.task.taskId;
		const requested = scanned(freshModel({order: 'progress'}), withStatus(withStatus(fleet(), 7, 'IMPORTING'), 8, 'IMPORTING'));
		const loaded = after(requested, answered(7, 42));
		expect(first(loaded)).toBe(taskId(7));
		expect(first(after(loaded, answered(8, 43)))).toBe(taskId(8));
	});

	test('are not counted again when details arrive', () => {
		let reads = 0;
		const tasks = withStatus(fleet(), 7, 'IMPORTING').map((task): ImportTask => ({
			...task,
			get status() {
				reads++;
				return task.status;
			},
		}));
		const requested = scanned(freshModel(), tasks);
		expect(statusSummaryOf(requested).title).toBe('1 importing – Neptune imports');

		reads = 0;
		const model = after(requested, answered(7, 42));
		expect(statusSummaryOf(model).title).toBe('1 importing 42% – Neptune imports');
		expect(countsOf(model)).toEqual(countsOf(requested));
		expect(reads).toBeLessThan(10);
	});
});

describe('a deleted import', () => {
	const active = importTask({taskId: taskId(1)});
	const begun = scanned(freshModel({canCancel: true}), [active, importTask({taskId: taskId(2)})]);
	const cancelled = afterCommands(after(afterCommands(begun, 'askToCancel'), {type: 'confirmationTyped', typed: '0001'}), 'confirmCancel');
	const failed = scanned(after(cancelled, answered(1, 42)), [{...active, status: 'FAILED'}, importTask({taskId: taskId(2)})], 10_000);

	test('had observations while it was listed', () => {
		expect(findRecord(failed, refOfNumber(1))).toMatchObject({
			changedAt: startAt + 10_000, isCancelRequested: true, isUnseenFailure: true, known: {details: {status: 'IMPORTING'}},
		});
	});

	test('starts without observations when it is listed again', () => {
		const gone = scanned(scanned(failed, [importTask({taskId: taskId(2)})], 20_000), [importTask({taskId: taskId(2)})], 30_000);
		expect(findRecord(gone, refOfNumber(1))).toBeUndefined();

		const back = scanned(gone, [active, importTask({taskId: taskId(2)})], 40_000);
		expect(findRecord(back, refOfNumber(1))).toMatchObject({
			changedAt: startAt + 40_000, isCancelRequested: false, isUnseenFailure: false, firstSeen: undefined,
		});
	});
});

test('an incomplete scan records which imports it reached, and a complete scan resets this', () => {
	const listed = scanned(freshModel(), [importTask({taskId: taskId(1)}), importTask({taskId: taskId(2)})]);
	const partly = after(listed, {type: 'pollDue', targetId: defaultId, at: startAt + 10_000}, scanEnded({
		scanNumber: 2, afterMs: 10_000, tasks: [importTask({taskId: taskId(1)})], isComplete: false,
	}));
	expect(recordsOf(partly).map(({reachedAt}) => reachedAt)).toEqual([startAt + 10_000, undefined]);
	expect(only(partly).isPartlyRead).toBe(true);

	const whole = scanned(partly, [importTask({taskId: taskId(1)}), importTask({taskId: taskId(2)})], 20_000);
	expect(recordsOf(whole).map(({reachedAt}) => reachedAt)).toEqual([undefined, undefined]);
	expect(only(whole).isPartlyRead).toBe(false);
});
