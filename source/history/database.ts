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
import {type DatabaseSync, type DatabaseSyncOptions} from 'node:sqlite';
import {pathToFileURL} from 'node:url';
import {isBusy, isDamage} from './trouble.ts';

/*
What brings a database from each version to the next. `user_version` counts those that have run.

IDs of targets are never reused, so that watchers notice a deleted history. `scans` holds when the last scan began that read the whole list, or all imports of one graph. `imports` holds each import as last seen, and when the scan began that saw it so; its status is null once it is no longer listed. An `event` is JSON, as `history --json` prints it.
*/
const migrations: readonly string[] = [`
	CREATE TABLE targets (
		id INTEGER PRIMARY KEY AUTOINCREMENT,
		profile TEXT NOT NULL,
		region TEXT NOT NULL,
		endpoint TEXT NOT NULL,
		UNIQUE (profile, region, endpoint)
	) STRICT;

	CREATE TABLE scans (
		target INTEGER NOT NULL,
		graph TEXT NOT NULL,
		until INTEGER NOT NULL,
		PRIMARY KEY (target, graph)
	) STRICT, WITHOUT ROWID;

	CREATE TABLE imports (
		target INTEGER NOT NULL,
		taskId TEXT NOT NULL,
		graph TEXT,
		status TEXT,
		task TEXT NOT NULL,
		firstSeenAt INTEGER,
		firstStatus TEXT,
		changedAt INTEGER,
		changedAfter INTEGER,
		scanAt INTEGER NOT NULL,
		PRIMARY KEY (target, taskId)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX goneImports ON imports (scanAt) WHERE status IS NULL;

	CREATE TABLE changes (
		id INTEGER PRIMARY KEY,
		target INTEGER NOT NULL,
		taskId TEXT NOT NULL,
		graph TEXT,
		at INTEGER NOT NULL,
		event TEXT NOT NULL
	) STRICT;
	CREATE INDEX changesByTime ON changes (at);
	CREATE INDEX changesByTarget ON changes (target, at);
	CREATE INDEX changesByGraph ON changes (graph, at);
	CREATE INDEX changesByTask ON changes (taskId, at);
`];

/**
An open history database.
*/
export type OpenDatabase = {
	readonly database: DatabaseSync;

	/**
	The file, with symbolic links resolved.
	*/
	readonly file: string;

	/**
	Whether the file is still the one that was opened: a user may have deleted it, or another process moved it aside.
	*/
	readonly isInPlace: () => boolean;
};

/**
How long a statement waits for another process. Too short to notice between a key and the screen, and longer than another watcher's transaction.
*/
export const busyTimeoutMs = 10;

const newer = 'from a newer version of this program';
const newerMessage = `it is ${newer}`;

/*
Node 22 calls SQLite experimental, and would print a warning into the screen or a script's standard error. Loading is synchronous, so no other warning is dropped.
*/
const loadSqlite = (): typeof import('node:sqlite') => {
	const {emitWarning} = process;
	process.emitWarning = () => {}; // eslint-disable-line @typescript-eslint/no-empty-function -- As above.

	try {
		const sqlite: typeof import('node:sqlite') | undefined = process.getBuiltinModule('node:sqlite');

		if (sqlite === undefined) {
			throw new Error('this Node.js was built without SQLite');
		}

		return sqlite;
	} finally {
		process.emitWarning = emitWarning;
	}
};

