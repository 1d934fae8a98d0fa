import {test, expect} from 'vitest';
import {type Snapshot} from '../../../source/imports/polling/poll.ts';
import {type Model} from '../../../source/app/model.ts';
import {createStore} from '../../../source/app/store.ts';
import {type TargetState} from '../../../source/app/targets/target-state.ts';
import {findTarget} from '../../../source/app/targets/targets.ts';
import {createHandClock} from '../../support/hand-clock.ts';
import {
	after,
	freshModel,
	only,
	scanned,
	startAt,
} from '../../support/model.ts';
import {importTask, snapshotOf} from '../../support/tasks.ts';
import {startService, type Answer} from '../../neptune/scripted-service.ts';
import {runTarget} from './run-target.ts';

/*
Runs the target of a model against a service that returns this answer. `messages` has, for each message, the number of requests so far.
*/
const run = async (answer: Answer, model = freshModel(), select: (from: Model) => TargetState = only) => {
	const {promise: requested, resolve: onRequest} = Promise.withResolvers<undefined>();
	const {promise: snapshot, resolve: onSnapshot} = Promise.withResolvers<Snapshot>();
	const service = await startService(() => {
		onRequest(undefined);
		return answer;
	});
	const clock = createHandClock(startAt);
	const store = createStore(model);
	const messages: Array<readonly [type: string, requests: number]> = [];

	const runner = runTarget(store, clock, select(store.getModel()), service.url);
	store.subscribe(({message, effects, after: current}) => {
		messages.push([message.type, service.requests.length], ...effects.filter(({type}) => type === 'targetConnected').map(({type}) => [type, service.requests.length] as const));

		if (message.type === 'scanEnded') {
			onSnapshot(message.snapshot);
		} else {
			runner.follow(select(current), current);
		}
	});
	runner.follow(select(store.getModel()), store.getModel());
	return {
		clock, messages, requested, snapshot,
	};
};

test('reports the target together with the first scan, so that drawing does not delay the request', async () => {
	const {messages, snapshot} = await run({json: {tasks: []}});
	await snapshot;

	expect(messages.filter(([type]) => type !== 'pollDue')).toEqual([['connected', 1], ['targetConnected', 1], ['scanEnded', 1]]);
});

test('reports the target when the service is slow', async () => {
	const {clock, messages, requested} = await run('silence');
	await requested;
	clock.pass(300);

	expect(messages.filter(([type]) => type !== 'pollDue')).toEqual([['connected', 1], ['targetConnected', 1], ['scanDelayed', 1]]);
});

test('reports the target as soon as it is resolved if the scan is already delayed', async () => {
	const {clock, messages, requested} = await run('silence');
	clock.pass(300);
	await requested;

	expect(messages.map(([type]) => type).filter(type => type !== 'pollDue')).toEqual(['scanDelayed', 'connected', 'targetConnected']);
});

test('a scan reuses the known object of an unchanged import', async () => {
	const known = importTask();
	const {clock, snapshot} = await run({json: {tasks: [known]}}, scanned(freshModel(), [known]));
	clock.pass(60_000);
	const {tasks} = await snapshot;

	expect(tasks.values().toArray()[0]).toBe(known);
});

test('a scan of the second target reuses the known object of an unchanged import', async () => {
	const known = importTask();
	const second = 'b@us-east-1';
	const model = freshModel({targets: [{profile: 'a', region: 'us-east-1'}, {profile: 'b', region: 'us-east-1'}]});
	const scanning = after(model, {type: 'pollDue', targetId: second, at: startAt});
	const read = after(scanning, {
		type: 'scanEnded', targetId: second, at: startAt, scanNumber: 1, chance: 0.5, snapshot: snapshotOf([known]),
	});
	const {clock, snapshot} = await run({json: {tasks: [known]}}, read, from => findTarget(from, second) ?? only(from));
	clock.pass(60_000);
	const {tasks} = await snapshot;

	expect(tasks.values().toArray()[0]).toBe(known);
});
