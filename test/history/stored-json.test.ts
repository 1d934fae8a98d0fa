import {describe, expect, test} from 'vitest';
import {isHistoryEvent} from '../../source/history/stored-json.ts';
import {importTask} from '../support/tasks.ts';

const baseline = {
	version: 1,
	event: 'baseline',
	at: '2026-03-01T12:00:00.000Z',
	profile: 'default',
	region: 'us-east-1',
	endpoint: 'http://127.0.0.1:8182',
	task: importTask(),
	graph: {name: 'people'},
};
const changed = {
	...baseline,
	event: 'changed',
	from: 'IMPORTING',
	to: 'FAILED',
	notBefore: '2026-03-01T11:59:00.000Z',
	elapsed: {minSeconds: 1, maxSeconds: 61},
	reason: {code: 'PARSING_ERROR', summary: 'A line can\'t be parsed.'},
	statementCount: 12,
};

describe.each([{name: 'baseline', event: baseline}, {name: 'changed', event: changed}])('a stored event $name', ({event}) => {
	test('is read as it was written', () => {
		expect(isHistoryEvent(event)).toBe(true);
	});

	test.each(Object.keys(event).filter(name => name !== 'version'))('is damaged if %s has another type', name => {
		expect(isHistoryEvent({...event, [name]: ['x']})).toBe(false);
	});
});
