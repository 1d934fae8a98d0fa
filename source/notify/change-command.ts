import {type ChildProcess} from 'node:child_process';
import {
	type CommandEvent,
	graceMs,
	runCommand,
	signalGroup,
} from './command-run.ts';

export type ChangeCommand = {
	readonly run: (events: readonly CommandEvent[]) => void;

	/**
	The number of runs that are queued or running.
	*/
	readonly pending: () => number;
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

	const start = async (event: CommandEvent): Promise<void> => {
		const {child, ended, outputLines} = runCommand(command, event, {env, timeLimitMs});
		running.set(event.task.taskId, child);
		const problem = await ended;

		for (const line of outputLines()) {
			log(`--on-change: ${line}`);
		}

		if (problem !== undefined && !isStopping) {
			fail(problem);
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
