import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {watch} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';

/*
Run by `npm run dev`, with options of the program after `--`: builds it and starts it, and does so again whenever one of its files has changed. Ends when the program does.
*/
const source = path.join(import.meta.dirname, 'source');

/*
Editors write a file in several steps, and some write several files at once.
*/
const settleMs = 100;

let change = Promise.withResolvers<number | 'changed'>();
let running: ChildProcess | undefined;

const tellChange = (): void => {
	change.resolve('changed');
};

const followChanges = async (signal: AbortSignal): Promise<void> => {
	let timer: NodeJS.Timeout | undefined;

	try {
		for await (const _ of watch(source, {recursive: true, signal})) {
			clearTimeout(timer);
			timer = setTimeout(tellChange, settleMs);
		}
	} catch (error: unknown) {
		if (!signal.aborted) {
			throw error;
		}
	}
};

/*
Settles with the exit code; 1 where a signal ended it.
*/
const start = async (...args: readonly string[]): Promise<number> => {
	const child = spawn(process.execPath, [...args], {cwd: import.meta.dirname, stdio: 'inherit'});
	running = child;
	const [code] = await once(child, 'exit') as readonly unknown[];
	running = undefined;
	return typeof code === 'number' ? code : 1;
};

/*
Gives the exit code of the program, or that it has to be built anew.
*/
const buildAndRun = async (): Promise<number | 'changed'> => {
	change = Promise.withResolvers();

	if (await start('build.ts') !== 0) {
		process.stdout.write('Not built; the next change is waited for.\n');
		return change.promise;
	}

	const ended = start('--enable-source-maps', path.join('dist', 'bin.js'), ...process.argv.slice(2));
	const what = await Promise.race([ended, change.promise]);

	if (running !== undefined) {
		running.kill('SIGTERM');
		await ended;
	}

	return what;
};

/*
Where nothing runs, there is no more to wait for.
*/
const passOn = (signal: NodeJS.Signals): void => {
	if (running === undefined) {
		change.resolve(1);
	} else {
		running.kill(signal);
	}
};

process.on('SIGINT', passOn).on('SIGTERM', passOn).on('SIGHUP', passOn);
const watching = new AbortController();
void followChanges(watching.signal);

let outcome: number | 'changed' = 'changed';

while (outcome === 'changed') {
	outcome = await buildAndRun(); // eslint-disable-line no-await-in-loop -- One after the other is the point.
}

watching.abort();
process.exitCode = outcome;
