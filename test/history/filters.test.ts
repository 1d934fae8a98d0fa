import {DatabaseSync} from 'node:sqlite';
import {expect, onTestFinished, test} from 'vitest';
import {type History, openHistory} from '../../source/history/open-history.ts';
import {temporaryHistory} from '../support/temporary-files.ts';

const open = (file: string): {readonly history: History; readonly notes: readonly string[]; readonly runTimers: () => void} => {
	const notes: string[] = [];
	const timers: Array<() => void> = [];
	let time = 0;
	const history = openHistory(file, {
		onNote(sentence) {
			notes.push(sentence);
		},
		now: () => ++time,
		schedule(_, callback) {
			timers.push(callback);
		},
	});
	onTestFinished(history.close);
	return {
		history,
		notes,
		runTimers() {
			for (const timer of timers.splice(0)) {
				timer();
			}
		},
	};
};

test('filters are kept for other runs, each once, newest first', () => {
	const file = temporaryHistory();
	const {history} = open(file);
	expect(history.listFilters()).toEqual([]);

	for (const query of ['is:failed', 'lake', 'is:failed']) {
		history.keepFilter(query);
	}

	expect(open(file).history.listFilters()).toEqual(['is:failed', 'lake']);
});

test('only the newest 100 filters are kept', () => {
	const {history} = open(temporaryHistory());

	for (let number = 1; number <= 120; number++) {
		history.keepFilter(`task:${number}`);
	}

	const kept = history.listFilters();
	expect([kept.length, kept[0], kept.at(-1)]).toEqual([100, 'task:120', 'task:21']);
});

test('a filter waits while another process holds the write lock', () => {
	const file = temporaryHistory();
	const {history, notes, runTimers} = open(file);
	history.keepFilter('one');
	const other = new DatabaseSync(file);
	other.exec('BEGIN IMMEDIATE');
	history.keepFilter('two');
	expect(history.listFilters()).toEqual(['one']);
	other.exec('COMMIT');
	other.close();
	runTimers();
	expect(history.listFilters()).toEqual(['two', 'one']);
	expect(notes).toEqual([]);
});

test('a history of an earlier version gets the table with the first write', () => {
	const file = temporaryHistory();
	open(file).history.keepFilter('one');
	const earlier = new DatabaseSync(file);
	earlier.exec('DROP TABLE filters; PRAGMA user_version = 1');
	earlier.close();
	const {history, notes} = open(file);
	expect(history.listFilters()).toEqual([]);
	history.keepFilter('two');
	expect(history.listFilters()).toEqual(['two']);
	expect(notes).toEqual([]);
});
