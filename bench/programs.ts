import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {bundle} from './bundle.ts';
import {environment, root} from './environment.ts';
import {type Command} from './session.ts';

const program = path.join(root, 'dist', 'bin.js');

/**
The built program with this endpoint. Throws if it is not built.
*/
export const ours = (url: string, {args = [], nodeArgs = [], env = {}}: {
	readonly args?: readonly string[];
	readonly nodeArgs?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
} = {}): Command => {
	if (!existsSync(program)) {
		throw new Error(`${program} not found. Run \`npm run build\` first.`);
	}

	return {
		file: process.execPath,
		args: [...nodeArgs, program, '--endpoint-url', url, '--region', 'us-east-1', ...args],
		env: {...environment(), ...env},
	};
};

const outputOf = (file: string, ...args: readonly string[]): string | undefined => {
	try {
		return execFileSync(file, args, {encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();
	} catch {
		return undefined;
	}
};

const pathOf = (name: string): string | undefined => outputOf('which', name);

// Bypasses the shim of pyenv, whose time would count as the AWS CLI's.
const awsFile = ((): string | undefined => {
	const found = pathOf('aws');
	return found?.includes('/shims/') === true ? outputOf('pyenv', 'which', 'aws') ?? found : found;
})();

const watchFile = pathOf('watch');

export const notInstalled = 'not installed';

const listArgs = (url: string): readonly string[] => ['neptune-graph', 'list-import-tasks', '--endpoint-url', url, '--region', 'us-east-1', '--page-size', '100', '--output', 'json'];

/**
Lists all imports once with the AWS CLI, in pages of 100 like the program. Undefined if it is not installed.
*/
export const awsCli = (url: string): Command | undefined => awsFile === undefined
	? undefined
	: {file: awsFile, args: listArgs(url), env: environment()};

/**
Runs the AWS CLI every ten seconds in `watch`. Undefined if either is not installed.
*/
export const awsCliInWatch = (url: string): Command | undefined => awsFile === undefined || watchFile === undefined
	? undefined
	: {file: watchFile, args: ['-n', '10', awsFile, ...listArgs(url)], env: environment()};

const pythonFile = ((): string | undefined => {
	const found = pathOf('python3');
	return found?.includes('/shims/') === true ? outputOf('pyenv', 'which', 'python3') ?? found : found;
})();

const hasBoto3 = pythonFile !== undefined && outputOf(pythonFile, '-c', 'import boto3; boto3.client("neptune-graph", region_name="us-east-1").list_import_tasks') !== undefined;

const boto3Script = `
import boto3, sys, time
client = boto3.client('neptune-graph', region_name='us-east-1', endpoint_url=sys.argv[1])
while True:
    for page in client.get_paginator('list_import_tasks').paginate(PaginationConfig={'PageSize': 100}):
        for task in page['tasks']:
            print(task['taskId'], task['status'], flush=True)
    time.sleep(10)
`;

/**
A Python loop that lists all imports every ten seconds. Undefined if boto3 is not installed.
*/
export const boto3Loop = (url: string): Command | undefined => pythonFile === undefined || !hasBoto3
	? undefined
	: {file: pythonFile, args: ['-c', boto3Script, url], env: environment()};

/**
Node with an empty script. The shell prints an empty line at its end.
*/
export const bareNode = (): Command => ({file: '/bin/sh', args: ['-c', '"$0" -e 0; echo', process.execPath], env: environment()});

/**
Node that echoes each key: the minimum time from a key to the screen.
*/
export const echo = (): Command => ({
	file: process.execPath,
	args: ['-e', 'process.stdin.setRawMode(true).on("data", keys => process.stdout.write(keys)); process.stdout.write("ready")'],
	env: environment(),
});

export const idleNode = (): Command => ({file: process.execPath, args: ['-e', 'process.stdin.resume(); process.stdout.write("ready")'], env: environment()});

/**
The SDK alone, bundled like the program. Lists all imports once, or stays and lists them again for each key.
*/
export const sdkAlone = async (url: string, mode: 'once' | 'stay'): Promise<Command> =>
	({file: process.execPath, args: [await bundle('sdk-alone'), url, mode], env: environment()});

export const peerVersions = (): readonly string[] => [
	`AWS CLI: ${awsFile === undefined ? notInstalled : outputOf(awsFile, '--version') ?? 'unknown version'}`,
	`watch: ${watchFile === undefined ? notInstalled : outputOf(watchFile, '--version') ?? 'unknown version'}`,
];
