import {
	chmodSync,
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readdirSync,
	realpathSync,
	renameSync,
	rmSync,
	statfsSync,
	statSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type * as Sqlite from 'node:sqlite';
import {type DatabaseSync} from 'node:sqlite';
import {pathToFileURL} from 'node:url';
import {printable} from '../text/printable.ts';

// What brings a database from each version to the next. `user_version` counts those that have run. `scans` says when the last scan began that saw the whole list, or one graph; an import's status is null once it is no longer listed; events are in JSON, as they are printed.
const migrations: readonly string[] = [`
	CREATE TABLE targets (id INTEGER PRIMARY KEY, profile TEXT NOT NULL, region TEXT NOT NULL, endpoint TEXT NOT NULL, UNIQUE (profile, region, endpoint)) STRICT;
	CREATE TABLE scans (target INTEGER NOT NULL, graph TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (target, graph)) STRICT, WITHOUT ROWID;
	CREATE TABLE imports (target INTEGER NOT NULL, taskId TEXT NOT NULL, graph TEXT NOT NULL, status TEXT, seenAt INTEGER NOT NULL, facts TEXT NOT NULL, PRIMARY KEY (target, taskId)) STRICT, WITHOUT ROWID;
	CREATE INDEX goneImports ON imports (seenAt) WHERE status IS NULL;
	CREATE TABLE changes (id INTEGER PRIMARY KEY, target INTEGER NOT NULL, taskId TEXT NOT NULL, graph TEXT NOT NULL, at INTEGER NOT NULL, event TEXT NOT NULL) STRICT;
	CREATE INDEX changesByTime ON changes (at);
	CREATE INDEX changesByTarget ON changes (target, at);
	CREATE INDEX changesByGraph ON changes (graph, at);
	CREATE INDEX changesByTask ON changes (taskId, at);
`];

/**
`file` has symbolic links resolved. `isInPlace` tells whether it is still the file that was opened: it may have been deleted, or moved aside by another process.
*/
export type OpenDatabase = {readonly database: DatabaseSync; readonly file: string; readonly isInPlace: () => boolean};

/**
How long a statement waits for another process: too short to notice between a key and the screen, and longer than another watcher's transaction.
*/
export const busyTimeoutMs = 10;

const newer = 'from a newer version of this program';
const newerMessage = `it is ${newer}`;

// Node 22 calls SQLite experimental, and would print a warning into the screen or a script's standard error. Loading is synchronous, so no other warning is dropped.
const loadSqlite = (): typeof Sqlite => {
	const {emitWarning} = process;
	process.emitWarning = () => {}; // eslint-disable-line @typescript-eslint/no-empty-function -- As above.
	const sqlite: typeof Sqlite | undefined = process.getBuiltinModule('node:sqlite');
	process.emitWarning = emitWarning;

	if (sqlite === undefined) {
		throw new Error('this Node.js was built without SQLite');
	}

	return sqlite;
};

const connect = (file: string | URL, {isReadOnly}: {readonly isReadOnly: boolean}, prepare: (database: DatabaseSync) => unknown): DatabaseSync => {
	const sqlite = loadSqlite();
	const database = new sqlite.DatabaseSync(file, {readOnly: isReadOnly});

	try {
		database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
		prepare(database);
		return database;
	} catch (error: unknown) {
		database.close();
		throw error;
	}
};

/**
Runs an action in one transaction that has the write lock from its start.
*/
export const runTransaction = (database: DatabaseSync, action: () => void): void => {
	database.exec('BEGIN IMMEDIATE');

	try {
		action();
		database.exec('COMMIT');
	} catch (error: unknown) {
		try {
			database.exec('ROLLBACK');
		} catch {
			// SQLite rolls back by itself, for example on a full disk.
		}

		throw error;
	}
};

const readVersion = (database: DatabaseSync): number => {
	const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);

	if (version > migrations.length) {
		throw new Error(newerMessage);
	}

	return version;
};

// In a transaction: several processes may do so at once.
const migrate = (database: DatabaseSync): void => {
	runTransaction(database, () => {
		for (const [index, migration] of migrations.entries().drop(readVersion(database))) {
			database.exec(`${migration}; PRAGMA user_version = ${index + 1}`);
		}
	});
};

// `f_type` of statfs(2) for NFS, SMB, CIFS, SMB2, AFS, Coda, 9P, Ceph, FUSE (such as sshfs), Lustre, GPFS, OCFS2, GFS2, VirtualBox and VMware.
const networkTypes: ReadonlySet<string> = new Set('6969 517b ff534d42 fe534d42 5346414f 73757245 1021997 c36400 65735546 bd00bd0 47504653 7461636f 1161970 786f4256 bacbacbc'.split(' '));

/**
Whether a folder is on a network file system, as far as the platform tells: the numbers that macOS gives differ from start to start.
*/
export const isOnNetwork = (folder: string, platform: NodeJS.Platform = process.platform, typeOf = (name: string): number => statfsSync(name).type): boolean =>
	platform === 'win32' ? folder.startsWith('\\\\') : platform === 'linux' && networkTypes.has(typeOf(folder).toString(16));

