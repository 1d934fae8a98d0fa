import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {type Readable, type Writable} from 'node:stream';
import {fileURLToPath} from 'node:url';
import {onTestFinished} from 'vitest';
import {type AppenderTask} from './appender-task.ts';

/**
A process that writes changes to a history.
*/
export type Appending = {
	readonly process: ChildProcess;

	/**
	Lets it begin; before, the history is open.
	*/
	readonly begin: () => void;

	/**
	Waits until it has said that so many changes are written, or has ended.
	*/
	readonly hasWritten: (count: number) => Promise<void>;

	/**
	Waits until it has ended and all that it said has been read.
	*/
	readonly ended: Promise<void>;

	/**
	How many changes it has said to be written.
	*/
	readonly writtenCount: () => number;
	readonly notes: () => readonly string[];
};

type PipedProcess = ChildProcess & {readonly stdin: Writable; readonly stdout: Readable};

const program = fileURLToPath(new URL('appender.ts', import.meta.url));

const spawnAppender = (task: AppenderTask, maxFileBlocks: number | undefined): PipedProcess => {
	const command = [process.execPath, program, JSON.stringify(task)] as const;
	const stdio = ['pipe', 'pipe', 'inherit'] as const;

	return maxFileBlocks === undefined
		? spawn(command[0], command.slice(1), {stdio: [...stdio]}) // As `stdio` says.
		: spawn('sh', ['-c', `ulimit -f ${maxFileBlocks} && exec "$@"`, 'sh', ...command], {stdio: [...stdio]}); // Likewise.
};

/**
Starts a process that writes changes to a history, and waits until it has opened it. Its files may be no longer than so many blocks, where that is said.
*/
export const startAppending = async (task: AppenderTask, {maxFileBlocks}: {readonly maxFileBlocks?: number} = {}): Promise<Appending> => {
	const child = spawnAppender(task, maxFileBlocks);
	onTestFinished(() => {
		child.kill('SIGKILL');
	});

	let writtenCount = 0;
	let isReady = false;
	let hasEnded = false;
	const notes: string[] = [];
	const waiting = new Set<() => void>();
	const lines = createInterface(child.stdout);

	lines.on('line', line => {
		if (line === 'ready') {
			isReady = true;
		} else if (line.startsWith('note: ')) {
			notes.push(line.slice('note: '.length));
		} else if (line !== 'closed') {
			writtenCount = Number(line);
		}

		for (const look of waiting) {
			look();
		}
	});

	const ended = (async () => {
		await Promise.all([once(child, 'close'), once(lines, 'close')]);
		hasEnded = true;

		for (const look of waiting) {
			look();
		}
	})();

	const until = async (isSo: () => boolean): Promise<void> => new Promise(resolve => {
		const look = (): void => {
			if (!hasEnded && !isSo()) {
				return;
			}

			waiting.delete(look);
			resolve();
		};

		waiting.add(look);
		look();
	});

	await until(() => isReady);

	return {
		process: child,
		begin() {
			child.stdin.end('\n');
		},
		hasWritten: async count => until(() => writtenCount >= count),
		ended,
		writtenCount: () => writtenCount,
		notes: () => notes,
	};
};
