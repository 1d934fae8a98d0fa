import {describe, expect, test} from 'vitest';
import {temporaryHistory} from '../support/temporary-files.ts';
import {eventsIn, recordedIn, startWatcher} from './watchers.ts';

describe('one watcher', () => {
	test('records the first list and each change once', () => {
		const file = temporaryHistory();
		const watcher = startWatcher(file);
		watcher.scan(0, {1: 'IMPORTING', 2: 'SUCCEEDED'});
		watcher.scan(1000, {1: 'IMPORTING', 2: 'SUCCEEDED'});
		watcher.scan(2000, {1: 'FAILED', 2: 'SUCCEEDED', 3: 'INITIALIZING'});
		watcher.scan(3000, {1: 'FAILED', 3: 'INITIALIZING'});
		watcher.scan(4000, {1: 'FAILED', 3: 'INITIALIZING'});
		expect(recordedIn(file)).toEqual(['1 baseline IMPORTING', '2 baseline SUCCEEDED', '1 IMPORTING → FAILED', '3 appeared INITIALIZING', '2 gone SUCCEEDED']);
		watcher.close();
		expect(watcher.notes).toEqual([]);
	});
});

describe('the reason of a failure', () => {
	const reasonsIn = (file: string): ReadonlyArray<string | undefined> => eventsIn(file).map(event => event.event === 'baseline' ? undefined : event.reason?.statusReason);

	test('is added to the change, and restored with it', () => {
		const file = temporaryHistory();
		const watcher = startWatcher(file);
		watcher.scan(0, {1: 'IMPORTING', 2: 'IMPORTING'});
		watcher.scan(1000, {1: 'ROLLING_BACK', 2: 'IMPORTING'});
		watcher.scan(2000, {1: 'FAILED', 2: 'FAILED'});
		watcher.explain(2100, 1, 'OUT_OF_MEMORY: No room.');
		expect(reasonsIn(file)).toEqual([undefined, undefined, undefined, 'OUT_OF_MEMORY: No room.', undefined]);
		watcher.close();

		const next = startWatcher(file, {ms: 10_000});
		expect(next.model().changes.map(({reason}) => reason?.code)).toEqual([undefined, 'OUT_OF_MEMORY', undefined]);
		next.close();
	});

	test('is recorded once by several watchers, and never for an import that was listed again since', () => {
		const file = temporaryHistory();
		const [one, other] = [startWatcher(file), startWatcher(file)];

		for (const watcher of [one, other]) {
			watcher.scan(0, {1: 'IMPORTING'});
			watcher.scan(1000, {1: 'FAILED'});
		}

		one.explain(1100, 1, 'OUT_OF_MEMORY: No room.');
		other.explain(1200, 1, 'OUT_OF_MEMORY: No room.');
		expect(reasonsIn(file)).toEqual([undefined, 'OUT_OF_MEMORY: No room.']);
		one.scan(2000, {1: 'IMPORTING'});
		other.explain(2100, 1, 'PARSING_ERROR: Line 7.');
		expect(reasonsIn(file)).toEqual([undefined, 'OUT_OF_MEMORY: No room.', undefined]);
	});
});

describe('the number of statements', () => {
	const countsIn = (file: string): ReadonlyArray<number | undefined> => eventsIn(file).map(event => event.event === 'baseline' ? undefined : event.statementCount);

	test('is added to the change, once the list shows the success', () => {
		const file = temporaryHistory();
		const watcher = startWatcher(file);
		watcher.scan(0, {1: 'IMPORTING', 2: 'IMPORTING'});
		watcher.count(500, 1, 7000);
		expect(countsIn(file)).toEqual([undefined, undefined]);
		watcher.scan(1000, {1: 'SUCCEEDED', 2: 'IMPORTING'});
		watcher.count(1100, 1, 8000);
		watcher.count(1200, 1, 8001);
		expect(countsIn(file)).toEqual([undefined, undefined, 8001]);
		watcher.close();
	});

	test('is not recorded for an import that had succeeded before watching began', () => {
		const file = temporaryHistory();
		const watcher = startWatcher(file);
		watcher.scan(0, {1: 'SUCCEEDED'});
		watcher.count(100, 1, 8000);
		expect(countsIn(file)).toEqual([undefined]);
		watcher.close();
	});
});

describe('watchers whose scans overlap', () => {
	test('never move an import back if the scan that began first ends last', () => {
		const file = temporaryHistory();
		const [slow, quick] = [startWatcher(file), startWatcher(file)];
		slow.begin(0);
		quick.begin(1000);
		quick.end(1100, {1: 'SUCCEEDED'});
		slow.end(5000, {1: 'IMPORTING'});
		slow.scan(6000, {1: 'SUCCEEDED'});
		expect(recordedIn(file)).toEqual(['1 baseline SUCCEEDED']);
	});

	test('never move an import back if the scan that began last read it first', () => {
		const file = temporaryHistory();
		const [one, other] = [startWatcher(file), startWatcher(file)];
		one.scan(0, {1: 'IMPORTING'});
		other.scan(0, {1: 'IMPORTING'});
		one.begin(1000);
		other.begin(1100);
		one.end(3000, {1: 'SUCCEEDED'});
		other.end(3100, {1: 'ROLLING_BACK'});
		other.scan(4000, {1: 'SUCCEEDED'});
		expect(recordedIn(file)).toEqual(['1 baseline IMPORTING', '1 IMPORTING → SUCCEEDED']);
	});

	test('record the result of the older scan with the next scan if only that watcher continues', () => {
		const file = temporaryHistory();
		const [slow, quick] = [startWatcher(file), startWatcher(file)];
		slow.begin(0);
		quick.begin(1000);
		quick.end(1100, {1: 'IMPORTING', 2: 'IMPORTING'});
		quick.close();
		slow.end(5000, {1: 'SUCCEEDED'});
		slow.scan(6000, {1: 'SUCCEEDED'});
		expect(recordedIn(file)).toEqual(['1 baseline IMPORTING', '2 baseline IMPORTING', '1 IMPORTING → SUCCEEDED']);
	});
});

test('a long first list is recorded in parts, and completely if the watcher ends early', () => {
	const file = temporaryHistory();
	const statuses = Object.fromEntries(Array.from({length: 1000}, (_, index) => [index + 1, 'IMPORTING']));
	const frames: Array<() => void> = [];
	const watcher = startWatcher(file, {
		afterFrame(callback) {
			frames.push(callback);
		},
	});
	watcher.scan(0, statuses);
	expect(recordedIn(file)).toHaveLength(0);
	frames.shift()?.();
	expect(recordedIn(file).length).toBeLessThan(500);
	expect(frames).toHaveLength(1);
	watcher.close();
	expect(recordedIn(file)).toHaveLength(1000);
});
