import {mkdtempSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';

/**
The folder is removed after the test.
*/
export const temporaryFolder = (): string => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'neptune-import-watch-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true, force: true});
	});
	return folder;
};
