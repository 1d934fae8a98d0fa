import {describe, expect, it} from 'vitest';
import {graphsPlanOf} from '../../../source/app/details/graphs.ts';
import {type Message} from '../../../source/app/message.ts';
import {type Model} from '../../../source/app/model.ts';
import {shownImports} from '../../../source/app/list/list-view.ts';
import {type Failure} from '../../../source/imports/failures/failure.ts';
import {parseFilter} from '../../../source/imports/filter/filter.ts';
import {type Graph} from '../../../source/imports/graph.ts';
import {type ImportTask} from '../../../source/imports/task.ts';
import {
	after,
	afterCommands,
	defaultId,
	effectsOf,
	freshModel,
	only,
	scanEnded,
	scanned,
	startAt,
	untilDoneOf,
} from '../../support/model.ts';
import {importTask, taskId} from '../../support/tasks.ts';

const minuteMs = 60_000;
const pollMs = 10_000;
const graphId = 'g-0000000001';

const graph = (fields: Partial<Graph> = {}): Graph => ({
	id: graphId, name: 'orders-prod', status: 'AVAILABLE', provisionedMemory: 128, ...fields,
});

const answered = (graphs: readonly Graph[], at = startAt): Message => ({
	type: 'graphsAnswered', targetId: defaultId, at, answer: {kind: 'graphs', graphs, calls: 1},
});

const failed = (kind: Failure['kind'], at = startAt): Message => ({
	type: 'graphsAnswered', targetId: defaultId, at, answer: {kind: 'failure', calls: 1, failure: {kind, sentence: 'Not allowed.', isTransient: kind !== 'permission'}},
});

const requestOf = (model: Model): number => graphsPlanOf(only(model), model).request;

const finished = importTask({status: 'SUCCEEDED'});
const other = importTask({taskId: taskId(2), graphId: 'g-0000000002', status: 'SUCCEEDED'});

/*
The number of requests in the minutes after the first answer.
*/
const requestsIn = (minutes: number, {tasks, answer}: {readonly tasks: readonly ImportTask[]; readonly answer: (at: number) => Message}): number => {
	let model = after(scanned(freshModel(), tasks), answer(startAt));
	let request = requestOf(model);

	for (let elapsedMs = pollMs; elapsedMs <= minutes * minuteMs; elapsedMs += pollMs) {
		model = scanned(model, tasks, elapsedMs);

		if (requestOf(model) === request) {
			continue;
		}

		request = requestOf(model);
		model = after(model, answer(startAt + elapsedMs));
	}

	return request;
};

describe('graphs are requested', () => {
	it('after the first scan that lists a graph', () => {
		expect(requestOf(freshModel())).toBe(0);
		expect(requestOf(scanned(freshModel(), []))).toBe(0);
		expect(requestOf(scanned(freshModel(), [finished]))).toBe(1);
	});

	it.each<readonly [string, {readonly tasks: readonly ImportTask[]; readonly answer: (at: number) => Message}, number]>([
		['once if the graph is available', {tasks: [finished], answer: at => answered([graph()], at)}, 1],
		['once if the graph is stopped', {tasks: [finished], answer: at => answered([graph({status: 'STOPPED'})], at)}, 1],
		['once if the graph no longer exists', {tasks: [finished], answer: at => answered([], at)}, 1],
		['once if it is denied', {tasks: [importTask()], answer: at => failed('permission', at)}, 1],
		['each minute while the graph is not available', {tasks: [importTask()], answer: at => answered([graph({status: 'IMPORTING'})], at)}, 11],
		['each minute while the request fails', {tasks: [finished], answer: at => failed('throttled', at)}, 11],
	])('%s', (_, course, requests) => {
		expect(requestsIn(10, course)).toBe(requests);
	});

	it('when an unknown graph appears, but not within a minute', () => {
		const model = after(scanned(freshModel(), [finished]), answered([graph()]));
		expect(requestOf(scanned(model, [finished, other], 30_000))).toBe(1);
		expect(requestOf(scanned(model, [finished, other], minuteMs))).toBe(2);
	});

	it('when an import has changed, because its graph may have as well', () => {
		const model = after(scanned(freshModel(), [importTask()]), answered([graph()]));
		expect(requestOf(scanned(model, [finished], minuteMs))).toBe(2);
	});

	it('not while the last request is unanswered', () => {
		const model = scanned(scanned(freshModel(), [finished]), [finished, other], 10 * minuteMs);
		expect(requestOf(model)).toBe(1);
		expect(requestOf(scanned(after(model, failed('network', startAt + (10 * minuteMs))), [finished, other], 11 * minuteMs))).toBe(2);
	});

	it('not after a failed scan, and not when quitting', () => {
		const unread = after(freshModel(), scanEnded({tasks: [finished], failure: {kind: 'network', sentence: 'No network.', isTransient: true}}));
		expect(requestOf(unread)).toBe(0);
		expect(requestOf(afterCommands(scanned(freshModel(), [finished]), 'quit'))).toBe(0);
	});
});

