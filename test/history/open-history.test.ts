import {
	appendFileSync,
	closeSync,
	existsSync,
	mkdirSync,
	openSync,
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	symlinkSync,
	truncateSync,
	unlinkSync,
	utimesSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {jsonLine} from '../../source/domain/json-line.ts';
import {fold} from '../../source/history/fold.ts';
import {readPieces} from '../../source/history/history-file.ts';
import {type HistoryEvent, type HistoryLine} from '../../source/history/history-line.ts';
import {linesIn, pieceLength, wholeLinesOf} from '../../source/history/history-lines.ts';
import {type History, openHistory} from '../../source/history/open-history.ts';
import {readHistory} from '../../source/history/read-history.ts';
import {rememberedOf} from '../../source/history/remembered-of.ts';
import {type HistoryLimits} from '../../source/history/shared-history.ts';
import {taskId} from '../support/tasks.ts';
import {
	anyPieces,
	appeared,
	baseline,
	changed,
	isEvent,
	observed,
	startAt,
	target,
	textOf,
} from './lines.ts';
import {listedAfter, streamed, streamStart} from './stream.ts';
import {temporaryFolder} from './temporary-folder.ts';

const minuteMs = 60_000;

type Opened = {
	readonly history: History;
	readonly notes: readonly string[];
};

const open = (file: string, options: {readonly graphId?: string; readonly limits?: Partial<HistoryLimits>} = {}): Opened => {
	const notes: string[] = [];
	const history = openHistory({
		file,
		target,
		onNote(sentence) {
			notes.push(sentence);
		},
		...options,
	});
	return {history, notes};
};

const fileIn = (folder: string): string => path.join(folder, 'default.us-east-1.ndjson');
const linesOf = (file: string): readonly unknown[] => readFileSync(file, 'utf8').split('\n').slice(0, -1).map(line => JSON.parse(line) as unknown);
const eventsOf = (file: string): readonly HistoryEvent[] => readHistory(path.dirname(file)).events;

const eventsAmong = (lines: readonly HistoryLine[]): readonly HistoryEvent[] => lines.filter(line => isEvent(line));

const statusesOf = ({remembered}: History): ReadonlyMap<string, string> => new Map(remembered.tasks.entries().map(([key, {status}]) => [key, status]));

describe('a history that is kept', () => {
	test('is there when it is opened again', () => {
		const file = fileIn(temporaryFolder());
		const lines = [baseline(1, 'IMPORTING'), baseline(2, 'SUCCEEDED')];
		const {history} = open(file);
		history.append(lines);
		history.append([], startAt);
		history.append([changed(1, 'IMPORTING', 'FAILED', startAt + 1)]);
		history.append([], startAt + 1);
		history.close();

		const again = open(file);
		expect(again.history.remembered).toEqual(rememberedOf(fold([...lines, changed(1, 'IMPORTING', 'FAILED', startAt + 1), observed(startAt + 1)]), undefined));
		expect(again.notes).toEqual([]);
	});

	test('is what was appended, whatever that was', () => {
		fc.assert(fc.property(anyPieces, batches => {
			const folder = temporaryFolder();
			const {history} = open(fileIn(folder));
			const events = batches.map(lines => eventsAmong(lines));

			for (const batch of events) {
				history.append(batch);
			}

			history.close();
			const known = statusesOf(open(fileIn(folder)).history);

			for (const event of events.flat()) {
				const last = events.flat().findLast(({task}) => task.taskId === event.task.taskId);
				expect(known.get(event.task.taskId)).toBe(last?.event === 'gone' ? undefined : last?.task.status);
			}
		}), {numRuns: 30});
	});

	test('is in the file when it has been appended, whatever happens next', () => {
		const file = fileIn(temporaryFolder());
		const {history} = open(file);
		history.append([appeared(1, 'IMPORTING')]);
		expect(linesOf(file)).toEqual([appeared(1, 'IMPORTING')]);
	});

	test('is private to the user, and so is one that was not', () => {
		const folder = path.join(temporaryFolder(), 'state', 'history');
		const modeOf = (name: string): string => (statSync(name).mode % 0o1000).toString(8);
		const file = fileIn(folder);
		open(file).history.append([appeared(1, 'IMPORTING')]);
		expect([modeOf(folder), modeOf(path.dirname(folder)), modeOf(file)]).toEqual(['700', '700', '600']);

		const seen = path.join(folder, 'seen.us-east-1.ndjson');
		writeFileSync(seen, '', {mode: 0o644});
		open(seen).history.append([appeared(1, 'IMPORTING')]);
		expect(modeOf(seen)).toBe('600');
	});

	test('is not there before there is something to keep', () => {
		const folder = temporaryFolder();
		const {history} = open(fileIn(folder));
		history.append([]);
		history.close();
		expect(readdirSync(folder)).toEqual([]);
	});

	test('leaves no lock behind, and nothing else', () => {
		const folder = temporaryFolder();
		const {history} = open(fileIn(folder));
		history.append([appeared(1, 'IMPORTING')]);
		history.close();
		history.append([appeared(2, 'IMPORTING')]);
		history.append([], startAt);
		history.close();
		expect(readdirSync(folder)).toEqual(['default.us-east-1.ndjson']);
		expect(linesOf(fileIn(folder))).toEqual([appeared(1, 'IMPORTING')]);
	});
});

describe('until when the list was seen', () => {
	/*
	In minutes, as they stand in the file.
	*/
	const untils = (file: string): readonly number[] => linesIn([readFileSync(file)], 0).lines
		.flatMap(line => line.event === 'observed' ? [(Date.parse(line.until) - startAt) / minuteMs] : []);

	test('is written down at first, after changes, every five minutes, and at the end', () => {
		const file = fileIn(temporaryFolder());
		const {history} = open(file);

		for (let minute = 0; minute <= 12; minute += 1) {
			if (minute === 7) {
				history.append([appeared(1, 'IMPORTING', startAt + (7 * minuteMs))]);
			}

			history.append([], startAt + (minute * minuteMs));
		}

		expect(untils(file)).toEqual([0, 5, 7, 12]);
		history.append([], startAt + (14 * minuteMs));
		history.close();
		expect(untils(file)).toEqual([0, 5, 7, 12, 14]);
	});

	test('is read from the last run, and not written again before five minutes have passed', () => {
		const file = fileIn(temporaryFolder());
		const first = open(file).history;
		first.append([], startAt);
		first.close();

		const {history} = open(file);
		expect(history.remembered.until).toBe(startAt);
		history.append([], startAt + minuteMs);
		expect(untils(file)).toEqual([0]);
		history.append([], startAt + (5 * minuteMs));
		expect(untils(file)).toEqual([0, 5]);
	});

	test('costs nothing while nothing happens', () => {
		const folder = temporaryFolder();
		const {history, notes} = open(fileIn(folder));
		history.append([], startAt);
		rmSync(folder, {recursive: true});
		history.append([], startAt + minuteMs);
		history.append([]);
		expect(existsSync(folder)).toBe(false);
		expect(notes).toEqual([]);
	});

	test('goes back with the clock', () => {
		const file = fileIn(temporaryFolder());
		const {history} = open(file);
		history.append([], startAt);
		history.append([], startAt - (10 * minuteMs));
		expect(untils(file)).toEqual([0, -10]);
	});

	test('is known of the graph alone that is watched', () => {
		const file = fileIn(temporaryFolder());
		const {history} = open(file, {graphId: 'g-0000000001'});
		history.append([baseline(1, 'IMPORTING')]);
		history.append([], startAt);
		history.close();
		expect(open(file, {graphId: 'g-0000000001'}).history.remembered.until).toBe(startAt);
		expect(open(file, {graphId: 'g-0000000002'}).history.remembered.until).toBeUndefined();
		expect(open(file).history.remembered.until).toBeUndefined();
	});
});

describe('two watchers of the same', () => {
	test('tell each thing once, whoever sees it first', () => {
		const file = fileIn(temporaryFolder());
		const [one, other] = [open(file).history, open(file).history];
		const events = streamStart(0, 60);

		for (const [index, event] of events.entries()) {
			const [first, second] = index % 4 < 2 ? [one, other] : [other, one];
			first.append([event]);
			second.append([event]);
		}

		expect(linesOf(file)).toEqual(events);
	});

	test('tell each thing once where one is far behind', () => {
		const file = fileIn(temporaryFolder());
		const [one, other] = [open(file).history, open(file).history];
		const events = streamStart(0, 60);

		for (const event of events) {
			one.append([event]);
		}

		for (const event of events) {
			other.append([event]);
		}

		expect(linesOf(file)).toEqual(events);
	});

	test('tell each thing once where one is behind by more than is read at a time', () => {
		const file = fileIn(temporaryFolder());
		const [one, other] = [open(file).history, open(file).history];
		const events = streamStart(0, 1200);
		one.append(events);
		other.append(events);
		other.append([streamed(1, 0)]);
		one.append([streamed(1, 0)]);
		expect(statSync(file).size).toBeGreaterThan(3 * pieceLength);
		expect(linesOf(file)).toEqual([...events, streamed(1, 0)]);
	});

	test('go on where the other has compacted the file', () => {
		const file = fileIn(temporaryFolder());
		const limits = {maxBytes: 3000, keptBytes: 600};
		const [one, other] = [open(file, {limits}).history, open(file, {limits}).history];
		const length = 150;

		for (const [index, event] of streamStart(0, length).entries()) {
			one.append([event]);

			if (index % 7 === 0) {
				other.append([streamed(1, index / 7)]);
			}
		}

		expect(statusesOf(open(file).history)).toEqual(new Map([...listedAfter(0, length), ...listedAfter(1, Math.ceil(length / 7))]));
		expect(eventsOf(file).length).toBeLessThan(length);
	});

	test('wait for each other no longer than they are told to, and lose nothing to a lock that nobody lets go', () => {
		const file = fileIn(temporaryFolder());
		mkdirSync(`${file}.lock`);
		const {history, notes} = open(file, {limits: {lockWaitMs: 1}});
		const events = streamStart(0, 9);

		for (const event of events) {
			history.append([event]);
		}

		expect(linesOf(file)).toEqual(events);
		expect(notes).toEqual([]);
		expect(existsSync(`${file}.lock`)).toBe(true);
	});

	test('break a lock of long ago, whose process must have been killed', () => {
		const file = fileIn(temporaryFolder());
		mkdirSync(`${file}.lock`);
		utimesSync(`${file}.lock`, 1000, 1000);
		open(file).history.append([appeared(1, 'IMPORTING')]);
		expect(linesOf(file)).toEqual([appeared(1, 'IMPORTING')]);
		expect(existsSync(`${file}.lock`)).toBe(false);
	});
});

describe('compaction', () => {
	const limits = {maxBytes: 6000, keptBytes: 1500};

	test('keeps the file short, all that is listed, and the newest changes', () => {
		const file = fileIn(temporaryFolder());
		const {history} = open(file, {limits});
		const length = 300;
		const sizes: number[] = [];

		for (const event of streamStart(0, length)) {
			history.append([event]);
			sizes.push(statSync(file).size);
		}

		history.append([], startAt);
		expect(Math.max(...sizes)).toBeLessThan(2 * limits.maxBytes);
		const {history: again, notes} = open(file);
		expect(statusesOf(again)).toEqual(listedAfter(0, length));
		expect(again.remembered.changes.slice(0, 3).map(({change}) => change.task.taskId)).toEqual(streamStart(0, length).slice(-3).toReversed().map(({task}) => task.taskId));
		expect(again.remembered.until).toBe(startAt);
		expect(notes).toEqual([]);
		expect(readdirSync(path.dirname(file))).toEqual([path.basename(file)]);
	});

	test('is gone on from where what it keeps is more than is written at a time', () => {
		const file = fileIn(temporaryFolder());
		const events = streamStart(0, 1500);
		const {history} = open(file, {limits: {maxBytes: 5 * pieceLength, keptBytes: 3 * pieceLength}});
		const sizes: number[] = [];

		for (let index = 0; index < events.length; index += 20) {
			history.append(events.slice(index, index + 20));
			sizes.push(statSync(file).size);
		}

		expect(Math.max(...sizes)).toBeLessThan(6 * pieceLength);
		expect(sizes.at(-1)).toBeGreaterThan(3 * pieceLength);
		expect(eventsOf(file).slice(-500)).toEqual(events.slice(-500));
		expect(new Set(linesOf(file).map(line => jsonLine(line))).size).toBe(linesOf(file).length);
		expect(statusesOf(open(file).history)).toEqual(listedAfter(0, events.length));
	});

	test('does not run at every change where what is listed is longer than the bound', () => {
		const file = fileIn(temporaryFolder());
		const {history} = open(file, {limits});
		history.append(Array.from({length: 200}, (_, index) => baseline(index + 1000, 'IMPORTING')));
		const {ino} = statSync(file);

		for (const event of streamStart(0, 30)) {
			history.append([event]);
		}

		expect(statSync(file).ino).toBe(ino);
		expect(statusesOf(open(file).history).size).toBe(200 + listedAfter(0, 30).size);
	});

	test('leaves a file alone that ends in half a line, since another process may be writing it', () => {
		const file = fileIn(temporaryFolder());
		const text = textOf(streamStart(0, 60));
		mkdirSync(path.dirname(file), {recursive: true});
		writeFileSync(file, text.slice(0, -100));
		const known = streamed(0, 2);
		const {history} = open(file, {limits});
		history.append([known]);
		expect(readFileSync(file, 'utf8')).toBe(text.slice(0, -100));

		appendFileSync(file, text.slice(-100));
		history.append([known]);
		expect(statSync(file).size).toBeLessThan(limits.maxBytes);
		expect(statusesOf(open(file).history)).toEqual(listedAfter(0, 60));
	});

	test('takes whole lines alone over from the file that it replaces: who has not finished one writes it again', () => {
		const file = fileIn(temporaryFolder());
		const [first, second, third] = streamStart(0, 3).map(event => textOf([event]));
		writeFileSync(file, `${first}${second}${third?.slice(0, 50)}`);
		const descriptor = openSync(file, 'r');
		const from = first?.length ?? 0;
		const {size} = statSync(file);
		const wholeLinesBehind = (place: number): string => [...wholeLinesOf(readPieces(descriptor, place, size))].map(piece => new TextDecoder().decode(piece)).join('');
		expect(wholeLinesBehind(from)).toBe(second);
		expect(wholeLinesBehind(from + (second?.length ?? 0))).toBe('');
		closeSync(descriptor);
	});

	test('removes what an attempt left that was killed, and nothing else', () => {
		const folder = temporaryFolder();
		const file = fileIn(folder);
		writeFileSync(`${file}.1-abc.compacting`, 'half a li');
		writeFileSync(path.join(folder, 'other.us-east-1.ndjson.1-abc.compacting'), '');
		const {history} = open(file, {limits});

		for (const event of streamStart(0, 60)) {
			history.append([event]);
		}

		expect(readdirSync(folder).toSorted()).toEqual([path.basename(file), 'other.us-east-1.ndjson.1-abc.compacting']);
	});
});

describe('a file that is not as it should be', () => {
	const events = streamStart(0, 12);
	const bytes = new TextEncoder().encode(textOf(events));

	test('loses at most its last line where it is cut off, wherever that is', () => {
		for (let length = 0; length <= bytes.length; length += 1) {
			const wholeCount = bytes.subarray(0, length).filter(byte => byte === 0x0A).length;
			const {lines, damagedCount} = linesIn([bytes.subarray(0, length)], 0);
			expect([wholeCount, wholeCount + 1]).toContain(lines.length);
			expect(lines).toEqual(events.slice(0, lines.length));
			expect(damagedCount).toBeLessThanOrEqual(1);
		}
	});

	test('goes on after a line that was cut off, wherever that was', () => {
		fc.assert(fc.property(fc.integer({min: 0, max: bytes.length}), length => {
			const file = fileIn(temporaryFolder());
			writeFileSync(file, bytes);
			truncateSync(file, length);
			const {history, notes} = open(file);
			const {lines, damagedCount} = linesIn([bytes.subarray(0, length)], 0);
			expect(notes).toEqual(damagedCount === 0 ? [] : [`1 line of the history is damaged and was skipped: ${file}.`]);

			for (const event of events.slice(lines.length)) {
				history.append([event]);
			}

			expect(eventsOf(file)).toEqual(events);
			expect(readHistory(path.dirname(file)).notes).toEqual(notes);
		}), {numRuns: 25});
	});

	test('loses the lines alone that are damaged, and says how many', () => {
		const garbage = fc.constantFrom('garbage', '{}', '{"version":1,"event":"changed"}', '\u{0}\u{0}\u{0}', jsonLine(events[0]).slice(5), `${jsonLine(events[0])}${jsonLine(events[1])}`);
		fc.assert(fc.property(fc.array(fc.tuple(garbage, fc.nat(events.length)), {minLength: 2, maxLength: 9}), placed => {
			const file = fileIn(temporaryFolder());
			const lines = events.map(event => jsonLine(event));

			for (const [text, at] of placed) {
				lines.splice(at, 0, text);
			}

			writeFileSync(file, `${lines.join('\n')}\n`);
			const {notes} = open(file);
			expect(notes).toEqual([`${placed.length} lines of the history are damaged and were skipped: ${file}.`]);
			expect(eventsOf(file)).toEqual(events);
		}), {numRuns: 30});
	});

	test('is left as it is where a newer version wrote to it, however long it gets', () => {
		const file = fileIn(temporaryFolder());
		const newer = `${jsonLine({version: 2, event: 'summary'})}\n`;
		writeFileSync(file, newer);
		const {history, notes} = open(file, {limits: {maxBytes: 1000, keptBytes: 100}});
		expect(notes).toEqual([`1 line of the history is from a newer version of this program and skipped: ${file}.`]);

		for (const event of events) {
			history.append([event]);
		}

		expect(readFileSync(file, 'utf8')).toBe(newer + textOf(events));
	});

	test('tells again what is listed where somebody removed it', () => {
		const file = fileIn(temporaryFolder());
		const {history} = open(file);
		history.append([baseline(1, 'IMPORTING'), baseline(2, 'FAILED')]);
		history.append([], startAt);
		unlinkSync(file);
		history.append([changed(1, 'IMPORTING', 'SUCCEEDED')]);
		expect(statusesOf(open(file).history)).toEqual(new Map([[taskId(1), 'SUCCEEDED'], [taskId(2), 'FAILED']]));
		expect(open(file).history.remembered.until).toBe(startAt);
	});

	test('is read anew where somebody put another in its place', () => {
		const file = fileIn(temporaryFolder());
		const {history} = open(file);
		history.append([baseline(1, 'IMPORTING')]);
		writeFileSync(file, textOf([baseline(1, 'IMPORTING'), appeared(2, 'FAILED'), appeared(3, 'IMPORTING')]));
		history.append([appeared(2, 'FAILED'), appeared(4, 'FAILED')]);
		expect(linesOf(file)).toEqual([baseline(1, 'IMPORTING'), appeared(2, 'FAILED'), appeared(3, 'IMPORTING'), appeared(4, 'FAILED')]);
	});

	test('may have lines that others add by hand', () => {
		const file = fileIn(temporaryFolder());
		const {history} = open(file);
		history.append([baseline(1, 'IMPORTING')]);
		appendFileSync(file, 'a note');
		history.append([baseline(2, 'IMPORTING')]);
		expect(eventsOf(file)).toEqual([baseline(1, 'IMPORTING'), baseline(2, 'IMPORTING')]);
	});
});

describe('where nothing can be kept', () => {
	const inMemory = 'What is seen from here on is kept in memory alone.';

	test('it is said once, and what was seen is kept once that works', () => {
		const folder = path.join(temporaryFolder(), 'history');
		writeFileSync(folder, 'a file where the folder should be');
		const {history, notes} = open(fileIn(folder));
		const sentence = `The history can't be kept: there can be no folder ${folder}. ${inMemory}`;
		expect(notes).toEqual([sentence]);
		expect(history.remembered.tasks.size).toBe(0);

		history.append([appeared(1, 'IMPORTING')]);
		history.append([], startAt);
		history.append([changed(1, 'IMPORTING', 'FAILED')]);
		expect(notes).toEqual([sentence]);

		unlinkSync(folder);
		history.append([appeared(2, 'IMPORTING')]);
		expect(notes).toEqual([sentence, 'The history is kept again.']);
		expect(linesOf(fileIn(folder))).toEqual([appeared(1, 'IMPORTING'), changed(1, 'IMPORTING', 'FAILED'), appeared(2, 'IMPORTING')]);
	});

	test.skipIf(!existsSync('/dev/full'))('because the disk is full, likewise', () => {
		const file = fileIn(temporaryFolder());
		symlinkSync('/dev/full', file);
		const {history, notes} = open(file);
		history.append([appeared(1, 'IMPORTING')]);
		history.append([appeared(2, 'IMPORTING')]);
		expect(notes).toEqual([`The history can't be kept: the disk is full. ${inMemory}`]);

		unlinkSync(file);
		history.close();
		expect(linesOf(file)).toEqual([appeared(1, 'IMPORTING'), appeared(2, 'IMPORTING')]);
	});

	test('because a folder has its name, likewise', () => {
		const file = fileIn(temporaryFolder());
		mkdirSync(file);
		const {history, notes} = open(file);
		history.append([appeared(1, 'IMPORTING')]);
		history.close();
		expect(notes).toEqual([`The history can't be kept: a folder is at ${file}. ${inMemory}`]);
	});

	test.skipIf(!existsSync('/proc/self'))('because it is to be where no folder can be made, likewise', () => {
		const file = '/proc/neptune-import-watch/history/default.us-east-1.ndjson';
		const {history, notes} = open(file);
		history.append([appeared(1, 'IMPORTING')]);
		history.close();
		expect(notes).toEqual([expect.stringMatching(/^The history can't be kept: there (?:can be no folder|is no permission for) \/proc/v)]);
	});

	test.skipIf(process.getuid?.() === 0)('because of permissions, likewise', () => {
		const folder = temporaryFolder();
		const file = fileIn(folder);
		writeFileSync(file, '', {mode: 0o400});
		const {history, notes} = open(file);
		history.append([appeared(1, 'IMPORTING')]);
		expect(notes).toEqual([`The history can't be kept: there is no permission for ${file}. ${inMemory}`]);
	});

	test('what is said is safe to print', () => {
		const folder = path.join(temporaryFolder(), 'a\u{1B}[2Jb');
		writeFileSync(folder, '');
		const {notes} = open(fileIn(folder));
		expect(notes.join('')).toContain('a␛[2Jb');
		expect(notes.join('')).not.toContain('\u{1B}');
	});
});
