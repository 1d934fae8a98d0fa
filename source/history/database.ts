import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import type * as Sqlite from 'node:sqlite';
import {type DatabaseSync} from 'node:sqlite';
import {pathToFileURL} from 'node:url';
import {fileErrorText} from '../text/error-text.ts';
import {printable} from '../text/printable.ts';

/*
Each migration raises `user_version` by one.

- `scans.until` is the start of the last complete scan, of the whole list or of one graph.
- `imports.status` is null if the import is no longer listed.
- `changes.event` is JSON, as printed by `history --json`.
*/
const migrations: readonly string[] = [`
	CREATE TABLE targets (id INTEGER PRIMARY KEY, profile TEXT NOT NULL, region TEXT NOT NULL, endpoint TEXT NOT NULL, UNIQUE (profile, region, endpoint)) STRICT;
	CREATE TABLE scans (target INTEGER NOT NULL, graph TEXT NOT NULL, until INTEGER NOT NULL, PRIMARY KEY (target, graph)) STRICT, WITHOUT ROWID;
	CREATE TABLE imports (
		target INTEGER NOT NULL, taskId TEXT NOT NULL, graph TEXT NOT NULL, status TEXT, seenAt INTEGER NOT NULL, facts TEXT NOT NULL, PRIMARY KEY (target, taskId)
	) STRICT, WITHOUT ROWID;
	CREATE INDEX goneImports ON imports (seenAt) WHERE status IS NULL;
	CREATE TABLE changes (id INTEGER PRIMARY KEY, target INTEGER NOT NULL, taskId TEXT NOT NULL, graph TEXT NOT NULL, at INTEGER NOT NULL, event TEXT NOT NULL) STRICT;
	CREATE INDEX changesByTime ON changes (at);
	CREATE INDEX changesByTarget ON changes (target, at);
	CREATE INDEX changesByGraph ON changes (graph, at);
	CREATE INDEX changesByTask ON changes (taskId, at);
`, `
	CREATE TABLE filters (query TEXT PRIMARY KEY, keptAt INTEGER NOT NULL) STRICT, WITHOUT ROWID;
`];

/**
`file` has symbolic links resolved. `isInPlace` returns false once the file was deleted or replaced, for example by another process.
*/
export type OpenDatabase = {readonly database: DatabaseSync; readonly file: string; readonly isInPlace: () => boolean};

// How long a statement waits for a lock. Longer than a transaction of another watcher, but too short to delay the screen noticeably.
export const busyTimeoutMs = 10;

const newer = 'from a newer version of this program';

const connect = (file: string | URL, {isReadOnly}: {readonly isReadOnly: boolean}): DatabaseSync => {
	// Node 22 prints a warning that SQLite is experimental. Loading is synchronous, so this suppresses no other warning.
	const {emitWarning} = process;
	process.emitWarning = () => {}; // eslint-disable-line @typescript-eslint/no-empty-function -- Suppresses the warning.
	const sqlite: typeof Sqlite | undefined = process.getBuiltinModule('node:sqlite');
	process.emitWarning = emitWarning;

	if (sqlite === undefined) {
		throw new Error('this Node.js was built without SQLite');
	}

	const database = new sqlite.DatabaseSync(file, {readOnly: isReadOnly});
	database.exec(`PRAGMA busy_timeout = ${busyTimeoutMs}`);
	return database;
};

const createRunner = (begin: string, commit: string, rollback: string) => (database: DatabaseSync, action: () => void): void => {
	database.exec(begin);

	try {
		action();
		database.exec(commit);
	} catch (error: unknown) {
		try {
			database.exec(rollback);
		} catch {
			// SQLite has already rolled back, for example on a full disk.
		}

		throw error;
	}
};

export const runTransaction = createRunner('BEGIN IMMEDIATE', 'COMMIT', 'ROLLBACK');

