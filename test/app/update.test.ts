import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type ObservedChange} from '../../source/imports/change.ts';
import {type Failure} from '../../source/imports/failures/failure.ts';
import {listLayout} from '../../source/app/list/layout.ts';
import {type Command} from '../../source/app/message.ts';
import {type Model} from '../../source/app/model.ts';
import {listViewOf, newestUnseenFailure, shownImports} from '../../source/app/list/list-view.ts';
import {
	cursorIndex,
	failedMoments,
	fastestPace,
	selectedImport,
} from '../../source/app/selectors.ts';
import {
	after,
	defaultId,
	filtering,
	freshModel,
	markedIds,
	afterCommands,
	only,
	scanEnded,
	scanned,
	startAt,
} from '../support/model.ts';
import {fleets} from '../support/fleets.ts';
import {importTasks, numbered, taskId} from '../support/tasks.ts';

const shownIds = (model: Model): readonly string[] => shownImports(model).map(({task}) => task.taskId);
const latestChange = ({changes}: Model): ObservedChange | undefined => changes[0];
const refused: Failure = {kind: 'network', sentence: 'Nothing answers.', isTransient: true};

describe('changes', () => {
	const changed = scanned(scanned(freshModel({intervalMs: 15_000}), importTasks(2)), [numbered(1, 'FAILED'), numbered(2)], 10_000);

	test('are stored newest first, and marked in the list', () => {
		expect(changed.changes).toMatchObject([{at: startAt + 10_000, change: {kind: 'changed', from: 'IMPORTING', to: 'FAILED'}}]);
		expect(markedIds(changed)).toEqual([taskId(1)]);
	});

	test('keep a finished import sorted among the active ones for a minute', () => {
		const now = [numbered(1, 'FAILED'), ...importTasks(9).slice(1)];
		const ended = scanned(scanned(freshModel(), importTasks(9)), now, 10_000);
		expect(shownIds(ended)[0]).toBe(taskId(1));
		expect(shownIds(scanned(ended, now, 69_000))[0]).toBe(taskId(1));
		expect(shownIds(scanned(ended, now, 70_000)).at(-1)).toBe(taskId(1));
	});

	test('stay marked until the next key', () => {
		expect(markedIds(afterCommands(changed, 'cursorDown'))).toEqual([]);
	});

	test('stay marked for at most a minute', () => {
		const now = [numbered(1, 'FAILED'), numbered(2)];
		expect(markedIds(scanned(changed, now, 69_999))).toHaveLength(1);
		expect(markedIds(scanned(changed, now, 70_000))).toHaveLength(0);
	});

	test('include the duration of the last status if its start was observed', () => {
		expect(changed.changes[0]?.elapsed).toBeUndefined();
		const again = scanned(changed, [numbered(1, 'DELETED'), numbered(2)], 25_000);
		expect(again.changes[0]?.elapsed).toEqual({minMs: 15_000, maxMs: 15_000});
	});

	test('include a range as the duration of an import that is no longer listed: from the last scan that listed it', () => {
		const missing = scanned(scanned(changed, [numbered(1, 'FAILED'), numbered(2)], 20_000), [numbered(2)], 30_000);
		const gone = scanned(missing, [numbered(2)], 40_000);
		expect(gone.changes[0]).toMatchObject({change: {kind: 'gone'}, at: startAt + 40_000, elapsed: {minMs: 10_000, maxMs: 30_000}});
		expect(gone.changes[0]?.notBefore).toBeUndefined();
	});

	test('include no duration if the clock was set back', () => {
		const again = scanned(changed, [numbered(1, 'DELETED'), numbered(2)], -25_000);
		expect(again.changes[0]?.elapsed).toBeUndefined();
	});

	test('are limited to the last 1,000', () => {
		let model = scanned(freshModel(), importTasks(300));

		for (const status of ['FAILED', 'IMPORTING', 'FAILED', 'IMPORTING']) {
			model = scanned(model, importTasks(300, status), 1000);
		}

		expect(model.changes).toHaveLength(1000);
	});
});

