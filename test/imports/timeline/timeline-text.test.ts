import {describe, expect, test} from 'vitest';
import {
	detailSpans,
	endLabel,
	endLook,
	endTexts,
	graphLabel,
	graphNameOf,
	importSentence,
	labelSpans,
	laneDetailSpans,
	laneSentence,
	spanLabel,
	spanText,
	type TimelineNames,
} from '../../../source/imports/timeline/timeline-text.ts';
import {type TimelineImport} from '../../../source/imports/timeline/timeline.ts';
import {textWidth} from '../../../source/text/printable.ts';
import {importTask, taskId} from '../../support/tasks.ts';
import {
	at,
	noon,
	shownImport,
	textOf,
} from '../../support/timeline.ts';

const minute = 60_000;
const now = noon + (60 * minute);
const names: TimelineNames = {target: () => undefined, graph: () => undefined};
const named: TimelineNames = {
	target: targetId => `target ${targetId}`,
	graph: (targetId, graphId) => `${graphId} of ${targetId}`,
};
const reason = {code: 'PARSING_ERROR', summary: 'PARSING_ERROR: line 3'} as const;

const {graphId: _, ...withoutGraph} = importTask({taskId: taskId(7)});
const running = shownImport([at(0, 'INITIALIZING'), at(10, 'IMPORTING')]);
const succeeded = shownImport([at(0, 'IMPORTING'), at(10, 'SUCCEEDED')]);
const failed = shownImport([at(0, 'IMPORTING'), at(10, 'FAILED')], {reason});
const unlisted = shownImport([at(0, 'IMPORTING'), at(10, undefined)]);

describe('the name of a graph', () => {
	const recorded = shownImport([at(0, 'IMPORTING')], {graphName: 'fraud-eu'});

	test('is the known name, else the recorded name, else the ID', () => {
		expect([graphNameOf(recorded, named), graphNameOf(recorded, names), graphNameOf(running, names)]).toEqual(['g-0000000001 of @', 'fraud-eu', 'g-0000000001']);
		expect(graphLabel(recorded, names)).toBe('fraud-eu');
	});

	test('is unknown before the import has created its graph, so that its own ID is the label', () => {
		const early = shownImport([at(0, 'INITIALIZING')], {task: withoutGraph});
		expect([graphNameOf(early, named), graphLabel(early, named)]).toEqual([undefined, 't-0000000007']);
	});
});

describe('the duration of an import', () => {
	test.each<[claim: string, shown: TimelineImport, text: string | undefined]>([
		['is the time from its start to its end', succeeded, '10m 00s'],
		['runs up to now while it is running', running, '1h 00m'],
		['runs up to the last time that it was listed', shownImport([at(0, 'IMPORTING')], {seenUntil: noon + (20 * minute)}), '20m 00s'],
		['is a lower bound if the start was not observed', shownImport([at(0, 'IMPORTING'), at(10, 'SUCCEEDED')], {isFirstSeen: true}), '≥10m 00s'],
		['is a lower bound if the start lies in a gap', shownImport([at(0, 'IMPORTING', -5), at(10, 'SUCCEEDED')]), '≥10m 00s'],
		['is exact if AWS reported the start', shownImport([at(0, 'IMPORTING'), at(10, 'SUCCEEDED')], {isFirstSeen: true, startedAt: noon - (5 * minute)}), '15m 00s'],
		['is an upper bound if the end lies in a gap', shownImport([at(0, 'IMPORTING'), at(10, 'SUCCEEDED', 5)]), '≤10m 00s'],
		['is unknown if neither start nor end was observed', shownImport([at(0, 'IMPORTING'), at(10, 'SUCCEEDED', 5)], {isFirstSeen: true}), undefined],
		['is unknown if only the end was observed', shownImport([at(0, 'SUCCEEDED')]), undefined],
	])('%s', (_claim, shown, text) => {
		expect(spanText(shown, now)).toBe(text);
	});
});