describe('a failed request', () => {
	it.each(['permission', 'throttled', 'service', 'protocol'] as const)('is reported once, however often it is repeated: %s', kind => {
		const model = scanned(freshModel(), [finished]);
		const sentence = 'Can\'t get names and statuses of graphs: Not allowed.';
		expect(effectsOf(model, failed(kind))).toEqual([{type: 'warned', sentence}]);
		expect(after(model, failed(kind)).notice).toBe(sentence);
		const again = scanned(after(model, failed(kind)), [finished, other], minuteMs);
		expect(requestOf(again)).toBe(2);
		expect(effectsOf(again, failed(kind, startAt + minuteMs))).toEqual([]);
	});

	it('keeps the names of an earlier response', () => {
		const named = after(scanned(freshModel(), [importTask()]), answered([graph({status: 'IMPORTING'})]));
		const again = after(scanned(named, [importTask()], minuteMs), failed('throttled', startAt + minuteMs));
		expect(only(again).graphs.byId).toEqual(only(named).graphs.byId);
	});
});

describe('graph names', () => {
	it.each(['graph:orders', 'graph:g-0000000001', 'orders', '-graph:people'])('match the filter %s', query => {
		const model = after(scanned(freshModel({query}), [finished, other]), answered([graph(), graph({id: 'g-0000000002', name: 'people'})]));
		expect(shownImports(model).map(({task}) => task.taskId)).toEqual([finished.taskId]);
	});

	it('stay after the graph is deleted, which is requested once more if the import has ended', () => {
		const named = after(scanned(freshModel(), [importTask()]), answered([graph()]));
		const deleted = after(scanned(named, [importTask({status: 'FAILED'})], minuteMs), answered([], startAt + minuteMs));
		expect(requestOf(deleted)).toBe(2);
		expect(only(deleted).graphs.byId.get(graphId)).toEqual({id: graphId, name: 'orders-prod', status: 'NOT_FOUND'});
		expect(requestOf(scanned(deleted, [importTask({status: 'FAILED'})], 2 * minuteMs))).toBe(2);
	});

	it('are part of the events', () => {
		const model = after(scanned(freshModel(), [importTask()]), answered([graph()]));
		const polling = after(model, {type: 'pollDue', targetId: defaultId, at: startAt + pollMs});
		const effects = effectsOf(polling, scanEnded({scanNumber: 2, afterMs: pollMs, tasks: [finished]}));
		expect(effects).toMatchObject([{events: [{event: 'changed', graph: {name: 'orders-prod', status: 'AVAILABLE', provisionedMemory: 128}}]}]);
	});
});

