import {describe, expect, test} from 'vitest';
import {type Model} from '../../../source/app/model.ts';
import {timelineView} from '../../../source/app/timeline/timeline.ts';
import {type ObservedImport, type ObservedStatus} from '../../../source/imports/timeline/timeline.ts';
import {
	after,
	afterCommands,
	defaultId,
	detailsAnswered,
	effectsOfCommand,
	filtering,
	freshModel,
	scanned,
	startAt,
} from '../../support/model.ts';
import {importTask, taskId} from '../../support/tasks.ts';

const minute = 60_000;
const hour = 60 * minute;

const seenImport = (number: number, observed: readonly ObservedStatus[], graphId = 'g-a'): ObservedImport => ({
	targetId: defaultId, task: importTask({taskId: taskId(number), graphId, status: observed.at(-1)?.status ?? 'IMPORTING'}), observed, isFirstSeen: false,
});

const ended = (number: number, minutesAgo: number, graphId = 'g-a'): ObservedImport => seenImport(number, [
	{at: startAt - ((minutesAgo + 10) * minute), status: 'IMPORTING'},
	{at: startAt - (minutesAgo * minute), status: number % 2 === 0 ? 'FAILED' : 'SUCCEEDED'},
], graphId);

const withHistory = (model: Model, imports: readonly ObservedImport[]): Model => after(model, {type: 'historyRead', imports});

const idsOf = (model: Model): readonly string[] => timelineView(model).rows.map(row => row.kind === 'import' ? row.shown.task.taskId : `${row.kind} ${row.group.newest.task.graphId ?? ''}`);

const opened = (imports: readonly ObservedImport[], tasks = [importTask({taskId: taskId(90), graphId: 'g-z', status: 'INITIALIZING'})]): Model =>
	withHistory(afterCommands(scanned(freshModel(), tasks), 'openTimeline'), imports);