describe('the end of an import', () => {
	const endingAs = (status: string | undefined) => shownImport([at(0, 'IMPORTING'), at(10, status)]);

	test('has the sign and the style of its status', () => {
		expect([undefined, 'SUCCEEDED', 'FAILED', 'CANCELLED', 'DELETED'].map(status => endLook(endingAs(status)))).toEqual([
			{sign: '?', style: 'unknown'},
			{sign: '✓', style: 'succeeded'},
			{sign: '✗', style: 'failed'},
			{sign: '⊘', style: 'cancelled'},
			{sign: '⊗', style: 'cancelled'},
		]);
		expect(endLook(running)).toEqual({sign: '►', style: 'active'});
	});

	test('has a label, which is the current status while the import is running', () => {
		expect([running, succeeded, unlisted].map(shown => endLabel(shown))).toEqual(['importing', 'succeeded', 'no longer listed']);
	});

	test.each<[claim: string, shown: TimelineImport, texts: readonly string[]]>([
		['the percentage', shownImport([at(0, 'IMPORTING')], {percentage: 0}), [' 0%']],
		['nothing without a percentage', running, []],
		['the duration', succeeded, [' 10m 00s']],
		['the code and the duration, else one of them', failed, [' PARSING_ERROR 10m 00s', ' PARSING_ERROR', ' 10m 00s']],
		['only the code if the duration is unknown', shownImport([at(0, 'FAILED')], {reason}), [' PARSING_ERROR']],
		['nothing if nothing is known', shownImport([at(0, 'SUCCEEDED')]), []],
	])('is followed by %s', (_claim, shown, texts) => {
		expect([...new Set(endTexts(shown, now))]).toEqual(texts);
	});
});

describe('the line about an import', () => {
	const line = (shown: TimelineImport, columns = 140, given = names) => textOf(detailSpans(shown, {now, columns, names: given}));

	test.each<[shown: TimelineImport, line: string]>([
		[running, ' t-0000000001  importing  12:00–now  1h 00m  lake/2026/people.csv'],
		[succeeded, ' t-0000000001  succeeded  12:00–12:10  10m 00s  lake/2026/people.csv'],
		[failed, ' t-0000000001  failed  PARSING_ERROR  12:00–12:10  10m 00s  lake/2026/people.csv'],
		[unlisted, ' t-0000000001  no longer listed  12:00–12:10  10m 00s  lake/2026/people.csv'],
		[shownImport([at(0, 'IMPORTING')], {isFirstSeen: true, seenUntil: noon + (20 * minute)}), ' t-0000000001  importing  ≤12:00–12:20  ≥20m 00s  lake/2026/people.csv'],
		[shownImport([at(-1440, 'IMPORTING'), at(10, 'SUCCEEDED')]), ' t-0000000001  succeeded  Sat 12:00–12:10  1d 00h  lake/2026/people.csv'],
	])('has its task, end, time, duration and source (%#)', (shown, expected) => {
		expect(line(shown)).toBe(expected);
	});

	test('has the target if there are several, and a bold task ID', () => {
		expect(line(succeeded, 140, named)).toBe(' t-0000000001  succeeded  12:00–12:10  10m 00s  target @  lake/2026/people.csv');
		expect(detailSpans(succeeded, {now, columns: 140, names})[0]).toEqual({text: ' t-0000000001', style: 'title'});
	});

	test('cuts the source in its middle, leaves it out below 8 columns, and then cuts the facts', () => {
		expect([62, 56, 55, 30, 10].map(columns => line(succeeded, columns))).toEqual([
			' t-0000000001  succeeded  12:00–12:10  10m 00s  lake/20…le.csv',
			' t-0000000001  succeeded  12:00–12:10  10m 00s  lake…csv',
			' t-0000000001  succeeded  12:00–12:10  10m 00s',
			' t-0000000001  succeeded  12:…',
			' t-000000…',
		]);
	});

	test('never exceeds its columns', () => {
		for (let columns = 0; columns <= 100; columns++) {
			expect(textWidth(line(failed, columns, named))).toBeLessThanOrEqual(columns);
			expect(textWidth(textOf(laneDetailSpans({newest: failed, imports: [failed]}, {columns, names: named})))).toBeLessThanOrEqual(columns);
		}
	});
});

describe('a lane', () => {
	const group = {newest: failed, imports: [failed, running, succeeded, succeeded, unlisted]};

	test('has the counts of its groups, and the target if there are several', () => {
		const spans = laneDetailSpans(group, {columns: 100, names});
		expect([spans[0], textOf(spans)]).toEqual([{text: ' g-0000000001', style: 'title'}, ' g-0000000001  5 imports: 1 running · 1 failed · 2 succeeded · 1 no longer listed']);
		expect(textOf(laneDetailSpans({newest: failed, imports: [failed]}, {columns: 100, names: named}))).toBe(' g-0000000001 of @  1 import: 1 failed  target @');
	});

	test('is one sentence for a screen reader', () => {
		expect(laneSentence(group, names)).toBe('graph g-0000000001, 5 imports: 1 running, 1 failed, 2 succeeded, 1 no longer listed');
		expect(laneSentence({newest: failed, imports: [failed]}, named)).toBe('graph g-0000000001 of @, target @, 1 import: 1 failed');
	});
});

