import {describe, expect, test} from 'vitest';
import {type DetailsAnswer} from '../../source/domain/details-plan.ts';
import {type Failure} from '../../source/domain/failure.ts';
import {type ImportTask} from '../../source/domain/task.ts';
import {type Source} from '../../source/neptune/source.ts';
import {type RecordedEntry} from '../../source/recording/recording-form.ts';
import {createReplaySource, type ReplaySource} from '../../source/recording/replay-source.ts';
import {createHandClock, type HandClock} from '../support/hand-clock.ts';
import {startAt} from '../support/model.ts';
import {importTask, taskId} from '../support/tasks.ts';

type Replaying = {
	/**
	Stands where the service does.
	*/
	readonly source: Source & ReplaySource;
	readonly clock: HandClock;

	/**
	What was told, in its order.
	*/
	readonly told: readonly string[];
};

const replaying = (entries: readonly RecordedEntry[]): Replaying => {
	const clock = createHandClock(startAt);
	const told: string[] = [];
	const source = createReplaySource({
		recording: {
			program: 'watcher 1.2.3', startedAt: startAt, intervalMs: undefined, entries, targets: [],
		},
		clock,
		onConnected({profile}) {
			told.push(profile);
		},
		onRemembered({tasks}) {
			told.push(`${tasks.size} remembered`);
		},
		onEnd() {
			told.push('end');
		},
	});
	return {source, clock, told};
};

const scanned = (afterMs: number, status: string, fields: Partial<Extract<RecordedEntry, {type: 'scanEnded'}>> = {}): RecordedEntry => ({
	at: startAt + afterMs, type: 'scanEnded', scanNumber: 1, isComplete: true, list: [taskId(1)], tasks: [importTask({status})], ...fields,
});

const answered = (afterMs: number, percentage: number, key = taskId(1)): RecordedEntry => ({
	at: startAt + afterMs, type: 'detailsAnswered', key, answer: {kind: 'details', details: {status: 'IMPORTING', progress: {percentage}}},
});

const connected = (afterMs: number, profile: string): RecordedEntry => ({at: startAt + afterMs, type: 'connected', target: {profile, region: 'us-east-1'}});

const never = new AbortController().signal;

/*
Whether a promise has settled once all that is due has run.
*/
const isSettled = async (promise: Promise<unknown>): Promise<boolean> => {
	const {promise: turn, resolve} = Promise.withResolvers<undefined>();
	setImmediate(() => {
		resolve(undefined);
	});
	const pending = Symbol('pending');
	return await Promise.race([promise.catch(() => undefined), turn.then(() => pending)]) !== pending;
};

const statusOf = async (source: ReplaySource, signal = never): Promise<string | undefined> => {
	const {snapshot} = await source.scan(signal);
	return snapshot.tasks.get(taskId(1))?.status;
};

