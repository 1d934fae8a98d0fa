import {describe, expect, test} from 'vitest';
import {parseFilter} from '../../../source/imports/filter/filter.ts';
import {type SavedState} from '../../../source/imports/polling/saved-state.ts';
import {type ImportTask} from '../../../source/imports/task.ts';
import {bannerLines} from '../../../source/app/banner.ts';
import {type Model} from '../../../source/app/model.ts';
import {shownImports} from '../../../source/app/list/list-view.ts';
import {hasRead} from '../../../source/app/selectors.ts';
import {followedImports} from '../../../source/app/polling/until-done.ts';
import {
	after,
	afterCommands,
	defaultId,
	freshModel,
	idsWhere,
	markedIds,
	only,
	recordsOf,
	scanEnded,
	scanned,
	startAt,
	untilDoneOf,
	withGraphs,
} from '../../support/model.ts';
import {numbered, taskId} from '../../support/tasks.ts';

const hourMs = 3_600_000;

const savedStateOf = (tasks: readonly ImportTask[], fields: Partial<SavedState> = {}): SavedState => ({
	imports: tasks.map(task => ({task})),
	changes: [],
	until: startAt - (15 * hourMs),
	...fields,
});

const restarted = (tasks: readonly ImportTask[], fields: Partial<SavedState> = {}): Model =>
	after(freshModel(), {type: 'stateRestored', targetId: defaultId, savedState: savedStateOf(tasks, fields)});

describe('the restored state', () => {
	test('is shown before the first scan, but does not count as read', () => {
		const model = restarted([numbered(1), numbered(2)]);
		expect(shownImports(model).map(({task}) => task.taskId)).toEqual([taskId(2), taskId(1)].toReversed());
		expect(hasRead(model)).toBe(false);
	});

	test('is compared with the first scan, and the changes span the time between the runs', () => {
		const model = scanned(restarted([numbered(1), numbered(2), numbered(3)]), [numbered(1, 'SUCCEEDED'), numbered(2), numbered(3, 'FAILED'), numbered(4)]);
		expect(model.changes.map(({change, at, notBefore}) => [change.kind, change.task.taskId, at, notBefore])).toEqual([
			['appeared', taskId(4), startAt, startAt - (15 * hourMs)],
			['changed', taskId(3), startAt, startAt - (15 * hourMs)],
			['changed', taskId(1), startAt, startAt - (15 * hourMs)],
		]);
		expect(bannerLines(model)).toEqual(['Since Sat 21:00: 1 succeeded, 1 failed, 1 new']);
	});

	test('does not make --until-done wait for imports that the first scan lacks', () => {
		const untilDone = untilDoneOf({filter: parseFilter('is:active'), isFailFast: true});
		const restored = after(freshModel({untilDone}), {type: 'stateRestored', targetId: defaultId, savedState: savedStateOf([numbered(1), numbered(2), numbered(3, 'ROLLING_BACK')])});
		const model = scanned(scanned(restored, [numbered(1)]), [numbered(1)], 10_000);
		expect(followedImports(model).map(({task}) => task.taskId)).toEqual([taskId(1)]);
		expect(model.outcome).toBeUndefined();
		expect(scanned(model, [numbered(1, 'SUCCEEDED')], 20_000).outcome).toBe('succeeded');
	});

	test('continues the durations of imports', () => {
		const startedAt = startAt - (16 * hourMs);
		const model = scanned(restarted([], {imports: [{task: numbered(1), changedAt: startedAt}]}), [numbered(1, 'SUCCEEDED')]);
		expect(model.changes[0]?.elapsed).toEqual({minMs: hourMs, maxMs: 16 * hourMs});
	});

	test('adds no time span to changes after a restart of a few seconds', () => {
		const model = scanned(restarted([numbered(1)], {until: startAt - 5000}), [numbered(1, 'SUCCEEDED')]);
		expect(model.changes[0]).not.toHaveProperty('notBefore');
		expect(bannerLines(model)).toEqual(['Since 11:59: 1 succeeded']);
	});

	test('causes no changes if the earlier run never completed a scan', () => {
		const model = scanned(restarted([numbered(1)], {until: undefined}), [numbered(1, 'SUCCEEDED'), numbered(2)]);
		expect(model.changes).toEqual([]);
		expect(idsWhere(model, ({missed}) => missed !== undefined)).toEqual([]);
	});

	test('is ignored after the first scan', () => {
		const model = scanned(freshModel(), [numbered(1)]);
		expect(after(model, {type: 'stateRestored', targetId: defaultId, savedState: savedStateOf([numbered(2)])})).toBe(model);
	});

	test('loses an import after two complete scans without it', () => {
		const once = scanned(restarted([numbered(1, 'SUCCEEDED')]), []);
		expect(once.changes).toEqual([]);
		expect(scanned(once, [], 30_000).changes).toMatchObject([{change: {kind: 'gone'}, notBefore: startAt - (15 * hourMs)}]);
	});
});

