import {Buffer} from 'node:buffer';
import {spawn, spawnSync} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync, statSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {gunzipSync, gzipSync} from 'node:zlib';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Failure} from '../../source/imports/failures/failure.ts';
import {type ImportTask} from '../../source/imports/task.ts';
import {readRecording} from '../../source/recording/read-recording.ts';
import {createRecorder, type RecordedMessage, type Recorder} from '../../source/recording/recorder.ts';
import {startAt} from '../support/model.ts';
import {stressCount} from '../support/stress.ts';
import {importTask, snapshotOf, taskId} from '../support/tasks.ts';
import {temporaryFile} from '../support/temporary-files.ts';

const begin = (file: string, notes: string[] = []): Recorder => createRecorder({
	file,
	program: 'watcher 1.2.3',
	at: startAt,
	intervalMs: 10_000,
	onNote(sentence) {
		notes.push(sentence);
	},
});

const scan = (afterMs: number, tasks: readonly ImportTask[], isComplete = true, failure?: Failure): RecordedMessage => ({
	type: 'scanEnded', targetId: '@', at: startAt + afterMs, scanNumber: 1, chance: 0.5, snapshot: snapshotOf(tasks, isComplete), failure, calls: 3,
});

const script = path.join(import.meta.dirname, 'record-much.ts');

describe('a recorder', () => {
	test('creates a file that only its owner can read', () => {
		const file = temporaryFile();
		begin(file).close(startAt);
		expect(statSync(file).mode & 0o777).toBe(0o600); // eslint-disable-line no-bitwise -- The bits are the permissions.
	});

	test('does not overwrite a file', () => {
		const file = temporaryFile();
		writeFileSync(file, 'precious');
		expect(() => begin(file)).toThrow(`${file} already exists: record to a new file`);
		expect(readFileSync(file, 'utf8')).toBe('precious');
	});

	test('throws a sentence if the file can\'t be created', () => {
		const file = path.join(temporaryFile(), 'run.ndjson');
		expect(() => begin(file)).toThrow(new Error(`can't write the recording ${file}: no such file or folder`));
	});

	test('writes nothing after close', () => {
		const file = temporaryFile();
		const recorder = begin(file);
		recorder.close(startAt);
		const text = readFileSync(file, 'utf8');
		recorder.close(startAt);
		recorder.record(scan(1, []), startAt);
		expect(readFileSync(file, 'utf8')).toBe(text);
		expect(text.split('\n').map(line => line === '' ? '' : JSON.parse(line) as unknown)).toEqual([
			{
				recording: 3, program: 'watcher 1.2.3', startedAt: startAt, intervalMs: 10_000,
			},
			{type: 'ended', at: startAt},
			'',
		]);
	});

	test.each(['run.ndjson', 'run.ndjson.gz'])('stops with one note on a full disk, and leaves %s readable', async name => {
		const file = temporaryFile(name);
		const {stdout, stderr, status} = spawnSync('sh', ['-c', 'ulimit -f 16; exec "$0" "$1" "$2"', process.execPath, script, file], {encoding: 'utf8'});
		expect([stderr, status]).toEqual(['', 0]);
		expect(stdout).toMatch(/^The recording stopped: EFBIG: .*\.\n$/v);
		const {entries, warning} = await readRecording(file);
		expect(entries.length).toBeGreaterThan(10);
		expect(warning).toBe(`The recording was cut off after line ${entries.length + 1}.`);
	});

	test.each(['run.ndjson', 'run.ndjson.gz'])('loses nothing in %s if its process is killed two seconds after the last scan', async name => {
		const file = temporaryFile(name);
		const recording = spawn(process.execPath, [script, file, 'wait']);
		await once(recording.stdout, 'data');
		await expect.poll(async () => {
			const {entries} = await readRecording(file);
			return entries.length;
		}, {timeout: 60_000}).toBe(51);
		recording.kill('SIGKILL');
		await once(recording, 'exit');
		const {entries, warning} = await readRecording(file);
		expect(entries).toHaveLength(51);
		expect(warning).toContain('was cut off');
	});
});

describe('a scan of 10,000 imports', () => {
	const imports = Array.from({length: 10_000}, (_, index) => importTask({taskId: taskId(index), source: `s3://lake/2026/people-${index}.csv`}));

	test.each([
		['without changes', imports.map(task => ({...task})), 1000],
		['with one change', imports.with(5000, importTask({taskId: taskId(5000), status: 'FAILED'})), 1000],
	])('adds less than 1 kB %s', (_name, next, bytes) => {
		const file = temporaryFile();
		const recorder = begin(file);
		recorder.record(scan(0, imports), startAt);
		const before = statSync(file).size;
		recorder.record(scan(10_000, next), startAt);
		expect(statSync(file).size - before).toBeGreaterThan(0);
		expect(statSync(file).size - before).toBeLessThan(bytes);
		recorder.close(startAt);
	});
});