describe('--until-done', () => {
	const waiting = (query: string, isUsable = false) => freshModel({untilDone: untilDoneOf({filter: parseFilter(query), isUsable})});

	it('waits for the names of the graphs if the filter needs them', () => {
		const model = scanned(waiting('graph:orders'), [importTask(), other]);
		expect(model.outcome).toBeUndefined();
		const named = after(model, answered([graph(), graph({id: 'g-0000000002', name: 'people'})]));
		expect(named.outcome).toBeUndefined();
		expect(scanned(named, [finished, other], pollMs).outcome).toBe('succeeded');
	});

	it('does not wait for them otherwise', () => {
		expect(scanned(waiting('status:succeeded'), [finished]).outcome).toBe('succeeded');
	});

	it.each(['permission', 'throttled', 'service', 'protocol'] as const)('goes on with the IDs if the names can\'t be read: %s', kind => {
		expect(after(scanned(waiting('graph:g-0000000001'), [finished]), failed(kind)).outcome).toBe('succeeded');
	});

	it('does not wait again for names that could not be read', () => {
		const model = after(scanned(waiting('graph:g-0000000001'), [importTask()]), failed('service'));
		const again = scanned(model, [finished], minuteMs);
		expect(only(again).graphs).toMatchObject({request: 2, isAsking: true});
		expect(again.outcome).toBe('succeeded');
	});

	it('does not wait for known names while the graphs are requested again', () => {
		const model = after(scanned(waiting('graph:orders'), [importTask()]), answered([graph({status: 'IMPORTING'})]));
		const again = scanned(model, [finished], minuteMs);
		expect(only(again).graphs).toMatchObject({request: 2, isAsking: true});
		expect(again.outcome).toBe('succeeded');
	});

	it('waits for the name of a new graph, and then for its import', () => {
		const model = after(scanned(waiting('graph:orders,people'), [importTask()]), answered([graph({status: 'IMPORTING'})]));
		const running = importTask({taskId: taskId(2), graphId: 'g-0000000002'});
		const appeared = scanned(model, [finished, running], minuteMs);
		expect(appeared.outcome).toBeUndefined();
		const named = after(appeared, answered([graph(), graph({id: 'g-0000000002', name: 'people'})], startAt + minuteMs));
		expect(named.outcome).toBeUndefined();
		expect(scanned(named, [finished, other], 2 * minuteMs).outcome).toBe('succeeded');
	});

	it('waits with --usable until the graph is available', () => {
		const model = after(scanned(waiting('', true), [finished]), answered([graph({status: 'IMPORTING'})]));
		expect(model.outcome).toBeUndefined();
		const again = scanned(model, [finished], minuteMs);
		expect(requestOf(again)).toBe(2);
		expect(again.outcome).toBeUndefined();
		expect(effectsOf(again, answered([graph()], startAt + minuteMs))).toMatchObject([{events: [{event: 'done', result: 'succeeded'}]}]);
	});

	it('does not trust a status from before the import ended', () => {
		const model = after(scanned(waiting('', true), [importTask()]), answered([graph()]));
		const ended = scanned(model, [finished], pollMs);
		expect(ended.outcome).toBeUndefined();
		expect(after(scanned(ended, [finished], minuteMs), answered([graph()], startAt + minuteMs)).outcome).toBe('succeeded');
	});

	it.each(['throttled', 'service', 'protocol'] as const)('waits with --usable while the graphs can\'t be read: %s', kind => {
		const model = after(scanned(waiting('', true), [finished]), failed(kind));
		expect(model.outcome).toBeUndefined();
		const again = scanned(model, [finished], minuteMs);
		expect(again.outcome).toBeUndefined();
		expect(after(again, answered([graph()], startAt + minuteMs)).outcome).toBe('succeeded');
	});

	it('waits with --usable for a stopped graph', () => {
		const model = after(scanned(waiting('', true), [finished]), answered([graph({status: 'STOPPED'})]));
		expect(requestOf(scanned(model, [finished], minuteMs))).toBe(2);
	});

	it.each([[[]], [[graph({status: 'FAILED'})]], [[graph({status: 'DELETING'})]]])('fails with --usable if the graph can never be available: %j', graphs => {
		expect(after(scanned(waiting('', true), [finished]), answered(graphs)).outcome).toBe('failed');
	});

	it('requests the reasons of failures once the names have decided the result', () => {
		const before = scanned(waiting('graph:orders'), [importTask({status: 'FAILED'})]);
		const model = after(before, answered([graph()]));
		expect(model).toMatchObject({outcome: 'failed', isQuitting: false});
		expect(only(model).details.round.number).toBe(only(before).details.round.number + 1);
	});

	it('gives up with --usable if the graphs are denied', () => {
		expect(after(scanned(waiting('', true), [importTask()]), failed('permission')).outcome).toBe('unanswered');
	});
});
