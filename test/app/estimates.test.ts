import {describe, expect, test} from 'vitest';
import {eventsOf} from '../../source/app/effect.ts';
import {estimateOf, forecastOf} from '../../source/app/estimates.ts';
import {type Message} from '../../source/app/message.ts';
import {type Model} from '../../source/app/model.ts';
import {statusSummaryOf} from '../../source/app/status-summary.ts';
import {type ImportProgress} from '../../source/imports/details.ts';
import {usualFor} from '../../source/app/targets/targets.ts';
import {type SucceededImport} from '../../source/imports/progress/usual.ts';
import {
	after,
	defaultId,
	detailsAnswered,
	effectsOf,
	freshModel,
	recordsOf,
	scanned,
	startAt,
} from '../support/model.ts';
import {expectEvents} from '../support/events.ts';
import {importTask, numbered, taskId} from '../support/tasks.ts';

const minute = 60_000;

const answer = (number: number, afterMs: number, progress: ImportProgress, status = 'IMPORTING'): Message => detailsAnswered(number, {status, progress}, afterMs);

const earlier = (durationMs: number): SucceededImport => ({task: numbered(99), endedAt: 0, durationMs});

const withUsual = (model: Model, durationMs: number): Model => after(model, {type: 'earlierImportsRead', targetId: defaultId, imports: [earlier(durationMs)]});

const leftOf = (model: Model): readonly unknown[] => recordsOf(model).map(record => estimateOf(model, record)?.leftMs);

describe('the estimate of an import', () => {
	test('is the usual duration without the time since AWS says that it started', () => {
		const listed = withUsual(scanned(freshModel(), [numbered(1, 'ANALYZING_DATA')]), 10 * minute);
		expect(leftOf(listed)).toEqual([undefined]);
		expect(leftOf(after(listed, answer(1, 0, {elapsedMs: 4 * minute}, 'ANALYZING_DATA')))).toEqual([6 * minute]);
	});

	test('counts the time since an import appeared until AWS says when it started', () => {
		const appeared = scanned(scanned(freshModel(), []), [numbered(1, 'INITIALIZING')], minute);
		expect(leftOf(after(withUsual(appeared, 10 * minute), answer(1, 3 * minute, {}, 'INITIALIZING')))).toEqual([8 * minute]);
	});

	test('is unknown for an import that has stalled or finished', () => {
		const listed = withUsual(scanned(freshModel(), [numbered(1)]), 60 * minute);
		const stalled = after(listed, ...Array.from({length: 20}, (_, index) => answer(1, index * minute, {percentage: 30, statementCount: 5, elapsedMs: index * minute})));
		expect(leftOf(stalled)).toEqual([undefined]);
		expect(leftOf(scanned(after(listed, answer(1, 0, {elapsedMs: 0})), [numbered(1, 'FAILED')], minute))).toEqual([undefined]);
	});
});

describe('the usual duration', () => {
	const next = importTask({taskId: taskId(2), source: 's3://lake/2027/people.csv'});

	test('is learned from imports that succeed during this run', () => {
		const running = scanned(freshModel(), [numbered(1), next]);
		const succeeded = scanned(running, [numbered(1, 'SUCCEEDED'), next], minute);
		const known = after(succeeded, answer(1, minute, {elapsedMs: 7 * minute, statementCount: 6000}, 'SUCCEEDED'));
		expect(recordsOf(succeeded).map(record => usualFor(succeeded, record))).toEqual([undefined, undefined]);
		expect(recordsOf(known).map(record => usualFor(known, record))).toEqual([undefined, {count: 1, durationMs: 7 * minute, statementsPerSecond: undefined}]);
	});

	test.each(['FAILED', 'CANCELLED', 'DELETED'])('is not learned from an import that is %s', status => {
		const ended = scanned(scanned(freshModel(), [numbered(1), next]), [numbered(1, status), next], minute);
		const known = after(ended, answer(1, minute, {elapsedMs: 7 * minute}, status));
		expect(recordsOf(known).map(record => usualFor(known, record))).toEqual([undefined, undefined]);
	});
});

