import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {onTestFinished} from 'vitest';

/**
Returns the name of a new file, in a folder that is removed after the test.
*/
export const temporaryFile = (name = 'run.ndjson'): string => {
	const folder = mkdtempSync(path.join(tmpdir(), 'recording-'));
	onTestFinished(() => {
		rmSync(folder, {recursive: true});
	});
	return path.join(folder, name);
};
