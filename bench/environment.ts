import {mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

/**
The folder of the repository.
*/
export const root = path.join(import.meta.dirname, '..');

let base: string | undefined;

/**
A folder that is removed when the bench ends.
*/
export const temporaryFolder = (): string => {
	if (base === undefined) {
		const made = mkdtempSync(path.join(os.tmpdir(), 'neptune-import-watch-bench-'));
		base = made;
		process.once('exit', () => {
			rmSync(made, {recursive: true, force: true});
		});
	}

	return mkdtempSync(path.join(base, 'of-'));
};

/**
What every program is started with, ours and its peers: nothing of the person who runs the bench, made-up keys, and a home folder that has nothing in it.
*/
export const environment = (): Readonly<Record<string, string>> => Object.fromEntries([
	['PATH', process.env['PATH'] ?? ''],
	['HOME', temporaryFolder()],
	['TERM', 'xterm-256color'],
	['LANG', 'C.UTF-8'],
	['TZ', 'UTC'],
	['AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE'],
	['AWS_SECRET_ACCESS_KEY', 'made-up'],
	['AWS_REGION', 'us-east-1'],
	['AWS_DEFAULT_REGION', 'us-east-1'],
	['AWS_CONFIG_FILE', os.devNull],
	['AWS_SHARED_CREDENTIALS_FILE', os.devNull],
	['AWS_EC2_METADATA_DISABLED', 'true'],
	['AWS_PAGER', ''],
]);
