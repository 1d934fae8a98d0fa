import {mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';

export const root = path.join(import.meta.dirname, '..');

let base: string | undefined;

/**
Creates a folder that is removed when the bench ends.
*/
export const temporaryFolder = (): string => {
	if (base === undefined) {
		const created = mkdtempSync(path.join(os.tmpdir(), 'neptune-import-watch-bench-'));
		base = created;
		process.once('exit', () => {
			rmSync(created, {recursive: true, force: true});
		});
	}

	return mkdtempSync(path.join(base, 'of-'));
};

/**
The environment of every measured program: no settings of the user, fake keys, and an empty home folder.
*/
export const environment = (): Readonly<Record<string, string>> => Object.fromEntries([
	['PATH', process.env['PATH'] ?? ''],
	['HOME', temporaryFolder()],
	['TERM', 'xterm-256color'],
	['LANG', 'C.UTF-8'],
	['TZ', 'UTC'],
	['AWS_ACCESS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE'],
	['AWS_SECRET_ACCESS_KEY', 'example'],
	['AWS_REGION', 'us-east-1'],
	['AWS_DEFAULT_REGION', 'us-east-1'],
	['AWS_CONFIG_FILE', os.devNull],
	['AWS_SHARED_CREDENTIALS_FILE', os.devNull],
	['AWS_EC2_METADATA_DISABLED', 'true'],
	['AWS_PAGER', ''],
]);
