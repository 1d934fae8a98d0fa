import {cleanup} from 'ink-testing-library';
import {afterEach, expect, test} from 'vitest';
import {type Change, type TargetChange} from '../../../source/imports/change.ts';
import {type Model} from '../../../source/app/model.ts';
import {knownStatuses} from '../../../source/imports/task.ts';
import {changeSpans} from '../../../source/ui/list/change-spans.ts';
import {
	afterCommands,
	defaultId,
	freshModel,
	scanned,
	startAt,
} from '../../support/model.ts';
import {openScreen} from '../../support/screen.tsx';
import {importTask, numbered} from '../../support/tasks.ts';

afterEach(cleanup);

const rowOf = (change: Change, columns = 120): string => changeSpans({
	change, at: 0, targetId: '@', elapsed: {minMs: 60_000, maxMs: 60_000},
}, columns, {timeText: () => '12:00:00'}).map(({text}) => text).join('');

const changeTo = (from: string, to: string, columns?: number): string => rowOf({
	kind: 'changed', from, to, task: importTask({status: to}),
}, columns);

test('every change has the usual names of statuses if there is room for the longest of them', () => {
	expect(changeTo('ANALYZING_DATA', 'IMPORTING')).toMatch(/ analyzing data → importing {9}after/v);
	expect(changeTo('ANALYZING_DATA', 'REPROVISIONING')).toMatch(/ analyzing data → reprovisioning {4}after/v);
	expect(rowOf({kind: 'gone', task: importTask({status: 'REPROVISIONING'})})).toMatch(/ no longer listed \(reprovisioning\) {2}after/v);
	expect(changeTo('ANALYZING_DATA', 'IMPORTING', 58)).toMatch(/ analyzing data → importing/v);
});

test('every change has the short names of statuses if there is no room for the longest of the usual ones', () => {
	expect(changeTo('ANALYZING_DATA', 'IMPORTING', 57)).toMatch(/ analyzing → importing/v);
	expect(changeTo('ANALYZING_DATA', 'REPROVISIONING', 57)).toMatch(/ analyzing → resizing/v);
});

test('the duration and the source of every change between known statuses are in the same columns', () => {
	const changes = knownStatuses.flatMap(from => [
		...knownStatuses.map(to => changeTo(from, to)),
		...(['appeared', 'gone'] as const).map(kind => rowOf({kind, task: importTask({status: from})})),
	]);
	expect(new Set(changes.map(row => `${row.indexOf('after 1m')} ${row.indexOf('lake/')}`)).size).toBe(1);
});

test('the changes panel and the list of changes name the day of a change that was not today, and stay aligned', () => {
	const dayMs = 86_400_000;
	const changes = [0, 1, 10].map((days): TargetChange => ({
		targetId: defaultId, at: startAt - (days * dayMs), change: {
			kind: 'changed', from: 'IMPORTING', to: 'FAILED', task: numbered(2, 'FAILED'),
		},
	}));
	const model = {...scanned(freshModel({size: {columns: 140, rows: 40}}), [numbered(1)]), changes};
	const timesOn = (shown: Model): readonly string[] => openScreen(shown).rows().filter(row => row.includes(' → ')).map(row => row.slice(0, row.indexOf('t-')));

	expect(timesOn(model)).toEqual([' 12:00:00  ', ' Sa 12:00  ', ' 19 Feb    ']);
	expect(timesOn(afterCommands({...model, size: {columns: 80, rows: 24}}, 'openChanges'))).toEqual([' ▸ 12:00:00  ', '   Sa 12:00  ', '   19 Feb    ']);
});
