import {execFileSync} from 'node:child_process';
import path from 'node:path';
import process from 'node:process';

/**
Builds the program once per run, before the tests that start it.
*/
export default function buildProgram(): void {
	execFileSync(process.execPath, ['build.ts'], {cwd: path.join(import.meta.dirname, '..', '..')});
}