describe('the forecast', () => {
	const tasks = [numbered(1), importTask({taskId: taskId(2), source: 's3://lake/2026/orders.csv'}), numbered(3, 'SUCCEEDED')];
	const listed = withUsual(scanned(freshModel(), tasks), 10 * minute);
	const [first, second] = [answer(1, 0, {elapsedMs: 2 * minute}), answer(2, 1000, {elapsedMs: 7 * minute})];

	test('is the latest estimate, once each running import has one', () => {
		expect(forecastOf(after(listed, first))).toBeUndefined();
		expect(forecastOf(after(listed, first, second))).toMatchObject({running: 2, doneAt: startAt + (8 * minute), now: startAt + 1000});
		expect(forecastOf(freshModel())).toBeUndefined();
	});

	test('leaves out imports that do not match the filter', () => {
		const filtered = after(listed, first, {type: 'filterEdited', edit: {kind: 'insert', text: 'people'}});
		expect(forecastOf(filtered)).toMatchObject({running: 1, doneAt: startAt + (8 * minute)});
	});

	test('does not depend on the group', () => {
		expect(forecastOf(after(listed, first, second, {type: 'groupPicked', group: 'failed'}))).toMatchObject({running: 2, doneAt: startAt + (8 * minute)});
	});

	test('is part of the title', () => {
		expect(statusSummaryOf(after(listed, first)).title).toBe('2 importing – Neptune imports');
		expect(statusSummaryOf(after(listed, first, second)).title).toMatch(/^2 importing · done ~\d\d:08 – Neptune imports$/v);
	});

	test('is emitted as an event, at most once a minute', () => {
		const estimatesIn = (model: Model, ...messages: readonly Message[]) => eventsOf(effectsOf(model, ...messages)).filter(({event}) => event === 'estimate');
		const events = estimatesIn(listed, first, second, answer(1, 59_000, {elapsedMs: 2.9 * minute}), answer(1, 61_000, {elapsedMs: 3 * minute}), answer(1, 90_000, {elapsedMs: 4 * minute}));
		expectEvents(events);
		expect(events.map(event => 'doneAt' in event && [event.at, event.running, event.doneAt])).toEqual([
			['2026-03-01T12:00:01.000Z', 2, '2026-03-01T12:08:00.000Z'],
			['2026-03-01T12:01:01.000Z', 2, '2026-03-01T12:08:01.000Z'],
		]);
		expect(estimatesIn(withUsual(scanned(freshModel({detailsBudget: 0}), tasks), 10 * minute), first, second)).toEqual([]);
	});
});

test('a progress event has the rate, and says if it is slower than usual', () => {
	const imports = [1, 2, 3].map((number): SucceededImport => ({
		task: numbered(number + 90), endedAt: number, durationMs: minute, statementsPerSecond: 1000,
	}));
	const listed = after(scanned(freshModel(), [numbered(1)]), {type: 'earlierImportsRead', targetId: defaultId, imports});
	const counts = [0, 6000, 36_000].map((statementCount, index) => answer(1, index * 10_000, {statementCount}));
	const events = eventsOf(effectsOf(listed, ...counts)).filter(({event}) => event === 'progress');
	expectEvents(events);
	expect(events.map(event => 'statementsPerSecond' in event && [event.statementsPerSecond, event.isSlowerThanUsual])).toEqual([false, [600, undefined], [3000, undefined]]);
	const slow = eventsOf(effectsOf(listed, answer(1, 0, {statementCount: 0}), answer(1, 10_000, {statementCount: 4000})));
	expect(slow).toContainEqual(expect.objectContaining({event: 'progress', statementsPerSecond: 400, isSlowerThanUsual: true}));
});
