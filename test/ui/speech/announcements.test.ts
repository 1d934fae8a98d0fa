import {describe, expect, test} from 'vitest';
import {type ImportTask} from '../../../source/imports/task.ts';
import {type Message} from '../../../source/app/message.ts';
import {createKeymap} from '../../../source/app/keys/key-settings.ts';
import {type Model} from '../../../source/app/model.ts';
import {type Transition} from '../../../source/app/store.ts';
import {update} from '../../../source/app/update.ts';
import {announcementsOf, currentLine, openingAnnouncements} from '../../../source/ui/speech/announcements.ts';
import {spokenText} from '../../../source/ui/speech/spoken-app.tsx';
import {
	after,
	defaultId,
	filtering,
	freshModel,
	obeyed,
	scanEnded,
	scanned,
	scanStep,
	startAt,
} from '../../support/model.ts';
import {importTask, taskId} from '../../support/tasks.ts';

const fleet: readonly ImportTask[] = [
	importTask({taskId: taskId(1), status: 'IMPORTING'}),
	importTask({taskId: taskId(2), status: 'FAILED', format: 'OPEN_CYPHER'}),
	importTask({taskId: taskId(3), status: 'SUCCEEDED'}),
];
const connected = after(freshModel(), {type: 'connected', targetId: defaultId, target: {profile: 'default', region: 'us-east-1'}});
const listed = scanned(connected, fleet);
const withStatus = (status: string): readonly ImportTask[] => fleet.map(task => task.taskId === taskId(1) ? {...task, status} : task);
const progressed = (percentage: number): Message => ({
	type: 'detailsAnswered', targetId: defaultId, key: taskId(1), at: startAt + 1000, answer: {kind: 'details', details: {status: 'IMPORTING', progress: {percentage}}},
});
const reasonStep = (before: Model): Transition => {
	const message: Message = {
		type: 'detailsAnswered', targetId: defaultId, key: taskId(1), at: startAt + 11_000, answer: {kind: 'details', details: {status: 'FAILED', statusReason: 'The role may not read the source.'}},
	};
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

describe('a row of the screen is said', () => {
	test.each([
		[' 12:00:10  t-1  importing → failed', '12:00:10, t-1, importing to failed'],
		[' 12:00:10–12:20:00  t-1', '12:00:10 to 12:20:00, t-1'],
		['   ↑  k      up one line', 'Up, k, up one line'],
		['   PgDn  ]  →  Ctrl+F   next page', 'PgDn, ], Right, Ctrl+F, next page'],
		[' progress      ███▌        35 %', 'progress, 35 %'],
		[' status        ✖ failed', 'status, failed'],
		[' source        –', 'source, none'],
		[' 1–10 of 135 · by activity', '1 to 10 of 135, by activity'],
		['', ''],
	])('%s as %s', (text, said) => {
		expect(spokenText([{text}])).toBe(said);
	});
});

describe('what is said', () => {
	test('at the start is what is watched, and how to get help', () => {
		expect(openingAnnouncements(freshModel({isDemo: true}))).toEqual(['Neptune imports, demo, no AWS account. ? tells the keys, q quits.']);
		expect(between(freshModel(), connected)).toEqual(['default, us-east-1']);
		expect(currentLine(connected).text).toBe('The list of imports is being read.');
	});

	test('of the first list are its counts', () => {
		expect(between(connected, listed)).toEqual(['3 imports: 1 active, 1 failed, 1 succeeded, 0 cancelled']);
	});

	test('of a list that is as it was is nothing', () => {
		expect(between(listed, scanned(listed, fleet, 10_000))).toEqual([]);
	});

	test('of a poll that is due, a spinner, progress and a key that moves is nothing: the last line says where one is', () => {
		const moved = obeyed(after(listed, {type: 'pollDue', targetId: defaultId, at: startAt + 10_000}, {type: 'scanDelayed', targetId: defaultId, scanNumber: 2}, progressed(42)), 'cursorDown');
		expect(between(listed, moved)).toEqual([]);
		expect(currentLine(moved).text).toBe('2 of 3: t-0000000002, failed, graph g-0000000001, open cypher, s3://lake/2026/people.csv');
	});

	test('of a change is the change, the counts, and why it failed, as soon as that is known', () => {
		const step = scanStep(listed, withStatus('FAILED'), 10_000);
		const changed = step.after;
		expect(announcementsOf(step)).toEqual([
			'12:00:10, t-0000000001, importing to failed, s3://lake/2026/people.csv',
			'3 imports: 0 active, 2 failed, 1 succeeded, 0 cancelled',
		]);
		expect(announcementsOf(reasonStep(changed))).toEqual(['t-0000000001: The role may not read the source.']);
		expect(announcementsOf(reasonStep(reasonStep(changed).after))).toEqual([]);
	});

	test('of very many changes are the first, and how many more there are', () => {
		const many = Array.from({length: 100}, (_, index) => importTask({taskId: taskId(index + 1)}));
		const before = scanned(connected, many);
		const said = announcementsOf(scanStep(before, many.map(task => ({...task, status: 'SUCCEEDED'})), 10_000));
		expect(said).toHaveLength(22);
		expect(said[20]).toBe('and 80 more changes; e tells all');
	});

	test('of trouble is what is wrong and what to do, once, and that it is over', () => {
		const once = failing(listed, 2);
		expect(between(listed, once)).toEqual(['The sign-in has expired. Run aws sso login.']);
		expect(between(once, failing(once, 3))).toEqual([]);
		expect(between(once, scanned(once, fleet, 40_000))).toContain('The service can be asked again.');
	});

	test('of keys is what they did where the last line does not say it', () => {
		expect(between(listed, obeyed(listed, 'togglePause'))).toEqual(['paused']);
		expect(between(listed, obeyed(listed, 'lengthenInterval'))[0]).toMatch(/^every \d+ s$/v);
		expect(between(listed, obeyed(listed, 'previousGroup', 'previousGroup'))).toEqual(['1 of 3 shown, group succeeded']);
		expect(between(listed, obeyed(listed, 'nextOrder'))).toEqual(['Sorted by status']);
	});

	test('of a filter is what is left, when it is kept and not with each character', () => {
		const writing = filtering(listed, 'is:active');
		expect(between(listed, writing)).toEqual([]);
		expect(currentLine(writing)).toEqual({role: 'textbox', text: 'filter: is:active'});
		expect(between(writing, obeyed(writing, 'keepFilter'))).toEqual(['1 of 3 shown, filter is:active']);
	});

	test('of a screen that opens is all of it, without signs; of one that stays what is new', () => {
		const opened = obeyed(listed, 'openDetails');
		const said = between(listed, opened);
		expect(said.slice(0, 4)).toEqual(['Details', 'task, t-0000000001', 'status, importing', 'graph, g-0000000001']);
		expect(currentLine(opened).text).toBe('Details. Esc goes back.');
		expect(between(opened, after(opened, progressed(42)))).toEqual(['Progress', 'progress, 42 %']);
		expect(between(after(opened, progressed(42)), after(opened, progressed(43)))).toEqual([]);
		expect(between(opened, obeyed(opened, 'closeScreen'))).toEqual([]);
		expect(between(listed, obeyed(listed, 'openHelp'))).toContain('Up, k, up one line');
	});

	test('announces a change once while the details are open, not again as a line of the timeline', () => {
		const opened = obeyed(listed, 'openDetails');
		expect(announcementsOf(scanStep(opened, withStatus('ANALYZING_DATA'), 10_000))).toEqual([
			'12:00:10, t-0000000001, importing to analyzing data, s3://lake/2026/people.csv',
		]);
	});

	test('of the selected import is how far it is, to the ten, so that not each poll is read out', () => {
		const texts = [9, 42, 43, 49, 50].map(percentage => currentLine(after(listed, progressed(percentage))).text);
		expect(texts[0]).toBe('1 of 3: t-0000000001, importing, graph g-0000000001, csv, s3://lake/2026/people.csv');
		expect(texts[1]).toContain('importing, over 40 %,');
		expect(new Set(texts).size).toBe(3);
	});

	test('of cancelling is the question, and what was answered', () => {
		const asked = obeyed(scanned(freshModel({canCancel: true}), fleet), 'askToCancel');
		expect(between(scanned(freshModel({canCancel: true}), fleet), asked)).toEqual(['Cancel t-0000000001 of graph g-0000000001, importing?']);
		expect(currentLine(after(asked, {type: 'confirmationTyped', typed: '00'}))).toEqual({role: 'textbox', text: 'the last four characters of its id, Enter cancels it, Esc keeps it: 00'});
	});

	test('names the keys that the user set, and none for a command without a key', () => {
		const keymap = createKeymap(new Map([['closeScreen', ['Z']], ['openChanges', ['E']], ['confirmCancel', ['ctrl+y']], ['keepImport', ['ctrl+n']]]), []);
		const withoutKeys = createKeymap(new Map([['closeScreen', []], ['openChanges', []], ['confirmCancel', []], ['keepImport', []], ['openHelp', []]]), []);
		expect(openingAnnouncements(connected, withoutKeys)).toEqual(['Neptune imports, default, us-east-1. q quits.']);

		const opened = obeyed(listed, 'openDetails');
		expect(currentLine(opened, keymap).text).toBe('Details. Z goes back.');
		expect(currentLine(opened, withoutKeys).text).toBe('Details.');
		expect(currentLine(obeyed(listed, 'openTargets'), keymap).text).toMatch(/\. Z goes back\.$/v);

		const asked = obeyed(scanned(freshModel({canCancel: true}), fleet), 'askToCancel');
		expect(currentLine(asked, keymap).text).toBe('the last four characters of its id, Ctrl+Y cancels it, Ctrl+N keeps it: ');
		expect(currentLine(asked, withoutKeys).text).toBe('the last four characters of its id: ');

		const many = Array.from({length: 30}, (_, index) => importTask({taskId: taskId(index + 1)}));
		const step = scanStep(scanned(connected, many), many.map(task => ({...task, status: 'SUCCEEDED'})), 10_000);
		expect(announcementsOf(step, keymap)).toContain('and 10 more changes; E tells all');
		expect(announcementsOf(step, withoutKeys)).toContain('and 10 more changes');
	});

	test('holds no control sequence, whatever the service says', () => {
		const hostile = importTask({
			taskId: 't-\u{1B}[31mred', graphId: '\u{202E}g', source: 's3://\u{1B}]0;title\u{7}\u{9B}2J', status: 'X\u{1B}[2J', format: '\n\r', roleArn: 'arn:\u{0}',
		});
		const step = scanStep(listed, [...fleet, hostile], 10_000);
		const model = step.after;
		const opened = obeyed(model, 'openDetails');
		const all = [...announcementsOf(step), ...between(model, opened), ...[0, 1, 2, 3].map(index => currentLine(obeyed(model, ...Array.from({length: index}, () => 'cursorDown' as const))).text)];
		expect(all.join('')).not.toMatch(/\p{Control}|\u{202E}/v);
	});
});
