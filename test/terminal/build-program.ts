import {execFileSync} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';

const root = path.join(import.meta.dirname, '..', '..');

/**
Builds the program before the tests that start it, so that they never test an old build. Vitest calls it once for each run.
*/
export default function buildProgram(): void {
	execFileSync(process.execPath, ['build.ts'], {cwd: root});
}
