import {describe, expect, test} from 'vitest';
import {type Model} from '../../source/app/model.ts';
import {timelineView} from '../../source/app/timeline.ts';
import {type ObservedImport, type ObservedStatus} from '../../source/imports/timeline.ts';
import {
	after,
	defaultId,
	effectsOfCommand,
	filtering,
	freshModel,
	afterCommands,
	scanned,
	startAt,
} from '../support/model.ts';
import {importTask, taskId} from '../support/tasks.ts';

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

const idsOf = (model: Model): readonly string[] => timelineView(model).rows.map(row => row.kind === 'import' ? row.shown.task.taskId : `${row.kind} ${row.group.graphId ?? ''}`);

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

	test('opens details, and comes back to the timeline', () => {
		const active = opened([seenImport(90, [{at: startAt - minute, status: 'INITIALIZING'}], 'g-z')]);
		expect(afterCommands(active, 'openDetails').screen).toMatchObject({kind: 'details', ref: {taskId: taskId(90)}});
		expect(afterCommands(active, 'openDetails', 'closeScreen').screen.kind).toBe('timeline');
		expect(afterCommands(active, 'openDetails', 'closeScreen', 'closeScreen', 'openDetails', 'closeScreen').screen.kind).toBe('list');
		expect(afterCommands(opened([ended(1, 60)], []), 'openDetails').notice).toBe(`${taskId(1)} is no longer listed`);
	});

	test('folds to lanes if the imports are short and don\'t fit', () => {
		const many = Array.from({length: 400}, (_, index) => ended(index, index, `g-${index % 20}`));
		expect(timelineView(opened(many)).isFolded).toBe(false);
		const far = afterCommands(opened(many), 'zoomOut', 'zoomOut', 'zoomOut');
		expect([timelineView(far).isFolded, timelineView(far).rows.length]).toEqual([true, 21]);
		expect(timelineView(afterCommands(far, 'toggleFold')).isFolded).toBe(false);
		const inside = afterCommands(far, 'cursorDown', 'openDetails');
		expect([inside.screen.kind, timelineView(inside).isFolded]).toEqual(['timeline', false]);
	});
});
