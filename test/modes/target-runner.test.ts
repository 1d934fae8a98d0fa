import {onTestFinished, test, expect} from 'vitest';
import {type Snapshot} from '../../source/domain/snapshot.ts';
import {createStore} from '../../source/model/store.ts';
import {createTargetRunner} from '../../source/modes/target-runner.ts';
import {openSource} from '../../source/neptune/source.ts';
import {createHandClock} from '../support/hand-clock.ts';
import {
	freshModel,
	only,
	scanned,
	startAt,
} from '../support/model.ts';
import {importTask} from '../support/tasks.ts';
import {startService, type Answer} from '../neptune/scripted-service.ts';

/*
Runs the target of a model against a service that gives this answer. Tells, for each message, how often the service had been asked when it came.
*/
const run = async (answer: Answer, model = freshModel()) => {
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
		onConnected() {
			messages.push(['history', service.asks.length]);
		},
	}, only(store.getModel()), ({asked: target, onConnected, known}) => openSource({
		...target,
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
	store.subscribe(({message, message: {type}, after}) => {
		messages.push([type, service.asks.length]);

		if (message.type === 'scanEnded') {
			tellEnded(message.snapshot);
		} else {
			runner.follow(only(after), after);
		}
	});
	runner.follow(only(store.getModel()), store.getModel());
	return {
		clock, messages, asked, ended,
	};
};

test('what is asked is said with what came of it, so that nothing is drawn before the service is asked', async () => {
	const {messages, ended} = await run({json: {tasks: []}});
	await ended;

	expect(messages.filter(([type]) => type !== 'pollDue')).toEqual([['connected', 1], ['history', 1], ['scanEnded', 1]]);
});

test('what is asked is said when the service takes its time', async () => {
	const {clock, messages, asked} = await run('silence');
	await asked;
	clock.pass(300);

	expect(messages.filter(([type]) => type !== 'pollDue')).toEqual([['connected', 1], ['history', 1], ['scanDelayed', 1]]);
});

test('an import that is listed as it is known is the very object that is known, so that a list of thousands is there once', async () => {
	const known = importTask();
	const {clock, ended} = await run({json: {tasks: [known]}}, scanned(freshModel(), [known]));
	clock.pass(60_000);
	const {tasks} = await ended;

	expect(tasks.values().toArray()[0]).toBe(known);
});
