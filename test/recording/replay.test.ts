import {readFileSync} from 'node:fs';
import {
	describe,
	expect,
	onTestFinished,
	test,
} from 'vitest';
import {type Clock} from '../../source/imports/polling/clock.ts';
import {type Source} from '../../source/imports/polling/poll.ts';
import {type Target} from '../../source/imports/target.ts';
import {type ImportTask} from '../../source/imports/task.ts';
import {type Message} from '../../source/app/message.ts';
import {type Model} from '../../source/app/model.ts';
import {type TargetState} from '../../source/app/targets/target-state.ts';
import {createStore, type Store} from '../../source/app/store.ts';
import {openSource} from '../../source/neptune/source.ts';
import {createPseudonyms} from '../../source/recording/codec.ts';
import {readRecording, type Recording} from '../../source/recording/read-recording.ts';
import {createRecorder, type RecordedMessage} from '../../source/recording/recorder.ts';
import {createReplaySource} from '../../source/recording/replay-source.ts';
import {type Fault} from '../../source/simulator/fault.ts';
import {startSimulator} from '../../source/simulator/server.ts';
import {createScaledClock} from '../../source/runtime/polling/clock.ts';
import {createHandClock} from '../support/hand-clock.ts';
import {
	defaultId,
	freshModel,
	only,
	startAt,
} from '../support/model.ts';
import {importTask} from '../support/tasks.ts';
import {temporaryFile} from '../support/temporary-files.ts';
import {nextTurn, pollSource} from './poll-source.ts';

/*
The program without a screen. `settle` waits until the scan and all requests for details have ended.
*/
type Run = {
	readonly settle: () => Promise<Model>;
};

/*
The start of the next scan, in epoch milliseconds. 0 during a scan.
*/
const nextScanAt = (model: Model): number => {
	const {poll} = only(model);
	return poll.kind === 'waiting' ? poll.nextAt : 0;
};

const watch = ({store, source, clock}: {
	readonly store: Store;
	readonly source: Pick<Source, 'scan' | 'askDetails' | 'close'>;
	readonly clock: Clock;
}): Run => {
	let pendingRequests = 0;
	let activity = Promise.withResolvers<undefined>();
	const signalActivity = (): void => {
		activity.resolve(undefined);
		activity = Promise.withResolvers();
	};

	const ask: Source['askDetails'] = async (key, signal) => {
		pendingRequests++;

		try {
			return await source.askDetails(key, signal);
		} finally {
			pendingRequests--;
			signalActivity();
		}
	};

	onTestFinished(pollSource({store, source: {...source, askDetails: ask}, clock}));
	onTestFinished(store.subscribe(signalActivity));

	const settle = async (): Promise<Model> => {
		const nextActivity = activity.promise;
		await nextTurn();
		const model = store.getModel();

		if (pendingRequests === 0 && nextScanAt(model) > clock.now()) {
			return model;
		}

		await nextActivity;
		return settle();
	};

	return {settle};
};

const freshStore = (): Store => createStore(freshModel());

/*
Has an import that finished before the run began.
*/
const savedState = {
	imports: [{task: importTask(), firstSeen: {at: startAt - 90_000, status: 'IMPORTING'}}],
	changes: [],
	until: startAt - 60_000,
} as const;

/*
Replaces the IDs of imports and graphs as a recording does, so that the replay can be compared with the run.
*/
const renamed = (source: Source): Pick<Source, 'scan' | 'askDetails' | 'close'> => {
	const pseudonyms = createPseudonyms();
	const ids = new Map<string, string>();

	for (const {task: {taskId: id, graphId = ''}} of savedState.imports) {
		pseudonyms('task', id);
		pseudonyms('graph', graphId);
	}

	return {
		async scan(signal) {
			const {snapshot, ...result} = await source.scan(signal);
			const tasks = snapshot.tasks.values().map(({graphId, ...task}): ImportTask => {
				const id = pseudonyms('task', task.taskId);
				ids.set(id, task.taskId);
				return {...task, taskId: id, ...(graphId !== undefined && {graphId: pseudonyms('graph', graphId)})};
			}).toArray();
			return {...result, snapshot: {...snapshot, tasks: new Map(tasks.map(task => [task.taskId, task]))}};
		},
		askDetails: async (key, signal) => source.askDetails(ids.get(key) ?? key, signal),
		close: source.close,
	};
};

const onConnected = (store: Store) => (target: Target): void => {
	store.dispatch({type: 'connected', targetId: defaultId, target});
};

/*
The parts of a model that a replay must reproduce.
*/
const factsOf = ({imports: {records}, lastCompleteAt, poll, pace, failure, resolved}: TargetState, {changes}: Model) => ({
	imports: records.map(({task: {taskId: id, graphId, status, format}, missingSince, missed, firstSeen, changedAt}) => ({
		id, graphId, status, format, missingSince, missed: missed?.since, firstSeen, changedAt,
	})),
	changes: changes.map(({change, reason, ...when}) => ({
		...change, ...when, task: change.task.taskId, hasReason: reason !== undefined,
	})),
	lastCompleteAt,
	poll,
	pace,
	failure: failure && {
		kind: failure.failure.kind, isTransient: failure.failure.isTransient, since: failure.since, count: failure.count,
	},
	details: records.map(({known}) => known && {
		askedAt: known.askedAt,
		answeredAt: known.answeredAt,
		status: known.details?.status,
		attemptNumber: known.details?.attemptNumber,
		percentage: known.details?.progress?.percentage,
		statementCount: known.details?.progress?.statementCount,
		hasReason: known.details?.statusReason !== undefined,
		history: known.history,
		recheck: known.recheck,
	}),
	region: resolved?.region,
});

