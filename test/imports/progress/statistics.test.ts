import {expect, test} from 'vitest';
import {percentile} from '../../../source/imports/progress/percentile.ts';
import {importStatistics} from '../../../source/imports/progress/statistics.ts';
import {type ObservedStatus, timelineImport} from '../../../source/imports/timeline/timeline.ts';
import {importTask, taskId} from '../../support/tasks.ts';

test.each([
	[[], 0.5, undefined],
	[[7], 0.9, 7],
	[[3, 1, 2], 0.5, 2],
	[[1, 2, 3, 10], 0.5, 2.5],
	[[0, 10], 0.9, 9],
])('of %j, the percentile at %d is %j', (values, fraction, expected) => {
	expect(percentile(values, fraction)).toBe(expected);
});

const minute = 60_000;

const importOf = (number: number, observed: readonly ObservedStatus[], {isFirstSeen = false, ...fields}: {
	readonly isFirstSeen?: boolean;
	readonly statementCount?: number;
	readonly source?: string;
} = {}) => {
	const {source = `s3://lake/orders/2026/${number}.csv`, statementCount} = fields;
	return timelineImport({
		targetId: '@', task: importTask({taskId: taskId(number), source}), observed, isFirstSeen, statementCount,
	});
};

const succeeded = (minutes: number, notBefore?: number): readonly ObservedStatus[] => [
	{at: 0, status: 'INITIALIZING'},
	{at: minute, status: 'IMPORTING'},
	{at: (minutes + 1) * minute, status: 'SUCCEEDED', notBefore},
];

test('durations and rates leave out imports whose start or end was not observed', () => {
	const imports = [
		importOf(1, succeeded(2), {statementCount: 12_000}),
		importOf(2, succeeded(4), {statementCount: 72_000}),
		importOf(3, succeeded(50), {isFirstSeen: true, statementCount: 1}),
		importOf(4, succeeded(60, 5 * minute), {statementCount: 1}),
		importOf(5, [{at: 0, status: 'SUCCEEDED'}], {statementCount: 1}),
		importOf(6, [{at: 0, status: 'IMPORTING'}, {at: minute, status: 'FAILED'}]),
		importOf(7, [{at: 0, status: 'IMPORTING'}, {at: minute, status: undefined}]),
		importOf(8, [{at: 0, status: 'IMPORTING'}]),
		importOf(9, [{at: 0, status: 'IMPORTING'}, {at: minute, status: 'CANCELLED'}, {at: 2 * minute, status: undefined}]),
	].filter(one => one !== undefined);
	expect(importStatistics(imports)).toMatchObject([{
		sourcePrefix: 's3://lake/orders/',
		counts: {
			all: 9, active: 1, succeeded: 5, failed: 1, cancelled: 1, gone: 1,
		},
		failures: new Map([['other', 1]]),
		medianMs: 4 * minute,
		p90Ms: 4.8 * minute,
		statementsPerSecond: 200,
	}]);
});

test('each source prefix has its own statistics, the most used first', () => {
	const imports = ['a', 'b', 'b'].map((folder, index) => importOf(index, succeeded(1), {source: `s3://lake/${folder}/2026/x.csv`})).filter(one => one !== undefined);
	expect(importStatistics(imports).map(({sourcePrefix, counts}) => [sourcePrefix, counts.all])).toEqual([['s3://lake/b/', 2], ['s3://lake/a/', 1]]);
});