describe('a gap between scans', () => {
	const started = scanned(scanned(freshModel({intervalMs: 10_000}), importTasks(2, 'INITIALIZING')), importTasks(2, 'ANALYZING_DATA'), 10_000);

	test('does not exist while scans follow their interval', () => {
		const change = latestChange(scanned(started, importTasks(2), 20_000));
		expect(change).toMatchObject({at: startAt + 20_000, elapsed: {minMs: 10_000, maxMs: 10_000}});
		expect(change?.notBefore).toBeUndefined();
	});

	test.each([
		['the computer slept', started],
		['the user paused', afterCommands(started, 'togglePause', 'togglePause')],
		['polling failed', after(started, {type: 'pollDue', targetId: defaultId, at: startAt + 20_000}, scanEnded({scanNumber: 3, afterMs: 20_000, failure: refused}))],
	])('gives changes a time span if %s', (_, model) => {
		const change = latestChange(scanned(model, importTasks(2), 600_000));
		expect(change).toMatchObject({
			at: startAt + 600_000,
			notBefore: startAt + 10_000,
			elapsed: {minMs: 0, maxMs: 590_000},
		});
	});

	test('gives later durations a range', () => {
		const afterGap = scanned(started, importTasks(2), 600_000);
		const change = latestChange(scanned(afterGap, importTasks(2, 'SUCCEEDED'), 610_000));
		expect(change?.elapsed).toEqual({minMs: 10_000, maxMs: 600_000});
	});

	test('ends for each import with the scan that reached it, even an incomplete one', () => {
		const partly = after(
			started,
			{type: 'pollDue', targetId: defaultId, at: startAt + 590_000},
			scanEnded({
				scanNumber: 3, afterMs: 590_000, tasks: [numbered(1, 'ANALYZING_DATA')], failure: refused,
			}),
		);
		const changes = new Map(scanned(partly, importTasks(2), 600_000).changes.slice(0, 2).map(observed => [observed.change.task.taskId, observed]));
		expect(changes.get(taskId(1))?.notBefore).toBeUndefined();
		expect(changes.get(taskId(2))?.notBefore).toBe(startAt + 10_000);
	});
});

describe('the cursor', () => {
	const listed = scanned(freshModel({order: 'task'}), importTasks(100));

	test('moves by line, by page and to the ends, and stops there', () => {
		const size = listLayout(listed).pageSize;
		expect(cursorIndex(afterCommands(listed, 'cursorUp'))).toBe(0);
		expect(cursorIndex(afterCommands(listed, 'cursorDown', 'cursorDown'))).toBe(2);
		expect(cursorIndex(afterCommands(listed, 'cursorDown', 'pageForward'))).toBe(size + 1);
		expect(cursorIndex(afterCommands(listed, 'pageForward', 'pageBack'))).toBe(0);
		expect(cursorIndex(afterCommands(listed, 'cursorLast', 'cursorDown'))).toBe(99);
		expect(cursorIndex(afterCommands(listed, 'cursorLast', 'cursorFirst'))).toBe(0);
	});

	test('stays on the top row until the user moves it', () => {
		const model = scanned(scanned(freshModel(), importTasks(3)), [...importTasks(3), numbered(4, 'INITIALIZING')], 10_000);
		expect(cursorIndex(model)).toBe(0);
		expect(selectedImport(model)?.task.taskId).toBe(taskId(4));
	});

	test('stays on the top row again after the user went back to it', () => {
		const back = afterCommands(scanned(freshModel(), importTasks(3)), 'cursorDown', 'cursorFirst');
		const model = scanned(back, [...importTasks(3), numbered(4, 'INITIALIZING')], 10_000);
		expect(selectedImport(model)?.task.taskId).toBe(taskId(4));
		const moved = afterCommands(scanned(freshModel(), importTasks(3)), 'cursorDown', 'cursorUp');
		expect(selectedImport(scanned(moved, [...importTasks(3), numbered(4, 'INITIALIZING')], 10_000))?.task.taskId).toBe(taskId(1));
	});

	test('keeps its row when its import is no longer listed', () => {
		const moved = afterCommands(listed, 'cursorDown', 'cursorDown');
		const without = importTasks(100).filter(task => task.taskId !== taskId(3));
		const model = scanned(scanned(moved, without, 10_000), without, 20_000);
		expect(selectedImport(model)?.task.taskId).toBe(taskId(4));
	});

	test('returns to its import when the user clears a filter that hid it', () => {
		const moved = afterCommands(listed, 'cursorDown', 'cursorDown');
		expect(selectedImport(afterCommands(filtering(moved, taskId(7)), 'clearFilter'))?.task.taskId).toBe(taskId(3));
	});

	test('stays on its import through scans, sorting, groups and filters, as long as the import is shown', () => {
		const steps: fc.Arbitrary<(model: Model) => Model> = fc.oneof(
			fleets.map(tasks => (model: Model) => scanned(model, tasks)),
			fc.constantFrom<Command>('nextOrder', 'reverseOrder', 'nextGroup', 'previousGroup').map(command => (model: Model) => afterCommands(model, command)),
			fc.constantFrom('importing', 'failed', '').map(text => (model: Model) => afterCommands(filtering(afterCommands(model, 'clearFilter'), text), 'keepFilter')),
		);

		fc.assert(fc.property(fleets, fc.integer({min: 1, max: 10}), steps, (tasks, moves, step) => {
			const before = afterCommands(scanned(freshModel(), tasks), ...Array.from({length: moves}, () => 'cursorDown' as const));
			const key = before.cursor.ref?.taskId ?? '';
			const model = step(before);

			if (shownIds(model).includes(key)) {
				expect(shownIds(model)[cursorIndex(model)]).toBe(key);
			}
		}));
	});
});