const seenOf = (model: Model): ReturnType<typeof factsOf> => factsOf(only(model), model);

type Seen = ReturnType<typeof seenOf>;

/*
Faults by scan number.
*/
const faults: ReadonlyMap<number, Fault> = new Map<number, Fault>([
	[4, {
		kind: 'error', on: 'list', times: 1, status: 429, code: 'ThrottlingException', message: 'Rate exceeded',
	}],
	[7, {kind: 'cutOff', on: 'list', times: 1}],
	[9, {
		kind: 'error', on: 'get', times: 2, status: 429, code: 'ThrottlingException', message: 'Rate exceeded',
	}],
]);

const scans = 14;

const recordedTypes: ReadonlySet<string> = new Set<RecordedMessage['type']>(['connected', 'stateRestored', 'scanEnded', 'detailsAnswered']);

const isRecorded = (message: Message): message is RecordedMessage => recordedTypes.has(message.type);

/*
Watches the simulator and records it. Returns the state after each scan, and the file.
*/
const recordRun = async (): Promise<{readonly seen: readonly Seen[]; readonly file: string}> => {
	const clock = createHandClock(startAt);
	const simulator = await startSimulator({seed: 3, clock: clock.now});
	onTestFinished(simulator.close);
	const store = freshStore();
	const file = temporaryFile();
	const recorder = createRecorder({
		file,
		program: 'watcher 1.2.3',
		at: clock.now(),
		onNote(sentence) {
			throw new Error(sentence);
		},
	});
	store.subscribe(({message}) => {
		if (isRecorded(message)) {
			recorder.record(message, clock.now());
		}
	});
	const source = openSource({
		region: 'us-east-1',
		endpointUrl: simulator.url,
		credentials: {accessKeyId: 'AKIADEMO', secretAccessKey: 'example'},
		env: {},
		maxAttempts: 1,
		onLog() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- This test needs no log.
		onConnected: onConnected(store),
	});
	store.dispatch({type: 'stateRestored', targetId: defaultId, savedState});
	const {settle} = watch({store, source: renamed(source), clock});
	const seen: Seen[] = [];

	for (let scan = 1; scan <= scans; scan++) {
		const model = await settle(); // eslint-disable-line no-await-in-loop -- In sequence.
		seen.push(seenOf(model));

		const fault = faults.get(scan + 1);

		if (fault !== undefined) {
			simulator.injectFault(fault);
		}

		clock.pass(Math.max(0, nextScanAt(model) - clock.now()));
	}

	recorder.close(clock.now());
	return {seen, file};
};

/*
Replays as many scans as were recorded.
*/
const replayRun = async (recording: Recording, speed: number): Promise<readonly Seen[]> => {
	const hand = createHandClock(77);
	const clock = createScaledClock(hand, {startAt: recording.startedAt, speed});
	const store = freshStore();
	const source = createReplaySource({
		recording,
		targetId: recording.targets[0]?.id ?? '',
		clock,
		onConnected: onConnected(store),
		onSavedState(found) {
			store.dispatch({type: 'stateRestored', targetId: defaultId, savedState: found});
		},
	});
	const {settle} = watch({store, source: renamed(source), clock});
	const seen: Seen[] = [];

	for (let scan = 1; scan <= scans; scan++) {
		const model = await settle(); // eslint-disable-line no-await-in-loop -- In sequence.
		seen.push(seenOf(model));
		hand.pass(Math.max(0, nextScanAt(model) - clock.now()) / speed);
	}

	return seen;
};

describe('a recorded run', () => {
	test.each([1, 10])('looks the same in a replay at %d× speed', async speed => {
		const {seen, file} = await recordRun();
		const recording = await readRecording(file);
		expect(await replayRun(recording, speed)).toEqual(seen);
	});

	test('has changes, failures and progress', async () => {
		const {seen} = await recordRun();
		expect(seen).toHaveLength(scans);
		expect(seen.at(-1)?.changes.length).toBeGreaterThan(5);
		expect(seen.flatMap(({failure}) => failure?.kind ?? [])).toEqual(['throttled', 'network']);
		expect(new Set(seen.at(-1)?.details.map(known => known?.percentage)).size).toBeGreaterThan(3);
		expect(seen.at(-1)?.changes.map(({kind}) => kind)).toContain('gone');
	});

	test('has no names in its file', async () => {
		const {file} = await recordRun();
		const text = readFileSync(file, 'utf8');
		expect(text).not.toMatch(/acme|dropbox|ml-features|customers|fraud|supply|knowledge|orders|123456789012|loader|neptuneimport|platform|identity|127\.0\.0\.1|people|lake/iv);
	});
});
