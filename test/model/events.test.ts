import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {isChangeEvent, observedChangeOf, type WatchEvent} from '../../source/domain/event.ts';
import {type ImportTask, taskKey} from '../../source/domain/task.ts';
import {eventsOf} from '../../source/model/events.ts';
import {type Message} from '../../source/model/message.ts';
import {type Model} from '../../source/model/model.ts';
import {update} from '../../source/model/update.ts';
import {
	freshModel,
	scanEnded,
	startAt,
} from '../support/model.ts';
import {fleets, importTask, taskId} from '../support/tasks.ts';

const numbered = (number: number, status = 'IMPORTING'): ImportTask => importTask({taskId: taskId(number), status});
const target = {profile: 'staging', region: 'eu-west-1', endpointUrl: 'http://127.0.0.1:8182'};
const head = (afterMs: number) => ({
	version: 1, at: new Date(startAt + afterMs).toISOString(), profile: 'staging', region: 'eu-west-1', endpoint: 'http://127.0.0.1:8182',
});

/*
What is told from the start, message after message.
*/
const told = (...messages: readonly Message[]): {readonly model: Model; readonly events: readonly WatchEvent[]} => {
	let model: Model = update(freshModel({intervalMs: 10_000}), {type: 'connected', target});
	const events: WatchEvent[] = [];

	for (const message of messages) {
		const before = model;
		model = update(before, message);
		events.push(...eventsOf({before, after: model, message}));
	}

	return {model, events};
};

const polls = (...scans: ReadonlyArray<readonly ImportTask[]>): readonly Message[] => scans.flatMap((tasks, index) => [
	{type: 'pollDue', at: startAt + (index * 10_000)} as const,
	scanEnded({scanNumber: index + 1, afterMs: index * 10_000, tasks}),
]);

describe('events', () => {
	test('are the whole list of the first scan, and then each change, whole', () => {
		const [first, second] = [numbered(1), numbered(2, 'SUCCEEDED')];
		const failed = numbered(1, 'FAILED');
		expect(told(...polls([first, second], [failed, second], [failed, second, numbered(3)], [failed, numbered(3)], [failed, numbered(3)])).events).toEqual([
			{...head(0), event: 'baseline', task: first},
			{...head(0), event: 'baseline', task: second},
			{
				...head(10_000), event: 'changed', task: failed, from: 'IMPORTING', to: 'FAILED',
			},
			{...head(20_000), event: 'appeared', task: numbered(3)},
			{...head(40_000), event: 'gone', task: second},
		]);
	});

	test('tell that the service could not be asked once, and that it could again', () => {
		const failure = {
			kind: 'network', sentence: 'Nothing answers.', remedy: 'Wait.', isTransient: true,
		} as const;
		const {events} = told(
			...polls([]),
			{type: 'pollDue', at: startAt + 10_000},
			scanEnded({scanNumber: 2, afterMs: 10_000, failure}),
			{type: 'pollDue', at: startAt + 20_000},
			scanEnded({scanNumber: 3, afterMs: 20_000, failure}),
			{type: 'pollDue', at: startAt + 30_000},
			scanEnded({scanNumber: 4, afterMs: 30_000}),
		);
		expect(events).toEqual([
			{
				...head(10_000), event: 'failure', kind: 'network', sentence: 'Nothing answers.', remedy: 'Wait.', nextTryAt: new Date(startAt + 20_000).toISOString(),
			},
			{...head(30_000), event: 'recovered', since: new Date(startAt + 10_000).toISOString()},
		]);
	});

	test('tell how far an import is where that is another than before', () => {
		const answered = (percentage: number, afterMs: number): Message => ({
			type: 'detailsAnswered',
			key: taskId(1),
			at: startAt + afterMs,
			answer: {kind: 'details', details: {status: 'IMPORTING', attemptNumber: 1, progress: {percentage, startedAt: startAt, elapsedMs: 60_000}}},
		});
		const {events} = told(...polls([numbered(1)]), answered(10, 1), answered(10, 2), answered(20, 3));
		expect(events.slice(1)).toEqual([[10, 1], [20, 3]].map(([percentage, afterMs = 0]) => ({
			...head(afterMs), event: 'progress', task: numbered(1), attemptNumber: 1, progress: {percentage, startedAt: new Date(startAt).toISOString(), elapsedSeconds: 60},
		})));
	});

	test('give back the list, whatever was scanned: who follows them knows what the program knows', () => {
		fc.assert(fc.property(fc.array(fleets, {minLength: 1, maxLength: 8}), scans => {
			const {model, events} = told(...polls(...scans));
			const followed = new Map<string, ImportTask>();

			for (const event of events) {
				if (event.event === 'gone') {
					followed.delete(taskKey(event.task));
				} else if ('task' in event) {
					followed.set(taskKey(event.task), event.task);
				}
			}

			expect(followed).toEqual(model.ledger.tasks);
		}));
	});

	test('of changes are the changes that the program keeps, back and forth', () => {
		fc.assert(fc.property(fc.array(fleets, {minLength: 1, maxLength: 8}), scans => {
			const {model, events} = told(...polls(...scans));
			const changes = events.filter(event => isChangeEvent(event)).map(event => observedChangeOf(event));
			expect(changes.toReversed()).toEqual(model.changes);
		}));
	});
});
