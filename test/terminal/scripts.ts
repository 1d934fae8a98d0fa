import {rm} from 'node:fs/promises';
import {onTestFinished} from 'vitest';
import {type Simulator} from '../../source/simulator/server.ts';
import {expectPrintedForm} from '../support/events.ts';
import {
	makeHome,
	type Ran,
	runScript,
	type ShellOptions,
	startCourses,
} from './shell.ts';

/**
A simulator whose imports change poll by poll. Closed after the test.
*/
export const serve = async (...courses: ReadonlyArray<readonly string[]>): Promise<Simulator> => {
	const simulator = await startCourses(...courses);
	onTestFinished(simulator.close);
	return simulator;
};

/**
A home folder that is removed after the test.
*/
export const newHome = (): string => {
	const home = makeHome();
	onTestFinished(async () => rm(home, {recursive: true, force: true}));
	return home;
};

/**
Runs a script in which `watcher` is the program, and checks that each printed event fits the schema.
*/
export const run = async (script: string, {home = newHome(), ...besides}: Partial<ShellOptions> = {}): Promise<Ran> => {
	const ran = await runScript(`watcher() { neptune-import-watch "$@"; }\n${script}`, {home, ...besides});
	expectPrintedForm(ran.stdout);
	return ran;
};

/**
A pattern that matches a time.
*/
export const iso = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z`;
