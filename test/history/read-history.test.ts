import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {describe, expect, test} from 'vitest';
import {jsonLine} from '../../source/domain/json-line.ts';
import {type HistoryEvent, type HistoryLine} from '../../source/history/history-line.ts';
import {type HistoryQuery, readHistory} from '../../source/history/read-history.ts';
import {
	appeared,
	baseline,
	changed,
	observed,
	startAt,
} from './lines.ts';
import {temporaryFolder} from './temporary-folder.ts';

const write = (folder: string, name: string, lines: readonly HistoryLine[]): void => {
	writeFileSync(path.join(folder, name), lines.map(line => `${jsonLine(line)}\n`).join(''));
};

const one = [
	baseline(1, 'IMPORTING', startAt),
	appeared(2, 'INITIALIZING', startAt + 2000, 'g-0000000002'),
	changed(1, 'IMPORTING', 'SUCCEEDED', startAt + 4000),
];

const other: readonly HistoryEvent[] = [baseline(1, 'FAILED', startAt + 1000), appeared(3, 'IMPORTING', startAt + 3000)]
	.map(event => ({...event, profile: 'staging', region: 'eu-west-1'}));

const written = (): string => {
	const folder = temporaryFolder();
	write(folder, 'default.us-east-1.ndjson', [...one.slice(0, 2), ...one, observed(startAt + 5000)]);
	write(folder, 'staging.eu-west-1.ndjson', other);
	return folder;
};

describe('what was observed', () => {
	const inOrder = [one[0], other[0], one[1], other[1], one[2]];

	test('is each event once, of all targets, in the order in which they were seen', () => {
		expect(readHistory(written())).toEqual({events: inOrder, notes: []});
	});

	test.each<[string, HistoryQuery, ReadonlyArray<HistoryEvent | undefined>]>([
		['a profile', {profiles: ['staging']}, other],
		['a region', {regions: ['us-east-1']}, one],
		['a profile in another region', {profiles: ['staging'], regions: ['us-east-1']}, []],
		['the time since', {sinceMs: startAt + 2000}, inOrder.slice(2)],
		['a graph', {graphId: 'g-0000000002'}, [one[1]]],
		['some imports', {matches: ({task}) => task.status === 'FAILED'}, [other[0]]],
		['nothing in particular', {profiles: [], sinceMs: undefined}, inOrder],
	])('can be asked for by %s', (_, query, events) => {
		expect(readHistory(written(), query)).toEqual({events, notes: []});
	});

	test('is nothing where nothing was', () => {
		expect(readHistory(path.join(temporaryFolder(), 'nowhere'))).toEqual({events: [], notes: []});
	});

	test('is what can be read, and the rest is said', () => {
		const folder = written();
		const damaged = path.join(folder, 'a.us-east-1.ndjson');
		const unreadable = path.join(folder, 'b.us-east-1.ndjson');
		writeFileSync(damaged, 'garbage\n{"version":2,"event":"summary"}\n{"version":2,"event":"summary"}\n');
		mkdirSync(unreadable);
		mkdirSync(path.join(folder, 'default.us-east-1.ndjson.lock'));
		writeFileSync(path.join(folder, 'default.us-east-1.ndjson.1-abc.compacting'), 'garbage');
		expect(readHistory(folder)).toEqual({
			events: inOrder,
			notes: [
				`1 line of the history is damaged and was skipped: ${damaged}.`,
				`2 lines of the history are from a newer version of this program and skipped: ${damaged}.`,
				`The history can't be read: a folder is at ${unreadable}.`,
			],
		});
	});

	test('is nothing where its folder is none, and that is said', () => {
		const folder = path.join(temporaryFolder(), 'history');
		writeFileSync(folder, '');
		expect(readHistory(folder)).toMatchObject({events: [], notes: [expect.stringContaining('The history can\'t be read: ') as unknown]});
	});
});
