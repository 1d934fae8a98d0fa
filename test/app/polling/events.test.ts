import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {eventsOf} from '../../../source/app/effect.ts';
import {
	type DoneEvent,
	isChangeEvent,
	observedChangeOf,
	type WatchEvent,
} from '../../../source/imports/event.ts';
import {type Graph} from '../../../source/imports/graph.ts';
import {type Failure} from '../../../source/imports/failures/failure.ts';
import {type UntilDone} from '../../../source/imports/polling/until-done.ts';
import {type ImportTask} from '../../../source/imports/task.ts';
import {type Message} from '../../../source/app/message.ts';
import {type Model} from '../../../source/app/model.ts';
import {update} from '../../../source/app/update.ts';
import {expectEvents} from '../../support/events.ts';
import {
	after,
	defaultId,
	freshModel,
	recordsOf,
	scanEnded,
	startAt,
	untilDoneOf,
} from '../../support/model.ts';
import {fleets} from '../../support/fleets.ts';
import {numbered, taskId} from '../../support/tasks.ts';

const target = {profile: 'staging', region: 'eu-west-1', endpointUrl: 'http://127.0.0.1:8182'};
const head = (afterMs: number) => ({
	version: 1, at: new Date(startAt + afterMs).toISOString(), profile: 'staging', region: 'eu-west-1', endpoint: 'http://127.0.0.1:8182',
});

/*
Applies the messages, and returns the final model and all events.
*/
const runUntilDone = (untilDone: UntilDone | undefined, ...messages: readonly Message[]): {readonly model: Model; readonly events: readonly WatchEvent[]} => {
	let model: Model = after(freshModel({intervalMs: 10_000, untilDone}), {type: 'connected', targetId: defaultId, target});
	const events: WatchEvent[] = [];

	for (const message of messages) {
		const [next, effects] = update(model, message);
		model = next;
		events.push(...eventsOf(effects));
	}

	expectEvents(events);
	return {model, events};
};

const run = (...messages: readonly Message[]) => runUntilDone(undefined, ...messages);

const polls = (...scans: ReadonlyArray<readonly ImportTask[]>): readonly Message[] => scans.flatMap((tasks, index) => [
	{type: 'pollDue', targetId: defaultId, at: startAt + (index * 10_000)} as const,
	scanEnded({scanNumber: index + 1, afterMs: index * 10_000, tasks}),
]);

const counts = (fields: Partial<DoneEvent['counts']>): DoneEvent['counts'] => ({
	active: 0, failed: 0, succeeded: 0, cancelled: 0, gone: 0, ...fields,
});

const unauthorized: Failure = {
	kind: 'credentials', sentence: 'No AWS credentials were found.', remedy: 'Sign in.', isTransient: false,
};