/**
Runs a part of a transaction. If it fails, only this part is rolled back.
*/
export const runSavepoint = createRunner('SAVEPOINT part', 'RELEASE part', 'ROLLBACK TO part; RELEASE part');

const readVersion = (database: DatabaseSync): number => {
	const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);

	if (version > migrations.length) {
		throw new Error(`it is ${newer}`);
	}

	if (version < 0) {
		throw new DamagedValueError();
	}

	return version;
};

// `f_type` of statfs(2) for NFS, SMB, CIFS, SMB2, AFS, Coda, 9P, Ceph, FUSE (such as sshfs), Lustre, GPFS, OCFS2, GFS2, VirtualBox and VMware.
const networkTypes: ReadonlySet<string> = new Set('6969 517b ff534d42 fe534d42 5346414f 73757245 1021997 c36400 65735546 bd00bd0 47504653 7461636f 1161970 786f4256 bacbacbc'.split(' '));

/**
Always false on macOS, where type numbers change with each boot.
*/
export const isOnNetwork = (folder: string, platform: NodeJS.Platform = process.platform, typeOf = (name: string): number => fs.statfsSync(name).type): boolean =>
	platform === 'win32' ? folder.startsWith('\\\\') : platform === 'linux' && networkTypes.has(typeOf(folder).toString(16));

// With the option `recursive`, Node never returns, and fills the memory, in a file system that creates no folders, such as `/proc` or an automount point.
const createFolder = (folder: string): void => {
	const parent = path.dirname(folder);

	if (parent === folder || fs.existsSync(folder)) {
		return;
	}

	createFolder(parent);

	try {
		fs.mkdirSync(folder, {mode: 0o700});
	} catch (error) {
		// Another watcher may have created it meanwhile.
		if (!fs.existsSync(folder)) {
			throw error;
		}
	}
};

// Creates the file with access for its owner only, and resolves symbolic links. SQLite copies the mode to its log files.
const prepareFile = (file: string): string => {
	createFolder(path.dirname(file));
	fs.closeSync(fs.openSync(file, 'a', 0o600));
	const resolved = fs.realpathSync(file);

	if (fs.statSync(resolved).mode % 0o100 !== 0) {
		fs.chmodSync(resolved, 0o600);
	}

	return resolved;
};

// Logs come first, so that a new database never finds an old log.
const suffixes = ['-wal', '-shm', '-journal', ''];
const asideMark = '-unusable-';

export const moveAside = (file: string): string => {
	const {dir, name, ext} = path.parse(file);
	const aside = path.join(dir, `${name}${asideMark}${new Date().toISOString().replaceAll(':', '-')}${ext}`);

	for (const suffix of suffixes) {
		if (fs.existsSync(file + suffix)) {
			fs.renameSync(file + suffix, aside + suffix);
		}
	}

	return aside;
};

/**
Creates the database if it does not exist. Moves a damaged or newer database aside, calls `onMoved`, and starts a new one. On a network file system it avoids WAL, which needs shared memory.
*/
export const openDatabase = (file: string, onMoved: (problem: string, aside: string) => void, isNetwork?: boolean): OpenDatabase => {
	const resolved = prepareFile(file);
	const {ino, dev} = fs.statSync(resolved);
	const isInPlace = (): boolean => {
		const stat = fs.statSync(resolved, {throwIfNoEntry: false});
		return stat?.ino === ino && stat.dev === dev;
	};

	const database = connect(resolved, {isReadOnly: false});

	try {
		// Only works before the first page is written, which `journal_mode` does.
		if (readVersion(database) === 0) {
			database.exec('PRAGMA auto_vacuum = INCREMENTAL');
		}

		database.exec(`PRAGMA journal_mode = ${isNetwork ?? isOnNetwork(path.dirname(resolved)) ? 'DELETE' : 'WAL'}; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 0`);
		runTransaction(database, () => {
			for (const [index, migration] of migrations.entries().drop(readVersion(database))) {
				database.exec(`${migration}; PRAGMA user_version = ${index + 1}`);
			}
		});
		return {database, file: resolved, isInPlace};
	} catch (error: unknown) {
		database.close();
		const isNewer = error instanceof Error && error.message === `it is ${newer}`;

		if (!isNewer && !isDamage(error)) {
			throw error;
		}

		// Another process may have just moved it.
		if (isInPlace()) {
			onMoved(isNewer ? newer : 'damaged', moveAside(resolved));
		}

		return openDatabase(file, onMoved, isNetwork);
	}
};

