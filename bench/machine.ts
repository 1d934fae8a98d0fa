import {execFileSync} from 'node:child_process';
import {readFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {root} from './environment.ts';
import {peerVersions} from './programs.ts';

const packages = ['ink', 'react', '@aws-sdk/client-neptune-graph', '@smithy/node-http-handler', '@lydell/node-pty', 'esbuild'] as const;

const versionOf = (name: string): string => {
	const {version} = JSON.parse(readFileSync(path.join(root, 'node_modules', name, 'package.json'), 'utf8')) as {readonly version: string}; // Every package that npm installs has one.
	return `${name} ${version}`;
};

const gibibyte = 2 ** 30;

/**
The machine, and the versions of all that took part: one thing a line.
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
Which commit was measured, and whether files differ from it; empty where there is no Git.
*/
export const commit = (): string => {
	try {
		return execFileSync('git', ['describe', '--always', '--dirty', '--exclude=*'], {cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore']}).trim();
	} catch {
		return '';
	}
};
