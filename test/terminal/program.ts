import {spawnSync} from 'node:child_process';
import process from 'node:process';
import {onTestFinished} from 'vitest';
import {type WireTask} from '../../source/simulator/planned-import.ts';
import {setStatus, stillFleet} from '../../source/simulator/fleet.ts';
import {startSimulator, type Simulator, type SimulatorRequest} from '../../source/simulator/server.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {root} from '../support/root.ts';
import {
	type Modes,
	openTerminal,
	type OpenTerminalOptions,
	type Terminal,
} from './terminal.ts';

/**
Environment variables with which the program can start. The simulator accepts any keys.
*/
export const fakeCredentials = {AWS_ACCESS_KEY_ID: 'example', AWS_SECRET_ACCESS_KEY: 'example', AWS_REGION: 'us-east-1'};

/**
The terminal modes before the program starts and after it ends.
*/
export const restoredModes: Modes = {
	isAlternateScreen: false, isCursorHidden: false, isBracketedPaste: false, isMouseReported: false,
};

export const closeAfterTest = <Resource extends {readonly close: () => Promise<void>}>(resource: Resource): Resource => {
	onTestFinished(async () => resource.close());
	return resource;
};

/**
Starts a simulator that is closed after the test.
*/
export const serve = async (tasks: readonly WireTask[] = [importTask()], onRequest?: (request: SimulatorRequest) => void): Promise<Simulator> =>
	closeAfterTest(await startSimulator({fleet: stillFleet(tasks), ...(onRequest !== undefined && {onRequest})}));

/**
Sets the status of the imports with these numbers.
*/
export const setStatuses = (simulator: Simulator, status: string, ...numbers: readonly number[]): void => {
	for (const number of numbers) {
		simulator.update((fleet, at) => setStatus(fleet, taskId(number), status, at));
	}
};

/**
Starts the program in a terminal that is closed after the test. It polls every second, unless `args` say otherwise.
*/
export const start = (args: readonly string[], {env, ...options}: OpenTerminalOptions = {}): Terminal =>
	closeAfterTest(openTerminal({args, env: {...fakeCredentials, NEPTUNE_IMPORT_WATCH: '--interval 1', ...env}, ...options}));

/**
Starts the program with this simulator as the service.
*/
export const watch = ({url}: Simulator, args: readonly string[] = [], options: OpenTerminalOptions = {}): Terminal =>
	start(['--endpoint-url', url, ...args], options);

export const quit = async (terminal: Terminal): Promise<void> => {
	terminal.press('q');
	await terminal.exited;
};

/**
Runs the program without a terminal, until it ends.
*/
export const runProgram = (args: readonly string[], {env = {}, nodeArgs = []}: {
	readonly env?: Readonly<Record<string, string>>;
	readonly nodeArgs?: readonly string[];
} = {}) => spawnSync(process.execPath, [...nodeArgs, 'dist/bin.js', ...args], {
	cwd: root,
	encoding: 'utf8',
	env: {
		PATH: process.env['PATH'] ?? '', HOME: '/nonexistent', LANG: 'C.UTF-8', ...env,
	},
	maxBuffer: 64_000_000,
});