/**
Opens the database read-only. Returns undefined if there is none, and throws an error if it can't be read.
*/
export const readDatabase = <Result>(file: string, read: (database: DatabaseSync) => Result): Result | undefined => {
	const readFrom = (name: string | URL): Result | undefined => {
		const database = connect(name, {isReadOnly: true});

		try {
			return readVersion(database) === 0 ? undefined : read(database);
		} finally {
			database.close();
		}
	};

	if (!fs.existsSync(file)) {
		return undefined;
	}

	try {
		return readFrom(file);
	} catch (error: unknown) {
		if (isDamage(error)) {
			throw error;
		}

		// If SQLite can't create files beside it, no other process writes to it either. Needs Node 22.15.
		return readFrom(new URL(`${pathToFileURL(file).href}?immutable=1`));
	}
};

/**
Deletes the history and the databases that were moved aside. Watchers that have it open start a new one. Throws an error if a file can't be deleted.
*/
export const deleteDatabase = (file: string): void => {
	if (!fs.existsSync(file)) {
		return;
	}

	const resolved = fs.realpathSync(file);
	const {dir, base, name} = path.parse(resolved);
	const aside = fs.readdirSync(dir).filter(one => one.startsWith(name + asideMark));

	for (const one of [...aside, ...suffixes.map(suffix => base + suffix)]) {
		fs.rmSync(path.join(dir, one), {force: true});
	}
};

// `codes` are those of system errors, such as `ENOSPC`, or primary result codes of SQLite (https://sqlite.org/rescode.html).
const hasCode = (error: unknown, ...codes: readonly unknown[]): boolean => {
	const {code, errcode} = new Object(error) as Readonly<Record<'code' | 'errcode', unknown>>; // Either may be missing.
	return codes.includes(typeof errcode === 'number' ? errcode % 256 : code);
};

/**
A stored value that this program can't have written.
*/
export class DamagedValueError extends Error {
	constructor() {
		super('a stored value is damaged');
	}

	get errcode(): number {
		return 11;
	}
}

export const isBusy = (error: unknown): boolean => hasCode(error, 5, 6); // `SQLITE_BUSY`, `SQLITE_LOCKED`

// `SQLITE_ERROR` (the schema is not what the statements expect), `SQLITE_CORRUPT`, `SQLITE_NOTADB`
export const isDamage = (error: unknown): boolean => hasCode(error, 1, 11, 26);

/**
Returns true if the cause is the record, so that another attempt would fail again. The other errors are `SQLITE_PERM`, `SQLITE_NOMEM`, `SQLITE_READONLY`, `SQLITE_IOERR`, `SQLITE_FULL` and `SQLITE_CANTOPEN`.
*/
export const isUnrecordable = (error: unknown): boolean => !isBusy(error) && !isDamage(error) && !hasCode(error, 3, 7, 8, 10, 13, 14);

/**
Returns the end of a sentence such as “can't read the history: …”, safe to print.
*/
export const reasonText = (error: unknown, file: string): string => {
	const folder = path.dirname(file);

	if (hasCode(error, 'EROFS', 'EACCES', 'EPERM')) {
		return printable(`no permission to write to ${folder}`);
	}

	const isFolderMissing = hasCode(error, 'ENOENT', 'ENOTDIR', 'EEXIST');
	return printable(isFolderMissing ? `can't create the folder ${folder}` : `${fileErrorText(error)} (${file})`);
};
