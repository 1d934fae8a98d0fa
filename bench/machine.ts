import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {root} from './environment.ts';
import {peerVersions} from './programs.ts';

const packages = ['ink', 'react', '@aws-sdk/client-neptune-graph', '@smithy/node-http-handler', '@lydell/node-pty', 'esbuild'] as const;

const versionOf = (name: string): string => {
	const {version} = JSON.parse(readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8')) as {readonly version: string}; // Every installed package has a version.
	return `${name} ${version}`;
};

const gibibyte = 2 ** 30;

/**
Returns lines with the machine and the versions of all measured programs.
*/
export const machineLines = (): readonly string[] => {
	const processors = os.cpus();
	return [
		`Machine: ${processors[0]?.model ?? 'unknown processor'}, ${processors.length} cores, ${(os.totalmem() / gibibyte).toFixed(1)} GB, ${os.type()} ${os.release()} ${os.arch()}`,
		`Node: ${process.version}`,
		`Packages: ${packages.map(name => versionOf(name)).join(', ')}`,
		...peerVersions(),
	];
};

/**
Returns the current commit, with `-dirty` after uncommitted changes. Empty without Git.
*/
export const commit = (): string => {
	try {
		return execFileSync('git', ['describe', '--always', '--dirty', '--exclude=*'], {cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();
	} catch {
		return '';
	}
};