const damaged = (text: string): RegExp => new RegExp(`^can't replay .*, line ${text}$`, 'v');

const head = {recording: 3, program: 'watcher 1.2.3', startedAt: startAt};
const ended = {at: startAt, type: 'ended'};
const task = importTask();
const scanned = (fields: Readonly<Record<string, unknown>> = {}, at: unknown = startAt) => ({
	at, type: 'scan', targetId: '@', scan: {
		isComplete: true, tasks: [task], order: [task.taskId], ...fields,
	},
});

const fileOf = (...lines: readonly unknown[]): string => {
	const file = temporaryFile();
	writeFileSync(file, lines.map(line => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''));
	return file;
};

describe('readRecording rejects, with the line number and the reason,', () => {
	test.each<[name: string, lines: readonly unknown[], reason: string]>([
		['an empty file', [], '1: the file is not a recording'],
		['other text', ['hello'], '1: it is not valid JSON'],
		['other JSON', [{event: 'baseline'}], '1: the file is not a recording'],
		['a newer version', [{...head, recording: 4, colour: 'red'}], String.raw`1: a newer version of the program made this recording \(format 4, expected 3\)`],
		['an older version', [{...head, recording: 1}], String.raw`1: another version of the program made this recording \(format 1, expected 3\)`],
		['a head without a start time', [{...head, startedAt: 'today'}], '1: head.startedAt must be a number from 0 to 8640000000000000'],
		['invalid JSON', [head, '{', ended], '2: it is not valid JSON'],
		['an entry that is not an object', [head, 12], '2: entry must be an object'],
		['an unknown type', [head, {at: startAt, type: 'toString'}], '2: entry.type must be one of connected, stateRestored, scan, detailsAnswered, graphsAnswered, ended'],
		['an unknown member', [head, {...ended, '\u{1B}[2J': 1}], '2: entry has an unknown member'],
		['__proto__ as a member', [head, '{"at":1,"type":"ended","__proto__":{}}'], '2: entry has an unknown member'],
		['a huge time', [head, '{"at":1e300,"type":"ended"}'], '2: entry.at must be a number from 0 to 8640000000000000'],
		['an infinite time', [head, '{"at":1e400,"type":"ended"}'], '2: entry.at must be a number from 0 to 8640000000000000'],
		['a time before the start', [head, {...ended, at: startAt - 1}], '2: its time is before that of the previous line'],
		['decreasing times', [head, scanned({}, startAt + 5), {...ended, at: startAt + 4}], '3: its time is before that of the previous line'],
		['a long pause', [head, {...ended, at: startAt + (32 * 86_400_000)}], '2: its time is more than 31 days after that of the previous line'],
		['a line after the end', [head, ended, ended], '3: it comes after the end of the recording'],
		['a wrong type deep inside', [head, scanned({tasks: [{...task, status: 7}]})], '2: entry.scan.tasks.0.status must be text'],
		['a huge number', [head, scanned({calls: 1e99})], '2: entry.scan.calls must be a number from 0 to 8640000000000000'],
		['a missing import', [head, scanned({tasks: []})], '2: scan.order has an import without a task'],
		['an import twice', [head, scanned({order: [task.taskId, task.taskId]})], '2: scan.order has an import twice'],
		['a failure of unknown kind', [head, scanned({failure: {kind: 'odd', isTransient: true}})], '2: entry.scan.failure.kind must be one of credentials, .*clock'],
		['deep nesting', [head, '['.repeat(2_000_000) + ']'.repeat(2_000_000)], '2: its JSON is nested too deeply'],
		['a long text', [head, scanned({order: ['x'.repeat(20_000)]})], '2: entry.scan.order.0 must be text'],
		['a long line', [head, 'x'.repeat(9_000_000)], '2: it is longer than 8388608 characters'],
		['many targets', [head, ...Array.from({length: 1001}, (_, index) => ({...scanned(), targetId: `target-${index}`}))], '1002: the recording has more than 1000 targets'],
	])('%s', async (_name, lines, reason) => {
		await expect(readRecording(fileOf(...lines))).rejects.toThrow(damaged(reason));
	});

	test('a file that does not exist', async () => {
		for (const file of [temporaryFile(), temporaryFile('run.gz')]) {
			// eslint-disable-next-line no-await-in-loop -- One after the other.
			await expect(readRecording(file)).rejects.toThrow(new Error(`can't read the recording ${file}: no such file or folder`));
		}
	});

	test('invalid or damaged gzip data', async () => {
		const file = temporaryFile('run.gz');
		writeFileSync(file, 'hello');
		await expect(readRecording(file)).rejects.toThrow(damaged('1: its gzip data is damaged at or after this line'));
		const whole = Buffer.concat([gzipSync(`${JSON.stringify(head)}\n`), gzipSync(`${JSON.stringify(ended)}\n`)]);
		writeFileSync(file, whole.fill(0, whole.length - 8, whole.length - 4)); // The checksum.
		await expect(readRecording(file)).rejects.toThrow(damaged('1: its gzip data is damaged at or after this line'));
	});

	test('a small file that decompresses to a huge line', async () => {
		const file = temporaryFile('run.gz');
		writeFileSync(file, gzipSync(`${JSON.stringify(head)}\n${' '.repeat(50_000_000)}`));
		await expect(readRecording(file)).rejects.toThrow(damaged('2: it is longer than 8388608 characters'));
	});
});