describe('a scan', () => {
	test('is given when the clock comes to its end, and not before', async () => {
		const {source, clock} = replaying([scanned(2000, 'IMPORTING')]);
		const scan = statusOf(source);
		clock.pass(1999);
		expect(await isSettled(scan)).toBe(false);
		clock.pass(1);
		expect(await scan).toBe('IMPORTING');
	});

	test('is given at once where it ends now', async () => {
		const {source} = replaying([scanned(0, 'IMPORTING')]);
		expect(await statusOf(source)).toBe('IMPORTING');
	});

	test('is the next that was not given, though it is asked for late: nothing is left out', async () => {
		const {source, clock} = replaying([
			scanned(0, 'INITIALIZING', {list: [taskId(1), taskId(2)], tasks: [importTask({status: 'INITIALIZING'}), importTask({taskId: taskId(2)})]}),
			scanned(10_000, 'IMPORTING', {list: [[0, 2]]}),
			scanned(20_000, 'FAILED', {list: [[0, 2]], tasks: []}),
		]);
		clock.pass(15_000);
		expect(await statusOf(source)).toBe('INITIALIZING');
		expect(await statusOf(source)).toBe('IMPORTING');
		const scan = source.scan(never);
		clock.pass(4999);
		expect(await isSettled(scan)).toBe(false);
		clock.pass(1);
		const {snapshot} = await scan;
		expect(snapshot.tasks.values().map(({status}) => status).toArray()).toEqual(['IMPORTING', 'IMPORTING']);
	});

	test('is given once: who asks again waits for the next, through a pause in the recording', async () => {
		const {source, clock} = replaying([scanned(0, 'INITIALIZING'), scanned(3_600_000, 'IMPORTING')]);
		expect(await statusOf(source)).toBe('INITIALIZING');
		const scan = statusOf(source);
		clock.pass(3_599_999);
		expect(await isSettled(scan)).toBe(false);
		clock.pass(1);
		expect(await scan).toBe('IMPORTING');
	});

	test('that waits through a sleep of the machine is given soon after it wakes', async () => {
		const {source, clock} = replaying([scanned(3_600_000, 'IMPORTING')]);
		const scan = statusOf(source);
		clock.jump(7_200_000);
		clock.pass(30_000);
		expect(await scan).toBe('IMPORTING');
	});

	test('brings its failure and the end of the sign-in, as they were', async () => {
		const failure: Failure = {kind: 'network', sentence: 'The network can\'t be reached.', isTransient: true};
		const signIn = {endsAt: 12, renewal: 'aws sso login'};
		const {source} = replaying([scanned(0, 'IMPORTING', {isComplete: false, failure, signIn})]);
		expect(await source.scan(never)).toMatchObject({snapshot: {isComplete: false}, failure, signIn});
	});

	test('that is aborted rejects with the reason, and is given to whoever asks next', async () => {
		const {source, clock} = replaying([scanned(2000, 'IMPORTING')]);
		const abort = new AbortController();
		const given = statusOf(source, abort.signal);
		abort.abort(new Error('given up'));
		await expect(given).rejects.toThrow('given up');
		expect(clock.waiting()).toBe(0);
		await expect(source.scan(abort.signal)).rejects.toThrow('given up');

		const scan = statusOf(source);
		clock.pass(2000);
		expect(await scan).toBe('IMPORTING');
	});

	test('is not given to two who ask', async () => {
		const {source, clock} = replaying([scanned(2000, 'INITIALIZING'), scanned(4000, 'IMPORTING')]);
		const scans = Promise.all([statusOf(source), statusOf(source)]);
		clock.pass(2000);
		expect(await isSettled(scans)).toBe(false);
		clock.pass(2000);
		expect(await scans).toEqual(['INITIALIZING', 'IMPORTING']);
	});
});

describe('after the last scan', () => {
	test('nothing is given, and once the clock has come to the last entry, the end is told once', async () => {
		const {source, clock, told} = replaying([scanned(0, 'IMPORTING'), answered(3000, 5)]);
		await statusOf(source);
		const abort = new AbortController();
		const scan = source.scan(abort.signal);
		expect(await isSettled(scan)).toBe(false);
		expect([source.isOver(), told]).toEqual([false, []]);

		clock.pass(3000);
		expect(await isSettled(scan)).toBe(false);
		expect([source.isOver(), told]).toEqual([true, ['end']]);

		abort.abort(new Error('given up'));
		await expect(scan).rejects.toThrow('given up');
		expect(await isSettled(source.scan(never))).toBe(false);
		expect(told).toEqual(['end']);
		expect(clock.waiting()).toBe(0);
	});

	test('also where there is none, or it is long past', async () => {
		const empty = replaying([]);
		expect(await isSettled(empty.source.scan(never))).toBe(false);
		expect(empty.told).toEqual(['end']);

		const past = replaying([connected(0, 'one'), scanned(1000, 'IMPORTING')]);
		past.clock.pass(2000);
		expect(await isSettled(past.source.scan(never))).toBe(true);
		expect(await isSettled(past.source.scan(never))).toBe(false);
		expect(past.told).toEqual(['one', 'end']);
	});
});

