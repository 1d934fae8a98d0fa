import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {jsonLine} from '../../source/domain/json-line.ts';
import {parseHistoryLine} from '../../source/history/history-line.ts';
import {
	anyLines,
	appeared,
	changed,
	observed,
	startAt,
} from './lines.ts';

const line = changed(1, 'IMPORTING', 'FAILED');
const {task, ...withoutTask} = line;

describe('a line of the history', () => {
	test('is read back as it was written', () => {
		fc.assert(fc.property(anyLines, lines => {
			expect(lines.map(each => parseHistoryLine(jsonLine(each)))).toEqual(lines);
		}));
	});

	test.each([
		['a field that this version does not know', {...line, mood: 'good'}],
		['what the service says beyond what this version knows', {...line, task: {...task, extra: {newField: [1]}}}],
		['how long the import had been as it was', {...line, notBefore: '2026-03-01T11:00:00.000Z', elapsed: {minSeconds: 1, maxSeconds: 3600.5}}],
	])('may have %s', (_, value) => {
		expect(parseHistoryLine(jsonLine(value))).toEqual(value);
	});

	test.each([
		['no JSON', '{"version":1,'],
		['nothing', ''],
		['no object', '[]'],
		['null', 'null'],
		['no version', jsonLine({...line, version: undefined})],
		['a version before the first', jsonLine({...line, version: 0})],
		['no import', jsonLine(withoutTask)],
		['an import without a status', jsonLine({...line, task: {...task, status: undefined}})],
		['an import whose graph is a number', jsonLine({...line, task: {...task, graphId: 1}})],
		['no time', jsonLine({...line, at: 'yesterday'})],
		['a time that is a number', jsonLine({...line, at: startAt})],
		['a status that is not that of its import', jsonLine({...line, to: 'SUCCEEDED'})],
		['a duration that is none', jsonLine({...line, elapsed: {minSeconds: 1}})],
		['no profile', jsonLine({...appeared(1, 'FAILED'), profile: undefined})],
		['an end that is no time', jsonLine({...observed(startAt), until: ''})],
	])('is damaged where it has %s', (_, text) => {
		expect(parseHistoryLine(text)).toBe('damaged');
	});

	test.each([
		['in its version', {...line, version: 2, event: 'changed'}],
		['in an event that this version does not know', {...line, event: 'progress'}],
		['in all that it says', {version: 3, event: 'summary', changes: []}],
	])('may be newer %s', (_, value) => {
		expect(parseHistoryLine(jsonLine(value))).toBe('newer');
	});
});