const failure: Failure = {
	kind: 'throttled', sentence: 'Rate exceeded for acme.', remedy: 'Ask acme.', isTransient: true,
};

const messages: readonly RecordedMessage[] = [
	{
		type: 'connected', targetId: '@', target: {
			profile: 'default', region: 'eu-west-1', endpoint: 'acme.internal:80', endpointUrl: 'https://acme.internal:80',
		},
	},
	{
		type: 'stateRestored', targetId: '@', savedState: {
			imports: [{task: importTask({extra: {owner: 'acme'}}), firstSeen: {at: 1, status: 'IMPORTING'}, changedAt: 2}],
			changes: [
				// eslint-disable-next-line @stylistic/object-curly-newline -- One change a line.
				{change: {kind: 'changed', task, from: 'IMPORTING', to: 'PONDERING'}, at: 2, notBefore: 1, elapsed: {minMs: 1, maxMs: 2}},
				{change: {kind: 'gone', task}, at: 3},
			],
			until: 5,
		},
	},
	scan(10, [importTask(), importTask({taskId: taskId(2), status: 'PONDERING', source: 's3://lake/2026/'})]),
	scan(20, [importTask({status: 'FAILED'})], false, failure),
	{
		type: 'detailsAnswered', targetId: '@', key: taskId(1), at: startAt + 25, answer: {
			kind: 'details', details: {
				status: 'FAILED',
				attemptNumber: 2,
				statusReason: 'OUT_OF_MEMORY: the graph of acme is full',
				progress: {
					status: 'IN_PROGRESS', startedAt: 3, percentage: 5, errorCount: -6, errorDetails: 'Line 7 of s3://lake/people.csv: bad', statementCount: 1e300,
				},
				options: {s3ExportPath: 's3://lake/export', preserveEdgeIds: 'true', acme: 'acme'},
				extra: {owner: 'acme'},
			},
		},
	},
	{
		type: 'detailsAnswered', key: taskId(2), at: startAt + 30, targetId: 'acme@', answer: {kind: 'failure', failure},
	},
];

const recorded = (file: string): string => {
	const recorder = begin(file);

	for (const message of messages) {
		recorder.record(message, startAt);
	}

	recorder.close(startAt + 40);
	return file;
};

