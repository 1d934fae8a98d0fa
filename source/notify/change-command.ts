import {Buffer} from 'node:buffer';
import {spawn, type ChildProcess} from 'node:child_process';
import process from 'node:process';
import {type ChangeEvent, type ReasonEvent} from '../imports/event.ts';
import {errorText} from '../text/error-text.ts';
import {jsonLine} from '../text/printable.ts';

type CommandEvent = ChangeEvent | ReasonEvent;

/**
Runs a command for each change, and for each reason of a failure that is known later.
*/
export type ChangeCommand = {
	/**
	Queues a run for each event, in their order.
	*/
	readonly run: (events: readonly CommandEvent[]) => void;

	/**
	The number of runs that are queued or running.
	*/
	readonly pending: () => number;

	/**
	Resolves when nothing is queued or running.
	*/
	readonly finished: () => Promise<void>;

	/**
	Drops the queue, ends the running commands with SIGTERM, after 2 s with SIGKILL, and resolves when they have ended.
	*/
	readonly stop: () => Promise<void>;

	/**
	Ends the running commands with SIGKILL, for a process that can't wait.
	*/
	readonly kill: () => void;
};

const maxRunning = 4;

// A command that is this far behind is broken, and must not fill the memory.
const maxWaiting = 1000;

// Environment variables have a limited size.
const maxValueLength = 8192;

/**
The number of bytes of a run's output that are kept.
*/
export const maxOutputBytes = 65_536;

// From SIGTERM to SIGKILL.
const graceMs = 2000;

// Variables can't contain null characters. A missing value is empty, so that it hides a variable of the user.
const variableText = (value: string | number | undefined): string => String(value ?? '').replaceAll('\0', '').slice(0, maxValueLength);

const changeVariables = (event: CommandEvent): Readonly<Record<string, string>> => {
	const {task, at, profile, region, reason} = event;
	const [from, to] = event.event === 'changed' ? [event.from, event.to] : [undefined, undefined];
	const elapsed = event.event === 'reason' ? undefined : event.elapsed;

	const values: ReadonlyArray<readonly [name: string, value: string | number | undefined]> = [
		['EVENT', event.event],
		['TASK_ID', task.taskId],
		['GRAPH_ID', task.graphId],
		['STATUS', task.status],
		['FROM', from],
		['TO', to],
		['SOURCE', task.source],
		['FORMAT', task.format],
		['AT', at],
		['PROFILE', profile],
		['REGION', region],
		['ELAPSED_SECONDS', elapsed?.maxSeconds],
		['REASON', reason?.summary],
		['CODE', reason?.code],
	];
	return Object.fromEntries(values.map(([name, value]) => [`NEPTUNE_IMPORT_${name}`, variableText(value)]));
};

/**
The command line that ends a process and its children on Windows, which has no process groups.
*/
export const killCommand = (pid: number): readonly [file: string, ...args: readonly string[]] => ['taskkill', '/pid', String(pid), '/t', '/f'];

/*
Signals a command and everything that it started: it leads a process group.
*/
const signalGroup = ({pid}: ChildProcess, signal: NodeJS.Signals): void => {
	if (pid === undefined) {
		return;
	}

	if (process.platform === 'win32') {
		const [file, ...args] = killCommand(pid);
		spawn(file, args, {stdio: 'ignore', windowsHide: true}).on('error', () => {}); // eslint-disable-line @typescript-eslint/no-empty-function -- The process has ended.
		return;
	}

	try {
		process.kill(-pid, signal);
	} catch {
		// The group has ended.
	}
};

const startProblem = (error: unknown): string => `failed to start: ${errorText(error)}`;

/*
Collects the start of a run's output, and counts the rest. Returns the lines to log.
*/
const collectOutput = ({stdout, stderr}: ChildProcess): (() => readonly string[]) => {
	const chunks: Uint8Array[] = [];
	let keptBytes = 0;
	let droppedBytes = 0;

	const collect = (chunk: Uint8Array): void => {
		const kept = chunk.subarray(0, maxOutputBytes - keptBytes);
		keptBytes += kept.length;
		droppedBytes += chunk.length - kept.length;

		if (kept.length > 0) {
			// Copied, so that the rest of a large chunk is freed.
			chunks.push(Uint8Array.from(kept));
		}
	};

	stdout?.on('data', collect);
	stderr?.on('data', collect);
	return () => [
		...Buffer.concat(chunks).toString().split('\n').filter(line => line !== ''),
		...(droppedBytes > 0 ? [`(${droppedBytes} more bytes dropped)`] : []),
	];
};

