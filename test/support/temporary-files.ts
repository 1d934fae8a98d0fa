import {mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';

/**
Creates a folder that is removed after the test. Outside of a test, pass `afterAll`.
*/
export const temporaryFolder = (atEnd: (remove: () => void) => void = onTestFinished): string => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'neptune-import-watch-test-'));
	atEnd(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	return folder;
};

/**
The path of a new file, in a folder that is removed after the test.
*/
export const temporaryFile = (name = 'file'): string => path.join(temporaryFolder(), name);

/**
The path of a new history, whose folder does not exist yet.
*/
export const temporaryHistory = (): string => temporaryFile(path.join('state', 'history.db'));