describe('the sentence about an import', () => {
	test.each<[claim: string, shown: TimelineImport, given: TimelineNames, sentence: string]>([
		['has its phases and source', running, names, 't-0000000001, importing, graph g-0000000001, from 12:00, still running, waiting 10m 00s, importing 50m 00s, s3://lake/2026/people.csv'],
		['has the percentage of a running import', shownImport([at(0, 'ANALYZING_DATA'), at(20, 'IMPORTING')], {percentage: 42}), names, 't-0000000001, importing 42%, graph g-0000000001, from 12:00, still running, analyzing 20m 00s, importing 40m 00s, s3://lake/2026/people.csv'],
		['has the code of a failure, but no percentage', shownImport([at(0, 'IMPORTING'), at(10, 'FAILED')], {reason, percentage: 42}), names, 't-0000000001, failed, PARSING_ERROR, graph g-0000000001, from 12:00, to 12:10, importing 10m 00s, s3://lake/2026/people.csv'],
		['has names', succeeded, named, 't-0000000001, succeeded, graph g-0000000001 of @, target @, from 12:00, to 12:10, importing 10m 00s, s3://lake/2026/people.csv'],
		['adds the stretches of a kind', shownImport([at(0, 'IMPORTING'), at(10, 'PONDERING'), at(15, 'IMPORTING'), at(30, 'SUCCEEDED', 20)]), names, 't-0000000001, succeeded, graph g-0000000001, from 12:00, to 12:30, importing 15m 00s, unknown 5m 00s, not observed 10m 00s, s3://lake/2026/people.csv'],
		['says when the import was first and last seen', shownImport([at(0, 'IMPORTING')], {isFirstSeen: true, seenUntil: noon + (20 * minute)}), names, 't-0000000001, importing, graph g-0000000001, first seen 12:00, last seen 12:20, importing 20m 00s, not observed 40m 00s, s3://lake/2026/people.csv'],
		['has only the end of an import that had ended when it appeared', shownImport([at(0, 'SUCCEEDED')]), names, 't-0000000001, succeeded, graph g-0000000001, ended 12:00, s3://lake/2026/people.csv'],
		['has no graph before there is one, and no source if it is empty', shownImport([at(0, 'INITIALIZING')], {task: {...withoutGraph, status: 'INITIALIZING', source: ''}}), names, 't-0000000007, initializing, graph not created yet, from 12:00, still running, waiting 1h 00m'],
	])('%s', (_claim, shown, given, sentence) => {
		expect(importSentence(shown, now, given)).toBe(sentence);
	});
});

test.each([
	[0.4, '0 min'], [15, '15 min'], [59.4, '59 min'], [60, '1 h'], [360, '6 h'], [720, '12 h'], [1440, '24 h'], [2879, '48 h'], [2880, '2 days'], [4320, '3 days'], [20_160, '14 days'],
])('a span of %s minutes is %s', (minutes, label) => {
	expect(spanLabel(minutes * minute)).toBe(label);
});

describe('the label of a row', () => {
	test.each<[text: string, isGraph: boolean, isSelected: boolean, label: string, style: string]>([
		['t-0000000001', false, false, '   t-0000000001  ', 'plain'],
		['t-0000000001', false, true, ' ▸ t-0000000001  ', 'title'],
		['fraud-eu', true, false, ' fraud-eu        ', 'plain'],
		['fraud-eu', true, true, '▸fraud-eu        ', 'title'],
		['fraud-detection', true, false, ' fraud-detecti…  ', 'plain'],
		['t-00000000012', false, false, '   t-000000000…  ', 'plain'],
	])('%s (graph: %s, selected: %s) is %j', (text, isGraph, isSelected, label, style) => {
		const shown = shownImport([at(0, 'IMPORTING')], {task: importTask({taskId: text})});
		expect(labelSpans(shown, 17, {isSelected, isGraph, names: {...names, graph: () => text}})).toEqual([{text: label, style}]);
	});

	test.each<[graph: string, target: string, columns: number, label: string]>([
		['orders', 'us-east-1', 32, ' orders · us-east-1             '],
		['security-graph', 'us-east-1', 32, ' security-graph · us-east-1     '],
		['security-graph', 'us-east-1', 25, ' securi…graph us-east-1  '],
		['devices-of-all-regions', 'ap-southeast-2', 25, ' devic…ions ap-so…ast-2  '],
		['devices-of-all-regions', 'ap-southeast-1', 25, ' devic…ions ap-so…ast-1  '],
		['orders', 'team-staging@eu-west-1', 25, ' orders team-st…-west-1  '],
	])('of graph %s has the target %s in %i columns', (graph, target, columns, label) => {
		const shown = shownImport([at(0, 'IMPORTING')]);
		const spans = (isSelected: boolean) => labelSpans(shown, columns, {isSelected, isGraph: true, names: {graph: () => graph, target: () => target}});
		expect(textOf(spans(false))).toBe(label);
		expect(textOf(spans(true))).toBe(`▸${label.slice(1)}`);
	});
});