// Creates the file for its owner alone, and resolves symbolic links. SQLite gives the files beside it the same mode.
const prepareFile = (file: string): string => {
	mkdirSync(path.dirname(file), {recursive: true, mode: 0o700});
	closeSync(openSync(file, 'a', 0o600));
	const resolved = realpathSync(file);

	// Windows has no such bits.
	if (path.sep === '/' && statSync(resolved).mode % 0o100 !== 0) {
		chmodSync(resolved, 0o600);
	}

	return resolved;
};

// The log goes before the database, so that no new database finds an old log.
const suffixes = ['-wal', '-shm', '-journal', ''];
const asideMark = '-unusable-';

/**
Renames a database that can't be used, and returns its new name.
*/
export const moveAside = (file: string): string => {
	const {dir, name, ext} = path.parse(file);
	const aside = path.join(dir, `${name}${asideMark}${new Date().toISOString().replaceAll(':', '-')}${ext}`);

	for (const suffix of suffixes) {
		if (existsSync(file + suffix)) {
			renameSync(file + suffix, aside + suffix);
		}
	}

	return aside;
};

/**
Opens the database, and creates it where there is none. One that is damaged or from a newer version is moved aside, and `onMoved` called. `isNetwork` says whether to avoid WAL, which needs memory that all processes share.
*/
export const openDatabase = (file: string, onMoved: (problem: string, aside: string) => void, isNetwork?: boolean): OpenDatabase => {
	const resolved = prepareFile(file);
	const {ino, dev} = statSync(resolved);
	const isInPlace = (): boolean => {
		const stat = statSync(resolved, {throwIfNoEntry: false});
		return stat?.ino === ino && stat.dev === dev;
	};

	try {
		const database = connect(resolved, {isReadOnly: false}, opened => {
			// Must come before the first page is written, which the journal mode does.
			if (readVersion(opened) === 0) {
				opened.exec('PRAGMA auto_vacuum = INCREMENTAL');
			}

			opened.exec(`PRAGMA journal_mode = ${isNetwork ?? isOnNetwork(path.dirname(resolved)) ? 'DELETE' : 'WAL'}; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0`);
			migrate(opened);
		});
		return {database, file: resolved, isInPlace};
	} catch (error: unknown) {
		const isNewer = error instanceof Error && error.message === newerMessage;

		if (!isNewer && !isDamage(error)) {
			throw error;
		}

		// Unless another process has just moved it.
		if (isInPlace()) {
			onMoved(isNewer ? newer : 'damaged', moveAside(resolved));
		}

		return openDatabase(file, onMoved, isNetwork);
	}
};

/**
Reads the database without changing it; returns undefined where there is none. Throws an error where it can't be read.
*/
export const readDatabase = <Result>(file: string, read: (database: DatabaseSync) => Result): Result | undefined => {
	if (!existsSync(file)) {
		return undefined;
	}

	const openToRead = (name: string | URL): DatabaseSync => connect(name, {isReadOnly: true}, readVersion);
	let database: DatabaseSync;

	try {
		database = openToRead(file);
	} catch (error: unknown) {
		if (isDamage(error)) {
			throw error;
		}

		// Where SQLite can't create files beside it, nobody can write to it either. Node before 22.15 takes no such URL.
		database = openToRead(new URL(`${pathToFileURL(file).href}?immutable=1`));
	}

	try {
		return readVersion(database) === 0 ? undefined : read(database);
	} finally {
		database.close();
	}
};

/**
Deletes the history, with what was moved aside. Watchers that have it open start a new one. Throws an error where it can't be deleted.
*/
export const deleteDatabase = (file: string): void => {
	if (!existsSync(file)) {
		return;
	}

	const resolved = realpathSync(file);
	const {dir, name} = path.parse(resolved);
	const aside = readdirSync(dir).filter(one => one.startsWith(name + asideMark)).map(one => path.join(dir, one));

	for (const one of [...aside, ...suffixes.map(suffix => resolved + suffix)]) {
		rmSync(one, {force: true});
	}
};

// The code of a system error, such as `ENOSPC`, or the primary result code of SQLite (https://sqlite.org/rescode.html).
const codeOf = (error: unknown): unknown => {
	const {code, errcode} = new Object(error) as Readonly<Record<'code' | 'errcode', unknown>>; // Either may be missing.
	return typeof errcode === 'number' ? errcode % 256 : code;
};

const isOneOf = (error: unknown, ...codes: readonly unknown[]): boolean => codes.includes(codeOf(error));

/**
Whether another process holds a lock, so that trying again later helps.
*/
export const isBusy = (error: unknown): boolean => isOneOf(error, 5, 6);

/**
Whether the file is damaged, or no database.
*/
export const isDamage = (error: unknown): boolean => isOneOf(error, 11, 26);

/**
Why the history can't be used, as part of a sentence and safe to print.
*/
export const reasonText = (error: unknown, file: string): string => {
	const folder = path.dirname(file);

	if (isOneOf(error, 'EROFS', 'EACCES', 'EPERM')) {
		return printable(`no permission to write in ${folder}`);
	}

	return printable(isOneOf(error, 'ENOENT', 'ENOTDIR', 'EEXIST')
		? `can't create the folder ${folder}`
		: `${error instanceof Error ? error.message : String(error)} (${file})`);
};
