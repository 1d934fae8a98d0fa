import {spawnSync} from 'node:child_process';
import {
	mkdirSync,
	readFileSync,
	readdirSync,
	statSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {
	afterAll,
	beforeAll,
	expect,
	test,
} from 'vitest';
import packageJson from '../../package.json' with {type: 'json'};
import {root} from '../support/root.ts';
import {temporaryFolder} from '../support/temporary-files.ts';
import {openTerminal} from './terminal.ts';

const folder = temporaryFolder(afterAll);
const prefix = path.join(folder, 'global');

const npm = (cwd: string, ...args: readonly string[]): void => {
	const {status, stderr} = spawnSync('npm', args, {cwd, encoding: 'utf8', env: {...process.env, npm_config_cache: path.join(folder, 'cache')}});
	expect(status, stderr).toBe(0);
};

const tarball = (): string => path.join(folder, readdirSync(folder).find(name => name.endsWith('.tgz')) ?? '');

// Installs the published package offline into an empty folder. The program is built already.
beforeAll(() => {
	mkdirSync(prefix);
	npm(root, 'pack', '--ignore-scripts', '--pack-destination', folder);
	npm(folder, 'install', '--global', '--offline', '--prefix', prefix, tarball());
});

const installed = path.join(prefix, 'lib', 'node_modules', packageJson.name);

test('the package is small, has no dependencies, and contains its licences and schemas', () => {
	expect(statSync(tarball()).size).toBeLessThan(500_000);
	expect(readdirSync(path.join(prefix, 'lib', 'node_modules'))).toEqual([packageJson.name]);
	expect(readdirSync(installed).toSorted()).toEqual(['config.schema.json', 'dist', 'event.schema.json', 'license', 'package.json', 'readme.md']);
	expect(readFileSync(path.join(installed, 'dist', 'licenses.txt'), 'utf8')).toContain('ink ');
});

test('the installed program runs', async () => {
	const bin = path.join(prefix, 'bin', packageJson.name);
	expect(spawnSync(process.execPath, [bin, '--version'], {encoding: 'utf8'})).toMatchObject({status: 0, stdout: `${packageJson.version}\n`, stderr: ''});
	await using terminal = openTerminal({command: [process.execPath, bin], args: ['--demo']});
	await terminal.waitForText(/\[All \d\d\]/v);
	terminal.press('q');
	expect(await terminal.exited).toMatchObject({exitCode: 0});
});
