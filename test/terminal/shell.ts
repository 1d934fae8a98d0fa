import {spawn} from 'node:child_process';
import {chmodSync, mkdtempSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {text} from 'node:stream/consumers';
import {setStatus, stillFleet} from '../../source/simulator/fleet.ts';
import {startSimulator, type Simulator} from '../../source/simulator/server.ts';
import {importTask, taskId} from '../support/tasks.ts';

const root = path.join(import.meta.dirname, '..', '..');

/**
Imports that become something else poll by poll: the statuses of each import, the last of which stays.
*/
export const startCourses = async (...courses: ReadonlyArray<readonly string[]>): Promise<Simulator> => {
	let polls = 0;
	const simulator: Simulator = await startSimulator({
		fleet: stillFleet(courses.map(([status = 'IMPORTING'], index) => importTask({taskId: taskId(index + 1), status}))),
		onRequest({page}) {
			if (page !== 1) {
				return;
			}

			for (const [index, course] of courses.entries()) {
				const status = course[Math.min(polls, course.length - 1)] ?? 'IMPORTING';
				simulator.update((fleet, at) => setStatus(fleet, taskId(index + 1), status, at));
			}

			polls++;
		},
	});
	return simulator;
};

/**
A home folder; it is the caller's to remove.
*/
export const makeHome = (): string => mkdtempSync(path.join(os.tmpdir(), 'neptune-import-watch-script-'));

/**
What a script printed, and how it ended.
*/
export type Ran = {readonly stdout: string; readonly stderr: string; readonly exitCode: number | undefined};

/**
Where a script runs.
*/
export type ShellOptions = {
	/**
	Also where it begins.
	*/
	readonly home: string;

	/**
	What the program asks, each second.
	*/
	readonly simulator?: Simulator | undefined;

	/**
	In place of parts of the environment.
	*/
	readonly env?: Readonly<Record<string, string>>;
};

/**
Runs a shell script that can call the built program by its name; pipes fail as their first failing part does.
*/
export const runScript = async (script: string, {home, simulator, env = {}}: ShellOptions): Promise<Ran> => {
	const bin = path.join(home, 'neptune-import-watch');
	writeFileSync(bin, `#!/bin/sh\nexec "${process.execPath}" "${root}/dist/bin.js" "$@"\n`);
	chmodSync(bin, 0o700);
	const child = spawn('bash', ['-c', `set -o pipefail\n${script}`], {
		cwd: home,
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {
			PATH: `${home}:${path.dirname(process.execPath)}:${process.env['PATH'] ?? ''}`,
			HOME: home,
			LANG: 'C.UTF-8',
			TZ: 'UTC',
			AWS_CONFIG_FILE: os.devNull,
			AWS_SHARED_CREDENTIALS_FILE: os.devNull,
			AWS_EC2_METADATA_DISABLED: 'true',
			AWS_REGION: 'us-east-1',
			AWS_ACCESS_KEY_ID: 'made-up',
			AWS_SECRET_ACCESS_KEY: 'made-up',
			...(simulator !== undefined && {AWS_ENDPOINT_URL_NEPTUNE_GRAPH: simulator.url}),
			NEPTUNE_IMPORT_WATCH: '--interval 1',
			...env,
		},
	});
	const ended = new Promise<number | undefined>(resolve => {
		child.once('close', resolve);
	});
	const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
	return {stdout, stderr, exitCode};
};
