import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {watch} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

/*
`npm run dev -- <options>` builds and starts the program, and restarts it after each change of a source file. Ends when the program ends.
*/
const source = path.join(import.meta.dirname, 'source');

// Editors write a file in several steps.
const settleMs = 100;

let change = Promise.withResolvers<number | 'changed'>();
let running: ChildProcess | undefined;

const reportChange = (): void => {
	change.resolve('changed');
};

const followChanges = async (signal: AbortSignal): Promise<void> => {
	let timer: NodeJS.Timeout | undefined;

	try {
		for await (const _ of watch(source, {recursive: true, signal})) {
			clearTimeout(timer);
			timer = setTimeout(reportChange, settleMs);
		}
	} catch (error: unknown) {
		if (!signal.aborted) {
			throw error;
		}
	}
};

// Resolves to the exit code, or to 1 after a signal.
const start = async (...args: readonly string[]): Promise<number> => {
	const child = spawn(process.execPath, [...args], {cwd: import.meta.dirname, stdio: 'inherit'});
	running = child;
	const [code] = await once(child, 'exit') as readonly unknown[];
	running = undefined;
	return typeof code === 'number' ? code : 1;
};

// Resolves to the exit code of the program, or to `changed` if it must be built again.
const buildAndRun = async (): Promise<number | 'changed'> => {
	change = Promise.withResolvers();

	if (await start('build.ts') !== 0) {
		process.stdout.write('The build failed. Waiting for a change.\n');
		return change.promise;
	}

	const ended = start('--enable-source-maps', path.join('dist', 'bin.js'), ...process.argv.slice(2));
	const outcome = await Promise.race([ended, change.promise]);

	if (running !== undefined) {
		running.kill('SIGTERM');
		await ended;
	}

	return outcome;
};

// Without a running child, ends this script.
const forwardSignal = (signal: NodeJS.Signals): void => {
	if (running === undefined) {
		change.resolve(1);
	} else {
		running.kill(signal);
	}
};

process.on('SIGINT', forwardSignal).on('SIGTERM', forwardSignal).on('SIGHUP', forwardSignal);
const watching = new AbortController();
void followChanges(watching.signal);

let result: number | 'changed' = 'changed';

while (result === 'changed') {
	result = await buildAndRun(); // eslint-disable-line no-await-in-loop -- One after the other is the point.
}

watching.abort();
process.exitCode = result;
