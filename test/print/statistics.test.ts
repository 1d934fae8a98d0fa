import {expect, test} from 'vitest';
import {type ImportStatistics} from '../../source/imports/progress/statistics.ts';
import {statisticsFacts, statisticsLines} from '../../source/print/statistics.ts';
import {importTask} from '../support/tasks.ts';

const newest = {
	targetId: 'prod@us-east-1', task: importTask(), observed: [], isFirstSeen: false, startAt: 0, end: undefined,
};

const orders: ImportStatistics = {
	sourcePrefix: 's3://lake/orders/',
	newest: {...newest, graphName: 'fraud-eu'},
	counts: {
		all: 1234, active: 1, succeeded: 1228, failed: 3, cancelled: 1, gone: 1,
	},
	failures: new Map([['PARSING_ERROR', 2], ['other', 1]]),
	medianMs: 110_000,
	p90Ms: 185_500,
	statementsPerSecond: 312_000.4,
};

const people: ImportStatistics = {
	sourcePrefix: 's3://lake/people/',
	newest,
	counts: {
		all: 1, active: 1, succeeded: 0, failed: 0, cancelled: 0, gone: 0,
	},
	failures: new Map(),
	medianMs: undefined,
	p90Ms: undefined,
	statementsPerSecond: undefined,
};

test('the table has a row per source and graph', () => {
	expect(statisticsLines([orders, people], {columns: undefined, nameOf: undefined})).toEqual([
		'SOURCE             GRAPH         IMPORTS  FAILED  MEDIAN     90%  STATEMENTS/S  FAILURES',
		's3://lake/orders/  fraud-eu        1,234       3  1m 50s  3m 05s       312,000  PARSING_ERROR 2, other 1',
		's3://lake/people/  g-0000000001        1       0       –       –             –',
	]);
});

test('the table names the target if there are several, and has no column of failures without any', () => {
	const [titles, row] = statisticsLines([people], {columns: undefined, nameOf: ({newest: {targetId}}) => targetId});
	expect(titles).toBe('SOURCE             GRAPH         TARGET          IMPORTS  FAILED  MEDIAN  90%  STATEMENTS/S');
	expect(row).toContain('prod@us-east-1');
});

test('the data has seconds, and no values that are unknown', () => {
	const place = {profile: 'prod', region: 'us-east-1'};
	expect(statisticsFacts(orders, place)).toEqual({
		sourcePrefix: 's3://lake/orders/', graphId: 'g-0000000001', graphName: 'fraud-eu', ...place,
		imports: 1234, running: 1, succeeded: 1228, failed: 3, cancelled: 1, gone: 1, failures: {PARSING_ERROR: 2, other: 1},
		medianSeconds: 110, p90Seconds: 185.5, statementsPerSecond: 312_000.4,
	});
	expect(JSON.stringify(statisticsFacts(people, place))).toBe('{"sourcePrefix":"s3://lake/people/","graphId":"g-0000000001","profile":"prod","region":"us-east-1","imports":1,"running":1,"succeeded":0,"failed":0,"cancelled":0,"gone":0,"failures":{}}');
});
