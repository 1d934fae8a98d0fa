import {mkdtempSync, readFileSync, writeFileSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {
	afterEach,
	expect,
	test,
} from 'vitest';
import {setStatus, stillFleet} from '../../source/simulator/fleet.ts';
import {startSimulator} from '../../source/simulator/server.ts';
import {importTask, taskId} from '../support/tasks.ts';
import {openTerminal, type Terminal} from './terminal.ts';

const open: Array<() => Promise<void>> = [];

afterEach(async () => {
	await Promise.all(open.splice(0).map(async close => close()));
});

const recordingFile = (): string => {
	const folder = mkdtempSync(path.join(os.tmpdir(), 'neptune-import-watch-recording-'));
	open.push(async () => rm(folder, {recursive: true, force: true}));
	return path.join(folder, 'imports.ndjson');
};

const start = (args: readonly string[], env: Readonly<Record<string, string>> = {}): Terminal => {
	const terminal = openTerminal({args, env, columns: 120});
	open.push(async () => terminal.close());
	return terminal;
};

const secrets = {
	account: '210987654321', role: 'NightlyLoader', bucket: 'acme-secret-lake', folder: 'customers', file: 'people-of-acme',
};

test('records a run without its names and replays it without a network', async () => {
	const simulator = await startSimulator({
		fleet: stillFleet([1, 2].map(number => importTask({
			taskId: taskId(number),
			source: `s3://${secrets.bucket}/${secrets.folder}/${secrets.file}.csv`,
			roleArn: `arn:aws:iam::${secrets.account}:role/${secrets.role}`,
		}))),
	});
	const file = recordingFile();
	const live = start(['--endpoint-url', simulator.url, '--interval', '1', '--record', file], {AWS_ACCESS_KEY_ID: 'made-up', AWS_SECRET_ACCESS_KEY: 'made-up', AWS_REGION: 'eu-west-1'});
	await live.waitForText('2 imports]');
	simulator.update((fleet, at) => setStatus(fleet, taskId(1), 'FAILED', at));
	await live.waitForText('importing → failed');
	live.press('q');
	await live.exited;
	await simulator.close();

	const text = readFileSync(file, 'utf8').toLowerCase();

	for (const secret of [...Object.values(secrets), new URL(simulator.url).host]) {
		expect(text).not.toContain(secret.toLowerCase());
	}

	const replayed = start(['--replay', file, '--speed', '5']);
	await replayed.waitForText('importing → failed');
	expect(replayed.screen()).toContain('eu-west-1');
	expect(replayed.screen()).toContain(taskId(2));
	expect(replayed.screen()).toMatch(/s3:\/\/bucket-1\/folder-1\/[\w\-]+\.csv/v);
	await replayed.waitForText('End of recording');
	expect(replayed.lines()[0]).toContain('paused');
	replayed.press('q');
	expect(await replayed.exited).toMatchObject({exitCode: 0});
});

test('does not record over a file, and refuses to replay another file', async () => {
	const file = recordingFile();
	writeFileSync(file, 'precious\n');
	const recording = start(['--demo', '--record', file]);
	expect(await recording.exited).toMatchObject({exitCode: 2});
	expect(recording.screen().replaceAll('\n', '')).toContain('already exists');
	expect(readFileSync(file, 'utf8')).toBe('precious\n');

	const replaying = start(['--replay', file]);
	expect(await replaying.exited).toMatchObject({exitCode: 2});
	expect(replaying.screen().replaceAll('\n', '')).toContain('line 1: it is not valid JSON.');
});