/**
Creates a runner for a shell command. Each run gets its change as a line of JSON on standard input and in environment variables; the command itself is never changed. Runs for one import follow one another; up to four for different imports run at once.

A run that exceeds the time limit is ended with all its children. `log` gets the output and every failure, `onFailure` the first one.
*/
export const createChangeCommand = ({command, env, timeLimitMs = 30_000, log, onFailure}: {
	readonly command: string;
	readonly env: NodeJS.ProcessEnv;
	readonly timeLimitMs?: number;
	readonly log: (line: string) => void;
	readonly onFailure: (sentence: string) => void;
}): ChangeCommand => {
	const running = new Map<string, ChildProcess | undefined>();
	let waiting: readonly CommandEvent[] = [];
	let hasFailed = false;
	let isStopping = false;
	let onFinished: Array<() => void> = [];

	const fail = (how: string): void => {
		log(`--on-change ${how}`);

		if (hasFailed) {
			return;
		}

		hasFailed = true;
		onFailure(`The --on-change command ${how}. It runs again for the next change. Later problems go to the debug log only.`);
	};

	const signalAll = (signal: NodeJS.Signals): void => {
		for (const child of running.values()) {
			if (child === undefined) {
				continue;
			}

			signalGroup(child, signal);
			child.stdin?.destroy();
		}
	};

	/*
	Runs the command once. Returns what went wrong, if anything. Throws if the system refuses at once.
	*/
	const runFor = async (event: CommandEvent): Promise<string | undefined> => {
		const child = spawn(command, {
			shell: true,
			detached: true,
			windowsHide: true,
			stdio: ['pipe', 'pipe', 'pipe'],
			env: {...env, ...changeVariables(event)},
		});
		const {promise, resolve} = Promise.withResolvers<string | undefined>();
		child.once('error', error => {
			resolve(startProblem(error));
		});

		// Without a process there may be no streams.
		if (child.pid === undefined) {
			return promise;
		}

		running.set(event.task.taskId, child);
		let isLate = false;
		let graceTimer: NodeJS.Timeout | undefined;
		const timer = setTimeout(() => {
			isLate = true;
			signalGroup(child, 'SIGTERM');
			graceTimer = setTimeout(() => {
				signalGroup(child, 'SIGKILL');
				child.stdout.destroy();
				child.stderr.destroy();
			}, graceMs);
		}, timeLimitMs);

		const outputLines = collectOutput(child);
		child.stdin.on('error', () => {}); // eslint-disable-line @typescript-eslint/no-empty-function -- The command may ignore its input.
		child.stdin.end(`${jsonLine(event)}\n`);
		child.once('close', (code, signal) => {
			if (isLate) {
				resolve(`took longer than ${timeLimitMs / 1000} s and was killed`);
			} else if (code === 0 || isStopping) {
				resolve(undefined);
			} else {
				resolve(code === null ? `was killed by ${String(signal)}` : `failed with exit code ${code}`);
			}
		});

		const trouble = await promise;
		clearTimeout(timer);
		clearTimeout(graceTimer);

		for (const line of outputLines()) {
			log(`--on-change: ${line}`);
		}

		return trouble;
	};

	const start = async (event: CommandEvent): Promise<void> => {
		let trouble: string | undefined;

		try {
			trouble = await runFor(event);
		} catch (error: unknown) {
			trouble = startProblem(error);
		}

		if (trouble !== undefined) {
			fail(trouble);
		}
	};

	const finish = (taskId: string): void => {
		running.delete(taskId);
		startNext();

		if (running.size > 0) {
			return;
		}

		for (const resolve of onFinished) {
			resolve();
		}

		onFinished = [];
	};

	/*
	The first queued change of an import that has no run.
	*/
	const nextIndex = (): number => running.size < maxRunning ? waiting.findIndex(event => !running.has(event.task.taskId)) : -1;

	const startNext = (): void => {
		for (let index = nextIndex(); index !== -1; index = nextIndex()) {
			const event = waiting[index];
			waiting = waiting.toSpliced(index, 1);

			if (event === undefined) {
				return;
			}

			const {taskId} = event.task;
			running.set(taskId, undefined);
			void start(event).finally(() => {
				finish(taskId);
			});
		}
	};

	const finished = async (): Promise<void> => {
		if (running.size === 0) {
			return;
		}

		const {promise, resolve} = Promise.withResolvers<undefined>();
		onFinished.push(() => {
			resolve(undefined);
		});
		await promise;
	};

	return {
		run(events) {
			if (isStopping) {
				return;
			}

			const room = maxWaiting - waiting.length;
			waiting = [...waiting, ...events.slice(0, room)];

			if (events.length > room) {
				fail(`can't keep up: skipped ${events.length - room} changes`);
			}

			startNext();
		},
		pending: () => running.size + waiting.length,
		finished,
		async stop() {
			isStopping = true;
			waiting = [];
			signalAll('SIGTERM');
			const timer = setTimeout(() => {
				signalAll('SIGKILL');
			}, graceMs);
			await finished();
			clearTimeout(timer);
		},
		kill() {
			isStopping = true;
			waiting = [];
			signalAll('SIGKILL');
		},
	};
};
