import {spawn, type ChildProcess} from 'node:child_process';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {type ChangeEvent} from '../imports/event.ts';
import {errorText} from '../text/error-text.ts';
import {jsonLine} from '../text/printable.ts';

/**
Runs a command for each change. `pending` counts the changes that are running or waiting. `settled` resolves when none is left.
*/
export type ChangeCommand = {
	readonly run: (events: readonly ChangeEvent[]) => void;
	readonly pending: () => number;
	readonly settled: () => Promise<void>;
};

const maxRunning = 4;

// Bounds the memory if a command can't keep up.
const maxWaiting = 1000;

// Environments have a size limit.
const maxValueLength = 8192;

// The logged output of each run.
const maxLines = 200;
const maxLineLength = 2000;

// Time between SIGTERM and SIGKILL.
const graceMs = 2000;

// Variables can't contain null characters. A missing value is empty, so that it hides a variable of the user.
const variableText = (value: string | number | undefined): string => String(value ?? '').replaceAll('\0', '').slice(0, maxValueLength);

const changeVariables = (event: ChangeEvent): Readonly<Record<string, string>> => {
	const {task, at, profile, region, elapsed} = event;
	const [from, to] = event.event === 'changed' ? [event.from, event.to] : [undefined, undefined];

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
	];
	return Object.fromEntries(values.map(([name, value]) => [`NEPTUNE_IMPORT_${name}`, variableText(value)]));
};

// The command leads a process group. Windows has no process groups.
const killGroup = (child: ChildProcess, signal: NodeJS.Signals): void => {
	try {
		if (child.pid !== undefined && process.platform !== 'win32') {
			process.kill(-child.pid, signal);
		} else {
			child.kill(signal);
		}
	} catch {
		// It has already exited.
	}
};

const startProblem = (error: unknown): string => `failed to start: ${errorText(error)}`;

const logOutput = (child: ChildProcess, log: (line: string) => void): void => {
	let count = 0;
	const logLine = (line: string): void => {
		count++;

		if (count <= maxLines) {
			log(`--on-change: ${line.slice(0, maxLineLength)}`);
		} else if (count === maxLines + 1) {
			log('--on-change: further output omitted');
		}
	};

	for (const stream of [child.stdout, child.stderr]) {
		if (stream !== null) {
			createInterface({input: stream}).on('line', logLine);
		}
	}
};

/**
Runs a shell command with the change as JSON on standard input and in environment variables. Nothing from AWS becomes part of the command itself.

- Runs for the same import are sequential. At most four run at the same time.
- A run that exceeds the time limit is killed with all its children.
- `log` receives the output and every problem, `onFailure` only the first problem.
*/
export const createChangeCommand = ({command, env, timeLimitMs = 30_000, log, onFailure}: {
	readonly command: string;
	readonly env: NodeJS.ProcessEnv;
	readonly timeLimitMs?: number;
	readonly log: (line: string) => void;
	readonly onFailure: (sentence: string) => void;
}): ChangeCommand => {
	const running = new Set<string>();
	let waiting: readonly ChangeEvent[] = [];
	let hasFailed = false;
	let settling: Array<() => void> = [];

	const fail = (problem: string): void => {
		log(`--on-change ${problem}`);

		if (hasFailed) {
			return;
		}

		hasFailed = true;
		onFailure(`The --on-change command ${problem}. It runs again for the next change. Later problems go to the debug log only.`);
	};

	// Resolves with the problem, if any. Throws if the process can't be created.
	const runFor = async (event: ChangeEvent): Promise<string | undefined> => {
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

		// Without a process, the streams may be missing too.
		if (child.pid === undefined) {
			return promise;
		}

		let isLate = false;
		let graceTimer: NodeJS.Timeout | undefined;
		const timer = setTimeout(() => {
			isLate = true;
			killGroup(child, 'SIGTERM');
			graceTimer = setTimeout(() => {
				killGroup(child, 'SIGKILL');
				child.stdout.destroy();
				child.stderr.destroy();
			}, graceMs);
		}, timeLimitMs);

		logOutput(child, log);
		child.stdin.on('error', () => {}); // eslint-disable-line @typescript-eslint/no-empty-function -- The command may ignore its input.
		child.stdin.end(`${jsonLine(event)}\n`);
		child.once('close', (code, signal) => {
			if (isLate) {
				resolve(`took longer than ${timeLimitMs / 1000} s and was killed`);
			} else if (code === 0) {
				resolve(undefined);
			} else {
				resolve(code === null ? `was killed by ${String(signal)}` : `failed with exit code ${code}`);
			}
		});

		const problem = await promise;
		clearTimeout(timer);
		clearTimeout(graceTimer);
		return problem;
	};

	const start = async (event: ChangeEvent): Promise<void> => {
		let problem: string | undefined;

		try {
			problem = await runFor(event);
		} catch (error: unknown) {
			problem = startProblem(error);
		}

		if (problem !== undefined) {
			fail(problem);
		}
	};

	const finish = (taskId: string): void => {
		running.delete(taskId);
		startWaiting();

		if (running.size > 0) {
			return;
		}

		for (const settle of settling) {
			settle();
		}

		settling = [];
	};

	// The first waiting change of an import that has no running command.
	const nextIndex = (): number => running.size < maxRunning ? waiting.findIndex(event => !running.has(event.task.taskId)) : -1;

	const startWaiting = (): void => {
		for (let index = nextIndex(); index !== -1; index = nextIndex()) {
			const event = waiting[index];
			waiting = waiting.toSpliced(index, 1);

			if (event === undefined) {
				return;
			}

			const {taskId} = event.task;
			running.add(taskId);
			void start(event).finally(() => {
				finish(taskId);
			});
		}
	};

	return {
		run(events) {
			const room = maxWaiting - waiting.length;
			waiting = [...waiting, ...events.slice(0, room)];

			if (events.length > room) {
				fail(`can't keep up: skipped ${events.length - room} changes`);
			}

			startWaiting();
		},
		pending: () => running.size + waiting.length,
		async settled() {
			if (running.size === 0) {
				return;
			}

			const {promise, resolve} = Promise.withResolvers<undefined>();
			settling.push(() => {
				resolve(undefined);
			});
			await promise;
		},
	};
};
