import {describe, expect, test} from 'vitest';
import {type ImportTask} from '../../../source/imports/task.ts';
import {type Message} from '../../../source/app/message.ts';
import {createKeymap} from '../../../source/app/keys/key-settings.ts';
import {type Model} from '../../../source/app/model.ts';
import {type Transition} from '../../../source/app/store.ts';
import {update} from '../../../source/app/update.ts';
import {announcementsOf, openingAnnouncements} from '../../../source/ui/speech/announcements.ts';
import {currentLine} from '../../../source/ui/speech/current-line.ts';
import {spokenText} from '../../../source/ui/speech/spoken-text.ts';
import {
	after,
	afterCommands,
	defaultId,
	detailsAnswered,
	filtering,
	freshModel,
	scanEnded,
	scanned,
	scanStep,
	startAt,
	withGraphs,
} from '../../support/model.ts';
import {importTask, importTasks, taskId} from '../../support/tasks.ts';

const fleet: readonly ImportTask[] = [
	importTask({taskId: taskId(1), status: 'IMPORTING'}),
	importTask({taskId: taskId(2), status: 'FAILED', format: 'OPEN_CYPHER'}),
	importTask({taskId: taskId(3), status: 'SUCCEEDED'}),
];
const connected = after(freshModel(), {type: 'connected', targetId: defaultId, target: {profile: 'default', region: 'us-east-1'}});
const listed = scanned(connected, fleet);
const withStatus = (status: string): readonly ImportTask[] => fleet.map(task => task.taskId === taskId(1) ? {...task, status} : task);
const progressed = (percentage: number): Message => detailsAnswered(1, {status: 'IMPORTING', progress: {percentage}}, 1000);
const reasonStep = (before: Model): Transition => {
	const message: Message = detailsAnswered(1, {status: 'FAILED', statusReason: 'The role may not read the source.'}, 11_000);
	const [next, effects] = update(before, message);
	return {
		before, after: next, message, effects,
	};
};

const failing = (model: Model, scanNumber: number): Model => after(
	model,
	{type: 'pollDue', targetId: defaultId, at: startAt + (scanNumber * 10_000)},
	scanEnded({
		scanNumber,
		afterMs: scanNumber * 10_000,
		failure: {
			kind: 'credentials', sentence: 'The sign-in has expired.', remedy: 'Run aws sso login.', isTransient: false,
		},
	}),
);

const between = (before: Model, model: Model): readonly string[] => announcementsOf({before, after: model, effects: []});

describe('spokenText', () => {
	test.each([
		[' 12:00:10  t-1  importing → failed', '12:00:10, t-1, importing to failed'],
		[' 12:00:10–12:20:00  t-1', '12:00:10 to 12:20:00, t-1'],
		['   ↑  k      up one line', 'Up, k, up one line'],
		['   PgDn  ]  →  Ctrl+F   next page', 'PgDn, ], Right, Ctrl+F, next page'],
		[' progress      ━━━╸────────  35%', 'progress, 35%'],
		[' status        ✗ failed', 'status, failed'],
		[' source        –', 'source, none'],
		[' 1–10 of 135 · by activity', '1 to 10 of 135, by activity'],
		['', ''],
	])('turns "%s" into "%s"', (text, spoken) => {
		expect(spokenText([{text}])).toBe(spoken);
	});
});

