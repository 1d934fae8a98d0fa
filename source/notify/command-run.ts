import {Buffer} from 'node:buffer';
import {spawn, type ChildProcess} from 'node:child_process';
import process from 'node:process';
import {type ChangeEvent, type ReasonEvent} from '../imports/event.ts';
import {errorText} from '../text/error-text.ts';
import {jsonLine} from '../text/printable.ts';

export type CommandEvent = ChangeEvent | ReasonEvent;

// Environment variables have a limited size.
const maxValueLength = 8192;

export const maxOutputBytes = 65_536;

/**
From SIGTERM to SIGKILL.
*/
export const graceMs = 2000;

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

/**
Signals a command and everything that it started: it leads a process group.
*/
export const signalGroup = ({pid}: ChildProcess, signal: NodeJS.Signals): void => {
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

type Run = {
	/**
	Undefined if the system could not start it.
	*/
	readonly child: ChildProcess | undefined;

	/**
	Resolves with the problem, if any.
	*/
	readonly ended: Promise<string | undefined>;
	readonly outputLines: () => readonly string[];
};

/**
Starts a shell command with an event as a line of JSON on standard input and in environment variables. A run that exceeds the time limit is ended with all its children.
*/
export const runCommand = (command: string, event: CommandEvent, {env, timeLimitMs}: {readonly env: NodeJS.ProcessEnv; readonly timeLimitMs: number}): Run => {
	const {promise: ended, resolve} = Promise.withResolvers<string | undefined>();

	const fail = (error: unknown): void => {
		resolve(`failed to start: ${errorText(error)}`);
	};

	const missing: Run = {child: undefined, ended, outputLines: () => []};

	try {
		const child = spawn(command, {
			shell: true,
			detached: true,
			windowsHide: true,
			stdio: ['pipe', 'pipe', 'pipe'],
			env: {...env, ...changeVariables(event)},
		});
		child.once('error', fail);

		// Without a process there may be no streams.
		if (child.pid === undefined) {
			return missing;
		}

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
			clearTimeout(timer);
			clearTimeout(graceTimer);

			if (isLate) {
				resolve(`took longer than ${timeLimitMs / 1000} s and was killed`);
			} else if (code === 0) {
				resolve(undefined);
			} else {
				resolve(code === null ? `was killed by ${String(signal)}` : `failed with exit code ${code}`);
			}
		});
		return {child, ended, outputLines};
	} catch (error: unknown) {
		fail(error);
		return missing;
	}
};