test('what is watched and what was remembered is told in its order, before the scan that followed', async () => {
	const {source, clock, told} = replaying([
		{
			at: startAt, type: 'remembered', remembered: {
				tasks: [importTask()], firstSeen: [], changedAt: [], changedAfter: [], changes: [],
			},
		},
		connected(0, 'one'),
		connected(100, 'two'),
		scanned(2000, 'IMPORTING'),
		connected(2500, 'three'),
		scanned(4000, 'IMPORTING', {list: [[0, 1]], tasks: []}),
	]);
	const scan = source.scan(never);
	expect(told).toEqual(['1 remembered', 'one']);
	clock.pass(2000);
	await scan;
	expect(told).toEqual(['1 remembered', 'one', 'two']);
	clock.pass(2000);
	await source.scan(never);
	expect(told).toEqual(['1 remembered', 'one', 'two', 'three']);
});

describe('of an import', () => {
	const percentageOf = (answer: DetailsAnswer): number | undefined => answer.kind === 'details' ? answer.details.progress?.percentage : undefined;

	test.each([
		['what was answered soon after, when it was', 0, 1000, 10],
		['what was answered just then', 1000, 0, 10],
		['what was answered last, where the next answer is far', 3000, 0, 10],
		['the next, where that is near', 17_000, 3000, 20],
		['the last, at the end', 60_000, 0, 20],
	])('it gives %s', async (_name, askedAfterMs, waitMs, percentage) => {
		const {source, clock} = replaying([answered(1000, 10), answered(1500, 99, taskId(2)), answered(20_000, 20)]);
		clock.pass(askedAfterMs);
		const answer = source.askDetails(taskId(1), never);
		expect(await isSettled(answer)).toBe(waitMs === 0);
		clock.pass(waitMs);
		expect(percentageOf(await answer)).toBe(percentage);
	});

	test('answers that came at the same time are given one after the other, and then the last', async () => {
		const {source} = replaying([answered(0, 10), answered(0, 20)]);
		const given: Array<number | undefined> = [];

		for (let count = 0; count < 3; count++) {
			given.push(percentageOf(await source.askDetails(taskId(1), never))); // eslint-disable-line no-await-in-loop -- One after the other.
		}

		expect(given).toEqual([10, 20, 20]);
	});

	test.each([
		['was never answered', taskId(7)],
		['was answered much later', taskId(1)],
	])('which %s it does not say, and keeps nobody waiting', async (_name, key) => {
		const {source} = replaying([answered(60_000, 10)]);
		expect(await source.askDetails(key, never)).toEqual({
			kind: 'failure',
			failure: {kind: 'network', sentence: 'The recording does not say.', isTransient: true},
		});
	});

	test('a question that is aborted rejects with the reason', async () => {
		const {source, clock} = replaying([answered(1000, 10)]);
		const abort = new AbortController();
		const answer = source.askDetails(taskId(1), abort.signal);
		abort.abort(new Error('given up'));
		await expect(answer).rejects.toThrow('given up');
		expect(clock.waiting()).toBe(0);
	});

	test('a failure is given as it was', async () => {
		const answer: DetailsAnswer = {kind: 'failure', failure: {kind: 'throttled', sentence: 'AWS asks this account to call less often.', isTransient: true}};
		const {source} = replaying([{
			at: startAt, type: 'detailsAnswered', key: taskId(1), answer,
		}]);
		expect(await source.askDetails(taskId(1), never)).toEqual(answer);
	});
});

test('nothing can be cancelled', async () => {
	expect(await replaying([]).source.cancel(taskId(1))).toEqual({kind: 'refused', sentence: 'This is a recording: no import can be cancelled in it.'});
});

test('after it is closed nothing comes and no timer runs', async () => {
	const {source, clock} = replaying([scanned(2000, 'IMPORTING'), answered(2000, 5)]);
	const waiting: ReadonlyArray<Promise<unknown>> = [source.scan(never), source.askDetails(taskId(1), never)];
	await source.close();
	expect(clock.waiting()).toBe(0);
	clock.pass(5000);
	expect(await isSettled(Promise.race([...waiting, source.scan(never)]))).toBe(false);
});

test('an import is the same object for as long as it is told once', async () => {
	const {source, clock} = replaying([scanned(0, 'IMPORTING'), scanned(1000, '', {list: [[0, 1]], tasks: []})]);
	const taskOf = async (): Promise<ImportTask | undefined> => {
		const {snapshot} = await source.scan(never);
		return snapshot.tasks.get(taskId(1));
	};

	const first = await taskOf();
	clock.pass(1000);
	expect(await taskOf()).toBe(first);
});