describe('a screen reader', () => {
	test('announces the target and the main keys at the start', () => {
		expect(openingAnnouncements(freshModel({isDemo: true}))).toEqual(['Neptune imports, demo, no AWS account. Press ? for help, q to quit.']);
		expect(between(freshModel(), connected)).toEqual(['default, us-east-1']);
		expect(currentLine(connected).text).toBe('Loading imports…');
	});

	test('announces the counts of the first list', () => {
		expect(between(connected, listed)).toEqual(['3 imports: 1 running, 1 failed, 1 succeeded, 0 cancelled']);
		expect(between(connected, scanned(connected, withStatus('DELETED')))).toEqual(['3 imports: 0 running, 1 failed, 1 succeeded, 1 cancelled (1 deleted)']);
	});

	test('announces no changes of a hidden target', () => {
		const hidden = afterCommands(listed, 'openTargets', 'hideTarget', 'closeScreen');
		const step = scanStep(hidden, withStatus('FAILED'), 10_000);
		expect(step.effects).toContainEqual(expect.objectContaining({type: 'changesObserved', isHidden: true}));
		expect(announcementsOf(step)).toEqual([]);
		expect(announcementsOf(reasonStep(step.after))).toEqual([]);
		expect(announcementsOf(reasonStep(scanStep(listed, withStatus('FAILED'), 10_000).after))).toContain(`${taskId(1)}: The role may not read the source.`);
	});

	test('announces nothing if the list did not change', () => {
		expect(between(listed, scanned(listed, fleet, 10_000))).toEqual([]);
	});

	test('announces no polls, progress or cursor moves; the last line follows the cursor', () => {
		const moved = afterCommands(after(listed, {type: 'pollDue', targetId: defaultId, at: startAt + 10_000}, {type: 'scanDelayed', targetId: defaultId, scanNumber: 2}, progressed(42)), 'cursorDown');
		expect(between(listed, moved)).toEqual([]);
		expect(currentLine(moved).text).toBe('2 of 3: t-0000000002, failed, graph g-0000000001, open cypher, s3://lake/2026/people.csv');
	});

	test.each([
		['IMPORTING', 'succeeded, but its graph is importing'],
		['AVAILABLE', 'succeeded'],
	])('reads the status of the graph after that of a succeeded import, unless it is available: %s', (status, text) => {
		const moved = afterCommands(withGraphs(listed, [{id: 'g-0000000001', name: 'people', status}]), 'cursorDown', 'cursorDown');
		expect(currentLine(moved).text).toBe(`3 of 3: t-0000000003, ${text}, graph g-0000000001, csv, s3://lake/2026/people.csv`);
	});

	test('announces a change, the counts, and later the failure reason', () => {
		const step = scanStep(listed, withStatus('FAILED'), 10_000);
		const changed = step.after;
		expect(announcementsOf(step)).toEqual([
			'12:00:10, t-0000000001, importing to failed, lake/2026/people.csv',
			'3 imports: 0 running, 2 failed, 1 succeeded, 0 cancelled',
		]);
		expect(announcementsOf(reasonStep(changed))).toEqual(['t-0000000001: The role may not read the source.']);
		expect(announcementsOf(reasonStep(reasonStep(changed).after))).toEqual([]);
	});

	test('announces the first 20 of many changes and the number of the others', () => {
		const many = importTasks(100);
		const before = scanned(connected, many);
		const announced = announcementsOf(scanStep(before, many.map(task => ({...task, status: 'SUCCEEDED'})), 10_000));
		expect(announced).toHaveLength(22);
		expect(announced[20]).toBe('and 80 more changes; press e to list them');
	});

	test('announces a failure and its remedy once, and the recovery', () => {
		const failed = failing(listed, 2);
		expect(between(listed, failed)).toEqual(['The sign-in has expired. Run aws sso login.']);
		expect(between(failed, failing(failed, 3))).toEqual([]);
		expect(between(failed, scanned(failed, fleet, 40_000))).toContain('Polling works again.');
	});

	test('announces the effect of keys that do not change the last line', () => {
		expect(between(listed, afterCommands(listed, 'togglePause'))).toEqual(['paused']);
		expect(between(listed, afterCommands(listed, 'lengthenInterval'))[0]).toMatch(/^every \d+ s$/v);
		expect(between(listed, afterCommands(listed, 'previousGroup', 'previousGroup'))).toEqual(['1 of 3 shown, group succeeded']);
		expect(between(listed, afterCommands(listed, 'nextOrder'))).toEqual(['Sorted by status']);
	});

	test('announces the number of matches when the filter is applied, not with each character', () => {
		const editing = filtering(listed, 'is:active');
		expect(between(listed, editing)).toEqual([]);
		expect(currentLine(editing)).toEqual({role: 'textbox', text: 'filter: is:active'});
		expect(between(editing, afterCommands(editing, 'keepFilter'))).toEqual(['1 of 3 shown, filter is:active']);
	});

	test('announces all lines of a screen that opens, and later only new fields', () => {
		const opened = afterCommands(listed, 'openDetails');
		expect(between(listed, opened).slice(0, 4)).toEqual(['Details', 'task, t-0000000001', 'status, importing', 'graph, g-0000000001']);
		expect(currentLine(opened).text).toBe('Details. Esc goes back.');
		expect(between(opened, after(opened, progressed(42)))).toEqual(['Progress', 'progress, 42%']);
		expect(between(after(opened, progressed(42)), after(opened, progressed(43)))).toEqual([]);
		expect(between(opened, afterCommands(opened, 'closeScreen'))).toEqual([]);
		expect(between(listed, afterCommands(listed, 'openHelp'))).toContain('Up, k, up one line');
	});

	test('announces a change only once while the details are open', () => {
		const opened = afterCommands(listed, 'openDetails');
		expect(announcementsOf(scanStep(opened, withStatus('ANALYZING_DATA'), 10_000))).toEqual([
			'12:00:10, t-0000000001, importing to analyzing data, lake/2026/people.csv',
		]);
	});

	test('rounds the progress of the selected import to tens', () => {
		const texts = [9, 42, 43, 49, 50].map(percentage => currentLine(after(listed, progressed(percentage))).text);
		expect(texts[0]).toBe('1 of 3: t-0000000001, importing, graph g-0000000001, csv, s3://lake/2026/people.csv');
		expect(texts[1]).toContain('importing, at least 40%,');
		expect(new Set(texts).size).toBe(3);
	});

	test('says since when the progress of the selected import is old', () => {
		const old = scanned(after(listed, progressed(42)), fleet, 130_000);
		expect(currentLine(old).text).toContain('importing, at least 40%, not updated since 12:00:01, graph');
		expect(between(afterCommands(after(listed, progressed(42)), 'openDetails'), scanned(afterCommands(after(listed, progressed(42)), 'openDetails'), fleet, 130_000)))
			.toEqual(['updated, 2026-03-01 12:00:01 (no newer details from AWS)']);
	});

	test('announces the confirmation prompt; the last line shows the typed characters', () => {
		const confirming = afterCommands(scanned(freshModel({canCancel: true}), fleet), 'askToCancel');
		expect(between(scanned(freshModel({canCancel: true}), fleet), confirming)).toEqual(['Cancel t-0000000001 (graph g-0000000001, importing)?']);
		expect(currentLine(after(confirming, {type: 'confirmationTyped', typed: '00'}))).toEqual({role: 'textbox', text: 'Type 0001 to cancel this import, Enter confirms, Esc goes back: 00'});
	});

	test('names the keys that the user set, and none for commands without a key', () => {
		const keymap = createKeymap(new Map([['closeScreen', ['Z']], ['openChanges', ['E']], ['confirmCancel', ['ctrl+y']], ['keepImport', ['ctrl+n']]]), []);
		const withoutKeys = createKeymap(new Map([['closeScreen', []], ['openChanges', []], ['confirmCancel', []], ['keepImport', []], ['openHelp', []]]), []);
		expect(openingAnnouncements(connected, withoutKeys)).toEqual(['Neptune imports, default, us-east-1. Press q to quit.']);

		const opened = afterCommands(listed, 'openDetails');
		expect(currentLine(opened, keymap).text).toBe('Details. Z goes back.');
		expect(currentLine(opened, withoutKeys).text).toBe('Details.');
		expect(currentLine(afterCommands(listed, 'openTargets'), keymap).text).toMatch(/\. Z goes back\.$/v);

		const confirming = afterCommands(scanned(freshModel({canCancel: true}), fleet), 'askToCancel');
		expect(currentLine(confirming, keymap).text).toBe('Type 0001 to cancel this import, Ctrl+Y confirms, Ctrl+N goes back: ');
		expect(currentLine(confirming, withoutKeys).text).toBe('Type 0001 to cancel this import: ');

		const many = importTasks(30);
		const step = scanStep(scanned(connected, many), many.map(task => ({...task, status: 'SUCCEEDED'})), 10_000);
		expect(announcementsOf(step, keymap)).toContain('and 10 more changes; press E to list them');
		expect(announcementsOf(step, withoutKeys)).toContain('and 10 more changes');
	});

	test('announces no control character that the service sent', () => {
		const hostile = importTask({
			taskId: 't-\u{1B}[31mred', graphId: '\u{202E}g', source: 's3://\u{1B}]0;title\u{7}\u{9B}2J', status: 'X\u{1B}[2J', format: '\n\r', roleArn: 'arn:\u{0}',
		});
		const step = scanStep(listed, [...fleet, hostile], 10_000);
		const model = step.after;
		const opened = afterCommands(model, 'openDetails');
		const all = [...announcementsOf(step), ...between(model, opened), ...[0, 1, 2, 3].map(index => currentLine(afterCommands(model, ...Array.from({length: index}, () => 'cursorDown' as const))).text)];
		expect(all.join('')).not.toMatch(/\p{Control}|\u{202E}/v);
	});
});
