import {describe, expect, test} from 'vitest';
import {type DetailsAnswer} from '../../source/imports/details.ts';
import {type Failure} from '../../source/imports/failures/failure.ts';
import {type Source} from '../../source/imports/polling/poll.ts';
import {type ImportTask} from '../../source/imports/task.ts';
import {type RecordedEntry, type RecordedScan} from '../../source/recording/format.ts';
import {createReplaySource} from '../../source/recording/replay-source.ts';
import {createHandClock, type HandClock} from '../support/hand-clock.ts';
import {startAt} from '../support/model.ts';
import {importTask, taskId} from '../support/tasks.ts';

type Replaying = {
	readonly source: Source;
	readonly clock: HandClock;
	readonly reported: readonly string[];
};

const replaying = (entries: readonly RecordedEntry[]): Replaying => {
	const clock = createHandClock(startAt);
	const reported: string[] = [];
	const source = createReplaySource({
		recording: {
			startedAt: startAt, intervalMs: undefined, entries, targets: [],
		},
		targetId: '@',
		clock,
		onConnected({profile}) {
			reported.push(profile);
		},
		onSavedState({imports}) {
			reported.push(`${imports.length} restored`);
		},
		onEnd() {
			reported.push('end');
		},
	});
	return {source, clock, reported};
};

const scanned = (afterMs: number, status: string, fields: Partial<RecordedScan> = {}): RecordedEntry => ({
	at: startAt + afterMs,
	type: 'scan',
	targetId: '@',
	scan: {
		isComplete: true, order: [taskId(1)], tasks: [importTask({status})], failure: undefined, signIn: undefined, calls: undefined, ...fields,
	},
});

const answered = (afterMs: number, percentage: number, key = taskId(1)): RecordedEntry => ({
	at: startAt + afterMs, type: 'detailsAnswered', targetId: '@', key, answer: {kind: 'details', details: {status: 'IMPORTING', progress: {percentage}}},
});

const connected = (afterMs: number, profile: string): RecordedEntry => ({
	at: startAt + afterMs, type: 'connected', targetId: '@', target: {profile, region: 'us-east-1'},
});

const never = new AbortController().signal;

/*
Resolves with true if a promise settles without further events.
*/
const isSettled = async (promise: Promise<unknown>): Promise<boolean> => {
	const {promise: turn, resolve} = Promise.withResolvers<undefined>();
	setImmediate(() => {
		resolve(undefined);
	});
	const pending = Symbol('pending');
	return await Promise.race([promise.catch(() => undefined), turn.then(() => pending)]) !== pending;
};

const statusOf = async (source: Source, signal = never): Promise<string | undefined> => {
	const {snapshot} = await source.scan(signal);
	return snapshot.tasks.get(taskId(1))?.status;
};