describe('the list', () => {
	const listed = scanned(freshModel(), [numbered(1), numbered(2, 'FAILED'), numbered(3, 'SUCCEEDED')]);

	test('closes the prompt when the user clears the filter', () => {
		expect(afterCommands(filtering(listed, 'lake'), 'clearFilter')).toMatchObject({isEditingFilter: false, query: {text: '', cursor: 0}});
	});

	test('is filtered while the user types', () => {
		expect(shownIds(filtering(listed, 'status:fai'))).toEqual([taskId(2)]);
	});

	test('stays filtered when the user keeps the filter, until the user clears it', () => {
		const kept = afterCommands(filtering(listed, 'is:active'), 'keepFilter');
		expect(kept.isEditingFilter).toBe(false);
		expect(shownIds(kept)).toEqual([taskId(1)]);
		expect(shownIds(afterCommands(kept, 'clearFilter'))).toHaveLength(3);
	});

	test('cycles through the groups in both directions', () => {
		const groups = [];
		let model = listed;

		for (let turn = 0; turn < 5; turn++) {
			model = afterCommands(model, 'nextGroup');
			groups.push(model.group);
		}

		expect(groups).toEqual(['active', 'failed', 'succeeded', 'cancelled', 'all']);
		expect(afterCommands(listed, 'previousGroup').group).toBe('cancelled');
		expect(shownIds(afterCommands(listed, 'nextGroup'))).toEqual([taskId(1)]);
	});

	test('shows the group that the user clicks', () => {
		expect(shownIds(after(listed, {type: 'groupPicked', group: 'failed'}))).toEqual([taskId(2)]);
	});

	test('is sorted by the next order or reversed, with a message', () => {
		const byStatus = afterCommands(listed, 'nextOrder');
		expect(byStatus).toMatchObject({order: 'status', isReversed: false, notice: 'Sorted by status'});
		const reversed = afterCommands(byStatus, 'reverseOrder');
		expect(reversed).toMatchObject({order: 'status', isReversed: true, notice: 'Sorted by status, reversed'});
		expect(shownIds(reversed)).toEqual(shownIds(byStatus).toReversed());
		expect(afterCommands(reversed, 'reverseOrder').isReversed).toBe(false);
		expect(afterCommands(reversed, 'nextOrder')).toMatchObject({order: 'left', isReversed: false});
	});

	test('is sorted by a picked column, which is reversed when picked again', () => {
		const byTask = after(listed, {type: 'orderPicked', order: 'task'});
		expect(byTask).toMatchObject({order: 'task', isReversed: false});
		const reversed = after(byTask, {type: 'orderPicked', order: 'task'});
		expect(reversed).toMatchObject({order: 'task', isReversed: true});
		expect(after(reversed, {type: 'orderPicked', order: 'task'}).isReversed).toBe(false);
		expect(after(reversed, {type: 'orderPicked', order: 'source'})).toMatchObject({order: 'source', isReversed: false});
	});

	test('gives the terminal back to the shell, or quits', () => {
		expect(afterCommands(listed, 'suspend').suspension).toEqual({kind: 'stopped'});
		expect(afterCommands(listed, 'quit').isQuitting).toBe(true);
	});

	test('is computed once per list, filter and order', () => {
		const {shown} = listViewOf(listed);
		expect(listViewOf(afterCommands(listed, 'openHelp')).shown).toBe(shown);
	});
});

