import {expect, it} from 'vitest';
import {newImportRecord} from '../../../source/imports/import-list.ts';
import {knownStatuses} from '../../../source/imports/task.ts';
import {columnsIn, rowSpans} from '../../../source/ui/list/columns.ts';
import {startAt} from '../../support/model.ts';
import {importTask} from '../../support/tasks.ts';

const rowText = (status: string): string => rowSpans(columnsIn(160, {hasProfile: false, hasRegion: false}), {
	record: {
		...newImportRecord('@', importTask({status})),
		known: {askedAt: startAt, details: {status, progress: {percentage: 42}}, recheck: {answers: 0, isSettled: false}},
	},
	profile: 'default',
	region: 'us-east-1',
	isSelected: false,
	isStale: false,
	today: startAt,
}).map(({text}) => text).join('');

it('shows the percentage of an import with the status IMPORTING', () => {
	expect(rowText('IMPORTING')).toContain('42%');
});

it.each(knownStatuses.filter(status => status !== 'IMPORTING'))('shows no percentage for an import with the status %s', status => {
	expect(rowText(status)).not.toMatch(/[%─━]/v);
});
