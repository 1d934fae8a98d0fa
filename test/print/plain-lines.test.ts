import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type ChangeEvent, type WatchEvent} from '../../source/imports/event.ts';
import {type Theme, themes} from '../../source/text/themes.ts';
import {plainLine} from '../../source/print/plain-lines.ts';
import {importTask} from '../support/tasks.ts';

const head = {
	version: 1, at: '2026-03-01T12:03:11.000Z', profile: 'default', region: 'us-east-1',
} as const;
const failed = importTask({status: 'FAILED'});
const changed: ChangeEvent = {
	...head, event: 'changed', task: failed, from: 'IMPORTING', to: 'FAILED',
};
const start = '2026-03-01T12:03:11.000Z  t-0000000001  g-0000000001';
const textOf = (event: WatchEvent, theme?: Theme): string | undefined => plainLine(event, {theme})?.text;

describe('a plain line', () => {
	test.each<[string, WatchEvent, string]>([
		['a change', changed, `${start}  IMPORTING → FAILED`],
		['a change with a known duration', {...changed, elapsed: {minSeconds: 1864, maxSeconds: 1864}}, `${start}  IMPORTING → FAILED  after 31m 04s`],
		[
			'a change during a gap',
			{...changed, notBefore: '2026-03-01T12:00:00.000Z', elapsed: {minSeconds: 10, maxSeconds: 201}},
			`${start}  IMPORTING → FAILED  after 10s to 3m 21s  not before 2026-03-01T12:00:00.000Z`,
		],
		['a change whose reason is known', {...changed, reason: {code: 'OUT_OF_MEMORY', summary: 'OUT_OF_MEMORY: No room.'}}, `${start}  IMPORTING → FAILED  OUT_OF_MEMORY: No room.`],
		['a reason that is known later', {
			...head, event: 'reason', task: failed, reason: {code: 'OUT_OF_MEMORY', summary: 'OUT_OF_MEMORY: No room.'},
		}, `${start}  FAILED reason OUT_OF_MEMORY  No room.`],
		['a reason without a code', {
			...head, event: 'reason', task: failed, reason: {summary: 'FAILED again.'},
		}, `${start}  FAILED reason –  FAILED again.`],
		['a new import', {...head, event: 'appeared', task: importTask({status: 'INITIALIZING'})}, `${start}  appeared INITIALIZING`],
		['an import that is no longer listed', {...head, event: 'gone', task: failed}, `${start}  gone FAILED`],
	])('reports %s', (_, event, text) => {
		expect(plainLine(event, {theme: undefined})).toEqual({stream: 'stdout', text});
	});

	test('has a dash for a missing graph ID', () => {
		const {graphId: _, ...task} = failed;
		expect(textOf({...changed, task})).toBe('2026-03-01T12:03:11.000Z  t-0000000001  –  IMPORTING → FAILED');
	});

	test('goes to standard error for failures and recoveries', () => {
		expect(plainLine({
			...head, event: 'failure', kind: 'network', sentence: 'Nothing answers.', remedy: 'Wait.', nextTryAt: '2026-03-01T12:03:21.000Z',
		}, {theme: undefined})).toEqual({stream: 'stderr', text: '2026-03-01T12:03:11.000Z  Nothing answers. Wait. Next try 2026-03-01T12:03:21.000Z.'});
		expect(plainLine({...head, event: 'recovered', since: '2026-03-01T12:00:00.000Z'}, {theme: undefined})).toMatchObject({stream: 'stderr'});
	});

	test('colors only the statuses', () => {
		expect(textOf(changed, themes.default)).toBe(`${start}  \u{1B}[36mIMPORTING\u{1B}[0m → \u{1B}[31;1mFAILED\u{1B}[0m`);
		expect(textOf({...changed, from: 'ROLLING_BACK'}, themes.default)).toContain('\u{1B}[33mROLLING_BACK\u{1B}[0m');
		expect(textOf({...changed, to: 'SUCCEEDED'}, themes['color-blind'])).toBe(`${start}  IMPORTING → \u{1B}[94mSUCCEEDED\u{1B}[0m`);
	});

	test('has no line breaks or control characters, for any values', () => {
		const texts = fc.string({unit: 'binary'});
		fc.assert(fc.property(texts, texts, texts, (taskId, graphId, status) => {
			expect(textOf({
				...changed, from: status, to: status, task: importTask({taskId, graphId, status}),
			})).not.toMatch(/\p{Control}/v);
		}));
	});

	test('has a fixed number of fields, for any values', () => {
		const texts = fc.string({unit: fc.constantFrom('a', ' ', '\t', '\n', '\u{A0}', '→')});
		fc.assert(fc.property(texts, texts, texts, texts, (taskId, graphId, from, to) => {
			const words = textOf({
				...changed, from, to, task: importTask({taskId, graphId, status: to}),
			})?.split(/\s+/v);
			expect(words).toHaveLength(6);
			expect(words?.[4]).toBe('→');
		}));
	});
});