test.each(['run.ndjson', 'run.ndjson.gz'])('every kind of message can be read back from %s, with pseudonyms and without free text', async name => {
	const keptTask = {
		taskId: 't-0000000001', graphId: 'g-0000000001', source: 's3://bucket-1/folder-1/folder-2.csv', format: 'CSV', roleArn: 'arn:aws:iam::000000000001:role/role-1', status: 'IMPORTING',
	};
	const keptFailure = {kind: 'throttled', sentence: 'AWS throttled this account.', isTransient: true};
	const file = recorded(temporaryFile(name));
	expect(await readRecording(file)).toEqual({
		startedAt: startAt,
		intervalMs: 10_000,
		targets: [{id: 'target-1', profile: 'default', region: 'eu-west-1'}, {id: 'target-2', profile: undefined, region: undefined}],
		entries: [
			{
				type: 'connected', targetId: 'target-1', at: startAt, target: {
					profile: 'default', region: 'eu-west-1', endpoint: 'endpoint-1.example', endpointUrl: 'https://endpoint-1.example',
				},
			},
			{
				type: 'stateRestored', targetId: 'target-1', at: startAt, savedState: {
					imports: [{task: keptTask, firstSeen: {at: 1, status: 'IMPORTING'}, changedAt: 2}],
					changes: [
						{
							change: {
								kind: 'changed', task: keptTask, from: 'IMPORTING', to: 'UNKNOWN_1',
							}, at: 2, notBefore: 1, elapsed: {minMs: 1, maxMs: 2},
						},
						{change: {kind: 'gone', task: keptTask}, at: 3},
					],
					until: 5,
				},
			},
			{
				type: 'scan', targetId: 'target-1', at: startAt + 10, scan: {
					isComplete: true,
					tasks: [keptTask, {
						...keptTask, taskId: 't-0000000002', status: 'UNKNOWN_1', source: 's3://bucket-1/folder-1/',
					}],
					order: ['t-0000000001', 't-0000000002'],
					calls: 3,
				},
			},
			{
				type: 'scan', targetId: 'target-1', at: startAt + 20, scan: {
					isComplete: false, tasks: [{...keptTask, status: 'FAILED'}], order: ['t-0000000001'], failure: keptFailure, calls: 3,
				},
			},
			{
				type: 'detailsAnswered', targetId: 'target-1', at: startAt + 25, key: 't-0000000001', answer: {
					kind: 'details', details: {
						status: 'FAILED',
						attemptNumber: 2,
						statusReason: 'OUT_OF_MEMORY (40 characters, not recorded)',
						progress: {
							status: 'IN_PROGRESS', startedAt: 3, percentage: 5, errorCount: 0, errorDetails: 'PARSING_ERROR (35 characters, not recorded)', statementCount: 8.64e15,
						},
						options: {s3ExportPath: 's3://bucket-1/folder-3', preserveEdgeIds: 'true'},
					},
				},
			},
			{
				type: 'detailsAnswered', at: startAt + 30, key: 't-0000000002', targetId: 'target-2', answer: {kind: 'failure', failure: keptFailure},
			},
			{type: 'ended', at: startAt + 40},
		],
		warning: undefined,
	});
});

test('a compressed recording contains the same text', () => {
	const plain = readFileSync(recorded(temporaryFile()), 'utf8');
	expect(gunzipSync(readFileSync(recorded(temporaryFile('run.gz')))).toString()).toBe(plain);
});

test.each(['run.ndjson', 'run.ndjson.gz'])('%s can be read up to where it is cut off, with a warning', async name => {
	const file = recorded(temporaryFile(name));
	const bytes = readFileSync(file);
	const {entries} = await readRecording(file);

	await fc.assert(fc.asyncProperty(fc.nat(bytes.length - 1), async length => {
		writeFileSync(file, bytes.subarray(0, length));
		const cut = await readRecording(file).catch(String);

		if (typeof cut === 'string') {
			expect(cut).toMatch(/line 1: the file is not a recording$/v);
		} else {
			expect(cut.entries).toEqual(entries.slice(0, cut.entries.length));
			expect(cut.warning).toBe(cut.entries.length === entries.length ? undefined : `The recording was cut off after line ${cut.entries.length + 1}.`);
		}
	}), {numRuns: stressCount({usual: 60, full: 2000})});
});

test('a recording with any damaged byte is read, or rejected with a line number', async () => {
	const file = recorded(temporaryFile('run.gz'));
	const bytes = readFileSync(file);

	await fc.assert(fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (index, byte) => {
		writeFileSync(file, Buffer.from(bytes).fill(byte, index, index + 1));
		const outcome = await readRecording(file).catch(String);
		expect(typeof outcome === 'string' ? outcome : ', line').toContain(', line');
	}), {numRuns: stressCount({usual: 60, full: 2000})});
});

test('recorded times never decrease if the clock is set back', async () => {
	const file = temporaryFile();
	const recorder = begin(file);

	for (const afterMs of [10, 20, 0, 10, 30, 1e12, 1e12 + 5]) {
		recorder.record(scan(afterMs, []), startAt);
	}

	recorder.close(startAt + 1e12 + 5);
	const {entries} = await readRecording(file);
	const longestMs = 31 * 86_400_000;
	expect(entries.map(({at}) => at - startAt)).toEqual([10, 20, 20, 30, 50, 50 + longestMs, 55 + longestMs, 55 + longestMs]);
});