describe('the `done` event', () => {
	test.each<[string, UntilDone, readonly Message[], Pick<DoneEvent, 'result' | 'counts' | 'unfinished'>]>([
		['all imports succeeded', untilDoneOf(), polls([numbered(1)], [numbered(1, 'SUCCEEDED')]), {result: 'succeeded', counts: counts({succeeded: 1}), unfinished: []}],
		['an import failed', untilDoneOf(), polls([numbered(1, 'FAILED'), numbered(2, 'SUCCEEDED')]), {result: 'failed', counts: counts({failed: 1, succeeded: 1}), unfinished: []}],
		['an import was deleted before it finished', untilDoneOf(), polls([numbered(1)], [numbered(1, 'DELETED')]), {result: 'failed', counts: counts({cancelled: 1}), unfinished: []}],
		['an import was no longer listed before it finished', untilDoneOf(), polls([numbered(1)], [], []), {result: 'failed', counts: counts({gone: 1}), unfinished: []}],
		['an import was no longer listed after it finished', untilDoneOf(), polls([numbered(1), numbered(2)], [numbered(1, 'FAILED'), numbered(2)], [numbered(2)], [numbered(2)], [numbered(2, 'SUCCEEDED')]), {result: 'failed', counts: counts({failed: 1, succeeded: 1}), unfinished: []}],
		[
			'the first import failed with --fail-fast',
			untilDoneOf({isFailFast: true}),
			polls([numbered(1, 'FAILED'), numbered(2)]),
			{result: 'failed', counts: counts({active: 1, failed: 1}), unfinished: [numbered(2)]},
		],
		['the program timed out', untilDoneOf(), [...polls([numbered(1)]), {type: 'timedOut', at: startAt}], {result: 'timedOut', counts: counts({active: 1}), unfinished: [numbered(1)]}],
		['the first scan failed', untilDoneOf(), [scanEnded({failure: unauthorized})], {result: 'unanswered', counts: counts({}), unfinished: []}],
		['the recording ended', untilDoneOf(), [...polls([numbered(1)]), {type: 'sourceEnded', at: startAt}], {result: 'unanswered', counts: counts({active: 1}), unfinished: [numbered(1)]}],
	])('is the last event, and appears once, after %s', (_, untilDone, messages, done) => {
		const {model, events} = runUntilDone(untilDone, ...messages, {type: 'timedOut', at: startAt}, {type: 'commandGiven', at: startAt, command: 'quit'});
		expect(events.filter(({event}) => event === 'done')).toHaveLength(1);
		expect(events.at(-1)).toMatchObject({event: 'done', ...done});
		expect(model.isQuitting).toBe(true);
	});

	const graphsAnswer = (...graphs: readonly Graph[]): Message => ({
		type: 'graphsAnswered', targetId: defaultId, at: startAt + 40_000, answer: {kind: 'graphs', calls: 1, graphs},
	});

	test.each<[string, readonly Message[], Partial<DoneEvent>]>([
		['a graph that no longer exists', [...polls([numbered(1, 'SUCCEEDED')]), graphsAnswer()], {failed: [{...numbered(1, 'SUCCEEDED'), graphStatus: 'NOT_FOUND'}]}],
		[
			'a graph that failed',
			[...polls([numbered(1, 'SUCCEEDED')]), graphsAnswer({id: 'g-0000000001', name: 'people', status: 'FAILED'})],
			{failed: [{...numbered(1, 'SUCCEEDED'), graph: {name: 'people', status: 'FAILED'}, graphStatus: 'FAILED'}]},
		],
		[
			'a graph that is not available yet',
			[...polls([numbered(1, 'SUCCEEDED')]), graphsAnswer({id: 'g-0000000001', name: 'people', status: 'UPDATING'}), {type: 'timedOut', at: startAt + 50_000}],
			{unfinished: [{...numbered(1, 'SUCCEEDED'), graph: {name: 'people', status: 'UPDATING'}, graphStatus: 'UPDATING'}]},
		],
		['an import that is no longer listed', polls([numbered(1)], [], []), {failed: [{...numbered(1), isGone: true}]}],
		['nothing about the graph of an import that failed itself', [...polls([numbered(1, 'FAILED')]), graphsAnswer()], {failed: [numbered(1, 'FAILED')]}],
	])('names as the cause %s', (_, messages, expected) => {
		const {events} = runUntilDone(untilDoneOf({isUsable: true}), ...messages, {type: 'detailsDue', targetId: defaultId, at: startAt + 80_000});
		const done = events.filter(event => event.event === 'done');
		const {failed = []} = expected;
		expect(done.map(one => ({unfinished: one.unfinished, failed: one.failed, decidedBy: one.decidedBy}))).toEqual([{
			unfinished: [], failed, decidedBy: failed[0], ...expected,
		}]);
	});

	test('comes after a failure event that has no next try', () => {
		expect(runUntilDone(untilDoneOf(), scanEnded({failure: unauthorized})).events).toEqual([
			{
				...head(0), event: 'failure', kind: 'credentials', sentence: 'No AWS credentials were found.', remedy: 'Sign in.',
			},
			{
				...head(0), event: 'done', result: 'unanswered', counts: counts({}), unfinished: [], failed: [],
			},
		]);
	});

	test.each<[string, UntilDone, readonly Message[]]>([
		['a user is there to sign in', untilDoneOf({isUnattended: false}), [scanEnded({failure: unauthorized})]],
		['the failure is transient', untilDoneOf(), [scanEnded({failure: {...unauthorized, isTransient: true}})]],
		[
			'an earlier scan succeeded',
			untilDoneOf(),
			[...polls([numbered(1)]), {type: 'pollDue', targetId: defaultId, at: startAt + 10_000}, scanEnded({scanNumber: 2, afterMs: 10_000, failure: unauthorized})],
		],
	])('does not follow a failure if %s', (_, untilDone, messages) => {
		const {model, events} = runUntilDone(untilDone, ...messages);
		expect(events.map(({event}) => event)).not.toContain('done');
		expect(model.isQuitting).toBe(false);
	});

	test('reports a failed import of an incomplete scan with --fail-fast', () => {
		const {events} = runUntilDone(untilDoneOf({isFailFast: true}), scanEnded({tasks: [numbered(1, 'FAILED')], failure: unauthorized}), {type: 'detailsDue', targetId: defaultId, at: startAt + 30_000});
		expect(events.at(-1)).toMatchObject({event: 'done', result: 'failed'});
	});

	test('does not appear if the user quits', () => {
		const {model, events} = runUntilDone(untilDoneOf(), ...polls([numbered(1)]), {type: 'commandGiven', at: startAt, command: 'quit'}, {type: 'timedOut', at: startAt});
		expect(events.map(({event}) => event)).not.toContain('done');
		expect(model.outcome).toBeUndefined();
	});
});

