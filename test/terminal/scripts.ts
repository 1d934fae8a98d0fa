import {spawn} from 'node:child_process';
import {chmodSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {text} from 'node:stream/consumers';
import {type ImportTask} from '../../source/imports/task.ts';
import {removeImport, setStatus} from '../../source/simulator/fleet.ts';
import {type WireTask} from '../../source/simulator/planned-import.ts';
import {type Simulator} from '../../source/simulator/server.ts';
import {expectValidOutput} from '../support/events.ts';
import {root} from '../support/root.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {temporaryFolder} from '../support/temporary-files.ts';
import {fakeCredentials, serve} from './program.ts';

/**
Why imports of `serveStatuses` fail.
*/
export const reasonText = 'OUT_OF_MEMORY: The data does not fit.';

/**
Adds the reason of a failure to imports that will fail. Without it, `--until-done` waits 30 s for one.
*/
export const withReasons = (tasks: readonly ImportTask[]): readonly WireTask[] => tasks.map(task => ({...task, statusReason: reasonText}));

/**
Starts a simulator whose imports change with each poll. Each argument lists the statuses of one import; the last status stays. After the status `gone`, the import is no longer listed.
*/
export const serveStatuses = async (...courses: ReadonlyArray<readonly string[]>): Promise<Simulator> => {
	let polls = 0;
	const tasks = courses.map((course, index) => ({
		...importTask({taskId: taskId(index + 1), status: course[0] ?? 'IMPORTING'}),
		...(course.includes('FAILED') && {statusReason: reasonText}),
	}));
	const simulator: Simulator = await serve(tasks, ({page}) => {
		if (page !== 1) {
			return;
		}

		for (const [index, course] of courses.entries()) {
			const status = course[Math.min(polls, course.length - 1)] ?? 'IMPORTING';
			const id = taskId(index + 1);
			simulator.update((fleet, at) => status === 'gone' ? removeImport(fleet, id) : setStatus(fleet, id, status, at));
		}

		polls++;
	});
	return simulator;
};

type ScriptResult = {readonly stdout: string; readonly stderr: string; readonly exitCode: number | undefined};

type ScriptOptions = {
	/**
	The home and working folder. Default: a new folder, removed after the test.
	*/
	readonly home?: string;

	/**
	Polled every second.
	*/
	readonly simulator?: Simulator | undefined;
	readonly env?: Readonly<Record<string, string>>;
};

/**
Runs a Bash script that can call the built program by its name, with `pipefail`.
*/
export const runScript = async (script: string, {home = temporaryFolder(), simulator, env = {}}: ScriptOptions = {}): Promise<ScriptResult> => {
	const bin = path.join(home, 'neptune-import-watch');
	writeFileSync(bin, `#!/bin/sh\nexec "${process.execPath}" "${root}/dist/bin.js" "$@"\n`);
	chmodSync(bin, 0o700);
	const child = spawn('bash', ['-c', `set -o pipefail\n${script}`], {
		cwd: home,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {
			...fakeCredentials,
			PATH: `${home}:${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
			HOME: home,
			LANG: 'C.UTF-8',
			TZ: 'UTC',
			AWS_CONFIG_FILE: os.devNull,
			AWS_SHARED_CREDENTIALS_FILE: os.devNull,
			AWS_EC2_METADATA_DISABLED: 'true',
			...(simulator !== undefined && {AWS_ENDPOINT_URL_NEPTUNE_GRAPH: simulator.url}),
			NEPTUNE_IMPORT_WATCH: '--interval 1',
			...env,
		},
	});
	const {promise: ended, resolve} = Promise.withResolvers<number | undefined>();
	child.once('close', resolve);
	const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
	return {stdout, stderr, exitCode};
};

/**
Runs a script in which `watcher` is the program. Checks the printed JSON against the schema.
*/
export const run = async (script: string, options: ScriptOptions = {}): Promise<ScriptResult> => {
	const result = await runScript(`watcher() { neptune-import-watch "$@"; }\n${script}`, options);
	expectValidOutput(result.stdout);
	return result;
};

/**
A pattern for a time in ISO 8601.
*/
export const iso = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
