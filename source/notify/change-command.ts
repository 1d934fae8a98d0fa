import {spawn, type ChildProcess} from 'node:child_process';
import process from 'node:process';
import {createInterface} from 'node:readline';
import {type ChangeEvent} from '../imports/event.ts';
import {jsonLine} from '../text/printable.ts';

/**
Runs a command for each change.
*/
export type ChangeCommand = {
	/**
	Runs it for these, in their order.
	*/
	readonly run: (events: readonly ChangeEvent[]) => void;

	/**
	For how many changes it runs or has yet to run.
	*/
	readonly pending: () => number;

	/**
	Resolves when it runs no more.
	*/
	readonly settled: () => Promise<void>;
};

/*
At the same time, for different imports.
*/
const maxRunning = 4;

/*
A command that can't keep up for so long is broken; memory is not to fill with what it missed.
*/
const maxWaiting = 1000;

/*
A variable is not to be longer than an environment can hold.
*/
const maxValueLength = 8192;

/*
Of what one run prints, so many lines are kept, each up to so many characters.
*/
const maxLines = 200;
const maxLineLength = 2000;

/*
Between asking a command to end and ending it.
*/
const graceMs = 2000;

/*
A null character can't be in a variable; and what is absent is empty, lest something of the person's own shows through.
*/
const valueOf = (value: string | number | undefined): string => String(value ?? '').replaceAll('\0', '').slice(0, maxValueLength);

const variablesOf = (event: ChangeEvent): Readonly<Record<string, string>> => {
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
	return Object.fromEntries(values.map(([name, value]) => [`NEPTUNE_IMPORT_${name}`, valueOf(value)]));
};

/*
Ends a command with all that it started: it leads a group of its own. Windows knows no groups.
*/
const endGroup = (child: ChildProcess, signal: NodeJS.Signals): void => {
	try {
		if (child.pid !== undefined && process.platform !== 'win32') {
			process.kill(-child.pid, signal);
		} else {
			child.kill(signal);
		}
	} catch {
		// It has ended.
	}
};

const cannotStart = (error: unknown): string => `could not be started: ${error instanceof Error ? error.message : String(error)}`;

const logOutput = (child: ChildProcess, log: (line: string) => void): void => {
	let count = 0;
	const logLine = (line: string): void => {
		count++;

		if (count <= maxLines) {
			log(`--on-change: ${line.slice(0, maxLineLength)}`);
		} else if (count === maxLines + 1) {
			log('--on-change: further lines are left out');
		}
	};

	for (const stream of [child.stdout, child.stderr]) {
		if (stream !== null) {
			createInterface({input: stream}).on('line', logLine);
		}
	}
};

/**
A runner of a shell command, which is used as it is: what is told of the change goes to its standard input, as a line of JSON, and into its environment, never into the command. Runs for one import follow one another; those for several may run at the same time, at most four.

A run that takes longer than the time limit, in milliseconds, is ended with all that it has started. `log` gets what the runs print, and what went wrong with each; `onFailure` is told the first time that something did.
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

	const fail = (how: string): void => {
		log(`--on-change ${how}`);

		if (hasFailed) {
			return;
		}

		hasFailed = true;
		onFailure(`The command of --on-change ${how}; it is run again for the next change, and what goes wrong then goes to the debug log alone.`);
	};

	/*
	Gives what went wrong, if anything. Throws where the system refuses at once.
	*/
	const runFor = async (event: ChangeEvent): Promise<string | undefined> => {
		const child = spawn(command, {
			shell: true,
			detached: true,
			windowsHide: true,
			stdio: ['pipe', 'pipe', 'pipe'],
			env: {...env, ...variablesOf(event)},
		});
		const {promise, resolve} = Promise.withResolvers<string | undefined>();
		child.once('error', error => {
			resolve(cannotStart(error));
		});

		// Where there is no process, there need not be any streams either.
		if (child.pid === undefined) {
			return promise;
		}

		let isLate = false;
		let graceTimer: NodeJS.Timeout | undefined;
		const timer = setTimeout(() => {
			isLate = true;
			endGroup(child, 'SIGTERM');
			graceTimer = setTimeout(() => {
				endGroup(child, 'SIGKILL');
				child.stdout.destroy();
				child.stderr.destroy();
			}, graceMs);
		}, timeLimitMs);

		logOutput(child, log);
		child.stdin.on('error', () => {}); // eslint-disable-line @typescript-eslint/no-empty-function -- It need not read what it is given.
		child.stdin.end(`${jsonLine(event)}\n`);
		child.once('close', (code, signal) => {
			if (isLate) {
				resolve(`took longer than ${timeLimitMs / 1000} s and was ended`);
			} else if (code === 0) {
				resolve(undefined);
			} else {
				resolve(code === null ? `was ended by ${String(signal)}` : `failed with exit code ${code}`);
			}
		});

		const trouble = await promise;
		clearTimeout(timer);
		clearTimeout(graceTimer);
		return trouble;
	};

	const start = async (event: ChangeEvent): Promise<void> => {
		let trouble: string | undefined;

		try {
			trouble = await runFor(event);
		} catch (error: unknown) {
			trouble = cannotStart(error);
		}

		if (trouble !== undefined) {
			fail(trouble);
		}
	};

	const finish = (key: string): void => {
		running.delete(key);
		goOn();

		if (running.size > 0) {
			return;
		}

		for (const settle of settling) {
			settle();
		}

		settling = [];
	};

	/*
	The first change that waits of an import for which nothing runs.
	*/
	const nextIndex = (): number => running.size < maxRunning ? waiting.findIndex(event => !running.has(event.task.taskId)) : -1;

	const goOn = (): void => {
		for (let index = nextIndex(); index !== -1; index = nextIndex()) {
			const event = waiting[index];
			waiting = waiting.toSpliced(index, 1);

			if (event === undefined) {
				return;
			}

			const key = event.task.taskId;
			running.add(key);
			void start(event).finally(() => {
				finish(key);
			});
		}
	};

	return {
		run(events) {
			const room = maxWaiting - waiting.length;
			waiting = [...waiting, ...events.slice(0, room)];

			if (events.length > room) {
				fail(`can't keep up: ${events.length - room} changes were left out`);
			}

			goOn();
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
