import {execFileSync} from 'node:child_process';
import {existsSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {bundled} from './bundle.ts';
import {environment, root} from './environment.ts';
import {type Command} from './session.ts';

const program = path.join(root, 'dist', 'bin.js');

/**
The program as it is built, watching this address.
*/
export const ours = (url: string, {args = [], nodeArgs = [], env = {}}: {
	readonly args?: readonly string[];
	readonly nodeArgs?: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
} = {}): Command => {
	if (!existsSync(program)) {
		throw new Error(`${program} is not there: \`npm run build\` makes it.`);
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

/*
Without the script that pyenv puts in its way, which would take time that is not the AWS CLI's.
*/
const awsFile = ((): string | undefined => {
	const found = pathOf('aws');
	return found?.includes('/shims/') === true ? outputOf('pyenv', 'which', 'aws') ?? found : found;
})();

const watchFile = pathOf('watch');

/**
What the note of a row says of a peer that is not there.
*/
export const notInstalled = 'not installed';

const listArgs = (url: string): readonly string[] => ['neptune-graph', 'list-import-tasks', '--endpoint-url', url, '--region', 'us-east-1', '--page-size', '100', '--output', 'json'];

/**
The AWS CLI, which lists all imports once, in pages of a hundred as the program does; undefined where it is not installed.
*/
export const awsCli = (url: string): Command | undefined => awsFile === undefined
	? undefined
	: {file: awsFile, args: listArgs(url), env: environment()};

/**
The same, every ten seconds, in `watch`; undefined where one of the two is not installed.
*/
export const awsCliInWatch = (url: string): Command | undefined => awsFile === undefined || watchFile === undefined
	? undefined
	: {file: watchFile, args: ['-n', '10', awsFile, ...listArgs(url)], env: environment()};

/**
Node, to which nothing is given to do: a shell writes an empty line when it has ended.
*/
export const bareNode = (): Command => ({file: '/bin/sh', args: ['-c', '"$0" -e 0; echo', process.execPath], env: environment()});

/**
Node, which gives back each key as it comes: what a key takes to the screen and back, whatever a program does.
*/
export const echo = (): Command => ({
	file: process.execPath,
	args: ['-e', 'process.stdin.setRawMode(true).on("data", keys => process.stdout.write(keys)); process.stdout.write("ready")'],
	env: environment(),
});

/**
Node, which does nothing, and stays.
*/
export const idleNode = (): Command => ({file: process.execPath, args: ['-e', 'process.stdin.resume(); process.stdout.write("ready")'], env: environment()});

/**
The SDK alone: lists all imports once, or stays, and lists them again for each key. Bundled as the program is.
*/
export const sdkAlone = async (url: string, mode: 'once' | 'stay'): Promise<Command> =>
	({file: process.execPath, args: [await bundled('sdk-alone'), url, mode], env: environment()});

/**
The versions of the peers, as they tell them.
*/
export const peerVersions = (): readonly string[] => [
	`AWS CLI: ${awsFile === undefined ? notInstalled : outputOf(awsFile, '--version') ?? 'tells no version'}`,
	`watch: ${watchFile === undefined ? notInstalled : outputOf(watchFile, '--version') ?? 'tells no version'}`,
];
