import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {statSync} from 'node:fs';
import process from 'node:process';
import {DatabaseSync} from 'node:sqlite';
import {fileURLToPath} from 'node:url';
import {expect, onTestFinished, test} from 'vitest';
import {createRandom} from '../../source/simulator/random.ts';
import {stressCount} from '../support/stress.ts';
import {temporaryHistory} from '../support/temporary-files.ts';
import {eventsIn, startWatcher} from './watchers.ts';

const timeout = 600_000;
const epoch = Date.now();

type Writer = {
	readonly process: ChildProcess;
	readonly lines: () => readonly string[];
	readonly hasPrinted: (count: number) => Promise<void>;
	readonly ended: Promise<unknown>;
};

const program = fileURLToPath(new URL('writer.ts', import.meta.url));

/*
Starts a watcher in its own process. `maxBlocks` limits the size of its files.
*/
const startWriter = (file: string, importCount: number, maxBlocks = 'unlimited'): Writer => {
	const child = spawn(
		'sh',
		['-c', `trap '' XFSZ; ulimit -f ${maxBlocks} && exec "$@"`, 'sh', process.execPath, program, file, String(importCount), String(epoch)],
		{stdio: ['pipe', 'pipe', 'inherit']},
	);
	let text = '';
	child.stdout.setEncoding('utf8').on('data', (chunk: string) => {
		text += chunk;
	});
	onTestFinished(() => {
		child.kill('SIGKILL');
	});
	const lines = (): readonly string[] => text.split('\n').slice(0, -1);
	const ended = once(child, 'close');

	return {
		process: child,
		lines,
		async hasPrinted(count) {
			while (lines().length < count) {
				await Promise.race([once(child.stdout, 'data'), ended]); // eslint-disable-line no-await-in-loop -- In sequence.
			}
		},
		ended,
	};
};

/*
Expects that steps only increase, and that each change starts from the status of the previous one.
*/
const expectConsistentHistory = (file: string, importCount: number): ReadonlyMap<string, readonly string[]> => {
	const byImport = Map.groupBy(eventsIn(file), ({task}) => task.taskId);
	expect(byImport.size).toBe(importCount);

	for (const events of byImport.values()) {
		const steps = events.map(({task}) => Number(task.status.slice(5)));
		expect(events.map(({event}) => event)).toEqual(['baseline', ...events.slice(1).map(() => 'changed')]);
		expect(events.slice(1).map(event => event.event === 'changed' && event.from)).toEqual(events.slice(0, -1).map(({task}) => task.status));
		expect(steps).toEqual([...new Set(steps)].toSorted((one, other) => one - other));
	}

	return new Map(byImport.entries().map(([id, events]) => [id, events.map(({task}) => task.status.slice(5))]));
};

const isIntact = (file: string): boolean => {
	const database = new DatabaseSync(file);

	try {
		return Object.values(database.prepare('PRAGMA integrity_check').get() ?? {})[0] === 'ok';
	} finally {
		database.close();
	}
};

test('a watcher that is killed at any time loses no recorded change', async () => {
	const file = temporaryHistory();
	const random = createRandom(7, 1);
	const printed: string[] = [];

	for (let kill = 0; kill < stressCount({usual: 3, full: 100}); kill++) {
		const writer = startWriter(file, 60);
		await writer.hasPrinted(random.whole(1, 30)); // eslint-disable-line no-await-in-loop -- In sequence.
		writer.process.kill('SIGKILL');
		await writer.ended; // eslint-disable-line no-await-in-loop -- In sequence.
		printed.push(...writer.lines());
	}

	expect(isIntact(file)).toBe(true);

	for (const steps of expectConsistentHistory(file, 60).values()) {
		expect(new Set(printed).difference(new Set(steps))).toEqual(new Set());
	}
}, timeout);

test('five watchers, some of them stopped or killed, record a consistent history of bounded size', async () => {
	const file = temporaryHistory();
	const random = createRandom(11, 1);
	let writers = Array.from({length: 5}, () => startWriter(file, 20));
	await Promise.all(writers.map(async writer => writer.hasPrinted(2)));

	for (let round = 0; round < stressCount({usual: 1, full: 40}); round++) {
		const [first, second, ...others] = writers;
		first?.process.kill('SIGSTOP');
		await Promise.all([second, ...others].map(async writer => writer?.hasPrinted(writer.lines().length + random.whole(1, 10)))); // eslint-disable-line no-await-in-loop -- In sequence.
		second?.process.kill('SIGKILL');
		first?.process.kill('SIGCONT');
		await second?.ended; // eslint-disable-line no-await-in-loop -- In sequence.
		writers = [...others, ...(first === undefined ? [] : [first]), startWriter(file, 20)];
	}

	for (const writer of writers) {
		writer.process.stdin?.end();
	}

	await Promise.all(writers.map(async ({ended}) => ended));
	const last = startWatcher(file, {ms: Date.now() - epoch});
	last.scan(Date.now() - epoch, Object.fromEntries(Array.from({length: 20}, (_, index) => [index + 1, `STEP_${Date.now() - epoch}`])));
	last.close();
	expect(isIntact(file)).toBe(true);
	expectConsistentHistory(file, 20);
	const rows = eventsIn(file).length;
	expect(statSync(file).size).toBeLessThan(100_000 + (rows * 1000));
}, timeout);

test('a watcher on a full disk reports it once, keeps running, and loses no recorded change', async () => {
	const file = temporaryHistory();
	const writer = startWriter(file, 20, '512');
	const isNote = (line: string): boolean => !/^\d+$/v.test(line);

	while (writer.lines().every(line => !isNote(line))) {
		await writer.hasPrinted(writer.lines().length + 1); // eslint-disable-line no-await-in-loop -- Until the disk is full.
	}

	const recorded = writer.lines().findIndex(line => isNote(line));
	await writer.hasPrinted(recorded + 20);
	writer.process.stdin?.end();
	await writer.ended;
	expect(writer.process.exitCode).toBe(0);
	expect(writer.lines().filter(line => isNote(line))).toEqual([expect.stringMatching(/^Can't save the history: .*\. Watching continues, and changes are kept in memory\.$/v)]);
	expect(isIntact(file)).toBe(true);

	for (const steps of expectConsistentHistory(file, 20).values()) {
		expect(new Set(writer.lines().slice(0, recorded)).difference(new Set(steps))).toEqual(new Set());
	}

	const next = startWatcher(file, {ms: Date.now() - epoch});
	next.scan(Date.now() - epoch, Object.fromEntries(Array.from({length: 20}, (_, index) => [index + 1, 'STEP_9999999999'])));
	next.close();
	expect(next.notes).toEqual([]);
	expectConsistentHistory(file, 20);
}, timeout);
