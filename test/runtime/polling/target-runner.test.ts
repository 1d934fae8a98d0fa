import {onTestFinished, test, expect} from 'vitest';
import {type Snapshot} from '../../../source/imports/poll.ts';
import {type Model} from '../../../source/app/model.ts';
import {createStore} from '../../../source/app/store.ts';
import {type TargetState} from '../../../source/app/target-state.ts';
import {findTarget} from '../../../source/app/targets.ts';
import {createTargetRunner} from '../../../source/runtime/polling/target-runner.ts';
import {openSource} from '../../../source/neptune/source.ts';
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

/*
Runs the target of a model against a service that gives this answer. Tells, for each message, how often the service had been asked when it came.
*/
const run = async (answer: Answer, model = freshModel(), select: (from: Model) => TargetState = only) => {
	const {promise: asked, resolve: tellAsked} = Promise.withResolvers<undefined>();
	const {promise: ended, resolve: tellEnded} = Promise.withResolvers<Snapshot>();
	const service = await startService(() => {
		tellAsked(undefined);
		return answer;
	});
	const clock = createHandClock(startAt);
	const store = createStore(model);
	const messages: Array<readonly [type: string, asks: number]> = [];

	const runner = createTargetRunner({
		store,
		clock,
		log: {write() {}, close() {}}, // eslint-disable-line @typescript-eslint/no-empty-function -- The log is not what is tested.
	}, select(store.getModel()), ({spec, onConnected, known}) => openSource({
		...spec,
		region: 'us-east-1',
		endpointUrl: service.url,
		credentials: {accessKeyId: 'AKIADEMO', secretAccessKey: 'made-up'},
		env: {},
		maxAttempts: 1,
		onLog() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- Nor is this one.
		onConnected,
		known,
	}));

	onTestFinished(async () => runner.close());
	store.subscribe(({message, effects, after: current}) => {
		messages.push([message.type, service.requests.length], ...effects.filter(({type}) => type === 'targetConnected').map(({type}) => [type, service.requests.length] as const));

		if (message.type === 'scanEnded') {
			tellEnded(message.snapshot);
		} else {
			runner.follow(select(current), current);
		}
	});
	runner.follow(select(store.getModel()), store.getModel());
	return {
		clock, messages, asked, ended,
	};
};

test('what is asked is said with what came of it, so that nothing is drawn before the service is asked', async () => {
	const {messages, ended} = await run({json: {tasks: []}});
	await ended;

	expect(messages.filter(([type]) => type !== 'pollDue')).toEqual([['connected', 1], ['targetConnected', 1], ['scanEnded', 1]]);
});

test('what is asked is said when the service takes its time', async () => {
	const {clock, messages, asked} = await run('silence');
	await asked;
	clock.pass(300);

	expect(messages.filter(([type]) => type !== 'pollDue')).toEqual([['connected', 1], ['targetConnected', 1], ['scanDelayed', 1]]);
});

test('names the target as soon as it is known, even if the service is already late', async () => {
	const {clock, messages, asked} = await run('silence');
	clock.pass(300);
	await asked;

	expect(messages.map(([type]) => type).filter(type => type !== 'pollDue')).toEqual(['scanDelayed', 'connected', 'targetConnected']);
});

test('a scan returns the known object of an import that did not change', async () => {
	const known = importTask();
	const {clock, ended} = await run({json: {tasks: [known]}}, scanned(freshModel(), [known]));
	clock.pass(60_000);
	const {tasks} = await ended;

	expect(tasks.values().toArray()[0]).toBe(known);
});

test('a scan of the second target returns the known object as well', async () => {
	const known = importTask();
	const second = 'b@us-east-1';
	const model = freshModel({targets: [{profile: 'a', region: 'us-east-1'}, {profile: 'b', region: 'us-east-1'}]});
	const scanning = after(model, {type: 'pollDue', targetId: second, at: startAt});
	const read = after(scanning, {
		type: 'scanEnded', targetId: second, at: startAt, scanNumber: 1, chance: 0.5, snapshot: snapshotOf([known]),
	});
	const {clock, ended} = await run({json: {tasks: [known]}}, read, from => findTarget(from, second) ?? only(from));
	clock.pass(60_000);
	const {tasks} = await ended;

	expect(tasks.values().toArray()[0]).toBe(known);
});