const connect = (file: string | URL, options: DatabaseSyncOptions, prepare: (database: DatabaseSync) => void): DatabaseSync => {
	const {DatabaseSync: Database} = loadSqlite();
	const database = new Database(file, options);

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
export const inTransaction = <Result>(database: DatabaseSync, action: () => Result): Result => {
	database.exec('BEGIN IMMEDIATE');

	try {
		const result = action();
		database.exec('COMMIT');
		return result;
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

const migrate = (database: DatabaseSync): void => {
	if (readVersion(database) === migrations.length) {
		return;
	}

	inTransaction(database, () => {
		// Another process may have migrated it meanwhile.
		for (const migration of migrations.slice(readVersion(database))) {
			database.exec(migration);
		}

		database.exec(`PRAGMA user_version = ${migrations.length}`);
	});
};

/*
`f_type` of statfs(2) for NFS, SMB, CIFS, SMB2, AFS, Coda, 9P, Ceph, FUSE (such as sshfs), Lustre, GPFS, OCFS2, GFS2, VirtualBox and VMware.
*/
const networkFileSystems: ReadonlySet<number> = new Set([
	0x69_69, 0x51_7B, 0xFF_53_4D_42, 0xFE_53_4D_42, 0x53_46_41_4F, 0x73_75_72_45, 0x1_02_19_97, 0xC3_64_00, 0x65_73_55_46, 0xB_D0_0B_D0,
	0x47_50_46_53, 0x74_61_63_6F, 0x1_16_19_70, 0x78_6F_42_56, 0xBA_CB_AC_BC,
]);

/**
Whether a folder is on a network file system, as far as the platform tells: the numbers that macOS gives differ from start to start.
*/
export const isOnNetwork = (folder: string, platform: NodeJS.Platform = process.platform, typeOf = (name: string): number => statfsSync(name).type): boolean =>
	platform === 'win32' ? folder.startsWith('\\\\') : platform === 'linux' && networkFileSystems.has(typeOf(folder));

/*
Creates the file for its owner alone, and resolves symbolic links. SQLite gives the files beside it the same mode.
*/
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

const besides = ['-wal', '-shm', '-journal'];
const asideMark = '-unusable-';

/**
Renames a database that can't be used, and returns its new name.
*/
export const moveAside = (file: string): string => {
	const {dir, name, ext} = path.parse(file);
	const aside = path.join(dir, `${name}${asideMark}${new Date().toISOString().replaceAll(':', '-')}${ext}`);
	renameSync(file, aside);

	// A new database must not find the log of the old one.
	for (const suffix of besides.filter(one => existsSync(file + one))) {
		renameSync(file + suffix, aside + suffix);
	}

	return aside;
};

/**
Opens the database, and creates it where there is none. One that is damaged or from a newer version is moved aside, and `onMoved` called.
*/
export const openDatabase = (file: string, {isNetwork, onMoved}: {
	/**
	Whether to avoid WAL, which needs memory that all processes share. Default: whether the file is on a network file system.
	*/
	readonly isNetwork?: boolean | undefined;
	readonly onMoved: (problem: string, aside: string) => void;
}): OpenDatabase => {
	const resolved = prepareFile(file);
	const {ino, dev} = statSync(resolved);
	const isInPlace = (): boolean => {
		const stat = statSync(resolved, {throwIfNoEntry: false});
		return stat?.ino === ino && stat.dev === dev;
	};

	try {
		const database = connect(resolved, {}, opened => {
			// The vacuum mode counts only before the first page is written, which the journal mode does. Checkpoints run while idle.
			opened.exec(`PRAGMA auto_vacuum = INCREMENTAL;
				PRAGMA journal_mode = ${isNetwork ?? isOnNetwork(path.dirname(resolved)) ? 'DELETE' : 'WAL'};
				PRAGMA synchronous = NORMAL;
				PRAGMA wal_autocheckpoint = 0`);
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

		return openDatabase(file, {isNetwork, onMoved});
	}
};

/**
Reads the database without changing it; returns undefined where there is none. Throws an error where it can't be read.
*/
export const readDatabase = <Result>(file: string, read: (database: DatabaseSync) => Result): Result | undefined => {
	if (!existsSync(file)) {
		return undefined;
	}

	let version = 0;
	const prepare = (database: DatabaseSync): void => {
		version = readVersion(database);
	};

	let database: DatabaseSync;

	try {
		database = connect(file, {readOnly: true}, prepare);
	} catch (error: unknown) {
		if (isDamage(error)) {
			throw error;
		}

		// Where SQLite can't create files beside it, nobody writes either. Node before 22.15 does not take such a URL.
		database = connect(new URL(`${pathToFileURL(file).href}?immutable=1`), {readOnly: true}, prepare);
	}

	try {
		return version === 0 ? undefined : read(database);
	} finally {
		database.close();
	}
};

/**
Deletes the history, with what was moved aside. Watchers that have it open notice the missing rows, and go on with an empty one. Throws an error where it can't be deleted.
*/
export const deleteDatabase = (file: string): void => {
	const resolved = realpathSync(file);
	const {dir, name} = path.parse(resolved);

	try {
		const database = connect(resolved, {timeout: 1000}, opened => {
			opened.exec('PRAGMA secure_delete = ON');
			const tables = opened.prepare('SELECT name FROM sqlite_schema WHERE type = \'table\' AND name NOT LIKE \'sqlite_%\'').all();
			inTransaction(opened, () => {
				for (const table of tables) {
					opened.exec(`DELETE FROM "${String(table['name'])}"`);
				}
			});
			opened.exec('PRAGMA incremental_vacuum');
		});

		try {
			// Fails where another process has it open, which may then keep the empty file.
			database.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode = DELETE');
			rmSync(resolved);
		} catch (error: unknown) {
			if (!isBusy(error)) {
				throw error;
			}
		} finally {
			database.close();
		}
	} catch (error: unknown) {
		if (!isDamage(error)) {
			throw error;
		}

		for (const suffix of ['', ...besides]) {
			rmSync(resolved + suffix, {force: true});
		}
	}

	for (const moved of readdirSync(dir).filter(one => one.startsWith(`${name}${asideMark}`))) {
		rmSync(path.join(dir, moved));
	}
};