describe('the timeline', () => {
	test('reads the history of the last 14 days when it opens', () => {
		const target = {profile: 'default', region: 'us-east-1'};
		const connected = after(freshModel(), {type: 'connected', targetId: defaultId, target});
		expect(effectsOfCommand(connected, 'openTimeline')).toEqual([{type: 'readHistory', since: startAt - (14 * 24 * hour), targets: [{targetId: defaultId, target}]}]);
		expect(effectsOfCommand(connected, 'openTimeline', 'openTimeline')).toEqual([]);
		expect(afterCommands(connected, 'openTimeline', 'openTimeline').screen.kind).toBe('list');
	});

	test('shows the history and the listed imports by graph', () => {
		const model = opened([ended(1, 60), ended(2, 30), ended(3, 5, 'g-b')]);
		expect(idsOf(model)).toEqual([taskId(90), taskId(3), 'heading g-a', taskId(2), taskId(1)]);
	});

	test('continues the history with the changes of this run', () => {
		const [task] = [importTask({taskId: taskId(1), graphId: 'g-a', status: 'IMPORTING'})];
		const model = withHistory(afterCommands(scanned(freshModel(), [task]), 'openTimeline'), [seenImport(1, [{at: startAt - hour, status: 'INITIALIZING'}, {at: startAt - minute, status: 'IMPORTING'}])]);
		const finished = scanned(model, [{...task, status: 'SUCCEEDED'}], 5 * minute);
		const row = timelineView(finished).rows[0];
		expect(row?.kind === 'import' && [row.shown.startAt - startAt, (row.shown.end?.at ?? 0) - startAt, row.shown.observed.length]).toEqual([-hour, 5 * minute, 3]);
	});

	test('applies the group and the filter of the list', () => {
		const model = opened([ended(1, 60), ended(2, 30)]);
		expect(idsOf(afterCommands(model, 'nextGroup', 'nextGroup'))).toEqual([taskId(2)]);
		expect(idsOf(filtering(model, 'is:succeeded'))).toEqual([taskId(1)]);
	});

	test('scrolls back to the start of the history and forward to now', () => {
		const model = opened([ended(1, 60)]);
		const endOf = (shown: Model): number | undefined => timelineView(shown).endAt;
		const spanned = timelineView(model).spanMs;
		expect(endOf(afterCommands(model, 'timelineBack'))).toBe(startAt - (spanned / 4));
		expect(endOf(afterCommands(model, 'timelineBack', 'timelineForward'))).toBeUndefined();
		expect(endOf(afterCommands(model, 'timelineBack', 'timelineBack', 'showNow'))).toBeUndefined();
		expect(endOf(afterCommands(model, 'zoomOut', 'zoomOut', 'zoomOut', 'zoomOut', 'zoomOut', 'zoomOut', 'zoomOut', 'timelineBack'))).toBeUndefined();
	});

	test('scrolls forward to now even if time has passed since it scrolled back', () => {
		const model = afterCommands(opened([ended(1, 60)]), 'timelineBack');
		expect(timelineView(after(model, {type: 'commandGiven', at: startAt + (5 * minute), command: 'timelineForward'})).endAt).toBeUndefined();
	});

	test('zooms between 15 minutes and 14 days', () => {
		const model = opened([ended(1, 60)]);
		const spans = (command: 'zoomIn' | 'zoomOut') => timelineView(afterCommands(model, ...Array.from({length: 20}, () => command))).spanMs;
		expect([spans('zoomIn'), spans('zoomOut')]).toEqual([15 * minute, 14 * 24 * hour]);
	});

	test('shows everything at first, up to 6 hours', () => {
		expect([ended(1, 1), ended(1, 60), ended(1, 3000)].map(seen => timelineView(opened([seen])).spanMs)).toEqual([15 * minute, 3 * hour, 6 * hour]);
	});

	test('moves the cursor over imports, not over headings', () => {
		const model = opened([ended(1, 60), ended(2, 30), ended(3, 5, 'g-b')]);
		expect(afterCommands(model, 'cursorDown', 'cursorDown').cursor.ref?.taskId).toBe(taskId(2));
		expect(afterCommands(model, 'cursorLast').cursor.ref?.taskId).toBe(taskId(1));
		expect(afterCommands(model, 'cursorLast', 'cursorFirst').cursor.ref).toBeUndefined();
	});

	test('shows the page of the cursor', () => {
		const many = Array.from({length: 30}, (_, index) => ended(index, index, `g-${index}`));
		const model = withHistory(afterCommands(scanned(freshModel({size: {columns: 100, rows: 14}}), []), 'openTimeline'), many);
		const pageOf = (shown: Model) => {
			const {top, pageSize, choice} = timelineView(shown);
			return {top, pageSize, choice};
		};

		expect(pageOf(model)).toEqual({top: 0, pageSize: 10, choice: 0});
		expect(pageOf(afterCommands(model, 'pageForward', 'cursorDown'))).toEqual({top: 10, pageSize: 10, choice: 11});
		expect(pageOf(afterCommands(model, 'cursorLast'))).toEqual({top: 20, pageSize: 10, choice: 29});
	});

	test('keeps the cursor on its import when another one appears above it', () => {
		const selected = afterCommands(opened([ended(1, 60), ended(2, 30), ended(3, 5, 'g-b')]), 'cursorDown', 'cursorDown');
		const moved = withHistory(selected, [ended(1, 60), ended(2, 30), ended(3, 5, 'g-b'), ended(4, 1, 'g-c')]);
		expect([timelineView(selected).choice, timelineView(moved).choice]).toEqual([2, 3]);
		expect(moved.cursor.ref?.taskId).toBe(taskId(2));
	});

	test('keeps the place of the cursor when its import is filtered out', () => {
		const selected = afterCommands(opened([ended(1, 60), ended(2, 30), ended(3, 5, 'g-b')]), 'cursorDown', 'cursorDown');
		expect(timelineView(filtering(selected, `-${taskId(2)}`)).choice).toBe(2);
	});

	test.each([
		['soon after a poll', 10_000, undefined],
		['for a minute after the last poll', minute, undefined],
		['not if the last poll was longer ago', minute + 1, startAt],
	])('draws a running import until now %s', (_claim, sinceMs, seenUntil) => {
		const later = afterCommands(scanned(freshModel({intervalMs: 10_000}), [importTask()]), 'openTimeline');
		const read = after(later, {type: 'commandGiven', at: startAt + sinceMs, command: 'showNow'});
		expect(timelineView(read).seenUntil(defaultId)).toBe(seenUntil);
	});

	test('moves its bars as time passes', () => {
		const model = opened([ended(1, 60)]);
		const later = scanned(model, [importTask({taskId: taskId(90), graphId: 'g-z', status: 'INITIALIZING'})], 30 * minute);
		const {window} = timelineView(model);
		expect(timelineView(later).window.startAt).toBeGreaterThan(window.startAt);
		expect(timelineView(later).rows).not.toBe(timelineView(model).rows);
	});

	test('opens details, and comes back to the timeline', () => {
		const active = opened([seenImport(90, [{at: startAt - minute, status: 'INITIALIZING'}], 'g-z')]);
		expect(afterCommands(active, 'openDetails').screen).toMatchObject({kind: 'details', ref: {taskId: taskId(90)}});
		expect(afterCommands(active, 'openDetails', 'closeScreen').screen.kind).toBe('timeline');
		expect(afterCommands(active, 'openDetails', 'closeScreen', 'closeScreen', 'openDetails', 'closeScreen').screen.kind).toBe('list');
		expect(afterCommands(opened([ended(1, 60)], []), 'openDetails').notice).toBe(`${taskId(1)} is no longer listed`);
	});

	test('folds to one lane per graph with several imports if most are shorter than a cell', () => {
		const some = Array.from({length: 8}, (_, index) => ended(index, index * 30, `g-${index % 2}`));
		expect(timelineView(opened(some)).isFolded).toBe(false);
		const far = afterCommands(opened(some), 'zoomOut', 'zoomOut', 'zoomOut');
		expect(timelineView(far).isFolded).toBe(true);
		expect(idsOf(far)).toEqual([taskId(90), 'lane g-0', 'lane g-1']);
		expect(timelineView(afterCommands(far, 'toggleFold')).isFolded).toBe(false);
		const inside = afterCommands(far, 'cursorDown', 'openDetails');
		expect([inside.screen.kind, timelineView(inside).isFolded]).toEqual(['timeline', false]);
	});

	test('copies the ID and opens the pages of the selected import, even if it is no longer listed', () => {
		const target = {profile: 'default', region: 'us-east-1'};
		const connected = after(opened([ended(1, 60), ended(2, 30)]), {type: 'connected', targetId: defaultId, target});
		expect(effectsOfCommand(connected, 'copyTaskId')).toEqual([{type: 'copyText', text: taskId(90)}]);
		const selected = afterCommands(connected, 'cursorDown');
		expect(effectsOfCommand(selected, 'copyTaskId')).toEqual([{type: 'copyText', text: taskId(2)}]);
		expect(effectsOfCommand(selected, 'openConsole')).toMatchObject([{type: 'openUrl', url: expect.stringContaining(taskId(2)) as unknown}]);
		expect(effectsOfCommand(selected, 'openGraph')).toMatchObject([{type: 'openUrl', url: expect.stringContaining('g-a') as unknown}]);
		const commands = afterCommands(selected, 'openCommands');
		expect(commands.screen).toMatchObject({kind: 'commands', ref: {taskId: taskId(2)}});
		expect(afterCommands(commands, 'closeScreen').screen.kind).toBe('timeline');
	});

	test('explains in a message why commands for one import do nothing on a lane', () => {
		const lane = afterCommands(opened([ended(1, 60), ended(2, 30)], []), 'toggleFold');

		for (const command of ['copyTaskId', 'openCommands', 'openConsole', 'openGraph'] as const) {
			const next = afterCommands(lane, command);
			expect([next.notice, next.screen.kind, effectsOfCommand(lane, command)]).toEqual(['This row stands for 2 imports. Unfold it to select one', 'timeline', []]);
		}
	});

	test('has no empty cells after the end of an earlier window', () => {
		const cellsAfterEnd = (model: Model): number => {
			const {window: {startAt: from, cellMs, cells}, endAt, now} = timelineView(model);
			return cells - 1 - Math.floor(((endAt ?? now) - from) / cellMs);
		};

		const model = opened([ended(1, 60)]);
		expect([model, afterCommands(model, 'timelineBack'), afterCommands(model, 'timelineBack', 'timelineForward')].map(shown => cellsAfterEnd(shown))).toEqual([8, 0, 8]);
	});

	test('finds failures by their recorded reason, and shows its code', () => {
		const failed = {...ended(2, 30), reason: {code: 'PARSING_ERROR', summary: 'PARSING_ERROR: line 3', statusReason: 'PARSING_ERROR at line 3'}} as const;
		const found = filtering(opened([ended(1, 60), failed]), 'parsing_error');
		expect(timelineView(found).rows.map(row => row.kind === 'import' && [row.shown.task.taskId, row.shown.reason?.code])).toEqual([[taskId(2), 'PARSING_ERROR']]);
	});

	test('finds failures of listed imports by the reason that AWS reports, as the list does', () => {
		const task = importTask({taskId: taskId(1), graphId: 'g-a', status: 'FAILED'});
		const model = withHistory(afterCommands(scanned(freshModel(), [task]), 'openTimeline'), [ended(2, 60), {...ended(2, 30), task}]);
		const known = after(model, detailsAnswered(1, {status: 'FAILED', statusReason: 'OUT_OF_MEMORY: 128 m-NCU'}));
		expect(idsOf(filtering(known, 'out_of_memory'))).toEqual([taskId(1)]);
		const [row] = timelineView(filtering(known, 'out_of_memory')).rows;
		expect(row?.kind === 'import' && row.shown.reason?.code).toBe('OUT_OF_MEMORY');
	});
});
