import {readFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {describe, expect, test} from 'vitest';
import {type ImportTask} from '../../source/domain/task.ts';
import {linesIn} from '../../source/history/history-lines.ts';
import {openHistory} from '../../source/history/open-history.ts';
import {readHistory} from '../../source/history/read-history.ts';
import {createRandom} from '../../source/simulator/random.ts';
import {taskId} from '../support/tasks.ts';
import {type AppenderTask} from './appender-task.ts';
import {startAppending} from './appending.ts';
import {isEvent, target} from './lines.ts';
import {
	listedAfter,
	streamed,
	streamLength,
	streamStart,
} from './stream.ts';
import {temporaryFolder} from './temporary-folder.ts';

/*
Each of these starts many processes.
*/
const timeout = 120_000;

/*
`HISTORY_KILLS=100 vitest run test/history/processes.test.ts` kills more of them.
*/
const kills = Number(process.env['HISTORY_KILLS'] ?? 30);

const fileIn = (folder: string): string => path.join(folder, 'default.us-east-1.ndjson');

const tasksOf = (file: string): ReadonlyMap<string, ImportTask> => openHistory({
	file,
	target,
	onNote() {}, // eslint-disable-line @typescript-eslint/no-empty-function -- Half a line may be left by who was killed.
}).remembered.tasks;

const statusesOf = (file: string): ReadonlyMap<string, string> => new Map(tasksOf(file).entries().map(([key, {status}]) => [key, status]));

const appendAll = async (tasks: readonly AppenderTask[]): Promise<void> => {
	const appenders = await Promise.all(tasks.map(async task => startAppending(task)));

	for (const appender of appenders) {
		appender.begin();
	}

	await Promise.all(appenders.map(async ({ended}) => ended));
	expect(appenders.map(({writtenCount, notes}) => [writtenCount(), notes()])).toEqual(tasks.map(({length}) => [length, []]));
};

describe('two processes that see the same at the same time', () => {
	const rounds = [1, 2, 3, 4, 5, 6];

	test('write each change once, in whole lines', async () => {
		for (const round of rounds) {
			const file = fileIn(temporaryFolder());

			// They wait for each other as long as it takes: how fast this machine is does not matter.
			const task: AppenderTask = {
				file, stream: round, length: 200, atOnce: round, limits: {lockWaitMs: timeout},
			};
			await appendAll([task, task]); // eslint-disable-line no-await-in-loop -- One pair after the other.
			const {lines, damagedCount, newerCount} = linesIn([readFileSync(file)], 0);
			expect([damagedCount, newerCount]).toEqual([0, 0]);
			expect(lines.filter(line => isEvent(line))).toEqual(streamStart(round, 200));
		}
	}, timeout);

	test('lose nothing and spoil nothing, though they never wait for each other', async () => {
		for (const round of rounds) {
			const folder = temporaryFolder();

			// By turns one at a time, and more at once than one piece holds.
			const task: AppenderTask = {
				file: fileIn(folder), stream: round, length: 400, atOnce: round % 2 === 0 ? 400 : 1, limits: {lockWaitMs: 0},
			};
			await appendAll([task, task]); // eslint-disable-line no-await-in-loop -- One pair after the other.
			const {events, notes} = readHistory(folder);

			// One that stops between reading and writing, for as long as the other needs for several changes, tells again what it did not read.
			expect(new Set(events.map(event => JSON.stringify(event)))).toEqual(new Set(streamStart(round, 400).map(event => JSON.stringify(event))));
			expect(notes).toEqual([]);
			expect(statusesOf(fileIn(folder))).toEqual(listedAfter(round, 400));
		}
	}, timeout);

	test('lose nothing of what is listed while both compact the file, again and again', async () => {
		for (const round of [0, 2, 4]) {
			const file = fileIn(temporaryFolder());
			const limits = {maxBytes: 6000, keptBytes: 1000, lockWaitMs: round};
			// eslint-disable-next-line no-await-in-loop -- One pair after the other.
			await appendAll([round, round + 1].map(stream => ({
				file, stream, length: 300, limits,
			})));
			expect(statusesOf(file)).toEqual(new Map([...listedAfter(round, 300), ...listedAfter(round + 1, 300)]));
			expect(linesIn([readFileSync(file)], 0).damagedCount).toBe(0);
		}
	}, timeout);
});

/*
Starts so many processes on the same file, one after the other, and kills each at some moment. Gives how many changes each had said to be written.
*/
const killMany = async (file: string, count: number, limits: AppenderTask['limits'] = {}): Promise<readonly number[]> => {
	const random = createRandom(20_260_301, count);
	const counts: number[] = [];

	for (let stream = 0; stream < count; stream += 1) {
		// eslint-disable-next-line no-await-in-loop -- One after the other, as a person starts them.
		const appender = await startAppending({
			file, stream, length: streamLength, limits,
		});
		appender.begin();
		await appender.hasWritten(random.whole(1, 60)); // eslint-disable-line no-await-in-loop -- Likewise.
		appender.process.kill('SIGKILL');
		await appender.ended; // eslint-disable-line no-await-in-loop -- Likewise.
		counts.push(appender.writtenCount());
	}

	return counts;
};

const streamOf = ({taskId: id}: ImportTask): number => Math.floor(Number(id.slice(2)) / streamLength);

describe('a process that is killed at any moment', () => {
	test('leaves every change that it has said to be written, and at most one more', async () => {
		const folder = temporaryFolder();
		const counts = await killMany(fileIn(folder), kills);
		const byStream = Map.groupBy(readHistory(folder).events, ({task}) => streamOf(task));

		for (const [stream, count] of counts.entries()) {
			const events = byStream.get(stream) ?? [];
			expect([count, count + 1]).toContain(events.length);
			expect(events).toEqual(streamStart(stream, events.length));
		}
	}, timeout);

	test('leaves all that is listed, though it is about to compact the file', async () => {
		const file = fileIn(temporaryFolder());
		const counts = await killMany(file, Math.ceil(kills / 2), {maxBytes: 4000, keptBytes: 500});
		const byStream = Map.groupBy(tasksOf(file).values(), task => streamOf(task));

		for (const [stream, count] of counts.entries()) {
			const listed = new Map(byStream.get(stream)?.map(task => [task.taskId, task.status]));
			expect([listedAfter(stream, count), listedAfter(stream, count + 1)]).toContainEqual(listed);
		}
	}, timeout);

	test('leaves a lock that holds up nobody', async () => {
		const folder = temporaryFolder();
		const file = fileIn(folder);
		const holder = await startAppending({
			file, stream: 0, length: streamLength, limits: {lockWaitMs: timeout},
		});
		holder.begin();
		await holder.hasWritten(1);
		holder.process.kill('SIGSTOP');

		const appender = await startAppending({file, stream: 1, length: 30});
		appender.begin();
		await appender.ended;
		holder.process.kill('SIGKILL');
		await holder.ended;
		expect(appender.writtenCount()).toBe(30);
		expect(readHistory(folder).events.filter(({task}) => streamOf(task) === 1)).toEqual(streamStart(1, 30));
	}, timeout);
});

describe('a disk that gets full in the middle of a line', () => {
	test.each([
		['one by one', {length: 60, atOnce: 1, maxFileBlocks: 16}],
		['more at once than is written at a time', {length: 400, atOnce: 400, maxFileBlocks: 200}],
	])('is said, and neither that line nor what was there before spoils what comes after: %s', async (_, {length, atOnce, maxFileBlocks}) => {
		const folder = temporaryFolder();
		const file = fileIn(folder);
		const appender = await startAppending({
			file, stream: 0, length, atOnce,
		}, {maxFileBlocks});
		appender.begin();
		await appender.ended;
		expect(appender.notes()).toEqual([expect.stringMatching(/^The history can't be kept: no file may grow as large as .*\. What is seen from here on is kept in memory alone\.$/v)]);
		expect(appender.writtenCount()).toBe(length);

		const before = readHistory(folder);
		expect(before.notes).toEqual([`1 line of the history is damaged and was skipped: ${file}.`]);
		expect(before.events).toEqual(streamStart(0, before.events.length));

		const notes: string[] = [];
		const history = openHistory({
			file,
			target,
			onNote(sentence) {
				notes.push(sentence);
			},
		});
		history.append([...streamStart(0, length).slice(before.events.length), streamed(1, 0)]);
		history.close();
		expect(notes).toEqual(before.notes);
		expect(readHistory(folder)).toEqual({events: [...streamStart(0, length), streamed(1, 0)].toSorted((one, other) => Date.parse(one.at) - Date.parse(other.at)), notes});
		expect(statusesOf(file).get(taskId(streamLength))).toBe('INITIALIZING');
	}, timeout);
});