describe('notifications', () => {
	test('are toggled by key, with a message', () => {
		const muted = afterCommands(freshModel(), 'toggleNotifications');
		expect(muted).toMatchObject({isMuted: true, notice: 'Notifications off'});
		expect(afterCommands(muted, 'toggleNotifications')).toMatchObject({isMuted: false, notice: 'Notifications on'});
	});
});

describe('a scan that takes long', () => {
	const scanning = after(freshModel(), {type: 'pollDue', targetId: defaultId, at: startAt});
	const delayed = (model: Model, scanNumber: number): Model => after(model, {type: 'scanDelayed', targetId: defaultId, scanNumber});

	test('is shown as slow until it ends', () => {
		const slow = delayed(scanning, only(scanning).scanNumber);
		expect(only(slow).poll).toMatchObject({kind: 'scanning', isSlow: true});
		expect(only(scanned(slow, [])).poll.kind).toBe('waiting');
	});

	test('ignores the delay of an earlier or a finished scan', () => {
		expect(delayed(scanning, only(scanning).scanNumber - 1)).toBe(scanning);
		const ended = scanned(scanning, []);
		expect(delayed(ended, only(ended).scanNumber)).toBe(ended);
	});
});

describe('failures', () => {
	const failing = scanned(scanned(freshModel(), importTasks(3)), [numbered(1, 'FAILED'), numbered(2), numbered(3, 'SUCCEEDED')], 10_000);
	const later = scanned(failing, [numbered(1, 'FAILED'), numbered(2, 'FAILED'), numbered(3, 'SUCCEEDED')], 20_000);

	test('have the times between which they happened', () => {
		const moments = failedMoments(later);
		expect(moments.keys().toArray().toSorted()).toEqual([`${defaultId}/${taskId(1)}`, `${defaultId}/${taskId(2)}`]);
		expect(moments.get(`${defaultId}/${taskId(1)}`)).toEqual({earliest: startAt + 10_000, latest: startAt + 10_000});

		const afterGap = scanned(scanned(freshModel(), importTasks(1)), importTasks(1, 'FAILED'), 3_600_000);
		expect(failedMoments(afterGap).get(`${defaultId}/${taskId(1)}`)).toEqual({earliest: startAt, latest: startAt + 3_600_000});
	});

	test('newestUnseenFailure returns the latest failure until the user has seen it', () => {
		expect(newestUnseenFailure(scanned(freshModel(), importTasks(1)))).toBeUndefined();
		expect(newestUnseenFailure(failing)?.task.taskId).toBe(taskId(1));
		expect(newestUnseenFailure(later)?.task.taskId).toBe(taskId(2));
		expect(newestUnseenFailure(afterCommands(later, 'cursorDown'))).toBeUndefined();
	});
});

test('the fastest of several intervals is the one that the user changes', () => {
	const targets = [{profile: 'dev', region: 'us-east-1'}, {profile: 'prod', region: 'us-east-1'}];
	const model = freshModel({targets});
	const withPaces = (dev: number, prod: number): Model => ({
		...model, targets: new Map([...model.targets].map(([id, target]) => [id, {...target, pace: {reason: 'active', intervalMs: target.spec.profile === 'dev' ? dev : prod}}])),
	});
	expect(fastestPace(withPaces(10_000, 5000)).intervalMs).toBe(5000);
	expect(fastestPace(withPaces(5000, 10_000)).intervalMs).toBe(5000);
	expect(afterCommands(withPaces(30_000, 10_000), 'lengthenInterval').fixedIntervalMs).toBe(15_000);
});
