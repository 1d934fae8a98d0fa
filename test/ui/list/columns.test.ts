import {expect, it, test} from 'vitest';
import {type ColumnName, columnNames} from '../../../source/imports/column-names.ts';
import {type Graph} from '../../../source/imports/graph.ts';
import {type ImportRecord, newImportRecord} from '../../../source/imports/import-list.ts';
import {type SortOrder} from '../../../source/imports/order.ts';
import {knownStatuses} from '../../../source/imports/task.ts';
import {columnsIn, headingSpans, rowSpans} from '../../../source/ui/list/columns.ts';
import {startAt} from '../../support/model.ts';
import {importTask} from '../../support/tasks.ts';

const rowText = (status: string, {graph, width = 160, columns, record}: {
	readonly graph?: Graph;
	readonly width?: number;
	readonly columns?: readonly ColumnName[];
	readonly record?: Partial<ImportRecord>;
} = {}): string =>
	rowSpans(columnsIn(width, {hasProfile: false, hasRegion: false}, columns), {
		record: {
			...newImportRecord('@', importTask({status})),
			known: {askedAt: startAt, details: {status, progress: {percentage: 42, elapsedMs: 60_000}}, recheck: {answers: 0, isSettled: false}},
			...record,
		},
		profile: 'default',
		region: 'us-east-1',
		...(graph !== undefined && {graphs: new Map([['g-0000000001', graph]])}),
		isSelected: false,
		isStale: false,
		today: startAt,
	}).map(({text}) => text).join('');

const graphOf = (status: string, provisionedMemory?: number): Graph => ({
	id: 'g-0000000001', name: 'people', status, provisionedMemory,
});

it('shows the percentage of an import with the status IMPORTING', () => {
	expect(rowText('IMPORTING')).toContain('42%');
});

it.each(knownStatuses.filter(status => status !== 'IMPORTING'))('shows no percentage for an import with the status %s', status => {
	expect(rowText(status)).not.toMatch(/[%─━]/v);
});

it.each([
	[160, 'IMPORTING', /succeeded {19}graph importing {4}1m 00s/v],
	[80, 'FAILED', /succeeded {12}graph failed {3}1m 00s/v],
	[80, 'IMPORTING', /succeeded {12}graph import… {2}1m 00s/v],
	[51, 'IMPORTING', /succeeded {15}lake/v],
])('says beside a succeeded import that its graph is not available, if there is room: %i columns, %s', (width, status, pattern) => {
	expect(rowText('SUCCEEDED', {width, graph: graphOf(status)})).toMatch(pattern);
});

it('does not mention an available graph, or one that is not known', () => {
	const plain = rowText('SUCCEEDED');
	expect(rowText('SUCCEEDED', {graph: graphOf('AVAILABLE')})).toBe(plain.replace('g-0000000001', 'people      '));
	expect(plain).not.toContain('graph');
});

it.each(knownStatuses.filter(status => status !== 'SUCCEEDED'))('does not mention the graph of an import with the status %s', status => {
	expect(rowText(status, {graph: graphOf('SNAPSHOTTING')})).not.toContain('graph');
});

it.each([
	[graphOf('AVAILABLE', 128), 'people        available     128 m-NCU'],
	[graphOf('SNAPSHOTTING', 1024), 'people        snapshotting  1024 m-NCU'],
	[graphOf('IMPORTING'), 'people        importing'],
	[undefined, 'g-0000000001'],
])('shows the name, status and memory of the graph %o in the columns for them', (graph, text) => {
	expect(rowText('IMPORTING', {...(graph !== undefined && {graph}), columns: ['graph', 'graph-status', 'memory']}).trim()).toBe(text);
});

it.each([
	['today', startAt + 10_000, '12:00:10'],
	['yesterday', startAt - 86_400_000, 'Sat 12:00'],
	['weeks ago', startAt - (30 * 86_400_000), '30 Jan'],
])('shows when an import changed %s, aligned with or without a gap in observation', (_, changedAt, time) => {
	const changed = (changedAfter?: number): string => rowText('IMPORTING', {columns: ['changed', 'format'], record: {changedAt, changedAfter}});
	expect(changed()).toBe(`   ${time.padEnd(9)}  csv        `);
	expect(changed(changedAt - 60_000)).toBe(`   ${`≤${time.replace('Sat', 'Sa')}`.padEnd(9)}  csv        `);
});

const namesIn = (width: number, hasProfile: boolean, hasRegion: boolean): readonly ColumnName[] => columnsIn(width, {hasProfile, hasRegion}).columns.map(({name}) => name);

test.each([
	[true, true, ['profile', 'region']],
	[true, false, ['profile']],
	[false, true, ['region']],
])('shows every part in which the targets differ, in every terminal: profile %s, region %s', (hasProfile, hasRegion, expected) => {
	for (let width = 40; width <= 200; width++) {
		expect(namesIn(width, hasProfile, hasRegion).filter(name => name === 'profile' || name === 'region'), `at ${width} columns`).toEqual(expected);
	}
});

test.each([
	[120, ['status', 'left', 'progress', 'source', 'profile', 'region']],
	[96, ['status', 'left', 'progress', 'source', 'profile', 'region']],
	[80, ['status', 'left', 'progress', 'source', 'profile', 'region']],
	[60, ['status', 'source', 'profile', 'region']],
	[45, ['status', 'source', 'profile', 'region']],
	[40, ['status', 'profile', 'region']],
])('drops the elapsed time, the graph and the task for profile and region, then shrinks the source: %i columns', (width, names) => {
	expect(namesIn(width, true, true)).toEqual(names);
});

const arrowed = (columns: readonly ColumnName[], order: SortOrder, width: number): string =>
	headingSpans(columnsIn(width, {hasProfile: false, hasRegion: false}, columns), {order, isReversed: false}).map(({text}) => text).join('').trim();

const orderedBy = {
	status: 'status', left: 'left', progress: 'progress', source: 'source', elapsed: 'elapsed', graph: 'graph', task: 'task',
} as const;

test.each(Object.entries(orderedBy))('has room for the arrow beside the heading of the column %s, in every terminal', (_, name) => {
	for (let width = 40; width <= 200; width++) {
		expect(arrowed([name], name, width), `at ${width} columns`).toMatch(/^(?:[A-Z]+(?:\/[A-Z]+)?|%) ▾$/v);
	}
});

test('shows no arrow if no column has the order of the list', () => {
	expect(arrowed(columnNames, 'listed', 1000)).toMatch(/^STATUS .* TASK [^▾]*$/v);
});
