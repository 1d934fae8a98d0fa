import {readFileSync, rmSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import fc from 'fast-check';
import {expect, test} from 'vitest';
import {isDamage} from '../../source/history/database.ts';
import {damagedBytes} from '../support/edits.ts';
import {stressCount} from '../support/stress.ts';
import {temporaryHistory, temporaryFolder} from '../support/temporary-files.ts';
import {recordedIn, startWatcher} from './watchers.ts';

/*
The bytes of a history with two scans of some imports, in one file.
*/
const historyBytes = (): Uint8Array => {
	const file = temporaryHistory();
	const watcher = startWatcher(file, {isNetwork: true});
	watcher.scan(0, {1: 'IMPORTING', 2: 'IMPORTING', 3: 'FAILED'});
	watcher.scan(1000, {1: 'SUCCEEDED', 2: 'FAILED', 3: 'FAILED'});
	watcher.close();
	return readFileSync(file);
};

/*
Most bytes of a new database are zero, so places with other bytes are more likely.
*/
const placesIn = (bytes: Uint8Array): fc.Arbitrary<number> => {
	const filled = bytes.keys().filter(index => bytes[index] !== 0).toArray();
	return fc.oneof(fc.nat(bytes.length - 1), fc.constantFrom(...filled), fc.nat(99));
};

const expectedNotes = [
	/^The history was (?:damaged|from a newer version of this program): moved it to .+ and started a new one\.$/v,

	// SQLite only reads a database with a higher write version, as it does on a read-only disk.
	/^Can't save the history: attempt to write a readonly database .+\. Watching continues, and changes are kept in memory\.$/v,
];

/*
Damage that the watcher does not read, as in changes of another target, remains. SQLite does not notice rows that are lost.
*/
const isReadable = (file: string): boolean => {
	try {
		recordedIn(file);
		return true;
	} catch (error: unknown) {
		return isDamage(error);
	}
};

test('a damaged history never stops the watcher: it is opened, or moved aside with a sentence', () => {
	const bytes = historyBytes();
	fc.assert(fc.property(damagedBytes(bytes, placesIn(bytes)), damaged => {
		const folder = temporaryFolder();
		const file = path.join(folder, 'history.db');
		writeFileSync(file, damaged);
		const watcher = startWatcher(file, {ms: 2000, isNetwork: true});
		watcher.scan(3000, {1: 'SUCCEEDED', 2: 'IMPORTING', 4: 'FAILED'});
		watcher.scan(4000, {1: 'SUCCEEDED', 2: 'SUCCEEDED'});
		watcher.scan(5000, {2: 'SUCCEEDED'});
		watcher.wait(20_000);
		watcher.close();
		expect(watcher.notes.filter(note => expectedNotes.every(expected => !expected.test(note)))).toEqual([]);
		expect(watcher.notes.length).toBeLessThanOrEqual(1);
		expect(isReadable(file)).toBe(true);
		rmSync(folder, {recursive: true, force: true});
	}), {numRuns: stressCount({usual: 60, full: 5000})});
});
