import {
	existsSync,
	lstatSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	writeFileSync,
	writeSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {DatabaseSync} from 'node:sqlite';
import {describe, expect, test} from 'vitest';
import {busyTimeoutMs, deleteDatabase, isOnNetwork} from '../../source/history/database.ts';
import {temporaryHistory, temporaryFile} from '../support/temporary-files.ts';
import {
	eventsIn,
	recordedIn,
	startWatcher,
	tasksOf,
} from './watchers.ts';

/*
Creates a history with one import.
*/
const createHistory = (): string => {
	const file = temporaryHistory();
	const watcher = startWatcher(file);
	watcher.scan(0, {1: 'IMPORTING'});
	watcher.close();
	return file;
};

const inFolder = (file: string): readonly string[] => readdirSync(path.dirname(file)).toSorted();
const modeOf = (name: string): string => (statSync(name).mode % 0o1000).toString(8);

const query = (file: string, sql: string): unknown => {
	const database = new DatabaseSync(file);

	try {
		return Object.values(database.prepare(sql).get() ?? {})[0];
	} finally {
		database.close();
	}
};

describe('while another process holds the write lock', () => {
	test('scans go on, and their changes are recorded once the lock is free', () => {
		const file = createHistory();
		const watcher = startWatcher(file, {ms: 1000});
		const other = new DatabaseSync(file);
		other.exec('BEGIN IMMEDIATE');

		for (let ms = 2000; ms < 12_000; ms += 500) {
			watcher.scan(ms, {1: `STEP_${ms}`});
			watcher.wait(ms + 250);
		}

		expect(recordedIn(file)).toEqual(['1 baseline IMPORTING']);
		other.exec('ROLLBACK');
		watcher.wait(12_000);
		expect(recordedIn(file)).toHaveLength(21);
		expect(recordedIn(file).at(-1)).toBe('1 STEP_11000 → STEP_11500');
		expect(watcher.notes).toEqual([]);
		other.close();
		watcher.close();
	});

	test('a write blocks for 20 ms at most', () => {
		expect(busyTimeoutMs).toBeLessThanOrEqual(20);
	});

	test('nothing is lost if the lock is released before the watcher ends', () => {
		const file = createHistory();
		const watcher = startWatcher(file, {ms: 1000});
		const other = new DatabaseSync(file);
		other.exec('BEGIN IMMEDIATE');
		watcher.scan(2000, {1: 'FAILED'});
		other.close();
		watcher.close();
		expect(recordedIn(file)).toEqual(['1 baseline IMPORTING', '1 IMPORTING → FAILED']);
	});
});

describe('an unusable database', () => {
	const overwriteFirstPage = (file: string): void => {
		writeSync(openSync(file, 'r+'), new Uint8Array(4096).fill(0xA5), 0, 4096, 0);
	};

	test.each([
		['is damaged', overwriteFirstPage, 'damaged'],
		['is not a database', (file: string) => {
			writeFileSync(file, 'text that is long enough to be read as a header'.repeat(20));
		}, 'damaged'],
		['is from a newer version', (file: string) => {
			query(file, 'PRAGMA user_version = 999');
		}, 'from a newer version of this program'],
	])('that %s is moved aside, and a new one is started', (_, spoil, problem) => {
		const file = createHistory();
		spoil(file);
		const before = readFileSync(file);
		const watcher = startWatcher(file, {ms: 1000});
		watcher.scan(2000, {1: 'FAILED'});
		watcher.scan(3000, {1: 'SUCCEEDED'});
		watcher.close();
		const [aside = '', ...others] = inFolder(file).filter(name => name !== 'history.db');
		expect(others).toEqual([]);
		expect(readFileSync(path.join(path.dirname(file), aside))).toEqual(before);
		expect(watcher.notes).toEqual([`The history was ${problem}: moved it to ${path.join(path.dirname(file), aside)} and started a new one.`]);
		expect(recordedIn(file)).toEqual(['1 baseline FAILED', '1 FAILED → SUCCEEDED']);
	});

	test('is moved aside only once by several watchers', () => {
		const file = createHistory();
		overwriteFirstPage(file);
		const watchers = [1, 2, 3].map(() => startWatcher(file, {ms: 1000}));

		for (const watcher of watchers) {
			watcher.scan(2000, {1: 'FAILED'});
		}

		expect(watchers.flatMap(({notes}) => notes)).toHaveLength(1);
		expect(recordedIn(file)).toEqual(['1 baseline FAILED']);
	});
});

describe('a history file that is deleted or replaced', () => {
	test('is created again with the whole list, so that nothing looks new in the next run', () => {
		const file = createHistory();
		const watcher = startWatcher(file, {ms: 1000});
		watcher.scan(2000, {1: 'IMPORTING', 2: 'IMPORTING'});

		for (const name of inFolder(file)) {
			rmSync(path.join(path.dirname(file), name));
		}

		watcher.scan(3000, {1: 'FAILED', 2: 'IMPORTING'});
		watcher.close();
		expect(recordedIn(file)).toEqual(['1 IMPORTING → FAILED', '2 baseline IMPORTING']);
		const next = startWatcher(file, {ms: 4000});
		expect(next.scan(5000, {1: 'FAILED', 2: 'IMPORTING'}).filter(({event}) => event !== 'baseline')).toEqual([]);
		next.close();
		expect(recordedIn(file)).toHaveLength(2);
	});

	test('may be deleted while a watcher has it open', () => {
		const file = createHistory();
		const watcher = startWatcher(file, {ms: 1000});
		watcher.scan(2000, {1: 'IMPORTING', 2: 'IMPORTING'});
		deleteDatabase(file);
		expect(inFolder(file)).toEqual([]);
		watcher.scan(3000, {1: 'IMPORTING', 2: 'FAILED'});
		expect(recordedIn(file)).toEqual(['2 IMPORTING → FAILED', '1 baseline IMPORTING']);
		watcher.close();
	});

	test('stays intact if it is deleted while several watchers use it', () => {
		const file = createHistory();
		const watchers = [startWatcher(file, {ms: 1000}), startWatcher(file, {ms: 1000})];

		for (const [round, watcher] of [...watchers, ...watchers].entries()) {
			watcher.scan(2000 + (round * 1000), {1: `STEP_${round}`});
		}

		deleteDatabase(file);

		for (const [round, watcher] of [...watchers, ...watchers].entries()) {
			watcher.scan(7000 + (round * 1000), {1: `STEP_${round + 4}`});
		}

		expect(recordedIn(file).map(text => text.split(' ').at(-1))).toEqual(['STEP_4', 'STEP_5', 'STEP_6', 'STEP_7']);

		for (const watcher of watchers) {
			watcher.close();
		}

		expect(query(file, 'PRAGMA integrity_check')).toBe('ok');
		expect(recordedIn(file)).toHaveLength(4);
	});

	test('is deleted together with databases that were moved aside', () => {
		const file = createHistory();
		query(file, 'PRAGMA user_version = 999');
		const watcher = startWatcher(file);
		watcher.scan(0, {1: 'IMPORTING'});
		watcher.close();
		expect(inFolder(file)).toHaveLength(2);
		deleteDatabase(file);
		expect(inFolder(file)).toEqual([]);
	});

	test('is deleted even if it is damaged', () => {
		const file = createHistory();
		writeFileSync(file, 'x'.repeat(5000));
		deleteDatabase(file);
		expect(inFolder(file)).toEqual([]);
	});

	test('may be a symbolic link, which is preserved', () => {
		const file = temporaryHistory();
		const elsewhere = temporaryFile('elsewhere.db');
		mkdirSync(path.dirname(file));
		symlinkSync(elsewhere, file);

		for (const ms of [0, 10_000]) {
			const watcher = startWatcher(file, {ms});
			watcher.scan(ms, {1: 'IMPORTING'});
			watcher.scan(ms + 1000, {1: 'FAILED'});
			watcher.close();
		}

		expect(lstatSync(file).isSymbolicLink()).toBe(true);
		expect(recordedIn(elsewhere)).toEqual(['1 baseline IMPORTING', '1 IMPORTING → FAILED', '1 FAILED → IMPORTING', '1 IMPORTING → FAILED']);
		writeFileSync(elsewhere, 'x'.repeat(5000));
		const watcher = startWatcher(file, {ms: 20_000});
		watcher.scan(20_000, {1: 'FAILED'});
		watcher.close();
		expect(lstatSync(file).isSymbolicLink()).toBe(true);
		expect(recordedIn(elsewhere)).toEqual(['1 baseline FAILED']);
	});
});

describe('a history that can\'t be written', () => {
	test('is reported once, and everything is recorded later', () => {
		const file = temporaryHistory();
		const folder = path.dirname(file);
		writeFileSync(folder, '');
		const watcher = startWatcher(file);
		watcher.scan(0, {1: 'IMPORTING'});
		watcher.scan(1000, {1: 'FAILED'});
		expect(watcher.notes).toEqual([`Can't save the history: can't create the folder ${folder}. Watching continues, and changes are kept in memory.`]);
		rmSync(folder);
		watcher.wait(10_000);
		expect(watcher.notes.slice(1)).toEqual(['The history is being saved again.']);
		expect(recordedIn(file)).toEqual(['1 baseline IMPORTING', '1 IMPORTING → FAILED']);
		watcher.close();
	});

	test.skipIf(process.getuid?.() === 0)('for lack of permissions can still be read', () => {
		const file = createHistory();
		rmSync(`${file}-wal`, {force: true});
		writeFileSync(file, readFileSync(file), {mode: 0o400});
		expect(recordedIn(file)).toHaveLength(1);
	});

	test('is reported with file names that are safe to print', () => {
		const folder = temporaryFile('a\u{1B}[2Jb');
		writeFileSync(folder, '');
		const watcher = startWatcher(path.join(folder, 'history.db'));
		watcher.scan(0, {1: 'IMPORTING'});
		expect(watcher.notes.join('')).toContain('a␛[2Jb');
	});

	test('skips a change that the database rejects, reports it once, and records all others', () => {
		const file = createHistory();
		query(file, 'CREATE TRIGGER reject BEFORE INSERT ON changes WHEN new.event ->> \'to\' = \'ODD\' BEGIN SELECT RAISE(ABORT, \'rejected\'); END');
		const watcher = startWatcher(file, {ms: 1000});
		watcher.scan(2000, {1: 'ODD'});
		watcher.scan(3000, {1: 'ROLLING_BACK'});
		watcher.scan(4000, {1: 'ODD'});
		watcher.scan(5000, {1: 'FAILED'});
		expect(watcher.notes).toEqual([`Can't save some changes: rejected (${file}). The history skips them and saves all others.`]);
		expect(recordedIn(file)).toEqual(['1 baseline IMPORTING', '1 IMPORTING → ROLLING_BACK', '1 ROLLING_BACK → FAILED']);
		watcher.close();
	});

	test('keeps a bounded number of events in memory, and records the final list', () => {
		const file = temporaryHistory();
		writeFileSync(path.dirname(file), '');
		const maxWaiting = 500;
		const watcher = startWatcher(file, {maxWaiting});
		const many = (status: string) => Object.fromEntries(Array.from({length: 30}, (_, index) => [index + 1, status]));

		for (let step = 0; step < 20; step++) {
			watcher.scan(step * 1000, many(`STEP_${step}`));
		}

		rmSync(path.dirname(file));
		watcher.scan(30_000, many('STEP_19'));
		watcher.close();
		const events = eventsIn(file);
		expect(events.length).toBeLessThanOrEqual(maxWaiting + 30);
		expect(new Map(events.map(({task}) => [task.taskId, task.status]))).toEqual(new Map(tasksOf(many('STEP_19')).map(({taskId, status}) => [taskId, status])));
	});
});

describe('the history file', () => {
	test.skipIf(path.sep !== '/')('is accessible only by its owner', () => {
		const file = temporaryHistory();
		const watcher = startWatcher(file);
		watcher.scan(0, {1: 'IMPORTING'});
		expect(inFolder(file)).toEqual(['history.db', 'history.db-shm', 'history.db-wal']);
		expect([path.dirname(file), ...inFolder(file).map(name => path.join(path.dirname(file), name))].map(name => modeOf(name))).toEqual(['700', '600', '600', '600']);
		watcher.close();
		expect(inFolder(file)).toEqual(['history.db']);
	});

	test('uses a write-ahead log locally and a rollback journal on a network file system', () => {
		const [local, remote] = [temporaryHistory(), temporaryHistory()];

		for (const [file, isNetwork] of [[local, false], [remote, true]] as const) {
			const watcher = startWatcher(file, {isNetwork});
			watcher.scan(0, {1: 'IMPORTING'});
			expect(query(file, 'PRAGMA journal_mode')).toBe(isNetwork ? 'delete' : 'wal');
			expect(existsSync(`${file}-wal`)).toBe(!isNetwork);
			watcher.close();
			expect(recordedIn(file)).toEqual(['1 baseline IMPORTING']);
		}
	});

	test.each([
		['NFS', 'linux', '/home/x', 0x69_69, true],
		['CIFS', 'linux', '/home/x', 0xFF_53_4D_42, true],
		['ext4', 'linux', '/home/x', 0xEF_53, false],
		['tmpfs', 'linux', '/home/x', 0x01_02_19_94, false],
		['a share', 'win32', String.raw`\\server\home`, 0, true],
		['a drive', 'win32', String.raw`C:\Users`, 0, false],
		['anything', 'darwin', '/Users/x', 2, false],
	] as const)('on %s (%s) is detected as local or on a network', (_, platform, folder, type, isNetwork) => {
		expect(isOnNetwork(folder, platform, () => type)).toBe(isNetwork);
	});

	test('leaves `process.emitWarning` unchanged', () => {
		const {emitWarning} = process;
		createHistory();
		expect(process.emitWarning).toBe(emitWarning);
	});
});

describe('pruning', () => {
	const dayMs = 24 * 60 * 60_000;

	const runTimers = (watcher: ReturnType<typeof startWatcher>, from: number): void => {
		for (let step = 1; step <= 200; step++) {
			watcher.wait(from + (step * 1000));
		}
	};

	test('deletes old changes and imports that are no longer listed, and keeps listed imports', () => {
		const file = temporaryHistory();
		const watcher = startWatcher(file, {maxAgeMs: 90 * dayMs});
		watcher.scan(0, {1: 'IMPORTING', 2: 'IMPORTING'});
		watcher.scan(1000, {1: 'IMPORTING'});
		watcher.scan(2000, {1: 'IMPORTING'});
		watcher.scan(80 * dayMs, {1: 'FAILED'});
		runTimers(watcher, 80 * dayMs);
		expect(recordedIn(file)).toHaveLength(4);
		watcher.scan(100 * dayMs, {1: 'FAILED', 3: 'IMPORTING'});
		runTimers(watcher, 100 * dayMs);
		watcher.close();
		expect(recordedIn(file)).toEqual(['1 IMPORTING → FAILED', '3 appeared IMPORTING']);
		expect(query(file, 'SELECT count(*) FROM imports')).toBe(2);
	});

	test('keeps the file within its size limit, and keeps the newest changes', () => {
		const file = temporaryHistory();
		const maxBytes = 300_000;
		const watcher = startWatcher(file, {maxBytes});
		const many = (status: string) => Object.fromEntries(Array.from({length: 100}, (_, index) => [index + 1, status]));

		for (let step = 0; step < 30; step++) {
			watcher.scan(step * 1_000_000, many(`STEP_${step}`));
			runTimers(watcher, step * 1_000_000);
		}

		watcher.close();
		expect(query(file, 'PRAGMA auto_vacuum')).toBe(2);
		expect(statSync(file).size).toBeLessThan(maxBytes * 1.2);
		expect(recordedIn(file).length).toBeGreaterThan(100);
		expect(recordedIn(file).at(-1)).toBe('100 STEP_28 → STEP_29');
		expect(query(file, 'SELECT count(*) FROM imports')).toBe(100);
	});
});
