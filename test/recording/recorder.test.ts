import {spawnSync} from 'node:child_process';
import {readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, test} from 'vitest';
import {readRecording} from '../../source/recording/read-recording.ts';
import {createRecorder, type Recorder} from '../../source/recording/recorder.ts';
import {startAt} from '../support/model.ts';
import {importTask, snapshotOf, taskId} from '../support/tasks.ts';
import {temporaryFile} from './temporary-file.ts';
import {type UntargetedMessage as Message} from './untargeted-message.ts';

const begin = (file: string, notes: string[] = []): Recorder => createRecorder({
	file,
	program: 'watcher 1.2.3',
	at: startAt,
	intervalMs: 10_000,
	onNote(sentence) {
		notes.push(sentence);
	},
});

const linesOf = (file: string): readonly unknown[] => readFileSync(file, 'utf8').trimEnd().split('\n').map((line): unknown => JSON.parse(line));

const scan = (at: number, tasks: ReadonlyArray<ReturnType<typeof importTask>>, scanNumber = 1): Message => ({
	type: 'scanEnded', at, scanNumber, chance: 0.5, snapshot: snapshotOf(tasks),
});

test('a recording begins with what made it and when, and each message is a line that is there at once', () => {
	const file = temporaryFile();
	const recorder = begin(file);
	expect(linesOf(file)).toEqual([{
		recording: 1, program: 'watcher 1.2.3', startedAt: '2026-03-01T12:00:00.000Z', intervalMs: 10_000,
	}]);

	recorder.record({type: 'pollDue', at: startAt + 5}, startAt + 6);
	recorder.record({type: 'scrolled', scroll: 3}, startAt + 7);
	expect(linesOf(file).slice(1)).toEqual([
		{at: startAt + 5, type: 'pollDue'},
		{at: startAt + 7, type: 'scrolled', scroll: 3},
	]);
	recorder.close();
});

test('what was typed, copied or opened is not written', () => {
	const file = temporaryFile();
	const recorder = begin(file);
	const messages: readonly Message[] = [
		{type: 'filterEdited', edit: {kind: 'insert', text: 'quagmire'}},
		{type: 'confirmationTyped', typed: 'quagmire'},
		{type: 'effectDone', notice: 'opened https://quagmire/'},
	];

	for (const message of messages) {
		recorder.record(message, startAt);
	}

	recorder.close();
	expect(linesOf(file).slice(1)).toEqual(messages.map(({type}) => ({at: startAt, type})));
});

test('nobody else may read it', () => {
	const file = temporaryFile();
	begin(file).close();
	expect(statSync(file).mode & 0o777).toBe(0o600); // eslint-disable-line no-bitwise -- The bits are the permissions.
});

describe('a recording can not begin', () => {
	test('where the file is there already: it is left as it is', () => {
		const file = temporaryFile();
		writeFileSync(file, 'precious');
		expect(() => begin(file)).toThrow(`The file ${file} is there already; a recording is never written over another file.`);
		expect(readFileSync(file, 'utf8')).toBe('precious');
	});

	test('where there is no such folder', () => {
		expect(() => begin(path.join(temporaryFile(), 'run.ndjson'))).toThrow(/^The recording can't be written: ENOENT: .*\.$/v);
	});
});

test('after it is closed nothing is written, and closing it again does nothing', () => {
	const file = temporaryFile();
	const notes: string[] = [];
	const recorder = begin(file, notes);
	recorder.close();
	recorder.close();
	recorder.record({type: 'continued'}, startAt);
	expect(linesOf(file)).toHaveLength(1);
	expect(notes).toEqual([]);
});

test('of ten thousand imports of which one changes, little more than that one is written', () => {
	const file = temporaryFile();
	const recorder = begin(file);
	const fleet = Array.from({length: 10_000}, (_, index) => importTask({taskId: taskId(index)}));
	recorder.record(scan(startAt, fleet), startAt);
	const sizeBefore = statSync(file).size;
	recorder.record(scan(startAt + 10_000, fleet.map(task => ({...task})), 2), startAt);
	const sizeBetween = statSync(file).size;
	recorder.record(scan(startAt + 20_000, fleet.with(5000, importTask({taskId: taskId(5000), status: 'FAILED'})), 3), startAt);
	recorder.close();
	expect(sizeBetween - sizeBefore).toBeLessThan(150);
	expect(statSync(file).size - sizeBetween).toBeLessThan(500);
});

test('where the disk is full it says so once and ends; what was written before can be read', () => {
	const file = temporaryFile();
	const script = path.join(import.meta.dirname, 'record-much.ts');
	const {stdout, stderr, status} = spawnSync('sh', ['-c', 'ulimit -f 16; exec "$0" "$1" "$2"', process.execPath, script, file], {encoding: 'utf8'});
	expect(stderr).toBe('');
	expect(status).toBe(0);
	expect(stdout).toMatch(/^The recording has ended, because it can't be written: EFBIG: .*\.\n$/v);
	expect(readRecording(file).entries.length).toBeGreaterThan(10);
});
