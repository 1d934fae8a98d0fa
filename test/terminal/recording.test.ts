import {readFileSync, writeFileSync} from 'node:fs';
import {expect, test} from 'vitest';
import {recordText} from '../recording/record-text.ts';
import {startAt} from '../support/model.ts';
import {importTask, snapshotOf, taskId} from '../support/tasks.ts';
import {temporaryFile} from '../support/temporary-files.ts';
import {
	quit,
	runProgram,
	serve,
	setStatuses,
	start,
	watch,
} from './program.ts';

const recordingFile = (): string => temporaryFile('imports.ndjson');

const secrets = {
	account: '210987654321', role: 'NightlyLoader', bucket: 'acme-secret-lake', folder: 'customers', file: 'people-of-acme',
};

test('records a run without names and replays it offline', async () => {
	const simulator = await serve([1, 2].map(number => importTask({
		taskId: taskId(number),
		source: `s3://${secrets.bucket}/${secrets.folder}/${secrets.file}.csv`,
		roleArn: `arn:aws:iam::${secrets.account}:role/${secrets.role}`,
	})));
	const file = recordingFile();
	const live = watch(simulator, ['--record', file], {env: {AWS_REGION: 'eu-west-1'}});
	await live.waitForText('[All 2]');
	setStatuses(simulator, 'FAILED', 1);
	await live.waitForText('importing → failed');
	await quit(live);

	const text = readFileSync(file, 'utf8').toLowerCase();

	for (const secret of [...Object.values(secrets), new URL(simulator.url).host]) {
		expect(text).not.toContain(secret.toLowerCase());
	}

	const replayed = start(['--replay', file, '--speed', '5'], {columns: 120, env: {NEPTUNE_IMPORT_WATCH: ''}});
	await replayed.waitForText('importing → failed');
	expect(replayed.screen()).toContain('eu-west-1');
	expect(replayed.screen()).toContain(taskId(1));
	expect(replayed.screen()).toMatch(/bucket-1\/folder-1\/[\w\-]+\.csv/v);
	await replayed.waitForText('End of recording');
	expect(replayed.lines()[0]).toContain('‖ PAUSED');
	replayed.press('q');
	expect(await replayed.exited).toMatchObject({exitCode: 0});
});

test('prints the target of each change in a replay of several targets', () => {
	const file = recordingFile();
	writeFileSync(file, recordText(['us-east-1', 'eu-west-1'].flatMap((region, index) => [
		[0, {type: 'connected', targetId: region, target: {profile: 'default', region}}],
		...['IMPORTING', 'SUCCEEDED'].map((status, step) => [step * 1000, {
			type: 'scanEnded', targetId: region, at: startAt + (step * 1000), scanNumber: step + 1, chance: 0.5, snapshot: snapshotOf([importTask({taskId: taskId(index), status})]),
		}] as const),
	] as const), 2000));
	const {stdout} = runProgram(['--replay', file, '--plain', '--speed', '10']);
	expect(stdout.trim().split('\n').map(line => line.split('  ').find(field => field.includes('-1')))).toEqual(['default@us-east-1', 'default@eu-west-1']);
});

test('does not overwrite a file, and rejects a file that is not a recording', async () => {
	const file = recordingFile();
	writeFileSync(file, 'precious\n');
	const recording = start(['--demo', '--record', file]);
	expect(await recording.exited).toMatchObject({exitCode: 2});
	expect(recording.screen().replaceAll('\n', '')).toContain('already exists');
	expect(readFileSync(file, 'utf8')).toBe('precious\n');

	const replaying = start(['--replay', file], {env: {NEPTUNE_IMPORT_WATCH: ''}});
	expect(await replaying.exited).toMatchObject({exitCode: 2});
	expect(replaying.screen().replaceAll('\n', '')).toContain('line 1: it is not valid JSON');
});