describe('a scan', () => {
	test('resolves at its recorded time and not before', async () => {
		const {source, clock} = replaying([scanned(2000, 'IMPORTING')]);
		const scan = statusOf(source);
		clock.pass(1999);
		expect(await isSettled(scan)).toBe(false);
		clock.pass(1);
		expect(await scan).toBe('IMPORTING');
	});

	test('resolves at once if its time has passed', async () => {
		const {source} = replaying([scanned(0, 'IMPORTING')]);
		expect(await statusOf(source)).toBe('IMPORTING');
	});

	test('is not skipped after a pause', async () => {
		const {source, clock} = replaying([
			scanned(0, 'INITIALIZING', {order: [taskId(1), taskId(2)], tasks: [importTask({status: 'INITIALIZING'}), importTask({taskId: taskId(2)})]}),
			scanned(10_000, 'IMPORTING', {order: undefined}),
			scanned(20_000, 'FAILED', {order: undefined, tasks: []}),
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

	test('is returned once, and the next call waits for the next scan', async () => {
		const {source, clock} = replaying([scanned(0, 'INITIALIZING'), scanned(3_600_000, 'IMPORTING')]);
		expect(await statusOf(source)).toBe('INITIALIZING');
		const scan = statusOf(source);
		clock.pass(3_599_999);
		expect(await isSettled(scan)).toBe(false);
		clock.pass(1);
		expect(await scan).toBe('IMPORTING');
	});

	test('resolves soon after the machine wakes from sleep', async () => {
		const {source, clock} = replaying([scanned(3_600_000, 'IMPORTING')]);
		const scan = statusOf(source);
		clock.jump(7_200_000);
		clock.pass(30_000);
		expect(await scan).toBe('IMPORTING');
	});

	test('includes its failure and the end of the sign-in', async () => {
		const failure: Failure = {kind: 'network', sentence: 'The network can\'t be reached.', isTransient: true};
		const signIn = {endsAt: 12, renewal: 'aws sso login'};
		const {source} = replaying([scanned(0, 'IMPORTING', {isComplete: false, failure, signIn})]);
		expect(await source.scan(never)).toMatchObject({snapshot: {isComplete: false}, failure, signIn});
	});

	test('rejects if it is aborted, and is returned by the next call', async () => {
		const {source, clock} = replaying([scanned(2000, 'IMPORTING')]);
		const abort = new AbortController();
		const given = statusOf(source, abort.signal);
		abort.abort(new Error('aborted by the test'));
		await expect(given).rejects.toThrow('aborted by the test');
		expect(clock.waiting()).toBe(0);
		await expect(source.scan(abort.signal)).rejects.toThrow('aborted by the test');

		const scan = statusOf(source);
		clock.pass(2000);
		expect(await scan).toBe('IMPORTING');
	});

	test('is returned by only one of two concurrent calls', async () => {
		const {source, clock} = replaying([scanned(2000, 'INITIALIZING'), scanned(4000, 'IMPORTING')]);
		const scans = Promise.all([statusOf(source), statusOf(source)]);
		clock.pass(2000);
		expect(await isSettled(scans)).toBe(false);
		clock.pass(2000);
		expect(await scans).toEqual(['INITIALIZING', 'IMPORTING']);
	});
});

describe('after the last scan', () => {
	test('reports the end once, at the time of the last entry', async () => {
		const {source, clock, reported} = replaying([scanned(0, 'IMPORTING'), answered(3000, 5)]);
		await statusOf(source);
		const abort = new AbortController();
		const scan = source.scan(abort.signal);
		expect(await isSettled(scan)).toBe(false);
		expect(reported).toEqual([]);

		clock.pass(3000);
		expect(await isSettled(scan)).toBe(false);
		expect(reported).toEqual(['end']);

		abort.abort(new Error('aborted by the test'));
		await expect(scan).rejects.toThrow('aborted by the test');
		expect(await isSettled(source.scan(never))).toBe(false);
		expect(reported).toEqual(['end']);
	});

	test('reports the end if there are no scans, or if the end has passed', async () => {
		const empty = replaying([]);
		expect(await isSettled(empty.source.scan(never))).toBe(false);
		expect(empty.reported).toEqual(['end']);

		const past = replaying([connected(0, 'one'), scanned(1000, 'IMPORTING')]);
		past.clock.pass(2000);
		expect(await isSettled(past.source.scan(never))).toBe(true);
		expect(await isSettled(past.source.scan(never))).toBe(false);
		expect(past.reported).toEqual(['one', 'end']);
	});
});

test('reports targets and the saved state in order, before the scan that follows', async () => {
	const {source, clock, reported} = replaying([
		{
			at: startAt, type: 'stateRestored', targetId: '@', savedState: {
				imports: [{task: importTask()}], changes: [], until: undefined,
			},
		},
		connected(0, 'one'),
		connected(100, 'two'),
		scanned(2000, 'IMPORTING'),
		connected(2500, 'three'),
		scanned(4000, 'IMPORTING', {order: undefined, tasks: []}),
	]);
	const scan = source.scan(never);
	expect(reported).toEqual(['1 restored', 'one']);
	clock.pass(2000);
	await scan;
	expect(reported).toEqual(['1 restored', 'one', 'two']);
	clock.pass(2000);
	await source.scan(never);
	expect(reported).toEqual(['1 restored', 'one', 'two', 'three']);
});

test('askGraphs resolves with the nearest recorded graphs, and with none if there are none', async () => {
	const answer = (name: string) => ({kind: 'graphs', calls: 1, graphs: [{id: 'g-0000000001', name, status: 'AVAILABLE'}]} as const);
	const graphs = (afterMs: number, name: string): RecordedEntry => ({
		at: startAt + afterMs, type: 'graphsAnswered', targetId: '@', answer: answer(name),
	});
	const {source, clock} = replaying([graphs(1000, 'graph-1'), graphs(60_000, 'graph-2')]);
	const first = source.askGraphs(never);
	expect(await isSettled(first)).toBe(false);
	clock.pass(1000);
	expect(await first).toEqual(answer('graph-1'));
	clock.pass(20_000);
	expect(await source.askGraphs(never)).toEqual(answer('graph-1'));
	expect(await replaying([]).source.askGraphs(never)).toEqual({kind: 'graphs', calls: 0, graphs: []});
});

describe('askDetails', () => {
	const percentageOf = (answer: DetailsAnswer): number | undefined => answer.kind === 'details' ? answer.details.progress?.percentage : undefined;

	test.each([
		['the next response at its time, if it is near', 0, 1000, 10],
		['a response recorded at this time', 1000, 0, 10],
		['the last response if the next one is far', 3000, 0, 10],
		['the next response once it is near', 17_000, 3000, 20],
		['the last response at the end', 60_000, 0, 20],
	])('returns %s', async (_name, askedAfterMs, waitMs, percentage) => {
		const {source, clock} = replaying([answered(1000, 10), answered(1500, 99, taskId(2)), answered(20_000, 20)]);
		clock.pass(askedAfterMs);
		const answer = source.askDetails(taskId(1), never);
		expect(await isSettled(answer)).toBe(waitMs === 0);
		clock.pass(waitMs);
		expect(percentageOf(await answer)).toBe(percentage);
	});

	test.each([
		['has no response', taskId(7)],
		['has only a much later response', taskId(1)],
	])('returns a failure at once for an import that %s', async (_name, key) => {
		const {source} = replaying([answered(60_000, 10)]);
		expect(await source.askDetails(key, never)).toEqual({
			kind: 'failure',
			failure: {kind: 'network', sentence: 'The recording has no details of this import.', isTransient: true},
		});
	});

	test('rejects if it is aborted', async () => {
		const {source, clock} = replaying([answered(1000, 10)]);
		const abort = new AbortController();
		const answer = source.askDetails(taskId(1), abort.signal);
		abort.abort(new Error('aborted by the test'));
		await expect(answer).rejects.toThrow('aborted by the test');
		expect(clock.waiting()).toBe(0);
	});

	test('can return a recorded failure', async () => {
		const answer: DetailsAnswer = {kind: 'failure', failure: {kind: 'throttled', sentence: 'Throttled by AWS.', isTransient: true}};
		const {source} = replaying([{
			at: startAt, type: 'detailsAnswered', targetId: '@', key: taskId(1), answer,
		}]);
		expect(await source.askDetails(taskId(1), never)).toEqual(answer);
	});
});

test('refuses to cancel imports', async () => {
	expect(await replaying([]).source.cancel(taskId(1))).toEqual({kind: 'refused', sentence: 'A replay can\'t cancel imports.'});
});

test('close rejects pending calls and stops the timers', async () => {
	const {source, clock} = replaying([scanned(2000, 'IMPORTING'), answered(2000, 5)]);
	const pending = [source.scan(never), source.askDetails(taskId(1), never)].map(async promise => expect(promise).rejects.toThrow('aborted'));
	await source.close();
	await Promise.all(pending);
	expect(clock.waiting()).toBe(0);
});

test('returns the same object for an unchanged import', async () => {
	const {source, clock} = replaying([scanned(0, 'IMPORTING'), scanned(1000, '', {order: undefined, tasks: []})]);
	const taskOf = async (): Promise<ImportTask | undefined> => {
		const {snapshot} = await source.scan(never);
		return snapshot.tasks.get(taskId(1));
	};

	const first = await taskOf();
	clock.pass(1000);
	expect(await taskOf()).toBe(first);
});
