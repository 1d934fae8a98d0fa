import {describe, expect, test} from 'vitest';
import {parseFilter} from '../../source/imports/filter.ts';
import {type SavedState} from '../../source/imports/saved-state.ts';
import {type ImportTask} from '../../source/imports/task.ts';
import {bannerLines} from '../../source/app/banner.ts';
import {type Model} from '../../source/app/model.ts';
import {shownImports} from '../../source/app/list-view.ts';
import {hasRead} from '../../source/app/selectors.ts';
import {followedImports} from '../../source/app/until-done.ts';
import {
	after,
	defaultId,
	freshModel,
	idsWhere,
	markedIds,
	obeyed,
	only,
	recordsOf,
	scanEnded,
	scanned,
	startAt,
} from '../support/model.ts';
import {importTask, taskId} from '../support/tasks.ts';

const hourMs = 3_600_000;
const numbered = (number: number, status = 'IMPORTING'): ImportTask => importTask({taskId: taskId(number), status});

const savedStateOf = (tasks: readonly ImportTask[], fields: Partial<SavedState> = {}): SavedState => ({
	imports: tasks.map(task => ({task})),
	changes: [],
	until: startAt - (15 * hourMs),
	...fields,
});

const restarted = (tasks: readonly ImportTask[], fields: Partial<SavedState> = {}): Model =>
	after(freshModel(), {type: 'stateRestored', targetId: defaultId, savedState: savedStateOf(tasks, fields)});

describe('what is remembered of an earlier run', () => {
	test('stands in the list at once, and counts as nothing read', () => {
		const model = restarted([numbered(1), numbered(2)]);
		expect(shownImports(model).map(({task}) => task.taskId)).toEqual([taskId(2), taskId(1)].toReversed());
		expect(hasRead(model)).toBe(false);
	});

	test('is what the first scan is compared with: what happened since has the span in which nobody looked', () => {
		const model = scanned(restarted([numbered(1), numbered(2), numbered(3)]), [numbered(1, 'SUCCEEDED'), numbered(2), numbered(3, 'FAILED'), numbered(4)]);
		expect(model.changes.map(({change, at, notBefore}) => [change.kind, change.task.taskId, at, notBefore])).toEqual([
			['appeared', taskId(4), startAt, startAt - (15 * hourMs)],
			['changed', taskId(3), startAt, startAt - (15 * hourMs)],
			['changed', taskId(1), startAt, startAt - (15 * hourMs)],
		]);
		expect(bannerLines(model)).toEqual(['Since 21:00 yesterday: 1 succeeded, 1 failed, 1 new']);
	});

	test('is not waited for: what came of an import since may never be seen', () => {
		const untilDone = {
			filter: parseFilter('is:active'), expected: 0, isFailFast: true, isUnattended: false,
		};
		const restored = after(freshModel({untilDone}), {type: 'stateRestored', targetId: defaultId, savedState: savedStateOf([numbered(1), numbered(2), numbered(3, 'ROLLING_BACK')])});
		const model = scanned(scanned(restored, [numbered(1)]), [numbered(1)], 10_000);
		expect(followedImports(model).map(({task}) => task.taskId)).toEqual([taskId(1)]);
		expect(model.outcome).toBeUndefined();
		expect(scanned(model, [numbered(1, 'SUCCEEDED')], 20_000).outcome).toBe('succeeded');
	});

	test('lets durations go on', () => {
		const startedAt = startAt - (16 * hourMs);
		const model = scanned(restarted([], {imports: [{task: numbered(1), changedAt: startedAt}]}), [numbered(1, 'SUCCEEDED')]);
		expect(model.changes[0]?.elapsed).toEqual({minMs: hourMs, maxMs: 16 * hourMs});
	});

	test('gives changes a time and not a span where the program was away for a moment alone', () => {
		const model = scanned(restarted([numbered(1)], {until: startAt - 5000}), [numbered(1, 'SUCCEEDED')]);
		expect(model.changes[0]).not.toHaveProperty('notBefore');
		expect(bannerLines(model)).toEqual(['Since 11:59: 1 succeeded']);
	});

	test('is no news where the whole list was never seen', () => {
		const model = scanned(restarted([numbered(1)], {until: undefined}), [numbered(1, 'SUCCEEDED'), numbered(2)]);
		expect(model.changes).toEqual([]);
		expect(idsWhere(model, ({missed}) => missed !== undefined)).toEqual([]);
	});

	test('comes too late after a scan', () => {
		const model = scanned(freshModel(), [numbered(1)]);
		expect(after(model, {type: 'stateRestored', targetId: defaultId, savedState: savedStateOf([numbered(2)])})).toBe(model);
	});

	test('calls what is no longer listed gone after two scans that read the whole list, as ever', () => {
		const once = scanned(restarted([numbered(1, 'SUCCEEDED')]), []);
		expect(once.changes).toEqual([]);
		expect(scanned(once, [], 30_000).changes).toMatchObject([{change: {kind: 'gone'}, notBefore: startAt - (15 * hourMs)}]);
	});
});