describe('events', () => {
	test('list all imports after the first scan, then each change', () => {
		const [first, second] = [numbered(1), numbered(2, 'SUCCEEDED')];
		const failed = numbered(1, 'FAILED');
		expect(run(...polls([first, second], [failed, second], [failed, second, numbered(3)], [failed, numbered(3)], [failed, numbered(3)])).events).toEqual([
			{...head(0), event: 'baseline', task: first},
			{...head(0), event: 'baseline', task: second},
			{
				...head(10_000), event: 'changed', task: failed, from: 'IMPORTING', to: 'FAILED',
			},
			{...head(20_000), event: 'appeared', task: numbered(3)},
			{...head(40_000), event: 'gone', task: second},
		]);
	});

	test('report a repeated failure once, then the recovery', () => {
		const failure = {
			kind: 'network', sentence: 'Nothing answers.', remedy: 'Wait.', isTransient: true,
		} as const;
		const {events} = run(
			...polls([]),
			{type: 'pollDue', targetId: defaultId, at: startAt + 10_000},
			scanEnded({scanNumber: 2, afterMs: 10_000, failure}),
			{type: 'pollDue', targetId: defaultId, at: startAt + 20_000},
			scanEnded({scanNumber: 3, afterMs: 20_000, failure}),
			{type: 'pollDue', targetId: defaultId, at: startAt + 30_000},
			scanEnded({scanNumber: 4, afterMs: 30_000}),
		);
		expect(events).toEqual([
			{
				...head(10_000), event: 'failure', kind: 'network', sentence: 'Nothing answers.', remedy: 'Wait.', nextTryAt: new Date(startAt + 20_000).toISOString(),
			},
			{...head(30_000), event: 'recovered', since: new Date(startAt + 10_000).toISOString()},
		]);
	});

	test('report progress only if it changed', () => {
		const answered = (percentage: number, afterMs: number): Message => ({
			type: 'detailsAnswered', targetId: defaultId,
			key: taskId(1),
			at: startAt + afterMs,
			answer: {kind: 'details', details: {status: 'IMPORTING', attemptNumber: 1, progress: {percentage, startedAt: startAt, elapsedMs: 60_000}}},
		});
		const {events} = run(...polls([numbered(1)]), answered(10, 1), answered(10, 2), answered(20, 3));
		expect(events.slice(1)).toEqual([[10, 1], [20, 3]].map(([percentage, afterMs = 0]) => ({
			...head(afterMs), event: 'progress', task: numbered(1), attemptNumber: 1, progress: {percentage, startedAt: new Date(startAt).toISOString(), elapsedSeconds: 60},
		})));
	});

	test('are enough to reconstruct the list, for any sequence of scans', () => {
		fc.assert(fc.property(fc.array(fleets, {minLength: 1, maxLength: 8}), scans => {
			const {model, events} = run(...polls(...scans));
			const followed = new Map<string, ImportTask>();

			for (const event of events) {
				if (event.event === 'gone') {
					followed.delete(event.task.taskId);
				} else if ('task' in event) {
					followed.set(event.task.taskId, event.task);
				}
			}

			expect(followed).toEqual(new Map(recordsOf(model).map(({task}) => [task.taskId, task])));
		}));
	});

	test('convert back into the changes of the model', () => {
		fc.assert(fc.property(fc.array(fleets, {minLength: 1, maxLength: 8}), scans => {
			const {model, events} = run(...polls(...scans));
			const changes = events.filter(event => isChangeEvent(event)).map(event => observedChangeOf(event));
			expect(changes.toReversed()).toEqual(model.changes.map(({targetId: _, ...observed}) => observed));
		}));
	});
});