describe('a missed change', () => {
	const missed = scanned(restarted(Array.from({length: 60}, (_, index) => numbered(index + 1))), Array.from({length: 60}, (_, index) => numbered(index + 1, 'SUCCEEDED')));

	test('stays marked until the user presses a key while it is visible', () => {
		const later = scanned(missed, recordsOf(missed).map(({task}) => task), hourMs);
		expect(markedIds(later)).toHaveLength(60);
		const paged = afterCommands(later, 'pageForward');
		expect(markedIds(paged).length).toBeLessThan(60);
		expect(bannerLines(paged)).toEqual([`Since Sat 21:00: ${markedIds(paged).length} succeeded`]);
		const all = afterCommands(paged, 'pageForward', 'pageForward', 'pageForward', 'pageForward');
		expect(markedIds(all)).toEqual([]);
		expect(bannerLines(all)).toEqual([]);
	});

	test('stays marked while the help covers it', () => {
		const behind = afterCommands(missed, 'openHelp');
		expect(markedIds(afterCommands(behind, 'refresh'))).toEqual(markedIds(behind));
	});

	test('is dismissed by the key that clears the filter if there is no filter', () => {
		const dismissed = afterCommands(missed, 'clearFilter');
		expect(bannerLines(dismissed)).toEqual([]);
		expect(markedIds(dismissed)).toEqual([]);
	});

	test('is summarized after a long outage and after the computer slept', () => {
		const before = scanned(freshModel(), [numbered(1), numbered(2)]);
		const woken = scanned(before, [numbered(1, 'FAILED'), numbered(2)], 8 * hourMs);
		expect(bannerLines(woken)).toEqual(['Since 12:00: 1 failed']);

		const failing = after(
			before,
			{type: 'pollDue', targetId: defaultId, at: startAt + 10_000},
			scanEnded({scanNumber: 2, afterMs: 10_000, failure: {kind: 'network', sentence: 'Nothing answers.', isTransient: true}}),
		);
		expect(bannerLines(scanned(failing, [numbered(1, 'CANCELLED'), numbered(2)], 3 * hourMs))).toEqual(['Since 12:00: 1 cancelled']);
	});

	test('is not reported if polls were on time, and is replaced by a later change of the same import', () => {
		const before = scanned(freshModel(), [numbered(1)]);
		expect(bannerLines(scanned(before, [numbered(1, 'SUCCEEDED')], 10_000))).toEqual([]);

		const woken = scanned(before, [numbered(1, 'ROLLING_BACK')], 8 * hourMs);
		expect(bannerLines(woken)).toEqual(['Since 12:00: 1 rolling back']);
		const again = scanned(woken, [numbered(1, 'FAILED')], 11 * hourMs);
		expect(bannerLines(again)).toEqual(['Since 12:00: 1 failed']);
	});
});

describe('a new connection', () => {
	const first = {profile: 'default', region: 'us-east-1'};
	const other = {profile: 'default', region: 'eu-west-1'};
	const listed = scanned(after(freshModel(), {type: 'connected', targetId: defaultId, target: first}), [numbered(1), numbered(2)]);

	test('to another region reports no changes between the two lists', () => {
		const scanning = after(listed, {type: 'pollDue', targetId: defaultId, at: startAt + 10_000}, {type: 'connected', targetId: defaultId, target: other});
		const model = scanned(scanning, [numbered(3)], 10_000);
		expect(only(model).resolved).toEqual(other);
		expect(model.changes).toEqual([]);
		expect(shownImports(model).map(({task}) => task.taskId)).toEqual([taskId(3)]);
		expect(scanned(model, [numbered(3)], 20_000).changes).toEqual([]);
	});

	test('to another region forgets the graphs, so that those of the new list are requested rather than missing', () => {
		const untilDone = untilDoneOf({isUsable: true});
		const connected = after(freshModel({untilDone}), {type: 'connected', targetId: defaultId, target: first});
		const answered = withGraphs(scanned(connected, [numbered(1)]), [{id: 'g-0000000001', name: 'orders-prod', status: 'AVAILABLE'}]);
		const scanning = after(answered, {type: 'pollDue', targetId: defaultId, at: startAt + 10_000}, {type: 'connected', targetId: defaultId, target: other});
		const finished = {...numbered(3, 'SUCCEEDED'), graphId: 'g-0000000002'};
		const model = scanned(scanning, [finished], 10_000);
		expect(only(model).graphs).toMatchObject({byId: new Map(), request: only(answered).graphs.request + 1, isAsking: true});
		expect(followedImports(model)).toMatchObject([{graphStatus: 'UNKNOWN'}]);
		expect(model.outcome).toBeUndefined();
		expect(withGraphs(model, [{id: 'g-0000000002', name: 'people', status: 'AVAILABLE'}]).outcome).toBe('succeeded');
	});

	test('to the same target changes nothing', () => {
		expect(after(listed, {type: 'connected', targetId: defaultId, target: {...first}})).toBe(listed);
	});

	test('to another endpoint of the same target keeps the list', () => {
		const moved = {...first, endpointUrl: 'http://127.0.0.1:8182'};
		const model = after(listed, {type: 'connected', targetId: defaultId, target: moved});
		const {resolved, ...kept} = only(model);
		const {resolved: _, ...before} = only(listed);
		expect(resolved).toEqual(moved);
		expect(kept).toEqual(before);
		expect(only(model).imports).toBe(only(listed).imports);
		expect(scanned(model, [numbered(1, 'FAILED'), numbered(2)], 10_000).changes.map(({change}) => change.task.taskId)).toEqual([taskId(1)]);
	});
});
