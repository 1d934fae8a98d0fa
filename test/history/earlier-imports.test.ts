import {expect, test} from 'vitest';
import {readDatabase} from '../../source/history/database.ts';
import {readEarlierImports} from '../../source/history/earlier-imports.ts';
import {temporaryHistory} from '../support/temporary-files.ts';
import {recordedIn, startWatcher, target} from './watchers.ts';

const second = 1000;

const earlierIn = (file: string) => readDatabase(file, database => readEarlierImports(database, target))
	?.map(({task, durationMs, statementsPerSecond}) => [Number(task.taskId.slice(2)), durationMs / second, statementsPerSecond]);

test('reads how long the imports took that were observed from their start to their success, newest first', () => {
	const file = temporaryHistory();
	const watcher = startWatcher(file);
	watcher.scan(0, {1: 'IMPORTING'});
	watcher.scan(5 * second, {1: 'IMPORTING', 2: 'INITIALIZING', 3: 'INITIALIZING'});
	watcher.scan(10 * second, {
		1: 'SUCCEEDED', 2: 'IMPORTING', 3: 'IMPORTING', 4: 'SUCCEEDED',
	});
	watcher.scan(15 * second, {
		1: 'SUCCEEDED', 2: 'SUCCEEDED', 3: 'FAILED', 4: 'SUCCEEDED', 5: 'IMPORTING',
	});
	watcher.scan(20 * second, {
		1: 'SUCCEEDED', 2: 'SUCCEEDED', 3: 'FAILED', 4: 'SUCCEEDED', 5: 'IMPORTING',
	});
	watcher.scan(25 * second, {
		1: 'SUCCEEDED', 2: 'SUCCEEDED', 3: 'FAILED', 4: 'SUCCEEDED', 5: 'SUCCEEDED',
	});
	expect(earlierIn(file)).toEqual([[5, 10, undefined], [2, 10, undefined]]);
	watcher.count(26 * second, 2, 3000);
	watcher.count(26 * second, 5, 3000);
	watcher.close();
	expect(earlierIn(file)).toEqual([[5, 10, 300], [2, 10, 600]]);
});

test('leaves out imports whose start or end fell into a gap in observation', () => {
	const file = temporaryHistory();
	const watcher = startWatcher(file);
	watcher.scan(0, {});
	watcher.scan(10 * second, {1: 'IMPORTING'});
	watcher.scan(10_000 * second, {1: 'SUCCEEDED', 2: 'IMPORTING'});
	watcher.scan(10_010 * second, {1: 'SUCCEEDED', 2: 'SUCCEEDED'});
	watcher.close();
	expect(earlierIn(file)).toEqual([]);
});

test('leaves out an import that started after another watcher had ended, and before the first scan of this one', () => {
	const file = temporaryHistory();
	const [watcher, other] = [startWatcher(file, {ms: 9995 * second}), startWatcher(file)];
	other.scan(0, {});
	other.close();
	watcher.scan(10_000 * second, {1: 'IMPORTING'});
	watcher.scan(10_010 * second, {1: 'SUCCEEDED'});
	watcher.close();
	expect(recordedIn(file)).toEqual(['1 appeared IMPORTING', '1 IMPORTING → SUCCEEDED']);
	expect(earlierIn(file)).toEqual([]);
});

test('counts an import that runs again after it ended once, by its last end', () => {
	const file = temporaryHistory();
	const watcher = startWatcher(file);
	watcher.scan(0, {});
	watcher.scan(5 * second, {
		1: 'IMPORTING', 2: 'IMPORTING', 3: 'IMPORTING', 4: 'IMPORTING',
	});
	watcher.scan(10 * second, {
		1: 'FAILED', 2: 'SUCCEEDED', 3: 'SUCCEEDED', 4: 'SUCCEEDED',
	});
	watcher.scan(15 * second, {
		1: 'IMPORTING', 2: 'IMPORTING', 3: 'FAILED', 4: 'DELETED',
	});
	watcher.scan(20 * second, {
		1: 'IMPORTING', 2: 'SUCCEEDED', 3: 'FAILED', 4: 'DELETED',
	});
	watcher.scan(25 * second, {
		1: 'SUCCEEDED', 2: 'SUCCEEDED', 3: 'FAILED', 4: 'DELETED',
	});
	watcher.close();
	expect(earlierIn(file)).toEqual([[1, 20, undefined], [2, 15, undefined], [4, 5, undefined]]);
});

test('returns no imports for a target without a history', () => {
	const file = temporaryHistory();
	const watcher = startWatcher(file);
	watcher.scan(0, {1: 'IMPORTING'});
	watcher.close();
	expect(readDatabase(file, database => readEarlierImports(database, {...target, region: 'eu-west-1'}))).toEqual([]);
});