describe('what was missed', () => {
	const missed = scanned(restarted(Array.from({length: 60}, (_, index) => numbered(index + 1))), Array.from({length: 60}, (_, index) => numbered(index + 1, 'SUCCEEDED')));

	test('is marked until a key is pressed while it is on the screen, page by page, however long that takes', () => {
		const later = scanned(missed, recordsOf(missed).map(({task}) => task), hourMs);
		expect(markedIds(later)).toHaveLength(60);
		const paged = obeyed(later, 'pageForward');
		expect(markedIds(paged).length).toBeLessThan(60);
		expect(bannerLines(paged)).toEqual([`Since 21:00 yesterday: ${markedIds(paged).length} succeeded`]);
		const all = obeyed(paged, 'pageForward', 'pageForward', 'pageForward', 'pageForward');
		expect(markedIds(all)).toEqual([]);
		expect(bannerLines(all)).toEqual([]);
	});

	test('is not seen behind the help', () => {
		const behind = obeyed(missed, 'openHelp');
		expect(markedIds(obeyed(behind, 'refresh'))).toEqual(markedIds(behind));
	});

	test('is dismissed by the key that clears the filter, where none is', () => {
		const dismissed = obeyed(missed, 'clearFilter');
		expect(bannerLines(dismissed)).toEqual([]);
		expect(markedIds(dismissed)).toEqual([]);
	});

	test('while the service failed for long, or the machine slept, is told in the same way', () => {
		const before = scanned(freshModel(), [numbered(1), numbered(2)]);
		const woken = scanned(before, [numbered(1, 'FAILED'), numbered(2)], 8 * hourMs);
		expect(bannerLines(woken)).toEqual(['Since 12:00: 1 failed']);

		const failing = after(before, {type: 'pollDue', targetId: defaultId, at: startAt + 10_000}, scanEnded({scanNumber: 2, afterMs: 10_000, failure: {kind: 'network', sentence: 'Nothing answers.', isTransient: true}}));
		expect(bannerLines(scanned(failing, [numbered(1, 'CANCELLED'), numbered(2)], 3 * hourMs))).toEqual(['Since 12:00: 1 cancelled']);
	});

	test('is nothing where polls came in time, and a later end of the same import takes the place of the first', () => {
		const before = scanned(freshModel(), [numbered(1)]);
		expect(bannerLines(scanned(before, [numbered(1, 'SUCCEEDED')], 10_000))).toEqual([]);

		const woken = scanned(before, [numbered(1, 'ROLLING_BACK')], 8 * hourMs);
		expect(bannerLines(woken)).toEqual(['Since 12:00: 1 rolling back']);
		const again = scanned(woken, [numbered(1, 'FAILED')], 11 * hourMs);
		expect(bannerLines(again)).toEqual(['Since 12:00: 1 failed']);
	});
});

describe('a connection to another account or region', () => {
	const first = {profile: 'default', region: 'us-east-1'};
	const other = {profile: 'default', region: 'eu-west-1'};
	const listed = scanned(after(freshModel(), {type: 'connected', targetId: defaultId, target: first}), [numbered(1), numbered(2)]);

	test('makes nothing of the first list gone, and nothing of the second new', () => {
		const scanning = after(listed, {type: 'pollDue', targetId: defaultId, at: startAt + 10_000}, {type: 'connected', targetId: defaultId, target: other});
		const model = scanned(scanning, [numbered(3)], 10_000);
		expect(only(model).resolved).toEqual(other);
		expect(model.changes).toEqual([]);
		expect(shownImports(model).map(({task}) => task.taskId)).toEqual([taskId(3)]);
		expect(scanned(model, [numbered(3)], 20_000).changes).toEqual([]);
	});

	test('is none where the same is connected again', () => {
		expect(after(listed, {type: 'connected', targetId: defaultId, target: {...first}})).toBe(listed);
	});

	test('keeps the list where the same is asked at another address', () => {
		const moved = {...first, endpointUrl: 'http://127.0.0.1:8182'};
		const model = after(listed, {type: 'connected', targetId: defaultId, target: moved});
		expect(only(model)).toEqual({...only(listed), resolved: moved});
		expect(only(model).imports).toBe(only(listed).imports);
	});
});
